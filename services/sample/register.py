"""What stands around the sample's officers: names, announcements and entrustments of units, and people with roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.agency import AgencyContact, EnforcementAgency, Entrustment, FormerName, NoticeKind, SubjectNotice
from models.officer import EnforcementOfficer
from models.roles import Role, RoleActivity, RoleHolder
from services.sample.cards import BUREAU

FORMER = (
    (4, "县农牧局", "示机改〔2019〕3号"),
    (10, "县国土资源局", "示机改〔2019〕3号"),
    (7, "县文化体育局", "示机改〔2019〕3号"),
)


def add_names_and_notices(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
    """Former names, announcements, contacts and entrustments of the units."""
    for place, name, basis in FORMER:
        session.add(
            FormerName(agency_id=units[place].id, name=name, used_to=date(2019, 2, 28), basis=basis, sample=True)
        )
    for serial, unit in enumerate(units, start=1):
        session.add(
            SubjectNotice(
                agency_id=unit.id,
                kind=NoticeKind.CONFIRMED,
                doc_no=f"示政告〔{today.year - 1}〕{serial}号",
                announced_on=date(today.year - 1, 3, 20),
                issuer="示例县人民政府",
                sample=True,
            )
        )
        session.add(
            AgencyContact(agency_id=unit.id, name=unit.contact or BUREAU, duty="联络员", phone=unit.phone, sample=True)
        )
        unit.staff_quota, unit.enforcer_count = 20 + serial, 8
    for number, (giver, taker, left) in enumerate(((1, 11, 200), (3, 12, 45), (2, 13, -10)), start=1):
        session.add(
            Entrustment(
                from_agency_id=units[giver].id,
                to_agency_id=units[taker].id,
                doc_no=f"示委〔{today.year - 1}〕{number}号",
                matters="日常巡查、现场检查和当场处罚",
                starts_on=today + timedelta(days=left - 730),
                ends_on=today + timedelta(days=left),
                published_on=today + timedelta(days=left - 725) if number < 3 else None,
                sample=True,
            )
        )


def add_roles(
    session: Session, units: Sequence[EnforcementAgency], officers: Sequence[EnforcementOfficer], today: date
) -> None:
    """A reviewer in nearly every unit, and the people around enforcement; what the social supervisors did."""
    begun, until = date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)
    session.add_all(_reviewers(units, officers, begun))
    people = (
        (Role.SOCIAL_SUPERVISOR, "宓怀瑾", "示例商会", "协会", until),
        (Role.SOCIAL_SUPERVISOR, "郗云舒", "示例律师事务所", "律师", until),
        (Role.SOCIAL_SUPERVISOR, "沃景行", "示例县政协", "政协委员", today + timedelta(days=25)),
        (Role.SUPERVISOR, "容知秋", BUREAU, "", until),
        (Role.TEACHER, "缪明川", "示例大学法学院", "高校", until),
        (Role.LEGAL_ADVISER, "蔺正言", "示例律师事务所", "律师", today - timedelta(days=5)),
        (Role.PUBLIC_LAWYER, "岑嘉言", "县市场监督管理局", "", None),
        (Role.AUXILIARY, "亓文柏", "县市场监督管理局", "", until),
    )
    for serial, (role, name, organisation, sector, term_to) in enumerate(people, start=1):
        home = next((u.id for u in units if u.name == organisation), units[0].id)
        holder = RoleHolder(
            role=role,
            name=name,
            agency_id=None if role in (Role.SOCIAL_SUPERVISOR, Role.TEACHER) else home,
            organisation=organisation,
            sector=sector or None,
            card_no=f"示{serial:05d}",
            birth=date(1975 + serial, 5, 5),
            term_from=begun,
            term_to=term_to,
            sample=True,
        )
        session.add(holder)
        session.flush()
        if role is Role.SOCIAL_SUPERVISOR:
            session.add(_visit(holder, today - timedelta(days=50 + serial)))


def _reviewers(
    units: Sequence[EnforcementAgency], officers: Sequence[EnforcementOfficer], begun: date
) -> Iterator[RoleHolder]:
    for place, unit in enumerate(units[:11]):
        own = [officer for officer in officers if officer.agency_id == unit.id]
        if place == 6 or not own:
            continue  # one unit has no reviewer: the list of those below five per cent is not empty
        yield RoleHolder(
            role=Role.LEGAL_REVIEWER,
            name=own[-1].name,
            agency_id=unit.id,
            officer_id=own[-1].id,
            post="法规股股长",
            staffing="行政编制",
            full_time=place % 3 == 0,
            qualification_no=f"A20{18 + place % 5}00{place:04d}" if place % 4 else None,
            qualified_on=date(2018 + place % 5, 3, 1) if place % 4 else None,
            began_on=date(2019 + place % 4, 4, 1),
            public_lawyer=place % 4 == 1,
            term_from=begun,
            sample=True,
        )


def _visit(holder: RoleHolder, held_on: date) -> RoleActivity:
    return RoleActivity(
        holder_id=holder.id,
        held_on=held_on,
        kind="参加监督检查",
        content="随同走访沿街商户，了解检查频次",
        opinion="同类检查宜合并安排",
        feedback="已转有关单位列入联合检查",
        sample=True,
    )
