"""Python's cyclic garbage is collected on the window's thread alone.

Left to itself, the collector runs on whichever thread makes the next object. On a job's thread it would take down
what Qt allows only the window's thread to touch, and the program with it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from services.collecting import held

EVERY_MS = 1000


class Collector(QObject):
    """Looks every second whether as much was made as would start the collector by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_itself = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due by the thresholds of `gc`; not amid work that asks for none."""
        if held():
            return
        due = [
            place
            for place, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if limit and count > limit
        ]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """As it was before: left to itself, or to another one of these."""
        self._timer.stop()
        if self._by_itself:
            gc.enable()
