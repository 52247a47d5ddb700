"""计划班次: the classes of the training plans, and whether each was held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import case, func, select

from models.training import TrainingPlan, TrainingPlanItem, TrainingSession
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.spec import FieldSpec, Kind, LedgerSpec
from services.training.words import CATEGORY_LABELS, CATEGORY_WORDS, MODE_LABELS, MODE_WORDS


class TrainingPlanItemLedger(BasicLedger[TrainingPlanItem]):
    """The classes of the plans, and whether each was held."""

    record = TrainingPlanItem
    references: ClassVar[Mapping[str, Reference]] = {"plan_id": Reference(TrainingPlan, "title")}
    spec = LedgerSpec(
        name="training_plan_items",
        title="计划班次",
        item="计划班次",
        purpose="培训计划里的每个班次，办了没有。",
        unit_word="个",
        default_sort="held_from",
        title_field="title",
        state_field="execution",
        match_on=("plan_id", "title"),
        add_label="登记班次",
        empty_hint="先登记培训计划，再登记其中的班次。",
        fields=(
            FieldSpec(
                "plan_id",
                "培训计划",
                Kind.REFERENCE,
                reference="training_plans",
                required=True,
                in_filter=True,
                width_chars=13,
            ),
            FieldSpec("title", "班次名称", required=True, max_length=120, width_chars=14, synonyms=("班次", "培训班")),
            FieldSpec(
                "execution",
                "执行",
                Kind.CHOICE,
                choices={"late": "过期未办", "todo": "未办", "done": "已办"},
                states={"late": "late", "todo": "todo", "done": "done"},
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec(
                "category",
                "类别",
                Kind.CHOICE,
                required=True,
                choices=CATEGORY_LABELS,
                further_words=CATEGORY_WORDS,
                width_chars=7,
            ),
            FieldSpec("audience", "对象", max_length=100, width_chars=8, in_table=False, in_print=True),
            FieldSpec("headcount", "人数", Kind.INTEGER, width_chars=3, in_table=False, in_print=True),
            FieldSpec("minutes", "学时", Kind.MINUTES, required=True, width_chars=3),
            FieldSpec(
                "mode",
                "方式",
                Kind.CHOICE,
                choices=MODE_LABELS,
                further_words=MODE_WORDS,
                in_table=False,
                in_print=True,
            ),
            FieldSpec("held_from", "计划开始", Kind.DATE, width_chars=6, synonyms=("时间", "开始时间")),
            FieldSpec("held_to", "计划结束", Kind.DATE, in_table=False, synonyms=("结束时间",)),
            FieldSpec("content", "内容", Kind.LONG_TEXT, max_length=500, in_table=False),
            FieldSpec("place", "地点", max_length=100, in_table=False),
            FieldSpec("teachers", "师资", max_length=200, in_table=False),
            FieldSpec("cost", "经费（元）", Kind.MONEY, in_table=False),
            FieldSpec("responsible", "责任人", max_length=50, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Held where a session names it."""
        item, held = TrainingPlanItem, TrainingSession
        done = (
            select(held.id)
            .where(held.plan_item_id == item.id, held.deleted_at.is_(None), held.held_on <= today)
            .exists()
        )
        ends = func.coalesce(item.held_to, item.held_from)
        return {"execution": case((done, "done"), (ends < today, "late"), else_="todo")}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Days in order; hours and heads not negative."""
        problems = {}
        begins, ends = values.get("held_from"), values.get("held_to")
        if begins and ends and ends < begins:
            problems["held_to"] = "计划结束早于计划开始，请改其中一个。"
        for key, words in (("minutes", "学时"), ("headcount", "人数"), ("cost", "经费")):
            if (values.get(key) or 0) < 0:
                problems[key] = f"{words}不能小于0。"
        return problems
