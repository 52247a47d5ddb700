"""Files that belong to a record."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record


class Attachment(Record):
    """One file of one record; the content lies encrypted under 附件 and is named by its hash."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_entity_entity_id", "entity", "entity_id"),)
    term = "附件"
    searched: ClassVar[tuple[str, ...]] = ("name", "note")

    entity: Mapped[str] = mapped_column(String(50))  # table of the record
    entity_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))  # file name as it came
    size: Mapped[int]  # bytes of the content
    sha256: Mapped[str] = mapped_column(String(64), index=True)  # of the content, hexadecimal
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")
