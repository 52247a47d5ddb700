"""登记起算日: a time limit that runs from an event gets its date when the event has a day (documents note D2, D3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.obligation import ObligationState
from models.plan import PlanDeadline, PlanTask
from services.plans.obligations import obligations_of
from services.settings import value_of
from services.workdays import WorkCalendar


def waiting_for_event(session: Session, task_id: int) -> Sequence[PlanDeadline]:
    """The limits of a task that count from an event whose day is not known yet."""
    found = select(PlanDeadline).where(
        PlanDeadline.task_id == task_id,
        PlanDeadline.deleted_at.is_(None),
        PlanDeadline.trigger.is_not(None),
        PlanDeadline.offset_days.is_not(None),
        PlanDeadline.due_on.is_(None),
    )
    return session.scalars(found.order_by(PlanDeadline.id)).all()


def event_words(deadline: PlanDeadline) -> str:
    """收到通知之日起，10个工作日内."""
    count = abs(deadline.offset_days or 0)
    unit = "个工作日" if deadline.workdays else "日"
    return f"{deadline.trigger}，{count}{unit}{'内' if (deadline.offset_days or 0) >= 0 else '前'}"


def event_happened(session: Session, task: PlanTask, deadline: PlanDeadline, day: date) -> date:
    """Date the limit from the event's day; the task and its units take it where they have no date of their own."""
    calendar = WorkCalendar.load(session)
    due_on = calendar.period_end(
        day, deadline.offset_days or 0, workdays=deadline.workdays, shift=value_of(session, "statutory_day_shift")
    )
    deadline.due_on = due_on
    if task.due_on is None:
        task.due_on = task.original_due_on = due_on
        task.next_check_on = None  # a date is met, not looked at
    for owed in obligations_of(session, task.id):
        if owed.state is ObligationState.ONGOING:
            owed.state = ObligationState.RUNNING
        if owed.due_on is None:
            owed.due_on = owed.original_due_on = due_on
    return due_on
