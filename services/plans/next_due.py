"""The date that has to be met now, from a task's deadlines."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.plans.reading.recurrence import next_after, next_on_or_after, yearly


@dataclass(frozen=True, slots=True)
class DueRule:
    """What one deadline says: `due_on` for a dated one, month and day for a yearly one, `rule` (RFC 5545) for any
    that comes back; of these the date comes first, then the rule."""

    kind: str
    due_on: date | None
    month: int | None
    day: int | None
    rule: str | None = None

    @property
    def repetition(self) -> str | None:
        """The rule by which it comes back; None where it falls due once or has no date at all."""
        if self.due_on is not None:
            return None
        if self.rule or self.kind != "annual" or self.month is None:
            return self.rule
        return yearly(self.month, self.day)


def first_due(rules: Iterable[DueRule], start: date) -> date | None:
    """The earliest dated or repeated deadline; a repeated one falls on its first day not before `start`."""
    dates = [day for day in (_first(rule, start) for rule in rules) if day is not None]
    return min(dates) if dates else None


def next_due(rules: Iterable[DueRule], met: date) -> date | None:
    """After the deadline of `met` was kept: the next dated one, or the next day of a repeated one.

    Every n-th year, month or week is counted from `met`.
    """
    found = [rule.due_on or (next_after(rule.repetition, met) if rule.repetition else None) for rule in rules]
    dates = [day for day in found if day is not None and day > met]
    return min(dates) if dates else None


def yearly_on(rule: DueRule, start: date, *, after: bool = False) -> date | None:
    """The yearly deadline's day on or after `start` (after it with `after`); a short month gives its last day."""
    if rule.month is None or rule.due_on is not None:
        return None
    day = day_in(start.year, rule.month, rule.day)
    late = day <= start if after else day < start
    return day_in(start.year + 1, rule.month, rule.day) if late else day


def day_in(year: int, month: int, day: int | None) -> date:
    """The day of that month, its last day where the month is shorter or no day is given."""
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or last, last))


def _first(rule: DueRule, start: date) -> date | None:
    """A month without a year falls due once, the first time it comes; a day that does not exist never does."""
    if rule.due_on is not None:
        return rule.due_on
    if rule.repetition is not None:
        return next_on_or_after(rule.repetition, start)
    return yearly_on(rule, start) if rule.kind.startswith("by_") else None
