"""节假日: the State Council's yearly arrangement, entered or pasted by the clerk."""

from __future__ import annotations

from models.document import HolidayDay
from services.ledger import BasicLedger
from services.spec import FieldSpec, Kind, LedgerSpec


class HolidayLedger(BasicLedger[HolidayDay]):
    """Days on which the weekday rule does not hold; the basis of every count of working days."""

    record = HolidayDay
    spec = LedgerSpec(
        name="holidays",
        title="节假日安排",
        item="节假日",
        purpose="放假和调休上班的日子，工作日按它推算。",
        unit_word="天",
        default_sort="day",
        default_descending=True,
        title_field="name",
        match_on=("day",),
        add_label="登记节假日",
        empty_hint="按国务院办公厅的通知登记放假和调休上班的日子；没有登记的年份按周一至周五暂算。",
        fields=(
            FieldSpec("day", "日期", Kind.DATE, required=True, unique=True, width_chars=7),
            FieldSpec("working", "调休上班", Kind.BOOLEAN, width_chars=6),
            FieldSpec("name", "名称", required=True, max_length=30, width_chars=12),
            FieldSpec("source", "依据", max_length=120, width_chars=24),
        ),
    )
