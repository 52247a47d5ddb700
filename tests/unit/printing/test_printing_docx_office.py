"""The editable file as LibreOffice shows it, measured beside our own PDF."""

import itertools
from collections import Counter

import pytest
from docx_office import OFFICE, to_pdf
from docx_samples import all_kinds
from official_samples import FULL, letter, notice, plain
from pdf_reading import MM, lines_of, page_text, page_total, read_chars, segments, words
from PIL import Image

from services.printing.docx import render_docx
from services.printing.official import OfficialDocument, render_official

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(OFFICE is None, reason="这台电脑没有LibreOffice（soffice），可编辑文件的版面没有别的办法量"),
]

EM = 16 / MM
TITLES = dict.fromkeys(("letter", "imprint alone", "upward", "joint", "minutes", "form"), 22)

MARKS = "各单位要高度重视，加强领导，落实责任，确保按期完成。要坚持问题导向，聚焦重点，逐项整改，并举一反三、建章立制。"
HEADS = [*TITLES, "joint names", "corner letter", "order"]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """By name: our PDF and LibreOffice's of the editable file."""
    folder = tmp_path_factory.mktemp("office")
    Image.new("RGB", (800, 500), "navy").save(folder / "a.png")
    picture = {"picture": str(folder / "a.png"), "width_mm": 120, "caption": "示意图"}
    marked = [{"level": 0, "text": MARKS * 4 + "甲" * shift + MARKS * 5} for shift in range(8)]
    more = {
        "full": notice(body=plain(14, FULL * 3)),
        "marks": notice(body=marked),
        "picture": notice(body=[*plain(3), picture, *plain(3)]),
    }
    found = {}
    for number, (name, raw) in enumerate((all_kinds() | more).items()):
        document = OfficialDocument.from_json(raw)
        ours = folder / f"our-{number}.pdf"
        render_official(document, ours)
        render_docx(document, folder / f"{number}.docx")
        found[name] = (ours, folder / f"{number}.pdf")
    to_pdf(sorted(folder.glob("*.docx")), folder)
    return found


def place(path, page, text, size=None):
    """Where a line that holds `text` begins it: left edge and base line."""
    for line in lines_of(read_chars(path, page), size):
        at = words(line).find(text)
        if at >= 0:
            return line[at].x, line[at].base
    raise AssertionError(text)


@pytest.mark.parametrize("name", [*all_kinds(), "full", "picture"])
def test_each_page_says_what_the_page_of_the_pdf_says(pairs, name):
    ours, theirs = pairs[name]
    assert page_total(theirs) == page_total(ours)
    for page in range(page_total(ours)):
        assert Counter(page_text(theirs, page)) == Counter(page_text(ours, page))


def test_a_full_page_has_22_lines_of_28_characters_that_fill_the_text_block(pairs):
    body = [line for line in lines_of(read_chars(pairs["full"][1], 1)) if abs(line[0].size - 16) < 0.1]
    assert len(body) == 22
    assert max(len(line) for line in body) == 28
    assert body[0][0].base - 0.88 * EM == pytest.approx(37, abs=1)
    assert 260.5 <= body[-1][0].base + 0.12 * EM <= 262.05
    steps = {round(below[0].base - above[0].base, 1) for above, below in itertools.pairwise(body)}
    assert steps == {round(29.6 / MM, 1)}
    full = [line for line in body if len(line) == 28]
    assert {round(line[0].x, 1) for line in full} <= {28.0, 28.1}
    assert all(182.5 <= line[-1].right <= 184.1 for line in full)


def test_lines_of_words_and_marks_end_where_the_pdf_ends_them(pairs):
    ours, theirs = pairs["marks"]
    for page in range(1, page_total(ours) - 1):
        mine, office = ([words(line) for line in lines_of(read_chars(path, page), 16)] for path in (ours, theirs))
        assert office == mine


@pytest.mark.parametrize("name", TITLES)
def test_title_lines_end_where_the_pdf_ends_them(pairs, name):
    ours, theirs = ([words(line) for line in lines_of(read_chars(path, 0), 22)] for path in pairs[name])
    assert theirs == ours


@pytest.mark.parametrize("name", HEADS)
def test_the_head_stands_as_in_the_pdf(pairs, name):
    ours, theirs = (lines_of(read_chars(path, 0)) for path in pairs[name])
    for mine, office in zip(ours, theirs, strict=True):
        assert words(office) == words(mine)
        assert office[0].base == pytest.approx(mine[0].base, abs=1)
        if words(mine).startswith(("各乡镇", "县水务局", "示例县人民政府：", "根据年度")):
            return
    raise AssertionError(name)


def test_the_word_beside_the_organs_is_level_with_their_middle(pairs):
    ours, theirs = (place(path, 0, "文件", 36)[1] for path in pairs["joint"])
    assert theirs == pytest.approx(ours, abs=0.5)


@pytest.mark.parametrize("name", ["imprint alone", "upward", "joint"])
def test_the_red_rule_is_four_millimetres_below_the_number(pairs, name):
    theirs = pairs[name][1]
    rule = next(each for each in segments(theirs, 0) if each.red)
    assert (rule.x0, rule.x1) == (pytest.approx(28, abs=0.3), pytest.approx(184, abs=0.3))
    _x, base = place(theirs, 0, "示司发")
    assert rule.y0 - (base + 0.12 * EM) == pytest.approx(4, abs=0.5)


def test_a_letter_has_its_double_rules_and_no_number_on_page_one(pairs):
    theirs = pairs["letter"][1]
    rules = sorted(each.y0 for each in segments(theirs, 0) if each.red)
    ours = sorted(each.y0 for each in segments(pairs["letter"][0], 0) if each.red)
    assert rules == pytest.approx(ours, abs=0.2)
    assert all(each.x1 - each.x0 == pytest.approx(170, abs=0.3) for each in segments(theirs, 0) if each.red)
    assert "—" not in page_text(theirs, 0)


@pytest.mark.parametrize(("page", "edge"), [(0, 179.1), (1, 32.9)])
def test_the_page_number_is_seven_millimetres_below_the_text_on_its_side(pairs, page, edge):
    number = next(line for line in lines_of(read_chars(pairs["full"][1], page), 14) if line[0].text == "—")
    assert words(number) == f"—{page + 1}—"
    assert number[0].base - 0.38 * 14 / MM == pytest.approx(269, abs=0.5)
    outer = number[-1].right if page == 0 else number[0].x
    assert outer == pytest.approx(edge, abs=0.5)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("letter", ["示例县司法局", "2026年2月"]),
        ("imprint alone", ["示例县司法局", "2026年6月"]),
        ("upward", ["示例县司法局", "2026年6月"]),
        ("joint", ["示例县司法局", "示例县财政局", "2026年6月"]),
        ("order", ["县长", "2026年6月"]),
        ("form", ["2026年6月"]),
    ],
)
def test_signature_and_date_stand_within_a_millimetre_of_the_pdf(pairs, name, texts):
    shown = [page_text(pairs[name][0], page) for page in range(page_total(pairs[name][0]))]
    pages = [page for page, text in enumerate(shown) if all(each in text for each in texts)]
    for text in texts:
        ours, theirs = (place(path, pages[-1], text, 16) for path in pairs[name])
        assert theirs == (pytest.approx(ours[0], abs=1), pytest.approx(ours[1], abs=1))


def test_the_imprint_ends_at_the_bottom_of_the_text_block(pairs):
    ours, theirs = pairs["imprint alone"]
    rules = [each for each in segments(theirs, 3) if not each.red]
    assert max(each.y0 for each in rules) == pytest.approx(262, abs=0.5)
    assert min(each.y0 for each in rules) == pytest.approx(min(each.y0 for each in segments(ours, 3)), abs=1)
    for text in ("抄送", "示例县司法局办公室"):
        mine, office = (place(path, 3, text) for path in (ours, theirs))
        assert office == (pytest.approx(mine[0], abs=0.5), pytest.approx(mine[1], abs=1))


def test_a_blank_page_and_the_imprint_behind_it_have_no_number(pairs):
    theirs = pairs["body table"][1]
    assert "—" in page_text(theirs, 1)
    assert page_text(theirs, 2) == ""
    assert "印发" in page_text(theirs, 3)
    assert "—" not in page_text(theirs, 3)


@pytest.mark.parametrize(("page", "near"), [(2, 176.0), (3, 32.0)])
def test_on_a_turned_page_the_number_stays_at_the_foot_of_the_upright_sheet(pairs, page, near):
    number = [char for char in read_chars(pairs["landscape"][1], page) if abs(char.size - 14) < 0.1]
    assert "".join(char.text for char in number) == f"—{page + 1}—"
    # read with its head at the binding edge, the foot of the sheet is the left edge of the page
    assert all(24 < char.x < 32 for char in number)
    assert all(abs(char.angle) > 0.1 for char in number)
    assert number[0 if page == 3 else -1].base == pytest.approx(near, abs=3)


def test_a_table_has_its_rows_on_the_pages_of_the_pdf(pairs):
    for page in (2, 3, 4):
        ours, theirs = ([words(line) for line in lines_of(read_chars(path, page), 12)] for path in pairs["long table"])
        assert theirs == ours
    top, office = (place(path, 3, "序号", 12)[1] for path in pairs["long table"])
    assert office == pytest.approx(top, abs=1)


def test_the_last_row_of_a_table_goes_over_with_the_signature(pairs):
    for path in pairs["table last"]:
        assert "3县水务局" not in page_text(path, 0)
        assert "3县水务局" in page_text(path, 1)


def test_what_follows_a_picture_stands_where_the_pdf_has_it(pairs):
    page = next(page for page in range(4) if "示意图" in page_text(pairs["picture"][0], page))
    for text in ("示意图", "根据年度"):
        ours, theirs = (place(path, page, text)[1] for path in pairs["picture"])
        assert theirs == pytest.approx(ours, abs=1)


def test_a_letter_of_two_pages_numbers_the_second(tmp_path):
    document = OfficialDocument.from_json(letter(body=plain(12)))
    render_docx(document, tmp_path / "a.docx")
    to_pdf([tmp_path / "a.docx"], tmp_path)
    assert "—" not in page_text(tmp_path / "a.pdf", 0)
    assert "—2—" in page_text(tmp_path / "a.pdf", 1)
