"""The history read as a log: acts newest first, by person and words, a page at a time; and what one act changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditEntry, AuditGroup
from services.clock import local_from_utc
from services.history import HistoryEntry, HistoryGroup
from services.uow import Database

PAGE = 200
MOST_ENTRIES = 300  # of one act that are shown; an import may have changed thousands


@dataclass(frozen=True, slots=True)
class LogPage:
    """Acts newest first, and how many there are in all under the same filter."""

    groups: tuple[HistoryGroup, ...]
    total: int


def log_page(database: Database, *, person: str = "", words: str = "", offset: int = 0, limit: int = PAGE) -> LogPage:
    """Acts of `person` (empty: of everybody) whose reason holds `words`, from place `offset` on."""
    conditions = []
    if person:
        conditions.append(AuditGroup.actor == person)
    if words.strip():
        conditions.append(AuditGroup.reason.contains(words.strip(), autoescape=True))
    with database.read() as session:
        total = session.scalar(select(func.count()).select_from(AuditGroup).where(*conditions)) or 0
        newest = select(AuditGroup).where(*conditions).order_by(AuditGroup.id.desc())
        groups = session.scalars(newest.offset(offset).limit(limit)).all()
        touched = _touched(session, [group.id for group in groups])
    found = tuple(
        HistoryGroup(
            group.id,
            local_from_utc(group.at),
            group.actor,
            group.reason,
            touched.get(group.id, {}),
            group.undone_by is not None,
        )
        for group in groups
    )
    return LogPage(found, total)


def people(database: Database) -> Sequence[str]:
    """Everybody who ever did something, by name."""
    with database.read() as session:
        return session.scalars(select(AuditGroup.actor).distinct().order_by(AuditGroup.actor.collate("PINYIN"))).all()


def entries_of(database: Database, group_id: int, limit: int = MOST_ENTRIES) -> Sequence[HistoryEntry]:
    """What one act changed, in the order in which it did; at most `limit` entries."""
    statement = (
        select(AuditEntry, AuditGroup)
        .join(AuditGroup, AuditGroup.id == AuditEntry.group_id)
        .where(AuditEntry.group_id == group_id)
        .order_by(AuditEntry.id)
        .limit(limit)
    )
    with database.read() as session:
        return [
            HistoryEntry(
                local_from_utc(group.at),
                group.actor,
                group.reason,
                entry.action,
                {name: (old, new) for name, (old, new) in entry.changes.items()},
                group.id,
                entry.entity,
                entry.entity_id,
            )
            for entry, group in session.execute(statement)
        ]


def _touched(session: Session, groups: Sequence[int]) -> dict[int, dict[str, int]]:
    counts = (
        select(AuditEntry.group_id, AuditEntry.entity, func.count(AuditEntry.entity_id.distinct()))
        .where(AuditEntry.group_id.in_(groups))
        .group_by(AuditEntry.group_id, AuditEntry.entity)
    )
    touched: dict[int, dict[str, int]] = {}
    for group_id, entity, count in session.execute(counts):
        touched.setdefault(group_id, {})[entity] = count
    return touched
