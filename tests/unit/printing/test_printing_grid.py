"""The table setter: spans, page ends, bad input. Cells have characters of their own, so that each one is found."""

import itertools
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import page_text, page_total, read_chars, segments

from services.errors import ServiceError
from services.printing.faces import load_faces
from services.printing.grid import Area, Cell, Grid, GridColumn, GridLook, TableError, share_widths
from services.printing.page import Sheet, text_width
from services.printing.paper import Paper
from services.printing.table import TableColumn, TablePrint, print_table

LEFT, TOP, BOTTOM, WIDTH = 40.0, 30.0, 230.0, 300.0
HAN = [
    char
    for code in range(0x4E00, 0x9FA6)
    if (char := chr(code)).encode("gb2312", "ignore") and char not in "续表第页序共打印日期年月"
]
HAN_SET = frozenset(HAN)


class Book:
    """Pages of 200 points height, or one with a low first page."""

    def __init__(self, first=BOTTOM, fresh=True):
        self.sheets = []
        self._first, self._fresh = first, fresh

    def open_page(self):
        self.sheets.append(Sheet())
        begun = len(self.sheets) > 1
        return Area(self.sheets[-1], LEFT, TOP, BOTTOM if begun else self._first, fresh=self._fresh or begun)

    @property
    def texts(self):
        return ["".join(ink.text for ink in sheet.inks) for sheet in self.sheets]


def grid_of(book, columns=4, heads=(), look=None, merge=(), **named):
    widths = share_widths([1] * columns, WIDTH, 17)
    placed = [GridColumn(width, merge=index in merge) for index, width in enumerate(widths)]
    return Grid(load_faces(), placed, heads, book.open_page, look, **named)


def boxes(sheet):
    """(text, left, top, right, bottom) of every piece of text."""
    faces = load_faces()
    for ink in sheet.inks:
        width = text_width(faces, ink.text, ink.style, ink.size, ink.spacing)
        yield ink.text, ink.x, ink.top, ink.x + width, ink.top + ink.size


def crossed(sheet):
    """Text that a rule runs through, or that leaves the room of the table."""
    found = []
    for text, left, top, right, bottom in boxes(sheet):
        if left < LEFT or right > LEFT + WIDTH + 0.01 or top < TOP or bottom > BOTTOM:
            found.append(text)
        for rule in sheet.rules:
            if rule.x0 < right - 0.1 and rule.x1 > left + 0.1 and rule.y0 < bottom - 0.1 and rule.y1 > top + 0.1:
                found.append(text)
    return found


def overlapping(sheet):
    """Pieces of text that lie on one another."""
    return [
        (one[0], other[0])
        for one, other in itertools.combinations(boxes(sheet), 2)
        if one[1] < other[3] - 0.1 and other[1] < one[3] - 0.1 and one[2] < other[4] - 0.1 and other[2] < one[4] - 0.1
    ]


def unruled(sheet):
    """Ends of rules that meet no other rule: a cell that is not closed."""
    across = [rule for rule in sheet.rules if rule.y0 == rule.y1]
    upright = [rule for rule in sheet.rules if rule.x0 == rule.x1]
    loose = [
        rule
        for rule in across
        for x in (rule.x0, rule.x1)
        if not any(abs(other.x0 - x) < 0.1 and other.y0 - 0.1 <= rule.y0 <= other.y1 + 0.1 for other in upright)
    ]
    loose += [
        rule
        for rule in upright
        for y in (rule.y0, rule.y1)
        if not any(abs(other.y0 - y) < 0.1 and other.x0 - 0.1 <= rule.x0 <= other.x1 + 0.1 for other in across)
    ]
    return loose


lengths = st.one_of(st.integers(0, 8), st.integers(0, 90), st.sampled_from([300, 1500]))
shapes = st.tuples(
    lengths, st.sampled_from([1, 1, 1, 2, 3, 9]), st.sampled_from([1, 1, 1, 2, 3, 7]), st.integers(1, 3), st.booleans()
)


@settings(max_examples=120, deadline=None)
@given(
    st.integers(1, 6),
    st.lists(st.lists(shapes, max_size=6), min_size=1, max_size=14),
    st.booleans(),
    st.sampled_from([BOTTOM, 60.0, 40.0]),
    st.booleans(),
)
def test_nothing_is_lost_and_no_text_leaves_its_cell(columns, table, headed, first, fresh):
    book = Book(first, fresh)
    chars = iter(HAN)
    head = "".join(next(chars) for _ in range(3))
    grid = grid_of(book, columns, [[Cell(head, span=columns)]] if headed else ())
    placed = []
    free = [0] * columns
    for row in table:
        # a row has at most as many cells as columns that no cell of an earlier row covers
        room = [index for index in range(columns) if not free[index]]
        free = [max(0, each - 1) for each in free]
        cells, at = [], 0
        for length, span, rows, lines, signed in row:
            if at >= len(room):
                break
            text = "".join(itertools.islice(chars, min(length, 400)))
            start, end = room[at], room[at]
            while end + 1 < columns and end + 1 in room and end - start + 1 < span:
                end += 1
            for column in range(start, end + 1):
                free[column] = max(free[column], rows - 1)
            at = room.index(end) + 1
            foot = "".join(itertools.islice(chars, 2)) if signed else ""
            cells.append(Cell(text, span=span, rows=rows, lines=lines, foot=foot))
            placed.append((text + foot, rows))
        grid.add(cells)
    grid.finish()
    counts = [Counter(text) for text in book.texts]
    for text, rows in placed:
        for char in text:
            found = [count[char] for count in counts if count[char]]
            # a cell of several rows is named again, once on each page that its rows reach
            assert found == [1] or (rows > 1 and found and set(found) == {1})
    if headed:
        assert all(head in text for text in book.texts if text)
    for sheet in book.sheets:
        assert crossed(sheet) == []
        assert overlapping(sheet) == []
        assert unruled(sheet) == []


def test_a_cell_of_several_rows_over_a_page_end_is_closed_and_named_again():
    book = Book()
    grid = grid_of(book)
    for _ in range(7):
        grid.add(["一", "二", "三", "四"])
    grid.add([Cell("大户", rows=5), "甲", "乙", "丙"])
    for _ in range(4):
        grid.add(["丁", "戊", "己"])
    grid.finish()
    assert ["大户" in text for text in book.texts] == [True, True]
    first, second = book.sheets
    assert max(rule.y1 for rule in first.rules) <= BOTTOM
    (name,) = [ink for ink in second.inks if ink.text == "大户"]
    left = [rule for rule in second.rules if rule.x0 == rule.x1 == LEFT]
    across = [rule.y0 for rule in second.rules if rule.y0 == rule.y1 and rule.x0 == LEFT]
    assert across == [TOP, left[0].y1]  # no line through the cell, and one below it
    assert name.top + name.size / 2 == pytest.approx((TOP + left[0].y1) / 2, abs=0.1)


def test_a_cell_over_rows_and_columns_keeps_what_stands_around_it_in_place():
    book = Book()
    grid = grid_of(book)
    grid.add(["一", Cell("块", rows=2, span=2), "二"])
    grid.add(["三", "四"])
    grid.finish()
    places = {ink.text: ink for ink in book.sheets[0].inks}
    assert places["四"].x == pytest.approx(places["二"].x)
    assert places["三"].x == pytest.approx(places["一"].x)
    assert places["一"].top < places["块"].top < places["三"].top


def test_more_text_than_the_rows_of_a_cell_are_high_makes_the_last_of_them_higher():
    book = Book()
    grid = grid_of(book)
    grid.add([Cell("字" * 30, rows=2), "一", "二", "三"])
    grid.add(["四", "五", "六"])
    grid.add(["七", "八", "九", "十"])
    grid.finish()
    places = {ink.text: ink.top for ink in book.sheets[0].inks}
    look = GridLook()
    assert places["七"] - places["一"] == pytest.approx(look.height(5))
    assert places["四"] - places["一"] == pytest.approx((look.height(5)) / 2)
    assert crossed(book.sheets[0]) == []


def test_inner_groups_end_with_the_group_around_them():
    book = Book()
    grid = grid_of(book, 3, merge=(0, 1))
    for unit in ("甲局", "乙局"):
        for _ in range(3):
            grid.add([unit, "程序", "问题"])
    grid.finish()
    assert book.texts[0].count("程序") == book.texts[0].count("局") == 2


@pytest.mark.parametrize("rows", range(28, 36))
def test_signatures_never_stand_on_a_page_without_a_row(tmp_path, rows):
    columns = (TableColumn("序号"), TableColumn("事项"))
    table = TablePrint(
        "台账", columns, [[f"X{number}Y", "一"] for number in range(rows)], date(2026, 11, 20), signatures=("填报人",)
    )
    print_table(table, tmp_path / "a.pdf")
    last = page_text(tmp_path / "a.pdf", page_total(tmp_path / "a.pdf") - 1)
    assert "填报人：" in last
    assert f"X{rows - 1}Y" in last
    assert "序号事项" in last


def test_the_second_page_may_say_that_the_table_goes_on(tmp_path):
    columns = (TableColumn("序号"), TableColumn("报名", group="人数"), TableColumn("参训", group="人数"))
    rows = [[str(number), "1", "2"] for number in range(90)]
    print_table(TablePrint("台账", columns, rows, date(2026, 11, 20), continued="续表"), tmp_path / "a.pdf")
    texts = [page_text(tmp_path / "a.pdf", page) for page in range(page_total(tmp_path / "a.pdf"))]
    assert ["续表" in text for text in texts] == [False] + [True] * (len(texts) - 1)
    assert all("人数" in text and "报名" in text for text in texts)
    mark = next(char for char in read_chars(tmp_path / "a.pdf", 1) if char.text == "续")
    assert mark.base < min(line.y0 for line in segments(tmp_path / "a.pdf", 1))


def test_a_cell_of_ten_thousand_characters_is_printed_whole(tmp_path):
    text = "".join(itertools.islice(itertools.cycle(HAN), 10_000))
    columns = (TableColumn("1"), TableColumn("2", 4))
    print_table(TablePrint("", columns, [["1", text]], date(2026, 11, 20)), tmp_path / "a.pdf")
    pages = [read_chars(tmp_path / "a.pdf", page) for page in range(page_total(tmp_path / "a.pdf"))]
    assert len(pages) > 5
    assert "".join(char.text for page in pages for char in page if char.text in HAN_SET) == text


@pytest.mark.parametrize(("paper", "landscape"), [(Paper.A4, False), (Paper.A4, True), (Paper.A3, True)])
def test_many_columns_are_set_smaller_and_too_many_are_refused_in_words(tmp_path, paper, landscape):
    def wide(count):
        columns = tuple(TableColumn(HAN[number]) for number in range(count))
        rows = [[HAN[number + 700] * 2 for number in range(count)]]
        table = TablePrint("台账", columns, rows, date(2026, 11, 20), paper=paper, landscape=landscape)
        print_table(table, tmp_path / "a.pdf")

    with pytest.raises(ServiceError, match=r"300列，纸面最多排\d+列") as caught:
        wide(300)
    assert not list(tmp_path.iterdir())
    most = int(str(caught.value).split("最多排")[1].split("列")[0])
    wide(most)
    uprights = sorted({round(line.x0, 1) for line in segments(tmp_path / "a.pdf", 0) if line.y1 - line.y0 > 2})
    assert len(uprights) == most + 1
    paper_width = {Paper.A4: (210, 297), Paper.A3: (297, 420)}[paper][landscape]
    assert 14.9 < uprights[0] < uprights[-1] < paper_width - 14.9
    for char in read_chars(tmp_path / "a.pdf", 0):
        if char.text in HAN[700 : 700 + most]:
            assert not [x for x in uprights if char.x + 0.1 < x < char.right - 0.1]


def test_bad_rows_get_a_sentence_or_a_sensible_place():
    book = Book()
    grid = grid_of(book)
    grid.add([])
    grid.add(["一", Cell("跨出表外", span=99)])
    grid.add(["一", "二", "三", "四", "", ""])
    with pytest.raises(TableError, match="第4行的格子比列数（4）多"):
        grid.add(["一", "二", "三", "四", "五"])
    grid.finish()
    assert crossed(book.sheets[0]) == []
    with pytest.raises(TableError, match="没有列"):
        grid_of(Book(), 0)
    high = grid_of(Book(), heads=[["字" * 300, "一", "二", "三"]])
    with pytest.raises(TableError, match="表头太高"):
        high.add(["一"])


def test_a_head_is_not_left_alone_at_the_foot_of_a_page():
    book = Book(first=TOP + 50, fresh=False)
    grid = grid_of(book, heads=[["头", "甲", "乙", "丙"]])
    grid.add(["一\n二\n三", "", "", ""])
    grid.finish()
    assert book.sheets[0].is_blank
    assert "头" in book.texts[1]


def test_a_ticked_box_is_a_box_with_a_tick_in_it():
    book = Book()
    grid = grid_of(book, 1)
    grid.add(["☑直接送达　□留置送达"])
    grid.finish()
    assert book.texts[0].startswith("□直接送达　□留置送达")
    text, tick = book.sheets[0].inks
    assert (tick.text, tick.x, tick.top) == ("√", text.x, text.top)


units = st.sampled_from(["甲局", "乙局", "丙镇人民政府综合行政执法队" * 3, ""])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(units, units, st.integers(0, 60) | st.just(220)), min_size=1, max_size=18))
def test_groups_are_named_on_every_page_that_has_rows_of_them(rows):
    book = Book()
    grid = grid_of(book, 3, [["单位", "类型", "事项"]], merge=(0, 1))
    chars = (char for char in HAN if char not in "甲乙丙局镇人民政府综合行政执法队单位类型事项")
    texts = ["".join(itertools.islice(chars, max(length, 1))) for _unit, _kind, length in rows]
    for (unit, kind, _length), text in zip(rows, texts, strict=True):
        grid.add([unit, kind, text])
    grid.finish()
    pages = [Counter(text) for text in book.texts]
    for (unit, kind, _length), text in zip(rows, texts, strict=True):
        assert [count[char] for char in text for count in pages if count[char]] == [1] * len(text)
        for count in (count for count in pages if any(count[char] for char in text)):
            assert all(count[char] for char in unit + kind)
    for sheet in book.sheets:
        assert crossed(sheet) == []
        assert overlapping(sheet) == []
        assert unruled(sheet) == []


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 70), min_size=4, max_size=4), min_size=1, max_size=30),
    st.sampled_from([1, 2, 3]),
    st.booleans(),
)
def test_in_the_file_every_character_stands_inside_the_rules_of_its_cell(table, rows, landscape):
    chars = iter(HAN)
    texts = [["".join(itertools.islice(chars, min(length, 55))) for length in row] for row in table]
    cells = [[Cell(row[0], rows=rows), *row[1:]] if index % rows == 0 else row[1:] for index, row in enumerate(texts)]
    columns = tuple(TableColumn(label, share) for label, share in (("序", 2), ("共", 1), ("打", 3), ("印", 2)))
    with TemporaryDirectory() as place:
        path = Path(place) / "a.pdf"
        pages = print_table(TablePrint("", columns, cells, date(2026, 11, 20), landscape=landscape), path)
        counts = [Counter(page_text(path, page)) for page in range(pages)]
        for page in range(pages):
            assert crossed_in_file(path, page) == []
    for index, row in enumerate(texts):
        for column, text in enumerate(row):
            if column or index % rows == 0:
                found = [[count[char] for count in counts if count[char]] for char in text]
                assert all(set(each) == {1} and (not column or len(each) == 1) for each in found)


def crossed_in_file(path, page):
    """Characters of cells whose em box a rule runs through, or that stand outside the table."""
    rules = segments(path, page)
    left, right = min(rule.x0 for rule in rules), max(rule.x1 for rule in rules)
    top, bottom = min(rule.y0 for rule in rules), max(rule.y1 for rule in rules)
    found = []
    for char in read_chars(path, page):
        if char.text not in HAN_SET:
            continue
        size = char.size * 0.3528
        x0, x1, y0, y1 = char.x + 0.1, char.x + size - 0.1, char.base - 0.8 * size, char.base
        inside = left < x0 and x1 < right and top < y0 and y1 < bottom
        hit = [rule for rule in rules if rule.x0 < x1 and rule.x1 > x0 and rule.y0 < y1 and rule.y1 > y0]
        if hit or not inside:
            found.append(char.text)
    return found
