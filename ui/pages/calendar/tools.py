"""The row above the calendar: back and on, what is shown, filters, and the four views."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame

from services.due.colours import COLOUR_LABELS, COLOUR_WORDS, ColourRules, DueColour, legend
from services.due.items import KIND_LABELS
from ui.kit.controls import tip_of
from ui.kit.icons import icon
from ui.kit.parts import button, choice, row, segments, text, tool
from ui.kit.theme import u
from ui.kit.tokens import STATE
from ui.pages.calendar.filters import EVERYTHING, Filter, Occurring
from ui.pages.calendar.words import KINDS

YEAR, MONTH, WEEK, LIST = range(4)
VIEWS = ("年", "月", "周", "列表")
PERIODS = {YEAR: "年", MONTH: "月", WEEK: "周", LIST: "月"}
ALL_KINDS, ALL_UNITS, ALL_PLANS, ALL_COLOURS = "全部类别", "全部单位", "全部计划", "全部颜色"
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
        self.plans, self.units = choice(ALL_PLANS, name="计划"), choice(ALL_UNITS, name="单位")
        self.kinds, self.colours = choice(ALL_KINDS, name="类别"), choice(ALL_COLOURS, name="颜色")
        boxes = (self.plans, self.units, self.kinds, self.colours)
        for box in boxes:
            box.activated.connect(lambda _n: self.filtered.emit())
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
            box.setMinimumWidth(u(29))
            box.setMaximumWidth(u(WIDEST))
        self.all = tool("filter-off", "清除筛选")
        self.all.clicked.connect(self.clear)
        self.all.setEnabled(False)
        self.views = segments(VIEWS, MONTH)
        self.views.chosen.connect(self._view)
        self.setLayout(row(self.back, self.on, self.title, today, None, *boxes, self.all, self.views, gap=2))

    @property
    def view(self) -> int:
        """YEAR, MONTH, WEEK or LIST."""
        return self.views.index()

    @property
    def chosen(self) -> Filter:
        """The filter as it stands."""
        return Filter(
            self.plans.currentData(),
            self.units.currentData() or "",
            self.kinds.currentData(),
            self.colours.currentData(),
        )

    def fill(self, found: Occurring, rules: ColourRules, held: Filter) -> None:
        """Offer what occurs; what is `held` stays even where it does not occur any more."""
        plans, units = list(found.plans), [(name, name) for name in found.units]
        kinds = [(kind, KIND_LABELS[kind]) for kind in found.kinds]
        if held.plan is not None and held.plan not in dict(plans):
            plans.append((held.plan, "所选计划"))
        if held.unit and held.unit not in found.units:
            units.append((held.unit, held.unit))
        if held.kind is not None and held.kind not in found.kinds:
            kinds.append((held.kind, KIND_LABELS[held.kind]))
        colours = [(colour, _colour_words(colour, words)) for colour, words in legend(rules)]
        _refill(self.plans, ALL_PLANS, plans, held.plan)
        _refill(self.units, ALL_UNITS, units, held.unit or None)
        _refill(self.kinds, ALL_KINDS, kinds, held.kind)
        _refill(self.colours, ALL_COLOURS, colours, held.colour)
        for n, (colour, _words) in enumerate(legend(rules), start=1):
            ink, _ground, picture = STATE[KINDS[colour]]
            self.colours.setItemIcon(n, icon(picture, ink, u(4)))
        self.all.setEnabled(held != EVERYTHING)

    def clear(self) -> None:
        """Show everything again."""
        for box in (self.plans, self.units, self.kinds, self.colours):
            box.setCurrentIndex(0)
        self.filtered.emit()

    def _view(self, view: int) -> None:
        for part, word, key in ((self.back, "上一", "PgUp"), (self.on, "下一", "PgDown")):
            part.setAccessibleName(word + PERIODS[view])
            part.setToolTip(tip_of(word + PERIODS[view], key))
        self.view_chosen.emit(view)


def _colour_words(colour: DueColour, step: str) -> str:
    """橙　临期，3天内; where the word says it all: 绿　正常."""
    word = COLOUR_WORDS[colour]
    return f"{COLOUR_LABELS[colour]}　{word}" + ("" if step == word else f"，{step}")


def _refill(box: QComboBox, first: str, offers: Sequence[tuple[object, str]], held: object) -> None:
    wanted = [(None, first), *offers]
    if [(box.itemData(n), box.itemText(n)) for n in range(box.count())] != wanted:
        box.clear()
        for value, words in wanted:
            box.addItem(words, value)
    box.setCurrentIndex(next((n for n, (value, _words) in enumerate(wanted) if value == held), 0))
    box.setToolTip(box.currentText() if held is not None else "")
