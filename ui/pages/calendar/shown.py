"""What one reading of the calendar brought, and how each view names and lists it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.calendar_view import CalendarView, DayView, MonthView
from services.due.items import DueItem
from ui.pages.calendar.tools import WEEK, YEAR
from ui.pages.today.words import day_title, span_words

AHEAD_DAYS = 45
Keep = Callable[[Sequence[DayView]], tuple[DayView, ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The month's grid, the days of the agenda after it, and the year where it is shown."""

    month: MonthView
    ahead: tuple[DayView, ...] = ()
    year: tuple[DayView, ...] = ()

    @property
    def items(self) -> list[DueItem]:
        """Everything that was read."""
        return [item for day in (*self.month.days, *self.ahead, *self.year) for item in day.items]

    def bands(self, view: int, day: date, today: date, keep: Keep) -> list[tuple[str, tuple[DueItem, ...]]]:
        """The shown time as a list, by day."""
        if view == YEAR:
            days = keep(self.year)
        elif view == WEEK:
            days = tuple(d for d in keep(self.month.days) if week_of(d.day) == week_of(day))
        else:
            days = tuple(d for d in keep(self.month.days) if d.in_month)
        return [(f"{day_title(d.day, today)}　{len(d.items)}项", d.items) for d in days if d.items]


def read_shown(view: CalendarView, day: date, *, whole_year: bool) -> Shown:
    """Read in a job."""
    month = view.month(day.year, day.month)
    last = month.days[-1].day
    ahead = view.days(last + timedelta(days=1), last + timedelta(days=AHEAD_DAYS))
    return Shown(month, ahead, view.year(day.year) if whole_year else ())


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
