"""A table of due things under titles; the arrow keys pass the titles by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from services.due.items import DueItem, DueKind
from ui.kit.table import NO_PARENT, Column, Index, Rows, Table, plain
from ui.kit.theme import u

SEVERAL = (DueKind.MILESTONE, DueKind.CLEANUP)  # of one row several with a date of their own
Cells = Callable[[DueItem], Sequence[Any]]
Bands = Sequence[tuple[str, Sequence[DueItem]]]


class DueRows(Rows):
    """Titles of bands cannot be chosen."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if index.row() in self.bands else super().flags(index)


class DueTable(Table):
    """`picked` follows the current row, `opened` is Enter or a double click, `acted` a click on the last column.

    With `pages` off, PgUp and PgDn belong to the page."""

    picked = Signal(object)
    opened = Signal(object)
    acted = Signal(object)

    def __init__(
        self, columns: Sequence[Column], cells: Cells, name: str, *, acts: bool = False, pages: bool = True
    ) -> None:
        self.rows = DueRows(columns, [])
        super().__init__(columns, self.rows, name)
        self._cells, self._acts, self._pages = cells, acts, pages
        self._items: list[DueItem | None] = []
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self.open_current())

    @property
    def items(self) -> list[DueItem]:
        """The rows that are shown, without the titles."""
        return [item for item in self._items if item is not None]

    def current(self) -> DueItem | None:
        """The row that the keys act on."""
        row = self.currentIndex().row()
        return self._items[row] if 0 <= row < len(self._items) else None

    def show_bands(self, bands: Bands) -> None:
        """Show these; the current row stays current by what it is, else its neighbour or the first takes its place."""
        before, place = self._items, self.currentIndex().row()
        rows: list[Sequence[Any]] = []
        titles, self._items = [], []
        for title, items in bands:
            titles.append(len(rows))
            rows.append([title])
            self._items.append(None)
            for item in items:
                rows.append(self._cells(item))
                self._items.append(item)
        self.rows.replace(rows, titles)
        wanted = self._kept(before, place)
        self.select_row(wanted if wanted is not None else self._near(max(place, 0), 1))
        if self.current() is None:
            self.picked.emit(None)

    def select_item(self, ledger: str, row_id: int, kind: str = "") -> bool:
        """Make it the current row; False when it is not shown. One row of a ledger can stand here by several kinds."""
        row = self._row_of(ledger, row_id, kind)
        self.select_row(row)
        return row is not None

    def select_row(self, row: int | None) -> None:
        """Make this row current, titles counted."""
        if row is None:
            return
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.rows.index(row, 0), flags)
        self.scrollTo(self.rows.index(max(0, row - 1), 0))
        self.scrollTo(self.rows.index(row, 0))

    def open_current(self) -> None:
        """Enter."""
        if item := self.current():
            self.opened.emit(item)

    def copy_current(self) -> None:
        """The current row as text that a spreadsheet pastes into cells."""
        if self.current() is not None:
            cells = self.rows.rows[self.currentIndex().row()]
            QGuiApplication.clipboard().setText("\t".join(plain(value) for value in cells))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_key = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain_key:
            self.open_current()
        elif plain_key and not self._pages and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()  # there they turn the months
        elif plain_key and (target := self._target(event.key())) is not None:
            self.select_row(target)
        elif event.text().strip() and plain_key:
            event.ignore()  # letters and figures are keys of the page
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        item = self._items[index.row()] if index.isValid() else None
        last = index.column() == self.rows.columnCount(NO_PARENT) - 1
        if self._acts and last and item is not None and event.button() is Qt.MouseButton.LeftButton:
            self.acted.emit(item)

    def _target(self, key: int) -> int | None:
        here, last = self.currentIndex().row(), len(self._items) - 1
        leap = max(1, self.viewport().height() // u(8) - 1)
        steps = {
            Qt.Key.Key_Up: (here - 1, -1),
            Qt.Key.Key_Down: (here + 1, 1),
            Qt.Key.Key_PageUp: (here - leap, -1),
            Qt.Key.Key_PageDown: (here + leap, 1),
            Qt.Key.Key_Home: (0, 1),
            Qt.Key.Key_End: (last, -1),
        }
        wanted = steps.get(Qt.Key(key))
        return self._near(*wanted) if wanted and self._items else None

    def _near(self, row: int, step: int) -> int | None:
        """The nearest row that is no title, first in the direction of `step`."""
        if not self._items:
            return None
        row = min(max(row, 0), len(self._items) - 1)
        onward = range(row, len(self._items)) if step > 0 else range(row, -1, -1)
        back = range(row, -1, -1) if step > 0 else range(row, len(self._items))
        return next((n for n in (*onward, *back) if self._items[n] is not None), None)

    def _kept(self, before: Sequence[DueItem | None], place: int) -> int | None:
        """Where the row stands now that was current, or the first that is left of those below and above it."""
        if not 0 <= place < len(before):
            return None
        places = {_mark(item): n for n, item in enumerate(self._items) if item is not None}
        around = (*before[place:], *reversed(before[:place]))
        return next((places[_mark(item)] for item in around if item is not None and _mark(item) in places), None)

    def _row_of(self, ledger: str, row_id: int, kind: str) -> int | None:
        wanted = (ledger, row_id)
        found = ((n, i) for n, i in enumerate(self._items) if i is not None and (i.ledger, i.row_id) == wanted)
        return next((n for n, i in found if not kind or i.kind == kind), None)

    def _tell(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if self.current() is not None:
            self.picked.emit(self.current())


def _mark(item: DueItem) -> tuple[str, int, str]:
    """One task stands in the list with its own date, its milestones and its check."""
    return item.ledger, item.row_id, f"{item.what} {item.due_on}" if item.kind in SEVERAL else item.kind
