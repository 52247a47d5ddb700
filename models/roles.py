"""People beside the officers who serve for a term: auxiliary staff, reviewers, lawyers, supervisors, teachers."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class Role(StrEnum):
    """What somebody is appointed as (certificates note §4, §5)."""

    AUXILIARY = "auxiliary"
    LEGAL_REVIEWER = "legal_reviewer"
    PUBLIC_LAWYER = "public_lawyer"
    LEGAL_ADVISER = "legal_adviser"
    SUPERVISOR = "supervisor"
    SOCIAL_SUPERVISOR = "social_supervisor"
    TEACHER = "teacher"


class RoleHolder(Record):
    """One person in one role for one term. An officer who holds it is linked, so that a post's end shows here."""

    term = "任职人员"
    searched: ClassVar[tuple[str, ...]] = ("name", "organisation", "card_no", "phone")
    __tablename__ = "role_holder"
    __table_args__ = (
        Index("ix_role_holder_role", "role", "agency_id"),
        Index("ix_role_holder_term_to", "role", "term_to"),
        CheckConstraint("term_to IS NULL OR term_from IS NULL OR term_to >= term_from", name="term_order"),
    )

    role: Mapped[Role] = mapped_column(stored(Role))
    name: Mapped[str] = mapped_column(words(50))
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )  # the home unit, where a shared reviewer counts; None for social supervisors
    officer_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_officer.id", ondelete="RESTRICT"), default=None, index=True
    )
    gender: Mapped[str | None] = mapped_column(String(2), default=None)
    birth: Mapped[date | None] = mapped_column(default=None)
    id_no: Mapped[str | None] = mapped_column(String(18), default=None)
    politics: Mapped[str | None] = mapped_column(String(20), default=None)
    education: Mapped[str | None] = mapped_column(String(40), default=None)
    post: Mapped[str | None] = mapped_column(words(60), default=None)
    organisation: Mapped[str | None] = mapped_column(words(100), default=None)  # law firm, or where a supervisor works
    sector: Mapped[str | None] = mapped_column(String(40), default=None)  # 界别
    recommended: Mapped[str | None] = mapped_column(String(60), default=None)  # 推荐方式、聘用方式
    staffing: Mapped[str | None] = mapped_column(String(40), default=None)
    full_time: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    card_no: Mapped[str | None] = mapped_column(String(40), default=None)  # 工作证号、监督证号、律师证号、聘书号
    qualification_no: Mapped[str | None] = mapped_column(String(40), default=None)  # 法律职业资格
    qualified_on: Mapped[date | None] = mapped_column(default=None)
    public_lawyer: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    began_on: Mapped[date | None] = mapped_column(default=None)  # 初次从事审核日期
    domain: Mapped[str | None] = mapped_column(String(100), default=None)
    term_from: Mapped[date | None] = mapped_column(default=None)
    term_to: Mapped[date | None] = mapped_column(default=None)
    contract_no: Mapped[str | None] = mapped_column(String(60), default=None)
    fee: Mapped[int | None] = mapped_column(default=None)  # 分 a year
    assessment: Mapped[str | None] = mapped_column(String(60), default=None)
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    end_reason: Mapped[str | None] = mapped_column(String(100), default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class RoleActivity(Record):
    """What somebody did in the role: a supervision, a review, a case, a lesson."""

    term = "履职记录"
    searched: ClassVar[tuple[str, ...]] = ("content",)
    part_of = "holder_id"
    __tablename__ = "role_activity"

    holder_id: Mapped[int] = mapped_column(ForeignKey("role_holder.id", ondelete="RESTRICT"), index=True)
    held_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(30))
    content: Mapped[str] = mapped_column(String(300))
    opinion: Mapped[str | None] = mapped_column(String(300), default=None)
    feedback: Mapped[str | None] = mapped_column(String(300), default=None)
