"""Top row, banner, navigation, page and status line in their places; the toast stands over them."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.kit.layout import col, row
from ui.kit.toast import Toast
from ui.navigation import Navigation
from ui.page_stack import PageStack
from ui.status_line import StatusLine
from ui.top_bar import TopBar


class DeskFrame(QFrame):
    """Everything that the lock hides."""

    def __init__(self, top: TopBar, navigation: Navigation, stack: PageStack, status: StatusLine) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._navigation, self._status = navigation, status
        self._toast: Toast | None = None
        self._banner_place = QVBoxLayout()
        self._banner_place.setContentsMargins(0, 0, 0, 0)
        self.setLayout(col(top, self._banner_place, (row(navigation, (stack, 1), gap=0), 1), status, gap=0))

    def show_toast(self, toast: Toast) -> None:
        """Bottom centre of the page."""
        self._toast = toast
        toast.closed.connect(self._forget)
        toast.show_over(self, self._navigation.width(), self._status.height())

    def show_banner(self, frame: QFrame | None) -> None:
        """This one instead of the one before, or none."""
        while (item := self._banner_place.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if frame is not None:
            self._banner_place.addWidget(frame)

    def place_toast(self) -> None:
        """Again, after a size has changed."""
        if self._toast is not None:
            self._toast.place(self._navigation.width(), self._status.height())

    def _forget(self) -> None:
        self._toast = None
