"""One table for every ledger: state chips, right-aligned numbers, old → new, one next act per row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.kit import theme
from ui.kit.cells import BAND, VALUE, Act, CellDelegate, Changed, State, Wrong, plain
from ui.kit.theme import colour, u

LEFT, RIGHT, CENTER = (
    Qt.AlignmentFlag.AlignVCenter | side
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter)
)
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
Cells = CellDelegate


@dataclass(frozen=True, slots=True)
class Column:
    """Title and width in Chinese characters; a `stretch` column takes the free room."""

    title: str
    chars: float = 6
    align: Qt.AlignmentFlag = LEFT
    stretch: bool = False


class Rows(QAbstractTableModel):
    """Rows held in memory, for short lists; `bands` are row numbers that carry a group title in their first cell."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Sequence[Any]], bands: Sequence[int] = ()) -> None:
        super().__init__()
        self.columns, self.rows, self.bands = columns, rows, frozenset(bands)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def replace(self, rows: Sequence[Sequence[Any]], bands: Sequence[int] = ()) -> None:
        """Show other rows. A Table is told by the reset and spans the bands anew."""
        self.beginResetModel()
        self.rows, self.bands = rows, frozenset(bands)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == BAND:
            return index.row() in self.bands
        cells = self.rows[index.row()]
        value = cells[index.column()] if index.column() < len(cells) else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return plain(value)
            case Qt.ItemDataRole.TextAlignmentRole:
                number = isinstance(value, int | Decimal) and not isinstance(value, bool)
                return RIGHT if number else self.columns[index.column()].align
            case Qt.ItemDataRole.CheckStateRole if isinstance(value, bool):
                return Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        return value if role == VALUE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.columns[section].align
        return None


def column_width(column: Column) -> int:
    """Never narrower than the title and its sort mark."""
    em = QFontMetrics(theme.font()).horizontalAdvance("中")
    return round(em * max(column.chars, len(column.title) + 0.5)) + u(4)


class Table(QTableView):
    """`rows` are sequences of values, or a model that answers VALUE (and BAND) beside the usual roles."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Any]] | QAbstractItemModel,
        name: str,
        bands: Sequence[int] = (),
        height: float = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._own = rows if isinstance(rows, QAbstractItemModel) else Rows(columns, rows, bands)
        self.setModel(self._own)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        upright, across = self.verticalHeader(), self.horizontalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setMinimumSectionSize(u(4))
        upright.setDefaultSectionSize(u(height))
        across.setHighlightSections(False)
        across.setMinimumSectionSize(u(6))
        self.set_columns(columns)
        self._low: tuple[int, ...] = ()  # rows that were bands: their height outlives a reset
        self._own.modelReset.connect(self._span_bands)
        self._span_bands()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Widths and resize modes, after the model got other columns."""
        across = self.horizontalHeader()
        for n, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            across.setSectionResizeMode(n, mode)
            self.setColumnWidth(n, column_width(column))

    def _span_bands(self) -> None:
        self.clearSpans()
        model = self._own
        if not isinstance(model, Rows):
            return
        for n in self._low:
            if n < model.rowCount():
                self.setRowHeight(n, self.verticalHeader().defaultSectionSize())
        self._low = tuple(model.bands)
        for n in self._low:
            self.setSpan(n, 0, 1, len(model.columns))
            self.setRowHeight(n, u(7))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        p = QPainter(self.viewport())  # hairlines under rows only; no vertical grid
        p.setPen(colour("line"))
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        for n in range(max(0, first), (last if last >= 0 else self._own.rowCount() - 1) + 1):
            y = self.rowViewportPosition(n) + self.rowHeight(n) - 1
            p.drawLine(0, y, self.viewport().width(), y)
        if self.hasFocus() and self.currentIndex().isValid():  # the row that the keys act on
            here = self.currentIndex().row()
            p.setPen(QPen(colour("focus"), 2))
            p.drawRect(1, self.rowViewportPosition(here), self.viewport().width() - 2, self.rowHeight(here) - 1)
        p.end()

    def minimumSizeHint(self) -> QSize:
        return QSize(u(40), u(24))


__all__ = [
    "BAND",
    "CENTER",
    "LEFT",
    "NO_PARENT",
    "RIGHT",
    "VALUE",
    "Act",
    "CellDelegate",
    "Cells",
    "Changed",
    "Column",
    "Index",
    "Rows",
    "State",
    "Table",
    "Wrong",
    "column_width",
    "plain",
]
