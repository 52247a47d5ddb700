"""One table setter for everything ruled: wrapped cells, spans, repeated heads, groups and rows over page ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.printing.faces import Faces, Style
from services.printing.grid_cells import (
    GridColumn,
    GridLook,
    RowSetter,
    TableError,
    check_columns,
    fitting_look,
    share_widths,
)
from services.printing.grid_rows import Align, Cell, PlacedCell, PlacedRow, TextLine, last_row, rules_of
from services.printing.page import Ink, Surface, text_width

__all__ = ["Align", "Area", "Cell", "Grid", "GridColumn", "GridLook", "TableError", "fitting_look", "share_widths"]

_HIGHEST_HEAD = 0.6  # of a page
_TICKED, _BOX, _TICK = "☑", "□", "√"


@dataclass(frozen=True, slots=True)
class Area:
    """Room for rows on one page. A grid passes over an area that is not `fresh` if its head and a row do not fit."""

    surface: Surface
    x: float
    top: float
    bottom: float
    fresh: bool = True


class Grid:
    """Takes rows one after another, asks for pages when it needs them, holds no more than one page of rows.

    A cell over several rows, and a group of equal cells, ends with the page and is named again on the next. With
    `continued` (such as 续表) every page but the first has these words above its head. Raises TableError for a table
    without columns or with one too narrow for a character, and for a head that leaves no room for rows.
    """

    def __init__(
        self,
        faces: Faces,
        columns: Sequence[GridColumn],
        heads: Sequence[Sequence[Cell | str]],
        open_page: Callable[[], Area],
        look: GridLook | None = None,
        continued: str = "",
    ) -> None:
        self._faces = faces
        self._columns = tuple(columns)
        self._look = look or GridLook()
        self._open_page = open_page
        self._continued = continued
        check_columns(self._columns, self._look)
        setter = RowSetter(faces, columns, self._look, heading=True)
        self._heads = [setter.set_row(head) for head in heads]
        self._setter = RowSetter(faces, columns, self._look)
        self._page: _Page | None = None
        self._opened = 0

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """The columns as set."""
        return self._columns

    def add(self, cells: Sequence[Cell | str], *, heading: bool = False) -> None:
        """Sets one row; a row taller than a page is continued on the next."""
        self._add(self._setter.set_row(cells, heading=heading))

    def room(self) -> float:
        """What is left on the page, in points; 0 before the first row."""
        return self._page.area.bottom - self._page.bottom if self._page else 0.0

    def finish(self, keep: float = 0.0) -> tuple[Area, float]:
        """Draws what is left; `keep` points, such as for signatures, stay free below the last row.

        Where they do not, the last row goes to a new page with them. Returns the last page's area and the y below its
        last row.
        """
        page = self._page or self._turn()
        if page.body > 1 and not page.has_room(keep):
            self._page, last = page.without_last()
            self._flush()
            self._add(last)
            page = self._page or self._turn()
        bottom = self._flush()
        return page.area, bottom

    def _add(self, row: PlacedRow | None) -> None:
        while row is not None:
            page = self._page or self._turn()
            row = row if page.body else row.opened()
            if page.fits(row):
                page.append(row)
                return
            # the rest of a page says nothing about whether the next one takes the row whole
            if page.body and (not page.area.fresh or self._look.height(row.whole) <= page.whole_room):
                self._flush()
            elif page.lines_left < 1 or not (page.body or page.area.fresh):
                self._leave(page)
            else:
                first, row = row.split(page.lines_left)
                page.append(first)
                if row is not None:
                    self._flush()

    def _leave(self, page: _Page) -> None:
        """Goes to the next page; without drawing a head alone."""
        if page.body:
            self._flush()
            return
        if self._opened > 1:
            raise TableError("纸面放不下表格的一行，没有生成文件。换用更大的纸张后再试。")
        self._page = None

    def _turn(self) -> _Page:
        """Opens a page; the first one may be the rest of one that is too low even for the head."""
        while True:
            area = self._open_page()
            self._opened += 1
            mark = self._continued if self._opened > 1 else ""
            page = _Page(area, self._look, self._heads, down=self._look.pitch if mark else 0.0)
            if page.bottom - area.top <= _HIGHEST_HEAD * (area.bottom - area.top):
                break
            if self._opened > 1:
                raise TableError("表头太高，一页放不下，没有生成文件。缩短列名后再试。")
        if mark:
            self._draw_mark(area, mark)
        self._page = page
        return page

    def _flush(self) -> float:
        """Draws the rows of the page and gives the page up. Returns the y below them."""
        page, self._page = self._page, None
        assert page is not None
        area, tops = page.area, page.tops
        xs = [area.x]
        for column in self._columns:
            xs.append(xs[-1] + column.width)
        for rule in rules_of(page.rows, tops, xs, self._look.rule):
            area.surface.rule(rule)
        for index, row in enumerate(page.rows):
            for cell in row.cells:
                if not cell.joined:
                    end = last_row(page.rows, index, cell.start) if cell.tall else index
                    self._draw_cell(area.surface, cell, xs, tops[index], tops[end + 1])
        return tops[-1]

    def _draw_cell(self, surface: Surface, cell: PlacedCell, xs: Sequence[float], top: float, bottom: float) -> None:
        look = self._look
        left, right = xs[cell.start] + look.pad_x, xs[cell.end] - look.pad_x
        above = (look.pitch - look.size) / 2
        if cell.foot:
            bottom -= look.pitch + look.pad_y
            self._draw_line(surface, cell.foot, cell.style, left, right, bottom + above, _SHIFT[Align.RIGHT])
        y = top + (bottom - top - len(cell.lines) * look.pitch) / 2 + above
        shift = _SHIFT[cell.align]
        for line in cell.lines:
            if line.text:
                self._draw_line(surface, line, cell.style, left, right, y, shift)
            y += look.pitch

    def _draw_line(
        self, surface: Surface, line: TextLine, style: Style, left: float, right: float, y: float, shift: float
    ) -> None:
        """`shift` is the share of the spare width that goes before the text."""
        spare = right - left - line.width
        # marks give up their blank halves where a line took one more of them than fits
        spacing = spare / (len(line.text) - 1) if spare < -0.01 and len(line.text) > 1 else 0.0
        x = left if spare <= 0 else left + spare * shift
        ink = Ink(x, y, line.text, style, self._look.size, spacing)
        if _TICKED in line.text:
            self._draw_ticked(surface, ink)
        else:
            surface.text(ink)

    def _draw_ticked(self, surface: Surface, ink: Ink) -> None:
        """No face has a ticked box: a box, and a tick over it."""
        shown = ink.text.replace(_TICKED, _BOX)
        surface.text(Ink(ink.x, ink.top, shown, ink.style, ink.size, ink.spacing))
        for index, char in enumerate(ink.text):
            if char == _TICKED:
                x = ink.x + text_width(self._faces, shown[:index], ink.style, ink.size) + ink.spacing * index
                surface.text(Ink(x, ink.top, _TICK, ink.style, ink.size))

    def _draw_mark(self, area: Area, mark: str) -> None:
        look = self._look
        right = area.x + sum(column.width for column in self._columns)
        x = right - text_width(self._faces, mark, look.style, look.size)
        area.surface.text(Ink(x, area.top, mark, look.style, look.size))


_SHIFT = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}


class _Page:
    """Rows of a page and their tops. A tall cell with more text than its rows are high makes the last one higher."""

    def __init__(self, area: Area, look: GridLook, heads: Sequence[PlacedRow], *, down: float = 0.0) -> None:
        self.area = area
        self.rows: list[PlacedRow] = []
        self._look = look
        self._heads, self._down = tuple(heads), down
        self._tops: list[float] = []
        self._end = area.top + down
        self._reach: dict[int, float] = {}  # by column: where the tall cell that may still go on ends at least
        for head in heads:
            self.append(head)
        self._end, self._reach = self.bottom, {}
        self._body_top = self._end

    @property
    def tops(self) -> list[float]:
        """Of every row, and the bottom of the last."""
        return [*self._tops, self.bottom]

    @property
    def bottom(self) -> float:
        """Of the last row, were the page closed now."""
        return max(self._end, *self._reach.values()) if self._reach else self._end

    @property
    def body(self) -> int:
        """Rows below the head."""
        return len(self.rows) - len(self._heads)

    @property
    def whole_room(self) -> float:
        """For rows on a page that has only the head."""
        return self.area.bottom - self._body_top

    @property
    def lines_left(self) -> int:
        """How many lines of one more row fit."""
        return self._look.lines_in(self.area.bottom - self.bottom)

    def has_room(self, height: float) -> bool:
        """Whether `height` fits below the rows."""
        return self.bottom + height <= self.area.bottom + 0.01

    def fits(self, row: PlacedRow) -> bool:
        """Whether the row, and all of its tall cells' text, fits below the others."""
        _top, end, reach = self._placed(row)
        return max([end, *reach.values()]) <= self.area.bottom + 0.01

    def append(self, row: PlacedRow) -> None:
        """Sets the row below the others."""
        top, self._end, self._reach = self._placed(row)
        self._tops.append(top)
        self.rows.append(row)

    def without_last(self) -> tuple[_Page, PlacedRow]:
        """The page without its last row, and that row."""
        page = _Page(self.area, self._look, self._heads, down=self._down)
        for row in self.rows[len(self._heads) : -1]:
            page.append(row)
        return page, self.rows[-1]

    def _placed(self, row: PlacedRow) -> tuple[float, float, dict[int, float]]:
        """Top and bottom of the row when set next, and how far tall cells reach then."""
        if not row.tall and not self._reach:
            return self._end, self._end + self._look.height(row.lines), self._reach
        going_on = {cell.start for cell in row.tall if cell.joined}
        closed = [end for column, end in self._reach.items() if column not in going_on]
        top = max([self._end, *closed])
        reach = {column: end for column, end in self._reach.items() if column in going_on}
        reach |= {cell.start: top + self._look.height(cell.height) for cell in row.tall if not cell.joined}
        return top, top + self._look.height(row.lines), reach
