"""The deadline calendar: days with what is due on them, rest days, and weekend days that are worked."""

from __future__ import annotations

import calendar
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import HolidayDay
from models.plan import Plan
from services.clock import Clock
from services.due.colours import ColourRules
from services.due.day_facts import Days
from services.due.expected import expected_items
from services.due.items import DueItem
from services.due.listing import open_items
from services.uow import Database
from services.workdays import WorkCalendar

WEEKS = calendar.Calendar(calendar.MONDAY)
ANNOUNCED_FROM = 11  # the State Council's notice for the next year comes in autumn; from this month on it is missed
Month = tuple[int, int]


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


@dataclass
class _Kept:
    """What was read and still holds: days by month, and what stands beside them."""

    today: date
    months: dict[Month, tuple[DayView, ...]] = field(default_factory=dict)
    calendar: WorkCalendar | None = None
    plans: Mapping[int, str] = field(default_factory=dict)
    rules: ColourRules = field(default_factory=ColourRules)


class CalendarView:
    """Reads months and keeps them until `forget`; turning a page that was read costs no query.

    May be asked from several threads. What is read while another thread forgets is handed out, but not kept.
    """

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now
        self._lock = threading.Lock()
        self._kept = _Kept(now().date())

    def forget(self) -> None:
        """Something was stored, or a new day began."""
        with self._lock:
            self._kept = _Kept(self._now().date())

    def has(self, first: date, last: date) -> bool:
        """Whether these days were read already."""
        kept = self._held()
        return all(month in kept.months for month in _months(first, last))

    def month(self, year: int, month: int) -> MonthView:
        """The month with the days that fill its first and last week."""
        grid = month_days(year, month)
        days = self.days(grid[0], grid[-1])
        shown = tuple(
            day
            if (day.day.year, day.day.month) == (year, month)
            else DayView(day.day, False, day.mark, day.name, day.workday, day.items)
            for day in days
        )
        return MonthView(year, month, shown, self.note(year))

    def year(self, year: int) -> tuple[DayView, ...]:
        """All days of a year."""
        return self.days(date(year, 1, 1), date(year, 12, 31))

    def days(self, first: date, last: date) -> tuple[DayView, ...]:
        """Every day from `first` to `last`."""
        months = self._read(_months(first, last)).months
        wanted = (day for month in _months(first, last) for day in months[month])
        return tuple(day for day in wanted if first <= day.day <= last)

    def plans(self) -> Mapping[int, str]:
        """Titles of the plans, by their number."""
        return self._anything().plans

    def rules(self) -> ColourRules:
        """The steps of the colours."""
        return self._anything().rules

    def note(self, year: int) -> str:
        """A sentence where the year's arrangement was not entered (looks, words no. 20); else empty."""
        known = (self._anything().calendar or WorkCalendar({})).known
        today = self._now().date()
        if not known(year):
            return unknown_year(year, today)
        if year == today.year and not known(year + 1):
            return missing_next_year(today)
        return ""

    def _held(self) -> _Kept:
        with self._lock:
            if self._kept.today != self._now().date():
                self._kept = _Kept(self._now().date())
            return self._kept

    def _anything(self) -> _Kept:
        kept = self._held()
        return kept if kept.calendar is not None else self._read([_month_of(kept.today)])

    def _read(self, wanted: Iterable[Month]) -> _Kept:
        """What is kept, once the wanted months are in it; the missing ones are read in one go."""
        kept = self._held()
        missing = [month for month in wanted if month not in kept.months]
        if not missing:
            return kept
        first, last = date(*missing[0], 1), _end_of(missing[-1])
        with self._db.read() as session:
            fresh = _Read(session, kept.today)
            found = fresh.months(first, last)
        for month, days in found.items():
            kept.months.setdefault(month, days)  # a reader that was faster has shown its own already
        kept.calendar, kept.plans, kept.rules = fresh.days.calendar, fresh.plans, fresh.days.rules
        return kept


class _Read:
    """One reading inside an open session."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self.days = Days(session, today)
        self.plans = {row.id: row.title for row in session.execute(select(Plan.id, Plan.title))}
        held = select(HolidayDay.day, HolidayDay.name).where(HolidayDay.deleted_at.is_(None))
        self._names = {row.day: row.name for row in session.execute(held)}

    def months(self, first: date, last: date) -> dict[Month, tuple[DayView, ...]]:
        """The days of whole months, by month."""
        by_day: defaultdict[date, list[DueItem]] = defaultdict(list)
        for item in (
            *open_items(self._session, first, last, self._today, self.days),
            *expected_items(self._session, first, last, self._today, self.days),
        ):
            by_day[item.due_on].append(item)
        found: defaultdict[Month, list[DayView]] = defaultdict(list)
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            found[_month_of(day)].append(self._day(day, by_day.get(day, ())))
        return {month: tuple(days) for month, days in found.items()}

    def _day(self, day: date, items: Sequence[DueItem]) -> DayView:
        worked = self.days.calendar.exceptions.get(day)
        mark = DayMark.NONE if worked is None else DayMark.WORK if worked else DayMark.REST
        before, name = day - timedelta(days=1), self._names.get(day, "")
        goes_on = self.days.calendar.exceptions.get(before) is False and self._names.get(before) == name
        shown = name if mark is DayMark.REST and not goes_on else ""
        items = sorted(items, key=_order)
        return DayView(day, True, mark, shown, self.days.calendar.is_workday(day), tuple(items))


def unknown_year(year: int, today: date) -> str:
    """What stands over a year without an arrangement."""
    name = {today.year: "今年", today.year + 1: "明年"}.get(year, f"{year}年")
    published = year <= today.year or (year == today.year + 1 and today.month >= ANNOUNCED_FROM)
    state = "还没有登记" if published else "还没有公布"
    return f"{name}的放假安排{state}，{name}的工作日按周一至周五暂算。"


def missing_next_year(today: date) -> str:
    """From November on: the next year's arrangement is out and was not entered yet; before that nothing."""
    if today.month < ANNOUNCED_FROM:
        return ""
    return f"{today.year + 1}年的放假安排还没有登记，跨年的期限按周一至周五暂算。"


def month_days(year: int, month: int) -> Sequence[date]:
    """The days of a month's grid, from the Monday of its first week to the Sunday of its last."""
    return list(WEEKS.itermonthdates(year, month))


def shift_month(day: date, months: int) -> date:
    """The same day so many months later or earlier; the last day where that month is shorter."""
    count = day.year * 12 + day.month - 1 + months
    count = max(count, 12)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _order(item: DueItem) -> tuple[bool, str, int, str]:
    return item.expected, item.ledger, item.row_id, item.kind


def _month_of(day: date) -> Month:
    return day.year, day.month


def _months(first: date, last: date) -> list[Month]:
    return list(_each_month(_month_of(first), _month_of(last)))


def _each_month(first: Month, last: Month) -> Iterator[Month]:
    for count in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]):
        yield count // 12, count % 12 + 1


def _end_of(month: Month) -> date:
    return date(*month, calendar.monthrange(*month)[1])
