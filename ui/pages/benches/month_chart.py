"""Columns of months that can be chosen: by a click, or with the arrow keys and Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from ui.kit.charts import Bar, Columns
from ui.kit.theme import colour, u

PICK = "点一个月看这个月到期的人；再点一次看全部。"


class MonthColumns(Columns):
    """`chosen` tells the place of a bar; choosing the same one again tells None."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name, ())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(PICK)
        self._on: int | None = None
        self._at = 0

    @property
    def on(self) -> int | None:
        """The chosen bar."""
        return self._on

    def show_bars(self, bars: Sequence[Bar], on: int | None = None) -> None:
        """Other numbers, and which bar is chosen."""
        self._on = on
        super().show_bars(bars)

    def sizeHint(self) -> QSize:
        return QSize(u(200), u(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(u(80), u(13))  # on a low screen the table needs the room more

    def draw(self, p: QPainter, area: QRectF) -> None:
        if self._on is not None and self.bars:
            step = area.width() / len(self.bars)
            p.fillRect(QRectF(area.left() + self._on * step, area.top(), step, area.height()), colour("select_soft"))
        super().draw(p, area)
        if self.hasFocus() and self.bars:
            step = area.width() / len(self.bars)
            p.setPen(QPen(colour("focus"), 2))
            p.drawRect(QRectF(area.left() + self._at * step + 1, area.top() + 1, step - 2, area.height() - 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.bars and event.button() is Qt.MouseButton.LeftButton:
            self._at = min(len(self.bars) - 1, max(0, int(event.position().x() * len(self.bars) / self.width())))
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: self._at - 1, Qt.Key.Key_Right: self._at + 1, Qt.Key.Key_Home: 0}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.bars:
            self._choose()
        elif self.bars and (wanted := steps.get(Qt.Key(event.key()))) is not None:
            self._at = min(len(self.bars) - 1, max(0, wanted))
            self.update()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        self._on = None if self._on == self._at else self._at
        self.update()
        self.chosen.emit(self._on)
