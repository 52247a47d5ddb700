"""One table setter for everything ruled: wrapped cells, spans, repeated heads, groups and rows over page ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from services.printing.faces import Faces
from services.printing.grid_cells import (
    GridColumn,
    GridLook,
    RowSetter,
    TableError,
    check_columns,
    fitting_look,
    share_widths,
)
from services.printing.grid_ink import Box, CellInk
from services.printing.grid_page import Area, Page
from services.printing.grid_rows import Align, Cell, CellPicture, PlacedRow, last_row, rules_of
from services.printing.page import Ink, fitted, text_width

__all__ = [
    "Align",
    "Area",
    "Cell",
    "CellPicture",
    "Grid",
    "GridColumn",
    "GridLook",
    "TableError",
    "fitting_look",
    "share_widths",
]

_HIGHEST_HEAD = 0.6  # of a page


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
        self._ink = CellInk(faces, self._look)
        self._page: Page | None = None
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
            elif not (page.takes_part_of(row) and (page.body or page.area.fresh)):
                self._leave(page)
            else:
                first, row = row.split(page.lines_left)
                page.append(first)
                if row is not None:
                    self._flush()

    def _leave(self, page: Page) -> None:
        """Goes to the next page; without drawing a head alone."""
        if page.body:
            self._flush()
            return
        if self._opened > 1:
            raise TableError("纸面放不下表格的一行，没有生成文件。换用更大的纸张后再试。")
        self._page = None

    def _turn(self) -> Page:
        """Opens a page; the first one may be the rest of one that is too low even for the head."""
        while True:
            area = self._open_page()
            self._opened += 1
            mark = self._continued if self._opened > 1 else ""
            page = Page(area, self._look, self._heads, down=self._look.pitch if mark else 0.0)
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
                    self._ink.draw(area.surface, cell, Box(xs[cell.start], tops[index], xs[cell.end], tops[end + 1]))
        return tops[-1]

    def _draw_mark(self, area: Area, mark: str) -> None:
        look = self._look
        width = sum(column.width for column in self._columns)
        spare = max(width - text_width(self._faces, mark, look.style, look.size), 0.0)
        area.surface.text(fitted(self._faces, Ink(area.x + spare, area.top, mark, look.style, look.size), width))
