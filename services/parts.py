"""What belongs to a record and what uses it: parts go into the 回收站 along with it, users keep it out of there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import Record
from services.bulk import among


def put_away(session: Session, item: Record, moment: datetime) -> None:
    """Into the 回收站 with all its parts; `moment` is UTC and tells later what went together."""
    for part in _parts(session, item, None):
        put_away(session, part, moment)
    item.deleted_at = moment


def bring_back(session: Session, item: Record) -> None:
    """Out of the 回收站 with the parts that went there along with it, not with those removed before."""
    for part in _parts(session, item, item.deleted_at):
        bring_back(session, part)
    item.deleted_at = None


def first_user(session: Session, kind: type[Record], row_id: int, *, parts: bool = False) -> tuple[int, str] | None:
    """How many live rows of the table that uses the row most, and what clerks call them; None where none does.

    A soft delete passes the foreign keys by, so every table is asked. `parts` counts the row's own parts as well.
    """
    return users_of(session, kind, [row_id], parts=parts).get(row_id)


def users_of(
    session: Session, kind: type[Record], row_ids: Sequence[int], *, parts: bool = False
) -> dict[int, tuple[int, str]]:
    """As `first_user` for many rows at once, by id; rows that nothing uses are left out."""
    found: dict[int, tuple[int, str]] = {}
    for user in records():
        for column in user.__table__.c:
            if not column.references(kind.__table__.c.id) or (user.part_of == column.key and not parts):
                continue
            others = () if user is not kind else (user.id != column,)  # a row that points to itself uses nothing
            live = select(column, func.count()).where(among(column, row_ids), user.deleted_at.is_(None), *others)
            for row_id, count in session.execute(live.group_by(column)):
                found[row_id] = max(found.get(row_id, (0, "")), (count, user.term))
    return found


def _parts(session: Session, item: Record, deleted_at: datetime | None) -> Iterator[Record]:
    for kind in records():
        if kind.part_of and kind.__table__.c[kind.part_of].references(item.__table__.c.id):
            owner = kind.__table__.c[kind.part_of]
            yield from session.scalars(select(kind).where(owner == item.id, kind.deleted_at == deleted_at)).all()


def records() -> Iterator[type[Record]]:
    """The class of every ledger table."""
    for mapper in Record.registry.mappers:
        if issubclass(mapper.class_, Record):
            yield mapper.class_
