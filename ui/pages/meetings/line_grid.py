"""A grid for typing lines: letters begin, Enter goes on to the next cell, Space turns a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.kit.theme import font, u
from ui.pages.meetings.line_model import Cell, LineColumn, LineModel

Index = QModelIndex | QPersistentModelIndex
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NEXT, STAY = QAbstractItemDelegate.EndEditHint.EditNextItem, QAbstractItemDelegate.EndEditHint.NoHint
LONG_HEIGHT = 26  # units of a field for several lines


class NamesCompleter(QCompleter):
    """Offers units for the name that is being typed, the names before it stay."""

    def __init__(self, names: Sequence[str], parent: QObject, *, several: bool) -> None:
        super().__init__(list(names), parent)
        self._several = several
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    def splitPath(self, path: str) -> list[str]:
        """The last name."""
        return [path.rpartition("、")[2] if self._several else path]

    def pathFromIndex(self, index: Index) -> str:
        """The line with the last name replaced."""
        chosen, line = super().pathFromIndex(index), self.widget()
        before = line.text().rpartition("、")[:2] if self._several and isinstance(line, QLineEdit) else ()
        return "".join((*before, chosen))


class LineDelegate(QStyledItemDelegate):
    """The editor of each kind of cell."""

    def __init__(self, columns: Sequence[LineColumn], units: Callable[[], Sequence[str]], parent: QObject) -> None:
        super().__init__(parent)
        self._columns, self._units = columns, units

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line, several lines, or a list."""
        column = self._columns[index.column()]
        made: QWidget
        if column.cell is Cell.CHOICE:
            made = QComboBox(parent)
            for value, words in column.choices.items():
                made.addItem(words, value)
        elif column.cell is Cell.LONG:
            made = QPlainTextEdit(parent)
            made.setTabChangesFocus(True)
            made.setMinimumHeight(u(LONG_HEIGHT))
        else:
            made = QLineEdit(parent)
            if column.cell in (Cell.UNIT, Cell.UNITS):
                made.setCompleter(NamesCompleter(self._units(), made, several=column.cell is Cell.UNITS))
        made.setAccessibleName(column.label)
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the stored value."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(value or ""))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take over what was typed."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText().strip())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter goes to the next cell; Shift+Enter is a new line in long words."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in ENTER:
            held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if isinstance(editor, QPlainTextEdit) and held:
                editor.insertPlainText("\n")
                return True
            if isinstance(editor, QWidget) and not _choosing(editor):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, STAY)
                grid = self.parent()
                if isinstance(grid, LineGrid):
                    grid.go_on()
                return True
        return super().eventFilter(editor, event)


class LineGrid(QTableView):
    """`changed` comes with every change that is typed."""

    changed = Signal()

    def __init__(self, model: LineModel, name: str, units: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self.lines = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(LineDelegate(model.columns, units, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(False)  # Tab leaves the grid, Enter and arrows move in it
        self.setWordWrap(True)
        self._soon = QTimer(self, singleShot=True, interval=0)  # once for all the columns that got other widths
        self._soon.timeout.connect(self._fit)
        self._widths(model.columns)
        for signal in (model.dataChanged, model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._told)

    def go_on(self) -> None:
        """To the next cell that is typed: on in the line, then the first of the next line."""
        here, found = self.currentIndex(), self.lines.columns
        for step in range(1, len(found) * 2):
            at = here.column() + step
            index = self.lines.index(here.row() + at // len(found), at % len(found))
            if index.isValid() and found[index.column()].cell not in (Cell.SHOWN, Cell.CHOICE):
                self.setCurrentIndex(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins to edit, Space turns a choice, Del empties, Ctrl+Del drops the line, Alt+arrows move it."""
        index, control = self.currentIndex(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if index.isValid() and self._act(event, index, control=control):
            return
        super().keyPressEvent(event)

    def _act(self, event: QKeyEvent, index: QModelIndex, *, control: bool) -> bool:
        editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        cell = self.lines.columns[index.column()].cell
        if event.key() in ENTER and not control:
            if editable:
                self.edit(index)
            else:
                self.go_on()
            return True
        if event.key() == Qt.Key.Key_Delete and control:
            self.drop_line()
            return True
        if event.key() == Qt.Key.Key_Delete and editable and cell is not Cell.CHOICE:
            self.lines.setData(index, "")
            return True
        if event.key() == Qt.Key.Key_Space and editable and cell is Cell.CHOICE:
            self.lines.step_choice(index)
            return True
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = -1 if event.key() == Qt.Key.Key_Up else 1
            if self.lines.move(index.row(), by):
                self.setCurrentIndex(self.lines.index(index.row() + by, index.column()))
            return True
        return False

    def drop_line(self) -> None:
        """The line of the keyboard."""
        place, column = self.currentIndex().row(), self.currentIndex().column()
        if self.lines.drop(place):
            self.setCurrentIndex(self.lines.index(min(place, self.lines.rowCount() - 1), max(0, column)))

    def _widths(self, columns: Sequence[LineColumn]) -> None:
        across, upright = self.horizontalHeader(), self.verticalHeader()
        across.setHighlightSections(False)
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setDefaultSectionSize(u(8))
        upright.setMinimumSectionSize(u(8))
        em = self.fontMetrics().horizontalAdvance("中")
        self.setFont(font())
        for n, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Interactive if column.chars else QHeaderView.ResizeMode.Stretch
            across.setSectionResizeMode(n, mode)
            if column.chars:
                self.setColumnWidth(n, round(em * column.chars) + u(5))
        across.sectionResized.connect(lambda *_sizes: self._soon.start())

    def _fit(self) -> None:
        """As high as the words of each line; a meeting has dozens of lines, not thousands."""
        for place in range(self.lines.rowCount()):
            self.resizeRowToContents(place)

    def _told(self, *_what: Any) -> None:
        self._fit()
        self.changed.emit()


def _choosing(editor: QWidget) -> bool:
    """Whether Enter belongs to the open list of offered units."""
    completer = editor.completer() if isinstance(editor, QLineEdit) else None
    return completer is not None and completer.popup().isVisible() and completer.popup().currentIndex().isValid()
