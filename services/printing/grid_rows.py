"""Cells and rows of a table once measured, and the lines around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.printing.faces import Style
from services.printing.page import Rule


class Align(StrEnum):
    """Where text stands in its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """`span` columns wide; `align` and `style` where they differ from the column's; `lines` is the least height.

    With `join` the cell is one with the cell above it.
    """

    text: str
    span: int = 1
    align: Align | None = None
    style: Style | None = None
    lines: int = 1
    join: bool = False


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its lines (text, natural width in points)."""

    cell: Cell
    column: int
    width: float
    lines: tuple[tuple[str, float], ...]
    style: Style
    align: Align
    merge: bool


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """Cells of one height."""

    cells: tuple[PlacedCell, ...]
    height: float


def outer_cell(row: PlacedRow) -> PlacedCell | None:
    """The leftmost merged cell."""
    return next((cell for cell in row.cells if cell.merge), None)


def same_group(above: PlacedRow, below: PlacedRow) -> bool:
    """Whether two rows share their leftmost merged cell."""
    first, second = outer_cell(above), outer_cell(below)
    return first is not None and second is not None and first.cell.text == second.cell.text


def continues(rows: Sequence[PlacedRow], index: int, cell: PlacedCell) -> bool:
    """Whether a merged cell goes on from the row above: its text is equal, and so is all that is merged before it."""
    if index and cell.cell.join:
        return True
    if index == 0 or not cell.merge:
        return False
    above = {each.column: each for each in rows[index - 1].cells}
    for each in rows[index].cells:
        if each.column > cell.column:
            break
        other = above.get(each.column)
        if each.merge and (other is None or not other.merge or other.cell.text != each.cell.text):
            return False
    return True


def group_end(rows: Sequence[PlacedRow], index: int, cell: PlacedCell) -> int:
    """Index behind the last row that a merged cell reaches."""
    end = index + 1
    while end < len(rows):
        below = next((each for each in rows[end].cells if each.column == cell.column), None)
        if below is None or not continues(rows, end, below):
            break
        end += 1
    return end


def rules_of(
    rows: Sequence[PlacedRow], tops: Sequence[float], edges: Sequence[float], thickness: float
) -> Iterator[Rule]:
    """Every line once, in pieces as long as possible."""
    if not rows:
        return
    upright: dict[float, list[list[float]]] = {}
    for index, row in enumerate(rows):
        starts: list[list[float]] = []
        for cell in row.cells:
            left, right = edges[cell.column], edges[cell.column + cell.cell.span]
            for x in (left, right):
                _extend(upright.setdefault(x, []), tops[index], tops[index + 1])
            if not continues(rows, index, cell):
                _extend(starts, left, right)
        yield from (Rule(left, tops[index], right, tops[index], thickness) for left, right in starts)
    yield Rule(edges[0], tops[-1], edges[-1], tops[-1], thickness)
    for x, pieces in upright.items():
        yield from (Rule(x, top, x, bottom, thickness) for top, bottom in pieces)


def _extend(pieces: list[list[float]], start: float, end: float) -> None:
    if pieces and start <= pieces[-1][1] + 0.01:
        pieces[-1][1] = max(pieces[-1][1], end)
    else:
        pieces.append([start, end])
