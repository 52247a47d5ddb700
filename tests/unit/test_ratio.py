"""Shares in words: half up, never a whole that is none."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ratio import percent_words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(2, 3, "66.7%"), (1, 13, "7.7%"), (1, 8, "12.5%"), (1, 16, "6.3%"), (0, 4, "0.0%"), (4, 4, "100.0%")],
)
def test_one_decimal_half_up(part, whole, words):
    assert percent_words(part, whole) == words


def test_nothing_to_share_is_neither_nought_nor_all():
    assert percent_words(0, 0) == "—"
    assert percent_words(0, 0, "无") == "无"


def test_what_is_not_the_whole_never_reads_as_it():
    assert percent_words(9999, 10000) == "99.9%"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_it_is_what_exact_arithmetic_gives(part, whole):
    part = min(part, whole)
    exact = Fraction(part * 100, whole)
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    expected = rounded if part == whole else min(rounded, Decimal("99.9"))
    assert percent_words(part, whole) == f"{expected}%"
