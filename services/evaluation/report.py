"""An evaluation or a periodic report: its tables and its head; stored as JSON and shown again exactly as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.evaluation.figures import FigureTable, with_changes

VERSION = 1  # of the stored form


class ReportKind(StrEnum):
    """中期, 终期 and 阶段 evaluations of a plan; reports by month, quarter, half-year and year."""

    MID = "mid"
    FINAL = "final"
    STAGE = "stage"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


KIND_LABELS: Mapping[ReportKind, str] = {
    ReportKind.MID: "中期评估",
    ReportKind.FINAL: "终期评估",
    ReportKind.STAGE: "阶段评估",
    ReportKind.MONTH: "月报",
    ReportKind.QUARTER: "季报",
    ReportKind.HALF: "半年报",
    ReportKind.YEAR: "年报",
}
EVALUATIONS = (ReportKind.MID, ReportKind.FINAL, ReportKind.STAGE)
HEAD_FIELDS: Mapping[str, str] = {
    "unit": "填报单位",
    "period": "报送周期",
    "filled_by": "填表人",
    "checked_by": "审核人",
    "signed_by": "签发人",
    "phone": "联系电话",
    "filled_on": "填报日期",
}


@dataclass(frozen=True, slots=True)
class Report:
    """`missing` names tables that the desk has no data for, with the reason: left to be filled in by hand.

    `frozen_id` and `frozen_words` tell that the figures stand as they were frozen.
    """

    kind: ReportKind
    title: str
    subject: str
    last_day: date
    bureau: str
    tables: tuple[FigureTable, ...]
    first_day: date | None = None
    plan_id: int | None = None
    head: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[tuple[str, str], ...] = ()
    frozen_id: int | None = None
    frozen_words: str = ""

    def table(self, key: str) -> FigureTable | None:
        """The table called `key`, where the report has it."""
        return next((table for table in self.tables if table.key == key), None)

    def compared(self, earlier: Report | None) -> Report:
        """The same with columns that say what has changed since `earlier`."""
        if earlier is None:
            return self
        return replace(self, tables=tuple(with_changes(table, earlier.table(table.key)) for table in self.tables))

    def to_json(self) -> dict[str, Any]:
        """As it is frozen; `from_json` gives an equal report."""
        return {
            "version": VERSION,
            "kind": self.kind.value,
            "title": self.title,
            "subject": self.subject,
            "bureau": self.bureau,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat(),
            "plan_id": self.plan_id,
            "head": dict(self.head),
            "missing": [list(pair) for pair in self.missing],
            "tables": [table.to_json() for table in self.tables],
        }

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> Report:
        """A frozen report."""
        first = source["first_day"]
        return cls(
            ReportKind(source["kind"]),
            source["title"],
            source["subject"],
            date.fromisoformat(source["last_day"]),
            source["bureau"],
            tuple(FigureTable.from_json(table) for table in source["tables"]),
            date.fromisoformat(first) if first else None,
            source["plan_id"],
            source["head"],
            tuple((name, why) for name, why in source["missing"]),
        )
