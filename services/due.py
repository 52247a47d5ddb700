"""What is due or late over all ledgers: a query at the moment it is asked, never a remembered list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Select, case, false, func, select, true, type_coerce
from sqlalchemy.orm import Session, aliased

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, EventKind
from models.document import DocumentState, IssuedDocument
from models.officer import EnforcementOfficer, ExitCase, PostStatus
from models.plan import Plan, PlanTask, TaskState
from models.problem import Complaint, ComplaintState, Problem, ProblemState
from services.certificates.events import counts, matter
from services.certificates.kinds import CERTIFYING, ENFORCING, LEAVERS
from services.certificates.rules import life_rules
from services.clock import Clock
from services.due_terms import term_sources
from services.province_rules import rules_in_force
from services.uow import Database
from services.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing with a date. `ledger` and `row_id` lead to it; `days` is negative when late."""

    ledger: str
    row_id: int
    what: str
    title: str
    unit: str
    due_on: date
    days: int
    workdays: int
    source: str

    @property
    def state(self) -> str:
        """late, today or soon."""
        return "late" if self.days < 0 else "today" if self.days == 0 else "soon"

    def to_json(self) -> dict[str, Any]:
        """The object of `due --json`."""
        return {
            "ledger": self.ledger,
            "id": self.row_id,
            "kind": self.what,
            "title": self.title,
            "unit": self.unit,
            "due_on": self.due_on.isoformat(),
            "days": self.days,
            "workdays": self.workdays,
            "state": self.state,
            "source": self.source,
        }


class DueList:
    """The morning's question: what is late, what is due today, what comes."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

    def items(self, *, on: date | None = None, days: int = 30) -> Sequence[DueItem]:
        """Everything late on `on` (today) or due within `days` after it, the latest first."""
        today = on or self._now().date()
        return self.between(None, today + timedelta(days=days), today)

    def between(self, first: date | None, last: date, today: date | None = None) -> Sequence[DueItem]:
        """Everything open that is due from `first` (None: ever) to `last`."""
        today = today or self._now().date()
        with self._db.read() as session:
            calendar = WorkCalendar.load(session)
            found = [
                DueItem(
                    ledger,
                    row_id,
                    what,
                    title,
                    unit or "",
                    due_on,
                    (due_on - today).days,
                    calendar.workdays_between(today, due_on),
                    source or "",
                )
                for ledger, what, rows in _open_rows(session, first, last, today)
                for row_id, title, unit, due_on, source in rows
            ]
        return sorted(found, key=lambda item: (item.due_on, item.ledger, item.row_id))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where dates come from: rows of id, title, unit, date, source words."""

    ledger: str
    what: str
    rows: Select[*tuple[Any, ...]]
    due_on: Any


def _open_rows(
    session: Session, first: date | None, last: date, today: date
) -> Iterator[tuple[str, str, Sequence[Any]]]:
    people = (_exits(), _recalls(session), _certificates(), _suspensions(session, today), _checks())
    terms = (_Source(*each) for each in term_sources())
    for source in (_tasks(), _problems(), _complaints(), _documents(), *people, *terms):
        found = source.rows.where(source.due_on <= last)
        if first is not None:
            found = found.where(source.due_on >= first)
        yield source.ledger, source.what, session.execute(found).all()


def _tasks() -> _Source:
    rows: Select[*tuple[Any, ...]] = (
        select(PlanTask.id, PlanTask.summary, PlanTask.unit_words, PlanTask.due_on, Plan.title)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(PlanTask.deleted_at.is_(None), PlanTask.state.in_((TaskState.TODO, TaskState.RUNNING)))
    )
    return _Source("tasks", "计划任务", rows, PlanTask.due_on)


def _problems() -> _Source:
    rows: Select[*tuple[Any, ...]] = (
        select(Problem.id, Problem.title, EnforcementAgency.name, Problem.due_on, Problem.number)
        .join(EnforcementAgency, EnforcementAgency.id == Problem.agency_id)
        .where(Problem.deleted_at.is_(None), Problem.state != ProblemState.CLOSED)
    )
    return _Source("problems", "问题整改", rows, Problem.due_on)


def _complaints() -> _Source:
    rows: Select[*tuple[Any, ...]] = (
        select(Complaint.id, Complaint.content, EnforcementAgency.name, Complaint.due_on, Complaint.number)
        .join(EnforcementAgency, EnforcementAgency.id == Complaint.agency_id)
        .where(Complaint.deleted_at.is_(None), Complaint.state != ComplaintState.ANSWERED)
    )
    return _Source("complaints", "投诉举报", rows, Complaint.due_on)


def _documents() -> _Source:
    document = IssuedDocument
    rows: Select[*tuple[Any, ...]] = select(
        document.id, document.title, document.recipients, document.reply_due_on, document.number
    ).where(document.deleted_at.is_(None), document.state == DocumentState.ISSUED, document.replied_on.is_(None))
    return _Source("documents", "待回复文书", rows, document.reply_due_on)


def _certificates() -> _Source:
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
    return _Source("officers", "证件到期", rows, certificate.valid_to)


def _suspensions(session: Session, today: date) -> _Source:
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
    return _Source("certificates", "暂扣期满", rows, due_on)


def _checks() -> _Source:
    certificate = EnforcementCertificate
    rows = _holders(certificate.next_check_on, certificate.cert_no).where(
        EnforcementOfficer.post_status == PostStatus.ON_POST, certificate.status.in_(CERTIFYING)
    )
    return _Source("certificates", "证件年审", rows, certificate.next_check_on)


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


def _exits() -> _Source:
    officer = EnforcementOfficer
    rows: Select[*tuple[Any, ...]] = (
        select(ExitCase.id, officer.name, EnforcementAgency.name, ExitCase.due_on, ExitCase.measure)
        .join(officer, officer.id == ExitCase.officer_id)
        .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
        .where(ExitCase.deleted_at.is_(None), ExitCase.closed_on.is_(None))
    )
    return _Source("exits", "退出与返岗", rows, ExitCase.due_on)


def _recalls(session: Session) -> _Source:
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
    return _Source("cleanup", "收回离岗人员证件", rows, due_on)
