"""Who is certified on a day: the one question that indicators and units ask, answered in one place."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.certificate import CertificateEvent, CertificateKind, CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer

ENFORCING = (CertificateKind.ENFORCEMENT, CertificateKind.OLD, CertificateKind.ENTRUSTED)
VALID = (CertificateStatus.ACTIVE, CertificateStatus.RENEWING)


def certified_officers(session: Session, day: date, agency_id: int | None = None) -> frozenset[int]:
    """Officers with a card that lets them enforce on `day`; of one unit where it is given.

    A card counts by the status that its last event until `day` left; one without events by its own status.
    """
    card = EnforcementCertificate
    status = _status_until(day)
    wanted = (
        select(card.officer_id)
        .join(EnforcementOfficer, EnforcementOfficer.id == card.officer_id)
        .where(
            card.deleted_at.is_(None),
            EnforcementOfficer.deleted_at.is_(None),
            card.kind.in_(ENFORCING),
            or_(card.valid_to.is_(None), card.valid_to >= day),
            or_(card.issue_date.is_(None), card.issue_date <= day),
            or_(status.in_(VALID), and_(status.is_(None), _without_events(), card.status.in_(VALID))),
        )
        .distinct()
    )
    if agency_id is not None:
        wanted = wanted.where(EnforcementOfficer.agency_id == agency_id)
    return frozenset(session.scalars(wanted))


def _status_until(day: date) -> ColumnElement[CertificateStatus]:
    event = CertificateEvent
    last = (
        select(event.status)
        .where(
            event.certificate_id == EnforcementCertificate.id,
            event.happened_on <= day,
            event.deleted_at.is_(None),
        )
        .order_by(event.happened_on.desc(), event.id.desc())
        .limit(1)
    )
    return last.scalar_subquery()


def _without_events() -> ColumnElement[bool]:
    event = CertificateEvent
    return ~select(event.id).where(event.certificate_id == EnforcementCertificate.id).exists()
