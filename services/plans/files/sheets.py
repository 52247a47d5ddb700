"""Workbooks and CSV files: rows with tabs between their cells, one sheet behind the other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from services.errors import UnreadableError
from services.plans.files.plain import plain_text
from services.plans.files.refusals import BROKEN, LOCKED, SHEETS_HIDDEN

BREAK = "\f"  # between two sheets: what was said of one table does not hold for the next
MAX_ROWS = 20_000
MAX_COLUMNS = 60
LONGEST_CELL = 1 << 20


def cell_text(value: object) -> str:
    """One cell on one line: breaks and tabs inside it would be taken for rows and columns."""
    return " ".join(str(value).split())


def workbook_text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a workbook's visible sheets, and what a clerk should know.

    Raises:
        UnreadableError: it is locked or damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = [sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible]
        months = _Months(data)
        parts = []
        for sheet in book.sheet_names:
            if sheet not in hidden:
                parts.append("\n".join(_rows(book.get_sheet_by_name(sheet), sheet, months)))
    except PasswordError as error:
        raise UnreadableError(LOCKED, code="PL03") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError(BROKEN.format(name=name), code="PL02") from error
    warnings = (SHEETS_HIDDEN.format(names="、".join(hidden)),) if hidden else ()
    return f"\n{BREAK}\n".join(part for part in parts if part), warnings


class _Months:
    """Tells the cells that show a month although they hold its first day: 2026年6月 is no 2026年6月1日."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._book: Any = None

    def only_month(self, sheet: str, row: int, column: int) -> bool:
        """Whether the cell's number format names no day; only xlsx tells."""
        if self._book is None:
            import openpyxl

            try:
                self._book = openpyxl.load_workbook(io.BytesIO(self._data))
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                self._book = {}
        if not self._book or sheet not in self._book.sheetnames:
            return False
        shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", self._book[sheet].cell(row + 1, column + 1).number_format)
        return "m" in shown.lower() and "d" not in shown.lower()


def _rows(sheet: Any, name: str, months: _Months) -> Iterator[str]:
    """The rows of a sheet; a merged cell stands in every row and column it covers."""
    grid = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
    rows = [
        [
            "" if value == "" else _shown(value, lambda at=at, column=column: months.only_month(name, at, column))
            for column, value in enumerate(row[:MAX_COLUMNS])
        ]
        for at, row in enumerate(grid)
    ]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            if left < len(row):
                row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    yield from _lines(rows)


def _lines(rows: list[list[str]]) -> Iterator[str]:
    for row in rows:
        if any(row):
            yield "\t".join(row) + "\t" * max(0, 3 - len(row))


def _shown(value: object, only_month: Any) -> str:
    """A value as a clerk would print it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        if value.day == 1 and only_month():
            return f"{value.year}年{value.month}月"
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if isinstance(value, timedelta) else cell_text(value)


def csv_text(data: bytes, name: str) -> str:
    """The text of a CSV file, whatever parts its cells."""
    text = plain_text(data, name)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        sign = max(",;\t|", key=text[:20_000].count)
        rows = [[cell_text(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)]
    except csv.Error:
        rows = [[cell_text(cell) for cell in line.split(",")] for line in text.splitlines()]
    finally:
        csv.field_size_limit(limit)
    return "\n".join(_lines(rows))
