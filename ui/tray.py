"""The icon beside the clock, where the system has a place for one: a message when new reminders call."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

SHOWN_MS = 10_000


class Tray(QObject):
    """The bell in the window always counts as well: Windows may keep such messages back. While `quiet` says so (a
    locked desk) nothing is told; it is told at the next count."""

    def __init__(
        self,
        icon: QIcon,
        title: str,
        open_reminders: Callable[[], object],
        parent: QObject,
        quiet: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self._title, self._told, self._quiet = title, 0, quiet
        self._icon = QSystemTrayIcon(icon, self) if QSystemTrayIcon.isSystemTrayAvailable() else None
        if self._icon is not None:
            self._icon.setToolTip(title)
            self._icon.messageClicked.connect(open_reminders)
            self._icon.activated.connect(open_reminders)
            self._icon.show()

    def tell(self, count: int) -> None:
        """Say it when there are more unread reminders than at the last time."""
        if self._quiet():
            return
        if self._icon is not None and count > self._told:
            words = f"有{count:,}条提醒还没有看。"
            self._icon.showMessage(self._title, words, QSystemTrayIcon.MessageIcon.Information, SHOWN_MS)
        self._told = count
