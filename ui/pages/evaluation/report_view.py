"""The tables of a report, one at a time, as figures or as bars, with what the column under the keyboard means."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from services.evaluation.figures import FigureColumn, FigureLine, FigureTable, Listed
from services.evaluation.report import Report
from services.evaluation.standing import Standing
from ui.context import UiContext
from ui.kit.controls import choice, segments, text
from ui.kit.layout import col, holder, panel, rolling, row
from ui.kit.theme import u
from ui.pages.evaluation.behind_dialog import BehindDialog
from ui.pages.evaluation.figure_grid import FigureGrid
from ui.pages.statistics.bars import PartedBar, PartedBars

TABLE, BARS, NOTHING = range(3)
HEADS: Mapping[str, tuple[str, ...]] = {
    "滞后": (Standing.LATE,),
    "未到时限": (Standing.WAITING, Standing.RUNNING, Standing.TODO),
    "已完成": (Standing.IN_TIME, Standing.DONE_LATE),
}
LOOKS = ("late", "data", "data_soft")
NO_BARS = "这张表没有可以画成图的数。"
EMPTY = "没有数。"
FROM_LISTS = "双击一个数，看是哪些。"


class ReportView(QFrame):
    """Shows what it is handed; reads nothing itself."""

    chosen = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.report: Report | None = None
        self.tables = choice(name="哪张表")
        self.tables.currentIndexChanged.connect(lambda _n: self._show_table())
        self.looks = segments(("表格", "图"))
        self.looks.chosen.connect(lambda _n: self._show_table())
        self.grid = FigureGrid("统计表")
        self.grid.picked.connect(self._explain)
        self.grid.opened.connect(self.show_behind)
        self.bars = PartedBars("完成情况", tuple(HEADS), LOOKS)
        self._nothing = text("", "hint")
        self._middle = QStackedWidget()
        roll = rolling((self.bars, 1), pad=(3, 2), name="完成情况图")
        for widget in (self.grid, roll, holder(col(None, row(None, self._nothing, None), None))):
            self._middle.addWidget(widget)
        self._meaning = text("", wrap=True)
        self._remark = text("", "hint", wrap=True)
        self._missing = text("", "hint", wrap=True)
        words = panel(self._meaning, self._remark, self._missing, gap=1, pad=(3, 2))
        head = row(text("表", "field"), self.tables, self.looks, None, text(FROM_LISTS, "hint"))
        self.setLayout(col(head, (self._middle, 1), words, gap=2))
        self.grid.setMinimumHeight(u(50))

    @property
    def table(self) -> FigureTable | None:
        """The table that is shown."""
        key = self.tables.currentData()
        return self.report.table(key) if self.report is not None and key else None

    def show_report(self, report: Report) -> None:
        """Other figures; the table that was chosen stays chosen where the report has it."""
        key = self.tables.currentData()
        self.report = report
        self.tables.blockSignals(True)
        self.tables.clear()
        for table in report.tables:
            self.tables.addItem(table.title, table.key)
        self.tables.setCurrentIndex(max(0, self.tables.findData(key)))
        self.tables.blockSignals(False)
        self._missing.setText("\n".join(f"{name}：{why}" for name, why in report.missing))
        self._missing.setVisible(bool(report.missing))
        self._show_table()

    def show_behind(self, line: FigureLine, column: FigureColumn) -> None:
        """The list behind a number."""
        if self.table is None:
            return
        found: tuple[Listed, ...] = self.table.behind(line, column)
        BehindDialog(self, f"{line.label}　{column.label}", found, self._context.go).open()

    def copy_rows(self) -> None:
        """The table that is shown, as text."""
        self.grid.copy_all()

    def _show_table(self) -> None:
        table = self.table
        if table is None:
            self._say(EMPTY)
            return
        self.grid.show_figures(table)
        self._remark.setText(table.remark)
        self._remark.setVisible(bool(table.remark))
        if not table.lines:
            self._say(f"{table.title}：{EMPTY}")
        elif self.looks.index() == TABLE:
            self._middle.setCurrentIndex(TABLE)
        else:
            self._show_bars(table)
        self.chosen.emit(table.key)

    def _show_bars(self, table: FigureTable) -> None:
        if not any(column.part for column in table.columns) or not any(c.key == Standing.LATE for c in table.columns):
            self._say(NO_BARS)
            return
        self.bars.show_bars(
            [
                PartedBar(line.label, tuple(sum(table.number(line, key) for key in keys) for keys in HEADS.values()))
                for line in table.lines
            ]
        )
        self._middle.setCurrentIndex(BARS)

    def focus_first(self) -> None:
        """Into the figures; where there are none, to the choice of tables."""
        (self.grid if self._middle.currentWidget() is self.grid else self.tables).setFocus()

    def _say(self, words: str) -> None:
        held = self.grid.hasFocus()
        self._nothing.setText(words)
        self._middle.setCurrentIndex(NOTHING)
        if held:
            self.tables.setFocus()  # what is no more in sight keeps no keys

    def _explain(self, column: FigureColumn | None) -> None:
        said = f"{column.label}：{column.definition}" if column is not None and column.definition else ""
        self._meaning.setText(said or (column.label if column is not None else ""))
