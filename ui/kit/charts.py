"""Charts with every number written: upright columns, and rates against the one line that matters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QWidget

from services.ratio import percent_words
from ui.kit import theme
from ui.kit.controls import text, tool
from ui.kit.layout import panel, row
from ui.kit.theme import colour, u

CENTRE, RIGHT = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and its number; `missed` bars carry a pattern as well as the colour of what is late."""

    name: str
    value: int
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """`done` of `due`; `due` 0 means that there was nothing to do, shown as 无."""

    name: str
    done: int
    due: int

    def hundredths(self) -> int:
        """Hundredths of a per cent, rounded half up; 0 where nothing was due."""
        return (self.done * 20_000 + self.due) // (2 * self.due) if self.due else 0

    def words(self) -> str:
        """The rate with one decimal of a per cent; whether it misses a target is compared exactly."""
        return percent_words(self.done, self.due, "无")

    def below(self, target: int) -> bool:
        """Whether it misses `target` per cent; exact, in whole numbers."""
        return self.due > 0 and self.done * 100 < target * self.due


class Chart(QWidget):
    """Painted in the grid and faces of the theme; prints the same way on any painter."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(u(80), u(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("caption"))
        self.draw(painter, QRectF(self.rect()))
        painter.end()

    def draw(self, p: QPainter, area: QRectF) -> None:
        """Paint into `area`."""
        raise NotImplementedError

    def describe(self, words: Sequence[str]) -> None:
        """What a screen reader says: every bar with its number."""
        self.setAccessibleDescription("；".join(words))
        self.update()


def _label(p: QPainter, area: QRectF, words: str, ink: str = "text2", align: Qt.AlignmentFlag = CENTRE) -> None:
    p.setPen(colour(ink))
    shown = p.fontMetrics().elidedText(words, ELIDE, int(area.width()) + 1)
    p.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, shown)


def _bar(p: QPainter, area: QRectF, missed: bool) -> None:
    p.fillRect(area, colour("late" if missed else "data"))
    if missed:
        p.fillRect(area, QBrush(colour("panel"), Qt.BrushStyle.BDiagPattern))


class Columns(Chart):
    """Upright bars from 0."""

    def __init__(self, name: str, bars: Sequence[Bar]) -> None:
        super().__init__(name)
        self.bars: Sequence[Bar] = ()
        self.show_bars(bars)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Other numbers."""
        self.bars = tuple(bars)
        self.describe([f"{bar.name}{bar.value:,}" for bar in bars])

    def draw(self, p: QPainter, area: QRectF) -> None:
        foot, head = u(6), u(6)
        plot = area.adjusted(0, head, 0, -foot)
        p.setPen(colour("line_strong"))
        p.drawLine(plot.bottomLeft(), plot.bottomRight())
        if not self.bars:
            return
        top = max(1, *(bar.value for bar in self.bars))
        step = plot.width() / len(self.bars)
        for n, bar in enumerate(self.bars):
            x, tall = plot.left() + n * step, plot.height() * bar.value / top
            body = QRectF(x + step * 0.18, plot.bottom() - tall, step * 0.64, tall)
            _bar(p, body, bar.missed)
            _label(p, QRectF(x, body.top() - u(5), step, u(5)), f"{bar.value:,}", "text")
            _label(p, QRectF(x - u(1), plot.bottom(), step + u(2), foot), bar.name)


class Rates(Chart):
    """Lying bars against one line: `target` in per cent."""

    def __init__(self, name: str, rates: Sequence[Rate], target: int) -> None:
        super().__init__(name)
        self.rates: Sequence[Rate] = ()
        self.target = target
        self.show_rates(rates)

    def show_rates(self, rates: Sequence[Rate]) -> None:
        """Other numbers."""
        self.rates = tuple(rates)
        self.describe([f"{rate.name}{rate.words()}，{rate.done}/{rate.due}" for rate in rates])

    def minimumSizeHint(self) -> QSize:
        return QSize(u(90), u(6) + u(5) * max(2, len(self.rates)))

    def draw(self, p: QPainter, area: QRectF) -> None:
        if not self.rates:
            return
        widest = max(p.fontMetrics().horizontalAdvance(rate.name) for rate in self.rates) + u(3)
        names, numbers, foot = min(widest, int(area.width() * 0.45)), u(26), u(6)
        plot = area.adjusted(names, 0, -numbers, -foot)
        step = plot.height() / len(self.rates)
        thick = min(step * 0.56, u(6))
        for n, rate in enumerate(self.rates):
            y, missed = plot.top() + n * step, rate.below(self.target)
            share = min(1.0, rate.done / rate.due) if rate.due else 0.0
            ground = QRectF(plot.left(), y + (step - thick) / 2, plot.width(), thick)
            p.fillRect(ground, colour("hover"))
            _bar(p, QRectF(ground.left(), ground.top(), ground.width() * share, thick), missed)
            _label(p, QRectF(area.left(), y, names - u(2), step), rate.name, "text", RIGHT)
            ink = "late" if missed else "text"
            _label(p, QRectF(plot.right() + u(2), y, u(11), step), rate.words(), ink, RIGHT)
            _label(p, QRectF(plot.right() + u(13), y, u(13), step), f"{rate.done} / {rate.due}", "text2", RIGHT)
        x = plot.left() + plot.width() * self.target / 100
        p.setPen(QPen(colour("text"), 1, Qt.PenStyle.DashLine))
        p.drawLine(int(x), int(plot.top()), int(x), int(plot.bottom()))
        _label(p, QRectF(x - u(15), plot.bottom(), u(30), foot), f"应达{self.target}%", "text")


class ChartCard(QFrame):
    """Title, the finding in a sentence, the plot, its 口径; tools 看明细, 打印, 复制."""

    def __init__(self, title: str, finding: str, chart: Chart, definition: str) -> None:
        super().__init__()
        self.chart = chart
        self.finding = text(finding, wrap=True)
        self.details = tool("nav-list", f"看{title}的明细")
        self.print = tool("print", f"打印{title}")
        self.copy = tool("copy", f"复制{title}为图片")
        self.copy.clicked.connect(self.copy_picture)
        head = row(text(title, "section"), None, self.details, self.print, self.copy, gap=0.5)
        self.definition = text(f"口径：{definition}", "caption", wrap=True)
        inner = panel(head, self.finding, (chart, 1), self.definition, gap=1.5, pad=(4, 2.5))
        self.setLayout(row(inner))

    @property
    def tools(self) -> Collection[QToolButton]:
        """看明细, 打印, 复制."""
        return (self.details, self.print, self.copy)

    def copy_picture(self) -> None:
        """The chart as an image for a document."""
        QGuiApplication.clipboard().setPixmap(self.chart.grab())
