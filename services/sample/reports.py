"""Reports of the sample county: a round that is over but not complete, one that runs, calls about what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.reporting import ChaseRecord, ChaseWay, DayShift, DutyScope, ReportDuty, ReportState, UnitReport
from services.reporting.periods import ONCE

# title, days until due, days before the due day on which each unit's report came (None: not yet), in turn
ROUNDS: tuple[tuple[str, int, tuple[int | None, ...]], ...] = (
    ("行政执法情况小结", -6, (3, 1, None, 5, -2, 2, 4)),
    ("涉企检查事项清单", 11, (13, None, None, None, 12)),
)
BASIS = "示例：按当年计划填写"
EXEMPT_UNIT = 3  # of the second round: has no such items
CALLS = ((4, ChaseWay.PHONE, "正在汇总，明天报"), (1, ChaseWay.WECHAT, "负责人出差，周五前报"))


def add_reports(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
    """Two duties with what their units have sent; `units` begin with the bureau, which owes itself nothing."""
    for title, days, came in ROUNDS:
        due_on = today + timedelta(days=days)
        duty = ReportDuty(
            title=title, basis=BASIS, scope=DutyScope.ALL, due_on=due_on, shift=DayShift.NONE, sample=True
        )
        session.add(duty)
        session.flush()
        reports = [_report(duty, unit, due_on, came[n % len(came)]) for n, unit in enumerate(units[1:])]
        if days > 0:
            reports[EXEMPT_UNIT].state, reports[EXEMPT_UNIT].note = ReportState.EXEMPT, "不用报：没有涉企检查事项"
        session.add_all(reports)
        session.flush()
        if days < 0:
            _calls(session, title, next(each for each in reports if each.state is ReportState.OWED), today)


def _report(duty: ReportDuty, unit: EnforcementAgency, due_on: date, ahead: int | None) -> UnitReport:
    received = None if ahead is None else due_on - timedelta(days=ahead)
    state = ReportState.OWED if received is None else ReportState.RECEIVED
    return UnitReport(
        duty_id=duty.id,
        period=ONCE,
        agency_id=unit.id,
        due_on=due_on,
        state=state,
        received_on=received,
        sample=True,
    )


def _calls(session: Session, title: str, report: UnitReport, today: date) -> None:
    for ago, way, answer in CALLS:
        session.add(
            ChaseRecord(
                agency_id=report.agency_id,
                entity=UnitReport.__tablename__,
                entity_id=report.id,
                subject=title,
                chased_on=today - timedelta(days=ago),
                way=way,
                contact="岑望舒",
                answer=answer,
                sample=True,
            )
        )
