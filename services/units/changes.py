"""What happens to a unit: a new name, an end, a merger. Each inside a transaction that is already open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.agency import AgencyState, EnforcementAgency, FormerName, NoticeKind, SubjectNotice
from models.certificate import CertificateKind, CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from services.errors import ConflictError, ValidationError
from services.officer_posts import open_post, take_over
from services.unit_match import split_names

STAFF = (PostStatus.ON_POST, PostStatus.OFF_EDUCATION, PostStatus.SECONDED_OUT)  # still belong to their unit
LIVE_CARDS = (
    CertificateStatus.ACTIVE,
    CertificateStatus.RENEWING,
    CertificateStatus.SUSPENDED,
    CertificateStatus.MAKING,
)
LONGEST_ALIASES = 300  # signs, as the column holds
PRINTED = (CertificateKind.ENFORCEMENT, CertificateKind.OLD, CertificateKind.ENTRUSTED, CertificateKind.SUPERVISION)


@dataclass(frozen=True, slots=True)
class End:
    """How a unit ends: its last day, the document, and who takes over its people."""

    last_day: date
    doc_no: str
    into: EnforcementAgency | None = None
    merged: bool = False


def rename(session: Session, unit: EnforcementAgency, name: str, last_day: date, basis: str) -> int:
    """Give the unit a new name from the day after `last_day`; how many valid cards print the old one.

    The old name stays with the unit, so that files and plans that carry it are understood, and is noted on the cards.
    Raises ValidationError where the name is the old one or another unit's.
    """
    name = name.strip()
    if name == unit.name:
        raise ValidationError({"name": "新名称和现在的名称一样，没有改动。"})
    taken = select(EnforcementAgency.id).where(
        EnforcementAgency.name == name, EnforcementAgency.id != unit.id, EnforcementAgency.deleted_at.is_(None)
    )
    if session.scalar(taken) is not None:
        raise ValidationError({"name": f"“{name}”已经登记过。两个单位合并时点“合并到”。"})
    latest = session.scalar(
        select(func.max(FormerName.used_to)).where(FormerName.agency_id == unit.id, FormerName.deleted_at.is_(None))
    )
    if latest is not None and last_day <= latest:
        raise ValidationError({"last_day": f"上一次更名在{latest:%Y-%m-%d}，这一次要晚于那一天。"})
    cards = cards_of(session, unit.id)
    for card in cards:
        card.unit_named = card.unit_named or unit.name
    used_from = latest + timedelta(1) if latest is not None else unit.valid_from
    session.add(
        FormerName(agency_id=unit.id, name=unit.name, used_from=used_from, used_to=last_day, basis=basis or None)
    )
    unit.name = name
    return sum(card.unit_named != name for card in cards)


def finish(session: Session, unit: EnforcementAgency, end: End) -> int:
    """Abolish the unit or merge it into another; how many officers moved.

    Raises ConflictError where officers are on post and nobody takes them over, ValidationError for a receiving unit
    that is the unit itself or abolished.
    """
    if end.into is not None and (end.into.id == unit.id or end.into.state is AgencyState.ABOLISHED):
        raise ValidationError({"into_id": "接收单位不能是本单位，也不能是已撤销的单位，请改选。"})
    staff = staff_of(session, unit.id)
    if staff and end.into is None:
        raise ConflictError(f"{unit.name}还有{len(staff)}名人员，没有撤销。选好接收单位，或先给他们办理调离、退休。")
    if end.into is not None:
        for card in cards_of(session, unit.id):
            card.unit_named = card.unit_named or unit.name
        if end.merged:
            _pass_on_names(session, unit, end.into, end)
        reason = f"并入{end.into.name}" if end.merged else f"{unit.name}撤销"
        for officer in staff:
            transfer(session, officer, end.into.id, end.last_day, reason)
    unit.state, unit.valid_to = AgencyState.ABOLISHED, end.last_day
    session.add(
        SubjectNotice(
            agency_id=unit.id, kind=NoticeKind.WITHDRAWN, doc_no=end.doc_no, announced_on=end.last_day, note="撤销登记"
        )
    )
    return len(staff)


def transfer(session: Session, officer: EnforcementOfficer, agency_id: int, last_day: date, reason: str) -> None:
    """The officer's next day after `last_day` is in another unit, in the same post; who is away stays away."""
    held = open_post(session, officer.id)
    if held is not None and held.starts_on is not None and held.starts_on > last_day:
        raise ConflictError(f"{officer.name}在{held.starts_on:%Y-%m-%d}才到岗，晚于{last_day:%Y-%m-%d}，没有改动。")
    take_over(session, officer, agency_id, on=last_day + timedelta(1), reason=reason)


def staff_of(session: Session, agency_id: int) -> Sequence[EnforcementOfficer]:
    """Officers who belong to the unit today."""
    wanted = select(EnforcementOfficer).where(
        EnforcementOfficer.agency_id == agency_id,
        EnforcementOfficer.post_status.in_(STAFF),
        EnforcementOfficer.deleted_at.is_(None),
    )
    return session.scalars(wanted).all()


def cards_of(session: Session, agency_id: int) -> Sequence[EnforcementCertificate]:
    """Valid cards that print the unit: its own name on them, or its officers' where they do not say."""
    card = EnforcementCertificate
    wanted = (
        select(card)
        .join(EnforcementOfficer, EnforcementOfficer.id == card.officer_id)
        .where(
            card.deleted_at.is_(None),
            EnforcementOfficer.deleted_at.is_(None),
            card.kind.in_(PRINTED),
            card.status.in_(LIVE_CARDS),
            func.coalesce(card.agency_id, EnforcementOfficer.agency_id) == agency_id,
        )
    )
    return session.scalars(wanted).all()


def cards_with_other_name(session: Session, unit: EnforcementAgency) -> int:
    """Valid cards of the unit's officers that print another name than the unit has now: they are to be replaced."""
    card = EnforcementCertificate
    wanted = (
        select(func.count(card.id))
        .join(EnforcementOfficer, EnforcementOfficer.id == card.officer_id)
        .where(
            card.deleted_at.is_(None),
            EnforcementOfficer.deleted_at.is_(None),
            EnforcementOfficer.agency_id == unit.id,
            card.kind.in_(PRINTED),
            card.status.in_(LIVE_CARDS),
            or_(
                card.unit_named.is_not(None) & (card.unit_named != unit.name),
                card.unit_named.is_(None) & card.agency_id.is_not(None) & (card.agency_id != unit.id),
            ),
        )
    )
    return session.scalar(wanted) or 0


def _pass_on_names(session: Session, unit: EnforcementAgency, into: EnforcementAgency, end: End) -> None:
    """Whatever name the merged unit bore means the receiving one from now on."""
    older = select(FormerName).where(FormerName.agency_id == unit.id, FormerName.deleted_at.is_(None))
    bore = [(name.name, name.used_from, name.used_to, name.basis) for name in session.scalars(older)]
    began = max((used_to + timedelta(1) for _name, _from, used_to, _basis in bore if used_to), default=unit.valid_from)
    for name, used_from, used_to, basis in [*bore, (unit.name, began, end.last_day, end.doc_no)]:
        session.add(FormerName(agency_id=into.id, name=name, used_from=used_from, used_to=used_to, basis=basis or None))
    known = split_names(into.aliases)
    further = [name for name in (unit.short_name, *split_names(unit.aliases)) if name and name not in known]
    joined = "、".join([*known, *further])
    if further and len(joined) <= LONGEST_ALIASES:
        into.aliases = joined
