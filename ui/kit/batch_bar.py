"""What can be done with the ticked rows; says how many before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton

from services.spec import LedgerSpec
from ui.kit.parts import button, row, text
from ui.kit.theme import u


class BatchBar(QFrame):
    """已选n条 and the quiet buttons of the page's batch actions. The row stays, so that the table never moves."""

    cleared = Signal()

    def __init__(self, spec: LedgerSpec, actions: Sequence[tuple[QAction, str]]) -> None:
        super().__init__()
        self._unit = spec.unit_word
        self.words = text("", "strong")
        self.words.setObjectName("ticked")
        self._buttons: list[QPushButton] = []
        for action, picture in actions:
            made = button(action.text(), picture, "quiet")
            made.clicked.connect(action.trigger)
            action.changed.connect(self._follow(made, action))
            self._follow(made, action)()
            self._buttons.append(made)
        self._none = button("取消选择", "close", "quiet")
        self._none.clicked.connect(self.cleared)
        self._buttons.append(self._none)
        self._hint = text("勾选一行或多行，可以一起处理。", "hint")
        self._icons = [made.icon() for made in self._buttons]
        self._least, self._whole = 0, 0  # widths without and with the icons
        self.setLayout(row(self.words, self._hint, *self._buttons, None, gap=1))
        self.setMinimumHeight(u(8.5))
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Ticked rows."""
        self.words.setText(f"已选{count:,}{self._unit}" if count else "")
        self.words.setVisible(count > 0)
        self._hint.setVisible(count == 0)
        for made in self._buttons:
            made.setVisible(count > 0)

        self._least, self._whole = self._width(icons=False), self._width(icons=True)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The words alone: many acts must not push the pane out of the window."""
        return QSize(self._least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._put_icons(shown=self.width() >= self._whole)

    def _width(self, *, icons: bool) -> int:
        self._put_icons(shown=icons)
        layout = self.layout()
        if layout is None:
            return 0
        layout.invalidate()
        return layout.sizeHint().width()

    def _put_icons(self, *, shown: bool) -> None:
        for made, picture in zip(self._buttons, self._icons, strict=True):
            if made.icon().isNull() == shown:
                made.setIcon(picture if shown else QIcon())

    @staticmethod
    def _follow(made: QPushButton, action: QAction) -> _Follow:
        return _Follow(made, action)


class _Follow:
    """A button that is on and off with its action, for the same reason."""

    def __init__(self, made: QPushButton, action: QAction) -> None:
        self._made, self._action = made, action

    def __call__(self) -> None:
        self._made.setEnabled(self._action.isEnabled())
        self._made.setToolTip(self._action.toolTip())
