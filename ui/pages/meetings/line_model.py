"""Lines that are typed one under the other; an empty one always stands at the end, so that adding is typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from ui.kit.date_words import read_date
from ui.kit.table import NO_PARENT, Index

Row = dict[str, Any]


class Cell(StrEnum):
    """What is typed into a column."""

    WORDS = "words"
    LONG = "long"
    UNIT = "unit"
    UNITS = "units"
    DAY = "day"
    CHOICE = "choice"
    SHOWN = "shown"  # never typed


@dataclass(frozen=True, slots=True)
class LineColumn:
    """`chars` wide; those without take the free room. `choices` are stored values with their words."""

    key: str
    label: str
    cell: Cell = Cell.WORDS
    chars: float = 0
    choices: Mapping[str, str] = field(default_factory=dict)


class LineModel(QAbstractTableModel):
    """Rows are mappings by column key; further keys (ids) go along untouched. `fixed` rows are only shown."""

    def __init__(self, columns: Sequence[LineColumn], empty: Row, fixed_by: str = "") -> None:
        super().__init__()
        self.columns, self._empty, self._fixed_by = tuple(columns), dict(empty), fixed_by
        self._rows: list[Row] = [dict(empty)]
        self.read_only = False
        self.today = date.today

    # --- lines -------------------------------------------------------------------------------
    def show(self, rows: Sequence[Row]) -> None:
        """Other lines, with an empty one behind them."""
        self.beginResetModel()
        self._rows = [dict(row) for row in rows]
        self._rows += [] if self._rows and self._is_empty(self._rows[-1]) else [dict(self._empty)]
        self.endResetModel()

    def lines(self) -> list[Row]:
        """Every line that says something."""
        return [dict(row) for row in self._rows if not self._is_empty(row)]

    def drop(self, place: int) -> bool:
        """Take a line out; a fixed one stays."""
        if self.read_only or not 0 <= place < len(self._rows) or self.is_fixed(place):
            return False
        self.beginRemoveRows(NO_PARENT, place, place)
        del self._rows[place]
        self.endRemoveRows()
        self._grow()
        return True

    def move(self, place: int, by: int) -> bool:
        """One line up or down; not beyond the last that says something."""
        other = place + by
        if self.read_only or not (0 <= place < len(self.lines()) and 0 <= other < len(self.lines())):
            return False
        self.beginResetModel()
        self._rows[place], self._rows[other] = self._rows[other], self._rows[place]
        self.endResetModel()
        return True

    def is_fixed(self, place: int) -> bool:
        """Whether the line can only be looked at."""
        return bool(self._fixed_by and self._rows[place].get(self._fixed_by))

    def step_choice(self, index: Index) -> None:
        """The next choice of a choice cell."""
        column = self.columns[index.column()]
        values = list(column.choices)
        now = values.index(self._rows[index.row()][column.key])
        self.setData(index, values[(now + 1) % len(values)])

    # --- Qt ----------------------------------------------------------------------------------
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        value = self._rows[index.row()].get(column.key)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(column, value, index.row())
            case Qt.ItemDataRole.EditRole:
                return f"{value:%Y-%m-%d}" if isinstance(value, date) else value
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.label}，{self._words(column, value, index.row()) or '空'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        column, row = self.columns[index.column()], self._rows[index.row()]
        taken = self._read(column, value)
        if row.get(column.key) != taken:
            row[column.key] = taken
            self.dataChanged.emit(index, index)
            self._grow()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything but what is only shown."""
        plain = super().flags(index)
        shown = self.columns[index.column()].cell is Cell.SHOWN
        return plain if self.read_only or shown or self.is_fixed(index.row()) else plain | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].label if orientation is Qt.Orientation.Horizontal else str(section + 1)

    # --- values ------------------------------------------------------------------------------
    def unreadable(self) -> str:
        """The first date that is none, as a sentence; empty where all can be read."""
        for place, row in enumerate(self._rows, start=1):
            for column in self.columns:
                if column.cell is Cell.DAY and isinstance(row.get(column.key), str):
                    return f"第{place}行的“{column.label}”{read_date(row[column.key], self.today()).problem}"
        return ""

    def _read(self, column: LineColumn, value: Any) -> Any:
        if column.cell is not Cell.DAY:
            return value
        words = str(value or "").strip()
        found = read_date(words, self.today())
        return words if found.problem else found.value  # what is no date stays as it was typed

    def _words(self, column: LineColumn, value: Any, place: int) -> str:
        if column.cell is Cell.CHOICE:
            return "" if self._is_empty(self._rows[place]) else column.choices.get(str(value), "")
        return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value or "")

    def _is_empty(self, row: Row) -> bool:
        typed = [c.key for c in self.columns if c.cell not in (Cell.CHOICE, Cell.SHOWN)]
        return not any(str(row.get(key) or "").strip() for key in typed)

    def _grow(self) -> None:
        if not self._rows or not self._is_empty(self._rows[-1]):
            end = len(self._rows)
            self.beginInsertRows(QModelIndex(), end, end)
            self._rows.append(dict(self._empty))
            self.endInsertRows()
