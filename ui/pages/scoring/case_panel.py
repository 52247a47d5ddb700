"""Right of the scoring page: the dates of the case with the days between them, and the case's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from services.reviews.office import OpenSheet
from services.reviews.sheet_print import CaseHead
from ui.kit import theme
from ui.kit.icons import pixmap
from ui.kit.parts import col, pairs, panel, rolling, text
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR, STATE

IN_LADDER = ("立案日期", "决定日期", "结案日期")
MIDDLE = Qt.AlignmentFlag.AlignVCenter
STEP = 6.5


@dataclass(frozen=True, slots=True)
class Step:
    """One date of the case. `kind` is a state: done, todo where the date is missing, late where the order is wrong."""

    name: str
    day: date | None
    kind: str
    words: str = ""


def ladder(head: CaseHead) -> tuple[Step, ...]:
    """立案, 决定, 结案 with the days since the date before; a date before its predecessor is marked."""
    steps: list[Step] = []
    before: tuple[str, date] | None = None
    for name, day in (("立案", head.opened_on), ("决定", head.decided_on), ("结案", head.closed_on)):
        if day is None:
            steps.append(Step(name, None, "todo", "没有日期"))
            continue
        kind, words = "done", ""
        if before is not None:
            days = (day - before[1]).days
            kind = "late" if days < 0 else "done"
            words = (
                f"早于{before[0]}{-days}日" if days < 0 else f"{before[0]}后第{days}日" if days else f"{before[0]}当日"
            )
        steps.append(Step(name, day, kind, words))
        before = (name, day)
    return tuple(steps)


class DateLadder(QWidget):
    """The dates one below the other, joined by a line."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[Step] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("日期链")

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other dates."""
        self._steps = steps
        said = [
            f"{s.name}{s.day:%Y-%m-%d}{'，' if s.words else ''}{s.words}" if s.day else f"{s.name}没有日期"
            for s in steps
        ]
        self.setAccessibleDescription("；".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(70), u(STEP) * max(1, len(self._steps)))

    def minimumSizeHint(self) -> QSize:
        return QSize(u(60), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        side, step = u(4), u(STEP)
        middle = side // 2
        if len(self._steps) > 1:
            p.setPen(QPen(colour("line_strong"), 1))
            p.drawLine(middle, step // 2, middle, step * len(self._steps) - step // 2)
        em = QFontMetrics(theme.font()).horizontalAdvance("中")
        for n, found in enumerate(self._steps):
            top = n * step
            ink, _, picture = STATE[found.kind]
            p.fillRect(0, top + (step - side) // 2, side, side, colour("panel"))
            p.drawPixmap(0, top + (step - side) // 2, pixmap(picture, COLOUR[ink], side, self.devicePixelRatioF()))
            p.setFont(theme.font())
            p.setPen(colour("text"))
            x = u(6)
            p.drawText(QRectF(x, top, em * 3, step), MIDDLE, found.name)
            x += em * 3
            p.drawText(QRectF(x, top, em * 7, step), MIDDLE, f"{found.day:%Y-%m-%d}" if found.day else "")
            x += round(em * 6.5)
            p.setPen(colour("late" if found.kind == "late" else "text2"))
            p.drawText(QRectF(x, top, max(1, self.width() - x), step), MIDDLE, found.words)
        p.end()


class CasePanel(QFrame):
    """Date ladder above, the case's data below."""

    def __init__(self) -> None:
        super().__init__()
        self._ladder = DateLadder()
        self._finding = text("", "error")
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        dates = panel(text("日期链", "section"), self._ladder, self._finding, gap=1.5, pad=(4, 2.5))
        data = panel(text("案卷情况", "section"), (self._roll(), 1), gap=1.5, pad=(4, 2.5))
        self.setLayout(col(dates, (data, 1), gap=2))

    def _roll(self) -> QWidget:
        made = rolling(name="案卷情况")
        inner = made.widget()
        assert inner is not None
        layout = inner.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(self._place)
        layout.addStretch(1)
        made.setMinimumWidth(u(60))
        return made

    def show_case(self, sheet: OpenSheet) -> None:
        """Show the case of a sheet."""
        steps = ladder(sheet.head)
        self._ladder.show_steps(steps)
        wrong = [s for s in steps if s.kind == "late"]
        self._finding.setText(f"{wrong[0].name}日期早于上一步，请核对案卷。" if wrong else "")
        self._finding.setVisible(bool(wrong))
        while item := self._place.takeAt(0):
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        shown = [(name, words) for name, words in sheet.head.fields() if words and name not in IN_LADDER]
        shown += [("评查标准", sheet.standard.name), ("标准版本", sheet.standard.version)]
        holder = QFrame()
        holder.setLayout(pairs(shown, 5))
        self._place.addWidget(holder)
