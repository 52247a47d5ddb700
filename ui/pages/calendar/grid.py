"""The month, painted at once: numbers, rest days, and what is due in each cell as far as it fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from services.calendar_view import DayMark, DayView, MonthView
from services.due.items import DueItem
from ui.kit import theme
from ui.kit.icons import pixmap
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR, STATE
from ui.pages.calendar.day_keys import DayKeys
from ui.pages.calendar.words import day_spoken, kind_of, spoken
from ui.pages.today.words import WEEKDAYS, matter

HEAD, NUMBER, STEP = 8, 6.5, 4.75
MIDDLE, RIGHT = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
MARKS = {DayMark.REST: ("休", "done"), DayMark.WORK: ("班", "late")}


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
        self.setAccessibleName(
            f"{view.year}年{view.month}月，选中{day_spoken(day, found.items if found else ())}" + _rest_spoken(found)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(190), u(120))

    def day_at(self, point: QPoint) -> date | None:
        """The day under the pointer; None on the names of the weekdays."""
        for n, day in enumerate(self.view.days):
            if self.cell(n).contains(point):
                return day.day
        return None

    def item_at(self, point: QPoint) -> DueItem | None:
        """The entry under the pointer."""
        for n, day in enumerate(self.view.days):
            area = self.cell(n)
            if area.contains(point) and day.in_month:
                place = (point.y() - area.top() - u(NUMBER)) // u(STEP)
                shown, _more = self.shown_in(n)
                return shown[place] if 0 <= place < len(shown) else None
        return None

    def words_at(self, point: QPoint) -> str:
        """The whole entry, or how much falls on the day."""
        if (item := self.item_at(point)) is not None:
            return spoken(item)
        found = next((d for n, d in enumerate(self.view.days) if self.cell(n).contains(point)), None)
        return day_spoken(found.day, found.items) + _rest_spoken(found) if found is not None else ""

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


def _rest_spoken(day: DayView | None) -> str:
    if day is None or day.mark is DayMark.NONE:
        return ""
    return "，调休上班" if day.mark is DayMark.WORK else "，放假"
