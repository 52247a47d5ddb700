"""What the ledger knows about the tasks of plans: read once, counted in many ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.obligation import ObligationState, TaskObligation
from models.plan import Plan, PlanTarget, PlanTask, PlanTaskUnit, TaskState, UnitRole
from services.evaluation.plan_notes import Check, NoteFacts, of_plan, past_rounds, read_notes
from services.evaluation.standing import STANDING_LABELS, Facts, Standing, standing_of
from services.plans.obligations import STRENGTH, is_long_term

Rounds = Mapping[int, date | None]
NO_UNIT, NO_SECTION = "没有写明单位", "没有分章节"
STARTED = frozenset({ObligationState.RUNNING, ObligationState.REPORTED, ObligationState.RETURNED, ObligationState.DONE})


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit's obligation. `unit` is the register's name, else the plan's."""

    id: int
    unit: str
    agency_id: int | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task. `leads` are the units that it names first, as printed; `checks` the days on which it was looked at."""

    id: int
    plan: str
    no: str
    section: str
    summary: str
    leads: tuple[str, ...]
    extended: bool
    facts: Facts
    parts: tuple[UnitPart, ...]
    checks: tuple[Check, ...]
    targets: tuple[PlanTarget, ...]

    @property
    def lead(self) -> str:
        """The unit that the task is counted under: the first leading one, else the first responsible one."""
        return self.leads[0] if self.leads else NO_UNIT

    @property
    def title(self) -> str:
        """第3项　建立台账."""
        number = self.no.strip(".．、 ")
        return f"第{number}项　{self.summary}" if number else self.summary

    def words(self, day: date) -> str:
        """状态，时限2026-06-30."""
        return said(self.facts, day)


def said(facts: Facts, day: date) -> str:
    """The standing with its dates, as lists show it."""
    found = standing_of(facts, day)
    parts = [STANDING_LABELS[found]]
    parts += [f"时限{facts.due_on:%Y-%m-%d}"] if facts.due_on else []
    if found in (Standing.IN_TIME, Standing.DONE_LATE):
        done_on, what = (facts.done_on, "完成") if facts.done else (facts.round_on, "上一期完成")
        parts += [f"{what}{done_on:%Y-%m-%d}"] if done_on else []
    if found is Standing.LATE and facts.due_on:
        parts.append(f"已逾期{(day - facts.due_on).days}天")
    return "，".join(parts)


def task_facts(session: Session, plan_id: int | None = None, running_since: date | None = None) -> list[TaskFacts]:
    """The tasks of one plan, or of all plans; with `running_since` only of plans that were not closed before it."""
    wanted = (
        select(PlanTask, Plan.title)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(PlanTask.deleted_at.is_(None), Plan.deleted_at.is_(None))
        .order_by(PlanTask.plan_id, PlanTask.position, PlanTask.id)
    )
    if plan_id is not None:
        wanted = wanted.where(PlanTask.plan_id == plan_id)
    if running_since is not None:
        wanted = wanted.where(or_(Plan.closed_on.is_(None), Plan.closed_on >= running_since))
    tasks = [(task, title) for task, title in session.execute(wanted)]
    notes, rounds = read_notes(session, plan_id), past_rounds(session, plan_id)
    leads, parts = _leads(session, plan_id), _parts(session, plan_id, notes, rounds)
    targets: defaultdict[int, list[PlanTarget]] = defaultdict(list)
    for target in session.scalars(of_plan(select(PlanTarget), PlanTarget, plan_id).order_by(PlanTarget.id)):
        targets[target.task_id].append(target)
    return [
        TaskFacts(
            task.id,
            title,
            task.no,
            task.section or NO_SECTION,
            task.summary,
            tuple(leads[task.id]),
            bool(task.original_due_on and task.due_on and task.original_due_on != task.due_on),
            _facts(task, parts[task.id], notes, rounds),
            tuple(parts[task.id]),
            tuple(notes.checks[task.id]),
            tuple(targets[task.id]),
        )
        for task, title in tasks
    ]


def _facts(task: PlanTask, parts: Sequence[UnitPart], notes: NoteFacts, rounds: Rounds) -> Facts:
    nobody = bool(parts) and all(part.facts.exempt for part in parts)
    return Facts(
        due_on=task.due_on,
        done=task.state is TaskState.DONE,
        done_on=task.done_on,
        begun=task.state is TaskState.RUNNING or any(part.facts.begun for part in parts),
        begun_on=notes.begun.get(task.id),
        long_term=is_long_term(task),
        exempt=task.state is TaskState.VOID or nobody,
        round_on=notes.closed.get(task.id) if task.id in rounds else None,
        round_due=rounds.get(task.id),
    )


def _leads(session: Session, plan_id: int | None) -> defaultdict[int, list[str]]:
    unit = PlanTaskUnit
    rows = session.execute(
        of_plan(select(unit.task_id, unit.role, unit.printed), unit, plan_id)
        .where(unit.role != UnitRole.COOPERATE)
        .order_by(unit.id)
    ).all()
    found: defaultdict[int, list[str]] = defaultdict(list)
    for task_id, _role, printed in sorted(rows, key=lambda row: STRENGTH[row[1]]):
        found[task_id].append(printed)
    return found


def _parts(session: Session, plan_id: int | None, notes: NoteFacts, rounds: Rounds) -> defaultdict[int, list[UnitPart]]:
    item, state = TaskObligation, PlanTask.state
    rows = session.execute(
        of_plan(select(item, EnforcementAgency.name, state), item, plan_id)
        .outerjoin(EnforcementAgency, EnforcementAgency.id == item.agency_id)
        .order_by(item.id)
    )
    found: defaultdict[int, list[UnitPart]] = defaultdict(list)
    for row, name, task_state in rows:
        facts = Facts(
            due_on=row.due_on,
            done=row.state is ObligationState.DONE,
            done_on=row.done_on,
            begun=row.state in STARTED,
            begun_on=notes.part_begun.get(row.id),
            reported_on=row.reported_on if row.state is ObligationState.REPORTED else None,
            long_term=row.state is ObligationState.ONGOING,
            exempt=row.state is ObligationState.EXEMPT or task_state is TaskState.VOID,
            round_on=notes.part_closed.get(row.id) if row.task_id in rounds else None,
            round_due=rounds.get(row.task_id),
        )
        found[row.task_id].append(UnitPart(row.id, name or row.printed, row.agency_id, facts))
    return found
