"""拟稿 as a ledger: every draft with its state, the opinions given on it, and the next act."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import IssuedDocument
from models.drafting import DocumentDraft, DraftOpinion, DraftState, Verdict
from services.clock import local_from_utc
from services.documents.draft_life import STATE_CHIPS, STATE_LABELS, STEPS, VERDICT_LABELS, Step, why_not
from services.documents.fields import open_fields
from services.documents.kinds import KIND_LABELS
from services.errors import ValidationError
from services.ledger import REMOVAL, BasicLedger
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

WORDS = FieldSpec("words", "意见", Kind.LONG_TEXT, max_length=500)
NEEDED_WORDS = FieldSpec("words", "意见", Kind.LONG_TEXT, required=True, max_length=500)
ISSUED_STAYS = "这份稿子已经签发，在发文登记里查看。没有改动。"


class DraftLedger(BasicLedger[DocumentDraft]):
    """Drafts are written in the editor; here they are found, sent on, approved or given back."""

    record = DocumentDraft
    references: ClassVar[Mapping[str, Reference]] = {
        "agency_id": UNIT,
        "document_id": Reference(IssuedDocument, "number"),
    }
    spec = LedgerSpec(
        name="drafts",
        title="拟稿",
        item="稿子",
        purpose="正在起草、送审和待签发的文书。",
        unit_word="份",
        default_sort="state",
        then_by="changed_on",
        title_field="title",
        state_field="state",
        addable=False,
        empty_hint="点“拟稿”选一个模板，或者从任务、问题生成。",
        fields=(
            FieldSpec("title", "标题", max_length=200, width_chars=22),
            FieldSpec("kind", "文种", Kind.CHOICE, choices=KIND_LABELS, in_filter=True, width_chars=5),
            FieldSpec("recipients", "主送机关", max_length=300, width_chars=10),
            FieldSpec("agency_id", "单位", Kind.REFERENCE, reference="units", in_filter=True, in_table=False),
            FieldSpec("state", "状态", Kind.CHOICE, choices=STATE_LABELS, states=STATE_CHIPS, width_chars=6),
            FieldSpec("drafter", "拟稿人", max_length=50, in_filter=True, width_chars=5),
            FieldSpec("changed_on", "改动日期", Kind.DATE, width_chars=6),
            FieldSpec("approver", "审批人", max_length=50, width_chars=5, in_table=False, in_print=True),
            FieldSpec("document_id", "发文字号", Kind.REFERENCE, reference="documents", in_table=False, in_print=True),
            FieldSpec("origin_words", "来源", width_chars=10, in_table=False),
        ),
    )

    def why_fixed(self, item: DocumentDraft, keys: Collection[str]) -> str:
        """A signed draft is the record of how its paper came about."""
        if item.state is DraftState.ISSUED:
            return ISSUED_STAYS
        if item.state in (DraftState.SUBMITTED, DraftState.APPROVED) and REMOVAL in keys:
            return "这份稿子正在审批，没有移入回收站。先撤回。"
        return ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Open in the editor; then the steps of approval that its state allows."""
        state = DraftState(row.values["state"])
        found = [Action("open", "打开", "edit", main=True)]
        for name, step in STEPS.items():
            if not why_not(step, state):
                fields = (NEEDED_WORDS if step.words_needed else WORDS,)
                found.append(Action(name, step.label, step.icon, fields))
        return found

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """A step of approval."""
        step = STEPS[action]
        with self._db.write(f"{step.label}：{row.values['title']}"[:100], step.right) as session:
            draft = self.permitted(session, action, row, values)
            take_step(session, draft, step, self._db.actor().name, values.get("words") or "")
            group = session.info.get("group")
        return Outcome(f"已{step.label}：{row.values['title'] or '没有标题的稿子'}。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Where it came from, and who said what."""
        opinions = tuple(
            (f"{each.person}　{VERDICT_LABELS[each.verdict.value]}", f"{each.opinion}　{at:%Y-%m-%d %H:%M}".strip("　"))
            for each, at in self._opinions(row.id)
        )
        source = (Detail("来源", (("", row.values["origin_words"]),)),) if row.values["origin_words"] else ()
        return (*source, *((Detail("审批意见", opinions),) if opinions else ()))

    def _opinions(self, draft_id: int) -> list[tuple[DraftOpinion, Any]]:
        with self._db.read() as session:
            return [(each, local_from_utc(each.created_at)) for each in opinions_of(session, draft_id)]


def opinions_of(session: Session, draft_id: int) -> Sequence[DraftOpinion]:
    """What was said about a draft, oldest first."""
    same = (DraftOpinion.draft_id == draft_id, DraftOpinion.deleted_at.is_(None))
    return session.scalars(select(DraftOpinion).where(*same).order_by(DraftOpinion.id)).all()


def take_step(session: Session, draft: DocumentDraft, step: Step, person: str, words: str, place: str = "") -> None:
    """One step of approval. ValidationError where it is not possible now, or the draft is not ready to be read."""
    if refused := why_not(step, draft.state):
        raise ValidationError({"state": refused})
    if step.words_needed and not words.strip():
        raise ValidationError({"words": "请填写“意见”。"})
    if step.verdict is Verdict.SUBMITTED:
        require_ready(draft.content)
    if step.verdict is Verdict.APPROVED:
        draft.approver = person
    draft.state = step.end
    add_opinion(session, draft.id, step.verdict, person, words, place)


def add_opinion(session: Session, draft_id: int, verdict: Verdict, person: str, words: str, place: str = "") -> None:
    """One line of the approval record."""
    session.add(
        DraftOpinion(draft_id=draft_id, verdict=verdict, person=person, opinion=words.strip(), place=place or None)
    )
    session.flush()


def require_ready(content: Mapping[str, Any]) -> None:
    """ValidationError naming everything without which nobody can approve or sign: title, text, fields to fill in."""
    problems = {}
    if not str(content.get("title") or "").strip() and content.get("format") not in ("命令", "纪要"):
        problems["title"] = "还没有标题。"
    if not content.get("body"):
        problems["body"] = "还没有正文。"
    if left := open_fields(content):
        problems["fields"] = "还有没填的内容：" + "、".join(f"{{{name}}}" for name in left) + "。填好后再送审。"
    if problems:
        raise ValidationError(problems)
