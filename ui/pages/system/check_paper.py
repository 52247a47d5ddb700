"""The result of a check in words, and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from services.query import LedgerService

OTHER = {
    "account": "账户",
    "audit_group": "操作日志",
    "attachment": "附件",
    "setting": "设置",
    "role_holder": "任职人员",
}


def check_rows(result: Mapping[str, Any], ledgers: Iterable[LedgerService]) -> Sequence[tuple[str, int]]:
    """Title and number of rows of every ledger, then accounts, log and attachments."""
    titles = {ledger.entity: ledger.spec.title for ledger in ledgers} | OTHER
    rows: Mapping[str, int] = result["rows"]
    return [(title, rows[entity]) for entity, title in titles.items() if entity in rows]


def print_check(
    result: Mapping[str, Any], ledgers: Iterable[LedgerService], bureau: str, now: datetime, folder: Path
) -> Path:
    """A list as PDF in `folder`; runs in a job. Raises StorageError where it cannot be written."""
    from services.printing.grid import Align  # reportlab: only when somebody prints
    from services.printing.table import TableColumn, TablePrint, print_table

    columns = (TableColumn("检查了什么", 24), TableColumn("记录", 10, Align.RIGHT), TableColumn("结果", 40))
    rows = [(title, f"{count:,}", "") for title, count in check_rows(result, ledgers)]
    rows += [(p["where"], "", "".join((p["message"], p.get("suggest", "")))) for p in result["problems"]]
    verdict = "没有发现问题" if result["ok"] else f"检查出{len(result['problems'])}处"
    target = folder / "数据检查结果.pdf"
    subtitle = f"{bureau}　{now:%Y-%m-%d %H:%M}检查　{verdict}"
    paper = TablePrint("数据检查结果", columns, rows, now.date(), subtitle, signatures=("检查人", "负责人"))
    print_table(paper, target)
    return target
