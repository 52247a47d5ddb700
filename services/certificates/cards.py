"""Which card of an officer counts, and whose a number is."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certificate import CertificateKind, CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer
from services.certificates.kinds import ENFORCING, HELD
from services.errors import ValidationError


def current_certificate(session: Session, officer_id: int) -> EnforcementCertificate | None:
    """The officer's current card that allows enforcing, or None."""
    card = EnforcementCertificate
    return session.scalars(
        select(card)
        .where(card.officer_id == officer_id, card.current, card.deleted_at.is_(None), card.kind.in_(ENFORCING))
        .order_by(card.id.desc())
        .limit(1)
    ).first()


def current_beside(session: Session, officer_id: int, kind: CertificateKind) -> list[EnforcementCertificate]:
    """The current cards that a new one of `kind` takes the place of."""
    card = EnforcementCertificate
    kinds = ENFORCING if kind in ENFORCING else {kind}
    found = select(card).where(
        card.officer_id == officer_id, card.current, card.deleted_at.is_(None), card.kind.in_(kinds)
    )
    return list(session.scalars(found))


def refuse_taken_number(session: Session, officer_id: int, number: str | None) -> None:
    """ValidationError where another person holds a card of that number (case 17)."""
    card = EnforcementCertificate
    taken = (
        select(EnforcementOfficer.name)
        .join(card, card.officer_id == EnforcementOfficer.id)
        .where(
            card.cert_no == number,
            card.officer_id != officer_id,
            card.deleted_at.is_(None),
            card.status.in_(HELD | {CertificateStatus.RECALLED}),
        )
    )
    if number and (name := session.scalar(taken.limit(1))):
        raise ValidationError({"cert_no": f"证号{number}正由{name}使用，请核对。"})
