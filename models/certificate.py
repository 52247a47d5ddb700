"""Certificates, everything that happened to them, and the exams that they rest on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class CertificateKind(StrEnum):
    """Which card it is (certificates note §2.1). Police cards are no certificates of this register."""

    ENFORCEMENT = "enforcement"
    OLD = "old"
    ENTRUSTED = "entrusted"
    SUPERVISION = "supervision"
    HEARING = "hearing"
    MINISTRY = "ministry"


class CertificateStatus(StrEnum):
    """What the last event made of a certificate; expiry is computed from valid_to, never stored.

    RENEWING is an active card whose successor was applied for: its holder is certified.
    """

    DRAFT = "draft"
    UNIT_REVIEW = "unit_review"
    BUREAU_REVIEW = "bureau_review"
    SUPERIOR_REVIEW = "superior_review"
    MAKING = "making"
    ACTIVE = "active"
    RENEWING = "renewing"
    SUSPENDED = "suspended"
    LOST = "lost"
    RECALLED = "recalled"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    REPLACED = "replaced"
    REJECTED = "rejected"


class EventKind(StrEnum):
    """What can happen to a certificate; T01 to T20 of the certificates note §2.6 and taking over what there was."""

    REGISTERED = "registered"  # taken over from a roster
    APPLIED = "applied"  # T01
    FORWARDED = "forwarded"  # T02, to the unit's and on to the bureau's review
    SENT_BACK = "sent_back"  # T03, to be mended
    REJECTED = "rejected"  # T03, for good
    REVIEWED = "reviewed"  # T04
    APPROVED = "approved"  # T05
    ISSUED = "issued"  # T06
    CHECKED = "checked"  # T07
    SUSPENDED = "suspended"  # T08
    REINSTATED = "reinstated"  # T09
    REVOKED = "revoked"  # T10, T19
    RECALLED = "recalled"  # T11
    CANCELLED = "cancelled"  # T12, T20
    LOST = "lost"  # T13
    REPLACED = "replaced"  # T14, T16, T18: a successor was issued
    FOUND = "found"  # T15
    RENEWAL_BEGUN = "renewal_begun"
    RENEWAL_DROPPED = "renewal_dropped"
    CHANGED = "changed"  # data on the card, such as the unit's new name
    CORRECTED = "corrected"  # an earlier event was entered wrongly (I8)


class QualificationKind(StrEnum):
    """Which exam, or what stands for one."""

    PUBLIC_LAW = "public_law"
    SPECIAL = "special"
    COMBINED = "combined"


class EnforcementCertificate(Record):
    """行政执法证件. `status` is what its last event left, kept here so that lists are quick.

    Of the cards that allow enforcing at most one of an officer is current; other kinds stand beside it.
    """

    term = "执法证件"
    searched: ClassVar[tuple[str, ...]] = ("cert_no", "old_cert_no", "min_cert_no")
    part_of = "officer_id"
    __tablename__ = "enforcement_certificate"
    __table_args__ = (
        Index("ix_enforcement_certificate_officer_id", "officer_id", "current"),
        Index("ix_enforcement_certificate_valid_to", "valid_to", "id"),
        Index("ix_enforcement_certificate_cert_no", "cert_no", "id"),
        Index("ix_enforcement_certificate_status", "status", "id"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="valid_range"),
    )

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    kind: Mapped[CertificateKind] = mapped_column(
        stored(CertificateKind), default=CertificateKind.ENFORCEMENT, server_default=CertificateKind.ENFORCEMENT.value
    )
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )  # the unit printed on the card; None where it is the officer's
    current: Mapped[bool] = mapped_column(default=True)
    cert_no: Mapped[str | None] = mapped_column(String(40), default=None)
    old_cert_no: Mapped[str | None] = mapped_column(String(40), default=None)
    min_cert_no: Mapped[str | None] = mapped_column(String(40), default=None)
    issuer: Mapped[str | None] = mapped_column(words(100), default=None)
    issue_date: Mapped[date | None] = mapped_column(default=None)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    valid_forever: Mapped[bool] = mapped_column(default=False)
    domain: Mapped[str | None] = mapped_column(String(100), default=None)
    region: Mapped[str | None] = mapped_column(String(60), default=None)
    previous_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_certificate.id", ondelete="RESTRICT"), default=None
    )
    next_check_on: Mapped[date | None] = mapped_column(default=None, index=True)
    unit_named: Mapped[str | None] = mapped_column(words(100), default=None)  # the unit as the card prints it
    status: Mapped[CertificateStatus] = mapped_column(stored(CertificateStatus), default=CertificateStatus.ACTIVE)
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    basis: Mapped[str | None] = mapped_column(String(200), default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)


class CertificateEvent(Record):
    """One thing that happened to a certificate. Never changed: a correction is a further event (I8).

    `happened_on` is the day from which it holds; among events of one day the later row stands.
    """

    term = "证件记事"
    searched: ClassVar[tuple[str, ...]] = ("doc_no", "reason")
    part_of = "certificate_id"
    __tablename__ = "certificate_event"
    __table_args__ = (
        Index("ix_certificate_event_certificate_id", "certificate_id", "happened_on"),
        Index("ix_certificate_event_kind", "kind", "happened_on"),
    )

    certificate_id: Mapped[int] = mapped_column(ForeignKey("enforcement_certificate.id", ondelete="RESTRICT"))
    kind: Mapped[EventKind] = mapped_column(stored(EventKind))
    happened_on: Mapped[date]
    status: Mapped[CertificateStatus] = mapped_column(stored(CertificateStatus))  # after it
    reason_code: Mapped[str | None] = mapped_column(String(10), default=None)
    reason: Mapped[str | None] = mapped_column(String(300), default=None)
    basis: Mapped[str | None] = mapped_column(String(300), default=None)
    decided_by: Mapped[str | None] = mapped_column(words(100), default=None)
    doc_no: Mapped[str | None] = mapped_column(String(60), default=None)
    planned_end: Mapped[date | None] = mapped_column(default=None)  # of a suspension
    due_on: Mapped[date | None] = mapped_column(default=None)  # of the step that follows
    notice_medium: Mapped[str | None] = mapped_column(String(100), default=None)  # where a loss was announced
    notice_on: Mapped[date | None] = mapped_column(default=None)
    notice_text: Mapped[str | None] = mapped_column(String(500), default=None)
    card_returned: Mapped[bool | None] = mapped_column(default=None)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)  # what was submitted, or changed
    corrects_id: Mapped[int | None] = mapped_column(
        ForeignKey("certificate_event.id", ondelete="RESTRICT"), default=None
    )


class Qualification(Record):
    """资格考试: an exam passed or failed, or what it was waived for; cancelled along with a revoked card (I4)."""

    term = "资格考试"
    searched: ClassVar[tuple[str, ...]] = ("certificate_no", "domain")
    part_of = "officer_id"
    __tablename__ = "qualification"
    __table_args__ = (Index("ix_qualification_officer_id", "officer_id", "kind"),)

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    kind: Mapped[QualificationKind] = mapped_column(stored(QualificationKind), default=QualificationKind.COMBINED)
    domain: Mapped[str | None] = mapped_column(String(100), default=None)
    exam_on: Mapped[date | None] = mapped_column(default=None)
    score: Mapped[int | None] = mapped_column(default=None)  # hundredths of a point
    pass_mark: Mapped[int | None] = mapped_column(default=None)  # hundredths of a point
    passed: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    waiver_basis: Mapped[str | None] = mapped_column(String(200), default=None)
    certificate_no: Mapped[str | None] = mapped_column(String(40), default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    cancelled_on: Mapped[date | None] = mapped_column(default=None)
    banned_until: Mapped[date | None] = mapped_column(default=None)  # inclusive
    note: Mapped[str | None] = mapped_column(String(300), default=None)
