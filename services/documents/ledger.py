"""发文登记: every paper with its number, recipient, reply date and the record it came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from models.document import DocumentState, IssuedDocument
from services.access import Right
from services.due_state import DUE_CHIPS, DUE_LABELS, due_state
from services.errors import ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

KIND_LABELS = {
    "reminder": "催报函",
    "letter": "函",
    "notice": "通知",
    "circular": "通报",
    "opinion": "监督意见书",
    "decision": "监督决定书",
    "advice": "建议书",
    "other": "其他",
}
STATE_LABELS = {
    DocumentState.DRAFT.value: "草稿",
    DocumentState.ISSUED.value: "已发出",
    DocumentState.VOID.value: "作废",
}


class DocumentLedger(BasicLedger[IssuedDocument]):
    """What went out. An issued document is never edited; it is replied to, or made void with its number."""

    record = IssuedDocument
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="documents",
        title="发文登记",
        item="发文",
        purpose="发出的文书、文号和回复期限。",
        unit_word="份",
        default_sort="issued_on",
        default_descending=True,
        title_field="title",
        state_field="reply_state",
        match_on=("number",),
        add_label="补登发文",
        empty_hint="从任务或问题生成催报函，发出后登记在这里；旧登记簿也可以导入。",
        fields=(
            FieldSpec(
                "number",
                "发文字号",
                Kind.CODE,
                required=True,
                max_length=60,
                unique=True,
                synonyms=("文号",),
                width_chars=10,
            ),
            FieldSpec(
                "kind",
                "文种",
                Kind.CHOICE,
                required=True,
                choices=KIND_LABELS,
                in_filter=True,
                width_chars=4,
                in_table=False,
                in_print=True,
            ),
            FieldSpec("title", "标题", required=True, max_length=200, width_chars=16),
            FieldSpec("recipients", "主送机关", required=True, max_length=300, width_chars=9),
            FieldSpec(
                "agency_id", "单位", Kind.REFERENCE, reference="units", in_filter=True, width_chars=10, in_table=False
            ),
            FieldSpec(
                "issued_on", "成文日期", Kind.DATE, required=True, width_chars=6, synonyms=("发文日期", "印发日期")
            ),
            FieldSpec("reply_due_on", "回复期限", Kind.DATE, width_chars=6, in_table=False, in_print=True),
            FieldSpec(
                "reply_state",
                "回复",
                Kind.CHOICE,
                choices=DUE_LABELS
                | {"late": "逾期未复", "due": "将到期", "run": "待回复", "todo": "不需回复", "done": "已回复"},
                states=DUE_CHIPS | {"run": "wait", "todo": "na"},
                computed=True,
                in_form=False,
                width_chars=7,
            ),
            FieldSpec("replied_on", "回复日期", Kind.DATE, in_form=False, width_chars=6, in_table=False, in_print=True),
            FieldSpec("state", "状态", Kind.CHOICE, choices=STATE_LABELS, in_form=False, width_chars=5, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Whether the reply is late, due, waited for, or not asked."""
        voided, replied = IssuedDocument.state == "void", IssuedDocument.replied_on.is_not(None)
        return {
            "reply_state": due_state(
                today, self.setting("due_soon_days"), IssuedDocument.reply_due_on, (voided, "void"), (replied, "done")
            )
        }

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """The reply is asked for after the issue."""
        issued, due = values.get("issued_on"), values.get("reply_due_on")
        return {"reply_due_on": "回复期限早于成文日期，请改其中一个。"} if issued and due and due < issued else {}

    def before_save(self, session: Any, item: IssuedDocument, values: Mapping[str, Any]) -> None:
        """A document entered by hand, or from an old register, is an issued one."""
        item.state = item.state or DocumentState.ISSUED
        item.content = item.content or {}

    def why_fixed(self, item: IssuedDocument, keys: Collection[str]) -> str:
        """What was signed here is frozen with its PDF, and its number stays taken; what is void stays as it is."""
        if item.pdf_sha256:
            return f"{item.number}已经发出并定稿，没有改动。需要时作废后重新发文。"
        if item.state is DocumentState.VOID:
            return f"{item.number}已经作废，文号保留，没有改动。"
        if "state" in keys:
            return f"{item.number}已在登记里，没有按文件改状态。作废在发文登记里办理。"
        return ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Record the reply, or make it void."""
        over = "文书已经作废。" if row.values["state"] == DocumentState.VOID else ""
        replied = "已经登记过回复。" if row.values["replied_on"] else ""
        return (
            Action(
                "reply",
                "登记回复",
                "note",
                (FieldSpec("replied_on", "回复日期", Kind.DATE, required=True),),
                {"replied_on": self.today},
                main=True,
                why_not=over or replied,
            ),
            Action("open", "打开文书", "file-pdf"),
            Action(
                "void",
                "作废",
                "st-void",
                (FieldSpec("why", "作废理由", Kind.LONG_TEXT, required=True, max_length=80),),
                why_not=over,
            ),
        )

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Reply or void; a void document keeps its number."""
        words = {"reply": "登记回复", "void": "文书作废"}[action]
        why = f"：{values['why']}" if values.get("why") else ""
        right = Right.APPROVE if action == "void" else Right.EDIT  # who signs also takes back
        with self._db.write((words + why)[:100], right) as session:
            item = self.permitted(session, action, row, values)
            if action == "void":
                item.state = DocumentState.VOID
            else:
                if item.issued_on and not item.issued_on <= values["replied_on"] <= self.today:
                    raise ValidationError({"replied_on": "回复日期应在成文日期和今天之间。"})
                item.replied_on = values["replied_on"]
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{words.removeprefix('文书')}：{row.values['number']}。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The paragraphs as they went out."""
        with self._db.read() as session:
            content = session.get_one(IssuedDocument, row.id).content
        body = tuple(("", part["text"]) for part in content.get("body", ()))
        return (Detail("正文", body),) if body else ()
