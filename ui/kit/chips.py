"""State chips: shape, word and colour together; filter chips and figure tiles built on them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.kit import theme
from ui.kit.icons import pixmap
from ui.kit.layout import row
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR, STATE

MIDDLE = Qt.AlignmentFlag.AlignVCenter


def chip_width(metrics: QFontMetrics, word: str) -> int:
    """Width of a chip with `word` in the metrics of the caption face."""
    return u(1.5) + u(4) + u(1) + metrics.horizontalAdvance(word) + u(2)


def paint_chip(p: QPainter, area: QRect, kind: str, word: str, ratio: float) -> None:
    """Draw a state chip at the left of `area`, in its vertical middle."""
    ink, ground, picture = STATE[kind]
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setFont(theme.font("caption"))
    metrics = p.fontMetrics()
    height, side = min(area.height(), u(5.5)), u(3.5)
    width = min(area.width(), chip_width(metrics, word))
    body = QRectF(area.left(), area.top() + (area.height() - height) / 2, width, height)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(colour(ground))
    p.drawRoundedRect(body, height / 2, height / 2)
    left, top = int(body.left() + u(1.5)), int(body.top() + (height - side) / 2)
    p.drawPixmap(left, top, pixmap(picture, COLOUR[ink], side, ratio))
    p.setPen(colour(ink))
    inner = body.adjusted(u(1.5) + side + u(1), 0, -u(1), 0)
    p.drawText(inner, MIDDLE, metrics.elidedText(word, Qt.TextElideMode.ElideRight, int(inner.width()) + 1))
    p.restore()


class Chip(QWidget):
    """One state, as it stands in a detail pane."""

    def __init__(self, kind: str, word: str) -> None:
        super().__init__()
        self._kind, self._word = kind, word
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(chip_width(QFontMetrics(theme.font("caption")), self._word), u(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._kind, self._word, self.devicePixelRatioF())
        painter.end()


class FilterChip(QPushButton):
    """A state with its count that can be switched on and off as a filter."""

    def __init__(self, kind: str, word: str, count: int, on: bool = False) -> None:
        super().__init__()
        self.kind, self.word, self.count = kind, word, count
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setChecked(on)
        self.set_count(count)

    def set_count(self, count: int) -> None:
        """Show another count."""
        self.count = count
        self.setAccessibleName(f"{self.word}，{count}条")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(f"{self.word}　{self.count:,}")
        return QSize(u(2) + (u(5) if self.kind else 0) + words + u(2.5), u(7.5))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focus = self.isChecked(), self.hasFocus()
        p.setPen(QPen(colour("focus" if focus else "select" if on else "line_strong"), 2 if focus else 1))
        p.setBrush(colour("select_soft" if on else "hover" if self.underMouse() else "panel"))
        inset = 1 if focus else 0.5
        body = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        p.drawRoundedRect(body, self.height() / 2, self.height() / 2)
        x = u(2.5)
        if self.kind:
            ink, _, picture = STATE[self.kind]
            side = u(3.75)
            top = (self.height() - side) // 2
            p.drawPixmap(x, top, pixmap(picture, COLOUR[ink], side, self.devicePixelRatioF()))
            x += side + u(1)
        p.setPen(colour("select_text" if on else "text"))
        p.drawText(QRect(x, 0, self.width(), self.height()), MIDDLE, self.word)
        p.setPen(colour("text2"))
        right = QRect(0, 0, self.width() - u(2.5), self.height())
        p.drawText(right, MIDDLE | Qt.AlignmentFlag.AlignRight, f"{self.count:,}")
        p.end()


def only_one(*chips: FilterChip) -> QHBoxLayout:
    """An exclusive group is one stop for Tab; the arrow keys move inside it."""
    group = QButtonGroup(chips[0])  # lives as long as the chips
    for chip in chips:
        group.addButton(chip)
    return row(*chips, gap=1.5)


class Tile(QPushButton):
    """A figure with its state that is also a filter: what, how many, and one short note."""

    def __init__(self, kind: str, name: str, number: str, note: str = "", on: bool = False) -> None:
        super().__init__()
        self.kind, self.name, self.number, self.note = kind, name, number, note
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setChecked(on)
        self.setProperty("kind", "tile")
        self.set_figure(number, note)

    def set_figure(self, number: str, note: str = "") -> None:
        """Show another number and note."""
        self.number, self.note = number, note
        self.setAccessibleName("，".join(filter(None, (self.name, f"{number}项", note))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(36), u(18))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        ink, _, picture = STATE[self.kind]
        p = QPainter(self)
        area = self.rect().adjusted(u(3), u(2), -u(3), -u(2))
        side = u(4.5)
        p.drawPixmap(area.left(), area.top() + u(0.5), pixmap(picture, COLOUR[ink], side, self.devicePixelRatioF()))
        p.setPen(colour("text"))
        p.setFont(theme.font())
        p.drawText(area.adjusted(side + u(1.5), 0, 0, 0), Qt.AlignmentFlag.AlignTop, self.name)
        p.setFont(theme.font("figure", bold=True))
        p.setPen(colour("late" if self.kind == "late" and self.number != "0" else "text"))
        lower = area.adjusted(0, side, 0, 0)
        p.drawText(lower, Qt.AlignmentFlag.AlignVCenter, self.number)
        x = p.fontMetrics().horizontalAdvance(self.number) + u(2.5)
        p.setFont(theme.font("caption"))
        p.setPen(colour("text2"))
        room = lower.adjusted(x, u(1), 0, 0)
        words = p.fontMetrics().elidedText(self.note, Qt.TextElideMode.ElideRight, room.width())
        p.drawText(room, MIDDLE, words)
        p.end()
