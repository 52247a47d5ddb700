"""Officers, their certificates and their training records."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class PostStatus(StrEnum):
    """Whether the officer still does the work that a certificate is for (certificates note §2.6)."""

    ON_POST = "on_post"
    OFF_EDUCATION = "off_education"
    MOVED = "moved"
    RETIRED = "retired"
    LEFT = "left"


class CertificateStatus(StrEnum):
    """What was decided about a certificate; expiry is computed from valid_to, never stored."""

    ACTIVE = "active"
    RENEWING = "renewing"
    SUSPENDED = "suspended"
    LOST = "lost"
    RECALLED = "recalled"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    REPLACED = "replaced"


class TrainingCategory(StrEnum):
    """What training hours count for (certificates note §3.1)."""

    POLITICAL = "political"
    PUBLIC_LAW = "public_law"
    PROFESSIONAL = "professional"
    SKILL = "skill"
    ETHICS = "ethics"
    OFF_DUTY = "off_duty"
    OTHER = "other"


class EnforcementOfficer(Record):
    """行政执法人员."""

    term = "执法人员"
    searched: ClassVar[tuple[str, ...]] = ("name", "id_no", "dept", "phone")
    __tablename__ = "enforcement_officer"
    __table_args__ = (
        Index("ix_enforcement_officer_name", "name", "id"),
        Index("ix_enforcement_officer_agency_id", "agency_id", "id"),
        Index("ix_enforcement_officer_id_no", "id_no", "id"),
    )

    name: Mapped[str] = mapped_column(words(50))
    gender: Mapped[str | None] = mapped_column(String(2), default=None)
    id_no: Mapped[str | None] = mapped_column(String(18), default=None)
    birth: Mapped[date | None] = mapped_column(default=None)
    nation: Mapped[str | None] = mapped_column(String(20), default=None)
    politics: Mapped[str | None] = mapped_column(String(20), default=None)
    education: Mapped[str | None] = mapped_column(String(20), default=None)
    degree: Mapped[str | None] = mapped_column(String(20), default=None)
    major: Mapped[str | None] = mapped_column(String(60), default=None)
    school: Mapped[str | None] = mapped_column(String(80), default=None)
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    dept: Mapped[str | None] = mapped_column(words(60), default=None)
    post: Mapped[str | None] = mapped_column(words(60), default=None)
    rank: Mapped[str | None] = mapped_column(String(40), default=None)
    staffing: Mapped[str | None] = mapped_column(String(40), default=None)
    domain: Mapped[str | None] = mapped_column(String(100), default=None)
    region: Mapped[str | None] = mapped_column(String(60), default=None)
    exam_public: Mapped[str | None] = mapped_column(String(20), default=None)
    exam_special: Mapped[str | None] = mapped_column(String(20), default=None)
    exam_score: Mapped[str | None] = mapped_column(String(20), default=None)
    exam_date: Mapped[date | None] = mapped_column(default=None)
    exam_certificate: Mapped[str | None] = mapped_column(String(40), default=None)
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
    photo: Mapped[str | None] = mapped_column(String(120), default=None)
    post_status: Mapped[PostStatus] = mapped_column(stored(PostStatus), default=PostStatus.ON_POST)
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class EnforcementCertificate(Record):
    """行政执法证件. At most one of an officer's certificates of a kind is current."""

    term = "执法证件"
    searched: ClassVar[tuple[str, ...]] = ("cert_no", "old_cert_no", "min_cert_no")
    part_of = "officer_id"
    __tablename__ = "enforcement_certificate"
    __table_args__ = (
        Index("ix_enforcement_certificate_officer_id", "officer_id", "current"),
        Index("ix_enforcement_certificate_valid_to", "valid_to", "id"),
        Index("ix_enforcement_certificate_cert_no", "cert_no", "id"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="valid_range"),
    )

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    current: Mapped[bool] = mapped_column(default=True)
    cert_no: Mapped[str | None] = mapped_column(String(40), default=None)
    old_cert_no: Mapped[str | None] = mapped_column(String(40), default=None)
    min_cert_no: Mapped[str | None] = mapped_column(String(40), default=None)
    issuer: Mapped[str | None] = mapped_column(words(100), default=None)
    issue_date: Mapped[date | None] = mapped_column(default=None)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    valid_forever: Mapped[bool] = mapped_column(default=False)
    status: Mapped[CertificateStatus] = mapped_column(stored(CertificateStatus), default=CertificateStatus.ACTIVE)
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    basis: Mapped[str | None] = mapped_column(String(200), default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)


class TrainingRecord(Record):
    """One officer's hours in one training, in minutes."""

    term = "培训记录"
    searched: ClassVar[tuple[str, ...]] = ("title", "organiser")
    __tablename__ = "training_record"
    __table_args__ = (
        Index("ix_training_record_officer_id", "officer_id", "held_on"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
    )

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    title: Mapped[str] = mapped_column(words(120))
    category: Mapped[TrainingCategory] = mapped_column(stored(TrainingCategory), default=TrainingCategory.PUBLIC_LAW)
    held_on: Mapped[date] = mapped_column(index=True)
    minutes: Mapped[int]
    organiser: Mapped[str | None] = mapped_column(words(100), default=None)
    score: Mapped[str | None] = mapped_column(String(20), default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)
