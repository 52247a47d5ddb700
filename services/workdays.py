"""Working days from the holiday table of the data file, weekdays where a year has no table yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import HolidayDay

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`exceptions` maps a day to whether it is worked; other days follow the weekday."""

    exceptions: Mapping[date, bool]

    @classmethod
    def load(cls, session: Session) -> WorkCalendar:
        """The calendar as the bureau has it now."""
        rows = session.execute(select(HolidayDay.day, HolidayDay.working).where(HolidayDay.deleted_at.is_(None)))
        return cls({row.day: row.working for row in rows})

    def known(self, year: int) -> bool:
        """Whether the year's arrangement was entered; else its working days are Monday to Friday for now."""
        return any(day.year == year for day in self.exceptions)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def add_workdays(self, start: date, count: int) -> date:
        """The last day of a period of `count` working days; the day of `start` is not counted (documents note D2)."""
        day = start
        for _ in range(count):
            day += timedelta(days=1)
            while not self.is_workday(day):
                day += timedelta(days=1)
        return day

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative where `last` lies before."""
        low, high = min(first, last), max(first, last)
        days = (high - low).days
        count = sum(self.is_workday(low + timedelta(days=n)) for n in range(1, days + 1))
        return count if last >= first else -count
