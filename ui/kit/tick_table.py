"""A short table whose first column can be ticked: Space ticks the row, Enter opens it, a click on the tick ticks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.kit.table import Column, Table


class TickTable(Table):
    """What it emits names a row by its place; its owner changes the rows."""

    tick_wanted = Signal(int)
    open_wanted = Signal(int)

    def __init__(self, columns: Sequence[Column], name: str) -> None:
        super().__init__(columns, (), name)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda index: self.open_wanted.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that act on the row."""
        here = self.currentIndex().row()
        if here >= 0 and event.key() == Qt.Key.Key_Space:
            self.tick_wanted.emit(here)
        elif here >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open_wanted.emit(here)
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.tick_wanted.emit(index.row())
