"""The line under the calendar: what the colours say, or how much a shade of the year stands for; and counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.due.colours import ColourRules, legend
from ui.kit import theme
from ui.kit.parts import Item, glyph, holder, row, text
from ui.kit.theme import colour, u
from ui.kit.tokens import STATE
from ui.pages.calendar.words import KINDS
from ui.pages.calendar.year_grid import FEW, HEAT

DAY_WORDS = ("休：放假", "班：调休上班")


class Legend(QWidget):
    """One of two lines, and the counts of the shown time."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = text("", "caption")
        self.heat = HeatLine()
        self._lines = QStackedWidget()
        self._lines.addWidget(_colours(ColourRules()))
        self._lines.addWidget(self.heat)
        self.setLayout(row((self._lines, 1), self.counts, gap=2))

    def show_rules(self, rules: ColourRules) -> None:
        """The steps of the colours as the bureau has set them."""
        old = self._lines.widget(0)
        here = self._lines.currentIndex()
        self._lines.insertWidget(0, _colours(rules))
        if old is not None:
            self._lines.removeWidget(old)
            old.deleteLater()
        self._lines.setCurrentIndex(here)

    def show_heat(self, on: bool) -> None:
        """The year's line or the line of the colours."""
        self._lines.setCurrentIndex(int(on))


class HeatLine(QWidget):
    """The four shades with how many things each begins at."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[int] = FEW
        self.setMinimumHeight(u(6))

    def show_steps(self, steps: Sequence[int]) -> None:
        """From how many things on each shade holds."""
        self._steps = steps
        self.setAccessibleName("一天的事项越多颜色越深：" + "，".join(self._words()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(120), u(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setFont(theme.font("caption"))
        left, middle = 0, Qt.AlignmentFlag.AlignVCenter
        for shade, words in zip(HEAT, self._words(), strict=True):
            p.fillRect(QRect(left, (self.height() - u(3.5)) // 2, u(5), u(3.5)), colour(shade))
            left += u(6)
            p.setPen(colour("text2"))
            p.drawText(QRect(left, 0, u(40), self.height()), middle, words)
            left += p.fontMetrics().horizontalAdvance(words) + u(3)
        p.setPen(colour("late"))
        p.drawRect(QRect(left, (self.height() - u(3.5)) // 2, u(5), u(3.5)))
        p.setPen(colour("text2"))
        p.drawText(QRect(left + u(6), 0, u(60), self.height()), middle, "有逾期")
        p.end()

    def _words(self) -> list[str]:
        ends = [*(step - 1 for step in self._steps[1:]), 0]
        return [
            f"{low:,}项" if low == high else f"{low:,}—{high:,}项" if high else f"{low:,}项以上"
            for low, high in zip(self._steps, ends, strict=True)
        ]


def _colours(rules: ColourRules) -> QWidget:
    parts: list[Item] = []
    for due_colour, words in legend(rules):
        ink, _ground, picture = STATE[KINDS[due_colour]]
        parts += [glyph(picture, ink, 3.5), text(words, "caption"), 1]
    for words in DAY_WORDS:
        parts += [text(words, "caption"), 1]
    return holder(row(*parts, None, gap=1))
