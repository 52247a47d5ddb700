"""Columns and views of a ledger page, and how the page was left: all of it kept for the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from ui.kit.column_chooser import ColumnChooser
from ui.kit.view_store import PageMemory, PageState

if TYPE_CHECKING:
    from ui.kit.ledger_page import LedgerPage

PAUSE_MS = 800


class LedgerViews(QObject):
    """Belongs to one page. The 回收站 of a ledger remembers nothing."""

    def __init__(self, page: LedgerPage) -> None:
        super().__init__(page)
        self._page = page
        self.memory = PageMemory(page.tools.views, page.service.spec)
        self.view = ""
        self.start = PageState() if page.removed else self.memory.last()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.remember)

    # --- how the page was left -----------------------------------------------------------
    def touched(self) -> None:
        """Something changed that is to be remembered soon."""
        self._pause.start()

    def flush(self) -> None:
        """Remember now what was to be remembered soon."""
        if self._pause.isActive():
            self._pause.stop()
            self.remember()

    def remember(self) -> None:
        """Keep filter, order, columns and place for the next time."""
        if not self._page.removed:
            self.memory.keep(self.state())

    def state(self) -> PageState:
        """How the page looks now."""
        page, row = self._page, self._page.current_row()
        fields = tuple(f.key for f in page.model.fields)
        shown = () if fields == tuple(f.key for f in page.service.spec.columns) else fields
        place = row.id if row else None
        return PageState(page.filters.query, page.table.widths(), shown, place, page.table.frozen_count)

    def apply(self, state: PageState) -> None:
        """Let the page look like this; it still has to read."""
        page, spec = self._page, self._page.service.spec
        self.start = state
        page.filters.show_query(state.query)
        page.filters.show_views(self.memory.names(), self.view)
        page.model.set_fields([spec.field(key) for key in state.columns] if state.columns else spec.columns)
        page.table.set_frozen(state.frozen)
        page.table.set_widths(state.widths)

    # --- columns -------------------------------------------------------------------------
    def ask_columns(self, opener: QWidget) -> None:
        """The chooser under its button."""
        page = self._page
        chooser = ColumnChooser(page.service.spec, page.model.fields, page.table.frozen_count, page)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.changed.connect(self.set_columns)
        chooser.reset.connect(self.reset_columns)
        chooser.open_under(opener)

    def set_columns(self, keys: tuple[str, ...], frozen: int) -> None:
        """Show these columns (none: as described), keep the first `frozen` when scrolled sideways."""
        page, spec = self._page, self._page.service.spec
        place = page.current_place()
        page.model.set_fields([spec.field(key) for key in keys] if keys else spec.columns)
        page.table.set_frozen(frozen)
        page.table.show_sort(*page.order())
        page.table.select_place(place)
        self.touched()

    def reset_columns(self) -> None:
        """Columns and widths as the ledger is described."""
        self._page.table.set_widths({})
        self.set_columns((), 1)

    # --- named views ---------------------------------------------------------------------
    def choose(self, name: str) -> None:
        """A named view; no name: as the ledger is described."""
        self.view = name
        self.apply(self.memory.view(name) if name else PageState())
        self._page.read_filter()

    def save(self, name: str) -> None:
        """Give the page as it is now a name."""
        self.memory.save_view(name, self.state())
        self.view = name
        self._page.filters.show_views(self.memory.names(), name)
        self._page.tools.notify(f"已保存视图“{name}”。", None)

    def drop(self, name: str) -> None:
        """Forget a named view; it can be taken back."""
        kept = self.memory.view(name)
        self.memory.drop_view(name)
        self.view = ""
        self._page.filters.show_views(self.memory.names())

        def back() -> None:
            self.memory.save_view(name, kept)
            self._page.filters.show_views(self.memory.names())

        self._page.tools.notify(f"已移除视图“{name}”。", back)
