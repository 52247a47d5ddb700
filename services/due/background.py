"""What stands behind one row of the due list: how often it was chased, whom to call, how its units stand, what waits.

Read for the row that somebody looks at, never for the whole list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.document import DocumentState, IssuedDocument
from models.obligation import DueExtension, ExtensionState, ObligationState, TaskObligation
from models.plan import PlanTask
from models.problem import Complaint, Problem
from models.reporting import ChaseRecord, UnitReport
from services.due.items import DueItem, DueKind
from services.plans.obligations import standings
from services.reporting.chase import Contact, contacts_of
from services.reporting.labels import WAY_LABELS
from services.reporting.overview import OWING
from services.reporting.owed import CHASEABLE, CHASING_KINDS
from services.reporting.raising import bureau_id
from services.settings import value_of
from services.words import chinese_date

RECORDS: dict[str, Any] = {
    "tasks": PlanTask,
    "obligations": TaskObligation,
    "unit_reports": UnitReport,
    "documents": IssuedDocument,
    "problems": Problem,
    "complaints": Complaint,
}
Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class UnitDue:
    """A unit that still owes the row. `key` is that of its matter in 催办; `days` is negative when late."""

    key: Key
    unit: str
    days: int

    @property
    def agency_id(self) -> int:
        """The unit's row in the register."""
        return self.key[2]


@dataclass(frozen=True, slots=True)
class Background:
    """Calls and letters about it; `done` of `total` units, `reported` of them wait for the bureau's check.

    `owing` are the units that can be chased for it now; `extensions` the requests that wait for an answer, in words.
    """

    chases: int = 0
    last_chase: tuple[date, str] | None = None
    contact: Contact | None = None
    done: int = 0
    total: int = 0
    reported: int = 0
    owing: tuple[UnitDue, ...] = ()
    extensions: tuple[str, ...] = ()

    @property
    def late_units(self) -> tuple[str, ...]:
        """Names of the units whose own day has passed."""
        return tuple(each.unit for each in self.owing if each.days < 0)


def background(session: Session, item: DueItem, today: date) -> Background:
    """Everything about one row."""
    owing = _chaseable(session, item, today)
    chases, last = _chases(session, item)
    done = total = reported = 0
    if item.ledger == "tasks":
        standing = standings(session, (item.row_id,))[item.row_id]
        done, total = standing.done, standing.total
        reported = standing.states.get(ObligationState.REPORTED, 0)
    return Background(
        chases,
        last,
        _contact(session, item, owing),
        done,
        total,
        reported,
        owing,
        tuple(_extensions(session, item)),
    )


@dataclass(frozen=True, slots=True)
class Involved:
    """By task the names of the units whose part is not done, groups as their members; `owed` are the tasks of which
    a unit other than the bureau owes something."""

    names: Mapping[int, frozenset[str]]
    owed: frozenset[int]


def involved_units(session: Session, items: Collection[DueItem]) -> Involved:
    """The units behind the tasks of a list."""
    part, unit = TaskObligation, EnforcementAgency
    wanted = {item.row_id for item in items if item.ledger == "tasks"}
    own, owed, found = bureau_id(session), set(), defaultdict(set)
    rows = select(part.task_id, unit.id, unit.name).join(unit, unit.id == part.agency_id)
    for task_id, agency_id, name in session.execute(rows.where(part.deleted_at.is_(None), part.state.in_(CHASEABLE))):
        if task_id in wanted:
            found[task_id].add(name)
            if agency_id != own:
                owed.add(task_id)
    return Involved({task_id: frozenset(names) for task_id, names in found.items()}, frozenset(owed))


def _chaseable(session: Session, item: DueItem, today: date) -> tuple[UnitDue, ...]:
    """The units that owe it; empty while its day is further off than chasing begins."""
    if item.days > value_of(session, "slip_blue_days"):
        return ()
    own = bureau_id(session)
    found = [
        UnitDue((entity, row_id, agency_id), unit, (due_on - today).days)
        for entity, row_id, agency_id, unit, due_on in _owed(session, item)
        if agency_id != own
    ]
    return tuple(sorted(found, key=lambda each: (each.days, each.key)))


def _owed(session: Session, item: DueItem) -> Iterator[tuple[str, int, int, str, date]]:
    match item.ledger:
        case "tasks" if item.kind is DueKind.TASK:
            yield from _parts(session, TaskObligation.task_id == item.row_id, item.due_on)
        case "obligations":
            yield from _parts(session, TaskObligation.id == item.row_id, item.due_on)
        case "unit_reports":
            report = UnitReport
            yield from _of_one(session, report, and_(report.id == item.row_id, report.state.in_(OWING)), item)
        case "documents":
            paper = IssuedDocument
            asks = and_(
                paper.id == item.row_id,
                paper.state == DocumentState.ISSUED,
                paper.replied_on.is_(None),
                paper.kind.not_in(CHASING_KINDS),
            )
            yield from _of_one(session, paper, asks, item)


def _of_one(
    session: Session, record: Any, which: ColumnElement[bool], item: DueItem
) -> Iterator[tuple[str, int, int, str, date]]:
    unit = EnforcementAgency
    rows = session.execute(select(unit.id, unit.name).join(record, record.agency_id == unit.id).where(which))
    for agency_id, name in rows:
        yield record.__tablename__, item.row_id, agency_id, name, item.due_on


def _parts(session: Session, which: ColumnElement[bool], task_day: date) -> Iterator[tuple[str, int, int, str, date]]:
    """Units that have a part of their own and have not reported on it."""
    part, unit = TaskObligation, EnforcementAgency
    rows = session.execute(
        select(part.id, unit.id, unit.name, part.due_on, part.state)
        .join(unit, unit.id == part.agency_id)
        .where(which, part.deleted_at.is_(None))
    ).all()
    for row_id, agency_id, name, due_on, state in rows:
        if state in CHASEABLE:
            yield part.__tablename__, row_id, agency_id, name, due_on or task_day


def _chases(session: Session, item: DueItem) -> tuple[int, tuple[date, str] | None]:
    """How often, and the last day and way. Several units called on one day about one task count once."""
    record = RECORDS.get(item.ledger)
    if record is None:
        return 0, None
    chase, part = ChaseRecord, TaskObligation
    about = and_(chase.entity == record.__tablename__, chase.entity_id == item.row_id)
    if item.ledger == "tasks":
        parts = select(part.id).where(part.task_id == item.row_id)
        about = or_(about, and_(chase.entity == part.__tablename__, chase.entity_id.in_(parts)))
    rows = session.execute(
        select(chase.chased_on, chase.way)
        .where(about, chase.deleted_at.is_(None))
        .group_by(*((chase.chased_on, chase.way) if item.ledger == "tasks" else (chase.id,)))
        .order_by(chase.chased_on, func.max(chase.id))
    ).all()
    return len(rows), (rows[-1][0], WAY_LABELS[rows[-1][1].value]) if rows else None


def _contact(session: Session, item: DueItem, owing: Sequence[UnitDue]) -> Contact | None:
    """Whom to call; where several units owe it, none stands for all."""
    unit = EnforcementAgency
    named = select(unit.id).where(unit.name == item.unit, unit.deleted_at.is_(None)).limit(1)
    agency_id = owing[0].agency_id if len(owing) == 1 else None if owing else session.scalar(named)
    people = contacts_of(session, (agency_id,)).get(agency_id, ()) if agency_id is not None else ()
    return people[0] if people else None


def _extensions(session: Session, item: DueItem) -> Iterator[str]:
    asked, part, unit = DueExtension, TaskObligation, EnforcementAgency
    whose = {"tasks": asked.task_id == item.row_id, "obligations": asked.obligation_id == item.row_id}
    if item.ledger not in whose:
        return
    rows = session.execute(
        select(func.coalesce(unit.name, part.printed), asked.new_due_on, asked.asked_on)
        .select_from(asked)
        .outerjoin(part, part.id == asked.obligation_id)
        .outerjoin(unit, unit.id == part.agency_id)
        .where(whose[item.ledger], asked.state == ExtensionState.ASKED, asked.deleted_at.is_(None))
        .order_by(asked.asked_on, asked.id)
    )
    for name, new_day, day in rows:
        yield f"{name or '整项任务'}{day.month}月{day.day}日申请延到{chinese_date(new_day)}，等审批"
