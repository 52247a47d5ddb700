"""发文登记: every paper with its number, recipient, reply date and the record it came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from models.document import DocumentState, IssuedDocument
from models.drafting import SealUse
from services.access import Right
from services.documents.kinds import KIND_LABELS
from services.documents.seals import APPLICANT, APPROVER, COPIES, KEEPER, SEAL
from services.due_state import DUE_CHIPS, DUE_LABELS, due_state
from services.errors import ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

SERVICE_METHODS = {
    "direct": "直接送达",
    "left": "留置送达",
    "mail": "邮寄送达",
    "electronic": "电子送达",
    "exchange": "公文交换",
    "entrusted": "委托送达",
    "forwarded": "转交送达",
    "notice": "公告送达",
}
STATE_LABELS = {
    DocumentState.DRAFT.value: "草稿",
    DocumentState.ISSUED.value: "已发出",
    DocumentState.VOID.value: "作废",
}


ACT_WORDS = {"reply": "登记回复", "serve": "登记送达", "seal": "登记用印", "archive": "登记归档", "void": "文书作废"}
SERVED_ON = FieldSpec("served_on", "送达日期", Kind.DATE, required=True)
SERVICE_METHOD = FieldSpec("service_method", "送达方式", Kind.CHOICE, required=True, choices=SERVICE_METHODS)
ARCHIVE_NO = FieldSpec("archive_no", "归档号", Kind.CODE, required=True, max_length=60)


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
            FieldSpec("handler", "承办人", max_length=50, width_chars=5, in_table=False, in_print=True),
            FieldSpec("approver", "签发人", max_length=50, width_chars=5, in_table=False, in_print=True),
            FieldSpec("copy_count", "份数", Kind.INTEGER, width_chars=4, in_table=False, in_print=True),
            FieldSpec("served_on", "送达日期", Kind.DATE, in_form=False, width_chars=6, in_table=False, in_print=True),
            FieldSpec(
                "service_method",
                "送达方式",
                Kind.CHOICE,
                choices=SERVICE_METHODS,
                in_form=False,
                width_chars=6,
                in_table=False,
                in_print=True,
            ),
            FieldSpec("replied_on", "回复日期", Kind.DATE, in_form=False, width_chars=6, in_table=False, in_print=True),
            FieldSpec("state", "状态", Kind.CHOICE, choices=STATE_LABELS, in_form=False, width_chars=5, in_table=False),
            FieldSpec("archive_no", "归档号", Kind.CODE, max_length=60, in_form=False, in_table=False, in_print=True),
            FieldSpec("void_reason", "作废理由", max_length=80, in_form=False, in_table=False),
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
        """Record reply, service, sealing, filing; or make it void."""
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
                "serve",
                "登记送达",
                "send",
                (SERVED_ON, SERVICE_METHOD),
                {"served_on": self.today},
                why_not=over or ("已经登记过送达。" if row.values["served_on"] else ""),
            ),
            Action(
                "seal",
                "登记用印",
                "sign",
                (SEAL, COPIES, APPLICANT, APPROVER, KEEPER),
                {"copy_count": row.values["copy_count"] or 1, "applicant": row.values["handler"] or ""},
                why_not=over,
            ),
            Action("archive", "登记归档", "folder", (ARCHIVE_NO,), {"archive_no": row.values["archive_no"] or ""}),
            Action(
                "void",
                "作废",
                "st-void",
                (FieldSpec("why", "作废理由", Kind.LONG_TEXT, required=True, max_length=80),),
                why_not=over,
            ),
        )

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """A void document keeps its number; a sealing gets a row of its own in 用印登记."""
        words = ACT_WORDS[action]
        why = f"：{values['why']}" if values.get("why") else ""
        right = Right.APPROVE if action == "void" else Right.EDIT  # who signs also takes back
        with self._db.write((words + why)[:100], right) as session:
            item = self.permitted(session, action, row, values)
            getattr(self, f"_{action}")(session, item, values)
        return Outcome(
            f"已{words.removeprefix('文书')}：{row.values['number']}。"
        )  # not taken back: a register of papers

    @staticmethod
    def _void(_session: Session, item: IssuedDocument, values: Mapping[str, Any]) -> None:
        item.state, item.void_reason = DocumentState.VOID, values["why"]

    def _reply(self, _session: Session, item: IssuedDocument, values: Mapping[str, Any]) -> None:
        item.replied_on = self._since_issue(item, "replied_on", "回复日期", values)

    def _serve(self, _session: Session, item: IssuedDocument, values: Mapping[str, Any]) -> None:
        item.served_on = self._since_issue(item, "served_on", "送达日期", values)
        item.service_method = values["service_method"]

    @staticmethod
    def _archive(_session: Session, item: IssuedDocument, values: Mapping[str, Any]) -> None:
        item.archive_no = values["archive_no"]

    def _seal(self, session: Session, item: IssuedDocument, values: Mapping[str, Any]) -> None:
        if values["copy_count"] < 1:
            raise ValidationError({"copy_count": "份数至少是1。"})
        session.add(
            SealUse(
                used_on=self.today,
                seal=values["seal"],
                matter=item.title,
                number=item.number,
                document_id=item.id,
                copy_count=values["copy_count"],
                applicant=values["applicant"],
                approver=values["approver"],
                keeper=values["keeper"],
            )
        )

    def _since_issue(self, item: IssuedDocument, key: str, label: str, values: Mapping[str, Any]) -> date:
        day: date = values[key]
        if day > self.today or (item.issued_on and day < item.issued_on):
            raise ValidationError({key: f"{label}应在成文日期和今天之间。"})
        return day

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The paragraphs as they went out."""
        with self._db.read() as session:
            content = session.get_one(IssuedDocument, row.id).content
        body = tuple(("", part["text"]) for part in content.get("body", ()) if "text" in part)
        return (Detail("正文", body),) if body else ()
