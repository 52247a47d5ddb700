"""A short dark notice at the bottom centre of the page, with 撤销 where there is something to undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ui.kit.controls import button, glyph, text
from ui.kit.layout import row
from ui.kit.theme import u

STAY_MS = 8000
ABOVE_FOOT = 15  # units: a bench has its filled button at the foot, which a notice must not cover


class Toast(QFrame):
    """Goes after 8 s, but stays while the pointer or the focus is on it; Ctrl+Z and the history outlive it."""

    closed = Signal()

    def __init__(
        self,
        words: str,
        action: str = "撤销",
        key: str = "Ctrl+Z",
        then: Callable[[], None] | None = None,
        picture: str = "st-done",
    ) -> None:
        super().__init__()
        self.setObjectName("toast")
        self.setAccessibleName(words)
        self.words = words
        self.button: QPushButton | None = None
        items: list[QWidget] = [glyph(picture, "on_dark"), text(words)]
        if action:
            self.button = button(action, key=key)
            self.button.clicked.connect(lambda: self._act(then))
            self.button.installEventFilter(self)
            items.append(self.button)
        self.setLayout(row(*items, gap=3, pad=(4, 2)))
        self._timer = QTimer(self, singleShot=True, interval=STAY_MS)
        self._timer.timeout.connect(self.leave)

    def show_over(self, host: QWidget, left: int = 0, foot: int = 0) -> None:
        """Bottom centre of `host`; `left` is the width of the navigation, `foot` the height of the status line."""
        self.setParent(host)
        self.adjustSize()
        self.place(left, foot)
        self.show()
        self.raise_()
        self._timer.start()

    def place(self, left: int, foot: int) -> None:
        """Again after the host got another size."""
        host = self.parentWidget()
        if host is None:
            return
        self.move(
            left + (host.width() - left - self.width()) // 2, host.height() - foot - self.height() - u(ABOVE_FOOT)
        )

    def leave(self) -> None:
        """Close, unless the pointer or the focus is on it; then try again later."""
        if self.underMouse() or (self.button is not None and self.button.hasFocus()):
            self._timer.start()
            return
        self.dismiss()

    def dismiss(self) -> None:
        """Close at once."""
        self._timer.stop()
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._timer.start()
        return super().eventFilter(watched, event)

    def _act(self, then: Callable[[], None] | None) -> None:
        self.dismiss()
        if then is not None:
            then()


def toast(words: str, action: str = "撤销", key: str = "Ctrl+Z") -> Toast:
    """A notice that is not shown yet."""
    return Toast(words, action, key)
