"""The table of a ledger: rows as the tokens say, first columns that stay, and the keys of a ledger."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from services.spec import FieldSpec, Kind
from ui.kit import theme
from ui.kit.ledger_model import TICK_COLUMN, LedgerModel
from ui.kit.parts import chip_width, paint_chip
from ui.kit.table import VALUE, State
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR

TICK_WIDTH = 7.5  # units
SHORTEST, SHORT = 8, 14  # characters that a column of words keeps
ELASTIC = (Kind.LONG_TEXT, Kind.TEXT, Kind.REFERENCE)


class LedgerCells(QStyledItemDelegate):
    """State chips; everything else as the style draws it, without the dotted focus."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """No focus frame: the row is ringed instead."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A chip for a state."""
        value = index.data(VALUE)
        if not isinstance(value, State):
            super().paint(painter, option, index)
            return
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        view: QWidget = option.widget  # type: ignore[attr-defined]
        area: QRect = option.rect  # type: ignore[attr-defined]
        blank.text = ""  # type: ignore[attr-defined]
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, painter, view)
        paint_chip(painter, area.adjusted(u(2), 0, -u(1), 0), value.kind, value.word, view.devicePixelRatioF())


class RowsView(QTableView):
    """Hairlines under rows, one selected row, a ring round it while the table has the keyboard."""

    def __init__(self, name: str, height: float = 8) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(LedgerCells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # letters jump; no composing here
        upright, across = self.verticalHeader(), self.horizontalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setMinimumSectionSize(u(4))
        upright.setDefaultSectionSize(u(height))
        across.setHighlightSections(False)
        across.setMinimumSectionSize(u(6))
        across.setSectionsClickable(True)
        across.setFixedHeight(u(9.5))
        self.ringed: QWidget = self  # the view whose focus the ring shows

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells, then hairlines, then the ring."""
        super().paintEvent(event)
        if self.model() is None:
            return
        painter = QPainter(self.viewport())
        painter.setPen(colour("line"))
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        for n in range(max(0, first), (last if last >= 0 else self.model().rowCount() - 1) + 1):
            y = self.rowViewportPosition(n) + self.rowHeight(n) - 1
            painter.drawLine(0, y, self.viewport().width(), y)
        here = self.currentIndex()
        if self.ringed.hasFocus() and here.isValid():
            y, height = self.rowViewportPosition(here.row()), self.rowHeight(here.row())
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(1, y, self.viewport().width() - 2 if self.ringed is self else u(500), height - 1)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """Never below 24 units high."""
        return QSize(u(60), u(24))


class LedgerTable(RowsView):
    """Emits what the keys mean; the page knows what to do. The first columns stay when scrolled sideways."""

    row_changed = Signal(int)
    open_requested = Signal()
    letters_typed = Signal(str)
    sort_requested = Signal(int)
    filter_requested = Signal(int)
    columns_resized = Signal()

    def __init__(self, model: LedgerModel, name: str) -> None:
        super().__init__(name)
        self.setObjectName("table")
        self._model = model
        self._widths: dict[str, int] = {}
        self._frozen_count = 1
        self._placing = False
        self.setModel(model)
        self._frozen = RowsView(name)
        self._make_frozen()
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.filter_requested.emit(header.logicalIndexAt(at)))
        header.sectionClicked.connect(self._header_clicked)
        header.sectionResized.connect(self._resized)
        model.modelReset.connect(self.place_columns)
        self.doubleClicked.connect(self._double_clicked)
        self.selectionModel().currentRowChanged.connect(lambda now, _old: self.row_changed.emit(now.row()))
        self.place_columns()

    # --- columns -------------------------------------------------------------------------
    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Widths that the clerk chose, in pixels by field key."""
        self._widths = dict(widths)
        self.place_columns()

    def widths(self) -> dict[str, int]:
        """Only what the clerk changed."""
        return dict(self._widths)

    def set_frozen(self, count: int) -> None:
        """How many columns stay (beside the ticks)."""
        self._frozen_count = max(0, count)
        self.place_columns()

    @property
    def frozen_count(self) -> int:
        """How many columns stay."""
        return self._frozen_count

    def natural_width(self, spec: FieldSpec) -> int:
        """Characters of the description, never narrower than the heading with its sort mark."""
        metrics, heading = QFontMetrics(theme.font("body", bold=True)), self._heading_width(spec)
        if spec.states and spec.choices:
            longest = max(spec.choices.values(), key=len)
            return max(chip_width(QFontMetrics(theme.font("caption")), longest) + u(4), heading)
        return max(round(metrics.horizontalAdvance("中") * spec.width_chars) + u(4), heading)

    @staticmethod
    def _heading_width(spec: FieldSpec) -> int:
        return QFontMetrics(theme.font("body", bold=True)).horizontalAdvance(spec.label) + u(4) + u(7.5)

    def place_columns(self) -> None:
        """Give every column its width; one column of words takes what is left over."""
        if self._placing:
            return
        self._placing = True
        fields = self._model.fields
        wanted = [self._widths.get(f.key, self.natural_width(f)) for f in fields]
        room = self.viewport().width() - u(TICK_WIDTH) - sum(wanted)
        elastic = self._elastic(fields)
        if elastic is not None and room > 0:
            wanted[elastic] += room
        elif room < 0:
            self._squeeze(fields, wanted, -room)
        self.setColumnWidth(TICK_COLUMN, u(TICK_WIDTH))
        for n, width in enumerate(wanted, start=1):
            self.setColumnWidth(n, width)
        self._placing = False
        self._place_frozen()

    def _elastic(self, fields: tuple[FieldSpec, ...]) -> int | None:
        free = [n for n, f in enumerate(fields) if f.kind in ELASTIC and not f.states and f.key not in self._widths]
        return max(free, key=lambda n: (fields[n].width_chars, -n), default=None)

    def _squeeze(self, fields: tuple[FieldSpec, ...], wanted: list[int], missing: int) -> None:
        """Long words give up room, all the same share, down to a few characters where that saves the table from
        scrolling sideways, and otherwise only what is very long."""
        spare = self._spare(fields, wanted, SHORTEST)
        if sum(spare.values()) < missing:
            spare = self._spare(fields, wanted, SHORT)
        total = sum(spare.values())
        for n, room in spare.items():
            wanted[n] -= min(room, room * missing // max(1, total) + 1)

    def _spare(self, fields: tuple[FieldSpec, ...], wanted: list[int], chars: int) -> dict[int, int]:
        least = QFontMetrics(theme.font()).horizontalAdvance("中" * chars) + u(4)
        return {
            n: max(0, wanted[n] - max(least, self._heading_width(f)))
            for n, f in enumerate(fields)
            if f.kind in ELASTIC and not f.states and f.key not in self._widths
        }

    def _resized(self, column: int, _old: int, width: int) -> None:
        spec = self._model.field_at(column)
        if self._placing or spec is None:
            return
        self._widths[spec.key] = width
        self._place_frozen()
        self.columns_resized.emit()

    # --- columns that stay ---------------------------------------------------------------
    def _make_frozen(self) -> None:
        view = self._frozen
        view.setParent(self)
        view.setModel(self._model)
        view.setSelectionModel(self.selectionModel())
        view.ringed = self
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setObjectName("frozen")
        for policy in (view.setHorizontalScrollBarPolicy, view.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(self.verticalScrollMode())
        edge = f"border: none; border-right: 1px solid {COLOUR['line_strong']};"
        view.setStyleSheet(f"QTableView#frozen {{ {edge} }}")
        view.horizontalHeader().sectionClicked.connect(self._header_clicked)
        view.doubleClicked.connect(self._double_clicked)
        view.pressed.connect(lambda _index: self.setFocus(Qt.FocusReason.MouseFocusReason))
        view.clicked.connect(self._clicked)
        self.clicked.connect(self._clicked)
        self.verticalScrollBar().valueChanged.connect(view.verticalScrollBar().setValue)
        view.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._place_frozen())
        view.hide()

    def _place_frozen(self) -> None:
        """Shown only while the table is scrolled sideways: at rest both would draw the same."""
        staying = self._frozen_count + 1
        shown = self._frozen_count > 0 and self.horizontalScrollBar().value() > 0
        self._frozen.setVisible(shown)
        if not shown:
            return
        width = 0
        for column in range(self._model.columnCount()):
            self._frozen.setColumnHidden(column, column >= staying)
            if column < staying:
                self._frozen.setColumnWidth(column, self.columnWidth(column))
                width += self.columnWidth(column)
        edge = self.frameWidth()
        height = self.viewport().height() + self.horizontalHeader().height()
        self._frozen.setGeometry(edge, edge, min(width, self.viewport().width() - u(20)), height)
        self._frozen.verticalScrollBar().setValue(self.verticalScrollBar().value())
        self._frozen.raise_()

    # --- rows ----------------------------------------------------------------------------
    def select_place(self, place: int, *, centre: bool = False) -> None:
        """Make the row at a position the current one."""
        if not 0 <= place < self._model.total:
            return
        column = max(1, self.currentIndex().column())
        index = self._model.index(place, min(column, self._model.columnCount() - 1))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        hint = QAbstractItemView.ScrollHint
        bar = self.horizontalScrollBar().value()
        self.scrollTo(index, hint.PositionAtCenter if centre else hint.EnsureVisible)
        self.horizontalScrollBar().setValue(bar)

    def show_sort(self, key: str, descending: bool) -> None:
        """The arrow in the heading."""
        column = self._model.column_of(key)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(-1 if column is None else column, order)

    def _header_clicked(self, column: int) -> None:
        if self._model.field_at(column) is not None:
            self.sort_requested.emit(column)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TICK_COLUMN:
            self._model.turn_tick(index.row())

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() != TICK_COLUMN:
            self.open_requested.emit()

    # --- keys and mouse ------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last row; Space ticks; letters jump."""
        key, held = event.key(), event.modifiers()
        plain = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        letter = event.text()
        if key == Qt.Key.Key_Home and plain:
            self.select_place(0)
        elif key == Qt.Key.Key_End and plain:
            self.select_place(self._model.total - 1)
        elif key == Qt.Key.Key_Space and plain:
            self._model.turn_tick(self.currentIndex().row())
        elif plain and letter and (letter.isalnum() or letter > "\u3000"):
            self.letters_typed.emit(letter.lower())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.open_requested.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def keyboardSearch(self, search: str) -> None:
        """Qt's own search would read 100,000 rows on the window's thread; the page has a better one."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The elastic column follows the window."""
        super().resizeEvent(event)
        self.place_columns()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a tick box is two ticks, not an opening."""
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK_COLUMN:
            self._model.turn_tick(index.row())
