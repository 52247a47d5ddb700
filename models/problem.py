"""Problems to be put right, and complaints."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class ProblemState(StrEnum):
    """From finding to closing (documents note C3)."""

    REGISTERED = "registered"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    CLOSED = "closed"


class ComplaintState(StrEnum):
    """From receipt to answer."""

    RECEIVED = "received"
    HANDLING = "handling"
    ANSWERED = "answered"


class Problem(Record):
    """突出问题: found, given a measure, a unit and a date, closed with evidence."""

    term = "问题"
    searched: ClassVar[tuple[str, ...]] = ("number", "title", "measure", "person")
    __tablename__ = "problem"
    __table_args__ = (
        Index("ix_problem_due_on", "due_on", "id"),
        Index("ix_problem_number", "number", "id"),
        Index("ix_problem_title", "title", "id"),
        CheckConstraint("closed_on IS NULL OR closed_on >= found_on", name="closed_after_found"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_date"),
    )

    number: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(words(300))
    kind: Mapped[str] = mapped_column(String(30), default="other")
    source: Mapped[str] = mapped_column(String(30), default="check")
    found_on: Mapped[date]
    measure: Mapped[str | None] = mapped_column(Text, default=None)
    person: Mapped[str | None] = mapped_column(words(50), default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    original_due_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[ProblemState] = mapped_column(stored(ProblemState), default=ProblemState.REGISTERED)
    result: Mapped[str | None] = mapped_column(Text, default=None)
    reviewer: Mapped[str | None] = mapped_column(words(50), default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)

    @property
    def settled(self) -> bool:
        """Closed."""
        return self.state is ProblemState.CLOSED


class Complaint(Record):
    """投诉举报."""

    term = "投诉举报"
    searched: ClassVar[tuple[str, ...]] = ("number", "content", "complainant")
    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_due_on", "due_on", "id"),
        CheckConstraint("(state = 'answered') = (answered_on IS NOT NULL)", name="answered_has_date"),
    )

    number: Mapped[str] = mapped_column(String(40))
    received_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(30), default="letter")
    complainant: Mapped[str | None] = mapped_column(words(50), default=None)
    private_enterprise: Mapped[bool] = mapped_column(default=False)
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), index=True)
    content: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[ComplaintState] = mapped_column(stored(ComplaintState), default=ComplaintState.RECEIVED)
    result: Mapped[str | None] = mapped_column(Text, default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def settled(self) -> bool:
        """Answered."""
        return self.state is ComplaintState.ANSWERED
