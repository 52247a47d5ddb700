"""发出空表: one workbook for every unit, blank or with what is registered, and a list to tick off what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.errors import StorageError
from services.exports.ledger_xlsx import write_workbook
from services.exports.template_xlsx import TemplateFor, template_sheet
from services.files import safe_name
from services.query import LedgerRow
from services.spec import LedgerSpec

LIST = "00 发出清单.xlsx"
_LABELS = ("序号", "单位", "文件", "现有行数", "联系人", "联系电话", "报回日期", "备注")
_HEADS = tuple(zip(_LABELS, (6, 28, 48, 10, 12, 18, 14, 24), strict=True))
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit that gets a sheet, with whom to call."""

    agency_id: int
    name: str
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent: the ledger, the round it belongs to, and the rows that stand in it already by unit."""

    spec: LedgerSpec
    round_id: int
    due_on: date | None
    rows: Mapping[int, Sequence[LedgerRow]]


def send_out(
    sending: Sending, recipients: Sequence[Recipient], folder: Path, progress: Progress | None = None
) -> list[Path]:
    """Write one workbook per unit into `folder`, numbered in this order, and the list; StorageError where it cannot.

    The files are named so that the unit is known again by the name alone.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"“{folder.name}”建不了，没有生成空表。换一个能写入的文件夹。") from error
    written = []
    for number, unit in enumerate(recipients, start=1):
        if progress:
            progress(number - 1, len(recipients))
        target = folder / f"{safe_name(f'{number:02d} {unit.name}-{sending.spec.title}填报表')}.xlsx"
        rows = sending.rows.get(unit.agency_id, ())
        wanted = TemplateFor(unit=unit.name, rows=rows, round_id=sending.round_id, due_on=sending.due_on)
        template_sheet(sending.spec, target, wanted)
        written.append(target)
    _write_list(sending, recipients, written, folder / LIST)
    return [*written, folder / LIST]


def rows_by_unit(
    spec: LedgerSpec, rows: Sequence[LedgerRow], units_of_officers: Mapping[int, int]
) -> dict[int, list[LedgerRow]]:
    """The registered rows by the unit that answers for them: its own line, its rows, or those of its officers."""
    unit = next((f.key for f in spec.import_fields if f.reference == "units" and spec.name != "units"), None)
    officer = next((f.key for f in spec.import_fields if f.reference == "officers"), None)
    found: dict[int, list[LedgerRow]] = {}
    for row in rows:
        if spec.name == "units":
            owner: Any = row.id
        elif unit is not None:
            owner = row.values.get(unit)
        else:
            owner = units_of_officers.get(row.values.get(officer or "", 0))
        if owner is not None:
            found.setdefault(int(owner), []).append(row)
    return found


def _write_list(sending: Sending, recipients: Sequence[Recipient], files: Sequence[Path], target: Path) -> None:
    def fill(book: Any) -> int:
        sheet = book.add_worksheet("发出清单")
        base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        head = book.add_format(base | {"bold": True, "bg_color": "#EDEDED", "align": "center"})
        text, number = book.add_format(base | {"num_format": "@"}), book.add_format(base)
        big = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
        due = f"（{sending.due_on:%Y-%m-%d}前报回）" if sending.due_on else ""
        for column, (_label, width) in enumerate(_HEADS):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 28)
        sheet.merge_range(0, 0, 0, len(_HEADS) - 1, "", big)
        sheet.write_string(0, 0, f"{sending.spec.title}填报表发出清单{due}", big)
        for column, (label, _width) in enumerate(_HEADS):
            sheet.write_string(1, column, label, head)
        for place, (unit, file) in enumerate(zip(recipients, files, strict=True), start=1):
            sheet.write_number(place + 1, 0, place, number)
            sheet.write_string(place + 1, 1, unit.name, text)
            sheet.write_string(place + 1, 2, file.name, text)
            sheet.write_number(place + 1, 3, len(sending.rows.get(unit.agency_id, ())), number)
            for column, words in enumerate((unit.contact, unit.phone, "", ""), start=4):
                sheet.write_string(place + 1, column, words, text)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return len(recipients)

    write_workbook(target, fill)
