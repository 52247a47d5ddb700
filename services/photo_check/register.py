"""Who may be on a photo, and who has one already: read from the register in two questions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from services.certificates.kinds import ENFORCING
from services.photo_match import PhotoOwner
from services.register_papers.photos import photos_kept


@dataclass(frozen=True, slots=True)
class Holder:
    """An officer; `kept` is the hash of the photo in the register, empty where there is none."""

    owner: PhotoOwner
    on_post: bool
    kept: str


def read_holders(session: Session) -> list[Holder]:
    """Every officer, unit by unit."""
    officer, unit, card = EnforcementOfficer, EnforcementAgency, EnforcementCertificate
    current = and_(
        card.officer_id == officer.id, card.current, card.kind.in_(ENFORCING), card.deleted_at.is_(None)
    )  # fmt: skip
    rows = session.execute(
        select(officer.id, officer.name, officer.id_no, card.cert_no, unit.name, officer.post_status, officer.photo)
        .join(unit, unit.id == officer.agency_id)
        .outerjoin(card, current)
        .where(officer.deleted_at.is_(None))
        .order_by(unit.name, officer.name, officer.id)
    ).all()
    kept = photos_kept(session, {row[0]: row[6] or "" for row in rows})
    return [
        Holder(
            PhotoOwner(key, name, number or "", cert_no or "", unit_name),
            status is PostStatus.ON_POST,
            kept[key].sha256 if key in kept else "",
        )
        for key, name, number, cert_no, unit_name, status, _photo in rows
    ]
