"""评查标准 and 评分表 as ledgers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from models.review import CaseFile, ReviewStandard, ScoringSheet, SheetState, StandardState
from services.access import Right
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

ORIGIN_LABELS = {"official": "正式标准", "compiled": "汇编整理", "proposed": "建议稿"}
STATE_LABELS = {StandardState.DRAFT.value: "未使用", StandardState.LOCKED.value: "已锁定"}
SUBMITTED_STAYS = "评分表已经提交，没有改动。需要时由负责人退回。"
SHEET_LABELS = {SheetState.DRAFT.value: "打分中", SheetState.SUBMITTED.value: "已提交"}


class StandardLedger(BasicLedger[ReviewStandard]):
    """The standards of this bureau; content comes from a file or from those that ship, and is checked before."""

    record = ReviewStandard
    spec = LedgerSpec(
        name="standards",
        title="评查标准",
        item="评查标准",
        purpose="评分用的标准，首次使用后锁定。",
        unit_word="套",
        default_sort="name",
        title_field="name",
        state_field="state",
        match_on=("family", "version"),
        addable=False,
        empty_hint="程序自带的标准在首次登录时存入；本地标准点“导入”，读入标准文件。",
        fields=(
            FieldSpec("name", "名称", in_form=False, width_chars=26),
            FieldSpec("family", "标准系列", in_form=False, in_table=False),
            FieldSpec("version", "版本", in_form=False, width_chars=6),
            FieldSpec("case_type", "适用案卷", in_form=False, width_chars=8),
            FieldSpec(
                "origin", "性质", Kind.CHOICE, choices=ORIGIN_LABELS, in_form=False, in_filter=True, width_chars=6
            ),
            FieldSpec(
                "state",
                "状态",
                Kind.CHOICE,
                choices=STATE_LABELS,
                in_form=False,
                width_chars=5,
                states={"draft": "todo", "locked": "done"},
            ),
        ),
    )


class SheetLedger(BasicLedger[ScoringSheet]):
    """Filled sheets with their results."""

    record = ScoringSheet
    references: ClassVar[Mapping[str, Reference]] = {
        "case_file_id": Reference(CaseFile, "name"),
        "standard_id": Reference(ReviewStandard, "name"),
    }
    spec = LedgerSpec(
        name="sheets",
        title="评分结果",
        item="评分表",
        purpose="每卷的评分、等次和评分表。",
        unit_word="份",
        default_sort="submitted_at",
        default_descending=True,
        title_field="case_file_id",
        state_field="state",
        match_on=("case_file_id", "reviewer"),
        addable=False,
        empty_hint="在“评查打分”里打开一卷，打完分提交后列在这里。",
        fields=(
            FieldSpec("case_file_id", "案卷", Kind.REFERENCE, reference="cases", in_form=False, width_chars=18),
            FieldSpec(
                "state",
                "状态",
                Kind.CHOICE,
                choices=SHEET_LABELS,
                in_form=False,
                width_chars=6,
                states={"draft": "run", "submitted": "done"},
            ),
            FieldSpec("score", "得分", Kind.POINTS, in_form=False, width_chars=5),
            FieldSpec("grade", "等次", in_form=False, width_chars=5),
            FieldSpec("veto", "否决", Kind.BOOLEAN, in_form=False, width_chars=4),
            FieldSpec("reviewer", "评查人", in_form=False, width_chars=6),
            FieldSpec(
                "standard_id",
                "评查标准",
                Kind.REFERENCE,
                reference="standards",
                in_form=False,
                width_chars=18,
                in_table=False,
                in_print=True,
            ),
            FieldSpec("submitted_at", "提交时间", Kind.DATE, in_form=False, width_chars=8),
        ),
    )

    def why_fixed(self, item: ScoringSheet, keys: Collection[str]) -> str:
        """A submitted sheet is frozen; it is handed back first."""
        return SUBMITTED_STAYS if item.state is SheetState.SUBMITTED else ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Print the sheet; a head may hand it back."""
        submitted = row.values["state"] == SheetState.SUBMITTED
        return (
            Action("print", "打印评分表", "print", main=True),
            Action(
                "hand_back",
                "退回重评",
                "st-back",
                (FieldSpec("why", "退回理由", Kind.LONG_TEXT, required=True, max_length=80),),
                why_not="" if submitted else "还没有提交，不用退回。",
            ),
        )

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Open a submitted sheet again, with the reason in the history."""
        if action != "hand_back":
            raise KeyError(action)
        with self._db.write(f"退回评分表：{values.get('why', '')}", Right.APPROVE) as session:
            item = self.permitted(session, action, row, values)
            item.state, item.submitted_at, item.result = SheetState.DRAFT, None, None
            item.score, item.grade, item.veto = None, None, False
            session.flush()
            group = session.info.get("group")
        return Outcome("已退回，评查人可以继续打分。", group)
