"""Issued documents, their numbers, the holiday table, and how agencies' files were mapped."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class DocumentState(StrEnum):
    """A draft has no number; an issued document is frozen with its PDF; a void one keeps its number."""

    DRAFT = "draft"
    ISSUED = "issued"
    VOID = "void"


class NumberRegister(Record):
    """A class of document numbers of one organ in one year: 示司监〔2026〕n号.

    `opening_serial` is the last number of the old paper register; from the next one on every number has its row here.
    """

    __undoable__ = False  # numbered, signed or submitted: corrected by an act of its own
    term = "文号登记"
    searched: ClassVar[tuple[str, ...]] = ("name", "prefix")
    __tablename__ = "number_register"
    __table_args__ = (UniqueConstraint("prefix", "year"),)

    name: Mapped[str] = mapped_column(words(60))
    prefix: Mapped[str] = mapped_column(String(30))
    year: Mapped[int]
    last_serial: Mapped[int] = mapped_column(default=0)
    opening_serial: Mapped[int] = mapped_column(default=0, server_default="0")
    issuer: Mapped[str | None] = mapped_column(words(100), default=None)


class IssuedDocument(Record):
    """发文: drafted from a record, numbered at signing, frozen with its PDF."""

    __undoable__ = False  # numbered, signed or submitted: corrected by an act of its own
    term = "发文"
    searched: ClassVar[tuple[str, ...]] = ("number", "title", "recipients")
    __tablename__ = "issued_document"
    __table_args__ = (Index("ix_issued_document_origin", "origin_entity", "origin_id"),)

    number: Mapped[str | None] = mapped_column(String(60), default=None, index=True)
    kind: Mapped[str] = mapped_column(String(30), default="letter")
    title: Mapped[str] = mapped_column(words(200))
    recipients: Mapped[str] = mapped_column(String(300))
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )
    issued_on: Mapped[date | None] = mapped_column(default=None, index=True)
    reply_due_on: Mapped[date | None] = mapped_column(default=None, index=True)
    replied_on: Mapped[date | None] = mapped_column(default=None)
    origin_entity: Mapped[str | None] = mapped_column(String(50), default=None)
    origin_id: Mapped[int | None] = mapped_column(default=None)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    handler: Mapped[str | None] = mapped_column(words(50), default=None)
    approver: Mapped[str | None] = mapped_column(words(50), default=None)
    copy_count: Mapped[int | None] = mapped_column(default=None)
    served_on: Mapped[date | None] = mapped_column(default=None)
    service_method: Mapped[str | None] = mapped_column(String(20), default=None)
    archive_no: Mapped[str | None] = mapped_column(String(60), default=None)
    void_reason: Mapped[str | None] = mapped_column(String(80), default=None)
    state: Mapped[DocumentState] = mapped_column(stored(DocumentState), default=DocumentState.DRAFT)


class HolidayDay(Record):
    """A day on which the weekday rule does not hold: a holiday, or a weekend day that is worked."""

    term = "节假日"
    searched: ClassVar[tuple[str, ...]] = ("name", "source")
    __tablename__ = "holiday_day"

    day: Mapped[date] = mapped_column(index=True)
    working: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(words(30))
    source: Mapped[str | None] = mapped_column(String(120), default=None)


class ImportMapping(Record):
    """How the headers of a unit's files were understood, so that the clerk corrects them once."""

    term = "导入对应"
    searched: ClassVar[tuple[str, ...]] = ("kind",)
    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("kind", "unit", "fingerprint"),)

    kind: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(100), default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)


class ImportBatch(Record):
    """One file taken in: what it was and what came of it; its history group can be undone."""

    term = "导入批次"
    searched: ClassVar[tuple[str, ...]] = ("file_name", "kind")
    __tablename__ = "import_batch"

    kind: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(words(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    new_count: Mapped[int]
    changed_count: Mapped[int]
    same_count: Mapped[int]
    error_count: Mapped[int]
