"""Which columns a ledger shows, in which order, and how many stay when it is scrolled sideways."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from services.spec import FieldSpec, LedgerSpec
from ui.kit.parts import button, choice, col, row, text
from ui.kit.theme import u

MOST_FROZEN = 3


class ColumnChooser(QFrame):
    """A popup under its button; every change takes effect at once."""

    changed = Signal(tuple, int)
    reset = Signal()

    def __init__(self, spec: LedgerSpec, shown: Sequence[FieldSpec], frozen: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("box", "panel")
        self.setAccessibleName("列设置")
        self.list = QListWidget()
        self.list.setAccessibleName("要显示的列")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        keys = [f.key for f in shown]
        for found in [*shown, *(f for f in spec.columns if f.key not in keys)]:
            item = QListWidgetItem(found.label, self.list)
            item.setData(Qt.ItemDataRole.UserRole, found.key)
            item.setCheckState(Qt.CheckState.Checked if found.key in keys else Qt.CheckState.Unchecked)
        self.frozen = choice(*("不固定", *(f"固定前{n}列" for n in range(1, MOST_FROZEN + 1))), name="固定的列")
        self.frozen.setCurrentIndex(min(frozen, MOST_FROZEN))
        up, down, first = button("上移", "arrow-up", "quiet"), button("下移", "arrow-down", "quiet"), button("恢复原样")
        up.clicked.connect(lambda: self.move_row(-1))
        down.clicked.connect(lambda: self.move_row(1))
        first.clicked.connect(self._reset)
        self._words = text("", "caption", wrap=True)
        self.list.setSpacing(u(0.5))
        self.list.setMinimumSize(u(56), u(60))
        self._words.hide()
        self.setLayout(
            col(
                text("列设置", "strong"),
                self.list,
                self._words,
                row(up, down, None),
                row(self.frozen, None, first),
                pad=(3,),
            )
        )
        self.list.itemChanged.connect(lambda _item: self._emit())
        self.list.model().rowsMoved.connect(lambda *_where: self._emit())
        self.frozen.currentIndexChanged.connect(lambda _n: self._emit())

    def open_under(self, opener: QWidget) -> None:
        """Right edges in line."""
        self.adjustSize()
        corner = opener.mapToGlobal(QPoint(opener.width() - self.width(), opener.height() + 1))
        self.move(max(0, corner.x()), corner.y())
        self.show()
        self.list.setFocus()

    def move_row(self, by: int) -> None:
        """The marked column one place up or down."""
        here = self.list.currentRow()
        there = here + by
        if here >= 0 and 0 <= there < self.list.count():
            self.list.blockSignals(True)
            item = self.list.takeItem(here)
            self.list.insertItem(there, item)
            self.list.setCurrentRow(there)
            self.list.blockSignals(False)
            self._emit()

    def chosen(self) -> tuple[str, ...]:
        """Keys of the ticked columns in their order."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return tuple(i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Qt.CheckState.Checked)

    def _emit(self) -> None:
        keys = self.chosen()
        self._words.setText("" if keys else "至少要显示一列。")
        self._words.setVisible(not keys)
        if keys:
            self.changed.emit(keys, self.frozen.currentIndex())

    def _reset(self) -> None:
        self.close()
        self.reset.emit()
