"""Cells and rows of a table once measured, and the lines around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from services.printing.faces import Style
from services.printing.page import Rule


class Align(StrEnum):
    """Where text stands in its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """`span` columns wide and `rows` rows high; `align` and `style` where they differ from the column's.

    `lines` is the least height. `foot` is one more line at the lower right, such as a place for signature and date.
    The columns of a cell of several rows are left out of the rows below it.
    """

    text: str
    span: int = 1
    align: Align | None = None
    style: Style | None = None
    lines: int = 1
    rows: int = 1
    foot: str = ""
    picture: CellPicture | None = None


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A picture above the text of its cell, `lines` high at least; `instead` stands there where there is none."""

    path: Path | None
    lines: int
    instead: str = ""


class TextLine(NamedTuple):
    """A line of a cell and its natural width in points."""

    text: str
    width: float


class PlacedCell(NamedTuple):
    """A cell over columns [start, end). A tall one may go on below its row; `joined`, it came from the row above."""

    start: int
    end: int
    lines: tuple[TextLine, ...]
    least: int
    style: Style
    align: Align
    tall: bool = False
    joined: bool = False
    foot: TextLine | None = None
    picture: CellPicture | None = None

    @property
    def taken(self) -> int:
        """Lines that its text takes, and its picture."""
        return len(self.lines) + (1 if self.foot else 0) + self.above

    @property
    def above(self) -> int:
        """Lines that its picture takes."""
        return self.picture.lines if self.picture else 0

    @property
    def height(self) -> int:
        """In lines."""
        return max(self.taken, self.least)


class PlacedRow(NamedTuple):
    """Cells that cover all columns, left to right. Tall cells do not count in `lines`, the height of the row."""

    cells: tuple[PlacedCell, ...]
    tall: tuple[PlacedCell, ...]
    edges: frozenset[int]
    lines: int

    @property
    def whole(self) -> int:
        """Its height in lines, were it alone on a page."""
        return max(self.lines, max((cell.height for cell in self.tall), default=0))

    @property
    def names(self) -> int:
        """Lines in which its tall cells and its pictures stand whole; a page end cuts neither."""
        named = [cell.taken for cell in self.tall if not cell.joined]
        return max([1, *named, *(cell.above for cell in self.cells if not cell.joined)])

    def opened(self) -> PlacedRow:
        """As the first row of a page: what came from above begins anew, with its text."""
        return place_row([cell._replace(joined=False) for cell in self.cells]) if self.tall else self

    def split(self, lines: int) -> tuple[PlacedRow, PlacedRow | None]:
        """The first `lines` of every cell, and a row of the rest; None where there is none."""
        first = place_row([_head_of(cell, lines) for cell in self.cells])
        if all(cell.joined or cell.taken <= lines for cell in self.cells):
            return first, None
        return first, place_row([_rest_of(cell, lines) for cell in self.cells])


def place_row(cells: Sequence[PlacedCell]) -> PlacedRow:
    """A row of cells that cover all columns."""
    tall = tuple(cell for cell in cells if cell.tall)
    lines = max((cell.height for cell in cells if not cell.tall), default=1)
    edges = frozenset((0, *(cell.end for cell in cells)))
    return PlacedRow(tuple(cells), tall, edges, lines)


def rules_of(rows: Sequence[PlacedRow], tops: Sequence[float], xs: Sequence[float], thickness: float) -> Iterator[Rule]:
    """Every line once, in pieces as long as possible. `tops` has one more than `rows`, the bottom of the last."""
    for row, top in zip(rows, tops, strict=False):
        for start, end in _beginnings(row):
            yield Rule(xs[start], top, xs[end], top, thickness)
    yield Rule(xs[0], tops[-1], xs[-1], tops[-1], thickness)
    for edge, first, last in _uprights(rows):
        yield Rule(xs[edge], tops[first], xs[edge], tops[last], thickness)


def last_row(rows: Sequence[PlacedRow], index: int, column: int) -> int:
    """The last row that the cell of row `index` beginning at `column` reaches."""
    while index + 1 < len(rows) and any(cell.joined and cell.start == column for cell in rows[index + 1].tall):
        index += 1
    return index


def _head_of(cell: PlacedCell, lines: int) -> PlacedCell:
    foot = cell.foot if cell.taken <= lines else None
    picture = replace(cell.picture, lines=min(cell.above, lines)) if cell.picture else None  # smaller than it asked
    shown = cell.lines[: max(lines - cell.above, 0)]
    return cell._replace(lines=shown, foot=foot, least=min(cell.least, lines), picture=picture)


def _rest_of(cell: PlacedCell, lines: int) -> PlacedCell:
    """What is left behind the first `lines`; a group that was named whole is named again."""
    if cell.taken > lines and not cell.joined:
        return cell._replace(lines=cell.lines[max(lines - cell.above, 0) :], least=1, picture=None)
    return cell._replace(lines=cell.lines if cell.tall else (), foot=None, least=1, picture=None)


def _beginnings(row: PlacedRow) -> list[tuple[int, int]]:
    """Stretches of columns over which cells of the row begin."""
    if not row.tall:
        return [(row.cells[0].start, row.cells[-1].end)]
    found: list[tuple[int, int]] = []
    for cell in row.cells:
        if cell.joined:
            continue
        if found and found[-1][1] == cell.start:
            found[-1] = (found[-1][0], cell.end)
        else:
            found.append((cell.start, cell.end))
    return found


def _uprights(rows: Sequence[PlacedRow]) -> Iterator[tuple[int, int, int]]:
    """(edge, first row, row behind the last) of every upright line."""
    begun: dict[int, int] = {}
    before: frozenset[int] = frozenset()
    for index, edges in enumerate([*(row.edges for row in rows), frozenset[int]()]):
        for edge in sorted(before - edges):
            yield edge, begun.pop(edge), index
        begun |= dict.fromkeys(edges - before, index)
        before = edges
