"""Fills a superior platform's own workbook: its looks, widths, lists, hidden sheets and print settings stay."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from services.errors import StorageError, UnreadableError
from services.exchange.layout_learn import NUMBER_KEY, LayoutColumn
from services.exchange.layout_room import make_room
from services.exports.ledger_xlsx import cell_number
from services.imports.headers import BodyRows, Skip
from services.imports.mapping import Column, HeaderMapping
from services.imports.workbook import read_workbook
from services.query import LedgerRow
from services.spec import FieldSpec, Kind

BLOCKED = "“{name}”写不进去，没有导出。看看它是否正在WPS或Excel里打开、磁盘是否已满，再导出一次。"
BROKEN = "平台的表打不开，没有导出。从平台重新下载，再用“换新表”换上。"
TEXT_FORMAT, DATE_FORMAT = "@", "yyyy-mm-dd"
RISKY = ("=", "+", "-", "@", "\t", "\r")  # opens a formula in a spreadsheet
Progress = Callable[[int, int], None]


class DateForm(StrEnum):
    """How a date stands in the platform's sheet."""

    DASH = "dash"
    DOT = "dot"
    CHINESE = "chinese"
    COMPACT = "compact"
    REAL = "real"


DATE_WORDS = {
    DateForm.DASH: "2024-06-15",
    DateForm.DOT: "2024.6.15",
    DateForm.CHINESE: "2024年6月15日",
    DateForm.COMPACT: "20240615",
    DateForm.REAL: "日期格式，样子随平台的表",
}


@dataclass(frozen=True, slots=True)
class FillPlan:
    """What goes where. `fields` by key; with `masked` numbers of persons show only their ends."""

    sheet: str
    header_row: int
    first_row: int
    columns: Sequence[LayoutColumn]
    fields: Mapping[str, FieldSpec]
    date_form: DateForm = DateForm.DASH
    masked: bool = False


def fill_layout(
    source: Path, plan: FillPlan, rows: Sequence[LedgerRow], target: Path, progress: Progress | None = None
) -> int:
    """Fill `source` with `rows` into `target` and return their number; the file appears whole or not at all.

    Rows beyond the prepared ones look like the last of them, and what stands below moves down. UnreadableError where
    the platform's file cannot be used, StorageError where the target cannot be written.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(source, rich_text=True)
        sheet = book[plan.sheet]
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise UnreadableError(BROKEN) from error
    _Filler(book, sheet, plan, _last_prepared(source, plan, sheet)).fill(rows, progress)
    partial = target.with_name(f".{target.name}.part")
    try:
        book.save(partial)
        partial.replace(target)
    except OSError as error:
        raise StorageError(BLOCKED.format(name=target.name)) from error
    finally:
        partial.unlink(missing_ok=True)
    return len(rows)


def _last_prepared(source: Path, plan: FillPlan, sheet: Any) -> tuple[int, bool]:
    """The last row that is meant for data, and whether anything (a total, a signature) stands below it."""
    plain = next((found for found in read_workbook(source).sheets if found.name == plan.sheet), None)
    if plain is None:
        raise UnreadableError(BROKEN)
    columns = tuple(Column(c.number, c.header, c.header, name=c.letter) for c in plan.columns)
    body = BodyRows(plain, HeaderMapping(plan.header_row, columns))
    for _row in body.data():
        pass
    below = [s.row for s in body.skipped if s.why is Skip.FOOTER and s.row >= plan.first_row]
    if below:
        return max(plan.first_row, min(below) - 1), True
    last = plan.first_row
    for row in range(plan.first_row, sheet.max_row + 1):
        if any(sheet.cell(row, column.number).has_style for column in plan.columns):
            last = row
    return last, False


class _Filler:
    """One sheet being filled."""

    def __init__(self, book: Any, sheet: Any, plan: FillPlan, prepared: tuple[int, bool]) -> None:
        self._book, self._sheet, self._plan = book, sheet, plan
        self._last, self._below = prepared

    def fill(self, rows: Sequence[LedgerRow], progress: Progress | None) -> None:
        first = self._plan.first_row
        self._free_body()
        missing = first + len(rows) - 1 - self._last
        if missing > 0:
            if self._below:
                make_room(self._book, self._sheet, self._last + 1, missing)
            for place in range(self._last + 1, self._last + missing + 1):
                self._like_last(place)
        for number, row in enumerate(rows, start=1):
            for column in self._plan.columns:
                self._put(first + number - 1, column, row, number)
            if progress and number % 200 == 0:
                progress(number, len(rows))

    def _free_body(self) -> None:
        """Sample rows of the platform go; merged cells in the body would swallow what is written."""
        first = self._plan.first_row
        for area in [a for a in self._sheet.merged_cells.ranges if first <= a.min_row <= self._last]:
            self._sheet.unmerge_cells(str(area))
        for row in range(first, self._last + 1):
            for column in self._plan.columns:
                if column.key or column.fixed:
                    self._sheet.cell(row, column.number).value = None

    def _like_last(self, row: int) -> None:
        from openpyxl.formula.translate import Translator

        sheet = self._sheet
        for column in range(1, sheet.max_column + 1):
            sample, made = sheet.cell(self._last, column), sheet.cell(row, column)
            made._style = copy(sample._style)
            if sample.data_type == "f" and isinstance(sample.value, str):
                made.value = Translator(sample.value, sample.coordinate).translate_formula(made.coordinate)
        sheet.row_dimensions[row].height = sheet.row_dimensions[self._last].height

    def _put(self, at: int, column: LayoutColumn, row: LedgerRow, number: int) -> None:
        if not column.key and not column.fixed:
            return
        cell = self._sheet.cell(at, column.number)
        if column.key == NUMBER_KEY:
            cell.value = number
            return
        field = self._plan.fields.get(column.key)
        if field is None:
            _text(cell, column.fixed)
            return
        value = row.values.get(field.key)
        amount = cell_number(field, value)
        if amount is not None:
            cell.value = amount
        elif isinstance(value, date):
            self._day(cell, value)
        else:
            _text(cell, row.show(field, masked=self._plan.masked), code=field.kind in (Kind.IDENTITY, Kind.CODE))

    def _day(self, cell: Any, value: date) -> None:
        day = value.date() if isinstance(value, datetime) else value
        match self._plan.date_form:
            case DateForm.REAL:
                cell.value = day
                if cell.number_format in ("General", TEXT_FORMAT):
                    cell.number_format = DATE_FORMAT
            case DateForm.DOT:
                _text(cell, f"{day.year}.{day.month}.{day.day}")
            case DateForm.CHINESE:
                _text(cell, f"{day.year}年{day.month}月{day.day}日")
            case DateForm.COMPACT:
                _text(cell, f"{day:%Y%m%d}", code=True)
            case DateForm.DASH:
                _text(cell, f"{day:%Y-%m-%d}")


def _text(cell: Any, words: str, *, code: bool = False) -> None:
    """Text that stays text: also what looks like a formula, and digits that must keep their zeros."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words) or None
    if cell.value is None:
        return
    cell.data_type = "s"
    risky = words.startswith(RISKY)
    if code or risky:
        cell.number_format = TEXT_FORMAT
    if risky:
        cell.quotePrefix = True
