"""The history read as a log: acts newest first, by person and words, a page at a time; and what one act changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import Session

from models.audit import AuditBatch, AuditEntry, AuditGroup
from models.base import Base, Record
from services.created_together import Told, entries_of
from services.history import HistoryEntry, HistoryGroup, history_entry, history_group, touched_by
from services.uow import Database

PAGE = 200
MOST_ENTRIES = 60  # of one act that are shown; an import may have changed thousands


@dataclass(frozen=True, slots=True)
class LogPage:
    """Acts newest first, and how many there are in all under the same filter."""

    groups: tuple[HistoryGroup, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that an act changed; `term` is what clerks call it, `title` its name or number as it is now."""

    term: str
    title: str
    entry: HistoryEntry


def log_page(database: Database, *, person: str = "", words: str = "", offset: int = 0, limit: int = PAGE) -> LogPage:
    """Acts of `person` (empty: of everybody) with `words` in the reason or in a changed value, from `offset` on."""
    conditions: list[ColumnElement[bool]] = []
    if person:
        conditions.append(AuditGroup.actor == person)
    if wanted := words.strip():
        places = (AuditEntry.changes, AuditBatch.same, AuditBatch.own)
        values = (select(p.class_.group_id).where(func.instr(cast(p, String), wanted) > 0) for p in places)
        conditions.append(or_(func.instr(AuditGroup.reason, wanted) > 0, *map(AuditGroup.id.in_, values)))
    with database.read() as session:
        total = session.scalar(select(func.count()).select_from(AuditGroup).where(*conditions)) or 0
        newest = select(AuditGroup).where(*conditions).order_by(AuditGroup.id.desc())
        groups = session.scalars(newest.offset(offset).limit(limit)).all()
        touched = touched_by(session, [group.id for group in groups])
    found = tuple(history_group(group, touched.get(group.id, {})) for group in groups)
    return LogPage(found, total)


def people(database: Database) -> Sequence[str]:
    """Everybody who ever did something, by name."""
    with database.read() as session:
        return session.scalars(select(AuditGroup.actor).distinct().order_by(AuditGroup.actor.collate("PINYIN"))).all()


def changes_of(database: Database, group_id: int, limit: int = MOST_ENTRIES) -> Sequence[RecordChange]:
    """What one act changed, first what it created together, then in the order in which it did; at most `limit`."""
    with database.read() as session:
        group = session.get(AuditGroup, group_id)
        if group is None:
            return []
        return [
            RecordChange(terms().get(entry.entity, "记录"), _title(session, entry), history_entry(entry, group))
            for entry in islice(entries_of(session, group_id), limit)
        ]


@cache
def terms() -> Mapping[str, str]:
    """What clerks call one row of each table, by the table's name."""
    return {name: kind.term for name, kind in _kinds().items()}


@cache
def _kinds() -> Mapping[str, type[Record]]:
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return {kind.__tablename__: kind for kind in mapped if issubclass(kind, Record)}


def _title(session: Session, entry: Told) -> str:
    """The first of the searched columns that says something; settings are named by their key."""
    kind = _kinds().get(entry.entity)
    found: Any = session.get(kind, entry.entity_id) if kind else None
    names = (*(kind.searched if kind else ()), "key", "title")
    return next((str(value) for name in names if (value := getattr(found, name, None))), "")
