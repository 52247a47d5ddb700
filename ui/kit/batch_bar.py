"""What can be done with the ticked rows; says how many before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
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
