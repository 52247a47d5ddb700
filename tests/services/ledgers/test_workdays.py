"""Counting working days: as by hand, day after day, whatever the holiday table says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workdays import WorkCalendar

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))
TABLE = st.dictionaries(NEAR, st.booleans(), max_size=40)


@given(TABLE, NEAR, NEAR)
def test_the_count_is_the_days_counted_one_by_one(table, first, last):
    calendar = WorkCalendar(table)
    low, high = sorted((first, last))
    days = [low + timedelta(days=n) for n in range(1, (high - low).days + 1)]
    counted = sum(calendar.is_workday(day) for day in days)
    assert calendar.workdays_between(first, last) == (counted if last >= first else -counted)


@given(TABLE, NEAR, st.integers(0, 60))
def test_a_period_of_working_days_has_that_many(table, start, count):
    calendar = WorkCalendar(table)
    assert calendar.workdays_between(start, calendar.add_workdays(start, count)) == count


@given(DAYS, DAYS)
def test_a_table_that_says_what_the_weekday_says_changes_nothing(first, last):
    table = {first: first.weekday() < 5, last: last.weekday() < 5}
    assert WorkCalendar(table).workdays_between(first, last) == WorkCalendar({}).workdays_between(first, last)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 6, 12), date(2026, 6, 12), 0),
        (date(2026, 6, 12), date(2026, 6, 14), 0),  # Friday to Sunday
        (date(2026, 6, 12), date(2026, 6, 15), 1),
        (date(2026, 6, 15), date(2026, 6, 12), -1),
        (date(2026, 12, 31), date(2027, 1, 4), 2),
        (date(2100, 12, 30), date(2101, 1, 3), 2),
    ],
)
def test_weeks_and_years_are_crossed(first, last, count):
    assert WorkCalendar({}).workdays_between(first, last) == count
