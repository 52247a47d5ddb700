"""Case files, scoring standards, and filled scoring sheets."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class StandardState(StrEnum):
    """A standard is changed only while a draft; the first sheet locks it."""

    DRAFT = "draft"
    LOCKED = "locked"


class SheetState(StrEnum):
    """A submitted sheet is frozen."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class CaseFile(Record):
    """行政执法案卷: the volume, not the case."""

    term = "案卷"
    searched: ClassVar[tuple[str, ...]] = ("decision_no", "name", "party", "officers")
    __tablename__ = "case_file"
    __table_args__ = (Index("ix_case_file_agency_id", "agency_id", "decided_on"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    case_type: Mapped[str] = mapped_column(String(20), default="penalty")
    decision_no: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(words(200))
    party: Mapped[str | None] = mapped_column(words(100), default=None)
    officers: Mapped[str | None] = mapped_column(String(100), default=None)
    opened_on: Mapped[date | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    fine: Mapped[int | None] = mapped_column(default=None)  # 分
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class ReviewStandard(Record):
    """评查标准 in its exchange form; `content` is what the scoring engine reads."""

    term = "评查标准"
    searched: ClassVar[tuple[str, ...]] = ("name", "family", "version")
    __tablename__ = "review_standard"

    family: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(words(120))
    version: Mapped[str] = mapped_column(String(20))
    case_type: Mapped[str] = mapped_column(String(30))
    origin: Mapped[str] = mapped_column(String(20))  # official, compiled, proposed
    content: Mapped[str] = mapped_column(String)  # JSON text, kept as text so that decimals stay decimals
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[StandardState] = mapped_column(stored(StandardState), default=StandardState.DRAFT)


class ScoringSheet(Record):
    """评分表 of one reviewer for one case file under one standard."""

    __undoable__ = False  # numbered, signed or submitted: corrected by an act of its own
    term = "评分表"
    searched: ClassVar[tuple[str, ...]] = ("reviewer",)
    __tablename__ = "scoring_sheet"

    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id", ondelete="RESTRICT"), index=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("review_standard.id", ondelete="RESTRICT"), index=True)
    reviewer: Mapped[str] = mapped_column(words(50))
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    score: Mapped[int | None] = mapped_column(default=None)  # hundredths
    grade: Mapped[str | None] = mapped_column(String(20), default=None)
    veto: Mapped[bool] = mapped_column(default=False)
    state: Mapped[SheetState] = mapped_column(stored(SheetState), default=SheetState.DRAFT)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)  # UTC
