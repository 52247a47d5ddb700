"""Sheets sent out to agencies and what came back; how a superior platform's own workbook is filled."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record
from models.types import words


class CollectionRound(Record):
    """One asking of units for one kind of list, until a day."""

    term = "报送"
    searched: ClassVar[tuple[str, ...]] = ("title",)
    __tablename__ = "collection_round"

    kind: Mapped[str] = mapped_column(String(40))  # ledger that the files go into
    title: Mapped[str] = mapped_column(words(100))
    due_on: Mapped[date | None] = mapped_column(default=None, index=True)
    sent_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class CollectionReturn(Record):
    """What one unit owes in one round, and what it sent back; the counts are those of its last file."""

    term = "单位报送"
    searched: ClassVar[tuple[str, ...]] = ("file_name",)
    part_of = "round_id"
    __tablename__ = "collection_return"
    __table_args__ = (
        UniqueConstraint("round_id", "agency_id"),
        Index("ix_collection_return_agency_id", "agency_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("collection_round.id", ondelete="RESTRICT"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    sent_on: Mapped[date | None] = mapped_column(default=None)
    returned_on: Mapped[date | None] = mapped_column(default=None)
    file_name: Mapped[str | None] = mapped_column(words(200), default=None)
    new_count: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_count: Mapped[int] = mapped_column(default=0, server_default="0")
    same_count: Mapped[int] = mapped_column(default=0, server_default="0")
    error_count: Mapped[int] = mapped_column(default=0, server_default="0")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id", ondelete="RESTRICT"), default=None)
    reminded_on: Mapped[date | None] = mapped_column(default=None)


class ExportLayout(Record):
    """A fixed workbook of a superior platform and where each field of a ledger goes in it.

    The workbook itself is an attachment of this record; `sha256` names its content, `fingerprint` its headings.
    `columns` lists for every column that is filled its letter, the heading and a field key or a fixed text.
    """

    term = "导出版式"
    searched: ClassVar[tuple[str, ...]] = ("name",)
    __tablename__ = "export_layout"

    name: Mapped[str] = mapped_column(words(80))
    ledger: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(words(200))
    sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str] = mapped_column(String(60))
    header_row: Mapped[int]
    first_row: Mapped[int]
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    date_form: Mapped[str] = mapped_column(String(20), default="dash", server_default="dash")
    masked: Mapped[bool] = mapped_column(default=False, server_default="0")
