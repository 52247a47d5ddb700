"""What stands beside a unit: its names over time, contacts, entrustments, notices, people and roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.agency import (
    AgencyContact,
    AgencyGroup,
    AgencyState,
    EnforcementAgency,
    Entrustment,
    FormerName,
    GroupCover,
    GroupMember,
    SubjectNotice,
)
from models.officer import EnforcementOfficer
from models.roles import RoleHolder
from services.certificates.as_of import certified_officers
from services.query import Detail
from services.role_terms import ROLE_LABELS, serving_on
from services.units.changes import STAFF, cards_with_other_name
from services.units.labels import NOTICE_LABELS, term_words

Lines = tuple[tuple[str, str], ...]


def unit_details(session: Session, unit: EnforcementAgency, today: date) -> Sequence[Detail]:
    """The further parts of the pane; those with nothing in them are left out."""
    parts = (
        ("所在单位组", _groups(session, unit)),
        ("人员", _people(session, unit, today)),
        ("曾用名", _former_names(session, unit)),
        ("联系人", _contacts(session, unit)),
        ("执法委托", _entrustments(session, unit)),
        ("主体公告", _notices(session, unit)),
    )
    return tuple(Detail(title, lines) for title, lines in parts if lines)


def _people(session: Session, unit: EnforcementAgency, today: date) -> Lines:
    staff = session.scalar(
        select(func.count(EnforcementOfficer.id)).where(
            EnforcementOfficer.agency_id == unit.id,
            EnforcementOfficer.post_status.in_(STAFF),
            EnforcementOfficer.deleted_at.is_(None),
        )
    )
    certified = session.scalar(
        select(func.count(EnforcementOfficer.id)).where(
            EnforcementOfficer.agency_id == unit.id,
            EnforcementOfficer.id.in_(certified_officers(today)),
            EnforcementOfficer.deleted_at.is_(None),
        )
    )
    lines = [("登记人员", f"{staff}人"), ("持有效证件", f"{certified}人")] if staff or certified else []
    if unit.state is AgencyState.ACTIVE and (cards := cards_with_other_name(session, unit)):
        lines.append(("待换发", f"{cards}本证件印着别的单位名称"))
    roles = (
        select(RoleHolder.role, func.count(RoleHolder.id))
        .where(RoleHolder.agency_id == unit.id, serving_on(today))
        .group_by(RoleHolder.role)
    )
    counts = {row[0]: row[1] for row in session.execute(roles)}
    return (*lines, *((label, f"{counts[role]}人") for role, label in ROLE_LABELS.items() if role in counts))


def _groups(session: Session, unit: EnforcementAgency) -> Lines:
    """Groups whose units are chosen one by one; the others follow from the kind."""
    wanted = (
        select(AgencyGroup.name)
        .join(GroupMember, GroupMember.group_id == AgencyGroup.id)
        .where(
            GroupMember.agency_id == unit.id,
            GroupMember.deleted_at.is_(None),
            AgencyGroup.deleted_at.is_(None),
            AgencyGroup.covers == GroupCover.CHOSEN,
        )
    )
    names = session.scalars(wanted.order_by(AgencyGroup.name)).all()
    return (("单位组", "、".join(names)),) if names else ()


def _former_names(session: Session, unit: EnforcementAgency) -> Lines:
    wanted = select(FormerName).where(FormerName.agency_id == unit.id, FormerName.deleted_at.is_(None))
    names = session.scalars(wanted.order_by(FormerName.used_to.desc(), FormerName.id.desc())).all()
    return tuple((f"至{name.used_to:%Y-%m-%d}" if name.used_to else "时间不详", name.name) for name in names)


def _contacts(session: Session, unit: EnforcementAgency) -> Lines:
    wanted = select(AgencyContact).where(AgencyContact.agency_id == unit.id, AgencyContact.deleted_at.is_(None))
    people = session.scalars(wanted.order_by(AgencyContact.id)).all()
    return tuple((person.duty or "联系人", "　".join(filter(None, (person.name, person.phone)))) for person in people)


def _entrustments(session: Session, unit: EnforcementAgency) -> Lines:
    wanted = select(Entrustment).where(
        or_(Entrustment.from_agency_id == unit.id, Entrustment.to_agency_id == unit.id),
        Entrustment.deleted_at.is_(None),
    )
    found = session.scalars(wanted.order_by(Entrustment.starts_on.desc(), Entrustment.id)).all()
    wanted_ids = {e.from_agency_id for e in found} | {e.to_agency_id for e in found}
    named = select(EnforcementAgency.id, EnforcementAgency.name).where(EnforcementAgency.id.in_(wanted_ids))
    names = {row.id: row.name for row in session.execute(named)}

    def lines() -> Iterator[tuple[str, str]]:
        for each in found:
            gives = each.from_agency_id == unit.id
            other = names[each.to_agency_id if gives else each.from_agency_id]
            yield ("委托给" if gives else "受托于", f"{other}　{term_words(each.starts_on, each.ends_on)}")

    return tuple(lines())


def _notices(session: Session, unit: EnforcementAgency) -> Lines:
    wanted = select(SubjectNotice).where(SubjectNotice.agency_id == unit.id, SubjectNotice.deleted_at.is_(None))
    notices = session.scalars(wanted.order_by(SubjectNotice.announced_on.desc(), SubjectNotice.id.desc())).all()
    return tuple(
        (NOTICE_LABELS[notice.kind.value], f"{notice.announced_on:%Y-%m-%d}　{notice.doc_no}") for notice in notices
    )
