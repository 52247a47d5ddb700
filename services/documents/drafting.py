"""The drafting desk: drafts begin from a template or a record, are written, approved, signed for one unit or many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.document import NumberRegister
from models.drafting import DocumentDraft, DraftState, Phrase, Verdict
from services.access import Right
from services.clock import Clock, local_from_utc
from services.documents.draft_life import STATE_LABELS, STEPS, WRITABLE
from services.documents.draft_text import DraftText, DraftView, Opinion, Origin
from services.documents.drafts import ISSUED_STAYS, add_opinion, opinions_of, require_ready, take_step
from services.documents.fields import common_fields, field_names, fill, record_fields
from services.documents.kinds import KIND_LABELS, recipient_words
from services.documents.phrases import SHIPPED
from services.documents.registers import next_number
from services.documents.signing import LONGEST_TITLE, Numbering, Paper, Signing, dated, printed_number
from services.documents.templates import Template, TemplateChoice, choices, find_template, store_template
from services.errors import ConflictError, NotFoundError, ValidationError
from services.ledger import GONE
from services.query import Outcome
from services.settings import Settings
from services.uow import CONFLICT, Database
from services.workdays import WorkCalendar

IN_APPROVAL = "这份稿子正在审批，要修改先撤回。"


class Drafting:
    """Everything the editor asks for. Reads and writes open their own sessions; slow ones belong into jobs."""

    def __init__(self, database: Database, settings: Settings, signing: Signing, now: Clock) -> None:
        self._db, self._settings, self._signing, self._now = database, settings, signing, now

    # --- beginning ---------------------------------------------------------------------------
    def templates(self) -> Sequence[TemplateChoice]:
        """What a draft can be begun from."""
        with self._db.read() as session:
            return choices(session)

    def start(self, template: str, origin: Origin | None = None) -> int:
        """A new draft from a template, its fields filled from the record; the draft's id."""
        today, settings = self._now().date(), self._settings.all()
        with self._db.write(f"拟稿：{template}"[:100]) as session:
            found = find_template(session, template)
            reply = self._reply_day(session, found, today)
            fields = self._fields(session, settings, origin, reply)
            content = fill(found.content, fields)
            text = DraftText(
                content,
                found.kind,
                found.prefix or settings["document_prefix"],
                origin.agency_id if origin else None,
                reply,
            )
            return self._add(session, text, origin, found).id

    def take(self, paper: Paper, words: str) -> int:
        """A draft from a paper that was made elsewhere, such as a 催报函, to be written on; its id."""
        prefix = self._settings.get("document_prefix")
        origin = None
        if paper.origin_entity and paper.origin_id:
            origin = Origin(paper.origin_entity, paper.origin_id, words)
        text = DraftText(paper.content, paper.kind, prefix, paper.agency_id, paper.reply_due_on)
        with self._db.write("拟稿：" + KIND_LABELS[paper.kind]) as session:
            return self._add(session, text, origin, None).id

    # --- writing -----------------------------------------------------------------------------
    def open(self, draft_id: int) -> DraftView:
        """The draft as it is now. NotFoundError where it is gone."""
        settings = self._settings.all()
        with self._db.read() as session:
            draft = self._live(session, draft_id)
            origin = None
            if draft.origin_entity:
                origin = Origin(draft.origin_entity, draft.origin_id or 0, "", draft.agency_id)
            year = self._now().year
            prefix = draft.prefix or ""
            return DraftView(
                draft.id,
                draft.row_version,
                DraftText(draft.content, draft.kind, prefix, draft.agency_id, draft.reply_due_on),
                draft.state.value,
                STATE_LABELS[draft.state.value],
                _why_fixed(draft.state),
                draft.drafter,
                draft.origin_words or "",
                _template_words(draft),
                tuple(
                    Opinion(o.person, o.verdict.value, o.opinion, o.place or "", local_from_utc(o.created_at))
                    for o in opinions_of(session, draft_id)
                ),
                self._fields(session, settings, origin, draft.reply_due_on, draft.agency_id),
                field_names(draft.origin_entity),
                self._prefixes(session, settings["document_prefix"], year),
                next_number(session, prefix, year) if prefix else "",
                draft.document_id,
            )

    def for_preview(self, text: DraftText) -> dict[str, Any]:
        """The document as it would be signed today: with the number that comes next, and the day."""
        year, prefix = self._now().year, text.prefix or self._settings.get("document_prefix")
        from services.documents.profiles import with_profile  # brings the print faces

        with self._db.read() as session:
            number = next_number(session, prefix, year) if prefix else ""
            content = with_profile(session, text.content)
        return dated({**content, "number": printed_number(text.content, number)}, self._now().date())

    def save(self, draft_id: int, row_version: int, text: DraftText) -> int:
        """Store what was written; the draft's new version. ConflictError where somebody was faster."""
        _validate(text)
        with self._db.write(f"修改稿子：{_title(text.content)}"[:100]) as session:
            draft = self._current(session, draft_id, row_version)
            if fixed := _why_fixed(draft.state):
                raise ConflictError(fixed)
            self._put(draft, text)
            session.flush()
            return draft.row_version

    def step(self, name: str, draft_id: int, row_version: int, words: str = "", place: str = "") -> Outcome:
        """送审, 撤回, 审核同意 or 退回修改, as `draft_life.STEPS` names them."""
        step = STEPS[name]
        with self._db.write(step.label, step.right) as session:
            draft = self._current(session, draft_id, row_version)
            take_step(session, draft, step, self._db.actor().name, words, place)
            title = draft.title
        return Outcome(f"已{step.label}：{title}。")

    def remark(self, draft_id: int, words: str, place: str = "") -> Outcome:
        """A remark on a paragraph or on the whole; the state stays."""
        if not words.strip():
            raise ValidationError({"words": "请填写“意见”。"})
        with self._db.write("批注") as session:
            add_opinion(session, self._live(session, draft_id).id, Verdict.REMARK, self._db.actor().name, words, place)
        return Outcome("已加批注。")

    def save_template(self, draft_id: int, name: str, note: str = "") -> Outcome:
        """The draft's content as a new version of the template `name`; {字段} in it stay fields."""
        with self._db.write(f"存为模板：{name}"[:100]) as session:
            draft = self._live(session, draft_id)
            version = store_template(session, name, draft.kind, draft.prefix, draft.content, note)
            group = session.info.get("group")
        return Outcome(f"已存为模板“{name}”第{version}版。", group)

    # --- signing -----------------------------------------------------------------------------
    def sign(self, draft_id: int, row_version: int, *, boxes: bool = False) -> Outcome:
        """Number, PDF and register row; the draft is frozen. Nothing is kept when any of it fails."""
        with self._db.write("签发文书", Right.APPROVE) as session:
            draft = self._signable(session, draft_id, row_version)
            file = self._sign_one(session, draft, draft.content, draft.agency_id, boxes=boxes)
            number = file.stem
        return Outcome(f"已签发{number}。", None, str(file))

    def sign_each(
        self, draft_id: int, row_version: int, agency_ids: Sequence[int], *, boxes: bool = False
    ) -> tuple[Outcome, tuple[Path, ...]]:
        """One paper per unit from one draft, each with its own number and {单位}, all or none."""
        if not agency_ids:
            raise ValidationError({"agency_ids": "还没有选单位。至少选一个单位。"})
        today, settings = self._now().date(), self._settings.all()
        files = []
        with self._db.write(f"分送{len(agency_ids)}个单位", Right.APPROVE) as session:
            draft = self._signable(session, draft_id, row_version, several=True)
            for agency_id in dict.fromkeys(agency_ids):
                agency = session.get_one(EnforcementAgency, agency_id)
                fields = common_fields(settings, today, agency.name, draft.reply_due_on)
                content = {**fill(draft.content, fields), "to": [agency.name]}
                require_ready(content)
                files.append(self._sign_one(session, draft, content, agency_id, boxes=boxes))
        several = f"{len(files)}份，{files[0].stem}至{files[-1].stem}"
        words = files[0].stem if len(files) == 1 else several
        return Outcome(f"已签发{words}。", None, str(files[0])), tuple(files)

    def phrases(self) -> Mapping[str, Sequence[str]]:
        """常用语 by category: the bureau's own, and where it has none yet those that ship with the program."""
        with self._db.read() as session:
            rows = session.execute(
                select(Phrase.category, Phrase.text).where(Phrase.deleted_at.is_(None)).order_by(Phrase.id)
            ).all()
        found: dict[str, list[str]] = {}
        for category, text in rows or SHIPPED:
            found.setdefault(category, []).append(text)
        return found

    def units(self) -> Sequence[tuple[int, str]]:
        """Every registered unit by id and name, for 主送 and 分送."""
        names = select(EnforcementAgency.id, EnforcementAgency.name).where(EnforcementAgency.deleted_at.is_(None))
        with self._db.read() as session:
            return [(row_id, name) for row_id, name in session.execute(names.order_by(EnforcementAgency.name))]

    # --- helpers -----------------------------------------------------------------------------
    def _sign_one(
        self, session: Session, draft: DocumentDraft, content: Mapping[str, Any], agency_id: int | None, *, boxes: bool
    ) -> Path:
        person = self._db.actor().name
        paper = Paper(
            draft.kind, content, agency_id, draft.reply_due_on, draft.origin_entity, draft.origin_id, draft.drafter
        )
        prefix = draft.prefix or self._settings.get("document_prefix")
        numbering = Numbering(prefix, KIND_LABELS[draft.kind])
        document, file = self._signing.sign(session, paper, numbering, person, self._now().date(), boxes=boxes)
        if draft.document_id is None:
            draft.document_id, draft.state, draft.approver = document.id, DraftState.ISSUED, person
        add_opinion(session, draft.id, Verdict.ISSUED, person, file.stem)
        return file

    def _signable(self, session: Session, draft_id: int, row_version: int, *, several: bool = False) -> DocumentDraft:
        draft = self._current(session, draft_id, row_version)
        if draft.state is DraftState.ISSUED:
            raise ConflictError(ISSUED_STAYS)
        if not several:
            require_ready(draft.content)
        return draft

    def _add(
        self, session: Session, text: DraftText, origin: Origin | None, template: Template | None
    ) -> DocumentDraft:
        draft = DocumentDraft(drafter=self._db.actor().name, state=DraftState.DRAFTING)
        self._put(draft, text)
        if origin:
            draft.origin_entity, draft.origin_id = origin.entity, origin.row_id
            draft.origin_words = origin.words[:LONGEST_TITLE]
        if template:
            draft.template_name, draft.template_version = template.name, template.version
        session.add(draft)
        session.flush()
        return draft

    def _put(self, draft: DocumentDraft, text: DraftText) -> None:
        draft.content, draft.kind, draft.prefix = dict(text.content), text.kind, text.prefix or None
        draft.title, draft.recipients = _title(text.content)[:LONGEST_TITLE], recipient_words(text.content)
        draft.agency_id, draft.reply_due_on = text.agency_id, text.reply_due_on
        draft.changed_on = self._now().date()

    def _fields(
        self,
        session: Session,
        settings: Mapping[str, Any],
        origin: Origin | None,
        reply: date | None,
        agency_id: int | None = None,
    ) -> dict[str, str]:
        today = self._now().date()
        agency_id = origin.agency_id if origin and origin.agency_id else agency_id
        agency = session.get(EnforcementAgency, agency_id) if agency_id else None
        fields = common_fields(settings, today, agency.name if agency else "", reply)
        own = record_fields(session, origin.entity, origin.row_id, today) if origin else {}
        return fields | {name: words for name, words in own.items() if words}

    def _reply_day(self, session: Session, template: Template, today: date) -> date | None:
        if template.reply_workdays is None:
            return None
        return WorkCalendar.load(session).add_workdays(today, template.reply_workdays)

    @staticmethod
    def _prefixes(session: Session, usual: str, year: int) -> tuple[str, ...]:
        live = (NumberRegister.year == year, NumberRegister.deleted_at.is_(None))
        known = session.scalars(select(NumberRegister.prefix).where(*live).order_by(NumberRegister.prefix)).all()
        return tuple(dict.fromkeys(filter(None, (usual, *known))))

    @staticmethod
    def _live(session: Session, draft_id: int) -> DocumentDraft:
        draft = session.get(DocumentDraft, draft_id)
        if draft is None or draft.deleted_at is not None:
            raise NotFoundError(GONE)
        return draft

    def _current(self, session: Session, draft_id: int, row_version: int) -> DocumentDraft:
        draft = self._live(session, draft_id)
        if draft.row_version != row_version:
            raise ConflictError(CONFLICT)
        return draft


def _validate(text: DraftText) -> None:
    """What could not be laid out is not stored: the exchange form is read as the printer reads it."""
    from services.errors import UnreadableError
    from services.printing.official_model import OfficialDocument  # no reportlab behind it

    if text.kind not in KIND_LABELS:
        raise ValidationError({"kind": "“文种”里没有这一项，请从列表里选。"})
    try:
        OfficialDocument.from_json(dict(text.content))
    except UnreadableError as error:
        raise ValidationError({"content": str(error)}) from error


def _title(content: Mapping[str, Any]) -> str:
    return " ".join(str(content.get("title") or "").split())


def _template_words(draft: DocumentDraft) -> str:
    """The template a draft was begun from; that of the program has no version."""
    version = f"第{draft.template_version}版" if draft.template_version else ""
    return f"{draft.template_name or ''}{version}"


def _why_fixed(state: DraftState) -> str:
    if state in WRITABLE:
        return ""
    return ISSUED_STAYS if state is DraftState.ISSUED else IN_APPROVAL
