"""Reads the facts of one officer and one certificate from the file."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.agency import AgencyKind, AgencyState, EnforcementAgency, Entrustment, NoticeKind, SubjectNotice
from models.certificate import (
    CertificateEvent,
    CertificateKind,
    CertificateStatus,
    EnforcementCertificate,
    EventKind,
    Qualification,
)
from models.officer import Discipline, EnforcementOfficer, ExitCase, ExitState
from services.certificates.events import effective_events, effective_kind
from services.certificates.facts import Facts, Qualified
from services.certificates.kinds import ENFORCING, HELD
from services.certificates.rules import LifeRules, last_day
from services.training.compliance import person_year, shortfall_words
from services.training.population import Holder
from services.training.rules import rule_of_year
from services.training.undecided import off_duty_minutes

APPLICATION_NEEDS = {
    "id_no": "身份证号",
    "gender": "性别",
    "education": "学历",
    "staffing": "编制性质",
    "domain": "执法类别",
}


def read_facts(
    session: Session,
    officer: EnforcementOfficer,
    certificate: EnforcementCertificate | None,
    rules: LifeRules,
    today: date,
    *,
    kind: CertificateKind = CertificateKind.ENFORCEMENT,
) -> Facts:
    """What the guards need; `kind` is that of a card still to be applied for."""
    kind = certificate.kind if certificate is not None else kind
    blocked, banned = read_blocks(session, officer.id, today)
    return Facts(
        today=today,
        kind=kind,
        other_held=_other_held(session, officer.id, certificate, kind),
        post_status=officer.post_status,
        enforcing=officer.enforcing,
        staffing=officer.staffing or "",
        excluded_staff=rules.excluded_staff,
        missing=tuple(label for key, label in APPLICATION_NEEDS.items() if not getattr(officer, key)),
        blocked_until=blocked,
        banned_until=banned,
        qualified=qualified(session, officer.id, rules, today),
        late_renewal=rules.late_renewal,
        check_from=rules.check_from,
        check_to=rules.check_to,
        hours_missing=_hours_missing(session, officer, today) if rules.check_needs_hours else "",
        **_unit(session, officer, today),
        **(_card(session, officer.id, certificate, today) if certificate is not None else {}),
    )


def open_successor(session: Session, certificate_id: int) -> EnforcementCertificate | None:
    """The application that is to take the card's place, or None."""
    card = EnforcementCertificate
    found = select(card).where(
        card.previous_id == certificate_id, card.deleted_at.is_(None), card.status != CertificateStatus.REJECTED
    )
    return session.scalars(found.order_by(card.id.desc()).limit(1)).first()


def read_blocks(session: Session, officer_id: int, day: date) -> tuple[date | None, date | None]:
    """Until when, inclusive, a discipline and a revocation bar a new certificate; None for what does not on `day`."""
    return barred_until(session, officer_id, day), _banned_until(session, officer_id, day)


def barred_until(session: Session, officer_id: int, day: date) -> date | None:
    """The last day on which a discipline bars, where it does on `day`. Which kinds bar is settled when one is stored:
    those that the province's rule names have such a day, a warning has none."""
    return session.scalar(
        select(func.max(Discipline.blocked_until)).where(
            Discipline.officer_id == officer_id,
            Discipline.decided_on <= day,
            Discipline.blocked_until >= day,
            Discipline.deleted_at.is_(None),
        )
    )


def qualified(session: Session, officer_id: int, rules: LifeRules, today: date) -> Qualified:
    """The best that the officer's exams say today; an exam holds until its printed end or the province's years."""
    rows = session.scalars(
        select(Qualification).where(Qualification.officer_id == officer_id, Qualification.deleted_at.is_(None))
    ).all()
    order = list(Qualified)
    rank = {Qualified.PASSED: 9, Qualified.WAIVED: 8}
    found = (_one_exam(row, rules, today) for row in rows)
    return max(found, key=lambda state: rank.get(state, order.index(state)), default=Qualified.NONE)


def _one_exam(row: Qualification, rules: LifeRules, today: date) -> Qualified:
    if row.cancelled_on is not None:
        return Qualified.CANCELLED
    if row.waiver_basis:
        return Qualified.WAIVED
    if not row.passed:
        return Qualified.FAILED
    until = row.valid_until
    if until is None and row.exam_on and rules.qualification_years:
        until = last_day(row.exam_on, rules.qualification_years)
    return Qualified.OUTDATED if until is not None and until < today else Qualified.PASSED


def _card(session: Session, officer_id: int, certificate: EnforcementCertificate, today: date) -> dict[str, Any]:
    events = effective_events(session, certificate.id)
    suspended = _latest(events, EventKind.SUSPENDED)
    lost = _latest(events, EventKind.LOST)
    begun = next((n for n in range(len(events) - 1, 0, -1) if events[n].kind is EventKind.RENEWAL_BEGUN), None)
    facts: dict[str, Any] = {
        "status": certificate.status,
        "cert_no": certificate.cert_no or "",
        "issuer": certificate.issuer or "",
        "valid_to": certificate.valid_to,
        "last_event_on": events[-1].happened_on if events else None,
        "before_renewal": events[begun - 1].status if begun else CertificateStatus.ACTIVE,
        "renews": certificate.previous_id is not None,
        "reported_on": lost.happened_on if lost else None,
    }
    if certificate.status is CertificateStatus.LOST:
        facts["replaced"] = open_successor(session, certificate.id) is not None
    if suspended is not None and certificate.status is CertificateStatus.SUSPENDED:
        facts["required_minutes"] = int((suspended.details or {}).get("required_minutes", 0))
        facts["education_minutes"] = off_duty_minutes(session, officer_id, suspended.happened_on, today)
        facts["test_passed"] = _tested(session, officer_id, suspended.happened_on)
    return facts


def _latest(events: Any, kind: EventKind) -> CertificateEvent | None:
    stood = (event for event in reversed(events) if not (event.details or {}).get("withdrawn"))
    return next((event for event in stood if effective_kind(event) is kind), None)


def _tested(session: Session, officer_id: int, since: date) -> bool | None:
    case = ExitCase
    return session.scalar(
        select(case.test_passed)
        .where(
            case.officer_id == officer_id,
            case.deleted_at.is_(None),
            case.state != ExitState.LEFT,
            case.test_passed.is_not(None),
            case.tested_on >= since,
        )
        .order_by(case.tested_on.desc())
        .limit(1)
    )


def _other_held(
    session: Session, officer_id: int, certificate: EnforcementCertificate | None, kind: CertificateKind
) -> str:
    card = EnforcementCertificate
    kinds = ENFORCING if kind in ENFORCING else {kind}
    found = select(card.cert_no).where(
        card.officer_id == officer_id, card.deleted_at.is_(None), card.kind.in_(kinds), card.status.in_(HELD)
    )
    if certificate is not None:
        found = found.where(card.id != certificate.id)
    numbers = session.scalars(found.limit(1)).all()
    return (numbers[0] or "（证号未登记）") if numbers else ""


def _unit(session: Session, officer: EnforcementOfficer, today: date) -> dict[str, Any]:
    agency = session.get_one(EnforcementAgency, officer.agency_id)
    notice = session.scalars(
        select(SubjectNotice.kind)
        .where(SubjectNotice.agency_id == agency.id, SubjectNotice.deleted_at.is_(None))
        .order_by(SubjectNotice.announced_on.desc(), SubjectNotice.id.desc())
        .limit(1)
    ).first()
    any_notice = select(SubjectNotice.id).where(SubjectNotice.deleted_at.is_(None)).limit(1)
    announced: bool | None = None
    if notice is not None:
        announced = notice is not NoticeKind.WITHDRAWN
    elif session.scalar(any_notice) is not None:
        announced = False
    entrusted = session.scalar(
        select(func.count()).where(
            Entrustment.to_agency_id == agency.id,
            Entrustment.deleted_at.is_(None),
            Entrustment.starts_on <= today,
            (Entrustment.ends_on.is_(None)) | (Entrustment.ends_on >= today),
        )
    )
    return {
        "unit_abolished": agency.state is AgencyState.ABOLISHED,
        "unit_police": "公安" in agency.name and agency.kind is not AgencyKind.ENTRUSTED,
        "unit_announced": announced,
        "unit_entrusted": bool(entrusted),
    }


def _banned_until(session: Session, officer_id: int, day: date) -> date | None:
    return session.scalar(
        select(func.max(Qualification.banned_until)).where(
            Qualification.officer_id == officer_id,
            Qualification.banned_until >= day,
            Qualification.deleted_at.is_(None),
        )
    )


def _hours_missing(session: Session, officer: EnforcementOfficer, today: date) -> str:
    holder = Holder(officer.id, officer.name, officer.agency_id, "", officer.post_status)
    rule = rule_of_year(session, today.year).rule
    return shortfall_words(rule, person_year(session, holder, today.year, today))
