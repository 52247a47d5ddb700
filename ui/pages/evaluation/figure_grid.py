"""A table of figures cell by cell: arrows move, Enter or a double click opens the list behind a number."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from services.evaluation.figures import Cells, FigureColumn, FigureLine, FigureTable
from ui.kit.table import LEFT, RIGHT, Column, Rows, Table

NAME = Column("", 10, stretch=True)
NUMBER_CHARS, WORD_CHARS = 2.5, 6


class FigureGrid(Table):
    """`picked` comes with the column under the keyboard (None: the names), `opened` with line and column."""

    picked = Signal(object)
    opened = Signal(object, object)

    def __init__(self, name: str) -> None:
        self.rows = Rows((NAME,), [])
        super().__init__((NAME,), self.rows, name)
        self.figures: FigureTable | None = None
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self.open_current())

    def show_figures(self, table: FigureTable) -> None:
        """Another table, or other numbers; the cell under the keyboard stays where there is one."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.figures = table
        columns = [Column(table.head, NAME.chars, stretch=True), *(_column(each) for each in table.columns)]
        self.rows.columns = columns
        self.rows.replace([[line.label, *(_cell(table, line, c) for c in table.columns)] for line in table.all_lines])
        self.set_columns(columns)
        if table.all_lines:
            place = (max(0, min(row, len(table.all_lines) - 1)), max(1, min(column, len(table.columns))))
            self.setCurrentIndex(self.rows.index(*place))

    def open_current(self) -> None:
        """The list behind the cell under the keyboard; of a name the list of its whole line."""
        index = self.currentIndex()
        if self.figures is None or not index.isValid():
            return
        line, place = self.figures.all_lines[index.row()], max(1, index.column()) - 1
        column = self.figures.columns[place]
        if column.cells is not Cells.WORDS:
            self.opened.emit(line, column)

    def copy_all(self) -> None:
        """Every line with its heads, for a spreadsheet."""
        if self.figures is None:
            return
        table = self.figures
        lines = ["\t".join([table.head, *(column.label for column in table.columns)])]
        lines += ["\t".join([line.label, *(table.text(line, c) for c in table.columns)]) for line in table.all_lines]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters go on to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open_current()
        elif event.text().strip() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self.figures is not None and now.isValid():
            self.picked.emit(self.figures.columns[now.column() - 1] if now.column() > 0 else None)


def _column(column: FigureColumn) -> Column:
    if column.cells is Cells.WORDS and column.width > 1:
        return Column(column.label, WORD_CHARS * column.width / 2, LEFT)
    return Column(column.label, NUMBER_CHARS, RIGHT)


def _cell(table: FigureTable, line: FigureLine, column: FigureColumn) -> object:
    return table.number(line, column.key) if column.cells is Cells.COUNT else table.text(line, column)
