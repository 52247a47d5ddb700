"""Officers, certificates and clean-ups that fall due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, case, false, func, literal, select, true, type_coerce
from sqlalchemy.orm import Session, aliased

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, EventKind
from models.cleanup import CleanupCampaign
from models.officer import EnforcementOfficer, ExitCase, PostStatus
from services.certificates.events import counts, matter
from services.certificates.kinds import CERTIFYING, ENFORCING, LEAVERS
from services.certificates.rules import life_rules
from services.due.items import DueKind
from services.due.sources import DueSource
from services.province_rules import rules_in_force

PHASES = (
    ("自查截止", CleanupCampaign.self_check_until),
    ("汇总截止", CleanupCampaign.summary_until),
    ("公告", CleanupCampaign.announce_on),
    ("检查截止", CleanupCampaign.inspect_until),
)


def people_sources(session: Session, today: date) -> Iterator[DueSource]:
    """Exits, certificates of leavers, expiries, suspensions, annual checks, phases of clean-ups."""
    yield from (_exits(), _recalls(session), _certificates(), _suspensions(session, today), _checks())
    yield from (_phase(words, day) for words, day in PHASES)


def _phase(words: str, day: Any) -> DueSource:
    campaign = CleanupCampaign
    rows: Select[*tuple[Any, ...]] = select(campaign.id, campaign.name, literal(""), day, campaign.doc_no).where(
        campaign.deleted_at.is_(None), campaign.closed_on.is_(None)
    )
    return DueSource("cleanup_campaigns", DueKind.CLEANUP, f"资格清理{words}", rows, day)


def _certificates() -> DueSource:
    officer, certificate = EnforcementOfficer, EnforcementCertificate
    rows: Select[*tuple[Any, ...]] = (
        select(officer.id, officer.name, EnforcementAgency.name, certificate.valid_to, certificate.cert_no)
        .join(certificate, certificate.officer_id == officer.id)
        .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
        .where(
            officer.deleted_at.is_(None),
            officer.post_status == PostStatus.ON_POST,
            certificate.current,
            certificate.kind.in_(ENFORCING),
            certificate.deleted_at.is_(None),
            certificate.status.in_(CERTIFYING),
        )
    )
    return DueSource("officers", DueKind.CERTIFICATE, "证件到期", rows, certificate.valid_to)


def _suspensions(session: Session, today: date) -> DueSource:
    """The planned end; where none was set, the next of the days on which the province looks at it again."""
    certificate, event = EnforcementCertificate, CertificateEvent
    reminders = life_rules(session).suspension_reminders
    days = [func.date(event.happened_on, f"+{count} days") for count in reminders]
    coming = [(day >= today.isoformat(), day) for day in days]
    due_on = type_coerce(func.coalesce(event.planned_end, case(*coming, else_=days[-1]) if days else None), Date)
    last = aliased(CertificateEvent)
    standing = (
        select(last.id)
        .where(last.certificate_id == certificate.id, last.status == CertificateStatus.SUSPENDED, counts(last))
        .where(last.kind != EventKind.CHANGED)
        .order_by(last.happened_on.desc(), matter(last).desc())
        .limit(1)
        .correlate(certificate)
        .scalar_subquery()
    )
    rows: Select[*tuple[Any, ...]] = (
        _holders(due_on, event.doc_no)
        .join(event, event.id == standing)
        .where(certificate.status == CertificateStatus.SUSPENDED)
    )
    return DueSource("certificates", DueKind.CERTIFICATE, "暂扣期满", rows, due_on)


def _checks() -> DueSource:
    certificate = EnforcementCertificate
    rows = _holders(certificate.next_check_on, certificate.cert_no).where(
        EnforcementOfficer.post_status == PostStatus.ON_POST, certificate.status.in_(CERTIFYING)
    )
    return DueSource("certificates", DueKind.CERTIFICATE, "证件年审", rows, certificate.next_check_on)


def _holders(due_on: Any, source: Any) -> Select[*tuple[Any, ...]]:
    """Certificates with holder and unit."""
    officer, certificate = EnforcementOfficer, EnforcementCertificate
    return (
        select(certificate.id, officer.name, EnforcementAgency.name, due_on, source)
        .select_from(certificate)
        .join(officer, officer.id == certificate.officer_id)
        .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
        .where(officer.deleted_at.is_(None), certificate.deleted_at.is_(None))
    )


def _exits() -> DueSource:
    officer = EnforcementOfficer
    rows: Select[*tuple[Any, ...]] = (
        select(ExitCase.id, officer.name, EnforcementAgency.name, ExitCase.due_on, ExitCase.measure)
        .join(officer, officer.id == ExitCase.officer_id)
        .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
        .where(ExitCase.deleted_at.is_(None), ExitCase.closed_on.is_(None))
    )
    return DueSource("exits", DueKind.OFFICER, "退出与返岗", rows, ExitCase.due_on)


def _recalls(session: Session) -> DueSource:
    """Leavers whose card is in force still; nothing is due where the province's days are not known."""
    officer, certificate = EnforcementOfficer, EnforcementCertificate
    days = rules_in_force(session).integer("recall_days")
    due_on = type_coerce(func.date(officer.left_on, f"+{days or 0} days"), Date)
    rows: Select[*tuple[Any, ...]] = (
        select(officer.id, officer.name, EnforcementAgency.name, due_on, certificate.cert_no)
        .join(certificate, certificate.officer_id == officer.id)
        .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
        .where(
            true() if days is not None else false(),
            officer.deleted_at.is_(None),
            officer.post_status.in_(LEAVERS),
            certificate.deleted_at.is_(None),
            certificate.kind.in_(ENFORCING),
            certificate.status.in_(CERTIFYING),
        )
    )
    return DueSource("cleanup", DueKind.CERTIFICATE, "收回离岗人员证件", rows, due_on)
