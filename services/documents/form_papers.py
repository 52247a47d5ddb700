"""Forms from the registers: 发文稿纸, 送达回证, 用印审批单 and 用印登记表, filled with what the records know.

What no record knows stays blank for writing by hand, signatures always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.base import Record
from models.document import DocumentState, IssuedDocument
from models.drafting import DocumentDraft, DraftOpinion, DraftState, SealUse, Verdict
from services.clock import local_from_utc
from services.documents.draft_life import VERDICT_LABELS
from services.documents.drafts import opinions_of
from services.documents.ledger import SERVICE_METHODS
from services.errors import NotFoundError, ValidationError
from services.files import safe_name
from services.ledger import GONE
from services.settings import Settings
from services.uow import Database
from services.words import chinese_date

if TYPE_CHECKING:
    from services.printing.form import FormPrint

VOID = "文书已作废"
NOBODY_CHOSEN = "还没有选用印记录。至少选一条。"
_HOURS = "　　时　　分"
_OPENNESS = {"此件公开发布": "主动公开", "此件依申请公开": "依申请公开", "此件不公开": "不予公开"}
_APPROVED = frozenset({DraftState.APPROVED, DraftState.ISSUED})

T = TypeVar("T", bound=Record)


class FormPapers:
    """Each method writes a PDF into `scratch` and returns it. All read only; slow, so they belong into jobs.

    NotFoundError where the record was removed meanwhile.
    """

    def __init__(self, database: Database, settings: Settings, scratch: Callable[[], Path]) -> None:
        self._db, self._settings, self._scratch = database, settings, scratch

    def proof_of_service(self, document_id: int) -> Path:
        """送达回证 of an issued paper; day and way where its service is registered."""
        from services.printing.forms.proof_of_service import proof_of_service_form

        with self._db.read() as session:
            document = _live(session, IssuedDocument, document_id)
            form = proof_of_service_form(_service_values(session, document, self._organ(document.content)))
            return self._print(form, f"送达回证　{document.number}", _void_words(document))

    def dispatch_sheet(self, document_id: int) -> Path:
        """发文稿纸 of an issued paper, with the opinions of the draft that it came from."""
        with self._db.read() as session:
            document = _live(session, IssuedDocument, document_id)
            return self._dispatch_sheet(session, _draft_of(session, document), document)

    def draft_sheet(self, draft_id: int) -> Path:
        """发文稿纸 that goes round with a draft."""
        with self._db.read() as session:
            draft = _live(session, DocumentDraft, draft_id)
            document = session.get(IssuedDocument, draft.document_id) if draft.document_id else None
            return self._dispatch_sheet(session, draft, document)

    def seal_approval(self, use_id: int) -> Path:
        """用印审批单 of one sealing."""
        from services.printing.forms.seal_use import seal_approval_form

        with self._db.read() as session:
            use = _live(session, SealUse, use_id)
            document = session.get(IssuedDocument, use.document_id) if use.document_id else None
            values = _sealing_values(use, document)
            form = seal_approval_form({"organ": self._bureau, **values})
            return self._print(form, f"用印审批单　{use.number or use.matter}", _void_words(document))

    def seal_register(self, use_ids: Sequence[int]) -> Path:
        """用印登记表 of several sealings, oldest first."""
        from services.printing.forms.seal_use import seal_register_form

        with self._db.read() as session:
            wanted = (SealUse.id.in_(use_ids), SealUse.deleted_at.is_(None))
            uses = session.scalars(select(SealUse).where(*wanted).order_by(SealUse.used_on, SealUse.id)).all()
            if not uses:
                raise ValidationError({"id": NOBODY_CHOSEN})
            ids = {use.document_id for use in uses if use.document_id}
            found = session.scalars(select(IssuedDocument).where(IssuedDocument.id.in_(ids))).all()
            papers = {document.id: document for document in found}
            keepers = list(dict.fromkeys(use.keeper for use in uses))
            values = {
                "organ": self._bureau,
                "period": _period(uses[0].used_on, uses[-1].used_on),
                "keeper": keepers[0] if len(keepers) == 1 else "",
                "rows": [_register_row(use, papers.get(use.document_id or 0)) for use in uses],
            }
            return self._print(seal_register_form(values), "用印登记表", "")

    @property
    def _bureau(self) -> str:
        return str(self._settings.get("bureau_name"))

    def _organ(self, content: Mapping[str, Any]) -> str:
        return str(content.get("issuer") or self._bureau)

    def _dispatch_sheet(self, session: Session, draft: DocumentDraft | None, document: IssuedDocument | None) -> Path:
        from services.printing.forms.dispatch_sheet import dispatch_sheet_form

        content = document.content if document is not None else draft.content if draft is not None else {}
        values = {"organ": self._organ(content), **_content_values(content)}
        if document is not None:
            values |= _issue_values(document)
        if draft is not None:
            values |= _draft_values(session, draft)
        name = (document.number if document is not None else "") or str(values.get("title") or "稿子")
        return self._print(dispatch_sheet_form(values), f"发文稿纸　{name}", _void_words(document))

    def _print(self, form: FormPrint, name: str, void: str) -> Path:
        from services.printing.form import print_form

        if void:
            form = replace(form, parts=(replace(form.parts[0], left_note=void), *form.parts[1:]))
        target = self._scratch() / f"{safe_name(name)}.pdf"
        print_form(form, target)
        return target


def _service_values(session: Session, document: IssuedDocument, organ: str) -> dict[str, object]:
    agency = session.get(EnforcementAgency, document.agency_id) if document.agency_id else None
    way = SERVICE_METHODS.get(document.service_method or "")
    copies = document.copy_count if agency else None  # printed for several units: how many each got is not known
    return {
        "organ": organ,
        "recipient": agency.name if agency else document.recipients,
        "documents": [{"name": document.title, "number": document.number, "copies": copies}],
        "ways": [way] if way else [],
        "received_at": chinese_date(document.served_on) + _HOURS if document.served_on else "",
        "code": document.number,
    }


def _content_values(content: Mapping[str, Any]) -> dict[str, object]:
    """What the text itself says; the note in brackets below it tells who may read it."""
    note = str(content.get("note") or "").strip("（）()。 ")
    return {
        "title": content.get("title") or content.get("mark"),
        "secrecy": content.get("secrecy"),
        "urgency": content.get("urgency"),
        "to": list(content.get("to") or ()),
        "cc": list(content.get("cc") or ()),
        "attachments": list(content.get("attachments") or ()),
        "openness": _OPENNESS.get(note),
    }


def _issue_values(document: IssuedDocument) -> dict[str, object]:
    """From the register, which also knows papers entered by hand; 成文日期 is the day of signing (GB/T 9704 7.3.5)."""
    return {
        "title": document.title,
        "number": document.number,
        "to": document.recipients,
        "copies": document.copy_count,
        "drafter": document.handler,
        "signed": document.approver,
        "signed_on": _day(document.issued_on),
        "code": document.number,
    }


def _draft_values(session: Session, draft: DocumentDraft) -> dict[str, object]:
    """Who wrote it and when, and the words of 核稿 where its approval still holds."""
    values: dict[str, object] = {
        "drafter": draft.drafter,
        "drafted_on": _day(local_from_utc(draft.created_at).date()),
    }
    opinions = opinions_of(session, draft.id)
    checked = [each for each in opinions if each.verdict is Verdict.APPROVED]
    if checked and draft.state in _APPROVED:
        last = checked[-1]
        words = last.opinion or VERDICT_LABELS[Verdict.APPROVED]
        values |= {"checked": f"{words}\n{last.person}", "checked_on": _said_on(last)}
    return values


def _draft_of(session: Session, document: IssuedDocument) -> DocumentDraft | None:
    """The draft that a paper came from; one draft may have been signed for several units, each under its number."""
    signed = select(DraftOpinion.draft_id).where(
        DraftOpinion.verdict == Verdict.ISSUED, DraftOpinion.opinion == document.number
    )
    own = or_(DocumentDraft.document_id == document.id, DocumentDraft.id.in_(signed))
    return session.scalars(select(DocumentDraft).where(own).order_by(DocumentDraft.id).limit(1)).first()


def _sealing_values(use: SealUse, document: IssuedDocument | None) -> dict[str, object]:
    """A sealing without a paper is known by its reason only."""
    named = {"title": document.title if document is not None else use.matter} if use.number else {"reason": use.matter}
    return {
        **named,
        "document_number": use.number,
        "to": document.recipients if document is not None else None,
        "copies": use.copy_count,
        "seals": [use.seal],
        "applicant": use.applicant,
        "approver": use.approver,
        "keeper": use.keeper,
        "used_on": _day(use.used_on),
    }


def _register_row(use: SealUse, document: IssuedDocument | None) -> dict[str, object]:
    void = VOID if document is not None and document.state is DocumentState.VOID else ""
    return {
        "used_on": use.used_on.isoformat(),
        "title": use.matter,
        "number": use.number,
        "to": document.recipients if document is not None else None,
        "seal": use.seal,
        "copies": use.copy_count,
        "applicant": use.applicant,
        "approver": use.approver,
        "keeper": use.keeper,
        "note": "，".join(filter(None, (use.note, void))),
    }


def _live(session: Session, record: type[T], row_id: int) -> T:
    found = session.get(record, row_id)
    if found is None or found.deleted_at is not None:
        raise NotFoundError(GONE)
    return found


def _void_words(document: IssuedDocument | None) -> str:
    """What stands at the head of every form of a void paper."""
    if document is None or document.state is not DocumentState.VOID:
        return ""
    return f"{VOID}：{document.void_reason}" if document.void_reason else VOID


def _period(first: date, last: date) -> str:
    return chinese_date(first) if first == last else f"{chinese_date(first)}至{chinese_date(last)}"


def _said_on(opinion: DraftOpinion) -> str:
    return chinese_date(local_from_utc(opinion.created_at).date())


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
