"""A listing on screen: what it finds, the table, and under it how it was counted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from ui.kit.empty import empty
from ui.kit.layout import col, holder
from ui.kit.parts import text
from ui.kit.table import Table
from ui.pages.training.listing import Listing


class ListingView(QFrame):
    """`opened` carries where a cell leads: at a click where `at_once`, else at Enter or a double click."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.listing: Listing | None = None
        self.table: Table | None = None
        self._at_once = False
        self._note = text("", "caption", wrap=True)
        self._body = QStackedWidget()
        self.setLayout(col((self._body, 1), self._note, gap=2))

    def show_listing(self, listing: Listing, *, at_once: bool) -> None:
        """Another list; the keyboard goes on in it where it was in the one before."""
        had_focus = self.table is not None and self.table.hasFocus()
        self.listing, self._at_once = listing, at_once
        while self._body.count():
            old = self._body.widget(0)
            self._body.removeWidget(old)
            old.deleteLater()
        self.table = None
        if listing.rows:
            self.table = Table(listing.columns, listing.rows, listing.title)
            self.table.clicked.connect(self._clicked)
            self.table.activated.connect(self._open)
            self._body.addWidget(self.table)
            self.table.setCurrentIndex(self.table.model().index(0, 0))
            if had_focus:
                self.table.setFocus()
        else:
            self._body.addWidget(holder(col((empty("nav-list", listing.nothing, ""), 1))))
        self._note.setText(listing.note)

    def open_current(self) -> None:
        """Where the current cell leads."""
        if self.table is not None:
            self._open(self.table.currentIndex())

    def _clicked(self, index: QModelIndex) -> None:
        if self._at_once and index.column() > 0:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if self.listing is None or not index.isValid():
            return
        if target := self.listing.target(index.row(), index.column()):
            self.opened.emit(target)
