"""Makes room for more rows in a workbook of somebody else: everything below moves down whole, sums reach further."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

_REF = re.compile(r"(\$?[A-Z]{1,3})(\$?)(\d+)(?::(\$?[A-Z]{1,3})(\$?)(\d+))?")


def make_room(book: Any, sheet: Any, at: int, count: int) -> None:
    """Move row `at` of an openpyxl sheet and all below it down by `count` rows.

    Ranges that end in the row above `at` grow over the new rows, so that a sum below keeps counting them. Merged areas,
    heights, validations, conditional formats, the print area and formulas on other sheets follow.
    """
    bottom, width = sheet.max_row, sheet.max_column
    merged = [area for area in sheet.merged_cells.ranges if area.min_row >= at]
    for area in merged:
        sheet.merged_cells.remove(area)
    for row in range(bottom, at - 1, -1):
        for column in range(1, width + 1):
            _move(sheet, row, column, count)
    _heights(sheet, at, bottom, count)
    for area in merged:
        area.shift(row_shift=count)
        sheet.merged_cells.add(area)
    _formulas(book, sheet, at, count)
    _areas(sheet, at, count)


def moved(reference: str, at: int, count: int) -> str:
    """An address or a range after the move: F5:F10 with at=11 and count=3 becomes F5:F13, F11 becomes F14."""

    def change(found: re.Match[str]) -> str:
        first, fix, row, last, fix_end, end = found.groups()
        start = int(row) + (count if int(row) >= at else 0)
        if last is None:
            return f"{first}{fix}{start}"
        grows = int(end) >= at or (int(end) == at - 1 and int(row) < at)
        return f"{first}{fix}{start}:{last}{fix_end}{int(end) + (count if grows else 0)}"

    return _REF.sub(change, reference)


def _move(sheet: Any, row: int, column: int, count: int) -> None:
    cell = sheet._cells.pop((row, column), None)
    if cell is not None:
        cell.row = row + count
        sheet._cells[row + count, column] = cell


def _heights(sheet: Any, at: int, bottom: int, count: int) -> None:
    for row in range(bottom, at - 1, -1):
        known = sheet.row_dimensions.get(row)
        if known is not None:
            below = copy(known)
            below.index = row + count
            sheet.row_dimensions[row + count] = below
            del sheet.row_dimensions[row]


def _formulas(book: Any, sheet: Any, at: int, count: int) -> None:
    for other in book.worksheets:
        for row in other.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = _formula(cell.value, other is sheet, sheet.title, at, count)


def _formula(text: str, own: bool, title: str, at: int, count: int) -> str:
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    tokens = Tokenizer(text)
    parts = []
    for token in tokens.items:
        value = token.value
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            place, mark, area = value.rpartition("!")
            if own if not mark else place.strip("'").replace("''", "'") == title:
                value = f"{place}{mark}{moved(area, at, count)}"
        parts.append(value)
    return "=" + "".join(parts)


def _areas(sheet: Any, at: int, count: int) -> None:
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import MultiCellRange

    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(moved(str(rule.sqref), at, count))
    formats = sheet.conditional_formatting
    fresh = ConditionalFormattingList()
    for area in formats:
        for rule in area.rules:
            fresh.add(moved(str(area.sqref), at, count), rule)
    sheet.conditional_formatting = fresh
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved(sheet.auto_filter.ref, at, count)
    if sheet.print_area:
        areas = [part.rpartition("!")[2] for part in str(sheet.print_area).split(",")]
        sheet.print_area = ",".join(moved(part, at, count) for part in areas)
