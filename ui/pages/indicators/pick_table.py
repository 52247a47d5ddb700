"""A short table of which one row is current; Enter or a double click opens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.kit.table import Column, Rows, Table, plain


class PickTable(Table):
    """`picked` and `opened` carry the number of the row."""

    picked = Signal(int)
    opened = Signal(int)

    def __init__(self, columns: Sequence[Column], name: str) -> None:
        self.rows = Rows(columns, [])
        super().__init__(columns, self.rows, name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    @property
    def current(self) -> int:
        """The row that the keys act on; -1 where there is none."""
        return self.currentIndex().row()

    def show_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Other rows; the current place stays where there is one."""
        place = max(0, self.current)
        self.rows.replace(rows)
        if rows:
            self.choose(min(place, len(rows) - 1))

    def choose(self, place: int) -> None:
        """Make this row current."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.rows.index(place, 0), flags)

    def copy_all(self) -> None:
        """Every row with its heads, for a spreadsheet."""
        heads = "\t".join(column.title for column in self.rows.columns)
        lines = ["\t".join(plain(cell) for cell in row) for row in self.rows.rows]
        QGuiApplication.clipboard().setText("\n".join([heads, *lines]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters go on to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.current >= 0:
                self.opened.emit(self.current)
        elif event.text().strip() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.picked.emit(now.row())
