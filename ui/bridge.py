"""Change notices of the database as a Qt signal on the UI thread, and the way from a page to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from services.uow import ChangeSet


class Bridge(QObject):
    """Subscribe `publish` to the database; pages connect to `changed`, the window to `page_wanted`. A backup stores
    nothing in the file, and what was seen of reminders is no history, so the page tells `backed_up` and
    `reminders_marked` itself."""

    changed = Signal(object)
    page_wanted = Signal(str, object)
    backed_up = Signal()
    reminders_marked = Signal()
    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # queued even on the UI thread: a page must not refresh in the middle of the act that changed something
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def publish(self, changes: ChangeSet) -> None:
        """May be called on any thread."""
        self._arrived.emit(changes)

    @Slot(object)
    def _pass_on(self, changes: object) -> None:
        self.changed.emit(changes)
