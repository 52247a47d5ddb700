"""The shift of a printer: from what was read on a ruler, kept and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import ValidationError
from services.printers import LARGEST_SHIFT, NO_SHIFT, Shift, read_shift, shift_from

TENTHS = st.integers(-LARGEST_SHIFT, LARGEST_SHIFT)


def read(**typed):
    return {"left": "28", "top": "37", **typed}


def problems(used=NO_SHIFT, **typed):
    with pytest.raises(ValidationError) as found:
        shift_from(read(**typed), used)
    return found.value.problems


def test_a_page_that_stands_right_needs_no_shift():
    assert shift_from(read(), NO_SHIFT) == NO_SHIFT


def test_ink_too_far_right_and_too_high_is_moved_left_and_down():
    assert shift_from(read(left="28.6", top="36.5"), NO_SHIFT) == Shift(-6, 5)


def test_the_shift_the_page_was_printed_with_is_reckoned_in():
    assert shift_from(read(left="28.2"), Shift(-6, 5)) == Shift(-8, 5)


@given(TENTHS, TENTHS)
def test_the_reading_of_any_misfeed_undoes_it(right, down):
    typed = read(left=f"{28 + right / 10:.1f}", top=f"{37 + down / 10:.1f}")
    assert shift_from(typed, NO_SHIFT) == Shift(-right, -down)


@given(TENTHS, TENTHS)
def test_a_stored_shift_is_read_back(right, down):
    assert read_shift(Shift(right, down).store()) == Shift(right, down)


@pytest.mark.parametrize("stored", ["", "3", "a,b", "1,2,3", "9999,0", "0,-151", "1.5,2"])
def test_a_damaged_entry_counts_as_no_shift(stored):
    assert read_shift(stored) == NO_SHIFT


def test_far_edges_that_agree_change_nothing():
    typed = read(left="28.6", right="25.4", bottom="35")
    assert shift_from(typed, NO_SHIFT) == Shift(-6, 0)


def test_a_driver_that_scales_down_is_named_and_no_shift_is_reckoned():
    found = problems(left="31.1", right="29.1")
    assert list(found) == ["right"]
    assert "差了6.2毫米" in found["right"]
    assert "缩小" in found["right"]


def test_a_driver_that_scales_up_is_named():
    assert "放大" in problems(top="36", bottom="34")["bottom"]


@pytest.mark.parametrize("typed", ["", "二十八", "-28", "28,5", "301", "28.123"])
def test_a_reading_that_is_none_is_refused_under_its_field(typed):
    assert problems(left=typed) == {"left": "填量到的毫米数，例如28.5。"}


@pytest.mark.parametrize("typed", ["28.5", "２８．５", "28.5毫米", " 28.5 "])
def test_a_reading_is_taken_as_clerks_type_it(typed):
    assert shift_from(read(left=typed), NO_SHIFT) == Shift(-5, 0)


def test_all_wrong_readings_are_named_at_once():
    assert set(problems(left="x", top="y", right="z")) == {"left", "top", "right"}


def test_a_reading_of_the_wrong_edge_is_refused():
    assert "18.2毫米，最多移15毫米" in problems(left="46.2")["left"]


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (Shift(), "不移动"),
        (Shift(5, -10), "向右0.5毫米，向上1毫米"),
        (Shift(-12, 0), "向左1.2毫米"),
        (Shift(0, 3), "向下0.3毫米"),
    ],
)
def test_a_shift_is_said_in_words(shift, words):
    assert shift.words == words
