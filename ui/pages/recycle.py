"""回收站: what was removed, ledger by ledger, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.query import LedgerQuery, LedgerService
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.kit.parts import choice, col, empty, heading, holder, row, text
from ui.pages.tools import ledger_tools

NOTHING = "移入回收站的记录会列在这里，随时可以恢复。"
EMPTY, LEDGER = range(2)


def removed_counts(ledgers: Mapping[str, LedgerService]) -> dict[str, int]:
    """How many rows of each ledger are in the 回收站; read in a job."""
    return {name: service.search(LedgerQuery(removed=True, limit=1)).total for name, service in ledgers.items()}


class RecyclePage(QWidget):
    """One ledger at a time; only its page exists, so that the window's keys and menus reach no hidden one."""

    status_changed = Signal(str)
    loaded = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context = context
        self.counts: dict[str, int] = {}
        self._asked = 0
        self._stale, self._chosen = True, False
        self.ledgers = choice(name="台账", width=60)
        self.ledgers.activated.connect(lambda place: self.choose(str(self.ledgers.itemData(place))))
        self.total = text("", "hint")
        self._bar = holder(row(text("台账", "field"), self.ledgers, self.total, None, gap=2, pad=(4, 3, 4, 0)))
        self._slot = col(gap=0)
        nothing = col(heading("回收站", NOTHING), (empty("delete", "回收站是空的", NOTHING), 1), gap=3, pad=(4, 3))
        self._faces = QStackedWidget()
        for face in (holder(nothing), holder(col(self._bar, (self._slot, 1), gap=0))):
            self._faces.addWidget(face)
        self.setLayout(col(self._faces, gap=0))
        # made at once: the window looks only on arrival which keys the page answers by itself
        self.page = self._make(next(iter(context.desk.ledgers)))

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """F5: count again, and read the shown ledger."""
        self._count()
        if self._shown:
            self.page.reload()

    def on_changes(self, changes: Any) -> None:
        """Something was removed, restored or changed."""
        if self.isVisible():
            self._count()
        else:
            self._stale = True
        self.page.on_changes(changes)

    def open_row(self, ledger: object) -> None:
        """The ledger of that key."""
        if ledger in self._context.desk.ledgers:
            self.choose(str(ledger))

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.page.focus_filter()

    def focus_first(self) -> None:
        """The keyboard starts in the table."""
        self.page.focus_first()

    def copy_rows(self) -> None:
        """The ticked rows, else the current one, to the clipboard."""
        self.page.copy_rows()

    def select_all(self) -> None:
        """Tick all of the filter."""
        self.page.select_all()

    def open_current(self) -> None:
        """Enter: the row's details."""
        self.page.open_current()

    def show_history(self) -> None:
        """Ctrl+H."""
        self.page.show_history()

    def choose_columns(self) -> None:
        """Which columns are shown."""
        self.page.choose_columns()

    def next_act(self) -> None:
        """Ctrl+Enter: 恢复 the current row."""
        self.page.next_act()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.ledgers, *self.page.regions()) if self._shown else ()

    # --- choosing ------------------------------------------------------------------------
    def choose(self, ledger: str) -> None:
        """Show what was removed from this ledger."""
        self._chosen = True
        if ledger != self.page.service.spec.name:
            old, self.page = self.page, self._make(ledger)
            self._slot.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._show_choices()
        if self._shown:
            self.page.setFocus()

    def _make(self, ledger: str) -> LedgerPage:
        service = self._context.desk.ledgers[ledger]
        page = LedgerPage(service, ledger_tools(self._context, ledger), removed=True, watches=service.tables)
        page.status_changed.connect(self.status_changed)
        self._slot.addWidget(page)
        return page

    # --- counting ------------------------------------------------------------------------
    def _count(self) -> None:
        self._stale = False
        self._asked += 1
        work = partial(removed_counts, self._context.desk.ledgers)
        self._context.jobs.read(self, work, partial(self._counted, self._asked))

    def _counted(self, asked: int, counts: dict[str, int]) -> None:
        if asked != self._asked:
            return
        self.counts = counts
        total = sum(counts.values())
        if total and not self._chosen:
            self.choose(self._order()[0])  # the first with something in it, at the first visit
        self._show_choices()
        self._faces.setCurrentIndex(LEDGER if total else EMPTY)
        if not total:
            self._chosen = False
            self.status_changed.emit("回收站是空的")
        self.loaded.emit(total)

    def _order(self) -> Sequence[str]:
        """Ledgers with removed rows first, each part in the order of the desk."""
        return sorted(self._context.desk.ledgers, key=lambda name: not self.counts.get(name))

    def _show_choices(self) -> None:
        here, ledgers = self.page.service.spec.name, self._context.desk.ledgers
        with QSignalBlocker(self.ledgers):
            self.ledgers.clear()
            for name in self._order():
                spec, count = ledgers[name].spec, self.counts.get(name, 0)
                self.ledgers.addItem(f"{spec.title}　{count:,}{spec.unit_word}" if count else spec.title, name)
            self.ledgers.setCurrentIndex(self.ledgers.findData(here))
        filled = [count for count in self.counts.values() if count]
        self.total.setText(f"回收站里共{sum(filled):,}条，分在{len(filled)}本台账里。" if filled else "")

    @property
    def _shown(self) -> bool:
        return self._faces.currentIndex() == LEDGER

    def showEvent(self, event: QShowEvent) -> None:
        """Count at the first visit and after changes that happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._count()

    def hideEvent(self, event: QHideEvent) -> None:
        """Others may remove rows while the page is hidden."""
        super().hideEvent(event)
        self._stale = True
