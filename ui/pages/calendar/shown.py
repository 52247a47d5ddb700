"""What one reading of the calendar brought, and how each view names and lists it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.calendar_view import CalendarView, DayView, MonthView, month_days
from services.due.colours import ColourRules
from services.due.items import DueItem
from ui.pages.calendar.filters import Filter, Occurring, occurring
from ui.pages.calendar.tools import WEEK, YEAR
from ui.pages.today.words import day_title, span_words

AHEAD_DAYS = 45
Bands = list[tuple[str, tuple[DueItem, ...]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The month's grid, the days of the agenda after it, and the year where it is shown."""

    month: MonthView
    ahead: tuple[DayView, ...] = ()
    year: tuple[DayView, ...] = ()

    def kept(self, by: Filter) -> Shown:
        """The same time with what fits the filter."""
        month = replace(self.month, days=by.kept(self.month.days))
        return Shown(month, by.kept(self.ahead), by.kept(self.year))

    def days(self, view: int, day: date) -> Sequence[DayView]:
        """The days of the shown time."""
        if view == YEAR:
            return self.year
        if view == WEEK:
            return [d for d in self.month.days if week_of(d.day) == week_of(day)]
        return [d for d in self.month.days if d.in_month]

    def bands(self, view: int, day: date, today: date) -> Bands:
        """The shown time as a list, by day."""
        shown = self.days(view, day)
        return [(f"{day_title(d.day, today)}　{len(d.items):,}项", d.items) for d in shown if d.items]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A reading with what stands beside it."""

    shown: Shown
    offers: Occurring
    rules: ColourRules
    plans: dict[int, str]


def span(day: date, *, whole_year: bool) -> tuple[date, date]:
    """The days that have to be read to show `day`."""
    grid = month_days(day.year, day.month)
    first, last = grid[0], grid[-1] + timedelta(days=AHEAD_DAYS)
    if whole_year:
        return min(first, date(day.year, 1, 1)), max(last, date(day.year, 12, 31))
    return first, last


def shown_at(view: CalendarView, day: date, *, whole_year: bool) -> Shown:
    """What was read already costs nothing; else it is read here, and that belongs into a job."""
    first, last = span(day, whole_year=whole_year)
    days = view.days(first, last)
    month = view.month(day.year, day.month)
    begin = month.days[-1].day + timedelta(days=1)
    ahead = tuple(d for d in days if begin <= d.day < begin + timedelta(days=AHEAD_DAYS))
    year = tuple(d for d in days if d.day.year == day.year) if whole_year else ()
    return Shown(month, ahead, year)


def read_shown(view: CalendarView, day: date, *, whole_year: bool) -> Arrived:
    """Read in a job."""
    shown = shown_at(view, day, whole_year=whole_year)
    plans = dict(view.plans())
    days = shown.year or (*shown.month.days, *shown.ahead)
    return Arrived(shown, occurring((item for d in days for item in d.items), plans), view.rules(), plans)


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def period_words(view: int, day: date) -> str:
    """2026年, 2026年6月, 2026年6月15日—21日."""
    if view == YEAR:
        return f"{day.year}年"
    if view == WEEK:
        first = week_of(day)
        return f"{first.year}年{span_words(first, first + timedelta(days=6))}"
    return f"{day.year}年{day.month}月"
