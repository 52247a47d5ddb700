"""The date that has to be met now, from a task's deadlines."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DueRule:
    """What one deadline says: `due_on` for a dated one, month and day for a yearly one."""

    kind: str
    due_on: date | None
    month: int | None
    day: int | None


def first_due(rules: Iterable[DueRule], start: date) -> date | None:
    """The earliest dated or yearly deadline; a yearly one falls on its first day not before `start`."""
    found = [rule.due_on or yearly_on(rule, start) for rule in rules]
    dates = [day for day in found if day is not None]
    return min(dates) if dates else None


def next_due(rules: Iterable[DueRule], met: date) -> date | None:
    """After the deadline of `met` was kept: the next dated one, or the yearly one of the year after."""
    found = [
        rule.due_on if rule.due_on else yearly_on(rule, date(met.year, met.month, met.day), after=True)
        for rule in rules
    ]
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
