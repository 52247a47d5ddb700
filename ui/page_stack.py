"""The middle of the window: one page at a time, made on its first visit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.context import UiContext
from ui.kit.parts import empty, heading, page
from ui.navigation import PageEntry

STANDS_FOR = {"reminders": "today", "my_account": "accounts"}
"""A page that another one stands for where it is missing: what is due today is what the bell counts; everybody's own
password is changed among the accounts."""


def offered(target: QWidget | None, act: str) -> Callable[..., Any] | None:
    """The page's method called `act`, or None: a menu entry without its method is switched off."""
    found = getattr(target, act, None)
    return found if callable(found) else None


def own_keys(target: QWidget) -> set[str]:
    """Keys that the page answers by itself; the window must not register them a second time."""
    actions = [*target.actions(), *target.findChildren(QAction)]
    keys = [key for action in actions for key in action.shortcuts()]
    keys += [shortcut.key() for shortcut in target.findChildren(QShortcut)]
    return {key.toString(QKeySequence.SequenceFormat.PortableText) for key in keys}


class PageStack(QStackedWidget):
    """Pages by key, and the way back. `went` tells which page is shown now."""

    went = Signal(str)
    status_changed = Signal(str)

    def __init__(self, context: UiContext, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self._context = context
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._words: dict[str, str] = {}
        self._history: list[str] = []
        self._place = -1
        context.bridge.changed.connect(self._tell_pages)

    @property
    def key(self) -> str:
        """Key of the page that is shown; empty before the first."""
        return self._history[self._place] if self._place >= 0 else ""

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.get(self.key)

    @property
    def made(self) -> tuple[str, ...]:
        """Keys of the pages that exist already."""
        return tuple(self._pages)

    @property
    def entries(self) -> tuple[PageEntry, ...]:
        """The whole registry."""
        return tuple(self._entries.values())

    def made_page(self, key: str) -> QWidget | None:
        """The page if it was visited already."""
        return self._pages.get(key)

    def entry(self, key: str) -> PageEntry | None:
        """The registry's entry, or that of the page which stands for it."""
        return self._entries.get(key) or self._entries.get(STANDS_FOR.get(key, ""))

    def open(self, key: str, row_id: object = None) -> bool:
        """Show a page and a row of it; False when the page is unknown, refused, or the shown one wants to stay."""
        entry = self.entry(key)
        if entry is None or not self._may_leave(entry.key):
            return False
        key = entry.key
        if refusal := entry.refusal(self._context.desk.actor):
            self._context.notify.warn(f"{refusal}，没有打开。需要时由管理员调整账户。")
            return False
        if key != self.key:
            self._history[self._place + 1 :] = [key]
            self._place = len(self._history) - 1
        self._show(key)
        if row_id is not None and (open_row := offered(self.page, "open_row")):
            open_row(row_id)
        return True

    def step(self, by: int) -> None:
        """Alt+← and Alt+→."""
        place = self._place + by
        if 0 <= place < len(self._history) and self._may_leave(self._history[place]):
            self._place = place
            self._show(self.key)

    def _may_leave(self, key: str) -> bool:
        ask = offered(self.page, "can_leave")
        return key == self.key or ask is None or bool(ask())

    def _show(self, key: str) -> None:
        if key not in self._pages:
            self._pages[key] = self._make(self._entries[key])
            self.addWidget(self._pages[key])
        self.setCurrentWidget(self._pages[key])
        self.went.emit(key)
        self.status_changed.emit(self._words.get(key, ""))

    def _make(self, entry: PageEntry) -> QWidget:
        try:
            made = entry.make(self._context)
        except Exception as error:  # noqa: BLE001 - a page that cannot be made must not take the window with it
            self._context.notify.failed(None, error)
            advice = empty(entry.icon, "这一页没有打开", "其他页面照常使用，数据没有改动。再次出现时请告诉管理员。")
            return page(heading(entry.title, entry.purpose), (advice, 1))
        changed = getattr(made, "status_changed", None)
        if changed is not None:
            changed.connect(lambda words, key=entry.key: self._remember(key, words))
        return made

    def _remember(self, key: str, words: str) -> None:
        self._words[key] = words
        if key == self.key:
            self.status_changed.emit(words)

    def _tell_pages(self, changes: object) -> None:
        for made in self._pages.values():
            if tell := offered(made, "on_changes"):
                tell(changes)
