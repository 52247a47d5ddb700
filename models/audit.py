"""History: who changed what, when, from what to what, and why. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class AuditGroup(Base):
    """One act of one person: everything that one transaction changed."""

    __tablename__ = "audit_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]  # UTC
    actor: Mapped[str] = mapped_column(String(50))
    reason: Mapped[str] = mapped_column(String(100))
    needed: Mapped[str] = mapped_column(String(20))  # services.access.Right, asked again before the act is taken back
    previous_hash: Mapped[str] = mapped_column(String(64))
    entry_hash: Mapped[str] = mapped_column(String(64))  # over this group, its entries and previous_hash
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("audit_group.id", ondelete="RESTRICT"), default=None)


class AuditEntry(Base):
    """One record changed by a group; `changes` maps a field to [old, new]."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_entity_entity_id", "entity", "entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("audit_group.id", ondelete="RESTRICT"), index=True)
    action: Mapped[str] = mapped_column(String(10))
    entity: Mapped[str] = mapped_column(String(50))
    entity_id: Mapped[int]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class AuditBatch(Base):
    """Records of one table that a group created together, with ids from `first_id` to `last_id`. `same` maps a field to
    the value of all of them, `own` to one value for each in the order of the ids."""

    __tablename__ = "audit_batch"
    __table_args__ = (Index("ix_audit_batch_entity", "entity", "first_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("audit_group.id", ondelete="RESTRICT"), index=True)
    entity: Mapped[str] = mapped_column(String(50))
    first_id: Mapped[int]
    last_id: Mapped[int]
    same: Mapped[dict[str, Any]] = mapped_column(JSON)
    own: Mapped[dict[str, list[Any]]] = mapped_column(JSON)


class AuditHead(Base):
    """The one row (id 1) that says how many groups there are and how the last one ends, so that a cut tail shows."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    groups: Mapped[int]
    last_hash: Mapped[str] = mapped_column(String(64))
