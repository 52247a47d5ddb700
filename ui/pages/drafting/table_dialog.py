"""A table of the text in a window of its own: heads, widths, rows; cells come from Excel with Ctrl+V."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QTableView, QWidget

from ui.kit.controls import button, field, text
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.theme import u
from ui.pages.drafting.table_model import HEADS, TableModel

HINT = "从电子表格复制后按Ctrl+V，从当前格开始填，行列不够自动加。列宽写相对的数，如1、2、3；不写就一样宽。"


class TableDialog(Dialog):
    """`made` comes with the table as the exchange form has it."""

    made = Signal(dict)

    def __init__(self, parent: QWidget | None, table: Mapping[str, Any] | None = None) -> None:
        super().__init__(parent, "表格", 180)
        self._table = dict(table or {})
        self.caption = field("可以不填", str(self._table.get("caption") or ""), name="表题")
        self.landscape = QCheckBox("横排整页")
        self.landscape.setChecked(self._table.get("landscape") is True)
        self.model = TableModel(self._table)
        self.grid = QTableView()
        self._build()
        self.finished.connect(self.deleteLater)

    def table(self) -> dict[str, Any]:
        """As it is filled in now."""
        made = {**self._table, "columns": self.model.columns(), "rows": self.model.rows()}
        for key, value in (("caption", self.caption.text().strip()), ("landscape", self.landscape.isChecked())):
            if value or key in self._table:
                made[key] = value
        return made

    def paste(self) -> None:
        """Cells of the clipboard from the current cell on."""
        found = list(csv.reader(StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
        here = self.grid.currentIndex()
        top, left = max(HEADS, here.row()), max(0, here.column())
        self.model.paste(found, top, left)
        self.grid.setCurrentIndex(self.model.index(top, left))

    def add_row(self) -> None:
        """Below the current one."""
        place = self.model.add_row(self.grid.currentIndex().row())
        self.grid.setCurrentIndex(self.model.index(place, max(0, self.grid.currentIndex().column())))

    def add_column(self) -> None:
        """Right of the current one."""
        place = self.model.add_column(self.grid.currentIndex().column())
        self.grid.setCurrentIndex(self.model.index(max(0, self.grid.currentIndex().row()), place))

    def drop_row(self) -> None:
        """The current row."""
        self.model.drop_row(self.grid.currentIndex().row())

    def drop_column(self) -> None:
        """The current column."""
        self.model.drop_column(max(0, self.grid.currentIndex().column()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+V and Del in the grid; Enter opens the cell instead of closing the window."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste):
                self.paste()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.model.clear(self.grid.selectedIndexes())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.grid.currentIndex().isValid():
                self.grid.edit(self.grid.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        grid = self.grid
        grid.setModel(self.model)
        grid.setAccessibleName("表格内容")
        grid.horizontalHeader().hide()
        grid.horizontalHeader().setDefaultSectionSize(u(28))
        grid.verticalHeader().setDefaultSectionSize(u(8))
        grid.setTabKeyNavigation(False)
        grid.setMinimumHeight(u(60))
        grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        grid.installEventFilter(self)
        grid.setCurrentIndex(self.model.index(HEADS, 0))
        cancel, done = button("取消", key="Esc"), button("放入正文", "ok", "main")
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self._accept)
        head = row(text("表题", "field"), (self.caption, 1), self.landscape, gap=2)
        tools = row(*self._tools(), None, gap=1)
        self.fill([head, tools, (grid, 1), text(HINT, "caption", wrap=True)], [], [cancel, done])
        grid.setFocus()

    def _tools(self) -> list[QWidget]:
        acts = (
            ("加一行", "add", self.add_row),
            ("加一列", "add", self.add_column),
            ("删这一行", "delete", self.drop_row),
            ("删这一列", "delete", self.drop_column),
            ("粘贴", "copy", self.paste),
        )
        found: list[QWidget] = []
        for words, picture, then in acts:
            act = button(words, picture, "quiet")
            act.clicked.connect(lambda _on=False, then=then: then())
            found.append(act)
        return found

    def _accept(self) -> None:
        self.grid.setFocus()  # what is being typed in a cell is taken over
        self.made.emit(self.table())
        self.accept()
