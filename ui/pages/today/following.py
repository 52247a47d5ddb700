"""The pane follows the current row of a due list, and the keys do what its buttons do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from services.due.items import DueItem
from services.errors import ServiceError
from ui.context import UiContext
from ui.pages.today.acts import DueActs
from ui.pages.today.detail import TodayDetail
from ui.pages.today.due_table import DueTable
from ui.pages.today.facts import ItemFacts, read_facts
from ui.pages.today.offers import Offer

PLAN_PAGE = "plan_check"
LATER_KEY = "0"


class Following(QObject):
    """Ties table, pane and acts of one page together."""

    def __init__(self, context: UiContext, page: QWidget, table: DueTable, pane: TodayDetail, acts: DueActs) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._table, self._pane, self._acts = table, pane, acts
        self._asked = 0
        self._wanted: DueItem | None = None
        self._next_for: DueItem | None = None  # its next act was asked for before it was read
        pane.rested.connect(self._read)
        table.picked.connect(self._picked)
        table.opened.connect(acts.open)
        pane.offered.connect(self._run)
        pane.open_wanted.connect(acts.open)
        pane.later_wanted.connect(acts.put_off)
        pane.source_wanted.connect(lambda item: context.go(PLAN_PAGE, item.row_id))
        for place in range(1, 10):
            self._key(str(place), partial(pane.press, place))
        self._key(LATER_KEY, self._later)

    def next_act(self, item: DueItem | None = None) -> None:
        """The filled button of the current row; waits until the row is read."""
        item = item or self._table.current()
        if item is None:
            return
        if self._pane.facts is not None and self._pane.facts.item == item and not self._pane.waiting:
            self._pane.press(0)
        else:
            self._next_for = item

    def _key(self, key: str, act: object) -> None:
        made = QShortcut(QKeySequence(key), self._table)
        made.setContext(Qt.ShortcutContext.WidgetShortcut)
        made.activated.connect(act)

    def _later(self) -> None:
        if self._pane.later is not None:
            self._pane.later.showMenu()

    def _picked(self, item: DueItem | None) -> None:
        self._asked += 1
        self._wanted = item
        if self._next_for != item:
            self._next_for = None
        if item is None:
            self._pane.show_nothing()
        else:
            self._pane.wait()

    def _read(self) -> None:
        item, asked = self._wanted, self._asked
        if item is None:
            return
        work = partial(read_facts, self._context.desk, item)
        self._context.jobs.read(self._page, work, partial(self._show, asked), partial(self._gone, asked))

    def _show(self, asked: int, facts: ItemFacts) -> None:
        if asked != self._asked:
            return
        self._pane.show_facts(facts)
        if self._next_for == facts.item:
            self._next_for = None
            self._pane.press(0)

    def _gone(self, asked: int, error: ServiceError) -> None:
        if asked == self._asked:
            self._pane.show_nothing()
            self._context.notify.warn(str(error))

    def _run(self, facts: ItemFacts, offer: Offer) -> None:
        """The pane is made anew after the act, so the keyboard waits in the table."""
        self._table.setFocus()
        self._acts.run(facts, offer)
