"""The year as twelve small months; a day with something due has a mark in the colour of its gravest state."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from services.calendar_view import DayMark, DayView, month_days
from ui.kit import theme
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR, STATE
from ui.pages.calendar.grid import DayKeys
from ui.pages.today.words import kind_of

ACROSS, DOWN, WEEKS = 4, 3, 6
GRAVITY = ("late", "due", "hold", "wait", "run")
CENTRE = Qt.AlignmentFlag.AlignCenter


class YearGrid(DayKeys):
    """Days stand in small cells; late days are ringed as well, so that colour is not alone."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.days: dict[date, DayView] = {}
        self.setMinimumSize(u(112), u(68))

    def show_year(self, days: tuple[DayView, ...], day: date, today: date) -> None:
        """Show the year of `days` with `day` chosen."""
        self.days, self.day, self.today = {d.day: d for d in days}, day, today
        count = sum(len(d.items) for d in days)
        self.setAccessibleName(f"{day.year}年，共{count:,}项，选中{day.month}月{day.day}日")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(190), u(120))

    def month_area(self, month: int) -> QRect:
        """The place of a month (1 … 12)."""
        y, x = divmod(month - 1, ACROSS)
        width, height = self.width() / ACROSS, self.height() / DOWN
        return QRect(round(x * width), round(y * height), round(width), round(height)).adjusted(
            u(2), u(1), -u(2), -u(1)
        )

    def cell(self, day: date) -> QRectF:
        """The place of a day in its month."""
        area, head = self.month_area(day.month), u(6)
        place = month_days(day.year, day.month).index(day)
        width, height = area.width() / 7, (area.height() - head) / WEEKS
        y, x = divmod(place, 7)
        return QRectF(area.left() + x * width, area.top() + head + y * height, width, height)

    def day_at(self, point: QPoint) -> date | None:
        """The day under the pointer."""
        return next((day for day in self.days if self.cell(day).contains(point)), None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(self.rect(), colour("panel"))
        p.setPen(colour("line"))
        p.drawRect(self.rect().adjusted(0, 0, -1, -1))
        p.setFont(theme.font("body", bold=True))
        p.setPen(colour("text"))
        for month in range(1, 13):
            p.drawText(self.month_area(month), Qt.AlignmentFlag.AlignTop, f"{month}月")
        p.setFont(theme.font("caption"))
        for day, view in self.days.items():
            self._day(p, self.cell(day), view)
        p.end()

    def _day(self, p: QPainter, area: QRectF, view: DayView) -> None:
        kinds = {kind_of(item) for item in view.items}
        kind = next((k for k in GRAVITY if k in kinds), "")
        body = area.adjusted(0.5, 0.5, -0.5, -0.5)
        if kind:
            p.setPen(QPen(COLOUR["late"]) if kind == "late" else Qt.PenStyle.NoPen)
            p.setBrush(colour(STATE[kind][1]))
            p.drawRoundedRect(body, u(0.5), u(0.5))
            p.setBrush(Qt.BrushStyle.NoBrush)
        rest = not view.workday or view.mark is DayMark.REST
        p.setFont(theme.font("caption", bold=bool(kind) or view.day == self.today))
        p.setPen(
            colour(STATE[kind][0] if kind else "accent" if view.day == self.today else "text2" if rest else "text")
        )
        p.drawText(area, CENTRE, str(view.day.day))
        if view.day == self.day:
            p.setPen(QPen(colour("focus"), 2))
            p.drawRect(body)
