import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.words import initials, plain, search_words


@pytest.mark.parametrize(
    ("text", "letters"),
    [("住建局", "zjj"), ("县水务局", "xswj"), ("Ａ区３号", "aq3h"), ("示例（镇）", "slz"), ("", ""), ("〇八号", "lbh")],
)
def test_initials_are_what_a_clerk_types(text, letters):
    assert initials(text) == letters


def test_a_row_is_found_by_its_words_in_half_width_and_by_initials():
    words = search_words(["县水务局", "ＳＷ－０１", None, ""])
    assert "县水务局" in words
    assert "xswj" in words
    assert "sw-01" in words


def test_the_same_words_are_kept_once():
    assert search_words(["样板乡", "样板乡"]) == "样板乡 ybx"


@given(st.text())
def test_words_are_lower_case_and_stay_the_same_when_read_again(text):
    assert plain(plain(text)) == plain(text) or text.lower() != text
    assert all(letter.isascii() and letter == letter.lower() for letter in initials(text))
