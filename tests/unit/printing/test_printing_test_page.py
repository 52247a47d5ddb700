"""The test page, measured in the file: crosses, rulers, a full line, and what it says about itself."""

import pytest
from pdf_reading import lines_of, page_text, page_total, read_chars, segments, words

from services.errors import StorageError
from services.printers import PaperKind, Shift
from services.printing.test_page import LINE, print_test_page

NEAR = 0.05


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    target = tmp_path_factory.mktemp("测试页") / "测试页.pdf"
    print_test_page(target, "示例打印机", PaperKind.PREPRINTED, Shift(-5, 10))
    return target


@pytest.fixture(scope="module")
def lines(page):
    return segments(page, 0)


def crossing(lines, x, y):
    """Whether a lying and an upright stroke of 10 mm cross in that point."""
    lying = any(
        abs(s.y0 - y) < NEAR and abs((s.x0 + s.x1) / 2 - x) < NEAR and abs(s.x1 - s.x0 - 10) < 0.1 for s in lines
    )
    upright = any(
        abs(s.x0 - x) < NEAR and abs((s.y0 + s.y1) / 2 - y) < NEAR and abs(s.y1 - s.y0 - 10) < 0.1 for s in lines
    )
    return lying and upright


@pytest.mark.parametrize(("x", "y"), [(28, 37), (184, 37), (28, 262), (184, 262)])
def test_a_cross_stands_on_each_corner_of_the_text_block(lines, x, y):
    assert crossing(lines, x, y)


def test_no_cross_stands_anywhere_else(lines):
    assert not crossing(lines, 29, 37)


def test_the_rulers_have_a_tick_every_millimetre_of_all_four_edges(lines):
    top = {round(s.x0, 1) for s in lines if abs(s.x1 - s.x0) < NEAR and abs(s.y1 - 14) < NEAR}
    bottom = {round(s.x0, 1) for s in lines if abs(s.x1 - s.x0) < NEAR and abs(s.y0 - 283) < NEAR}
    left = {round(s.y0, 1) for s in lines if abs(s.y1 - s.y0) < NEAR and abs(s.x1 - 14) < NEAR}
    right = {round(s.y0, 1) for s in lines if abs(s.y1 - s.y0) < NEAR and abs(s.x0 - 196) < NEAR}
    assert {float(mm) for mm in range(211)} <= top & bottom
    assert {float(mm) for mm in range(298)} <= left & right


def test_the_number_of_a_tick_stands_over_it(page):
    (seventy,) = [line for line in numbers(page) if words(line) == "70" and line[0].base < 20]
    assert (seventy[0].x + seventy[-1].right) / 2 == pytest.approx(70, abs=0.3)


def numbers(page):
    """Runs of digits that stand close together."""
    found = []
    for line in lines_of([c for c in read_chars(page, 0) if c.text.isdigit() and c.size < 8]):
        run = []
        for char in line:
            if run and char.x - run[-1].x > 3:
                found.append(run)
                run = []
            run.append(char)
        found.append(run)
    return found


def test_the_line_of_28_characters_fills_the_text_block(page):
    line = next(line for line in lines_of(read_chars(page, 0), 16) if words(line) == LINE)
    assert len(line) == 28
    assert line[0].x == pytest.approx(28, abs=NEAR)
    assert line[-1].x + 16 / 72 * 25.4 == pytest.approx(184, abs=NEAR)


def test_the_frame_is_the_text_block(lines):
    frame = [s for s in lines if abs(s.x1 - s.x0 - 156) < 0.1 or abs(s.y1 - s.y0 - 225) < 0.1]
    assert sorted((round(s.x0), round(s.y0), round(s.x1), round(s.y1)) for s in frame) == [
        (28, 37, 28, 262),
        (28, 37, 184, 37),
        (28, 262, 184, 262),
        (184, 37, 184, 262),
    ]


def test_it_is_one_page_that_names_printer_paper_and_the_shift_it_was_printed_with(page):
    said = page_text(page, 0)
    assert page_total(page) == 1
    assert "打印机：示例打印机" in said
    assert "用纸：套打" in said
    assert "校正：向左0.5毫米，向下1毫米" in said
    assert "应为28.0毫米" in said


def test_text_and_crosses_do_not_run_into_each_other(page):
    inner = [char for char in read_chars(page, 0) if 55 < char.base < 255 and char.size > 8]
    assert min(char.x for char in inner) > 30
    assert max(char.right for char in inner) < 182


def test_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(StorageError, match="找不到存放的文件夹"):
        print_test_page(tmp_path / "没有" / "页.pdf", "甲", PaperKind.PLAIN, Shift())
