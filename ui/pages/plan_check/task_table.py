"""The tasks that were read, with the keys of checking and a filter for what is doubtful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.kit.table import RIGHT, Column, Rows, State, Table
from ui.pages.plan_check.sheet import ASK, DONE, STATE_WORDS, TODO, Sheet, SheetTask

COLUMNS = (
    Column("核对", 5.5),
    Column("序号", 4),
    Column("任务", 10, stretch=True),
    Column("牵头／责任", 8),
    Column("完成时限", 7),
    Column("疑问", 3, RIGHT),
)
Seen = Callable[[SheetTask], int]  # how many doubts of a task nobody has looked at yet


class TaskTable(Table):
    """Space ticks, W and F8 go to the next doubtful task, Shift+F8 to the one before, V marks a doubt as looked at,
    Enter edits, H joins, Delete leaves out, the arrows move."""

    picked = Signal(int)
    tick_wanted = Signal()
    doubt_wanted = Signal(int)
    seen_wanted = Signal()
    edit_wanted = Signal()
    join_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self) -> None:
        self.rows = Rows(COLUMNS, [])
        super().__init__(COLUMNS, self.rows, "读出的任务")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self.edit_wanted.emit())

    def show_tasks(self, sheet: Sheet, checked: frozenset[int], doubts: Seen) -> None:
        """Other tasks; nobody is told before `select`."""
        stored = sheet.loaded is None
        self.rows.replace([cells(task, doubts(task), n in checked, stored) for n, task in enumerate(sheet.tasks)])

    def show_state(self, n: int, task: SheetTask, doubts: int, *, checked: bool) -> None:
        """One task after it was ticked or a doubt was looked at."""
        rows: list[Sequence[Any]] = list(self.rows.rows)
        rows[n] = cells(task, doubts, checked, stored=False)
        self.rows.rows = rows
        self.rows.dataChanged.emit(self.rows.index(n, 0), self.rows.index(n, len(COLUMNS) - 1))

    def show_only(self, shown: Callable[[int], bool]) -> None:
        """Hide the other tasks; their numbers stay as they are."""
        for n in range(len(self.rows.rows)):
            if self.isRowHidden(n) == shown(n):
                self.setRowHidden(n, not shown(n))

    def next_shown(self, n: int) -> int | None:
        """The task below that is not hidden."""
        return next((k for k in range(n + 1, len(self.rows.rows)) if not self.isRowHidden(k)), None)

    def select(self, n: int) -> None:
        """Make task `n` the current one."""
        if 0 <= n < len(self.rows.rows):
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.rows.index(n, 0), flags)
            self.scrollTo(self.rows.index(n, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        wanted = {
            Qt.Key.Key_Space: self.tick_wanted,
            Qt.Key.Key_V: self.seen_wanted,
            Qt.Key.Key_Return: self.edit_wanted,
            Qt.Key.Key_Enter: self.edit_wanted,
            Qt.Key.Key_F2: self.edit_wanted,
            Qt.Key.Key_H: self.join_wanted,
            Qt.Key.Key_Delete: self.remove_wanted,
        }.get(key)
        if plain and wanted is not None:
            wanted.emit()
        elif plain and key == Qt.Key.Key_W:
            self.doubt_wanted.emit(1)
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            shown = [n for n in range(len(self.rows.rows)) if not self.isRowHidden(n)]
            self.select(shown[0 if key == Qt.Key.Key_Home else -1] if shown else -1)
        elif plain and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.picked.emit(now.row())


def state_of(doubts: int, *, checked: bool) -> str:
    """done once ticked, ask where something is doubtful that nobody has looked at, todo else."""
    return DONE if checked else ASK if doubts else TODO


def cells(task: SheetTask, doubts: int, checked: bool, stored: bool) -> list[Any]:
    """A line of the table."""
    state = state_of(doubts, checked=checked)
    chip = State("info", "已存入") if stored else State(state, STATE_WORDS[state])
    return [chip, task.no, task.summary, task.unit_words, task.limit_words, len(task.doubts) or None]
