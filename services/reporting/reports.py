"""单位报送: who has reported and who has not; received, sent back, excused or given more time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Integer, String, case, cast, func, select
from sqlalchemy.orm import Session

from models.reporting import ChaseRecord, ReportDuty, ReportState, UnitReport
from services.due_state import due_state
from services.errors import ConflictError, ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerRow, Outcome
from services.reporting.labels import REPORT_CHIPS, REPORT_LABELS, WAY_LABELS
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

LONGEST_NOTE = 500
RECEIVED_ON = FieldSpec("received_on", "收到日期", Kind.DATE, required=True)
REASON = FieldSpec("reason", "理由", Kind.LONG_TEXT, required=True, max_length=200)
NEW_DAY = FieldSpec("due_on", "改到哪一天", Kind.DATE, required=True)
RECEIVE = Action("receive", "登记收到", "ok", (RECEIVED_ON,), main=True)
SEND_BACK = Action("send_back", "退回重报", "st-back", (REASON,))
EXCUSE = Action("excuse", "不用报", "st-na", (REASON,))
EXTEND = Action("extend", "延期", "extend", (NEW_DAY, REASON))
REOPEN = Action("reopen", "改回未报", "undo")
REPORT_ACTS = {act.name: act for act in (RECEIVE, SEND_BACK, EXCUSE, EXTEND, REOPEN)}
ACT_WORDS = {
    "receive": "登记收到",
    "send_back": "退回重报",
    "excuse": "登记不用报",
    "extend": "同意延期",
    "reopen": "改回未报",
}


class UnitReportLedger(BasicLedger[UnitReport]):
    """One row per unit, duty and period. Rows come from 报送事项; acts change them, one or many at a time."""

    record = UnitReport
    references: ClassVar[Mapping[str, Reference]] = {
        "duty_id": Reference(ReportDuty, label="title"),
        "agency_id": UNIT,
    }
    spec = LedgerSpec(
        name="unit_reports",
        title="单位报送",
        item="单位报送",
        purpose="每个单位每期该报的材料，报了没有，迟了没有。",
        unit_word="条",
        default_sort="report_state",
        then_by="due_on",
        title_field="agency_id",
        state_field="report_state",
        addable=False,
        empty_hint="在“报送事项”里启用或登记一项，各单位的应报就列在这里。",
        fields=(
            FieldSpec(
                "duty_id",
                "报送事项",
                Kind.REFERENCE,
                reference="report_duties",
                in_form=False,
                in_filter=True,
                width_chars=10,
            ),
            FieldSpec("period", "期次", in_form=False, width_chars=5),
            FieldSpec(
                "agency_id",
                "单位",
                Kind.REFERENCE,
                reference="units",
                in_form=False,
                in_filter=True,
                width_chars=12,
            ),
            FieldSpec("due_on", "截止日", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec(
                "report_state",
                "状态",
                Kind.CHOICE,
                choices=REPORT_LABELS,
                states=REPORT_CHIPS,
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec("received_on", "收到日期", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("late_words", "迟了", computed=True, in_form=False, width_chars=4, in_table=False, in_print=True),
            FieldSpec("chases", "催办", Kind.INTEGER, computed=True, in_form=False, plain=True, width_chars=3),
            FieldSpec("original_due_on", "原截止日", Kind.DATE, in_form=False, in_table=False, in_print=True),
            FieldSpec("returned_on", "退回日期", Kind.DATE, in_form=False, in_table=False),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=LONGEST_NOTE, in_table=False, in_print=True),
        ),
    )

    @property
    def tables(self) -> frozenset[str]:
        """Calls are counted beside each row."""
        return super().tables | {ChaseRecord.__tablename__}

    def computed(self, today: date) -> Mapping[str, Any]:
        """The chip from state and dates; days late; how often the unit was chased about it."""
        report, chase = UnitReport, ChaseRecord
        came, excused = report.state == ReportState.RECEIVED, report.state == ReportState.EXEMPT
        returned = report.state == ReportState.RETURNED
        until = case((came, report.received_on), else_=today)
        days = func.julianday(until) - func.julianday(report.due_on)
        chased = (
            select(func.count(chase.id))
            .where(chase.entity == UnitReport.__tablename__, chase.entity_id == report.id, chase.deleted_at.is_(None))
            .correlate(report)
            .scalar_subquery()
        )
        return {
            "report_state": due_state(
                today,
                self.setting("due_soon_days"),
                report.due_on,
                (excused, "exempt"),
                (came & (report.received_on > report.due_on), "came_late"),
                (came, "done"),
                (returned & (report.due_on >= today), "back"),
            ),
            "late_words": case((~excused & (days > 0), cast(cast(days, Integer), String) + "天")),
            "chases": case((chased > 0, chased)),
        }

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """What the state allows; the first is the next act."""
        today = self.today
        match ReportState(self._state(row)):
            case ReportState.RECEIVED:
                return (SEND_BACK, REOPEN)
            case ReportState.EXEMPT:
                return (REOPEN,)
        receive = Action(RECEIVE.name, RECEIVE.label, RECEIVE.icon, RECEIVE.fields, {"received_on": today}, main=True)
        return (receive, EXTEND, EXCUSE)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """One row."""
        words = ACT_WORDS[action]
        with self._db.write(words + _why(values)) as session:
            self._act(session, self.permitted(session, action, row, values), action, values)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{words}：{row.labels['agency_id']}，{row.labels['duty_id']}。", group)

    def perform_many(self, action: str, row_ids: Collection[int], values: Mapping[str, Any]) -> Outcome:
        """The same act for many rows with one undo; rows that it does not fit are left alone and counted.

        ConflictError where it fits none of them, ValidationError as `perform`.
        """
        words = ACT_WORDS[action]
        problems = {f.key: wrong for f in REPORT_ACTS[action].fields if (wrong := f.fault(values.get(f.key)))}
        if problems:
            raise ValidationError(problems)
        with self._db.write(words + _why(values)) as session:
            items = self._several(session, sorted(row_ids))
            fitting = [item for item in items if self._fits(action, item)]
            if not fitting:
                raise ConflictError(f"所选{len(items)}条里没有可以{words}的，没有改动。")
            for item in fitting:
                self._act(session, item, action, values)
            session.flush()
            group = session.info.get("group")
        left = f"另有{len(items) - len(fitting)}条状态不合，没有改动。" if len(fitting) < len(items) else ""
        return Outcome(f"已{words}{len(fitting)}条。{left}", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The calls about it, newest first."""
        chase = ChaseRecord
        with self._db.read() as session:
            rows = session.scalars(
                select(chase)
                .where(chase.entity == self.entity, chase.entity_id == row.id, chase.deleted_at.is_(None))
                .order_by(chase.chased_on.desc(), chase.id.desc())
            ).all()
        lines = tuple((f"{each.chased_on:%Y-%m-%d}", _chase_words(each)) for each in rows)
        return (Detail(f"催办记录，共{len(lines)}次", lines),) if lines else ()

    def _state(self, row: LedgerRow) -> ReportState:
        match row.values["report_state"]:
            case "done" | "came_late":
                return ReportState.RECEIVED
            case "exempt":
                return ReportState.EXEMPT
        return ReportState.RETURNED if row.values["returned_on"] else ReportState.OWED

    @staticmethod
    def _fits(action: str, item: UnitReport) -> bool:
        closed = item.state in (ReportState.RECEIVED, ReportState.EXEMPT)
        match action:
            case "send_back":
                return item.state is ReportState.RECEIVED
            case "reopen":
                return closed
        return not closed

    def _act(self, session: Session, item: UnitReport, action: str, values: Mapping[str, Any]) -> None:
        match action:
            case "receive":
                self._receive(item, values["received_on"])
            case "send_back":
                item.state, item.returned_on = ReportState.RETURNED, self.today
                item.received_on = None
                add_note(item, f"{self.today:%Y-%m-%d}退回：{values['reason']}")
            case "excuse":
                item.state = ReportState.EXEMPT
                add_note(item, f"不用报：{values['reason']}")
            case "extend":
                self._extend(item, values["due_on"], values["reason"])
            case _:
                item.state, item.received_on = ReportState.OWED, None

    def _receive(self, item: UnitReport, day: date) -> None:
        if day > self.today:
            raise ValidationError({"received_on": "收到日期晚于今天，请填实际日期。"})
        item.state, item.received_on = ReportState.RECEIVED, day

    @staticmethod
    def _extend(item: UnitReport, day: date, reason: str) -> None:
        if day <= item.due_on:
            raise ValidationError({"due_on": f"延期要晚于原来的截止日{item.due_on:%Y-%m-%d}，没有改动。"})
        item.original_due_on = item.original_due_on or item.due_on
        item.due_on = day
        add_note(item, f"延期到{day:%Y-%m-%d}：{reason}")


def add_note(item: UnitReport, words: str) -> None:
    """Newest first; what no longer fits is the oldest."""
    item.note = "\n".join(filter(None, (words, item.note)))[:LONGEST_NOTE]


def _why(values: Mapping[str, Any]) -> str:
    return f"：{values['reason']}"[:80] if values.get("reason") else ""


def _chase_words(chase: ChaseRecord) -> str:
    parts = [WAY_LABELS[chase.way.value] + (f"{chase.contact}" if chase.contact else "")]
    parts += [f"答复：{chase.answer}"] if chase.answer else []
    parts += [f"承诺{chase.promised_on:%Y-%m-%d}前报"] if chase.promised_on else []
    return "，".join(parts)
