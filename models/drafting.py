"""拟稿: drafts with their opinions, templates in versions, phrases; and 用印登记."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class DraftState(StrEnum):
    """From writing to signing; a returned draft is written on."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ISSUED = "issued"


class Verdict(StrEnum):
    """What somebody did or said about a draft."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    APPROVED = "approved"
    REMARK = "remark"
    ISSUED = "issued"


class DocumentTemplate(Record):
    """文书模板 in one version; `content` is the exchange form of a document with {字段} in its texts."""

    term = "文书模板"
    __tablename__ = "document_template"
    __table_args__ = (UniqueConstraint("name", "version"),)

    name: Mapped[str] = mapped_column(words(80))
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30), default="other")
    prefix: Mapped[str | None] = mapped_column(String(30), default=None)
    reply_workdays: Mapped[int | None] = mapped_column(default=None)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    retired: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(String(200), default=None)


class DocumentDraft(Record):
    """拟稿: a document before its number; `content` is the exchange form of the command line."""

    __undoable__ = False  # approved or signed: taken back by an act of its own
    term = "拟稿"
    searched: ClassVar[tuple[str, ...]] = ("title", "recipients", "drafter")
    __tablename__ = "document_draft"
    __table_args__ = (
        Index("ix_document_draft_origin", "origin_entity", "origin_id"),
        CheckConstraint("(state = 'issued') = (document_id IS NOT NULL)", name="issued_has_document"),
    )

    kind: Mapped[str] = mapped_column(String(30), default="other")
    title: Mapped[str] = mapped_column(words(200), default="")
    recipients: Mapped[str] = mapped_column(String(300), default="")
    prefix: Mapped[str | None] = mapped_column(String(30), default=None)
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )
    reply_due_on: Mapped[date | None] = mapped_column(default=None)
    origin_entity: Mapped[str | None] = mapped_column(String(50), default=None)
    origin_id: Mapped[int | None] = mapped_column(default=None)
    origin_words: Mapped[str | None] = mapped_column(String(200), default=None)
    template_name: Mapped[str | None] = mapped_column(String(80), default=None)
    template_version: Mapped[int | None] = mapped_column(default=None)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[DraftState] = mapped_column(stored(DraftState), default=DraftState.DRAFTING, index=True)
    drafter: Mapped[str] = mapped_column(words(50))
    changed_on: Mapped[date]
    approver: Mapped[str | None] = mapped_column(words(50), default=None)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_document.id", ondelete="RESTRICT"), default=None)


class DraftOpinion(Record):
    """审批意见: sent, returned, approved or remarked, by whom; `place` is a paragraph such as body[3]."""

    __undoable__ = False  # what was said stays said
    term = "审批意见"
    searched: ClassVar[tuple[str, ...]] = ("person", "opinion")
    part_of = "draft_id"
    __tablename__ = "draft_opinion"

    draft_id: Mapped[int] = mapped_column(ForeignKey("document_draft.id", ondelete="RESTRICT"), index=True)
    verdict: Mapped[Verdict] = mapped_column(stored(Verdict))
    person: Mapped[str] = mapped_column(words(50))
    opinion: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str | None] = mapped_column(String(40), default=None)


class Phrase(Record):
    """常用语: a sentence of the trade that a clerk puts into a text with one click."""

    term = "常用语"
    searched: ClassVar[tuple[str, ...]] = ("category", "text")
    __tablename__ = "phrase"

    category: Mapped[str] = mapped_column(words(30))
    text: Mapped[str] = mapped_column(words(500))


class SealUse(Record):
    """用印登记: one sealing, with who asked, who allowed and who sealed."""

    term = "用印登记"
    searched: ClassVar[tuple[str, ...]] = ("matter", "seal", "applicant", "number")
    __tablename__ = "seal_use"

    used_on: Mapped[date] = mapped_column(index=True)
    seal: Mapped[str] = mapped_column(words(60))
    matter: Mapped[str] = mapped_column(words(200))
    number: Mapped[str | None] = mapped_column(String(60), default=None)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_document.id", ondelete="RESTRICT"), default=None)
    copy_count: Mapped[int] = mapped_column(default=1)
    applicant: Mapped[str] = mapped_column(words(50))
    approver: Mapped[str] = mapped_column(words(50))
    keeper: Mapped[str] = mapped_column(words(50))
    note: Mapped[str | None] = mapped_column(String(200), default=None)


class LayoutProfile(Record):
    """版式方案: which measures of GB/T 9704 an organ sets otherwise; an empty issuer stands for every organ."""

    term = "版式方案"
    searched: ClassVar[tuple[str, ...]] = ("issuer",)
    __tablename__ = "layout_profile"

    issuer: Mapped[str] = mapped_column(words(100), default="", unique=True)
    overrides: Mapped[dict[str, Any]] = mapped_column(JSON)
