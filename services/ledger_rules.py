"""What every record of a ledger must fulfil beside the others: nothing unique twice, no reference to what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Record
from services.errors import ValidationError
from services.ledger_select import Reference
from services.spec import LedgerSpec


def refuse_unfit(session: Session, spec: LedgerSpec, references: Mapping[str, Reference], item: Record) -> None:
    """ValidationError naming every unique field that a live row has already and every reference that is gone.

    The session forgets the item then, so that nothing of it is written.
    """
    with session.no_autoflush:
        problems = _doubled(session, spec, item) | _lost(session, spec, references, item)
    if problems:
        session.expunge_all()
        raise ValidationError(problems)


def _doubled(session: Session, spec: LedgerSpec, item: Record) -> dict[str, str]:
    kind: Any = type(item)
    problems = {}
    for field in (f for f in spec.fields if f.unique):
        value = getattr(item, field.key)
        same = (getattr(kind, field.key) == value, kind.deleted_at.is_(None), kind.id != (item.id or 0))
        if value not in (None, "") and session.scalar(select(kind.id).where(*same)):
            problems[field.key] = f"“{field.label}”{value}已经登记过，没有保存。核对后修改，或打开已有的那一条。"
    return problems


def _lost(session: Session, spec: LedgerSpec, references: Mapping[str, Reference], item: Record) -> dict[str, str]:
    """A reference to a row in the 回收站 passes the foreign keys, so ask."""
    problems = {}
    for key, reference in references.items():
        if (wanted := getattr(item, key)) is None:
            continue
        found = session.get(reference.record, wanted)
        if found is None or found.deleted_at is not None:
            label = spec.field(key).label
            problems[key] = f"所选“{label}”已不在台账里，没有保存。改选一个，或先从回收站恢复它。"
    return problems
