"""The months, quarters, half-years and years that reports are made for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.evaluation.report import ReportKind

MONTHS = {ReportKind.MONTH: 1, ReportKind.QUARTER: 3, ReportKind.HALF: 6, ReportKind.YEAR: 12}
PERIODS = tuple(MONTHS)


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """One period of a year: `number` counts from 1 within it. Both days are part of it."""

    kind: ReportKind
    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.number * MONTHS[self.kind]
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def name(self) -> str:
        """2026年6月, 2026年第二季度, 2026年上半年, 2026年."""
        match self.kind:
            case ReportKind.MONTH:
                return f"{self.year}年{self.number}月"
            case ReportKind.QUARTER:
                return f"{self.year}年第{'一二三四'[self.number - 1]}季度"
            case ReportKind.HALF:
                return f"{self.year}年{'上下'[self.number - 1]}半年"
        return f"{self.year}年"

    def before(self) -> ReportPeriod:
        """The one before it, of the same length."""
        if self.number > 1:
            return ReportPeriod(self.kind, self.year, self.number - 1)
        return ReportPeriod(self.kind, self.year - 1, 12 // MONTHS[self.kind])


def period_of(kind: ReportKind, day: date) -> ReportPeriod:
    """The period of a kind in which a day lies."""
    return ReportPeriod(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)


def recent(kind: ReportKind, today: date, count: int = 13) -> Sequence[ReportPeriod]:
    """The period that runs, then those before it."""
    found = [period_of(kind, today)]
    while len(found) < count:
        found.append(found[-1].before())
    return found
