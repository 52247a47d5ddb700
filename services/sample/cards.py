"""Posts and certificates of 示例县, each certificate with the events that made it what it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.certificate import CertificateStatus, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer, OfficerPost
from services.certificates.events import EventValues, begin, record

DAYS_LEFT = (-6, 12, 47, 80, 160, 289, 420, 579, 705, 980, 1240, 1500)
LAST_STEP = timedelta(days=40)  # before the day of loading


def add_posts_and_cards(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    """A post for everybody, a card for nearly everybody; some suspended, some being renewed."""
    for officer in officers:
        where = {key: getattr(officer, key) for key in ("agency_id", "dept", "post", "staffing")}
        session.add(OfficerPost(officer_id=officer.id, sample=True, **where))
    cards = [
        (_card(officer, place, today), place)
        for place, officer in enumerate(officers)
        if place % 29 != 28  # a few have no certificate yet
    ]
    session.add_all(card for card, _place in cards)
    session.flush()
    for card, place in cards:
        begin(session, card, EventValues(EventKind.REGISTERED, min(card.issue_date or today, today), card.status))
        _last_step(session, card, place, today)


def _card(officer: EnforcementOfficer, place: int, today: date) -> EnforcementCertificate:
    valid_to = today + timedelta(days=DAYS_LEFT[place % 12] + place)
    issued = valid_to.replace(year=valid_to.year - 5, day=min(valid_to.day, 28))
    return EnforcementCertificate(
        officer_id=officer.id,
        cert_no=f"示{10231 + place:06d}",
        issuer="示例省人民政府",
        valid_from=issued,
        issue_date=issued,
        valid_to=valid_to,
        status=CertificateStatus.ACTIVE,
        sample=True,
    )


def _last_step(session: Session, card: EnforcementCertificate, place: int, today: date) -> None:
    on = max(today - LAST_STEP, card.issue_date or today)
    if place % 41 == 17:
        suspended = EventValues(
            EventKind.SUSPENDED,
            on,
            CertificateStatus.SUSPENDED,
            reason="执法时未出示证件",
            decided_by="示例县司法局",
            doc_no=f"示司监决〔{on.year}〕2号",
            planned_end=today + timedelta(days=20),
            details={"required_minutes": 0},
        )
        record(session, card, suspended)
    elif place % 23 == 14:
        record(session, card, EventValues(EventKind.RENEWAL_BEGUN, on, CertificateStatus.RENEWING))
