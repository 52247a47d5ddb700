"""案卷: the agencies' lists of closed cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from models.review import CaseFile
from services.code_tables import CASE_TYPE_WORDS, CASE_TYPES
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT


class CaseFileLedger(BasicLedger[CaseFile]):
    """The pool that a review draws from; its automatic date checks come with the review."""

    record = CaseFile
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="cases",
        title="案卷目录",
        item="案卷",
        purpose="各单位报来的已办结案件，评查从这里抽取。",
        unit_word="卷",
        default_sort="decided_on",
        default_descending=True,
        title_field="name",
        state_field="case_type",
        match_on=("agency_id", "decision_no"),
        add_label="登记案卷",
        empty_hint="导入各单位报来的案件清单，或者逐卷登记。",
        fields=(
            FieldSpec(
                "decision_no",
                "决定书文号",
                Kind.CODE,
                required=True,
                max_length=60,
                synonyms=("文号", "处罚决定书文号", "案号", "决定文号"),
                width_chars=14,
            ),
            FieldSpec(
                "agency_id",
                "办案单位",
                Kind.REFERENCE,
                reference="units",
                required=True,
                in_filter=True,
                synonyms=("单位", "执法单位", "实施机关"),
                width_chars=9,
            ),
            FieldSpec(
                "case_type",
                "案卷类型",
                Kind.CHOICE,
                required=True,
                choices=CASE_TYPES,
                further_words=CASE_TYPE_WORDS,
                in_filter=True,
                synonyms=("案件类型", "执法类别"),
                example="行政处罚",
                width_chars=6,
            ),
            FieldSpec("name", "案件名称", required=True, max_length=200, synonyms=("案由", "案件"), width_chars=15),
            FieldSpec(
                "party",
                "当事人",
                max_length=100,
                synonyms=("行政相对人", "被处罚人"),
                width_chars=8,
                in_table=False,
                in_print=True,
            ),
            FieldSpec(
                "officers",
                "承办人",
                max_length=100,
                synonyms=("办案人员", "执法人员"),
                width_chars=8,
                in_table=False,
                in_print=True,
            ),
            FieldSpec(
                "opened_on", "立案日期", Kind.DATE, synonyms=("立案时间",), width_chars=6, in_table=False, in_print=True
            ),
            FieldSpec("decided_on", "决定日期", Kind.DATE, width_chars=6, synonyms=("处罚决定日期", "决定时间")),
            FieldSpec(
                "closed_on", "结案日期", Kind.DATE, synonyms=("结案时间",), width_chars=6, in_table=False, in_print=True
            ),
            FieldSpec(
                "fine",
                "罚没金额（元）",
                Kind.MONEY,
                synonyms=("罚款金额", "罚没金额", "罚款金额（元）"),
                width_chars=7,
                in_table=False,
                in_print=True,
            ),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Opened, decided, closed in this order."""
        problems = {}
        opened, decided, closed = (values.get(k) for k in ("opened_on", "decided_on", "closed_on"))
        if opened and decided and decided < opened:
            problems["decided_on"] = "决定日期早于立案日期，请核对案卷。"
        if decided and closed and closed < decided:
            problems["closed_on"] = "结案日期早于决定日期，请核对案卷。"
        return problems
