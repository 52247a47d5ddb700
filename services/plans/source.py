"""A stored plan beside its text: where each task stands, so that the paragraph behind a task can be shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.plan import Plan, PlanTask, PlanTaskUnit, UnitRole
from services.errors import NotFoundError
from services.uow import Database

GONE = "这份计划已不在台账里，可能被移入了回收站。刷新后再看。"


@dataclass(frozen=True, slots=True)
class StoredTask:
    """One task; `start` and `end` are character offsets into the plan's text (end excluded)."""

    row_id: int
    no: str
    summary: str
    text: str
    units: tuple[tuple[str, tuple[str, ...]], ...]  # role (lead, responsible, cooperate) and printed names
    deadline_text: str
    due_on: date | None
    ongoing: bool
    start: int
    end: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as it was taken in, with its tasks in the order of the text."""

    plan_id: int
    title: str
    source_name: str
    text: str
    tasks: tuple[StoredTask, ...]


class PlanSource:
    """Reads plans for showing; stores nothing."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def plan(self, plan_id: int) -> StoredPlan:
        """One plan; NotFoundError when it is gone."""
        with self._db.read() as session:
            plan = session.get(Plan, plan_id)
            if plan is None or plan.deleted_at is not None:
                raise NotFoundError(GONE)
            tasks = session.scalars(
                select(PlanTask)
                .where(PlanTask.plan_id == plan_id, PlanTask.deleted_at.is_(None))
                .order_by(PlanTask.position)
            ).all()
            units = session.scalars(
                select(PlanTaskUnit)
                .join(PlanTask, PlanTask.id == PlanTaskUnit.task_id)
                .where(PlanTask.plan_id == plan_id, PlanTaskUnit.deleted_at.is_(None))
                .order_by(PlanTaskUnit.id)
            ).all()
            named: defaultdict[tuple[int, UnitRole], list[str]] = defaultdict(list)
            for unit in units:
                named[unit.task_id, unit.role].append(unit.printed)
            found = tuple(_stored(task, named) for task in tasks)
            return StoredPlan(plan.id, plan.title, plan.source_name or "", plan.source_text, found)

    def plan_of(self, task_id: int) -> StoredPlan:
        """The plan that a task comes from; NotFoundError when either is gone."""
        with self._db.read() as session:
            plan_id = session.scalar(
                select(PlanTask.plan_id).where(PlanTask.id == task_id, PlanTask.deleted_at.is_(None))
            )
        if plan_id is None:
            raise NotFoundError(GONE)
        return self.plan(plan_id)


def _stored(task: PlanTask, named: dict[tuple[int, UnitRole], list[str]]) -> StoredTask:
    units = tuple((role.value, tuple(named.get((task.id, role), ()))) for role in UnitRole)
    return StoredTask(
        task.id,
        task.no,
        task.summary,
        task.text,
        tuple((role, names) for role, names in units if names),
        task.deadline_text or "",
        task.due_on,
        task.ongoing,
        task.source_start,
        task.source_end,
        tuple((task.warnings or "").splitlines()),
    )
