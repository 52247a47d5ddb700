"""Any ledger as an .xlsx that prints well and imports again without loss."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from services.beside import written_beside
from services.errors import StorageError
from services.imports.dates import TYPED_FROM
from services.imports.workbook import OWN_MARK
from services.query import LedgerRow
from services.spec import MINUTES_PER_HOUR, FieldSpec, Kind, LedgerSpec

FIRST_ROW = 3  # zero-based: title, description, header, then data
EXACT = 10**15  # Excel keeps 15 digits of a number; longer ones are written as text
MAX_TEXT = 32_767  # characters in one cell of the format
SHEET_ROWS = 1_048_576
FULL = "没有导出：超过表格能放的{rows:,}行。先筛选，再分几次导出。"
BLOCKED = "“{name}”写不进去，没有导出。看看它是否正在WPS或Excel里打开、磁盘是否已满，再导出一次。"
Progress = Callable[[int], None]


def export_rows(
    spec: LedgerSpec,
    pages: Iterable[Sequence[LedgerRow]],
    target: Path,
    *,
    title: str,
    description: str,
    unit: str,
    printed_on: date,
    masked: bool,
    progress: Progress | None = None,
) -> int:
    """Write all rows to `target` and return their number.

    The file appears whole or not at all. With `masked` ID numbers show only their ends (the public copy); whether a
    full copy may be made is the caller's check. `progress` gets the rows written so far and may raise to stop.
    StorageError where the file cannot be written.
    """
    fields = export_fields(spec, masked=masked)
    marks = None if masked else OWN_MARK  # a masked copy is not for importing again

    def fill(book: Any) -> int:
        sheet = book.add_worksheet(_sheet_name(spec.title))
        formats = _formats(book)
        _head(sheet, formats, fields, title, description)
        _page_setup(sheet, formats, fields, spec, unit, printed_on)
        count = 0
        for page in pages:
            for row in page:
                if count + FIRST_ROW >= SHEET_ROWS:
                    raise StorageError(FULL.format(rows=SHEET_ROWS - FIRST_ROW))
                _row(sheet, formats, fields, row, FIRST_ROW + count, masked=masked)
                count += 1
            if progress:
                progress(count)
        if count:
            sheet.autofilter(FIRST_ROW - 1, 0, FIRST_ROW - 1 + count, len(fields) - 1)
        return count

    return write_workbook(target, fill, mark=marks)


def write_workbook(target: Path, fill: Callable[[Any], int], *, mark: str | None = None) -> int:
    """Make a workbook beside `target` with `fill` and put it in place at the end; nothing is left where that fails."""
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        # beside the target: the last step is a rename on the same disk
        with tempfile.TemporaryDirectory(prefix=".", dir=target.parent, ignore_cleanup_errors=True) as folder:
            partial = Path(folder, "workbook.xlsx")
            count = _fill(partial, fill, mark)
            partial.replace(target)
    except (OSError, XlsxWriterException) as error:
        raise StorageError(BLOCKED.format(name=target.name)) from error
    return count


def _fill(partial: Path, fill: Callable[[Any], int], mark: str | None) -> int:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(partial), {"constant_memory": True, "tmpdir": str(partial.parent)})
    if mark:
        book.set_custom_property(mark, 1, "number")
    try:
        count = fill(book)
    except BaseException:
        for sheet in book.worksheets():
            sheet.row_data_fh.close()  # the rows written so far; the folder takes the files away
        raise
    book.close()
    return count


def export_fields(spec: LedgerSpec, *, masked: bool = False) -> tuple[FieldSpec, ...]:
    """The table's columns, and in the working copy also what only an import would bring, so that nothing is lost, and
    beside a name what tells its bearers apart."""
    if masked:
        return spec.columns
    known = spec.columns + tuple(f for f in spec.import_fields if not f.in_table)
    labels = {f.label for f in known}
    besides = written_beside(spec)
    fields: list[FieldSpec] = []
    for field in known:
        fields += (field, *(b.field for b in besides.get(field.key, ()) if b.field.label not in labels))
    return tuple(fields)


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
    number = base | {"align": "right"}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#595959", "valign": "vcenter"}),
        "head": book.add_format(
            base | {"bold": True, "bg_color": "#EDEDED", "align": "center", "text_wrap": True, "num_format": "@"}
        ),
        "text": book.add_format(base | {"num_format": "@"}),
        "long": book.add_format(base | {"num_format": "@", "text_wrap": True}),
        "date": book.add_format(base | {"num_format": "yyyy-mm-dd", "align": "center"}),
        "moment": book.add_format(base | {"num_format": "yyyy-mm-dd hh:mm", "align": "center"}),
        "integer": book.add_format(number | {"num_format": "#,##0"}),
        "hours": book.add_format(number | {"num_format": "0.0"}),
        "money": book.add_format(number | {"num_format": "#,##0.00"}),
    }


def _head(sheet: Any, formats: dict[str, Any], fields: Sequence[FieldSpec], title: str, description: str) -> None:
    last = max(len(fields) - 1, 0)
    sheet.set_row(0, 28)
    sheet.set_row(2, 30)
    for row, text, style in ((0, title, "title"), (1, description, "note")):
        if last:
            sheet.merge_range(row, 0, row, last, "", formats[style])
        sheet.write_string(row, 0, text, formats[style])
    for column, spec in enumerate(fields):
        sheet.write_string(2, column, spec.label, formats["head"])


def _page_setup(
    sheet: Any, formats: dict[str, Any], fields: Sequence[FieldSpec], spec: LedgerSpec, unit: str, printed_on: date
) -> None:
    for column, field in enumerate(fields):
        sheet.set_column(column, column, column_width(field), formats[_style(field)])
    sheet.freeze_panes(FIRST_ROW, 1)
    if spec.landscape:
        sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    safe = unit.replace("&", "&&")
    sheet.set_footer(f"&L{safe}&C第&P页　共&N页&R{printed_on:%Y-%m-%d}")


def column_width(field: FieldSpec) -> float:
    """Excel's width in digits: two for each Chinese character, never narrower than the header."""
    return min(
        max(field.width_chars * 2 if not field.is_number else field.width_chars * 1.5, len(field.label) * 2 + 3), 60
    )


def _style(field: FieldSpec) -> str:
    match field.kind:
        case Kind.LONG_TEXT:
            return "long"
        case Kind.DATE:
            return "date"
        case Kind.INTEGER:
            return "integer"
        case Kind.MINUTES:
            return "hours"
        case Kind.MONEY | Kind.POINTS:
            return "money"
    return "text"


def _row(
    sheet: Any, formats: dict[str, Any], fields: Sequence[FieldSpec], row: LedgerRow, at: int, *, masked: bool
) -> None:
    for column, field in enumerate(fields):
        value = row.values.get(field.key)
        style = formats[_style(field)]
        if (number := cell_number(field, value)) is not None:
            sheet.write_number(at, column, number, style)
        elif isinstance(value, datetime):
            sheet.write_datetime(at, column, value, formats["moment"])
        elif isinstance(value, date) and value >= TYPED_FROM:
            sheet.write_datetime(at, column, value, formats["date"])
        elif text := _plain_text(field, row, masked=masked):
            # write_string, never write: "=1+1" and web addresses stay what they are
            sheet.write_string(at, column, text[:MAX_TEXT], style)
        else:
            sheet.write_blank(at, column, None, style)


def cell_number(field: FieldSpec, value: Any) -> float | None:
    """The number that a cell holds for a stored value; None where the cell holds text."""
    if field.kind in _NUMBERS and isinstance(value, int) and not field.reference and abs(value) < EXACT:
        return _NUMBERS[field.kind](value)
    return None


def _plain_text(field: FieldSpec, row: LedgerRow, *, masked: bool) -> str:
    value = row.values.get(field.key)
    if field.kind is Kind.INTEGER and isinstance(value, int):
        return str(value)
    return row.show(field, masked=masked)


def _whole(value: int) -> float:
    return value


def _hours(value: int) -> float:
    return value / MINUTES_PER_HOUR


def _hundredth(value: int) -> float:
    return value / 100


_NUMBERS = {Kind.INTEGER: _whole, Kind.MINUTES: _hours, Kind.MONEY: _hundredth, Kind.POINTS: _hundredth}


def _sheet_name(title: str) -> str:
    plain = "".join("　" if c in "[]:*?/\\'" else c for c in title).strip("　 ")[:31]
    return plain or "台账"
