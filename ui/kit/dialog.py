"""The frame of every dialog: what it says, then a foot with the filled act last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from ui.kit.layout import Item, col, holder, row, rule
from ui.kit.theme import u


class Dialog(QDialog):
    """`width` in units: 96–150 with one column, 180 with two. Enter presses `main`, Esc closes."""

    def __init__(self, parent: QWidget | None, title: str, width: float = 120) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._width = u(width)

    def fill(self, body: Sequence[Item], left: Sequence[Item], acts: Sequence[QPushButton]) -> None:
        """Body, what stands left in the foot, and the acts, the filled one last."""
        for act in acts:
            if act.property("kind") == "main":
                act.setDefault(True)
        inner = holder(col(*body, gap=2.5, pad=(6, 5)), box="plain")
        foot = holder(row(*left, None, *acts, gap=2, pad=(5, 3)), box="plain")
        layout = QVBoxLayout(self)
        layout.setSpacing(0)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inner, 1)
        layout.addWidget(rule())
        layout.addWidget(foot)
        width = max(self._width, layout.minimumSize().width())  # words that cannot wrap are never cut
        self.setMinimumWidth(width)
        self.resize(width, self.heightForWidth(width) if self.hasHeightForWidth() else 0)

    def grow(self) -> None:
        """As high as the sentences need that were added, at the width that it has."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height()))
