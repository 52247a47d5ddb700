"""评估报表存档: what was frozen, in one list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from models.plan import Plan
from models.reporting import FrozenReport
from services.evaluation.report import KIND_LABELS
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.spec import FieldSpec, Kind, LedgerSpec


class FrozenReportLedger(BasicLedger[FrozenReport]):
    """Rows come from 冻结 on the pages of evaluations and periodic reports; nothing in them is changed."""

    record = FrozenReport
    references: ClassVar[Mapping[str, Reference]] = {"plan_id": Reference(Plan, "title")}
    spec = LedgerSpec(
        name="frozen_reports",
        title="评估报表存档",
        item="存档的评估或报表",
        purpose="冻结过的评估和报表，数和冻结时一样，双击打开。",
        unit_word="份",
        default_sort="last_day",
        default_descending=True,
        title_field="title",
        addable=False,
        empty_hint="在“计划评估”或“月报季报”里冻结一份，就列在这里。",
        fields=(
            FieldSpec("title", "名称", in_form=False, width_chars=22),
            FieldSpec(
                "kind",
                "类别",
                Kind.CHOICE,
                choices={kind.value: label for kind, label in KIND_LABELS.items()},
                in_form=False,
                in_filter=True,
                width_chars=6,
            ),
            FieldSpec("first_day", "起", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("last_day", "截至", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec(
                "plan_id", "计划", Kind.REFERENCE, reference="plans", in_form=False, in_filter=True, width_chars=14
            ),
        ),
    )
