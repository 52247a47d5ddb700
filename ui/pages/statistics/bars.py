"""Lying bars in parts: late, open, closed; the heads over the numbers tell which part is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter

from ui.kit.charts import Chart
from ui.kit.theme import colour, u

RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
LOOKS = ("late", "data", "data_soft")
HEAD, LINE = 6, 6  # units


@dataclass(frozen=True, slots=True)
class PartedBar:
    """A name, and the sizes of its parts in the order of the heads."""

    name: str
    parts: tuple[int, ...]


class PartedBars(Chart):
    """`heads` name the parts; `looks` are LOOKS, the late one hatched so that it shows in black and white."""

    def __init__(self, name: str, heads: Sequence[str], looks: Sequence[str]) -> None:
        super().__init__(name)
        self.heads, self.looks = tuple(heads), tuple(looks)
        self.bars: tuple[PartedBar, ...] = ()

    def show_bars(self, bars: Sequence[PartedBar], looks: Sequence[str] = ()) -> None:
        """Other numbers; `looks` where a part means something else now, such as late after the end of the year."""
        self.bars = tuple(bars)
        self.looks = tuple(looks) or self.looks
        self.describe(
            [
                bar.name + "，".join(f"{head}{part}" for head, part in zip(self.heads, bar.parts, strict=True))
                for bar in bars
            ]
        )
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(u(90), u(HEAD) + u(LINE) * max(2, len(self.bars)))

    def draw(self, p: QPainter, area: QRectF) -> None:
        if not self.bars:
            return
        metrics = p.fontMetrics()
        widest = max(metrics.horizontalAdvance(bar.name) for bar in self.bars) + u(3)
        names = min(widest, int(area.width() * 0.4))
        columns = [metrics.horizontalAdvance(head) + u(7) for head in self.heads]
        plot = area.adjusted(names, u(HEAD), -sum(columns) - u(2), 0)
        self._draw_heads(p, area, columns)
        step = min(plot.height() / len(self.bars), u(14))
        thick = min(step * 0.56, u(6))
        most = max(1, *(sum(bar.parts) for bar in self.bars))
        for n, bar in enumerate(self.bars):
            y = plot.top() + n * step
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, int(names - u(2)))
            p.setPen(colour("text"))
            p.drawText(QRectF(area.left(), y, names - u(2), step), RIGHT, name)
            x = plot.left()
            for part, look in zip(bar.parts, self.looks, strict=True):
                wide = plot.width() * part / most
                _fill(p, QRectF(x, y + (step - thick) / 2, wide, thick), look)
                x += wide
            self._draw_numbers(p, area, y, step, bar, columns)

    def _draw_heads(self, p: QPainter, area: QRectF, columns: Sequence[int]) -> None:
        x = area.right() - sum(columns)
        for head, look, wide in zip(self.heads, self.looks, columns, strict=True):
            side = u(2.5)
            text = QRectF(x, area.top(), wide, u(HEAD))
            left = x + wide - p.fontMetrics().horizontalAdvance(head) - side - u(1)
            _fill(p, QRectF(left, area.top() + (u(HEAD) - side) / 2, side, side), look)
            p.setPen(colour("text2"))
            p.drawText(text, RIGHT, head)
            x += wide

    def _draw_numbers(
        self, p: QPainter, area: QRectF, y: float, step: float, bar: PartedBar, columns: Sequence[int]
    ) -> None:
        x = area.right() - sum(columns)
        for part, look, wide in zip(bar.parts, self.looks, columns, strict=True):
            p.setPen(colour("late" if look == "late" and part else "text" if part else "text2"))
            p.drawText(QRectF(x, y, wide, step), RIGHT, f"{part:,}")
            x += wide


def _fill(p: QPainter, area: QRectF, look: str) -> None:
    p.fillRect(area, colour(look))
    if look == "late":
        p.fillRect(area, QBrush(colour("panel"), Qt.BrushStyle.BDiagPattern))
