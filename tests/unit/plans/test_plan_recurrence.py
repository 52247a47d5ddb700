"""Rules of repetition: the days they give, across leap years and short months, and their words."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.next_due import DueRule, first_due, next_due
from services.plans.reading.recurrence import (
    days_of_year,
    monthly,
    next_after,
    next_on_or_after,
    occurrences,
    rule_words,
    weekly,
    yearly,
)

DAYS = st.dates(date(2023, 1, 1), date(2040, 12, 31))
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
RULES = st.one_of(
    st.builds(yearly, st.integers(1, 12), st.none() | st.integers(1, 31)),
    st.builds(monthly, st.none() | st.integers(1, 31)),
    st.builds(weekly, st.integers(0, 6)),
    st.sampled_from([yearly((6, 12)), yearly((3, 6, 9, 12)), yearly((1, 4, 7, 10), 10), monthly(10, 20, None)]),
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (yearly(4, 15), ["2024-04-15"]),
        (yearly(2), ["2024-02-29"]),
        (yearly((6, 12)), ["2024-06-30", "2024-12-31"]),
        (yearly((3, 6, 9, 12)), ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]),
        (yearly((1, 4, 7, 10), 10), ["2024-01-10", "2024-04-10", "2024-07-10", "2024-10-10"]),
    ],
)
def test_a_yearly_rule_gives_its_days(rule, expected):
    assert [day.isoformat() for day in occurrences(rule, *YEAR)] == expected


def test_the_rules_are_those_of_the_table_of_phrases():
    assert yearly(4, 15) == "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15"
    assert yearly(2) == "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
    assert yearly((3, 6, 9, 12)) == "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
    assert monthly(5) == "FREQ=MONTHLY;BYMONTHDAY=5"
    assert monthly(None) == "FREQ=MONTHLY;BYMONTHDAY=-1"
    assert weekly() == "FREQ=WEEKLY;BYDAY=FR"
    assert "INTERVAL=2" in yearly(12, 31, every=2)


def test_both_ends_of_a_span_belong_to_it():
    assert occurrences(weekly(4), date(2024, 5, 3), date(2024, 5, 17)) == [
        date(2024, 5, 3),
        date(2024, 5, 10),
        date(2024, 5, 17),
    ]
    assert occurrences(monthly(5), date(2024, 5, 6), date(2024, 6, 4)) == []


@given(st.integers(2023, 2060))
def test_the_end_of_february_is_its_last_day_in_every_year(year):
    last = date(year, 2, calendar.monthrange(year, 2)[1])
    for rule in (yearly(2), yearly(2, 29)):
        assert occurrences(rule, date(year, 1, 1), date(year, 12, 31)) == [last]


@given(st.integers(29, 31), st.integers(2023, 2060))
def test_the_last_days_of_a_month_are_met_in_every_month(day, year):
    found = occurrences(monthly(day), date(year, 1, 1), date(year, 12, 31))
    assert [when.month for when in found] == list(range(1, 13))
    for when in found:
        assert when.day == min(day, calendar.monthrange(year, when.month)[1])


@given(RULES, DAYS)
def test_the_next_day_is_the_first_of_the_days_that_follow(rule, day):
    first = next_on_or_after(rule, day)
    assert occurrences(rule, day, first) == [first]
    after = next_after(rule, first)
    assert after > first
    assert occurrences(rule, first + timedelta(days=1), after) == [after]


@given(DAYS, st.integers(2, 5))
def test_every_n_years_is_counted_from_its_beginning(start, every):
    rule = yearly(12, 31, every=every)
    found = occurrences(rule, start, date(start.year + 3 * every, 12, 31))
    assert [day.year - start.year for day in found] == [0, every, 2 * every, 3 * every]
    later = date(start.year + 1, 1, 1)
    assert next_on_or_after(rule, later, anchor=start) == date(start.year + every, 12, 31)


def test_a_day_that_no_year_has_never_comes():
    assert next_on_or_after("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2024, 1, 1)) is None


def test_a_rule_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="FREQ"):
        occurrences("FREQ=SOMETIMES", *YEAR)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (yearly(4, 15), "每年4月15日"),
        (yearly(2), "每年2月底"),
        (yearly((6, 12)), "每半年末"),
        (yearly((3, 6, 9, 12)), "每季度末"),
        (yearly((1, 4, 7, 10), 10), "每年1月10日、4月10日、7月10日、10月10日"),
        (yearly(12, 31, every=2), "每两年12月31日"),
        (monthly(5), "每月5日"),
        (monthly(None), "每月底"),
        (monthly(30), "每月30日"),
        (monthly(10, 20, None), "每月10日、20日、底"),
        (monthly(None, every=2), "每两个月底"),
        (weekly(4), "每周五"),
        (weekly(0, every=2), "每两周周一"),
        ("FREQ=DAILY", "FREQ=DAILY"),
    ],
)
def test_a_rule_is_said_in_words(rule, words):
    assert rule_words(rule) == words


def test_only_a_simple_yearly_rule_has_days_of_a_year():
    assert days_of_year(yearly(2)) == ((2, 28),)
    assert days_of_year(yearly((6, 12))) == ((6, 30), (12, 31))
    assert days_of_year(monthly(5)) == days_of_year(yearly(12, 31, every=2)) == ()


@pytest.mark.parametrize(
    ("rule", "met", "following"),
    [
        (weekly(4), date(2024, 5, 3), date(2024, 5, 10)),
        (monthly(None), date(2024, 1, 31), date(2024, 2, 29)),
        (monthly(30), date(2025, 1, 30), date(2025, 2, 28)),
        (yearly((3, 6, 9, 12)), date(2024, 12, 31), date(2025, 3, 31)),
        (yearly((6, 12)), date(2024, 6, 30), date(2024, 12, 31)),
        (yearly(2), date(2024, 2, 29), date(2025, 2, 28)),
        (yearly(2), date(2027, 2, 28), date(2028, 2, 29)),
        (yearly(12, 31, every=3), date(2024, 12, 31), date(2027, 12, 31)),
        (monthly(None, every=2), date(2024, 2, 29), date(2024, 4, 30)),
    ],
)
def test_a_deadline_that_was_kept_moves_on_by_its_rule(rule, met, following):
    assert next_due([DueRule("other", None, None, None, rule)], met) == following


def test_a_repeated_deadline_begins_on_its_first_day_from_the_plan_on():
    assert first_due([DueRule("annual", None, 3, 31, yearly((3, 6, 9, 12)))], date(2024, 5, 20)) == date(2024, 6, 30)
    assert first_due([DueRule("other", None, None, None, monthly(5))], date(2024, 5, 5)) == date(2024, 5, 5)


def test_a_month_without_a_year_falls_due_once():
    rule = DueRule("by_month_end", None, 8, 31)
    assert first_due([rule], date(2024, 5, 20)) == date(2024, 8, 31)
    assert next_due([rule], date(2024, 8, 31)) is None


def test_a_day_that_does_not_exist_is_never_due():
    rule = DueRule("other", None, 2, 30)
    assert first_due([rule], date(2024, 1, 1)) is None
    assert next_due([rule], date(2024, 1, 1)) is None


@given(RULES, DAYS, st.integers(1, 12))
def test_keeping_every_deadline_meets_every_day_of_the_rule(rule, start, count):
    due = first_due([DueRule("other", None, None, None, rule)], start)
    met = [due]
    for _ in range(count):
        met.append(next_due([DueRule("other", None, None, None, rule)], met[-1]))
    assert met == occurrences(rule, start, met[-1])
