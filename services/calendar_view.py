"""The deadline calendar: days with what is due on them, rest days, and weekend days that are worked."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select

from models.document import HolidayDay
from services.clock import Clock
from services.due.items import DueItem
from services.due.listing import DueList
from services.uow import Database
from services.workdays import WorkCalendar

WEEKS = calendar.Calendar(calendar.MONDAY)


class DayMark(StrEnum):
    """How the State Council's arrangement changes a day; empty where the weekday rule holds."""

    NONE = ""
    REST = "rest"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class DayView:
    """One day. `name` is the holiday's, once, on its first day; `workday` already counts the arrangement."""

    day: date
    in_month: bool = True
    mark: DayMark = DayMark.NONE
    name: str = ""
    workday: bool = True
    items: tuple[DueItem, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthView:
    """Whole weeks from Monday to Sunday around one month. `note` is empty where the year's arrangement is known."""

    year: int
    month: int
    days: tuple[DayView, ...]
    note: str = ""

    @property
    def weeks(self) -> tuple[tuple[DayView, ...], ...]:
        """The rows of the grid."""
        return tuple(self.days[n : n + 7] for n in range(0, len(self.days), 7))

    @property
    def items(self) -> tuple[DueItem, ...]:
        """What is due in the month itself, the neighbouring days left out."""
        return tuple(item for day in self.days if day.in_month for item in day.items)


class CalendarView:
    """Reads what one page of the calendar shows; nothing is kept."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now
        self._due = DueList(database, now)

    def month(self, year: int, month: int) -> MonthView:
        """The month with the days that fill its first and last week."""
        grid = month_days(year, month)
        days = self.days(grid[0], grid[-1])
        shown = tuple(
            DayView(d.day, (d.day.year, d.day.month) == (year, month), d.mark, d.name, d.workday, d.items) for d in days
        )
        return MonthView(year, month, shown, self.note(year))

    def year(self, year: int) -> tuple[DayView, ...]:
        """All days of a year."""
        return self.days(date(year, 1, 1), date(year, 12, 31))

    def days(self, first: date, last: date) -> tuple[DayView, ...]:
        """Every day from `first` to `last`."""
        by_day: defaultdict[date, list[DueItem]] = defaultdict(list)
        for item in self._due.between(first, last):
            by_day[item.due_on].append(item)
        marks = self._marks(first - timedelta(days=1), last)
        work = WorkCalendar({day: working for day, (working, _name) in marks.items()})
        found = []
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            working, name = marks.get(day, (None, ""))
            before = marks.get(day - timedelta(days=1), (None, ""))
            mark = DayMark.NONE if working is None else DayMark.WORK if working else DayMark.REST
            shown = name if mark is DayMark.REST and before != (False, name) else ""
            found.append(DayView(day, True, mark, shown, work.is_workday(day), tuple(by_day[day])))
        return tuple(found)

    def note(self, year: int) -> str:
        """A sentence where the year's arrangement was not entered (looks, words no. 20); else empty."""
        with self._db.read() as session:
            known = WorkCalendar.load(session).known(year)
        if known:
            return ""
        this = self._now().year
        name = {this: "今年", this + 1: "明年"}.get(year, f"{year}年")
        state = "还没有登记" if year <= this else "还没有公布"
        return f"{name}的放假安排{state}，{name}的工作日按周一至周五暂算。"

    def _marks(self, first: date, last: date) -> dict[date, tuple[bool, str]]:
        wanted = select(HolidayDay.day, HolidayDay.working, HolidayDay.name).where(
            HolidayDay.deleted_at.is_(None), HolidayDay.day.between(first, last)
        )
        with self._db.read() as session:
            return {day: (working, name) for day, working, name in session.execute(wanted)}


def month_days(year: int, month: int) -> Sequence[date]:
    """The days of a month's grid, from the Monday of its first week to the Sunday of its last."""
    return list(WEEKS.itermonthdates(year, month))


def shift_month(day: date, months: int) -> date:
    """The same day so many months later or earlier; the last day where that month is shorter."""
    count = day.year * 12 + day.month - 1 + months
    count = max(count, 12)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
