"""Watches: nobody at the desk for a while, another day, a computer that slept."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_MS = 15_000
SLEPT_SECONDS = 600
ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """`idle` after so many minutes without a key or the mouse. Zero minutes: never.

    Listens on the windows themselves; a filter on the application would run Python for every single event.
    """

    idle = Signal()

    def __init__(self, parent: QObject, minutes: int, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._last = seconds()
        self.minutes = minutes
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._listen)

    def touch(self) -> None:
        """Somebody is here."""
        self._last = self._seconds()

    def look(self) -> None:
        """Compare now; the timer does it every 15 s."""
        if self.minutes > 0 and self._seconds() - self._last >= self.minutes * 60:
            self.touch()
            self.idle.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in ACTIVITY:
            self.touch()
        return False

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self.touch()


class DayWatch(QObject):
    """`day_changed` at midnight and whenever the wall clock shows another date; `resumed` after a gap of 10 minutes."""

    day_changed = Signal(object)
    resumed = Signal()

    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._seen = now()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @property
    def today(self) -> date:
        """The date that pages were told last."""
        return self._seen.date()

    def look(self) -> None:
        """Compare now."""
        now, before = self._now(), self._seen
        self._seen = now
        if now.date() != before.date():
            self.day_changed.emit(now.date())
        if abs((now - before).total_seconds()) > SLEPT_SECONDS:
            self.resumed.emit()
