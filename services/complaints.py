"""投诉举报: received, handled, answered within the time limit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from models.problem import Complaint, ComplaintState
from services.access import Right
from services.code_tables import COMPLAINT_CHANNELS
from services.due_state import DUE_CHIPS, DUE_LABELS, due_state
from services.errors import ValidationError
from services.ledger import REMOVAL, BasicLedger
from services.ledger_select import Reference
from services.numbers import next_number
from services.query import Action, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

NUMBER_PREFIX = "投诉"
STATE_LABELS = {
    ComplaintState.RECEIVED.value: "已受理",
    ComplaintState.HANDLING.value: "办理中",
    ComplaintState.ANSWERED.value: "已答复",
}


class ComplaintLedger(BasicLedger[Complaint]):
    """The ledger of complaints; limits per kind come with their own part."""

    record = Complaint
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="complaints",
        title="投诉举报台账",
        item="投诉举报",
        purpose="收到的投诉举报、办理时限和答复。",
        unit_word="件",
        default_sort="due_state",
        then_by="due_on",
        title_field="content",
        state_field="due_state",
        match_on=("number",),
        add_label="登记投诉",
        empty_hint="导入热线工单，或者逐件登记。",
        fields=(
            FieldSpec(
                "number",
                "编号",
                Kind.CODE,
                max_length=40,
                unique=True,
                synonyms=("工单号", "工单编号", "受理编号"),
                help="留空时自动接着编号；旧台账的原编号照原样填写。",
                width_chars=8,
            ),
            FieldSpec(
                "due_state",
                "状态",
                Kind.CHOICE,
                choices=DUE_LABELS | {"done": "已答复"},
                states=DUE_CHIPS,
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec(
                "received_on",
                "收到日期",
                Kind.DATE,
                required=True,
                width_chars=6,
                synonyms=("受理时间", "受理日期", "来件日期"),
            ),
            FieldSpec(
                "channel",
                "渠道",
                Kind.CHOICE,
                required=True,
                choices=COMPLAINT_CHANNELS,
                in_filter=True,
                synonyms=("来源", "来件渠道"),
                width_chars=5,
                in_table=False,
                in_print=True,
            ),
            FieldSpec(
                "complainant",
                "投诉人",
                max_length=50,
                synonyms=("诉求人", "举报人"),
                width_chars=5,
                in_table=False,
                in_print=True,
            ),
            FieldSpec(
                "private_enterprise",
                "民营企业",
                Kind.BOOLEAN,
                synonyms=("是否民营企业",),
                width_chars=4,
                in_table=False,
                in_print=True,
            ),
            FieldSpec(
                "agency_id",
                "被投诉单位",
                Kind.REFERENCE,
                reference="units",
                required=True,
                in_filter=True,
                synonyms=("责任单位", "承办单位", "单位"),
                width_chars=9,
            ),
            FieldSpec(
                "content",
                "内容",
                Kind.LONG_TEXT,
                required=True,
                max_length=2000,
                synonyms=("诉求内容", "投诉内容", "反映问题"),
                width_chars=15,
            ),
            FieldSpec("due_on", "办理时限", Kind.DATE, width_chars=6, synonyms=("办结时限", "时限")),
            FieldSpec(
                "state",
                "办理环节",
                Kind.CHOICE,
                choices=STATE_LABELS,
                in_form=False,
                in_table=False,
                synonyms=("办理状态",),
            ),
            FieldSpec("result", "办理结果", Kind.LONG_TEXT, max_length=2000, in_form=False, in_table=False),
            FieldSpec(
                "answered_on",
                "答复日期",
                Kind.DATE,
                in_form=False,
                synonyms=("办结日期", "答复时间"),
                width_chars=6,
                in_table=False,
                in_print=True,
            ),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """The chip by the limit."""
        return {
            "due_state": due_state(
                today, self.setting("due_soon_days"), Complaint.due_on, (Complaint.state == "answered", "done")
            )
        }

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Dates in order."""
        problems = {}
        received = values.get("received_on")
        for key, words in (("due_on", "办理时限"), ("answered_on", "答复日期")):
            if received and values.get(key) and values[key] < received:
                problems[key] = f"{words}早于收到日期，请改其中一个。"
        if values.get("state") == ComplaintState.ANSWERED and not values.get("answered_on"):
            problems["answered_on"] = "已答复的投诉要有答复日期。补上日期，或改为办理中。"
        answered_on = values.get("answered_on")
        if answered_on and answered_on > self.today:
            problems["answered_on"] = "答复日期晚于今天，请核对。"
        if row_id is None and answered_on and values.get("state") not in (None, ComplaintState.ANSWERED):
            problems["state"] = "有答复日期，办理环节却不是已答复。请改其中一个。"
        return problems

    def before_save(self, session: Session, item: Complaint, values: Mapping[str, Any]) -> None:
        """Number, and a state that agrees with the answer's date."""
        if not item.number:
            item.number = next_number(session, Complaint.number, NUMBER_PREFIX, item.received_on.year)
        item.private_enterprise = bool(item.private_enterprise)
        if item.answered_on:
            item.state = ComplaintState.ANSWERED
        elif item.state is None:
            item.state = ComplaintState.RECEIVED

    def why_fixed(self, item: Complaint, keys: Collection[str]) -> str:
        """Whether an answer came in time is counted from these; who approves may put them right."""
        counted = {"received_on", "due_on", "state", "answered_on", "result", REMOVAL} & set(keys)
        if item.settled and counted and not self._db.actor().may(Right.APPROVE):
            return f"{item.number}已经答复，日期和结果没有改动。登记有误的由负责人更正。"
        return ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Answer it."""
        fields = (
            FieldSpec("result", "办理结果", Kind.LONG_TEXT, required=True, max_length=2000),
            FieldSpec("answered_on", "答复日期", Kind.DATE, required=True),
        )
        done = "已经答复。" if row.values["state"] == ComplaintState.ANSWERED else ""
        return (Action("answer", "登记答复", "send", fields, {"answered_on": self.today}, main=True, why_not=done),)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Record the answer."""
        if action != "answer":
            raise KeyError(action)
        with self._db.write("登记投诉答复") as session:
            item = self.permitted(session, action, row, values)
            if not item.received_on <= values["answered_on"] <= self.today:
                raise ValidationError({"answered_on": "答复日期应在收到日期和今天之间。"})
            item.result, item.answered_on, item.state = values["result"], values["answered_on"], ComplaintState.ANSWERED
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已登记答复：{row.values['number']}。", group)
