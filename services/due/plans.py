"""Tasks of plans, their milestones and checks, what single units owe, and the ends of plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, func, or_, select, type_coerce

from models.agency import EnforcementAgency
from models.exchange import CollectionReturn, CollectionRound
from models.meeting import Meeting
from models.obligation import TaskObligation
from models.plan import Plan, PlanDeadline, PlanTask, TaskState
from models.reporting import ReportDuty, ReportState, UnitReport
from services.due.items import DueKind
from services.due.sources import DueSource, Rows
from services.plans.labels import OPEN_OBLIGATIONS

OPEN_TASKS = (TaskState.TODO, TaskState.RUNNING)


def plan_sources() -> Iterator[DueSource]:
    """Everything that plans, reports, rounds and meetings put on a day."""
    yield from (_tasks(), _milestones(), _obligations(), _checks(), _ends())
    yield from (_reports(), _rounds(), _meetings())


def open_task() -> ColumnElement[bool]:
    """A task that is not settled, in a plan that still runs."""
    return and_(
        PlanTask.deleted_at.is_(None),
        PlanTask.state.in_(OPEN_TASKS),
        Plan.deleted_at.is_(None),
        Plan.closed_on.is_(None),
    )


def _tasks() -> DueSource:
    recurring = (
        select(PlanDeadline.id)
        .where(PlanDeadline.task_id == PlanTask.id, PlanDeadline.deleted_at.is_(None))
        .where(or_(PlanDeadline.rule.is_not(None), PlanDeadline.kind == "annual"))
        .exists()
    )
    rows: Rows = (
        select(
            PlanTask.id,
            PlanTask.summary,
            PlanTask.unit_words,
            PlanTask.due_on,
            Plan.title,
            Plan.id,
            recurring,
            type_coerce(func.coalesce(Plan.issued, func.date(PlanTask.created_at)), Date),
            PlanTask.percent,
        )
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(open_task())
    )
    more = ("plan_id", "recurring", "since", "percent")
    return DueSource("tasks", DueKind.TASK, "计划任务", rows, PlanTask.due_on, more)


def _milestones() -> DueSource:
    """Dates of a task that are not met and not its own, each once, whether its note or its text gives them.

    The one that is the task's own date is the task's row, also after it was extended.
    """
    mark, own = PlanDeadline, func.coalesce(PlanTask.original_due_on, PlanTask.due_on)
    rows: Rows = (
        select(PlanTask.id, PlanTask.summary, PlanTask.unit_words, mark.due_on, func.min(mark.source_text), Plan.id)
        .join(PlanTask, PlanTask.id == mark.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(open_task(), mark.deleted_at.is_(None), mark.met_on.is_(None))
        .where(or_(PlanTask.due_on.is_(None), and_(mark.due_on != PlanTask.due_on, mark.due_on != own)))
        .group_by(PlanTask.id, mark.due_on)
    )
    return DueSource("tasks", DueKind.MILESTONE, "任务节点", rows, mark.due_on, ("plan_id",))


def _obligations() -> DueSource:
    """Units whose date is not the task's own, by an extension."""
    owed = TaskObligation
    rows: Rows = (
        select(owed.id, PlanTask.summary, func.coalesce(EnforcementAgency.name, owed.printed), owed.due_on, Plan.title)
        .add_columns(Plan.id)
        .select_from(owed)
        .join(PlanTask, PlanTask.id == owed.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .outerjoin(EnforcementAgency, EnforcementAgency.id == owed.agency_id)
        .where(open_task(), owed.deleted_at.is_(None), owed.state.in_(OPEN_OBLIGATIONS))
        .where(or_(PlanTask.due_on.is_(None), owed.due_on != PlanTask.due_on))
    )
    return DueSource("obligations", DueKind.OBLIGATION, "单位任务", rows, owed.due_on, ("plan_id",))


def _checks() -> DueSource:
    rows: Rows = (
        select(PlanTask.id, PlanTask.summary, PlanTask.unit_words, PlanTask.next_check_on, Plan.title, Plan.id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(open_task())
    )
    return DueSource("tasks", DueKind.CHECK, "长期任务检查", rows, PlanTask.next_check_on, ("plan_id",))


def _ends() -> DueSource:
    rows: Rows = select(Plan.id, Plan.title, Plan.issuer, Plan.ends_on, Plan.doc_number, Plan.id).where(
        Plan.deleted_at.is_(None), Plan.closed_on.is_(None)
    )
    return DueSource("plans", DueKind.PLAN_END, "计划期满", rows, Plan.ends_on, ("plan_id",))


def _reports() -> DueSource:
    report = UnitReport
    rows: Rows = (
        select(report.id, ReportDuty.title, EnforcementAgency.name, report.due_on, report.period)
        .add_columns(ReportDuty.rule.is_not(None))
        .join(ReportDuty, ReportDuty.id == report.duty_id)
        .join(EnforcementAgency, EnforcementAgency.id == report.agency_id)
        .where(report.deleted_at.is_(None), ReportDuty.deleted_at.is_(None), ReportDuty.active)
        .where(report.state.in_((ReportState.OWED, ReportState.RETURNED)))
    )
    return DueSource("unit_reports", DueKind.REPORT, "单位报送", rows, report.due_on, ("recurring",))


def _rounds() -> DueSource:
    """One row for a round of sheets, with how many units still owe theirs."""
    asked, sent = CollectionRound, CollectionReturn
    owed: Any = (
        select(func.count(sent.id))
        .where(sent.round_id == asked.id, sent.deleted_at.is_(None), sent.returned_on.is_(None))
        .scalar_subquery()
    )
    rows: Rows = select(asked.id, asked.title, func.printf("%d个单位未报送", owed), asked.due_on, asked.note).where(
        asked.deleted_at.is_(None), owed > 0
    )
    return DueSource("rounds", DueKind.COLLECTION, "表格报送", rows, asked.due_on)


def _meetings() -> DueSource:
    """The next meeting that the last one set; a meeting in the 回收站 was none."""
    last = select(func.max(Meeting.held_on)).where(Meeting.deleted_at.is_(None)).scalar_subquery()
    rows: Rows = select(Meeting.id, Meeting.title, Meeting.convener, Meeting.next_on, Meeting.serial).where(
        Meeting.deleted_at.is_(None), Meeting.held_on == last
    )
    return DueSource("meetings", DueKind.MEETING, "下次会商", rows, Meeting.next_on)
