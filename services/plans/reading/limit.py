"""The values of a time limit: what the reader hands on to the ledger and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from services.plans.reading.recurrence import days_of_year

Day: TypeAlias = date  # inside the classes below `date` is a field


class DeadlineKind(StrEnum):
    """How a time limit binds; the values are those of the command line's contract."""

    BY_DATE = "by_date"
    BY_MONTH_END = "by_month_end"
    BY_YEAR_END = "by_year_end"
    ANNUAL = "annual"
    ONGOING = "ongoing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time limit. An annual one has month and day only (the end of February is 28); OTHER waits for the clerk.

    `rule` is the repetition (RFC 5545, without DTSTART): an annual one always has it, a monthly, weekly or n-yearly
    one is OTHER with it. `soft` is 原则上: late needs a reason, no approval. `strict` is the early reading of
    2024年6月前, which may also mean the end of May. `trigger` is the event from which `offset_days` are counted
    (before it where negative; working days with `workdays`), in the words of the plan.
    """

    kind: DeadlineKind
    date: date | None = None
    month: int | None = None
    day: int | None = None
    rule: str | None = None
    soft: bool = False
    strict: Day | None = None
    trigger: str | None = None
    offset_days: int | None = None
    workdays: bool = False

    @property
    def days(self) -> tuple[tuple[int | None, int | None], ...]:
        """Month and day of each time it falls due in a year: four for 每季度, one for all others."""
        several = days_of_year(self.rule) if self.rule and self.kind is DeadlineKind.ANNUAL else ()
        return several if len(several) > 1 else ((self.month, self.day),)

    @property
    def when(self) -> tuple[object, ...]:
        """What two mentions of the same time limit have in common."""
        if self.date:
            return (self.date,)
        if self.kind is DeadlineKind.ANNUAL:
            return (self.kind, self.days)
        return (self.kind, self.month, self.day, self.rule, self.trigger, self.offset_days)

    def entries(self) -> tuple[dict[str, object], ...]:
        """The objects of the contract, which knows yearly dates only: 每季度 gives four."""
        day = self.date.isoformat() if self.date else None
        return tuple({"kind": self.kind.value, "date": day, "month": m, "day": d} for m, d in self.days)

    def to_json(self) -> dict[str, object]:
        """The object of the contract; the first of `entries`."""
        return self.entries()[0]


@dataclass(frozen=True, slots=True)
class InlineDeadline:
    """A time limit that stands in the running text, as printed, with its sentence; a yearly one has no date."""

    text: str
    deadline: Deadline
    sentence: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def date(self) -> date | None:
        """The day, where the phrase names one."""
        return self.deadline.date

    def entries(self) -> tuple[dict[str, object], ...]:
        """Text and date; where there is no date, kind, month and day besides, or a yearly one would be lost."""
        if self.date:
            return ({"text": self.text, "date": self.date.isoformat()},)
        return tuple({"text": self.text, **entry} for entry in self.deadline.entries())

    def to_json(self) -> dict[str, object]:
        """The object of the contract; the first of `entries`."""
        return self.entries()[0]
