"""From cells as given to rows as measured: broken lines, spans carried to the rows below, equal neighbours joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.errors import ServiceError
from services.printing.faces import Faces, Style
from services.printing.grid_rows import Align, Cell, PlacedCell, PlacedRow, TextLine, place_row
from services.printing.kinsoku import break_lines
from services.printing.page import printable

_CHOICE = re.compile("　(?=[□☑])")
_REMEMBERED = 4096  # cells: units, states and dates come again and again


class TableError(ServiceError):
    """A table that no paper takes."""

    title = "表格排不下"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """`width` in points. With `merge` equal neighbours below one another become one cell, anew on each page."""

    width: float
    align: Align = Align.LEFT
    merge: bool = False


@dataclass(frozen=True, slots=True)
class GridLook:
    """Sizes in points."""

    size: float = 10.5
    pitch: float = 14.0
    pad_x: float = 3.0
    pad_y: float = 3.5
    rule: float = 0.5
    style: Style = Style.BODY
    head_style: Style = Style.HEI

    @property
    def least_width(self) -> float:
        """Of a column: one character between its margins."""
        return self.size + 2 * self.pad_x

    def height(self, lines: int) -> float:
        """Of a cell of so many lines."""
        return lines * self.pitch + 2 * self.pad_y

    def lines_in(self, height: float) -> int:
        """How many lines a cell so high takes."""
        return int((height - 2 * self.pad_y + 0.01) // self.pitch)


def share_widths(shares: Sequence[float], width: float, least: float) -> list[float]:
    """`width` by shares, no column narrower than `least` (one character and its margins) while there is room."""
    least = min(least, width / max(len(shares), 1))
    if not any(share > 0 for share in shares):
        return [width / max(len(shares), 1)] * len(shares)
    narrow: set[int] = set()
    while True:
        free = width - least * len(narrow)
        whole = sum(max(share, 0.0) for index, share in enumerate(shares) if index not in narrow)
        found = [
            least if index in narrow else free * (max(share, 0.0) / whole) if whole > 0 else free / len(shares)
            for index, share in enumerate(shares)
        ]
        more = {index for index, each in enumerate(found) if each < least - 0.001} - narrow
        if not more:
            return found
        narrow |= more


def fitting_look(columns: int, width: float, looks: Sequence[GridLook]) -> GridLook:
    """The first of `looks` in which so many columns find room in `width`. Raises TableError where none does."""
    for look in looks:
        if columns * look.least_width <= width:
            return look
    most = max(int(width / look.least_width) for look in looks)
    raise TableError(f"表格有{columns}列，纸面最多排{most}列，没有生成文件。改用横向或者更大的纸张，或者减少列。")


def check_columns(columns: Sequence[GridColumn], look: GridLook) -> None:
    """Raises TableError where there are none, or one is too narrow for a character."""
    if not columns:
        raise TableError("表格没有列，没有生成文件。")
    if min(column.width for column in columns) < look.least_width - 0.01:
        raise TableError(
            f"表格有{len(columns)}列，有的列窄得放不下一个字，没有生成文件。改用横向或者更大的纸张，或者减少列。"
        )


class RowSetter:
    """Measures rows one after another; remembers the cells that reach into the next."""

    def __init__(self, faces: Faces, columns: Sequence[GridColumn], look: GridLook, *, heading: bool = False) -> None:
        self._faces = faces
        self._columns = tuple(columns)
        self._look = look
        self._heading = heading
        self._number = 0
        self._hanging: dict[int, tuple[PlacedCell, int]] = {}  # by first column: the cell, and its rows still to come
        self._above: dict[int, str] = {}  # texts of the row above in the columns that merge
        self._merging = [] if heading else [index for index, column in enumerate(columns) if column.merge]
        self._plain = lru_cache(_REMEMBERED)(self._place_plain)

    def set_row(self, cells: Sequence[Cell | str], *, heading: bool = False) -> PlacedRow:
        """One row. Too few cells are filled up, a span ends with the table; raises TableError for too many cells."""
        self._number += 1
        heading = heading or self._heading
        placed: list[PlacedCell] = []
        texts: dict[int, str] = {}
        given = iter(cells)
        column, count = 0, len(self._columns)
        while column < count:
            if column in self._hanging:
                cell = self._carry(column)
            else:
                raw = next(given, "")
                if isinstance(raw, str) and not heading:
                    cell = self._plain(raw, column)
                else:
                    cell = self._place(Cell(raw) if isinstance(raw, str) else raw, column, heading)
                texts[column] = raw if isinstance(raw, str) else raw.text
            placed.append(cell)
            column = cell.end
        if any(raw if isinstance(raw, str) else raw.text for raw in given):
            raise TableError(f"表格第{self._number}行的格子比列数（{count}）多，没有生成文件。删去多出的格子后再试。")
        return place_row(self._joined(placed, texts, heading) if self._merging else placed)

    def _carry(self, column: int) -> PlacedCell:
        cell, left = self._hanging[column]
        if left > 1:
            self._hanging[column] = cell, left - 1
        else:
            del self._hanging[column]
        return cell

    def _joined(self, placed: list[PlacedCell], texts: dict[int, str], heading: bool) -> list[PlacedCell]:
        """Joins cells to equal ones above as long as all that merges before them is equal too."""
        above, self._above = self._above, {}
        if heading:
            return placed
        found = []
        equal = True
        for cell in placed:
            single = self._columns[cell.start].merge and cell.end == cell.start + 1 and cell.start in texts
            if single and not cell.tall:
                text = texts[cell.start]
                self._above[cell.start] = text
                equal = equal and above.get(cell.start) == text
                cell = cell._replace(tall=bool(text), joined=bool(text) and equal)
            found.append(cell)
        return found

    def _place_plain(self, text: str, column: int) -> PlacedCell:
        own = self._columns[column]
        lines = self._wrap(printable(text), own.width, self._look.style)
        return PlacedCell(column, column + 1, lines, 1, self._look.style, own.align)

    def _place(self, cell: Cell, column: int, heading: bool) -> PlacedCell:
        end = min(
            column + max(cell.span, 1), min((at for at in self._hanging if at > column), default=len(self._columns))
        )
        width = sum(each.width for each in self._columns[column:end])
        style = cell.style or (self._look.head_style if heading else self._look.style)
        align = cell.align or (Align.CENTER if heading else self._columns[column].align)
        lines = self._wrap(printable(cell.text), width, style)
        foot = self._wrap(printable(cell.foot), width, style) if cell.foot else ()
        if len(foot) > 1:  # too narrow for one line
            lines, foot = lines + foot, ()
        if cell.picture and not cell.text:
            lines = ()
        tall, signed = cell.rows > 1, foot[0] if foot else None
        placed = PlacedCell(column, end, lines, cell.lines, style, align, tall, foot=signed, picture=cell.picture)
        if cell.rows > 1:
            self._hanging[column] = placed._replace(joined=True), cell.rows - 1
        return placed

    def _wrap(self, text: str, width: float, style: Style) -> tuple[TextLine, ...]:
        size = self._look.size
        widths = self._faces.widths(style, text)
        limit = int((width - 2 * self._look.pad_x + 0.01) * 1000 / size)
        natural = sum(widths)
        if natural <= limit and "\n" not in text:
            return (TextLine(text, natural * size / 1000),)
        if not _CHOICE.search(text):
            return self._broken(text, widths, limit)
        pieces = self._choice_lines(text, limit, style)
        return tuple(line for each in pieces for line in self._broken(each, self._faces.widths(style, each), limit))

    def _broken(self, text: str, widths: Sequence[int], limit: int) -> tuple[TextLine, ...]:
        found = []
        for line in break_lines(text, widths, limit, squeeze=True):
            piece = text[line.start : line.end].rstrip("\n")
            natural = sum(widths[line.start : line.start + len(piece)])
            found.append(TextLine(piece, natural * self._look.size / 1000))
        return tuple(found)

    def _choice_lines(self, text: str, limit: int, style: Style) -> list[str]:
        """Boxes with their words, as many to a line as fit whole."""
        found: list[str] = []
        for piece in _CHOICE.split(text):
            longer = f"{found[-1]}　{piece}" if found else piece
            if found and sum(self._faces.widths(style, longer)) <= limit:
                found[-1] = longer
            else:
                found.append(piece)
        return found
