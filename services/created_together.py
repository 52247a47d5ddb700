"""History of records that were created together: one row for many of them, read as an entry for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditBatch, AuditEntry


class Created(NamedTuple):
    """What an entry of the history says, of a record that came with many others."""

    group_id: int
    entity: str
    entity_id: int
    changes: Mapping[str, Any]
    action: Literal["create"] = "create"


Told = AuditEntry | Created


def created(batch: AuditBatch, row_id: int) -> Created:
    """The entry of one record of the batch; nothing is said of empty fields."""
    at = row_id - batch.first_id
    own = {name: values[at] for name, values in batch.own.items() if values[at] is not None}
    changes = {name: [None, value] for name, value in sorted({**batch.same, **own}.items())}
    return Created(batch.group_id, batch.entity, row_id, changes)


def entries_of(session: Session, group_id: int) -> Iterator[Told]:
    """All entries of a group: first those of records that were created together, then the others as they came."""
    batches = select(AuditBatch).where(AuditBatch.group_id == group_id).order_by(AuditBatch.id)
    for batch in session.scalars(batches):
        for row_id in range(batch.first_id, batch.last_id + 1):
            yield created(batch, row_id)
    yield from session.scalars(select(AuditEntry).where(AuditEntry.group_id == group_id).order_by(AuditEntry.id))
