"""The year as twelve small months; the more falls on a day, the darker it is, and a late day is ringed and dotted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from services.calendar_view import DayMark, DayView
from ui.kit import theme
from ui.kit.theme import colour, u
from ui.pages.calendar.day_keys import DayKeys
from ui.pages.calendar.words import day_spoken

ACROSS, DOWN, WEEKS, DAYS = 4, 3, 6, 7
HEAD = 6
HEAT = ("heat1", "heat2", "heat3", "heat4")
FEW = (1, 3, 6, 10)  # steps of a quiet year; a fuller one is divided by its fullest day
CENTRE = Qt.AlignmentFlag.AlignCenter


def heat_steps(most: int) -> tuple[int, ...]:
    """From how many things on each shade holds; `most` is what the fullest day has."""
    if most <= FEW[-1] + FEW[0]:
        return FEW
    return (1, *(most * n // len(HEAT) for n in range(1, len(HEAT))))


class YearGrid(DayKeys):
    """Every day is a small cell; how much falls on it is said by the tool tip and to screen readers."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.days: dict[date, DayView] = {}
        self.steps: tuple[int, ...] = FEW
        self._counts: dict[date, tuple[int, int]] = {}
        self.setMinimumSize(u(112), u(68))

    def show_year(self, days: Sequence[DayView], day: date, today: date) -> None:
        """Show the year of `days` with `day` chosen."""
        self.days, self.day, self.today = {d.day: d for d in days}, day, today
        self._counts = {
            d.day: (len(d.items), sum(i.days < 0 and not i.expected for i in d.items)) for d in days if d.items
        }
        self.steps = heat_steps(max((count for count, _late in self._counts.values()), default=0))
        whole = sum(count for count, _late in self._counts.values())
        chosen = self.days.get(day)
        self.setAccessibleName(f"{day.year}年，共{whole:,}项，选中{day_spoken(day, chosen.items if chosen else ())}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(190), u(120))

    def heat(self, day: date) -> int:
        """0 where nothing is due, else 1 to 4."""
        count, _late = self._counts.get(day, (0, 0))
        return sum(count >= step for step in self.steps)

    def month_area(self, month: int) -> QRect:
        """The place of a month (1 … 12)."""
        y, x = divmod(month - 1, ACROSS)
        width, height = self.width() / ACROSS, self.height() / DOWN
        return QRect(round(x * width), round(y * height), round(width), round(height)).adjusted(
            u(2), u(1), -u(2), -u(1)
        )

    def cell(self, day: date) -> QRectF:
        """The place of a day in its month."""
        area = self.month_area(day.month)
        place = day.day - 1 + day.replace(day=1).weekday()
        width, height = area.width() / DAYS, (area.height() - u(HEAD)) / WEEKS
        y, x = divmod(place, DAYS)
        return QRectF(area.left() + x * width, area.top() + u(HEAD) + y * height, width, height)

    def day_at(self, point: QPoint) -> date | None:
        """The day under the pointer."""
        month = min(DOWN - 1, point.y() * DOWN // max(1, self.height())) * ACROSS + 1
        month += min(ACROSS - 1, point.x() * ACROSS // max(1, self.width()))
        place = QPointF(point)
        return next((day for day in self.days if day.month == month and self.cell(day).contains(place)), None)

    def words_at(self, point: QPoint) -> str:
        """How much falls on the day under the pointer."""
        day = self.day_at(point)
        if day is None:
            return ""
        found = self.days[day]
        rest = {DayMark.REST: "，放假", DayMark.WORK: "，调休上班"}.get(found.mark, "")
        return day_spoken(day, found.items) + rest

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(self.rect(), colour("panel"))
        p.setPen(colour("line"))
        p.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for month in range(1, 13):
            self._month_head(p, month)
        for day, view in self.days.items():
            self._day(p, self.cell(day), view)
        p.end()

    def _month_head(self, p: QPainter, month: int) -> None:
        area = self.month_area(month)
        p.setFont(theme.font("body", bold=True))
        p.setPen(colour("text"))
        p.drawText(area, Qt.AlignmentFlag.AlignTop, f"{month}月")
        count = sum(count for day, (count, _late) in self._counts.items() if day.month == month)
        if count:
            p.setFont(theme.font("caption"))
            p.setPen(colour("text2"))
            room = area.adjusted(0, u(0.5), -u(1), 0)
            p.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, f"{count:,}项")

    def _day(self, p: QPainter, area: QRectF, view: DayView) -> None:
        heat = self.heat(view.day)
        late = self._counts.get(view.day, (0, 0))[1]
        body = area.adjusted(1, 1, -1, -1)
        if heat:
            p.setPen(QPen(colour("late"), 1.5) if late else Qt.PenStyle.NoPen)
            p.setBrush(colour(HEAT[heat - 1]))
            p.drawRoundedRect(body, u(0.5), u(0.5))
            p.setBrush(Qt.BrushStyle.NoBrush)
        today = view.day == self.today
        p.setFont(theme.font("caption", bold=bool(heat) or today))
        dark = heat == len(HEAT)
        ink = "on_dark" if dark else "text" if heat else "text" if view.workday else "text2"
        p.setPen(colour("accent" if today and not dark else ink))
        p.drawText(area, CENTRE, str(view.day.day))
        if today:
            p.setPen(QPen(colour("on_dark" if dark else "accent"), 1.5))
            middle, half = body.center().x(), u(1.75)
            p.drawLine(QPointF(middle - half, body.bottom() - 2), QPointF(middle + half, body.bottom() - 2))
        if late:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(colour("late"))
            p.drawEllipse(QPointF(body.right() - u(0.75), body.top() + u(0.75)), u(0.6), u(0.6))
            p.setBrush(Qt.BrushStyle.NoBrush)
        if view.day == self.day:
            p.setPen(QPen(colour("focus"), 2))
            p.drawRect(body)
