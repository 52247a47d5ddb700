"""Gives an agency its own sheet back: title, header and the rejected rows, the faulty cells marked and explained."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.errors import StorageError, UnreadableError
from services.imports.headers import words
from services.imports.reading import ImportReading, ImportRow
from services.imports.sniff import FileKind, sniff
from services.imports.workbook import CellValue, Sheet, read_workbook
from services.problems import Level

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ADDED = ("错误代码", "原因", "建议")
FILL_LIMIT = 20_000  # rows; openpyxl needs about 5 kB for each, beyond it the plain copy is made
_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}")
# what a formula may hold and still need nothing but its own sheet: texts, functions, cells, whole columns, truth
_OWN_PARTS = re.compile(r'"[^"]*"|[A-Z][A-Z0-9.]*(?=\()|\$?[A-Z]{1,3}\$?\d+|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|TRUE|FALSE')
_RED, _YELLOW = "F8D7D3", "FFF3CD"
BLOCKED = "“{name}”写不进去，没有生成退回文件。看看它是否正在WPS或Excel里打开、磁盘是否已满，再试一次。"


def write_rejects(reading: ImportReading, target: Path) -> int:
    """Write the rejected rows of `reading` to `target` (.xlsx) and return their number; nothing is written for none.

    An .xlsx keeps the looks of the agency's own file; other formats become a plain sheet with the same columns.
    StorageError where the target cannot be written; UnreadableError where the agency's file is gone meanwhile.
    """
    rejected = reading.rejected
    if not rejected:
        return 0
    partial = target.with_name(f".{target.name}.part")
    try:
        if not _fill_own(reading, rejected, partial):
            _write_plain(reading, rejected, partial)
        partial.replace(target)
    except OSError as error:
        raise StorageError(BLOCKED.format(name=target.name)) from error
    finally:
        partial.unlink(missing_ok=True)
    return len(rejected)


def _fill_own(reading: ImportReading, rejected: Sequence[ImportRow], partial: Path) -> bool:
    """False where the file is no .xlsx, or one that this library cannot take over."""
    import openpyxl

    if sniff(reading.file) is not FileKind.XLSX:
        return False
    try:
        book = openpyxl.load_workbook(reading.file, data_only=True)
        sheet = book[reading.sheet]
        if sheet.max_row > FILL_LIMIT or sheet.max_column > 500:
            return False
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, SyntaxError):
        return False  # readable by the strict reader, but with parts that openpyxl refuses
    for other in list(book.worksheets):
        if other is not sheet:
            book.remove(other)
    sheet.sheet_state = "visible"
    _compact(sheet, reading.header_row, [row.row for row in rejected])
    _explain(sheet, reading, rejected)
    for name in list(book.defined_names):
        del book.defined_names[name]
    book.save(partial)
    return True


def _compact(sheet: Worksheet, header: int, kept: Sequence[int]) -> None:
    """Move the kept rows up under the header with their looks; everything else goes."""
    merged = [area for area in sheet.merged_cells.ranges if area.max_row > header]
    for area in merged:
        value, sample = sheet.cell(area.min_row, area.min_col).value, area.min_row
        sheet.unmerge_cells(str(area))
        if area.min_col == area.max_col and area.min_row > header:
            for row in range(sample, area.max_row + 1):  # a unit merged over several people stands beside each of them
                sheet.cell(row, area.min_col, value)
    sheet.auto_filter.ref = None
    _keep_own_rules(sheet)
    width = sheet.max_column
    for place, row in enumerate(kept, start=header + 1):
        if place != row:
            _copy_row(sheet, row, place, width)
        sheet.row_dimensions[place].height = sheet.row_dimensions[row].height
        sheet.row_dimensions[place].hidden = False
    last = header + len(kept)
    if sheet.max_row > last:
        sheet.delete_rows(last + 1, sheet.max_row - last)
    for row in [r for r in sheet.row_dimensions if r > last]:
        del sheet.row_dimensions[row]


def _keep_own_rules(sheet: Worksheet) -> None:
    """Lists to choose from and conditional colours hold for whole columns and stay; what points to another sheet or to
    a name of the workbook would point to nothing."""
    lists = sheet.data_validations.dataValidation
    sheet.data_validations.dataValidation = [v for v in lists if _own(v.formula1) and _own(v.formula2)]
    formats, sheet.conditional_formatting = sheet.conditional_formatting, type(sheet.conditional_formatting)()
    for area in formats:
        for rule in area.rules:
            if all(_own(formula) for formula in rule.formula):
                sheet.conditional_formatting.add(str(area.sqref), rule)


def _own(formula: str | None) -> bool:
    """Whether a formula speaks of no other sheet, workbook or name."""
    rest = _OWN_PARTS.sub("", formula or "")
    return not re.search(r"[!\[]|[^\W\d_]", rest)


def _copy_row(sheet: Worksheet, source: int, target: int, width: int) -> None:
    from copy import copy

    for column in range(1, width + 1):
        old: Any = sheet.cell(source, column)
        new: Any = sheet.cell(target, column)
        new.value, new._style, new.comment = old.value, copy(old._style), None


def _explain(sheet: Worksheet, reading: ImportReading, rejected: Sequence[ImportRow]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side("thin", color="BFBFBF")
    border, wrap = Border(line, line, line, line), Alignment(wrap_text=True, vertical="top")
    first = _first_free(reading)
    for offset, label in enumerate(ADDED):
        head = sheet.cell(reading.header_row, first + offset, label)
        head.font, head.border = Font(bold=True), border
        head.fill = PatternFill("solid", start_color="EDEDED")
        sheet.column_dimensions[head.column_letter].width = (14, 44, 24)[offset]
    for place, row in enumerate(rejected, start=reading.header_row + 1):
        for offset, text in enumerate(_explained(row, reading)):
            cell = sheet.cell(place, first + offset)
            _write(cell, text)
            cell.alignment, cell.border = wrap, border
        for problem in sorted(row.problems, key=lambda p: p.level is Level.ERROR):
            if _CELL.fullmatch(problem.where) and problem.level is not Level.INFO:
                column = re.sub(r"\d", "", problem.where)
                colour = _RED if problem.level is Level.ERROR else _YELLOW
                sheet[f"{column}{place}"].fill = PatternFill("solid", start_color=colour)
    for cells in sheet.iter_rows(min_row=reading.header_row + 1):
        for cell in cells:
            if isinstance(cell.value, str):
                _write(cell, cell.value)


def _write(cell: Any, text: str) -> None:
    """As text, also when it begins with an equals sign."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"


def _first_free(reading: ImportReading) -> int:
    """Behind the last printed header; over the columns of an earlier rejection if they are there."""
    earlier = [c.number for c in reading.mapping.columns if c.leaf == ADDED[0]]
    return earlier[0] if earlier else max(c.number for c in reading.mapping.columns) + 1


def _explained(row: ImportRow, reading: ImportReading) -> tuple[str, str, str]:
    told = [p for p in row.problems if p.level is not Level.INFO]
    headers = {c.letter: "".join(c.leaf.split()) for c in reading.mapping.columns}
    codes = "、".join(dict.fromkeys(p.code for p in told))
    advice = []
    for problem in told:
        header = headers.get(re.sub(r"\d", "", problem.where))
        if problem.suggest:
            advice.append(f"{header}：{problem.suggest}" if header else problem.suggest)
    return codes, "\n".join(p.message for p in told), "\n".join(advice)


def _write_plain(reading: ImportReading, rejected: Sequence[ImportRow], partial: Path) -> None:
    """A new workbook with the same columns, for .xls, .et, .ods, .csv and very long lists."""
    import xlsxwriter

    source = _source(reading)
    book = xlsxwriter.Workbook(str(partial), {"strings_to_formulas": False, "strings_to_urls": False})
    styles = {
        "": book.add_format({"border": 1, "num_format": "@", "valign": "top"}),
        "head": book.add_format({"border": 1, "bold": True, "bg_color": "#EDEDED", "text_wrap": True}),
        "error": book.add_format({"border": 1, "num_format": "@", "bg_color": f"#{_RED}", "valign": "top"}),
        "warning": book.add_format({"border": 1, "num_format": "@", "bg_color": f"#{_YELLOW}", "valign": "top"}),
        "why": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
    }
    sheet = book.add_worksheet("退回")
    width = max(c.number for c in reading.mapping.columns)
    for row in range(1, reading.header_row + 1):
        for column in range(1, width + 1):
            text = words(source.cell(row, column))
            sheet.write_string(row - 1, column - 1, text, styles["head"] if row == reading.header_row else None)
    first = next((c.number for c in reading.mapping.columns if c.leaf == ADDED[0]), width + 1) - 1
    for offset, label in enumerate(ADDED):
        sheet.write_string(reading.header_row - 1, first + offset, label, styles["head"])
        sheet.set_column(first + offset, first + offset, (14, 44, 24)[offset])
    for place, row_read in enumerate(rejected, start=reading.header_row):
        levels = _levels(row_read)
        for column in range(1, width + 1):
            value = source.filled_down(row_read.row, column)
            _put(sheet, place, column - 1, value, styles[levels.get(column, "")])
        for offset, text in enumerate(_explained(row_read, reading)):
            sheet.write_string(place, first + offset, text, styles["why"])
    book.close()


def _levels(row: ImportRow) -> dict[int, str]:
    from services.imports.xlsx_scan import column_number

    found: dict[int, str] = {}
    for problem in sorted(row.problems, key=lambda p: p.level is Level.ERROR):
        if _CELL.fullmatch(problem.where) and problem.level is not Level.INFO:
            found[column_number(re.sub(r"\d", "", problem.where))] = problem.level.value
    return found


def _put(sheet: Any, row: int, column: int, value: CellValue, style: Any) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, words(value), style)


def _source(reading: ImportReading) -> Sheet:
    for sheet in read_workbook(reading.file).sheets:
        if sheet.name == reading.sheet:
            return sheet
    raise UnreadableError(f"“{reading.file.name}”里已没有刚才读的工作表，没有生成退回文件。重新导入后再试。")
