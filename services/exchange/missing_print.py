"""未报名单: which units owe a list, with whom to call, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from services.exchange.collection_views import ReturnView
from services.exchange.returns import MISSING, STATE_WORDS
from services.printing.table import TableColumn, TablePrint, print_table

LABELS = ("序号", "单位", "状态", "逾期天数", "联系人", "联系电话", "催报日期")
SHARES = (3, 14, 4, 5, 6, 9, 8)
SIGNATURES = ("填报人", "审核人", "日期")


def print_missing(title: str, due_on: date | None, views: Sequence[ReturnView], today: date, target: Path) -> int:
    """Write the list to `target` (PDF) and return its pages; StorageError where that fails."""
    missing = [view for view in views if view.state in MISSING]
    rows = [
        [str(n), v.unit, STATE_WORDS[v.state], str(v.late_days or ""), v.contact, v.phone, _day(v.reminded_on)]
        for n, v in enumerate(missing, start=1)
    ]
    due = f"报送期限：{due_on:%Y-%m-%d}；" if due_on else ""
    table = TablePrint(
        title=f"{title}未报单位名单",
        columns=tuple(TableColumn(label, share) for label, share in zip(LABELS, SHARES, strict=True)),
        rows=rows,
        printed_on=today,
        subtitle=f"{due}应报{len(views)}个，已报{len(views) - len(missing)}个，未报{len(missing)}个",
        signatures=SIGNATURES,
    )
    return print_table(table, target)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
