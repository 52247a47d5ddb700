"""用印登记: every use of a seal, with who asked, who allowed and who sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from models.document import IssuedDocument
from models.drafting import SealUse
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.spec import FieldSpec, Kind, LedgerSpec

SEAL = FieldSpec("seal", "印章", required=True, max_length=60, width_chars=9, example="示例县司法局行政章")
COPIES = FieldSpec("copy_count", "份数", Kind.INTEGER, required=True, width_chars=3, example="2")
APPLICANT = FieldSpec("applicant", "申请人", required=True, max_length=50, width_chars=4, example="齐明川")
APPROVER = FieldSpec("approver", "批准人", required=True, max_length=50, width_chars=4, example="岑知远")
KEEPER = FieldSpec("keeper", "监印人", required=True, max_length=50, width_chars=4, example="简若宁")


class SealUseLedger(BasicLedger[SealUse]):
    """The paper register of seals as a ledger. A sealing that follows from 发文登记 keeps the link to its paper."""

    record = SealUse
    references: ClassVar[Mapping[str, Reference]] = {"document_id": Reference(IssuedDocument, "title")}
    spec = LedgerSpec(
        name="seal_uses",
        title="用印登记",
        item="用印",
        purpose="每次用印的日期、事由、份数和经手人。",
        unit_word="次",
        default_sort="used_on",
        default_descending=True,
        title_field="matter",
        match_on=("used_on", "matter", "number"),
        add_label="登记用印",
        empty_hint="在发文登记里点“登记用印”，或者在这里逐次登记。",
        fields=(
            FieldSpec("used_on", "用印日期", Kind.DATE, required=True, width_chars=6, example="2026-06-15"),
            SEAL,
            FieldSpec("matter", "用印事由", required=True, max_length=200, width_chars=14, example="催报工作情况"),
            FieldSpec("number", "发文字号", Kind.CODE, max_length=60, width_chars=10),
            COPIES,
            replace(APPLICANT, in_table=False, in_print=True),
            APPROVER,
            replace(KEEPER, in_table=False, in_print=True),
            FieldSpec("document_id", "发文", Kind.REFERENCE, reference="documents", in_table=False, in_import=False),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=200, in_table=False),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Not in the future, at least one copy; who allows a seal does not keep it."""
        problems = {}
        if values.get("used_on") and values["used_on"] > self.today:
            problems["used_on"] = "用印日期在今天以后，请核对。"
        if (values.get("copy_count") or 0) < 1:
            problems["copy_count"] = "份数至少是1。"
        return problems
