"""A table of a document as a grid: heads in the first line, relative widths in the second, then its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from ui.kit.table import NO_PARENT, Index
from ui.kit.theme import colour

HEADS, WIDTHS, FIRST = 0, 1, 2
MOST_COLUMNS, MOST_ROWS = 60, 2_000
START_ROWS, START_COLUMNS = 3, 3
WIDEST = 100


class TableModel(QAbstractTableModel):
    """Cells stay the objects they came as; only their words are typed, so spans and alignment are kept."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        super().__init__()
        columns = [dict(c) if isinstance(c, Mapping) else {"label": str(c)} for c in table.get("columns") or ()]
        rows = [list(row) for row in table.get("rows") or ()]
        count = max([len(columns), *(len(row) for row in rows)], default=0) or START_COLUMNS
        self._columns = [*columns, *({"label": ""} for _n in range(count - len(columns)))]
        self._widths = [f"{c['width']:g}" if c.get("width") else "" for c in self._columns]
        self._rows = rows if columns or rows else [[] for _n in range(START_ROWS)]

    # --- what is written -----------------------------------------------------------------
    def columns(self) -> list[dict[str, Any]]:
        """Heads with their widths, as far as columns are used."""
        found = []
        for column, width in list(zip(self._columns, self._widths, strict=True))[: self._used()]:
            share = share_of(width)
            kept = {key: value for key, value in column.items() if key != "width"}
            found.append(kept | ({"width": share} if share else {}))
        return found

    def rows(self) -> list[list[Any]]:
        """The rows without empty ones at the end."""
        count = self._used()
        found = [row[:count] for row in self._rows]  # a cell over several columns makes its row shorter
        while found and not any(words_of(cell) for cell in found[-1]):
            found.pop()
        return found

    def paste(self, lines: Sequence[Sequence[str]], top: int, left: int) -> None:
        """Words from elsewhere, from one cell on; the line of the widths is left out."""
        self.beginResetModel()
        places = [n for n in range(top, top + len(lines) + 1) if n != WIDTHS][: len(lines)]
        width = min(MOST_COLUMNS, left + max((len(cells) for cells in lines), default=0))
        self._grow(min(MOST_ROWS, max(places, default=0) - FIRST + 1), width)
        for place, cells in zip(places, lines, strict=True):
            for n, words in enumerate(cells[: width - left]):
                if place < FIRST + len(self._rows):
                    self._put(place, left + n, words.strip())
        self.endResetModel()

    # --- rows and columns ----------------------------------------------------------------
    def add_row(self, place: int) -> int:
        """An empty row below line `place`; its line."""
        at = max(0, place - FIRST + 1)
        self.beginInsertRows(NO_PARENT, at + FIRST, at + FIRST)
        self._rows.insert(at, [])
        self.endInsertRows()
        return at + FIRST

    def drop_row(self, place: int) -> None:
        """The row in line `place`; heads and widths stay, and one row."""
        if place >= FIRST and len(self._rows) > 1:
            self.beginRemoveRows(NO_PARENT, place, place)
            del self._rows[place - FIRST]
            self.endRemoveRows()

    def add_column(self, place: int) -> int:
        """An empty column right of `place`; its number."""
        at = place + 1
        if len(self._columns) >= MOST_COLUMNS:
            return place
        self.beginInsertColumns(NO_PARENT, at, at)
        self._columns.insert(at, {"label": ""})
        self._widths.insert(at, "")
        for row in self._rows:
            if len(row) > at:
                row.insert(at, "")
        self.endInsertColumns()
        return at

    def drop_column(self, place: int) -> None:
        """Column `place`; one stays."""
        if len(self._columns) > 1:
            self.beginRemoveColumns(NO_PARENT, place, place)
            del self._columns[place], self._widths[place]
            for row in self._rows:
                del row[place : place + 1]
            self.endRemoveColumns()

    # --- Qt ------------------------------------------------------------------------------
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else FIRST + len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._words(index.row(), index.column())
        if role == Qt.ItemDataRole.BackgroundRole and index.row() < FIRST:
            return colour("header")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._line(index.row())}，{self._words(index.row(), index.column()) or '空'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self._put(index.row(), index.column(), str(value))
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Vertical:
            return self._line(section)
        return None

    def clear(self, indexes: Sequence[QModelIndex]) -> None:
        """Empty these cells."""
        for index in indexes:
            self.setData(index, "")

    # --- cells ---------------------------------------------------------------------------
    @staticmethod
    def _line(place: int) -> str:
        return {HEADS: "表头", WIDTHS: "列宽"}.get(place, str(place - FIRST + 1))

    def _words(self, place: int, column: int) -> str:
        if place == HEADS:
            return str(self._columns[column].get("label") or "")
        if place == WIDTHS:
            return self._widths[column]
        return words_of(self._cell(place - FIRST, column))

    def _cell(self, row: int, column: int) -> Any:
        cells = self._rows[row]
        return cells[column] if column < len(cells) else ""

    def _put(self, place: int, column: int, words: str) -> None:
        if place == HEADS:
            self._columns[column] = {**self._columns[column], "label": words}
        elif place == WIDTHS:
            self._widths[column] = words
        else:
            cells = self._rows[place - FIRST]
            cells += [""] * (column + 1 - len(cells))
            old = cells[column]
            cells[column] = {**old, "text": words} if isinstance(old, Mapping) else words

    def _grow(self, rows: int, columns: int) -> None:
        self._rows += [[] for _n in range(rows - len(self._rows))]
        more = columns - len(self._columns)
        self._columns += [{"label": ""} for _n in range(more)]
        self._widths += [""] * max(0, more)

    def _used(self) -> int:
        """Columns up to the last one that says something."""
        cells = range(len(self._rows))
        used = [
            n
            for n in range(len(self._columns))
            if self._columns[n].get("label") or any(words_of(self._cell(row, n)) for row in cells)
        ]
        return max(used, default=0) + 1


def words_of(cell: Any) -> str:
    """The words of a cell, which is text, a number or an object with its text."""
    return str(cell.get("text") or "") if isinstance(cell, Mapping) else "" if cell is None else str(cell)


def share_of(words: str) -> float:
    """A relative width; 0 where the words are none."""
    try:
        found = float(words)
    except ValueError:
        return 0
    return found if 0 < found <= WIDEST else 0
