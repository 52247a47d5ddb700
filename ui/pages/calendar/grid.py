"""The month, painted at once: numbers, rest days, and what is due in each cell as far as it fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.calendar_view import DayMark, DayView, MonthView, shift_month
from services.due.items import DueItem
from ui.kit import theme
from ui.kit.icons import pixmap
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR, STATE
from ui.pages.today.words import WEEKDAYS, kind_of, matter

HEAD, NUMBER, STEP = 8, 6.5, 4.75
MIDDLE, RIGHT = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
MARKS = {DayMark.REST: ("休", "done"), DayMark.WORK: ("班", "late")}


class DayKeys(QWidget):
    """What the month and the year have in common: a chosen day, moved by the keys of the calendar."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day, self.today = day, day
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows day, Home and End week, Enter the day's agenda; the rest belongs to the page."""
        before, after = self.day.weekday(), 6 - self.day.weekday()
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
            Qt.Key.Key_Home: -before,
            Qt.Key.Key_End: after,
        }
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.day)
        elif key in steps:
            self.chosen.emit(self.day + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.chosen.emit(shift_month(self.day, -1 if key is Qt.Key.Key_PageUp else 1))
        else:
            event.ignore()

    def day_at(self, _point: QPoint) -> date | None:
        """The day under the pointer."""
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the day."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if day := self.day_at(event.position().toPoint()):
            self.chosen.emit(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens its agenda."""
        if day := self.day_at(event.position().toPoint()):
            self.opened.emit(day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class MonthGrid(DayKeys):
    """Seven columns from Monday; one row for each week."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.view = MonthView(day.year, day.month, ())
        self.setMinimumSize(u(112), u(68))

    def show_month(self, view: MonthView, day: date, today: date) -> None:
        """Show this month with `day` chosen."""
        self.view, self.day, self.today = view, day, today
        found = next((d for d in view.days if d.day == day), None)
        spoken = f"{len(found.items)}项" if found and found.items else "没有到期"
        self.setAccessibleName(f"{view.year}年{view.month}月，选中{day.month}月{day.day}日，{spoken}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(190), u(120))

    def day_at(self, point: QPoint) -> date | None:
        """The day under the pointer; None on the names of the weekdays."""
        for n, day in enumerate(self.view.days):
            if self.cell(n).contains(point):
                return day.day
        return None

    def cell(self, n: int) -> QRect:
        """The place of day `n` of the grid."""
        rows = max(1, len(self.view.days) // 7)
        y, x = divmod(n, 7)
        width, height = self.width() / 7, (self.height() - u(HEAD)) / rows
        left, top = round(x * width), round(u(HEAD) + y * height)
        return QRect(left, top, round((x + 1) * width) - left, round(u(HEAD) + (y + 1) * height) - top)

    def shown_in(self, n: int) -> tuple[Sequence[DueItem], int]:
        """The entries that fit into cell `n`, and how many more there are."""
        items = self.view.days[n].items
        room = max(1, (self.cell(n).height() - u(NUMBER) - u(0.5)) // u(STEP))
        if len(items) <= room:
            return items, 0
        return items[: room - 1], len(items) - (room - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), colour("panel"))
        p.fillRect(0, 0, self.width(), u(HEAD), colour("header"))
        p.setFont(theme.font("body", bold=True))
        p.setPen(colour("text2"))
        for n, name in enumerate(WEEKDAYS):
            area = QRectF(n * self.width() / 7, 0, self.width() / 7 - u(2), u(HEAD))
            p.drawText(area, MIDDLE | RIGHT, f"星期{name}")
        for n, day in enumerate(self.view.days):
            self._day(p, self.cell(n), day, n)
        self._lines(p)
        p.end()

    def _day(self, p: QPainter, area: QRect, day: DayView, n: int) -> None:
        if not day.in_month:
            p.fillRect(area, colour("window"))
        elif not day.workday:
            p.fillRect(area, colour("zebra"))
        today = day.day == self.today
        number = QRectF(area.right() - u(7), area.top() + u(1), u(6), u(5))
        if today:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(colour("accent"))
            p.drawRoundedRect(number, u(2.5), u(2.5))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        p.setFont(theme.font("body", bold=today))
        p.setPen(colour("on_dark" if today else "text" if day.in_month else "text_off"))
        p.drawText(number, Qt.AlignmentFlag.AlignCenter, str(day.day.day))
        p.setFont(theme.font("caption"))
        if day.mark in MARKS:
            word, ink = MARKS[day.mark]
            p.setPen(colour(ink))
            room = area.adjusted(u(1.5), u(1), -u(8), 0)
            words = "　".join(filter(None, (day.name, word)))
            shown = p.fontMetrics().elidedText(words, Qt.TextElideMode.ElideLeft, room.width())
            p.drawText(room, Qt.AlignmentFlag.AlignTop, shown)
        if day.in_month:
            self._items(p, area.adjusted(u(1), u(NUMBER), -u(1), -u(0.5)), n)

    def _items(self, p: QPainter, area: QRect, n: int) -> None:
        shown, more = self.shown_in(n)
        for place, item in enumerate(shown):
            ink, ground, picture = STATE[kind_of(item)]
            line = QRect(area.left(), area.top() + place * u(STEP), area.width(), u(STEP) - 1)
            p.fillRect(line, colour(ground))
            side = u(3.25)
            top = line.top() + (line.height() - side) // 2
            p.drawPixmap(line.left() + u(0.5), top, pixmap(picture, COLOUR[ink], side, self.devicePixelRatioF()))
            p.setPen(colour(ink))
            inner = line.adjusted(side + u(1.25), 0, 0, 0)
            p.drawText(
                inner, MIDDLE, p.fontMetrics().elidedText(matter(item), Qt.TextElideMode.ElideRight, inner.width())
            )
        if more:
            p.setPen(colour("link"))
            line = QRect(area.left() + u(0.5), area.top() + len(shown) * u(STEP), area.width(), u(STEP))
            p.drawText(line, MIDDLE, f"还有{more}项" if shown else f"{more}项")

    def _lines(self, p: QPainter) -> None:
        p.setPen(colour("line"))
        for n in range(1, 7):
            x = round(n * self.width() / 7)
            p.drawLine(x, 0, x, self.height())
        for n in range(0, len(self.view.days), 7):
            y = self.cell(n).top()
            p.drawLine(0, y, self.width(), y)
        p.setPen(colour("line_strong"))
        p.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for n, day in enumerate(self.view.days):
            if day.day == self.day:
                p.setPen(QPen(colour("focus"), 2 if self.hasFocus() else 1))
                p.drawRect(self.cell(n).adjusted(1, 1, -1, -1))
