"""What a unit that ends still owed goes to the unit that takes over; how it stood before stays in its notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.obligation import NoteKind, ObligationState, TaskObligation
from models.plan import Plan, PlanTask, PlanTaskUnit
from models.reporting import ReportState, UnitReport
from services.due.plans import open_task
from services.plans.machine import OPEN
from services.plans.progress import Entry, Writer, note
from services.reporting.overview import OWING
from services.reporting.reports import add_note

ASKED = (*OPEN, ObligationState.ONGOING)


@dataclass(frozen=True, slots=True)
class Left:
    """How many tasks and reports of a unit were open."""

    tasks: int
    reports: int

    @property
    def words(self) -> str:
        """3项任务、1份报送; empty where there were none."""
        parts = [f"{self.tasks}项任务"] if self.tasks else []
        parts += [f"{self.reports}份报送"] if self.reports else []
        return "、".join(parts)


def left_open(session: Session, agency_id: int) -> Left:
    """What the unit still owes."""
    owed = select(func.count()).select_from(_obligations(agency_id).subquery())
    reports = select(func.count()).select_from(_reports(agency_id).subquery())
    return Left(session.scalar(owed) or 0, session.scalar(reports) or 0)


def hand_over(
    session: Session, unit: EnforcementAgency, into: EnforcementAgency, last_day: date, writer: Writer
) -> Left:
    """Open matters of `unit` become those of `into`; what `into` owes by itself already is not asked of it twice."""
    tasks = session.scalars(_obligations(unit.id)).all()
    for item in tasks:
        _pass_on(session, item, unit, into, writer)
    reports = session.scalars(_reports(unit.id)).all()
    for report in reports:
        _pass_on_report(session, report, into, last_day)
    return Left(len(tasks), len(reports))


def _pass_on(
    session: Session, item: TaskObligation, unit: EnforcementAgency, into: EnforcementAgency, writer: Writer
) -> None:
    own = select(TaskObligation.id).where(
        TaskObligation.task_id == item.task_id, TaskObligation.agency_id == into.id, TaskObligation.deleted_at.is_(None)
    )
    if session.scalar(own.limit(1)) is None:
        item.agency_id = into.id
        words, kind = f"原由{unit.name}承担，改由{into.name}承担。", NoteKind.PROGRESS
    else:
        item.state = ObligationState.EXEMPT
        words, kind = f"由{into.name}一并承担。", NoteKind.EXEMPT
    note(session, item.task_id, kind, Entry(writer.today, words), writer, obligation=item)
    named = select(PlanTaskUnit).where(PlanTaskUnit.task_id == item.task_id, PlanTaskUnit.agency_id == unit.id)
    for mention in session.scalars(named.where(PlanTaskUnit.deleted_at.is_(None))):
        mention.agency_id = into.id


def _pass_on_report(session: Session, report: UnitReport, into: EnforcementAgency, last_day: date) -> None:
    """A row in the 回收站 holds its place as well: the same period is never asked of a unit twice."""
    own = select(UnitReport.id).where(
        UnitReport.duty_id == report.duty_id, UnitReport.period == report.period, UnitReport.agency_id == into.id
    )
    if session.scalar(own.limit(1)) is None:
        add_note(report, f"{last_day:%Y-%m-%d}起由{into.name}报送")
        report.agency_id = into.id
    else:
        add_note(report, f"由{into.name}一并报送")
        report.state = ReportState.EXEMPT
    session.flush()


def _obligations(agency_id: int) -> Select[TaskObligation]:
    item = TaskObligation
    return (
        select(item)
        .join(PlanTask, PlanTask.id == item.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(open_task(), item.agency_id == agency_id, item.deleted_at.is_(None), item.state.in_(ASKED))
        .order_by(item.id)
    )


def _reports(agency_id: int) -> Select[UnitReport]:
    report = UnitReport
    wanted = select(report).where(report.agency_id == agency_id, report.deleted_at.is_(None))
    return wanted.where(report.state.in_(OWING)).order_by(report.id)
