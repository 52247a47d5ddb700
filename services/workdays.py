"""Working days from the holiday table of the data file, weekdays where a year has no table yet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import HolidayDay

SATURDAY = 5
EARLIER, UNCHANGED, LATER = "提前到前一个工作日", "不变", "顺延到后一个工作日"
DAY_SHIFTS = (EARLIER, UNCHANGED, LATER)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`exceptions` maps a day to whether it is worked; other days follow the weekday."""

    exceptions: Mapping[date, bool]
    _days: tuple[date, ...] = field(init=False, repr=False, compare=False)  # exceptions that differ from their weekday
    _sums: tuple[int, ...] = field(init=False, repr=False, compare=False)  # working days won or lost up to each of them

    def __post_init__(self) -> None:
        """A list of ten thousand dates asks for a count each; counting day by day takes seconds."""
        shifts = sorted((day, worked - _by_weekday(day)) for day, worked in self.exceptions.items())
        object.__setattr__(self, "_days", tuple(day for day, shift in shifts if shift))
        object.__setattr__(self, "_sums", (0, *accumulate(shift for _day, shift in shifts if shift)))

    @classmethod
    def load(cls, session: Session) -> WorkCalendar:
        """The calendar as the bureau has it now."""
        rows = session.execute(select(HolidayDay.day, HolidayDay.working).where(HolidayDay.deleted_at.is_(None)))
        return cls({row.day: row.working for row in rows})

    def known(self, year: int) -> bool:
        """Whether the year's arrangement was entered; else its working days are Monday to Friday for now.

        Every arrangement names New Year's Day. A day that the county added, or the last days of December in the next
        year's notice, do not make a year known.
        """
        return date(year, 1, 1) in self.exceptions

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked."""
        return self.exceptions.get(day, _by_weekday(day))

    def add_workdays(self, start: date, count: int) -> date:
        """The last day of a period of `count` working days; the day of `start` is not counted (documents note D2)."""
        day = start
        for _ in range(count):
            day += timedelta(days=1)
            while not self.is_workday(day):
                day += timedelta(days=1)
        return day

    def workdays_back(self, day: date, count: int) -> date:
        """The day that lies `count` working days before `day`."""
        for _ in range(count):
            day = self.workday_before(day - timedelta(days=1))
        return day

    def workday_before(self, day: date) -> date:
        """The last working day on or before `day`."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def workday_after(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def shifted(self, day: date, shift: str) -> date:
        """`day` as one of `DAY_SHIFTS` moves it off a day of rest."""
        if shift == EARLIER:
            return self.workday_before(day)
        return self.workday_after(day) if shift == LATER else day

    def period_end(self, start: date, days: int, *, workdays: bool, shift: str) -> date:
        """The last day of a period counted from the day after `start`; a negative one ends before it.

        A period in working days ends on one; of calendar days the last one is moved off a day of rest as `shift` says
        (documents note D2; Civil Procedure Law art. 85).
        """
        if workdays:
            return self.add_workdays(start, days) if days >= 0 else self.workdays_back(start, -days)
        return self.shifted(start + timedelta(days=days), shift)

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative where `last` lies before."""
        return self._until(last) - self._until(first)

    def _until(self, day: date) -> int:
        """Working days from the first Monday of the calendar up to and with `day`."""
        weeks, rest = divmod(day.toordinal(), 7)  # day 1 of year 1 was a Monday
        return weeks * SATURDAY + min(rest, SATURDAY) + self._sums[bisect_right(self._days, day)]


def _by_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY
