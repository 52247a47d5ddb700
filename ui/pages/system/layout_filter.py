"""The row above the measures of 版式: whose they are, and which of them are shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame

from services.documents.profiles import EVERY_ORGAN, MeasureLine
from ui.kit.controls import field, text
from ui.kit.layout import row
from ui.kit.parts import FilterChip, only_one
from ui.kit.theme import u
from ui.pages.system.layout_rows import Shown, choose, count

EVERYBODY = "各发文机关"
ISSUER_WIDTH, SEARCH_WIDTH = 44, 36  # units
KINDS = {Shown.ALL: "", Shown.OWN: "change", Shown.DEPARTING: "ask"}


class LayoutFilter(QFrame):
    """`issuer_wanted`: another organ; the box shows it once its owner calls `show_issuers`."""

    issuer_wanted = Signal(str)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._issuer, self._shown = EVERY_ORGAN, Shown.ALL
        self.issuers = QComboBox()
        self.issuers.setAccessibleName("发文机关")
        self.issuers.setMinimumWidth(u(ISSUER_WIDTH))
        self.issuers.addItem(EVERYBODY, EVERY_ORGAN)
        self.issuers.activated.connect(lambda _place: self._ask())
        self.search = field("查找项目", picture="search", width=SEARCH_WIDTH)
        self.search.textChanged.connect(lambda _words: self.changed.emit())
        self.chips = {each: FilterChip(KINDS[each], each, 0, on=each is Shown.ALL) for each in Shown}
        for each, chip in self.chips.items():
            chip.toggled.connect(partial(self._choose_shown, each))
        chips = only_one(*self.chips.values())
        self.setLayout(row(text("发文机关", "field"), self.issuers, self.search, None, chips))

    def show_issuers(self, issuers: Sequence[str], here: str) -> None:
        """The organs to choose from, and the one whose measures are shown."""
        self._issuer = here
        self.issuers.clear()
        for issuer in issuers:
            self.issuers.addItem(issuer or EVERYBODY, issuer)
        self._stay()

    def show_counts(self, lines: Sequence[MeasureLine]) -> None:
        """How many measures each chip stands for."""
        for each, chip in self.chips.items():
            chip.set_count(count(lines, each))

    def choose(self, lines: Sequence[MeasureLine]) -> list[MeasureLine]:
        """The measures that chip and search field leave."""
        return choose(lines, self._shown, self.search.text())

    def clear(self) -> None:
        """清除筛选."""
        self.search.clear()
        self.chips[Shown.ALL].setChecked(True)

    def _choose_shown(self, shown: Shown, on: bool) -> None:
        if on:
            self._shown = shown
            self.changed.emit()

    def _ask(self) -> None:
        wanted = self.issuers.currentData()
        self._stay()
        if wanted != self._issuer:
            self.issuer_wanted.emit(wanted)

    def _stay(self) -> None:
        self.issuers.setCurrentIndex(max(self.issuers.findData(self._issuer), 0))
