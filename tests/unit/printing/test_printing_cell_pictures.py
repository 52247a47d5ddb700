"""Photos in the cells of a table, and what stands around a list: long notes, signatures that are known."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import MM, lines_of, page_text, read_chars, segments, words
from PIL import Image

from services.printing.faces import load_faces
from services.printing.form import FormPart, FormPrint, label, print_form, value
from services.printing.grid import Area, Cell, CellPicture, Grid, GridColumn, GridLook
from services.printing.page import Sheet
from services.printing.preview import page_size
from services.printing.table import TableColumn, TablePrint, print_table

LEFT, TOP, BOTTOM, WIDTH = 40.0, 30.0, 230.0, 300.0
LOOK = GridLook()


@pytest.fixture(scope="module")
def photo():
    with TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        Image.new("RGB", (358, 441), "white").save(path)
        yield path


def pages_of(columns, rows):
    """The sheets on which the rows were set."""
    sheets = []

    def open_page():
        sheets.append(Sheet())
        return Area(sheets[-1], LEFT, TOP, BOTTOM)

    grid = Grid(load_faces(), [GridColumn(WIDTH / columns)] * columns, [], open_page, LOOK)
    for row in rows:
        grid.add(row)
    grid.finish()
    return sheets


def covered(sheet):
    """Words that a photo lies on, and photos that leave the table."""
    found = []
    for placed in sheet.pictures:
        right, low = placed.x + placed.width, placed.top + placed.height
        if placed.x < LEFT or right > LEFT + WIDTH + 0.01 or placed.top < TOP or low > BOTTOM + 0.01:
            found.append("outside")
        for ink in sheet.inks:
            if placed.x < ink.x + ink.size and ink.x < right and placed.top < ink.top + ink.size and ink.top < low:
                found.append(ink.text)
        for rule in sheet.rules:
            if rule.x0 < right - 0.1 and rule.x1 > placed.x + 0.1 and placed.top < rule.y0 < low and rule.y0 == rule.y1:
                found.append("crossed")
    return found


cells = st.tuples(st.integers(1, 6), st.integers(0, 60), st.booleans())


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 4), st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=12))
def test_every_photo_is_drawn_once_and_covers_nothing(photo, columns, table):
    wanted, rows = 0, []
    for row in table:
        made = []
        for lines, length, pictured in row[:columns]:
            wanted += pictured
            made.append(Cell("字" * length, picture=CellPicture(photo, lines) if pictured else None))
        rows.append(made)
    sheets = pages_of(columns, rows)
    assert sum(len(sheet.pictures) for sheet in sheets) == wanted
    assert [covered(sheet) for sheet in sheets] == [[]] * len(sheets)
    shown = sum(ink.text.count("字") for sheet in sheets for ink in sheet.inks)
    assert shown == sum(cell.text.count("字") for row in rows for cell in row)


def test_photos_above_words_of_different_length_are_equally_large(photo):
    rows = [[Cell("字" * length, picture=CellPicture(photo, 5)) for length in (2, 20, 60)]]
    (sheet,) = pages_of(3, rows)
    assert len({(round(each.width, 3), round(each.height, 3), each.top) for each in sheet.pictures}) == 1


def test_a_photo_alone_takes_the_height_of_all_its_rows(photo):
    rows = [[Cell("", rows=3, picture=CellPicture(photo, 2)), "一\n二"], ["一\n二"], ["一\n二"]]
    (sheet,) = pages_of(2, rows)
    assert sheet.pictures[0].height == pytest.approx(3 * LOOK.height(2) - 2 * LOOK.pad_y)


def signature_rows(tmp_path, signatures, **options):
    target = tmp_path / "list.pdf"
    columns = (TableColumn("序号", 1), TableColumn("单位", 3))
    table = TablePrint("清单", columns, [["1", "县水务局"]], date(2026, 11, 20), signatures=signatures, **options)
    print_table(table, target)
    lines = [words(line) for line in lines_of(read_chars(target, 0))]
    return target, [line for line in lines if "：" in line and "打印日期" not in line]


def test_what_is_known_stands_on_its_line(tmp_path):
    known = ("填报单位：县水务局", "填报人：齐明川", "审核人", "日期：2026年11月20日")
    target, rows = signature_rows(tmp_path, known)
    assert rows == ["填报单位：县水务局填报人：齐明川审核人：日期：2026年11月20日"]
    underlined = [line for line in segments(target, 0) if line.width < 0.15]
    assert len(underlined) == 4
    assert max(line.x1 for line in underlined) <= page_size(target, 0)[0] / MM - 15


def test_a_long_unit_takes_a_line_of_its_own_and_stays_inside(tmp_path):
    unit = "县市场监管综合行政执法大队城关镇第一中队联合执法办公室暨流动执法服务站临时办公地点"
    target, rows = signature_rows(tmp_path, (f"填报单位（盖章）：{unit}", "填报人", "审核人", "日期"))
    assert rows[0] == f"填报单位（盖章）：{unit}"
    assert rows[1] == "填报人：审核人：日期："
    assert max(char.right for char in read_chars(target, 0)) <= page_size(target, 0)[0] / MM - 15


def test_plain_labels_share_the_line_as_ever(tmp_path):
    target, rows = signature_rows(tmp_path, ("填报人", "审核人"))
    assert rows == ["填报人：审核人："]
    first, second = sorted(line.x1 for line in segments(target, 0) if line.width < 0.15)
    assert second - first == pytest.approx((page_size(target, 0)[0] / MM - 30) / 2, abs=0.1)


def test_a_long_note_at_the_right_leaves_the_left_one_alone(tmp_path):
    part = FormPart(
        "审批表", (1, 3), ((label("姓名"), value("齐明川")),), left_note="年度：2026", right_note="编号" * 30
    )
    print_form(FormPrint((part,)), tmp_path / "form.pdf")
    chars = read_chars(tmp_path / "form.pdf", 0)
    year = next(char.base for char in chars if char.text == "度")
    numbers = [char for char in chars if char.text in "编号"]
    assert len(numbers) == 60
    assert min(char.base for char in numbers) > year + 2
    assert min(char.x for char in numbers) >= 21.9
    assert max(char.right for char in numbers) <= 210 - 21.9


def test_a_list_to_be_filled_in_by_hand_bears_no_day(tmp_path):
    columns = (TableColumn("序号", 1), TableColumn("单位", 3))
    print_table(TablePrint("清单", columns, [["1", ""]], None), tmp_path / "list.pdf")
    assert "打印日期" not in page_text(tmp_path / "list.pdf", 0)


def test_a_photo_higher_than_the_page_is_made_smaller(photo):
    sheets = pages_of(2, [["一", "二"], [Cell("字" * 300, picture=CellPicture(photo, 40)), "三"]])
    assert sum(len(sheet.pictures) for sheet in sheets) == 1
    assert [covered(sheet) for sheet in sheets] == [[]] * len(sheets)
    assert sum(ink.text.count("字") for sheet in sheets for ink in sheet.inks) == 300
