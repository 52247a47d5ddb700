"""How a table of a document is set: its type size, the widths of its columns, and whether its page is turned."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.printing.grid import Align, Area, Cell, Grid, GridColumn, GridLook, share_widths
from services.printing.official_model import DocumentTable, LaidCell
from services.printing.official_setting import Setting

_SIZES = ((12.0, 18.0, 4.0), (10.5, 15.0, 3.0), (9.0, 12.5, 2.0), (7.5, 10.0, 1.5))  # size, pitch, margin at the side
_SMALL_FROM = 8  # columns, from which a table begins at 五号 rather than 小四
_LEAST_UPRIGHT = 9.0  # an upright table that needs smaller type than 小五 is turned
_LEAST_CHARS, _MOST_CHARS = 2.0, 8.0  # of a column: what it gets at least, and how long a number keeps it wide
_RUN = re.compile(r"[0-9A-Za-z.%/-]+")
_LOOKED_AT = 200  # rows, to learn how wide columns must be
_NARROW_COLUMN = 12  # a column below this part of the width is centred


@dataclass(frozen=True, slots=True)
class TableSet:
    """A decision: `turned` where the sheet is read turned, `squeezed` where even then columns are too narrow."""

    look: GridLook
    widths: tuple[float, ...]
    turned: bool
    squeezed: bool = False


def fit_table(setting: Setting, table: DocumentTable, *, turned: bool) -> TableSet:
    """The largest type at which every column holds two characters and its numbers; turned where upright is too small.

    `turned` says that the page is turned anyway.
    """
    metrics = setting.metrics
    chars = _chars_needed(table)
    if not (turned or table.landscape):
        found = _largest(setting, table, chars, metrics.width)
        if found and found[0].size >= _LEAST_UPRIGHT:
            return TableSet(found[0], found[1], turned=False)
    found = _largest(setting, table, chars, metrics.height)
    if found:
        return TableSet(found[0], found[1], turned=True)
    look = _look(*_SIZES[-1])
    shares = [column.width for column in table.columns]
    return TableSet(look, tuple(share_widths(shares, metrics.height, look.size + 2 * look.pad_x)), True, squeezed=True)


def table_grid(setting: Setting, table: DocumentTable, fit: TableSet, open_page: Callable[[], Area]) -> Grid:
    """The table with all its rows added; its last page is still open."""
    whole = sum(fit.widths)
    columns = []
    for column, width in zip(table.columns, fit.widths, strict=True):
        align = column.align or (Align.CENTER if width <= whole / _NARROW_COLUMN else Align.LEFT)
        columns.append(GridColumn(width, align, column.merge))
    grid = Grid(setting.faces, columns, _heads(table), open_page, fit.look)
    for row in table.laid_rows():
        grid.add([_cell(each) for each in row])
    return grid


def _cell(laid: LaidCell) -> Cell:
    text = "" if laid.above else laid.cell.text
    return Cell(text, laid.cell.span, laid.cell.align, join=laid.above)


def _heads(table: DocumentTable) -> list[list[Cell]]:
    groups = table.head_groups
    if not groups:
        return [[Cell(label) for label in table.labels]]
    upper, lower = [], []
    column = 0
    for words, span in groups:
        labels = table.labels[column : column + span]
        upper.append(Cell(words or labels[0], span))
        lower += [Cell(label if words else "", join=not words) for label in labels]
        column += span
    return [upper, lower]


def _largest(
    setting: Setting, table: DocumentTable, chars: Sequence[float], width: float
) -> tuple[GridLook, tuple[float, ...]] | None:
    small = len(table.columns) >= _SMALL_FROM
    for size, pitch, pad in _SIZES[1:] if small else _SIZES:
        if not small and size == _SIZES[0][0]:
            size = setting.metrics.points("table_size")
        look = _look(size, pitch, pad)
        leasts = [each * size + 2 * pad + 1 for each in chars]
        if sum(leasts) <= width:
            return look, _shared([column.width for column in table.columns], leasts, width)
    return None


def _look(size: float, pitch: float, pad: float) -> GridLook:
    return GridLook(size=size, pitch=max(pitch, size * 1.25), pad_x=pad)


def _shared(shares: Sequence[float], leasts: Sequence[float], width: float) -> tuple[float, ...]:
    """`width` by shares, no column below its own least."""
    fixed: dict[int, float] = {}
    while True:
        free = width - sum(fixed.values())
        whole = sum(share for index, share in enumerate(shares) if index not in fixed)
        found = [fixed.get(index, free * share / whole if whole else 0.0) for index, share in enumerate(shares)]
        more = {index: leasts[index] for index, each in enumerate(found) if each < leasts[index] - 0.001}
        if not more.keys() - fixed.keys():
            return tuple(found)
        fixed |= more


def _chars_needed(table: DocumentTable) -> list[float]:
    """Characters each column must hold side by side: two, or a number or word that should not be cut."""
    needed = [_LEAST_CHARS] * len(table.columns)
    for row in table.laid_rows()[:_LOOKED_AT] if len(table.rows) <= _LOOKED_AT else _first_rows(table):
        for each in row:
            if each.cell.span == 1:
                longest = max((len(run) for run in _RUN.findall(each.cell.text)), default=0)
                needed[each.column] = max(needed[each.column], min(longest * 0.5 + 0.2, _MOST_CHARS))
    return needed


def _first_rows(table: DocumentTable) -> list[tuple[LaidCell, ...]]:
    return DocumentTable(table.columns, table.rows[:_LOOKED_AT]).laid_rows()
