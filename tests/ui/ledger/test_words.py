"""Dates, numbers and names as clerks type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.spec import Kind
from ui.kit.date_words import read_date, say_date
from ui.kit.initials import best_matches, with_initials
from ui.kit.number_words import read_number, type_number

TODAY = date(2026, 11, 20)
UNITS = with_initials(
    [(1, "县水务局"), (2, "县市场监督管理局", "市监局"), (3, "县市场监管综合行政执法大队"), (4, "县林业局")]
)


@pytest.mark.parametrize(
    "typed",
    [
        "2024.6.15",
        "20240615",
        "2024-6-15",
        "2024/06/15",
        "2024年6月15日",
        "2024年6月15号",
        "２０２４．６．１５",
        " 24.6.15 ",
    ],
)
def test_a_date_may_be_typed_in_many_ways(typed):
    assert read_date(typed, TODAY).value == date(2024, 6, 15)


@pytest.mark.parametrize("typed", ["6.15", "6-15", "6/15", "6月15日", "6月15号"])
def test_a_date_without_year_is_of_this_year(typed):
    assert read_date(typed, TODAY).value == date(2026, 6, 15)


def test_an_impossible_day_is_named_and_not_moved():
    assert read_date("2024年2月30日", TODAY).problem == "2024年2月没有30日。请填写实际日期。"
    assert read_date("2024.13.1", TODAY).problem == "没有13月。请填写实际日期。"


@pytest.mark.parametrize("typed", ["长期", "2024.6", "15", "6.15.2024.1", "abc"])
def test_what_is_no_date_is_refused_with_an_example(typed):
    found = read_date(typed, TODAY)
    assert found.value is None
    assert "不像日期" in found.problem


def test_the_weekday_is_said():
    assert say_date(date(2026, 6, 15)) == "2026年6月15日，星期一"


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["{:%Y%m%d}", "{0.year}.{0.month}.{0.day}"]))
def test_every_day_reads_back(day, how):
    assert read_date(how.format(day), TODAY).value == day
    assert read_date(f"{day.month}月{day.day}日", date(day.year, 1, 1)).value == day


@given(st.text(max_size=12))
def test_no_text_breaks_the_date_field(typed):
    found = read_date(typed, TODAY)
    assert (found.value is None) or not found.problem


@given(st.sampled_from([Kind.MONEY, Kind.POINTS, Kind.INTEGER]), st.integers(-10_000_000, 10_000_000))
def test_a_stored_number_survives_its_field(kind, value):
    assert read_number(kind, type_number(kind, value)).value == value


@given(st.integers(0, 500_000))
def test_stored_minutes_survive_their_field(minutes):
    assert read_number(Kind.MINUTES, type_number(Kind.MINUTES, minutes)).value == minutes


def test_money_is_counted_in_fen_without_a_float():
    assert read_number(Kind.MONEY, "1,234.5元").value == 123_450
    assert read_number(Kind.MONEY, "0.29").value == 29
    assert read_number(Kind.MONEY, "0.295").problem == "最多两位小数。"


def test_hours_are_45_minutes_and_half_hours_show_as_typed():
    assert read_number(Kind.MINUTES, "60").value == 2_700
    assert read_number(Kind.MINUTES, "90分钟").value == 90
    assert type_number(Kind.MINUTES, read_number(Kind.MINUTES, "1.5").value) == "1.5"


@pytest.mark.parametrize("typed", ["十二", "1e3", "nan", "--1", "1.2.3"])
def test_what_is_no_number_is_refused(typed):
    assert read_number(Kind.INTEGER, typed).problem


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("xswj", "县水务局"),
        ("水务", "县水务局"),
        ("市监局", "县市场监督管理局"),
        ("xscjgz", "县市场监管综合行政执法大队"),
    ],
)
def test_a_unit_is_found_by_letters_name_and_alias(typed, first):
    assert best_matches(UNITS, typed)[0].name == first


def test_nothing_is_found_for_a_name_that_is_not_there():
    assert best_matches(UNITS, "县气象局") == []
