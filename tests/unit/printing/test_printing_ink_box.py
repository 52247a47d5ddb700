"""Where the ink of a page stands, and what a printer with margins would cut off."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_samples import letter

from services.printing.ink_box import INK_DPI, Edges, PageInk, cut_off, read_ink
from services.printing.official import OfficialDocument, render_official
from services.printing.preview import render_page

MM = 25.4 / INK_DPI
WIDE, HIGH = 60, 80
WHITE = Edges(28, 37, 26, 35)


@dataclass
class Picture:
    width: int
    height: int
    stride: int
    pixels: bytes


def picture(left, top, right, bottom, ink=b"\x00\x00\xe2\xff", unused=b"\xff"):
    """A page of WIDE × HIGH pixels with one rectangle of ink, the lines padded as pdfium pads them."""
    rows = []
    for y in range(HIGH):
        pixels = [ink if left <= x < right and top <= y < bottom else b"\xff\xff\xff" + unused for x in range(WIDE)]
        rows.append(b"".join(pixels) + b"\x00" * 8)
    return Picture(WIDE, HIGH, WIDE * 4 + 8, b"".join(rows))


@given(st.integers(0, WIDE - 1), st.integers(0, HIGH - 1), st.integers(1, WIDE), st.integers(1, HIGH), st.booleans())
def test_the_white_round_a_rectangle_is_measured_to_the_pixel(left, top, width, height, unused):
    right, bottom = min(WIDE, left + width), min(HIGH, top + height)
    found = read_ink(picture(left, top, right, bottom, unused=b"\x00" if unused else b"\xff"))
    white = found.white
    assert (white.left, white.top) == pytest.approx((left * MM, top * MM), abs=MM / 2)
    assert (white.right, white.bottom) == pytest.approx(((WIDE - right) * MM, (HIGH - bottom) * MM), abs=MM)


def test_an_empty_page_has_a_size_and_no_ink():
    found = read_ink(picture(0, 0, 0, 0))
    assert found.white is None
    assert (found.width, found.height) == pytest.approx((WIDE * MM, HIGH * MM))


@pytest.mark.parametrize("ink", [b"\x00\xff\xff\xff", b"\xff\x00\xff\xff", b"\xff\xff\x00\xff"])
def test_ink_of_any_colour_counts(ink):
    assert read_ink(picture(10, 10, 20, 20, ink)).white is not None


def test_the_rules_of_a_letter_are_170_mm_wide_and_end_20_mm_above_the_edge(tmp_path):
    render_official(OfficialDocument.from_json(letter()), tmp_path / "函.pdf")
    white = read_ink(render_page(tmp_path / "函.pdf", 0, INK_DPI)).white
    assert (white.left, white.right, white.bottom) == pytest.approx((20, 20, 20), abs=0.6)


def page(**changes):
    return PageInk(210, 297, Edges(**{**{"left": 28, "top": 37, "right": 26, "bottom": 35}, **changes}))


def test_nothing_is_said_where_the_printer_reaches_everything():
    assert cut_off({1: page()}, {1: Edges(4.2, 4.2, 4.2, 12.7)}, 0, 0) == ()


def test_the_side_the_loss_and_the_pages_are_named():
    pages = {1: page(bottom=9), 2: page(bottom=9), 3: page()}
    (said,) = cut_off(pages, dict.fromkeys(pages, Edges(4.2, 4.2, 4.2, 12.7)), 0, 0)
    assert said == "第1、2页下边有3.7毫米印不出来：内容离纸边9毫米，这台打印机下边要空12.7毫米。"


@pytest.mark.parametrize(
    ("side", "right", "down", "name"), [("left", -25, 0, "左边"), ("right", 23, 0, "右边"), ("top", 0, -34, "上边")]
)
def test_a_shift_that_pushes_ink_out_of_reach_is_named(side, right, down, name):
    (said,) = cut_off({1: page()}, {1: Edges(5, 5, 5, 5)}, right, down)
    assert said.startswith(f"第1页{name}有2毫米印不出来")


def test_every_side_has_a_sentence_of_its_own():
    said = cut_off({1: page(left=1, top=2, right=3, bottom=4)}, {1: Edges(5, 5, 5, 5)}, 0, 0)
    assert [words[3:5] for words in said] == ["左边", "上边", "右边", "下边"]


def test_an_empty_page_loses_nothing():
    assert cut_off({1: PageInk(210, 297, None)}, {1: Edges(50, 50, 50, 50)}, 0, 0) == ()
