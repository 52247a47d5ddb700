"""Where each unit stands in one period of a duty, for the list behind the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.reporting import ReportState, UnitReport
from services.reporting.labels import REPORT_LABELS

ORDER = ("late", "back", "due", "run", "came_late", "done", "exempt")


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit. `state` is a key of `REPORT_LABELS`; `late` counts days, of what came late as well."""

    report_id: int
    agency_id: int
    unit: str
    due_on: date
    state: str
    received_on: date | None
    late: int
    extended: bool
    note: str = ""

    @property
    def words(self) -> str:
        """逾期3天, 按时报送, 逾期2天报送."""
        if self.state == "late":
            return f"逾期{self.late}天"
        return f"逾期{self.late}天报送" if self.state == "came_late" else REPORT_LABELS[self.state]


def standings(session: Session, duty_id: int, period: str, today: date, soon_days: int) -> Sequence[Standing]:
    """All units of the period: what is late first, then what is missing; by name."""
    report, unit = UnitReport, EnforcementAgency
    rows = session.execute(
        select(report, unit.name)
        .join(unit, unit.id == report.agency_id)
        .where(report.duty_id == duty_id, report.period == period, report.deleted_at.is_(None))
        .order_by(unit.name.collate("PINYIN"), unit.id)
    )
    found = [_standing(item, name, today, soon_days) for item, name in rows]
    return sorted(found, key=lambda each: ORDER.index(each.state))


def _standing(item: UnitReport, name: str, today: date, soon_days: int) -> Standing:
    until = item.received_on or today
    late = max(0, (until - item.due_on).days)
    return Standing(
        item.id,
        item.agency_id,
        name,
        item.due_on,
        _state(item, late, today, soon_days),
        item.received_on,
        late,
        item.original_due_on is not None,
        item.note or "",
    )


def _state(item: UnitReport, late: int, today: date, soon_days: int) -> str:
    match item.state:
        case ReportState.EXEMPT:
            return "exempt"
        case ReportState.RECEIVED:
            return "came_late" if late else "done"
    if late:
        return "late"
    if item.state is ReportState.RETURNED:
        return "back"
    return "due" if (item.due_on - today).days <= soon_days else "run"
