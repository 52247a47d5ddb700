"""The week: a column for each day from Monday, with what is due listed in it as far as it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen

from services.calendar_view import DayView
from services.due.items import DueItem
from ui.kit import theme
from ui.kit.icons import pixmap
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR, STATE
from ui.pages.calendar.day_keys import DayKeys
from ui.pages.calendar.grid import MARKS
from ui.pages.calendar.words import day_spoken, kind_of, rest_words, spoken, state_of
from ui.pages.today.words import WEEKDAYS, matter

DAYS = 7
HEAD, BLOCK, GAP, MORE = 14, 19, 1, 5
MIDDLE, TOP = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
ELIDE = Qt.TextElideMode.ElideRight


class WeekGrid(DayKeys):
    """Each thing is a block: shape and state, its title on two lines, the unit."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.days: tuple[DayView, ...] = ()
        self.setMinimumSize(u(112), u(68))

    def show_week(self, days: Sequence[DayView], day: date, today: date) -> None:
        """Show these seven days with `day` chosen."""
        self.days, self.day, self.today = tuple(days), day, today
        found = next((d for d in days if d.day == day), None)
        self.setAccessibleName(f"一周，选中{day_spoken(day, found.items if found else ())}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(190), u(120))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDn turn the weeks here, not the months."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def column(self, n: int) -> QRect:
        """The place of day `n`."""
        left = round(n * self.width() / DAYS)
        return QRect(left, 0, round((n + 1) * self.width() / DAYS) - left, self.height())

    def shown_in(self, n: int) -> tuple[Sequence[DueItem], int]:
        """The things that fit into column `n`, and how many more there are."""
        items = self.days[n].items
        room = self.height() - u(HEAD)
        if len(items) * u(BLOCK + GAP) <= room:
            return items, 0
        fit = max(1, (room - u(MORE)) // u(BLOCK + GAP))
        return items[:fit], len(items) - fit

    def day_at(self, point: QPoint) -> date | None:
        """The day under the pointer."""
        return next((d.day for n, d in enumerate(self.days) if self.column(n).contains(point)), None)

    def item_at(self, point: QPoint) -> DueItem | None:
        """The thing under the pointer."""
        for n in range(len(self.days)):
            if self.column(n).contains(point):
                return next((item for area, item in self._blocks(n) if area.contains(point)), None)
        return None

    def words_at(self, point: QPoint) -> str:
        """The whole entry, or how much falls on the day."""
        if (item := self.item_at(point)) is not None:
            return spoken(item)
        found = next((d for n, d in enumerate(self.days) if self.column(n).contains(point)), None)
        return day_spoken(found.day, found.items) if found is not None else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), colour("panel"))
        for n, day in enumerate(self.days):
            self._day(p, n, day)
        p.setPen(colour("line"))
        for n in range(1, DAYS):
            x = self.column(n).left()
            p.drawLine(x, 0, x, self.height())
        p.drawLine(0, u(HEAD), self.width(), u(HEAD))
        p.setPen(colour("line_strong"))
        p.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for n, day in enumerate(self.days):
            if day.day == self.day:
                p.setPen(QPen(colour("focus"), 2 if self.hasFocus() else 1))
                p.drawRect(self.column(n).adjusted(1, 1, -1, -1))
        p.end()

    def _day(self, p: QPainter, n: int, day: DayView) -> None:
        area = self.column(n)
        head = QRect(area.left(), 0, area.width(), u(HEAD))
        p.fillRect(head, colour("header"))
        if not day.workday:
            p.fillRect(area.adjusted(0, u(HEAD), 0, 0), colour("zebra"))
        today = day.day == self.today
        p.setFont(theme.font("body", bold=True))
        p.setPen(colour("accent" if today else "text"))
        inner = head.adjusted(u(2), u(1), -u(2), -u(1))
        name = "今天" if today else f"周{WEEKDAYS[n]}"
        p.drawText(inner, TOP, name)
        dated = inner.adjusted(p.fontMetrics().horizontalAdvance(name) + u(1.5), 0, u(1), 0)
        p.setFont(theme.font("body"))
        p.drawText(dated, TOP, f"{day.day.month}月{day.day.day}日")
        p.setFont(theme.font("caption"))
        self._head_words(p, inner, day)
        for block, item in self._blocks(n):
            self._block(p, block, item)
        shown, more = self.shown_in(n)
        if more:
            p.setPen(colour("link"))
            top = u(HEAD) + len(shown) * u(BLOCK + GAP)
            p.drawText(QRect(area.left() + u(2), top, area.width() - u(3), u(MORE)), MIDDLE, f"还有{more:,}项")

    def _head_words(self, p: QPainter, inner: QRect, day: DayView) -> None:
        """休 or 班 with the holiday's name on the left, how much is due on the right."""
        bottom = Qt.AlignmentFlag.AlignBottom
        count = f"{len(day.items):,}项" if day.items else ""
        p.setPen(colour("text2"))
        p.drawText(inner, bottom | Qt.AlignmentFlag.AlignRight, count)
        room = inner.adjusted(0, 0, -p.fontMetrics().horizontalAdvance(count) - u(1), 0)
        if day.mark in MARKS:
            word, ink = MARKS[day.mark]
            p.setPen(colour(ink))
            words = "　".join(filter(None, (word, day.name)))
            p.drawText(room, bottom, p.fontMetrics().elidedText(words, ELIDE, room.width()))
        elif not day.workday:
            p.drawText(room, bottom, "周末")

    def _blocks(self, n: int) -> Iterator[tuple[QRect, DueItem]]:
        area = self.column(n)
        for place, item in enumerate(self.shown_in(n)[0]):
            top = u(HEAD) + u(GAP) + place * u(BLOCK + GAP)
            yield QRect(area.left() + u(1), top, area.width() - u(2), u(BLOCK)), item

    def _block(self, p: QPainter, area: QRect, item: DueItem) -> None:
        ink, ground, picture = STATE[kind_of(item)]
        p.fillRect(area, colour(ground))
        side, inner = u(3.25), area.adjusted(u(1), u(0.75), -u(1), -u(0.75))
        p.drawPixmap(inner.left(), inner.top() + u(0.25), pixmap(picture, COLOUR[ink], side, self.devicePixelRatioF()))
        p.setFont(theme.font("caption"))
        p.setPen(colour(ink))
        first = inner.adjusted(side + u(1), 0, 0, 0)
        p.drawText(first, TOP, p.fontMetrics().elidedText(state_of(item), ELIDE, first.width()))
        line = p.fontMetrics().lineSpacing()
        p.setPen(colour("text"))
        below = inner.adjusted(0, line, 0, 0)
        for words in _two_lines(p, matter(item), below.width()):
            p.drawText(below, TOP, words)
            below.adjust(0, line, 0, 0)
        p.setPen(colour("text2"))
        last = rest_words(item) or item.unit
        p.drawText(inner, Qt.AlignmentFlag.AlignBottom, p.fontMetrics().elidedText(last, ELIDE, inner.width()))


def _two_lines(p: QPainter, words: str, width: int) -> Iterator[str]:
    """As much as one line takes, the rest elided on a second one; Chinese breaks anywhere."""
    metrics = p.fontMetrics()
    if metrics.horizontalAdvance(words) <= width:
        yield words
        return
    fit = max(1, len(words) * width // max(1, metrics.horizontalAdvance(words)))
    while fit > 1 and metrics.horizontalAdvance(words[:fit]) > width:
        fit -= 1
    yield words[:fit]
    yield metrics.elidedText(words[fit:], ELIDE, width)
