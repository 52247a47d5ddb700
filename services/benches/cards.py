"""Which cards the benches count, and the one door through which they decide about a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certificate import CertificateEvent, CertificateKind, CertificateStatus, EnforcementCertificate, EventKind
from models.officer import PostStatus
from services.errors import ConflictError

Status = CertificateStatus
ENFORCING = frozenset({CertificateKind.ENFORCEMENT, CertificateKind.OLD, CertificateKind.ENTRUSTED})
CERTIFYING = frozenset({Status.ACTIVE, Status.RENEWING})
HELD = CERTIFYING | {Status.SUSPENDED, Status.LOST}
APPLYING = frozenset({Status.DRAFT, Status.UNIT_REVIEW, Status.BUREAU_REVIEW, Status.SUPERIOR_REVIEW, Status.MAKING})
LEAVERS = frozenset(PostStatus) - {PostStatus.ON_POST, PostStatus.OFF_EDUCATION, PostStatus.SECONDED_OUT}
KIND_LABELS = {
    CertificateKind.ENFORCEMENT.value: "行政执法证",
    CertificateKind.OLD.value: "旧式执法证",
    CertificateKind.ENTRUSTED.value: "委托执法证",
    CertificateKind.SUPERVISION.value: "行政执法监督证",
    CertificateKind.HEARING.value: "听证主持人证",
    CertificateKind.MINISTRY.value: "部委执法证",
}
REVIEWS = frozenset({Status.UNIT_REVIEW, Status.BUREAU_REVIEW, Status.SUPERIOR_REVIEW})
MOVES: dict[EventKind, dict[CertificateStatus, CertificateStatus]] = {
    EventKind.FORWARDED: {Status.DRAFT: Status.UNIT_REVIEW, Status.UNIT_REVIEW: Status.BUREAU_REVIEW},
    EventKind.REVIEWED: {Status.BUREAU_REVIEW: Status.SUPERIOR_REVIEW},
    EventKind.APPROVED: {Status.SUPERIOR_REVIEW: Status.MAKING},
    EventKind.SENT_BACK: dict.fromkeys(REVIEWS, Status.DRAFT),
    EventKind.REJECTED: dict.fromkeys(REVIEWS, Status.REJECTED),
    EventKind.RENEWAL_BEGUN: {Status.ACTIVE: Status.RENEWING},
    EventKind.RECALLED: dict.fromkeys((Status.ACTIVE, Status.RENEWING, Status.SUSPENDED), Status.RECALLED),
    EventKind.CANCELLED: dict.fromkeys(HELD | {Status.RECALLED}, Status.CANCELLED),
    EventKind.REINSTATED: {Status.SUSPENDED: Status.ACTIVE},
}
"""From which state to which the benches' acts lead (certificates note §2.6)."""
NOT_NOW = "{name}的证件现在不能这样办，没有改动。刷新后再看。"
TOO_EARLY = "日期早于这本证件的上一项记事（{last:%Y-%m-%d}），没有改动。改日期后再办。"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one card, and on which paper."""

    kind: EventKind
    on: date
    reason_code: str | None = None
    reason: str | None = None
    basis: str | None = None
    decided_by: str | None = None
    doc_no: str | None = None
    due_on: date | None = None
    card_returned: bool | None = None
    details: dict[str, Any] | None = None


def decide(session: Session, card: EnforcementCertificate, decision: Decision, name: str) -> CertificateEvent:
    """Append the event and move the card on; `name` is the holder's.

    ConflictError where the card's state does not allow it, or where the day lies before its last event (I1, I2).
    """
    moves = MOVES.get(decision.kind)
    status = card.status if moves is None else moves.get(card.status)
    if status is None:
        raise ConflictError(NOT_NOW.format(name=name))
    last = session.scalar(
        select(CertificateEvent.happened_on)
        .where(CertificateEvent.certificate_id == card.id, CertificateEvent.deleted_at.is_(None))
        .order_by(CertificateEvent.happened_on.desc())
        .limit(1)
    )
    if last is not None and decision.on < last:
        raise ConflictError(TOO_EARLY.format(last=last))
    event = CertificateEvent(
        certificate_id=card.id,
        kind=decision.kind,
        happened_on=decision.on,
        status=status,
        reason_code=decision.reason_code,
        reason=decision.reason,
        basis=decision.basis,
        decided_by=decision.decided_by,
        doc_no=decision.doc_no,
        due_on=decision.due_on,
        card_returned=decision.card_returned,
        details=decision.details,
    )
    session.add(event)
    card.status = status
    return event


def held_cards(session: Session, officer_id: int) -> list[EnforcementCertificate]:
    """The cards of one officer that allow enforcing and were not ended, the one that counts first."""
    found = session.scalars(
        select(EnforcementCertificate)
        .where(
            EnforcementCertificate.officer_id == officer_id,
            EnforcementCertificate.deleted_at.is_(None),
            EnforcementCertificate.kind.in_(ENFORCING),
            EnforcementCertificate.status.in_(HELD | {Status.RECALLED}),
        )
        .order_by(EnforcementCertificate.current.desc(), EnforcementCertificate.id.desc())
    )
    return list(found)
