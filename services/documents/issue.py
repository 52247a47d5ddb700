"""Signing a document: number, PDF and register row in one act, so that no number is without its paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.agency import EnforcementAgency
from models.document import DocumentState, IssuedDocument
from models.plan import Plan, PlanTask, PlanTaskUnit
from services.access import Right
from services.attachments import Attachments
from services.clock import Clock
from services.documents.registers import allocate, prefix_fault
from services.documents.reminder import LateTask, Sender, reminder
from services.errors import ValidationError
from services.query import LedgerRow, Outcome
from services.settings import Settings
from services.unit_match import UnitMatcher
from services.uow import Database
from services.workdays import WorkCalendar

REGISTER_NAME = "监督函"


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before signing: its content in the exchange form and where it belongs."""

    kind: str
    content: Mapping[str, Any]
    agency_id: int | None
    reply_due_on: date | None
    origin_entity: str
    origin_id: int


class DocumentOffice:
    """Drafts from ledgers and signs. `scratch` gives the folder in which a PDF may lie open while it is looked at."""

    def __init__(
        self, database: Database, settings: Settings, attachments: Attachments, scratch: Callable[[], Path], now: Clock
    ) -> None:
        self._db, self._settings, self._now = database, settings, now
        self._attachments, self._scratch = attachments, scratch

    def late_units(self, task: LedgerRow) -> list[tuple[int, str]]:
        """The registered units of a task, which a reminder can go to; the bureau does not remind itself."""
        units = (
            select(EnforcementAgency.id, EnforcementAgency.name)
            .join(PlanTaskUnit, PlanTaskUnit.agency_id == EnforcementAgency.id)
            .where(PlanTaskUnit.task_id == task.id, PlanTaskUnit.deleted_at.is_(None))
            .distinct()
        )
        with self._db.read() as session:
            own = UnitMatcher(session, self._settings.get("county_name")).find(self._settings.get("bureau_name"))
            mine = own.agency_id if own else None
            return [(row_id, name) for row_id, name in session.execute(units) if row_id != mine]

    def draft_reminder(self, task: LedgerRow, agency_id: int) -> Draft:
        """A reminder about one late task to one unit; it asks for an answer within the working days of the settings."""
        today = self._now().date()
        with self._db.read() as session:
            agency = session.get_one(EnforcementAgency, agency_id)
            found = session.get_one(PlanTask, task.id)
            plan = session.scalars(select(Plan.title).where(Plan.id == found.plan_id)).one()
            calendar = WorkCalendar.load(session)
        reply = calendar.add_workdays(today, self._settings.get("reply_workdays"))
        late = LateTask(plan, found.no, found.summary, found.due_on)
        content = reminder(self._sender(), agency.name, [late], reply, today)
        return Draft("reminder", content, agency_id, reply, PlanTask.__tablename__, task.id)

    def preview(self, draft: Draft, target: Path) -> Path:
        """The draft as a PDF without a number."""
        _render(draft.content, target)
        return target

    def issue(self, draft: Draft) -> Outcome:
        """Number, lay out, keep and register the document. Nothing is kept when any of it fails."""
        today = self._now().date()
        prefix = self._settings.get("document_prefix")
        if not prefix:
            raise ValidationError({"document_prefix": "还没有设置发文机关代字。先在系统设置里填写，如“示司监函”。"})
        if wrong := prefix_fault(prefix):
            raise ValidationError({"document_prefix": wrong})
        with self._db.write("签发文书", Right.APPROVE) as session:
            number = allocate(session, prefix, today.year, REGISTER_NAME)
            content = {**draft.content, "number": number, "date": today.isoformat()}
            target = self._scratch() / f"{number}.pdf"
            _render(content, target)
            document = IssuedDocument(
                number=number,
                kind=draft.kind,
                title=content["title"],
                recipients="、".join(content["to"]),
                agency_id=draft.agency_id,
                issued_on=today,
                reply_due_on=draft.reply_due_on,
                origin_entity=draft.origin_entity,
                origin_id=draft.origin_id,
                content=content,
                state=DocumentState.ISSUED,
            )
            session.add(document)
            session.flush()
            document.pdf_sha256 = self._attachments.add_in(session, IssuedDocument.__tablename__, document.id, target)
            session.flush()
        return Outcome(f"已签发{number}。", None, str(target))

    def pdf_of(self, row: LedgerRow) -> Path:
        """The PDF of an issued document as it was signed; ValidationError where it was only entered by hand."""
        files = [f for f in self._attachments.of(IssuedDocument.__tablename__, row.id) if f.name.endswith(".pdf")]
        if not files:
            raise ValidationError({"number": "这份文书是补登的，没有在本机生成文件。"})
        return self._attachments.copy_out(files[0].id, self._scratch() / files[0].name)

    def _sender(self) -> Sender:
        return Sender(
            self._settings.get("bureau_name"), self._settings.get("contact_name"), self._settings.get("contact_phone")
        )


def _render(content: Mapping[str, Any], target: Path) -> None:
    from services.printing.official import render_official  # reportlab: only when somebody prints
    from services.printing.official_model import OfficialDocument

    render_official(OfficialDocument.from_json(dict(content)), target)
