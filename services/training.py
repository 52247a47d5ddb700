"""培训学时: one row per officer and training, in minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from models.officer import EnforcementOfficer
from models.training import TrainingCategory, TrainingRecord
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.spec import FieldSpec, Kind, LedgerSpec

CATEGORY_LABELS = {
    TrainingCategory.POLITICAL.value: "政治理论",
    TrainingCategory.PUBLIC_LAW.value: "公共法律知识",
    TrainingCategory.PROFESSIONAL.value: "业务知识",
    TrainingCategory.SKILL.value: "执法技能",
    TrainingCategory.ETHICS.value: "行为规范",
    TrainingCategory.OFF_DUTY.value: "离岗教育",
    TrainingCategory.OTHER.value: "其他",
}


class TrainingLedger(BasicLedger[TrainingRecord]):
    """Hours as minutes; rule sets per county and year come with their own part."""

    record = TrainingRecord
    references: ClassVar[Mapping[str, Reference]] = {"officer_id": Reference(EnforcementOfficer)}
    spec = LedgerSpec(
        name="training",
        title="培训学时",
        item="培训记录",
        purpose="每名执法人员的培训，按45分钟折1学时。",
        default_sort="held_on",
        default_descending=True,
        title_field="title",
        state_field="category",
        match_on=("officer_id", "held_on", "title"),
        add_label="登记培训",
        empty_hint="导入签到表或学习平台的导出表，或者逐条登记。",
        fields=(
            FieldSpec(
                "officer_id",
                "姓名",
                Kind.REFERENCE,
                reference="officers",
                required=True,
                width_chars=5,
                synonyms=("执法人员", "人员姓名", "身份证号", "参训人员"),
            ),
            FieldSpec(
                "title",
                "培训名称",
                required=True,
                max_length=120,
                width_chars=18,
                synonyms=("课程", "课程名称", "培训班"),
            ),
            FieldSpec(
                "category",
                "培训类别",
                Kind.CHOICE,
                required=True,
                choices=CATEGORY_LABELS,
                in_filter=True,
                width_chars=7,
                synonyms=("类别",),
                example="公共法律知识",
            ),
            FieldSpec(
                "held_on",
                "培训日期",
                Kind.DATE,
                required=True,
                width_chars=6,
                synonyms=("日期", "完成时间", "培训时间"),
            ),
            FieldSpec(
                "minutes",
                "学时",
                Kind.MINUTES,
                required=True,
                width_chars=4,
                synonyms=("折合学时", "获得学时"),
                example="8",
            ),
            FieldSpec("organiser", "主办单位", max_length=100, width_chars=12),
            FieldSpec("score", "成绩", max_length=20, width_chars=4, synonyms=("考核成绩", "考试成绩")),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Hours are not negative and the day is not in the future."""
        problems = {}
        if (values.get("minutes") or 0) < 0:
            problems["minutes"] = "学时不能小于0。"
        if values.get("held_on") and values["held_on"] > self.today:
            problems["held_on"] = "培训日期晚于今天。培训结束后再登记。"
        return problems
