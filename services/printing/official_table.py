"""Tables and pictures that stand in the text of an official document or in an appendix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from services.printing.grid_rows import Align
from services.printing.official_fields import (
    choice_of,
    clean,
    count_of,
    flag_of,
    list_of,
    number_of,
    object_of,
    refused,
    text_of,
)

_MOST_COLUMNS = 60
_MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class DocumentColumn:
    """`width` relative to the other columns; columns in a row with one `group` have it as a head above their own.

    With `merge` equal neighbours below one another are one cell.
    """

    label: str
    width: float = 1.0
    align: Align | None = None
    group: str = ""
    merge: bool = False


@dataclass(frozen=True, slots=True)
class DocumentCell:
    """`span` columns wide and `rows` high; `align` where it differs from the column's."""

    text: str
    span: int = 1
    rows: int = 1
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell in its place. With `above` it is the lower part of a cell that began in an earlier row."""

    cell: DocumentCell
    column: int
    above: bool = False


_Reaching = dict[int, tuple[LaidCell, int]]
"""By column: a cell of the rows above, and how many more rows it reaches down."""


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """`rows` hold their cells as written; `laid_rows` puts each in its column. `landscape` asks for a turned page."""

    columns: tuple[DocumentColumn, ...]
    rows: tuple[tuple[DocumentCell, ...], ...]
    caption: str = ""
    landscape: bool = False
    place: str = field(default="", compare=False)

    @property
    def labels(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return tuple(column.label for column in self.columns)

    @property
    def head_groups(self) -> list[tuple[str, int]]:
        """Groups above the heads as (words, columns); without words where a column stands alone. Empty: no groups."""
        if not any(column.group for column in self.columns):
            return []
        keys = [(column.group, -1 if column.group else index) for index, column in enumerate(self.columns)]
        return [(key[0], len(list(members))) for key, members in groupby(keys)]

    def laid_rows(self) -> list[tuple[LaidCell, ...]]:
        """Every row with exactly one cell over each column: lower parts of high cells are named, gaps are filled."""
        count = len(self.columns)
        reaching: _Reaching = {}
        found: list[tuple[LaidCell, ...]] = []
        for index, row in enumerate(self.rows):
            laid = _laid_row(row, reaching, count, len(self.rows) - index)
            reaching = {each.column: (each, rows - 1) for each, rows in laid if rows > 1}
            found.append(tuple(each for each, _rows in laid))
        return found


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file, `width_mm` wide or as wide as its own size asks, never wider than the text."""

    file: str
    width_mm: float | None = None
    caption: str = ""
    place: str = field(default="", compare=False)


def table_from_json(raw: object) -> DocumentTable:
    """The object below "table". Raises UnreadableError where it is no table."""
    source = object_of(raw, "table")
    columns = [_column(each) for each in list_of(source, "columns")]
    if not columns:
        raise refused("表格没有列")
    rows: list[tuple[DocumentCell, ...]] = []
    for row in list_of(source, "rows"):
        if not isinstance(row, list):
            raise refused("“rows”里的每一行应是一个列表")
        rows.append(tuple(_cell(cell) for cell in row))
    # a row longer than the heads keeps its cells: columns without a label are added rather than words lost
    columns += [DocumentColumn("") for _extra in range(_columns_needed(rows, len(columns)) - len(columns))]
    if len(columns) > _MOST_COLUMNS:
        raise refused(f"表格有{len(columns)}列，最多排{_MOST_COLUMNS}列")
    if len(rows) > _MOST_ROWS:
        raise refused(f"表格有{len(rows)}行，最多排{_MOST_ROWS}行")
    return DocumentTable(tuple(columns), tuple(rows), text_of(source, "caption"), flag_of(source, "landscape"))


def picture_from_json(source: dict[str, Any]) -> Picture:
    """The object with "picture". Raises UnreadableError where it names no file."""
    file = text_of(source, "picture")
    if not file:
        raise refused("“picture”要写明图片文件")
    return Picture(file, number_of(source, "width_mm", 1, 1000), text_of(source, "caption"))


def _column(raw: object) -> DocumentColumn:
    if isinstance(raw, str):
        return DocumentColumn(clean(raw, "columns"))
    source = object_of(raw, "columns")
    width = number_of(source, "width", 0, 10_000) or 1.0
    align = choice_of(source, "align", tuple(Align))
    return DocumentColumn(
        text_of(source, "label"),
        width,
        Align(align) if align else None,
        text_of(source, "group"),
        flag_of(source, "merge"),
    )


def _cell(raw: object) -> DocumentCell:
    if not isinstance(raw, dict):
        return DocumentCell(clean(raw, "rows"))
    align = choice_of(raw, "align", tuple(Align))
    span, rows = count_of(raw, "span", _MOST_COLUMNS), count_of(raw, "rows", _MOST_ROWS)
    return DocumentCell(text_of(raw, "text"), span, rows, Align(align) if align else None)


def _columns_needed(rows: Sequence[Sequence[DocumentCell]], count: int) -> int:
    """At least `count`; more where a row has more cells than that beside those that reach down into it."""
    reaching: dict[int, int] = {}  # column: rows still covered
    for row in rows:
        covered = set(reaching)
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        waiting = list(row) if len(covered) + sum(cell.span for cell in row) <= count else _unheld(row, covered)
        column = 0
        for cell in waiting:
            while column in covered:
                column += 1
            if cell.rows > 1:
                reaching |= dict.fromkeys(range(column, column + cell.span), cell.rows - 1)
            column += cell.span
        count = max(count, column)
    return count


def _unheld(row: Sequence[DocumentCell], covered: set[int]) -> list[DocumentCell]:
    """Cells but the empty ones that only hold the place of a cell reaching down from above."""
    found: list[DocumentCell] = []
    column = 0
    for cell in row:
        if not (column in covered and not cell.text and cell.span == 1):
            found.append(cell)
        column += cell.span
    return found


def _laid_row(row: Sequence[DocumentCell], reaching: _Reaching, count: int, left: int) -> list[tuple[LaidCell, int]]:
    """Cells from left to right, each with the rows it reaches down, at most the `left` ones of the table."""
    covered = {at for column, (each, _rows) in reaching.items() for at in range(column, column + each.cell.span)}
    fits = len(covered) + sum(cell.span for cell in row) <= count
    waiting = list(row) if fits else _unheld(row, covered)
    found: list[tuple[LaidCell, int]] = []
    column = 0
    while column < count:
        if column in reaching:
            above, rows = reaching[column]
            laid = LaidCell(above.cell, column, above=True)
        else:
            cell = waiting.pop(0) if waiting else DocumentCell("")
            free = next((at for at in range(column, count) if at in covered), count) - column
            rows = min(cell.rows, left)
            laid = LaidCell(DocumentCell(cell.text, min(cell.span, free), rows, cell.align), column)
        found.append((laid, rows))
        column += laid.cell.span
    return found
