"""Reading the history, taking an act back, and proving that nobody edited the past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session

from models.audit import AuditBatch, AuditEntry, AuditGroup, AuditHead
from services.access import Right
from services.audit import GENESIS, GROUP, group_hash
from services.clock import local_from_utc, utc_from_local
from services.created_together import Told, created
from services.errors import ConflictError, NotFoundError
from services.problems import Level, Problem
from services.query import Outcome
from services.taking_back import Fit, class_of, take_back
from services.uow import Database

NO_UNDO = frozenset({"account"})  # rows that stand for something outside the file, here for a wrapped key
CHAIN_BROKEN = "HI01"
CHAIN_CUT = "HI02"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One record changed by one act; `at` is local, `changes` maps a field to its old and new plain value."""

    at: datetime
    actor: str
    reason: str
    action: str  # create, update or delete
    changes: Mapping[str, tuple[Any, Any]]
    group: int
    entity: str
    entity_id: int


@dataclass(frozen=True, slots=True)
class HistoryGroup:
    """One act; `touched` maps a table to the number of its records, `undone` tells that it was taken back."""

    id: int
    at: datetime
    actor: str
    reason: str
    touched: Mapping[str, int]
    undone: bool


def record_history(database: Database, entity: str, row_id: int) -> Sequence[HistoryEntry]:
    """All that happened to one record, newest first. Sensitive fields are masked where they are shown, not here."""
    statement = (
        select(AuditEntry, AuditGroup)
        .join(AuditGroup, AuditGroup.id == AuditEntry.group_id)
        .where(AuditEntry.entity == entity, AuditEntry.entity_id == row_id)
        .order_by(AuditEntry.id.desc())
    )
    together = (
        select(AuditBatch, AuditGroup)
        .join(AuditGroup, AuditGroup.id == AuditBatch.group_id)
        .where(AuditBatch.entity == entity, AuditBatch.first_id <= row_id, AuditBatch.last_id >= row_id)
    )
    with database.read() as session:
        found = [history_entry(entry, group) for entry, group in session.execute(statement)]
        found += [history_entry(created(batch, row_id), group) for batch, group in session.execute(together)]
    return sorted(found, key=lambda entry: -entry.group)  # keeps the order inside an act: created first, shown last


def recent(database: Database, limit: int = 100) -> Sequence[HistoryGroup]:
    """The last acts, newest first."""
    with database.read() as session:
        groups = session.scalars(select(AuditGroup).order_by(AuditGroup.id.desc()).limit(limit)).all()
        touched = touched_by(session, [group.id for group in groups])
    return [history_group(group, touched.get(group.id, {})) for group in groups]


def history_group(group: AuditGroup, touched: Mapping[str, int]) -> HistoryGroup:
    """A stored act for the screen."""
    return HistoryGroup(
        group.id, local_from_utc(group.at), group.actor, group.reason, touched, group.undone_by is not None
    )


def history_entry(entry: Told, group: AuditGroup) -> HistoryEntry:
    """A stored change for the screen."""
    changes = {name: (old, new) for name, (old, new) in entry.changes.items()}
    at = local_from_utc(group.at)
    return HistoryEntry(at, group.actor, group.reason, entry.action, changes, group.id, entry.entity, entry.entity_id)


def touched_by(session: Session, groups: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many records of each table each act changed."""
    entry, batch = AuditEntry, AuditBatch
    in_batch = and_(batch.group_id == entry.group_id, batch.entity == entry.entity)
    in_batch = and_(in_batch, entry.entity_id.between(batch.first_id, batch.last_id))
    single = (
        select(entry.group_id, entry.entity, func.count(entry.entity_id.distinct()))
        .where(entry.group_id.in_(groups), ~exists().where(in_batch))
        .group_by(entry.group_id, entry.entity)
    )
    together = (
        select(batch.group_id, batch.entity, func.sum(batch.last_id - batch.first_id + 1))
        .where(batch.group_id.in_(groups))
        .group_by(batch.group_id, batch.entity)
    )
    touched: dict[int, dict[str, int]] = {}
    for group_id, entity, count in (*session.execute(single), *session.execute(together)):
        counts = touched.setdefault(group_id, {})
        counts[entity] = counts.get(entity, 0) + count
    return touched


def undo(database: Database, group_id: int, fit: Fit = lambda _session, _record: None) -> Outcome:
    """Take back everything that the act changed, in one transaction; the outcome's group takes the undo back.

    It needs the right that the act needed. `fit` looks at every record that is live again as a ledger looks at one that
    is stored, and raises ValidationError where it no longer fits. Raises ConflictError that names the record where
    something later changed the same, where it does not fit, where it was taken back already or where others use what it
    created; NotFoundError when there is no such act. Nothing is changed then.
    """
    with database.read() as session:
        group = session.get(AuditGroup, group_id)
        if group is None:
            raise NotFoundError("历史里没有这次操作，没有撤销。刷新后再看。")
        entities = touched_by(session, [group_id]).get(group_id, {}).keys()
    if entities & NO_UNDO:
        raise ConflictError("账户的改动不能撤销。到“账户”里改回来。")
    if fixed := next((class_of(e).term for e in entities if not getattr(class_of(e), "__undoable__", True)), None):
        raise ConflictError(f"{fixed}的改动不能撤销，没有改动。到{fixed}里按规定作废或更正。")
    with database.write(f"撤销：{group.reason}"[:100], Right(group.needed), many=True) as session:
        count = take_back(session, group_id, utc_from_local(database.clock()), fit)
        new_group = session.info.get("group")
    return Outcome(f"已撤销“{group.reason}”，{count}条记录回到之前的样子。", new_group)


def chain_head(database: Database) -> tuple[int, str]:
    """How many acts there are and the hash of the last, for printing: a paper copy shows even a rewritten chain."""
    with database.read() as session:
        head = session.get(AuditHead, 1)
        return (head.groups, head.last_hash) if head else (0, GENESIS)


def verify_chain(database: Database) -> list[Problem]:
    """Recompute every hash; a problem for each act that was edited, taken out or put in by another tool."""
    problems: list[Problem] = []
    previous, count = GENESIS, 0
    with database.read() as session:
        head = session.get(AuditHead, 1)
        for group, entries, batches in _chain(session):
            count += 1
            place = f"{group['id']}号操作（{local_from_utc(group['at']):%Y-%m-%d %H:%M}，{group['actor']}）"
            if group["previous_hash"] != previous:
                problems.append(_broken(place, "它前面的历史缺了、多了或被改过。"))
            if group_hash(group["previous_hash"], group, entries, batches) != group["entry_hash"]:
                problems.append(_broken(place, "它的内容在程序之外被改过。"))
            previous = group["entry_hash"]
        orphans = sum(
            session.scalar(select(func.count()).where(table.group_id.not_in(select(AuditGroup.id)))) or 0
            for table in (AuditEntry, AuditBatch)
        )
    if orphans:
        problems.append(_broken("历史", f"有{orphans}条改动找不到所属的操作。"))
    if (count, previous) != ((head.groups, head.last_hash) if head else (0, GENESIS)):
        message = f"历史的末尾被截断或改写：记着{head.groups if head else 0}次操作，实有{count}次。"
        problems.append(Problem(Level.ERROR, CHAIN_CUT, "历史", message))
    return problems


def _chain(session: Session) -> Iterator[tuple[dict[str, Any], Iterable[Any], Iterable[Any]]]:
    """Each group with its entries and its batches, all in order, without holding the whole history in memory."""
    entry, batch = AuditEntry.__table__.c, AuditBatch.__table__.c
    groups = session.execute(select(GROUP).order_by(GROUP.c.id).execution_options(yield_per=500)).mappings()
    entries = _ByGroup(session, select(entry.group_id, entry.action, entry.entity, entry.entity_id, entry.changes), 500)
    batches = _ByGroup(session, select(*batch), 5)
    for group in groups:
        yield dict(group), entries.of(group["id"]), batches.of(group["id"])


class _ByGroup:
    """Rows of a history table, group by group; groups are asked for in their order."""

    def __init__(self, session: Session, statement: Select[Any], at_once: int) -> None:
        group_id, row_id = statement.selected_columns.group_id, statement.get_final_froms()[0].c.id
        rows = session.execute(statement.order_by(group_id, row_id).execution_options(yield_per=at_once))
        self._groups = groupby(rows, key=lambda row: row.group_id)
        self._waiting = next(self._groups, None)

    def of(self, group_id: int) -> list[Any]:
        """Its rows; those that belong to no group are passed by."""
        while self._waiting is not None and self._waiting[0] < group_id:
            self._waiting = next(self._groups, None)
        if self._waiting is None or self._waiting[0] != group_id:
            return []
        found = list(self._waiting[1])
        self._waiting = next(self._groups, None)
        return found


def _broken(place: str, message: str) -> Problem:
    return Problem(Level.ERROR, CHAIN_BROKEN, place, message, suggest="与最近的备份对照，查明是谁用什么工具改的。")
