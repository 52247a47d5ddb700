"""Problems, complaints and documents that wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from models.agency import EnforcementAgency
from models.document import DocumentState, IssuedDocument
from models.problem import Complaint, ComplaintState, Problem, ProblemState
from services.due.items import DueKind
from services.due.sources import DueSource, Rows


def matter_sources() -> Iterator[DueSource]:
    """What was found, complained of, or asked in writing."""
    yield from (_problems(), _complaints(), _documents())


def _problems() -> DueSource:
    rows: Rows = (
        select(Problem.id, Problem.title, EnforcementAgency.name, Problem.due_on, Problem.number)
        .join(EnforcementAgency, EnforcementAgency.id == Problem.agency_id)
        .where(Problem.deleted_at.is_(None), Problem.state != ProblemState.CLOSED)
    )
    return DueSource("problems", DueKind.PROBLEM, "问题整改", rows, Problem.due_on)


def _complaints() -> DueSource:
    rows: Rows = (
        select(Complaint.id, Complaint.content, EnforcementAgency.name, Complaint.due_on, Complaint.number)
        .join(EnforcementAgency, EnforcementAgency.id == Complaint.agency_id)
        .where(Complaint.deleted_at.is_(None), Complaint.state != ComplaintState.ANSWERED)
    )
    return DueSource("complaints", DueKind.COMPLAINT, "投诉举报", rows, Complaint.due_on)


def _documents() -> DueSource:
    document = IssuedDocument
    rows: Rows = select(
        document.id, document.title, document.recipients, document.reply_due_on, document.number, document.issued_on
    ).where(document.deleted_at.is_(None), document.state == DocumentState.ISSUED, document.replied_on.is_(None))
    return DueSource("documents", DueKind.DOCUMENT, "待回复文书", rows, document.reply_due_on, ("since",))
