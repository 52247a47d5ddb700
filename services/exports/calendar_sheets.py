"""The calendar's list on paper and as a sheet: one row for each thing that is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.due.colours import COLOUR_LABELS
from services.due.items import KIND_LABELS, DueItem
from services.exports.ledger_xlsx import export_rows
from services.query import LedgerRow
from services.spec import FieldSpec, Kind, LedgerSpec

Progress = Callable[[int, int], None]
FIELDS = (
    FieldSpec("due_on", "期限", Kind.DATE, width_chars=6),
    FieldSpec("act_on", "最晚办理日", Kind.DATE, width_chars=6),
    FieldSpec("state", "状态", width_chars=6),
    FieldSpec("colour", "颜色", width_chars=3),
    FieldSpec("kind", "类别", width_chars=6),
    FieldSpec("matter", "事项", width_chars=22),
    FieldSpec("unit", "单位", width_chars=12),
    FieldSpec("source", "来源", width_chars=12),
    FieldSpec("note", "备注", width_chars=8),
)
SHEET = LedgerSpec(
    name="calendar",
    title="期限清单",
    item="事项",
    purpose="",
    unit_word="项",
    default_sort="due_on",
    title_field="matter",
    fields=FIELDS,
)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One due thing in the words of the screen: what it is about, how it stands, what its day of rest does."""

    item: DueItem
    matter: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """`title` names the time shown, `subtitle` what was filtered."""

    title: str
    subtitle: str
    entries: Sequence[CalendarEntry]
    today: date
    bureau: str = ""


def export_calendar(sheet: CalendarSheet, target: Path) -> int:
    """Write the workbook, dates as dates; how many rows. Raises StorageError where the file cannot be written."""
    rows = [_row(number, entry) for number, entry in enumerate(sheet.entries, start=1)]
    return export_rows(
        SHEET,
        [rows],
        target,
        title=sheet.title,
        description=f"{sheet.subtitle}　截至{sheet.today:%Y-%m-%d}",
        unit=sheet.bureau,
        printed_on=sheet.today,
        masked=True,
    )


def print_calendar_list(sheet: CalendarSheet, target: Path, progress: Progress | None = None) -> int:
    """The list on A4, upright; how many pages. Raises StorageError where the file cannot be written."""
    from services.printing.grid import Align  # reportlab: only when somebody prints
    from services.printing.table import TableColumn, TablePrint, print_table

    columns = (
        TableColumn("期限", 13, Align.CENTER, merge=True),
        TableColumn("状态", 13, Align.CENTER),
        TableColumn("事项", 36),
        TableColumn("单位", 22),
        TableColumn("类别", 12, Align.CENTER),
        TableColumn("办理情况", 14),
    )
    rows = [
        (
            f"{e.item.due_on:%Y-%m-%d}",
            e.state,
            "　".join(filter(None, (e.matter, e.note))),
            e.item.unit,
            e.item.what,
            "",
        )
        for e in sheet.entries
    ]
    return print_table(TablePrint(sheet.title, columns, rows, sheet.today, sheet.subtitle), target, progress)


def _row(number: int, entry: CalendarEntry) -> LedgerRow:
    item = entry.item
    values: dict[str, Any] = {
        "due_on": item.due_on,
        "act_on": item.act_on,
        "state": entry.state,
        "colour": COLOUR_LABELS[item.colour],
        "kind": KIND_LABELS[item.kind],
        "matter": entry.matter,
        "unit": item.unit,
        "source": item.source,
        "note": entry.note,
    }
    return LedgerRow(number, 0, values)
