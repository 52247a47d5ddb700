"""The table model of a ledger: as long as the filter, but holding only the pages that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from services.query import LedgerPageData, LedgerQuery, LedgerRow, LedgerService
from services.spec import FieldSpec
from ui.jobs import Jobs
from ui.kit.icons import icon
from ui.kit.ledger_reading import PAGE, Snapshot, Ticks, page_at, snapshot
from ui.kit.table import VALUE, State
from ui.kit.theme import u

ROW_ROLE = Qt.ItemDataRole.UserRole + 20
KEPT_PAGES = 40
PAUSE_MS = 15  # while the scroll bar is pulled, only the pages it comes to rest on are read
WAITING = "…"
NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
TICK_COLUMN = 0


class LedgerModel(QAbstractTableModel):
    """Column 0 is the tick; the others are `fields`. `loaded` tells the place of the row that was kept, or −1."""

    loaded = Signal(int)
    ticks_changed = Signal()
    row_arrived = Signal(int, int)

    def __init__(self, service: LedgerService, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bands: frozenset[int] = frozenset()
        self._service, self._jobs = service, jobs
        self.fields: tuple[FieldSpec, ...] = service.spec.columns
        self._pages: OrderedDict[int, Sequence[LedgerRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._generation = 0
        self.snapshot = Snapshot(LedgerQuery(), 0, {})
        self.ticks = Ticks()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._fetch)

    # --- loading -------------------------------------------------------------------------
    @property
    def total(self) -> int:
        """Rows of the whole filter."""
        return self.snapshot.total

    @property
    def query(self) -> LedgerQuery:
        """The filter that is shown now."""
        return self.snapshot.query

    def load(self, query: LedgerQuery, row_id: int | None = None, place: int = 0) -> None:
        """Read the filter anew. What is shown stays until the answer is there; late answers are dropped."""
        self._generation += 1
        self._wanted.clear()
        work = partial(snapshot, self._service, query, row_id, place)
        self._jobs.read(self, work, partial(self._show, self._generation))

    def _show(self, generation: int, found: Snapshot) -> None:
        if generation != self._generation:
            return
        same_filter = self._filter_of(found.query) == self._filter_of(self.query)
        self.beginResetModel()
        self.snapshot = found
        self._pages = OrderedDict(found.pages)
        self._asked.clear()
        if not same_filter and self.ticks.all_but:
            self.ticks = Ticks()  # “all” meant the old filter
        self.endResetModel()
        self.ticks_changed.emit()
        self.loaded.emit(-1 if found.place is None else found.place)

    @staticmethod
    def _filter_of(query: LedgerQuery) -> tuple[Any, ...]:
        return (query.text, query.conditions, query.removed)

    def row_at(self, place: int) -> LedgerRow | None:
        """The row at a position of the filter; None while its page is not there (it is then asked for)."""
        if not 0 <= place < self.total:
            return None
        page = self._pages.get(place // PAGE)
        if page is None:
            self._want(place // PAGE)
            return None
        self._pages.move_to_end(place // PAGE)
        return page[place % PAGE] if place % PAGE < len(page) else None

    def place_of(self, row_id: int) -> int | None:
        """Position of a row among the pages at hand."""
        for number, page in self._pages.items():
            for at, row in enumerate(page):
                if row.id == row_id:
                    return number * PAGE + at
        return None

    def _want(self, page: int) -> None:
        if page in self._asked:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        if not self._pause.isActive():
            self._pause.start()

    def _fetch(self) -> None:
        pages, self._wanted = self._wanted[-3:], []
        for page in pages:
            self._asked.add(page)
            work = partial(page_at, self._service, self.query, page)
            self._jobs.read(self, work, partial(self._arrive, self._generation, page))

    def _arrive(self, generation: int, number: int, found: LedgerPageData) -> None:
        if generation != self._generation:
            return
        self._asked.discard(number)
        self._pages[number] = found.rows
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first, last = number * PAGE, min(self.total, (number + 1) * PAGE) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
            self.row_arrived.emit(first, last)

    # --- ticks ---------------------------------------------------------------------------
    def set_ticks(self, ticks: Ticks) -> None:
        """Replace the selection."""
        self.ticks = ticks
        if self.total:
            self.dataChanged.emit(self.index(0, TICK_COLUMN), self.index(self.total - 1, TICK_COLUMN))
        self.ticks_changed.emit()

    def turn_tick(self, place: int) -> None:
        """Tick or untick one row."""
        if row := self.row_at(place):
            self.set_ticks(self.ticks.turn(row.id))

    @property
    def ticked_count(self) -> int:
        """How many rows are ticked."""
        return self.ticks.count(self.total)

    # --- columns -------------------------------------------------------------------------
    def set_fields(self, fields: Sequence[FieldSpec]) -> None:
        """Show these columns in this order."""
        self.beginResetModel()
        self.fields = tuple(fields)
        self.endResetModel()

    def column_of(self, key: str) -> int | None:
        """Table column of a field; None while it is hidden."""
        return next((n + 1 for n, f in enumerate(self.fields) if f.key == key), None)

    def field_at(self, column: int) -> FieldSpec | None:
        """The field of a table column; None for the ticks."""
        return self.fields[column - 1] if 0 < column <= len(self.fields) else None

    # --- Qt ------------------------------------------------------------------------------
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The whole filter, so that the scroll bar is honest."""
        return 0 if parent.isValid() else self.total

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Ticks and fields."""
        return 0 if parent.isValid() else len(self.fields) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen; nothing is typed into cells."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, state, tick; a placeholder while the page is on its way."""
        if not index.isValid():
            return None
        spec = self.field_at(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(spec)
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if spec is None:
            return self._tick(row, role)
        if row is None:
            return WAITING if role == Qt.ItemDataRole.DisplayRole and index.column() == 1 else None
        return self._cell(row, spec, role)

    def _tick(self, row: LedgerRow | None, role: int) -> Any:
        ticked = row is not None and self.ticks.has(row.id)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return ("已选" if ticked else "未选") if role == Qt.ItemDataRole.AccessibleTextRole else None

    @staticmethod
    def _cell(row: LedgerRow, spec: FieldSpec, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return row.show(spec, masked=True).replace("\n", " ")
            case _ if role == VALUE:
                kind = spec.states.get(str(row.values.get(spec.key)), "") if spec.states else ""
                return State(kind, row.show(spec)) if kind else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Labels; a funnel where the column is filtered."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        spec = self.field_at(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(spec)
        if spec is None:
            return "选" if role == Qt.ItemDataRole.AccessibleTextRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return spec.label
            case Qt.ItemDataRole.DecorationRole if any(c.key == spec.key for c in self.query.conditions):
                return icon("filter", "select", u(3.5))
            case Qt.ItemDataRole.ToolTipRole:
                return spec.help or spec.label
        return None


def alignment(spec: FieldSpec | None) -> Qt.AlignmentFlag:
    """Numbers stand right, words left."""
    side = Qt.AlignmentFlag.AlignRight if spec is not None and spec.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
