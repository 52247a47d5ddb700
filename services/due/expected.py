"""When recurring things will come round again: shown ahead in the calendar, never part of what is due."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.plan import Plan, PlanDeadline, PlanTask
from models.reporting import DayShift, DutyScope, ReportDuty, UnitReport
from services.due.colours import DueColour
from services.due.day_facts import Days
from services.due.items import KIND_LABELS, DueItem, DueKind
from services.due.plans import open_task
from services.plans.next_due import DueRule
from services.plans.reading.recurrence import occurrences
from services.workdays import EARLIER, LATER, UNCHANGED

logger = logging.getLogger(__name__)
MARGIN = timedelta(days=31)  # a day of rest moves a date by less than this
SHIFTS = {DayShift.EARLIER: EARLIER, DayShift.LATER: LATER, DayShift.NONE: UNCHANGED}
SCOPES = {
    DutyScope.ALL: "全部执法单位",
    DutyScope.DEPARTMENTS: "县直部门",
    DutyScope.TOWNSHIPS: "各镇街",
    DutyScope.GROUP: "指定单位",
}


@dataclass(frozen=True, slots=True)
class _Matter:
    """What comes round, without its day."""

    ledger: str
    row_id: int
    kind: DueKind
    title: str
    unit: str | None
    source: str
    plan_id: int | None


def expected_items(
    session: Session, first: date, last: date, today: date, days: Days | None = None
) -> Iterator[DueItem]:
    """Future days of what recurs from `first` to `last`, after the day that is due already and up to the plan's end.

    Tasks that fall due every month, quarter or year, the checks of long-term tasks, and reports of the units whose
    next period was not raised yet.
    """
    days = days or Days(session, today)
    start = max(first, today + timedelta(days=1))
    if start > last:
        return
    yield from _tasks(session, start, last, days)
    yield from _checks(session, start, last, days)
    yield from _reports(session, start, last, days)


def _tasks(session: Session, first: date, last: date, days: Days) -> Iterator[DueItem]:
    mark = PlanDeadline
    rows = session.execute(
        select(PlanTask.id, PlanTask.summary, PlanTask.unit_words, PlanTask.due_on, Plan.id, Plan.title, Plan.ends_on)
        .add_columns(mark.kind, mark.month, mark.day, mark.rule)
        .select_from(mark)
        .join(PlanTask, PlanTask.id == mark.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(open_task(), mark.deleted_at.is_(None), mark.due_on.is_(None), PlanTask.due_on.is_not(None))
        .where(or_(mark.rule.is_not(None), mark.kind == "annual"))
        .where(or_(Plan.ends_on.is_(None), Plan.ends_on >= first))
    )
    for task_id, title, unit, due_on, plan_id, plan, ends_on, kind, month, day, rule in rows:
        repetition = DueRule(kind, None, month, day, rule).repetition
        start, end = max(first, due_on + timedelta(days=1)), min(last, ends_on or last)
        matter = _Matter("tasks", task_id, DueKind.TASK, title, unit, plan, plan_id)
        for found in _days_of(repetition, start, end, due_on):
            yield _on(matter, found, days)


def _checks(session: Session, first: date, last: date, days: Days) -> Iterator[DueItem]:
    rows = session.execute(
        select(PlanTask.id, PlanTask.summary, PlanTask.unit_words, PlanTask.next_check_on, PlanTask.check_rule)
        .add_columns(Plan.id, Plan.title, Plan.ends_on)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(open_task(), PlanTask.check_rule.is_not(None), PlanTask.next_check_on.is_not(None))
        .where(or_(Plan.ends_on.is_(None), Plan.ends_on >= first))
    )
    for task_id, title, unit, next_on, rule, plan_id, plan, ends_on in rows:
        end = min(last, ends_on or last)
        matter = _Matter("tasks", task_id, DueKind.CHECK, title, unit, plan, plan_id)
        for planned in _days_of(rule, max(first, next_on) - MARGIN, end, next_on):
            found = days.calendar.workday_after(planned)  # as the check itself: the first working day of the period
            if max(first, next_on + timedelta(days=1)) <= found <= end:
                yield _on(matter, found, days)


def _reports(session: Session, first: date, last: date, days: Days) -> Iterator[DueItem]:
    raised = func.max(func.coalesce(UnitReport.original_due_on, UnitReport.due_on))
    rows = session.execute(
        select(ReportDuty.id, ReportDuty.title, ReportDuty.scope, ReportDuty.shift, ReportDuty.due_on, ReportDuty.rule)
        .add_columns(PlanTask.plan_id, Plan.ends_on, Plan.closed_on, raised)
        .outerjoin(UnitReport, UnitReport.duty_id == ReportDuty.id)
        .outerjoin(PlanTask, PlanTask.id == ReportDuty.task_id)
        .outerjoin(Plan, Plan.id == PlanTask.plan_id)
        .where(ReportDuty.deleted_at.is_(None), ReportDuty.active, ReportDuty.rule.is_not(None))
        .group_by(ReportDuty.id)
    )
    for duty_id, title, scope, shift, begins, rule, plan_id, ends_on, closed_on, newest in rows:
        end = min(last, ends_on or last, closed_on or last)
        after = max(begins or first, newest + timedelta(days=1) if newest else first, first)
        matter = _Matter("report_duties", duty_id, DueKind.REPORT, title, SCOPES[scope], "", plan_id)
        for planned in _days_of(rule, after - MARGIN, end + MARGIN, begins):
            found = days.calendar.shifted(planned, SHIFTS[shift])
            if after <= found <= end and (begins is None or planned >= begins):
                yield _on(matter, found, days)


def _on(matter: _Matter, day: date, days: Days) -> DueItem:
    facts = days.of(day)
    return DueItem(
        matter.ledger,
        matter.row_id,
        matter.kind,
        KIND_LABELS[matter.kind],
        matter.title,
        matter.unit or "",
        day,
        facts.days,
        facts.workdays,
        matter.source,
        facts.act_on if days.early else day,
        plan_id=matter.plan_id,
        recurring=True,
        provisional=not facts.known,
        expected=True,
        colour=DueColour.GREY,
    )


def _days_of(rule: str | None, start: date, end: date, anchor: date | None) -> list[date]:
    """The days of a rule; a rule that cannot be read has none, its row says so in its own ledger."""
    if not rule or start > end:
        return []
    try:
        return occurrences(rule, start, end, anchor)
    except ValueError:
        logger.info("a rule of repetition cannot be read: %s", rule)
        return []
