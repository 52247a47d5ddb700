"""What stands around the sample's officers: names and notices of units, posts, events, exams, applications, roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyContact, EnforcementAgency, Entrustment, FormerName, NoticeKind, SubjectNotice
from models.certificate import (
    CertificateEvent,
    CertificateKind,
    CertificateStatus,
    EnforcementCertificate,
    EventKind,
    Qualification,
    QualificationKind,
)
from models.officer import (
    EnforcementOfficer,
    OfficerPost,
)
from models.roles import Role, RoleActivity, RoleHolder

BUREAU, ISSUER = "示例县司法局", "示例省人民政府"
FORMER = (
    (4, "县农牧局", "示机改〔2019〕3号"),
    (10, "县国土资源局", "示机改〔2019〕3号"),
    (7, "县文化体育局", "示机改〔2019〕3号"),
)
SIGN_UP, BRIEFED, SUSPENDED_BEFORE = 30, 12, 40
FIRST_HOURS = 1_755  # one lesson short of the forty that a return needs


def add_register(
    session: Session, units: Sequence[EnforcementAgency], officers: Sequence[EnforcementOfficer], today: date
) -> None:
    """Everything of the register beside the plain rows that `units` and `officers` are."""
    _names_and_notices(session, units, today)
    _posts_and_exams(session, officers, today)
    _events(session, today)
    _further_cards(session, officers, today)
    _applications(session, officers, today)
    _roles(session, units, officers, today)


def _names_and_notices(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
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


def _posts_and_exams(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    for serial, officer in enumerate(officers):
        began = date(today.year - 3 - serial % 9, 1 + serial % 12, 1)
        session.add(
            OfficerPost(
                officer_id=officer.id,
                agency_id=officer.agency_id,
                dept=officer.dept,
                post=officer.post,
                staffing=officer.staffing,
                starts_on=began,
                sample=True,
            )
        )
        session.add(
            Qualification(
                officer_id=officer.id,
                kind=QualificationKind.COMBINED,
                domain=officer.domain,
                exam_on=began + timedelta(days=60),
                score=(72 + serial % 25) * 100,
                pass_mark=6_000,
                passed=True,
                sample=True,
            )
        )


def _events(session: Session, today: date) -> None:
    """Each card begins with its issue; a state that is not plain has the event that made it."""
    for card in session.scalars(select(EnforcementCertificate).where(EnforcementCertificate.sample)).all():
        issued = card.issue_date or today
        session.add(_event(card, EventKind.ISSUED, issued, CertificateStatus.ACTIVE, decided_by=card.issuer))
        if card.status is CertificateStatus.SUSPENDED:
            session.add(
                _event(
                    card,
                    EventKind.SUSPENDED,
                    today - timedelta(days=SUSPENDED_BEFORE),
                    CertificateStatus.SUSPENDED,
                    reason_code="K01",
                    reason="检查时未出示证件",
                    basis="省行政执法证件管理的规定",
                    decided_by=BUREAU,
                    doc_no=f"示司监〔{today.year}〕31号",
                    planned_end=today + timedelta(days=20),
                )
            )
        elif card.status is CertificateStatus.RENEWING:
            began = today - timedelta(days=BRIEFED)
            session.add(_event(card, EventKind.RENEWAL_BEGUN, began, CertificateStatus.RENEWING, reason="证件将到期"))


def _further_cards(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    """A second kind of card, and one of the old style that nobody gave back."""
    for place, kind, number in (
        (1, CertificateKind.SUPERVISION, "示监00012"),
        (9, CertificateKind.MINISTRY, "部统00345"),
        (17, CertificateKind.HEARING, "示听00007"),
        (25, CertificateKind.OLD, "示旧08817"),
    ):
        issued = date(today.year - 4, 6, 1)
        card = EnforcementCertificate(
            officer_id=officers[place].id,
            kind=kind,
            current=kind is not CertificateKind.OLD,
            cert_no=number,
            issuer=ISSUER,
            issue_date=issued,
            valid_from=issued,
            valid_to=date(today.year + 2, 5, 31),
            status=CertificateStatus.ACTIVE,
            sample=True,
        )
        session.add(card)
        session.flush()
        session.add(_event(card, EventKind.ISSUED, issued, CertificateStatus.ACTIVE, decided_by=ISSUER))


def _applications(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    """People without a card whose application stands at different steps."""
    steps = (
        (CertificateStatus.BUREAU_REVIEW, 16),
        (CertificateStatus.DRAFT, 3),
        (CertificateStatus.SUPERIOR_REVIEW, 9),
        (CertificateStatus.MAKING, 4),
    )
    held = set(session.scalars(select(EnforcementCertificate.officer_id)))
    for officer, (status, days) in zip([o for o in officers if o.id not in held], steps, strict=False):
        card = EnforcementCertificate(officer_id=officer.id, status=status, issuer=ISSUER, sample=True)
        session.add(card)
        session.flush()
        began = today - timedelta(days=days + SIGN_UP)
        session.add(_event(card, EventKind.APPLIED, began, CertificateStatus.DRAFT, reason="新录用到执法岗位"))
        if status is not CertificateStatus.DRAFT:
            session.add(_event(card, EventKind.FORWARDED, today - timedelta(days=days), status))


def _event(
    card: EnforcementCertificate, kind: EventKind, on: date, status: CertificateStatus, **facts: object
) -> CertificateEvent:
    return CertificateEvent(certificate_id=card.id, kind=kind, happened_on=on, status=status, sample=True, **facts)


def _roles(
    session: Session, units: Sequence[EnforcementAgency], officers: Sequence[EnforcementOfficer], today: date
) -> None:
    begun, until = date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)
    for place, unit in enumerate(units[:11]):
        own = [o for o in officers if o.agency_id == unit.id]
        if place == 6 or not own:
            continue  # one unit has no reviewer: the list of those below five per cent is not empty
        session.add(
            RoleHolder(
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
        )
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
            session.add(
                RoleActivity(
                    holder_id=holder.id,
                    held_on=today - timedelta(days=50 + serial),
                    kind="参加监督检查",
                    content="随同走访沿街商户，了解检查频次",
                    opinion="同类检查宜合并安排",
                    feedback="已转有关单位列入联合检查",
                    sample=True,
                )
            )
