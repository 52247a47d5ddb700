"""The row above the calendar: back and on, what is shown, filters, and the four views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame

from services.calendar_view import DayView
from services.due.items import DueItem
from ui.kit.controls import tip_of
from ui.kit.parts import button, choice, row, segments, text, tool
from ui.kit.theme import u

YEAR, MONTH, WEEK, LIST = range(4)
VIEWS = ("年", "月", "周", "列表")
PERIODS = {YEAR: "年", MONTH: "月", WEEK: "周", LIST: "月"}
ALL_KINDS, ALL_UNITS, ALL_PLANS = "全部类别", "全部单位", "全部计划"
WIDEST = 46


class CalendarTools(QFrame):
    """`stepped` is −1 or 1, `home` goes back to today, `filtered` tells that a filter changed."""

    stepped = Signal(int)
    home = Signal()
    filtered = Signal()
    view_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.back, self.on = tool("arrow-left", "上一月", "PgUp"), tool("arrow-right", "下一月", "PgDown")
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.title = text("", "section")
        today = button("回到今天", kind="quiet", key="J")
        today.clicked.connect(self.home)
        self.plans = choice(ALL_PLANS, name="计划")
        self.units, self.kinds = choice(ALL_UNITS, name="单位"), choice(ALL_KINDS, name="类别")
        for box in (self.plans, self.units, self.kinds):
            box.activated.connect(lambda _n: self.filtered.emit())
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
            box.setMinimumWidth(u(29))
            box.setMaximumWidth(u(WIDEST))
        self.views = segments(VIEWS, MONTH)
        self.views.chosen.connect(self._view)
        self.setLayout(
            row(self.back, self.on, self.title, today, None, self.plans, self.units, self.kinds, self.views, gap=2)
        )

    @property
    def view(self) -> int:
        """YEAR, MONTH, WEEK or LIST."""
        return self.views.index()

    def fill(self, items: Sequence[DueItem]) -> None:
        """Offer what occurs in these; a choice that does not occur any more stays."""
        _refill(self.kinds, ALL_KINDS, [item.what for item in items])
        _refill(self.units, ALL_UNITS, [name for item in items for name in item.unit.split("、") if name])
        _refill(self.plans, ALL_PLANS, [item.source for item in items if item.ledger == "tasks" and item.source])

    def kept(self, days: Sequence[DayView]) -> tuple[DayView, ...]:
        """The same days with what passes the filters."""
        kind, unit, plan = _chosen(self.kinds), _chosen(self.units), _chosen(self.plans)

        def fits(item: DueItem) -> bool:
            return (
                (not kind or item.what == kind)
                and (not unit or unit in item.unit.split("、"))
                and (not plan or (item.ledger == "tasks" and item.source == plan))
            )

        return tuple(replace(day, items=tuple(item for item in day.items if fits(item))) for day in days)

    def filter_words(self) -> str:
        """What was filtered, for the printed list."""
        chosen = [words for box in (self.kinds, self.units, self.plans) if (words := _chosen(box))]
        return "，".join(chosen) or "全部类别和单位"

    def _view(self, view: int) -> None:
        for part, word, key in ((self.back, "上一", "PgUp"), (self.on, "下一", "PgDown")):
            part.setAccessibleName(word + PERIODS[view])
            part.setToolTip(tip_of(word + PERIODS[view], key))
        self.view_chosen.emit(view)


def _chosen(box: QComboBox) -> str:
    return box.currentText() if box.currentIndex() > 0 else ""


def _refill(box: QComboBox, first: str, names: Sequence[str]) -> None:
    held = _chosen(box)
    wanted = [first, *sorted(set(names) | ({held} if held else set()))]
    if [box.itemText(n) for n in range(box.count())] != wanted:
        box.clear()
        box.addItems(wanted)
    box.setCurrentText(held or first)
