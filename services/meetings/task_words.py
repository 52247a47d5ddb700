"""How the task is that a decision became."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.plan import PlanTask, TaskState
from services.plans.ledger import STATE_LABELS


def task_words(session: Session, task_ids: Sequence[int], today: date) -> dict[int, str]:
    """逾期5天, 推进中，时限2026-07-10, 已办结，2026-07-01; by id of the task."""
    found = session.scalars(select(PlanTask).where(PlanTask.id.in_(task_ids), PlanTask.deleted_at.is_(None)))
    return {task.id: _words(task, today) for task in found}


def _words(task: PlanTask, today: date) -> str:
    label = STATE_LABELS[task.state.value]
    if task.state is TaskState.DONE:
        return f"{label}，{task.done_on:%Y-%m-%d}" if task.done_on else label
    if task.state is TaskState.VOID or task.due_on is None:
        return label
    late = (today - task.due_on).days
    return f"逾期{late}天" if late > 0 else f"{label}，时限{task.due_on:%Y-%m-%d}"
