"""年度任务指标 and 单位年度活动: what units owe in a year, and what they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import case

from models.training import QuotaRule, UnitActivity
from services.access import Right
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.training.rule_ledgers import FORCE_CHIPS, FORCE_LABELS
from services.training.words import ACTIVITY_LABELS
from services.unit_reference import UNIT


class QuotaRuleLedger(BasicLedger[QuotaRule]):
    """How often and until when; only what is in force counts."""

    record = QuotaRule
    spec = LedgerSpec(
        name="quota_rules",
        title="年度任务指标",
        item="任务指标",
        purpose="每个单位一年要办几次讲座、活动和案例。",
        unit_word="项",
        default_sort="force",
        then_by="name",
        title_field="name",
        state_field="force",
        match_on=("name", "region"),
        add_label="登记指标",
        empty_hint="随程序提供的指标会在建账时存入，也可以逐项登记。",
        fields=(
            FieldSpec("name", "指标", required=True, max_length=60, width_chars=10),
            FieldSpec(
                "force", "状态", Kind.CHOICE, choices=FORCE_LABELS, states=FORCE_CHIPS, computed=True, width_chars=6
            ),
            FieldSpec("kind", "活动类别", Kind.CHOICE, required=True, choices=ACTIVITY_LABELS, width_chars=7),
            FieldSpec("times", "每年次数", Kind.INTEGER, required=True, plain=True, width_chars=4),
            FieldSpec("leaders_only", "只计领导班子", Kind.BOOLEAN, width_chars=6),
            FieldSpec("due_month", "截止月", Kind.INTEGER, required=True, plain=True, width_chars=3, example="12"),
            FieldSpec("due_day", "截止日", Kind.INTEGER, required=True, plain=True, width_chars=3, example="31"),
            FieldSpec("region", "适用地区", max_length=60, width_chars=5, in_table=False, in_print=True),
            FieldSpec("year_from", "起始年度", Kind.INTEGER, plain=True, in_table=False),
            FieldSpec("year_to", "截止年度", Kind.INTEGER, plain=True, in_table=False),
            FieldSpec("basis", "依据", Kind.LONG_TEXT, max_length=300, width_chars=14, in_table=False, in_print=True),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Whether it counts."""
        return {"force": case((QuotaRule.in_force, "in_force"), else_="off")}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Once at least, and a day that every year has."""
        problems = {}
        if (values.get("times") or 0) <= 0:
            problems["times"] = "每年次数要大于0。"
        month, day = values.get("due_month") or 12, values.get("due_day") or 31
        try:
            date(2023, month, day)
        except ValueError:
            problems["due_day"] = "没有这一天，请核对截止的月和日。"
        begins, ends = values.get("year_from"), values.get("year_to")
        if begins and ends and ends < begins:
            problems["year_to"] = "截止年度早于起始年度，请改其中一个。"
        return problems

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """In force or not."""
        if row.values["force"] == "in_force":
            return (Action("stop", "停用", "st-void"),)
        return (Action("use", "启用", "ok", main=True),)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Count by it, or no longer."""
        verb = "启用任务指标" if action == "use" else "停用任务指标"
        with self._db.write(verb, Right.SETTINGS) as session:
            item = self.permitted(session, action, row, values)
            item.in_force = action == "use"
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{verb}：{row.values['name']}。", group)


class UnitActivityLedger(BasicLedger[UnitActivity]):
    """What the units did."""

    record = UnitActivity
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="unit_activities",
        title="单位年度活动",
        item="单位活动",
        purpose="各单位的讲座、心理活动、柔性执法案例、比武和联合培训。",
        default_sort="held_on",
        default_descending=True,
        title_field="title",
        state_field="kind",
        match_on=("agency_id", "kind", "held_on", "title"),
        add_label="登记活动",
        empty_hint="各单位办的讲座和活动逐次登记，完成情况在“学时达标”里看。",
        fields=(
            FieldSpec(
                "agency_id", "单位", Kind.REFERENCE, reference="units", required=True, in_filter=True, width_chars=11
            ),
            FieldSpec(
                "kind",
                "类别",
                Kind.CHOICE,
                required=True,
                choices=ACTIVITY_LABELS,
                further_words={"讲座": "lecture", "专题讲座": "lecture", "典型案例": "flexible_case"},
                width_chars=7,
                synonyms=("活动类别",),
            ),
            FieldSpec("title", "名称", required=True, max_length=120, width_chars=18, synonyms=("主题", "活动名称")),
            FieldSpec("held_on", "日期", Kind.DATE, required=True, width_chars=6, synonyms=("报送日期", "活动日期")),
            FieldSpec("for_leaders", "领导班子", Kind.BOOLEAN, in_filter=True, width_chars=5),
            FieldSpec("participants", "参加人数", Kind.INTEGER, width_chars=5),
            FieldSpec("speaker", "主讲人", max_length=50, width_chars=5, in_table=False, in_print=True),
            FieldSpec("evidence", "证明材料", max_length=200, in_table=False),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Held already, by some people."""
        problems = {}
        if values.get("held_on") and values["held_on"] > self.today:
            problems["held_on"] = "日期晚于今天。办完后再登记。"
        if (values.get("participants") or 0) < 0:
            problems["participants"] = "参加人数不能小于0。"
        return problems
