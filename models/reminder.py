"""When the desk reminds, and what became of each reminder."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Record
from models.types import words


class ReminderRule(Record):
    """Days before (and after) a date on which one class of deadlines is called to mind; a row that a clerk can edit.

    `before` and `after` are numbers parted by 、; `weekly_after` goes on once a week after the last of `after`.
    """

    term = "提醒规则"
    searched: ClassVar[tuple[str, ...]] = ("label", "basis")
    __tablename__ = "reminder_rule"

    key: Mapped[str] = mapped_column(String(30), unique=True)
    label: Mapped[str] = mapped_column(words(60))
    before: Mapped[str] = mapped_column(String(100))
    after: Mapped[str] = mapped_column(String(100), default="", server_default="")
    weekly_after: Mapped[bool] = mapped_column(default=True, server_default="1")
    workdays: Mapped[bool] = mapped_column(default=False, server_default="0")
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    basis: Mapped[str | None] = mapped_column(String(200), default=None)


class ReminderMark(Base):
    """What a user saw of one reminder. Not part of the history: it says nothing of the matter itself."""

    __tablename__ = "reminder_mark"
    __table_args__ = (
        UniqueConstraint("entity", "entity_id", "due_on", "fell_on"),
        Index("ix_reminder_mark_snoozed_until", "snoozed_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(String(50))  # ledger of the row
    entity_id: Mapped[int]
    due_on: Mapped[date]
    fell_on: Mapped[date]  # day on which the rule called
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by: Mapped[str | None] = mapped_column(String(50), default=None)
    snoozed_until: Mapped[date | None] = mapped_column(default=None)
    acted_at: Mapped[datetime | None] = mapped_column(default=None)
