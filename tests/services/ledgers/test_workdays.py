"""Counting working days: as by hand, day after day, whatever the holiday table says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workdays import EARLIER, LATER, UNCHANGED, WorkCalendar

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


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2024, 9, 27), 10, date(2024, 10, 16)),
        (date(2025, 1, 22), 10, date(2025, 2, 11)),
        (date(2026, 2, 10), 10, date(2026, 3, 2)),
        (date(2026, 9, 24), 15, date(2026, 10, 22)),
        (date(2024, 4, 26), 15, date(2024, 5, 20)),
    ],
)
def test_periods_of_working_days_end_as_in_the_domain_note(empty_desk, start, days, end):
    with empty_desk.database.read() as session:
        calendar = WorkCalendar.load(session)
    assert calendar.period_end(start, days, workdays=True, shift=LATER) == end


@pytest.mark.parametrize(
    ("start", "days", "last", "end"),
    [
        (date(2024, 9, 2), 30, date(2024, 10, 2), date(2024, 10, 8)),
        (date(2025, 1, 2), 30, date(2025, 2, 1), date(2025, 2, 5)),
        (date(2026, 1, 20), 30, date(2026, 2, 19), date(2026, 2, 24)),
        (date(2026, 9, 3), 30, date(2026, 10, 3), date(2026, 10, 8)),
    ],
)
def test_periods_of_days_slide_off_a_day_of_rest_as_the_setting_says(empty_desk, start, days, last, end):
    with empty_desk.database.read() as session:
        calendar = WorkCalendar.load(session)
    assert calendar.period_end(start, days, workdays=False, shift=LATER) == end
    assert calendar.period_end(start, days, workdays=False, shift=UNCHANGED) == last


@given(TABLE, NEAR)
def test_a_day_is_moved_to_the_nearest_working_day_on_the_side_that_was_chosen(table, day):
    calendar = WorkCalendar(table)
    earlier, later = calendar.shifted(day, EARLIER), calendar.shifted(day, LATER)
    assert earlier <= day <= later
    assert calendar.is_workday(earlier)
    assert calendar.is_workday(later)
    assert calendar.workdays_between(earlier, later) == (0 if earlier == later else 1)
    assert calendar.shifted(day, UNCHANGED) == day


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
