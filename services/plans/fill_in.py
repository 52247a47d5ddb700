"""按名册补齐: names that the register knows by now, and units that joined a group since, owe the plan's open tasks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.obligation import TaskNote, TaskObligation
from models.plan import Plan, PlanTask, PlanTaskUnit, TaskState
from services.parts import put_away
from services.plans.obligations import make_obligations
from services.unit_match import UnitMatcher


def fill_in(session: Session, plan: Plan, matcher: UnitMatcher, moment: datetime) -> tuple[int, int]:
    """How many parts got their unit from the register, and how many units were added; nobody is taken off.

    `moment` is UTC, for the rows that stood for a group that nobody knew.
    """
    open_tasks = select(PlanTask).where(PlanTask.plan_id == plan.id, PlanTask.deleted_at.is_(None))
    tasks = session.scalars(open_tasks.where(PlanTask.state.in_((TaskState.TODO, TaskState.RUNNING)))).all()
    known = sum(_know(session, task, matcher, moment) for task in tasks)
    return known, make_obligations(session, tasks)


def _know(session: Session, task: PlanTask, matcher: UnitMatcher, moment: datetime) -> int:
    named = select(PlanTaskUnit).where(PlanTaskUnit.task_id == task.id, PlanTaskUnit.deleted_at.is_(None))
    for unit in session.scalars(named.where(PlanTaskUnit.agency_id.is_(None), PlanTaskUnit.group_id.is_(None))):
        if (match := matcher.find(unit.printed)) is not None:
            unit.agency_id, unit.group_id = match.agency_id, match.group_id
    owed = TaskObligation
    live = session.scalars(select(owed).where(owed.task_id == task.id, owed.deleted_at.is_(None))).all()
    held, found = {item.agency_id for item in live}, 0
    for item in live:
        match = matcher.find(item.printed) if item.agency_id is None and item.group_id is None else None
        if match is None:
            continue
        if match.agency_id is not None and match.agency_id not in held:
            item.agency_id = match.agency_id
            held.add(match.agency_id)
            found += 1
        elif match.group_id is not None and not _noted(session, item):
            put_away(session, item, moment)  # its members owe the task, one by one
            found += 1
    return found


def _noted(session: Session, item: TaskObligation) -> bool:
    written = select(TaskNote.id).where(TaskNote.obligation_id == item.id, TaskNote.deleted_at.is_(None)).limit(1)
    return session.scalar(written) is not None
