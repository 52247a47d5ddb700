"""学时减免: what an officer need not earn in a year, with basis and approver; never counted as earned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from models.officer import EnforcementOfficer
from models.training import TrainingExemption
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.spec import FieldSpec, Kind, LedgerSpec
from services.training.words import CATEGORY_LABELS, CATEGORY_WORDS


class TrainingExemptionLedger(BasicLedger[TrainingExemption]):
    """One row per officer, year and category."""

    record = TrainingExemption
    references: ClassVar[Mapping[str, Reference]] = {"officer_id": Reference(EnforcementOfficer)}
    spec = LedgerSpec(
        name="training_exemptions",
        title="学时减免",
        item="学时减免",
        purpose="经批准少完成的学时，与已得学时分开列。",
        default_sort="year",
        default_descending=True,
        title_field="basis",
        state_field="category",
        match_on=("officer_id", "year", "category"),
        add_label="登记减免",
        empty_hint="经批准减免的逐条登记，要写依据和批准人。",
        fields=(
            FieldSpec("officer_id", "姓名", Kind.REFERENCE, reference="officers", required=True, width_chars=5),
            FieldSpec("year", "年度", Kind.INTEGER, required=True, plain=True, in_filter=True, width_chars=3),
            FieldSpec(
                "category",
                "类别",
                Kind.CHOICE,
                required=True,
                choices=CATEGORY_LABELS,
                further_words=CATEGORY_WORDS,
                width_chars=7,
            ),
            FieldSpec("minutes", "减免学时", Kind.MINUTES, required=True, width_chars=5),
            FieldSpec("basis", "依据", required=True, max_length=200, width_chars=18),
            FieldSpec("approver", "批准人", required=True, max_length=50, width_chars=5),
            FieldSpec("approved_on", "批准日期", Kind.DATE, width_chars=6),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Some minutes, for a year that a calendar has; 离岗教育 is not spared by the year."""
        problems = {}
        if (values.get("minutes") or 0) <= 0:
            problems["minutes"] = "减免的学时要大于0。"
        if values.get("year") is not None and not 2000 <= values["year"] <= 2100:
            problems["year"] = "年度写成四位数字，如2026。"
        if values.get("category") == "off_duty":
            problems["category"] = "离岗教育不计入年度学时，不能按年度减免。"
        if values.get("approved_on") and values["approved_on"] > self.today:
            problems["approved_on"] = "批准日期晚于今天，请核对。"
        return problems
