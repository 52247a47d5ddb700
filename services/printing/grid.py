"""One table setter for everything ruled: wrapped cells, spans, repeated heads, groups and rows over page ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from services.printing.faces import Faces, Style
from services.printing.grid_rows import (
    Align,
    Cell,
    PlacedCell,
    PlacedRow,
    continues,
    group_end,
    outer_cell,
    rules_of,
    same_group,
)
from services.printing.kinsoku import break_lines
from services.printing.page import Ink, Surface, printable

__all__ = ["Align", "Area", "Cell", "Grid", "GridColumn", "GridLook", "share_widths"]


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


@dataclass(frozen=True, slots=True)
class Area:
    """Room for rows on one page."""

    surface: Surface
    x: float
    top: float
    bottom: float


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
            least if index in narrow else free * max(share, 0.0) / whole if whole > 0 else free / len(shares)
            for index, share in enumerate(shares)
        ]
        more = {index for index, each in enumerate(found) if each < least - 0.001} - narrow
        if not more:
            return found
        narrow |= more


class Grid:
    """Takes rows one after another, asks for pages when it needs them, holds no more than one page of rows."""

    def __init__(
        self,
        faces: Faces,
        columns: Sequence[GridColumn],
        heads: Sequence[Sequence[Cell]],
        open_page: Callable[[], Area],
        look: GridLook | None = None,
    ) -> None:
        self._faces = faces
        self._columns = tuple(columns)
        self._look = look or GridLook()
        self._open_page = open_page
        self._heads = [self._measure(head, heading=True) for head in heads]
        self._area: Area | None = None
        self._page: list[PlacedRow] = []
        self._used = 0.0
        self._group_start = 0

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """The columns as set."""
        return self._columns

    def add(self, cells: Sequence[Cell], *, heading: bool = False) -> None:
        """Sets one row; a row taller than a page is continued on the next."""
        row: PlacedRow | None = self._measure(cells, heading=heading)
        while row is not None:
            self._ensure_page()
            if self._fits(row):
                self._append(row)
                return
            if len(self._page) > len(self._heads) and row.height <= self._whole_room():
                self._flush()
                continue
            first, row = self._split(row, self._room())
            if first is None:
                self._flush()
                continue
            self._append(first)
            if row is not None:
                self._flush()

    def room(self) -> float:
        """What is left on the page, in points; 0 before the first row."""
        return self._room() if self._area else 0.0

    def finish(self) -> tuple[Area, float]:
        """Draws what is left. Returns the last page's area and the y below its last row."""
        self._ensure_page()
        area = self._area
        assert area is not None
        bottom = self._flush()
        return area, bottom

    def _ensure_page(self) -> None:
        if self._area is None:
            self._area = self._open_page()
            self._page, self._used = [], 0.0
            for head in self._heads:
                self._append(head)

    def _append(self, row: PlacedRow) -> None:
        if self._page and not same_group(self._page[-1], row):
            self._close_group()
        self._page.append(row)
        self._used += row.height

    def _close_group(self) -> None:
        """A merged cell with more text than its rows are high makes the last of them higher."""
        lack = self._lack(self._page[self._group_start :])
        if lack > 0:
            last = self._page[-1]
            self._page[-1] = replace(last, height=last.height + lack)
            self._used += lack
        self._group_start = len(self._page)

    def _lack(self, rows: Sequence[PlacedRow]) -> float:
        if not rows:
            return 0.0
        outer = outer_cell(rows[0])
        wanted = self._height(len(outer.lines)) if outer else 0.0
        return max(0.0, wanted - sum(row.height for row in rows))

    def _fits(self, row: PlacedRow) -> bool:
        group = self._page[self._group_start :] if self._page and same_group(self._page[-1], row) else []
        lack = self._lack([*group, row])
        open_lack = 0.0 if group else self._lack(self._page[self._group_start :])
        return row.height + lack + open_lack <= self._room() + 0.01

    def _room(self) -> float:
        assert self._area is not None
        return self._area.bottom - self._area.top - self._used

    def _whole_room(self) -> float:
        assert self._area is not None
        return self._area.bottom - self._area.top - sum(head.height for head in self._heads)

    def _height(self, lines: int) -> float:
        return lines * self._look.pitch + 2 * self._look.pad_y

    def _measure(self, cells: Sequence[Cell], *, heading: bool = False) -> PlacedRow:
        placed: list[PlacedCell] = []
        column = 0
        for raw in cells:
            cell = replace(raw, text=printable(raw.text))
            own = self._columns[column]
            width = sum(each.width for each in self._columns[column : column + cell.span])
            style = cell.style or (self._look.head_style if heading else self._look.style)
            align = cell.align or (Align.CENTER if heading else own.align)
            merge = own.merge and cell.span == 1 and not heading and bool(cell.text)
            placed.append(PlacedCell(cell, column, width, self._wrap(cell.text, width, style), style, align, merge))
            column += cell.span
        # the leftmost merged cell may spread over several rows; its height is settled when its group closes
        outer = next((each for each in placed if each.merge), None)
        lines = max((max(len(each.lines), each.cell.lines) for each in placed if each is not outer), default=1)
        return PlacedRow(tuple(placed), self._height(lines))

    def _wrap(self, text: str, width: float, style: Style) -> tuple[tuple[str, float], ...]:
        widths = self._faces.widths(style, text)
        limit = int((width - 2 * self._look.pad_x) * 1000 / self._look.size)
        found = []
        for line in break_lines(text, widths, limit, squeeze=True):
            piece = text[line.start : line.end].rstrip("\n")
            natural = sum(widths[line.start : line.start + len(piece)])
            found.append((piece, natural * self._look.size / 1000))
        return tuple(found)

    def _split(self, row: PlacedRow, room: float) -> tuple[PlacedRow | None, PlacedRow | None]:
        """The lines that fit, and the rest."""
        count = int((room - 2 * self._look.pad_y + 0.01) // self._look.pitch)
        if count < 1:
            return (None, row) if len(self._page) > len(self._heads) else (row, None)
        first = tuple(replace(cell, lines=cell.lines[:count], merge=False) for cell in row.cells)
        left = tuple(
            replace(cell, lines=cell.lines[count:], merge=False, cell=replace(cell.cell, lines=1)) for cell in row.cells
        )
        rest = max(len(cell.lines) for cell in left)
        return PlacedRow(first, self._height(count)), PlacedRow(left, self._height(rest)) if rest else None

    def _flush(self) -> float:
        """Draws the rows of the page and gives the page up. Returns the y below them."""
        area = self._area
        assert area is not None
        self._close_group()
        tops = [area.top]
        for row in self._page:
            tops.append(tops[-1] + row.height)
        for rule in rules_of(self._page, tops, self._edges(area.x), self._look.rule):
            area.surface.rule(rule)
        for index, row in enumerate(self._page):
            for cell in row.cells:
                if not continues(self._page, index, cell):
                    self._draw_cell(area, cell, tops[index], tops[group_end(self._page, index, cell)])
        self._area, self._page, self._used, self._group_start = None, [], 0.0, 0
        return tops[-1]

    def _edges(self, x: float) -> list[float]:
        edges = [x]
        for column in self._columns:
            edges.append(edges[-1] + column.width)
        return edges

    def _draw_cell(self, area: Area, cell: PlacedCell, top: float, bottom: float) -> None:
        look = self._look
        left = area.x + sum(column.width for column in self._columns[: cell.column])
        y = top + (bottom - top - len(cell.lines) * look.pitch) / 2 + (look.pitch - look.size) / 2
        inner = cell.width - 2 * look.pad_x
        for text, natural in cell.lines:
            if text:
                spacing = (inner - natural) / (len(text) - 1) if natural > inner + 0.01 and len(text) > 1 else 0.0
                spare = max(0.0, inner - natural)
                shift = {Align.LEFT: 0.0, Align.CENTER: spare / 2, Align.RIGHT: spare}[cell.align]
                area.surface.text(Ink(left + look.pad_x + shift, y, text, cell.style, look.size, spacing))
            y += look.pitch
