"""已报未报: for every duty and period how many of how many units have reported, and who has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.reporting import ReportDuty, ReportState, UnitReport

OWING = (ReportState.OWED, ReportState.RETURNED)


@dataclass(frozen=True, slots=True)
class Overview:
    """One period of one duty. `units` are those that have to report; exempt ones stand apart."""

    duty_id: int
    title: str
    period: str
    due_on: date
    units: int
    received: int
    received_late: int
    late: int
    exempt: int

    @property
    def missing(self) -> int:
        """Units whose report is not there, or was sent back."""
        return self.units - self.received

    @property
    def words(self) -> str:
        """已报7/12，其中逾期报送1个；逾期未报3个。"""
        parts = [f"已报{self.received}/{self.units}"]
        parts += [f"其中逾期报送{self.received_late}个"] if self.received_late else []
        parts += [f"逾期未报{self.late}个"] if self.late else []
        parts += [f"不用报{self.exempt}个"] if self.exempt else []
        return "，".join(parts)


def overview_of(session: Session, today: date, duty_id: int | None = None) -> Sequence[Overview]:
    """Every period of the duties in use (or of one duty): what lags, then what comes next, then what is over."""
    report, duty = UnitReport, ReportDuty

    owes = report.state != ReportState.EXEMPT
    came = report.state == ReportState.RECEIVED
    statement = (
        select(
            duty.id,
            duty.title,
            report.period,
            func.max(func.coalesce(report.original_due_on, report.due_on)),
            func.sum(case((owes, 1), else_=0)),
            func.sum(case((came, 1), else_=0)),
            func.sum(case((came & (report.received_on > report.due_on), 1), else_=0)),
            func.sum(case((report.state.in_(OWING) & (report.due_on < today), 1), else_=0)),
            func.sum(case((~owes, 1), else_=0)),
        )
        .join(duty, duty.id == report.duty_id)
        .where(report.deleted_at.is_(None), duty.deleted_at.is_(None))
        .group_by(duty.id, report.period)
    )
    statement = statement.where(duty.id == duty_id) if duty_id else statement.where(duty.active)
    found = [
        Overview(row[0], row[1], row[2], _day(row[3]), *(int(number or 0) for number in row[4:]))
        for row in session.execute(statement)
    ]
    return sorted(found, key=lambda each: _urgency(each, today))


def _urgency(each: Overview, today: date) -> tuple[int, int, str]:
    day = each.due_on.toordinal()
    if each.late:
        return 0, day, each.title
    return (1, day, each.title) if each.due_on >= today else (2, -day, each.title)


def _day(value: date | str) -> date:
    """SQLite gives the largest of coalesced dates back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
