"""Tasks of a release that did not know what single units owe: they get what a plan gets that comes in today."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.obligation import TaskObligation
from models.plan import Plan, PlanTask, PlanTaskUnit, TaskState
from services.plans.obligations import make_obligations
from services.plans.periods import plan_period
from services.plans.rounds import schedule_checks


def lacks_obligations(session: Session) -> bool:
    """Whether the file holds such tasks: units are named, none owes anything."""
    named = select(PlanTaskUnit.id).where(PlanTaskUnit.deleted_at.is_(None)).limit(1)
    made = select(TaskObligation.id).limit(1)
    return session.scalar(made) is None and session.scalar(named) is not None


def take_obligations(session: Session, today: date) -> int:
    """What every unit owes, the next look at long-term tasks, the periods of plans; how many obligations were made."""
    tasks = session.scalars(select(PlanTask).where(PlanTask.deleted_at.is_(None))).all()
    schedule_checks(session, [task for task in tasks if task.state in (TaskState.TODO, TaskState.RUNNING)], today)
    for plan in session.scalars(select(Plan).where(Plan.starts_on.is_(None), Plan.ends_on.is_(None))):
        last = max((task.due_on for task in tasks if task.plan_id == plan.id and task.due_on), default=None)
        plan.starts_on, plan.ends_on = plan_period(plan.title, plan.issued, plan.source_text, last)
    return make_obligations(session, tasks)
