"""问题台账: found, given a measure, a unit and a date, submitted, closed with evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.attachment import Attachment
from models.problem import Problem, ProblemState
from services.access import Right
from services.code_tables import PROBLEM_KINDS, PROBLEM_SOURCES
from services.due_state import DUE_CHIPS, DUE_LABELS, due_state
from services.errors import ConflictError, ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.numbers import next_number
from services.query import Action, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

NUMBER_PREFIX = "问题"
STATE_LABELS = {
    ProblemState.REGISTERED.value: "已登记",
    ProblemState.RECTIFYING.value: "整改中",
    ProblemState.SUBMITTED.value: "已报结果",
    ProblemState.CLOSED.value: "已销号",
}
CHIP_LABELS = DUE_LABELS | {"done": "已销号", "run": "整改中", "todo": "待交办"}
MEASURE = FieldSpec("measure", "整改措施", Kind.LONG_TEXT, required=True, max_length=2000)
PERSON = FieldSpec("person", "责任人", required=True, max_length=50)
DUE = FieldSpec("due_on", "整改时限", Kind.DATE, required=True)


class RectificationLedger(BasicLedger[Problem]):
    """The ledger of problems; guards of the state machine are here, buttons only follow them."""

    record = Problem
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="problems",
        title="问题台账",
        item="问题",
        purpose="发现的问题从登记、交办、整改到销号。",
        default_sort="due_state",
        then_by="due_on",
        title_field="title",
        state_field="due_state",
        match_on=("number",),
        add_label="登记问题",
        empty_hint="导入各单位报来的问题清单，或者逐条登记。",
        fields=(
            FieldSpec(
                "number",
                "编号",
                Kind.CODE,
                max_length=40,
                unique=True,
                width_chars=9,
                synonyms=("问题编号", "序号编号"),
                help="留空时自动接着编号；旧台账的原编号照原样填写。",
            ),
            FieldSpec(
                "due_state",
                "状态",
                Kind.CHOICE,
                choices=CHIP_LABELS,
                states=DUE_CHIPS,
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec(
                "agency_id",
                "责任单位",
                Kind.REFERENCE,
                reference="units",
                required=True,
                in_filter=True,
                synonyms=("单位", "整改单位", "单位名称"),
                width_chars=9,
            ),
            FieldSpec(
                "title",
                "问题描述",
                Kind.LONG_TEXT,
                required=True,
                max_length=300,
                synonyms=("问题", "突出问题", "存在问题", "问题表现"),
                width_chars=14,
            ),
            FieldSpec(
                "kind",
                "问题类型",
                Kind.CHOICE,
                choices=PROBLEM_KINDS,
                in_filter=True,
                width_chars=7,
                in_table=False,
                in_print=True,
            ),
            FieldSpec("source", "问题来源", Kind.CHOICE, choices=PROBLEM_SOURCES, width_chars=5, in_table=False),
            FieldSpec(
                "found_on",
                "发现日期",
                Kind.DATE,
                required=True,
                synonyms=("发现时间",),
                width_chars=6,
                in_table=False,
                in_print=True,
            ),
            FieldSpec(
                "measure", "整改措施", Kind.LONG_TEXT, max_length=2000, width_chars=14, in_table=False, in_print=True
            ),
            FieldSpec("person", "责任人", max_length=50, width_chars=5),
            FieldSpec("due_on", "整改时限", Kind.DATE, width_chars=6, synonyms=("整改期限", "完成时限", "时限")),
            FieldSpec(
                "state",
                "办理环节",
                Kind.CHOICE,
                choices=STATE_LABELS,
                in_form=False,
                synonyms=("整改状态", "状态"),
                width_chars=5,
                in_table=False,
            ),
            FieldSpec(
                "result",
                "整改结果",
                Kind.LONG_TEXT,
                max_length=2000,
                in_form=False,
                in_table=False,
                synonyms=("整改情况",),
            ),
            FieldSpec("reviewer", "核查人", max_length=50, in_form=False, in_table=False),
            FieldSpec(
                "closed_on",
                "销号日期",
                Kind.DATE,
                in_form=False,
                synonyms=("销号时间", "完成日期"),
                width_chars=6,
                in_table=False,
                in_print=True,
            ),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=500, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """The chip: closed, waiting for the check, late, due soon, running."""
        return {
            "due_state": due_state(
                today,
                self.setting("due_soon_days"),
                Problem.due_on,
                (Problem.state == "closed", "done"),
                (Problem.state == "submitted", "wait"),
            )
        }

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Dates in order, and a closed problem has its date."""
        problems = {}
        found_on, due_on, closed_on = (values.get(k) for k in ("found_on", "due_on", "closed_on"))
        if found_on and due_on and due_on < found_on:
            problems["due_on"] = "整改时限早于发现日期，请改其中一个。"
        if found_on and closed_on and closed_on < found_on:
            problems["closed_on"] = "销号日期早于发现日期，请改其中一个。"
        if closed_on and closed_on > self.today:
            problems["closed_on"] = "销号日期晚于今天，请核对。"
        if values.get("state") == ProblemState.CLOSED and not closed_on:
            problems["closed_on"] = "已销号的问题要有销号日期。补上日期，或改为整改中。"
        if row_id is None and closed_on and values.get("state") not in (None, ProblemState.CLOSED):
            problems["state"] = "有销号日期，状态却不是已销号。请改其中一个。"
        return problems

    def before_save(self, session: Session, item: Problem, values: Mapping[str, Any]) -> None:
        """Number, first due date, and a state that agrees with the dates of an old ledger."""
        if not item.number:
            item.number = next_number(session, Problem.number, NUMBER_PREFIX, item.found_on.year)
        item.kind, item.source = item.kind or "other", item.source or "other"
        item.original_due_on = item.original_due_on or item.due_on
        if item.closed_on:
            item.state = ProblemState.CLOSED
        elif item.state in (None, ProblemState.REGISTERED):
            item.state = ProblemState.RECTIFYING if item.measure and item.due_on else ProblemState.REGISTERED

    def why_fixed(self, item: Problem, keys: Collection[str]) -> str:
        """A closed problem is opened again first; a date once set is moved by 延期, or put right by its approver."""
        if item.settled:
            return f"{item.number}已销号，没有改动。要改先重新打开。"
        if "due_on" in keys and item.due_on is not None and not self._db.actor().may(Right.APPROVE):
            return f"{item.number}的整改时限已定，没有改动。要推迟时申请延期，登记有误的由负责人更正。"
        if set(keys) & {"state", "closed_on", "reviewer"}:
            return f"{item.number}已在台账里，办理环节没有按文件改动。在台账里登记结果、核查和销号。"
        return ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """The next act by state; a blocked one says what is missing."""
        state = row.values["state"]
        today = self.today
        assign = Action(
            "assign",
            "交办整改",
            "assign",
            (MEASURE, PERSON, DUE),
            {k: row.values.get(k) for k in ("measure", "person", "due_on")},
            main=True,
        )
        report = Action(
            "report",
            "登记整改结果",
            "edit",
            (FieldSpec("result", "整改结果", Kind.LONG_TEXT, required=True, max_length=2000),),
            {"result": row.values.get("result")},
            main=True,
        )
        close = Action(
            "close",
            "销号",
            "st-done",
            (
                FieldSpec("reviewer", "核查人", required=True, max_length=50, help="核查人不能是责任人。"),
                FieldSpec("closed_on", "销号日期", Kind.DATE, required=True),
            ),
            {"closed_on": today},
            main=True,
            why_not="" if self._evidence(row.id) else "没有佐证材料，不能销号。先添加附件。",
        )
        extend = Action(
            "extend",
            "申请延期",
            "extend",
            (
                FieldSpec("due_on", "新的时限", Kind.DATE, required=True),
                FieldSpec("why", "延期理由", Kind.LONG_TEXT, required=True),
            ),
            why_not="已经过了整改时限，不能再延期。" if row.values["due_on"] and row.values["due_on"] < today else "",
        )
        reopen = Action("reopen", "重新打开", "undo", (FieldSpec("why", "理由", Kind.LONG_TEXT, required=True),))
        return {
            "registered": (assign,),
            "rectifying": (report, extend),
            "submitted": (
                close,
                Action("return", "退回整改", "st-back", (FieldSpec("why", "退回理由", Kind.LONG_TEXT, required=True),)),
            ),
            "closed": (reopen,),
        }[str(state)]

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Move the problem on; every guard is checked here again, in the transaction."""
        words = {
            "assign": "交办整改",
            "report": "登记整改结果",
            "close": "销号",
            "extend": "延期",
            "return": "退回整改",
            "reopen": "重新打开",
        }[action]
        right = Right.APPROVE if action == "extend" else Right.EDIT
        why = f"：{values['why']}" if values.get("why") else ""
        with self._db.write(f"问题{words}{why}"[:100], right) as session:
            item = self.permitted(session, action, row, values)
            getattr(self, f"_{action}")(session, item, values)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{words}：{row.values['number']}。", group)

    def _assign(self, _session: Session, item: Problem, values: Mapping[str, Any]) -> None:
        if values["due_on"] < item.found_on:
            raise ValidationError({"due_on": "整改时限早于发现日期，请改其中一个。"})
        if item.due_on not in (None, values["due_on"]) and not self._db.actor().may(Right.APPROVE):
            raise ValidationError(
                {"due_on": "整改时限已定，照原定时限交办。要推迟时交办后申请延期，登记有误的由负责人更正。"}
            )
        item.measure, item.person, item.due_on = values["measure"], values["person"], values["due_on"]
        item.original_due_on = item.original_due_on or item.due_on
        item.state = ProblemState.RECTIFYING

    def _report(self, _session: Session, item: Problem, values: Mapping[str, Any]) -> None:
        item.result, item.state = values["result"], ProblemState.SUBMITTED

    def _close(self, session: Session, item: Problem, values: Mapping[str, Any]) -> None:
        """No closing without evidence; the reviewer is not the responsible person (documents note C3)."""
        if not count_evidence(session, item.id):
            raise ConflictError("没有佐证材料，不能销号。先添加附件。")
        if item.person and values["reviewer"].strip() == item.person.strip():
            raise ValidationError({"reviewer": "核查人和责任人是同一人，请换一名核查人。"})
        if not item.found_on <= values["closed_on"] <= self.today:
            raise ValidationError({"closed_on": "销号日期应在发现日期和今天之间。"})
        item.reviewer, item.closed_on, item.state = values["reviewer"], values["closed_on"], ProblemState.CLOSED

    def _extend(self, _session: Session, item: Problem, values: Mapping[str, Any]) -> None:
        if item.due_on is not None and values["due_on"] <= item.due_on:
            raise ValidationError({"due_on": "新的时限要晚于原来的时限。"})
        item.due_on = values["due_on"]

    def _return(self, _session: Session, item: Problem, _values: Mapping[str, Any]) -> None:
        item.state = ProblemState.RECTIFYING

    def _reopen(self, _session: Session, item: Problem, _values: Mapping[str, Any]) -> None:
        item.state, item.closed_on, item.reviewer = ProblemState.RECTIFYING, None, None

    def _evidence(self, row_id: int) -> int:
        with self._db.read() as session:
            return count_evidence(session, row_id)


def count_evidence(session: Session, problem_id: int) -> int:
    """Attachments of a problem that are still there."""
    found = select(func.count(Attachment.id)).where(
        Attachment.entity == Problem.__tablename__,
        Attachment.entity_id == problem_id,
        Attachment.deleted_at.is_(None),
    )
    return session.scalar(found) or 0
