"""Who owes a task: units and members of groups named by it, one obligation each; and how far they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyGroup
from models.obligation import ObligationState, TaskObligation
from models.plan import PlanTask, PlanTaskUnit, TaskState, UnitRole
from services.bulk import among, insert_records
from services.plans.machine import OPEN
from services.unit_match import unit_key
from services.units.groups import units_of_group

STRENGTH = {role: place for place, role in enumerate((UnitRole.LEAD, UnitRole.RESPONSIBLE, UnitRole.COOPERATE))}
WHOLE = 100  # percent
Members = Callable[[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Owed:
    """One unit's part in a task. `agency_id` is empty for a unit that the register does not know, and for a group
    that has no members; `printed` is the plan's own word for it."""

    agency_id: int | None
    group_id: int | None
    printed: str
    role: UnitRole

    @property
    def key(self) -> tuple[int | None, str]:
        """What makes two mentions the same unit."""
        return (self.agency_id, "") if self.agency_id is not None else (None, unit_key(self.printed))


@dataclass(frozen=True, slots=True)
class Standing:
    """How many units of a task stand where. `open` are those that still stand against closing it."""

    states: Mapping[ObligationState, int]

    @property
    def total(self) -> int:
        """All units but those for which the task does not hold."""
        return sum(self.states.values()) - self.states.get(ObligationState.EXEMPT, 0)

    @property
    def done(self) -> int:
        """Units that were checked and passed."""
        return self.states.get(ObligationState.DONE, 0)

    @property
    def open(self) -> int:
        """Units that still have something to do or to be checked."""
        return sum(count for state, count in self.states.items() if state in OPEN)


def expand(named: Iterable[PlanTaskUnit], members: Members) -> list[Owed]:
    """One entry per unit: the strongest role counts, and a direct mention goes before its group's."""
    mentions: list[Owed] = []
    for unit in named:
        inside = members(unit.group_id) if unit.group_id is not None else ()
        if inside:
            mentions += [Owed(agency_id, unit.group_id, unit.printed, unit.role) for agency_id in inside]
        else:
            mentions.append(Owed(unit.agency_id, unit.group_id, unit.printed, unit.role))
    found: dict[tuple[int | None, str], Owed] = {}
    for owed in sorted(mentions, key=lambda m: (STRENGTH[m.role], m.group_id is not None)):  # stable: the plan's order
        found.setdefault(owed.key, owed)
    return list(found.values())


def members_of(session: Session) -> Members:
    """The units that a group means now, each group asked once."""
    known: dict[int, Sequence[int]] = {}

    def members(group_id: int) -> Sequence[int]:
        if group_id not in known:
            group = session.get_one(AgencyGroup, group_id)
            known[group_id] = [unit.id for unit in units_of_group(session, group)]
        return known[group_id]

    return members


def make_obligations(session: Session, tasks: Sequence[PlanTask]) -> int:
    """An obligation for every unit of these tasks that has none yet; how many were made. A void task owes nothing."""
    session.flush()
    ids = [task.id for task in tasks]
    named, held = _units(session, ids), _held(session, ids)
    members = members_of(session)
    wanted = [
        (task, owed)
        for task in tasks
        if task.state is not TaskState.VOID
        for owed in expand(named[task.id], members)
        if owed.key not in held[task.id]
    ]
    _insert(session, wanted)
    return len(wanted)


def obligations_of(session: Session, task_id: int) -> Sequence[TaskObligation]:
    """The live obligations of a task, leading units first."""
    found = session.scalars(
        select(TaskObligation)
        .where(TaskObligation.task_id == task_id, TaskObligation.deleted_at.is_(None))
        .order_by(TaskObligation.id)
    ).all()
    return sorted(found, key=lambda item: STRENGTH[item.role])


def standings(session: Session, task_ids: Sequence[int]) -> dict[int, Standing]:
    """How many units of each task stand where; every asked task is in the answer."""
    found: defaultdict[int, Counter[ObligationState]] = defaultdict(Counter)
    item = TaskObligation
    rows = select(item.task_id, item.state).where(among(item.task_id, task_ids), item.deleted_at.is_(None))
    for task_id, state in session.execute(rows):
        found[task_id][state] += 1
    return {task_id: Standing(found[task_id]) for task_id in task_ids}


def _units(session: Session, task_ids: Sequence[int]) -> defaultdict[int, list[PlanTaskUnit]]:
    found: defaultdict[int, list[PlanTaskUnit]] = defaultdict(list)
    unit = PlanTaskUnit
    named = select(unit).where(among(unit.task_id, task_ids), unit.deleted_at.is_(None)).order_by(unit.id)
    for row in session.scalars(named):
        found[row.task_id].append(row)
    return found


def _held(session: Session, task_ids: Sequence[int]) -> defaultdict[int, set[tuple[int | None, str]]]:
    found: defaultdict[int, set[tuple[int | None, str]]] = defaultdict(set)
    item = TaskObligation
    for row in session.scalars(select(item).where(among(item.task_id, task_ids), item.deleted_at.is_(None))):
        found[row.task_id].add(Owed(row.agency_id, row.group_id, row.printed, row.role).key)
    return found


def _insert(session: Session, wanted: Sequence[tuple[PlanTask, Owed]]) -> None:
    """Written in bulk: 400 tasks of 32 units each are 12,800 rows."""
    done = [task.state is TaskState.DONE for task, _owed in wanted]
    insert_records(
        session,
        TaskObligation,
        len(wanted),
        {
            "task_id": [task.id for task, _owed in wanted],
            "agency_id": [owed.agency_id for _task, owed in wanted],
            "group_id": [owed.group_id for _task, owed in wanted],
            "printed": [owed.printed for _task, owed in wanted],
            "role": [owed.role for _task, owed in wanted],
            "state": [first_state(task) for task, _owed in wanted],
            "due_on": [task.due_on for task, _owed in wanted],
            "original_due_on": [task.due_on for task, _owed in wanted],
            "percent": [WHOLE if over else 0 for over in done],
            "done_on": [task.done_on if over else None for (task, _owed), over in zip(wanted, done, strict=True)],
            "sample": [task.sample for task, _owed in wanted],
        },
    )


def first_state(task: PlanTask) -> ObligationState:
    """Where a unit begins: a task without a date is kept up, one that was settled before is done."""
    if task.state is TaskState.DONE:
        return ObligationState.DONE
    return ObligationState.ONGOING if is_long_term(task) else ObligationState.TODO


def is_long_term(task: PlanTask) -> bool:
    """Kept up without a date to be met: never late, looked at from time to time."""
    return task.ongoing and task.due_on is None
