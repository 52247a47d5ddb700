"""One page of a table: where its rows stand, what still fits, and where tall cells end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.printing.grid_cells import GridLook
from services.printing.grid_rows import PlacedRow
from services.printing.page import Surface


@dataclass(frozen=True, slots=True)
class Area:
    """Room for rows on one page. A grid passes over an area that is not `fresh` if its head and a row do not fit."""

    surface: Surface
    x: float
    top: float
    bottom: float
    fresh: bool = True


class Page:
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

    def takes_part_of(self, row: PlacedRow) -> bool:
        """Whether some lines of the row fit below the others, and the names of its groups unless a page is too low."""
        named = row.names if row.names <= self._look.lines_in(self.whole_room) else 1
        return self.lines_left >= named

    def append(self, row: PlacedRow) -> None:
        """Sets the row below the others."""
        top, self._end, self._reach = self._placed(row)
        self._tops.append(top)
        self.rows.append(row)

    def without_last(self) -> tuple[Page, PlacedRow]:
        """The page without its last row, and that row."""
        page = Page(self.area, self._look, self._heads, down=self._down)
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
