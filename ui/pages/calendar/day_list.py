"""The list: everything of the shown time by day, some hundred at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from services.due.items import DueItem
from ui.kit.parts import col, holder, row, text, tool
from ui.kit.table import Column
from ui.pages.calendar.shown import Bands
from ui.pages.calendar.words import rest_words, state_cell
from ui.pages.today.due_table import DueTable
from ui.pages.today.words import matter

PAGE = 300
COLUMNS = (
    Column("状态", 7.5),
    Column("事项", 14, stretch=True),
    Column("单位", 9),
    Column("类别", 6),
    Column("期限", 6),
    Column("提示", 8),
)


class DayList(QWidget):
    """`picked` follows the current row, `opened` is Enter or a double click."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.page = 0
        self._pages: list[Bands] = [[]]
        self.table = DueTable(COLUMNS, _cells, "到期事项", pages=False)
        self.table.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.table.picked.connect(self.picked)
        self.table.opened.connect(self.opened)
        self.setFocusProxy(self.table)
        self.back, self.on = tool("arrow-left", "前一页"), tool("arrow-right", "后一页")
        self.back.clicked.connect(lambda: self.turn(self.page - 1))
        self.on.clicked.connect(lambda: self.turn(self.page + 1))
        self.place = text("", "caption")
        self._foot = holder(row(None, self.back, self.place, self.on, gap=2), box="plain")
        self.setLayout(col((self.table, 1), self._foot, gap=1))
        self._foot.setVisible(False)

    @property
    def items(self) -> list[DueItem]:
        """Everything that is listed, of all pages."""
        return [item for page in self._pages for _title, items in page for item in items]

    def show_bands(self, bands: Bands) -> None:
        """List these; the page stays where there are as many."""
        self._pages = in_pages(bands)
        self.turn(min(self.page, len(self._pages) - 1))

    def select(self, wanted: DueItem) -> None:
        """Make it the current row, on whatever page it stands."""
        for number, page in enumerate(self._pages):
            if any(item is wanted for _title, items in page for item in items):
                if number != self.page:
                    self.turn(number)
                self.table.select_item(wanted.ledger, wanted.row_id)
                return

    def turn(self, page: int) -> None:
        """Show another page."""
        self.page = max(0, min(page, len(self._pages) - 1))
        self.table.show_bands(self._pages[self.page])
        self._foot.setVisible(len(self._pages) > 1)
        self.back.setEnabled(self.page > 0)
        self.on.setEnabled(self.page < len(self._pages) - 1)
        self.place.setText(f"第{self.page + 1}/{len(self._pages)}页")


def in_pages(bands: Bands, size: int = PAGE) -> list[Bands]:
    """The bands cut into pages of at most `size` things; a day that goes on keeps its title."""
    pages: list[Bands] = [[]]
    room = size
    for title, items in bands:
        rest = items
        while rest:
            if not room:
                pages.append([])
                room = size
            part, rest = rest[:room], rest[room:]
            pages[-1].append((title, part))
            room -= len(part)
    return pages


def _cells(item: DueItem) -> list[object]:
    return [
        state_cell(item),
        matter(item),
        item.unit,
        item.what,
        f"{item.due_on:%Y-%m-%d}",
        rest_words(item).replace("逢休息日，", ""),
    ]
