"""A table of the text as a small grid: heads, widths, rows; cells come from Excel with Ctrl+V."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QTableWidget, QTableWidgetItem, QWidget

from ui.kit.controls import button, field, text
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.theme import colour, u

HEADS, WIDTHS, FIRST = 0, 1, 2
RAW = Qt.ItemDataRole.UserRole
MOST_COLUMNS, MOST_ROWS = 60, 2_000
START_ROWS, START_COLUMNS = 3, 3
HINT = "从电子表格复制后按Ctrl+V粘贴，从当前格开始填，行列不够自动加。列宽写相对的数，如1、2、3。"


class TableDialog(Dialog):
    """`made` comes with the table as the exchange form has it."""

    made = Signal(dict)

    def __init__(self, parent: QWidget | None, table: Mapping[str, Any] | None = None) -> None:
        super().__init__(parent, "表格", 180)
        self._table = dict(table or {})
        self.caption = field("表题，可以不填", str(self._table.get("caption") or ""), name="表题")
        self.landscape = QCheckBox("横排整页")
        self.landscape.setChecked(self._table.get("landscape") is True)
        self.grid = QTableWidget(FIRST + START_ROWS, START_COLUMNS)
        self._build()
        self._show(self._table)
        self.finished.connect(self.deleteLater)

    def table(self) -> dict[str, Any]:
        """As it is filled in now."""
        count = self._used_columns()
        rows = [[self._cell(line, n) for n in range(count)] for line in range(FIRST, self.grid.rowCount())]
        while rows and not any(_words(cell) for cell in rows[-1]):
            rows.pop()
        made = {**self._table, "columns": [self._column(n) for n in range(count)], "rows": rows}
        for key, value in (("caption", self.caption.text().strip()), ("landscape", self.landscape.isChecked())):
            if value or key in self._table:
                made[key] = value
        return made

    def paste(self) -> None:
        """Cells of the clipboard from the current cell on."""
        found = list(csv.reader(StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
        top, left = max(0, self.grid.currentRow()), max(0, self.grid.currentColumn())
        lines = [n for n in range(top, top + len(found) + 1) if n != WIDTHS][: len(found)]
        width = max((len(cells) for cells in found), default=0)
        self.grid.setRowCount(min(MOST_ROWS, max(self.grid.rowCount(), *(n + 1 for n in lines), FIRST)))
        self.grid.setColumnCount(min(MOST_COLUMNS, max(self.grid.columnCount(), left + width)))
        for line, cells in zip(lines, found, strict=False):
            for n, words in enumerate(cells):
                self._put(line, left + n, words.strip())
        self._name_rows()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+V in the grid."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste):
                self.paste()
                return True
            if event.key() == Qt.Key.Key_Delete:
                for item in self.grid.selectedItems():
                    item.setText("")
                return True
        return super().eventFilter(watched, event)

    # --- rows and columns ----------------------------------------------------------------
    def add_row(self) -> None:
        """Below the current one."""
        place = max(FIRST, self.grid.currentRow() + 1)
        self.grid.insertRow(place)
        self._name_rows()
        self.grid.setCurrentCell(place, max(0, self.grid.currentColumn()))

    def add_column(self) -> None:
        """Right of the current one."""
        if self.grid.columnCount() < MOST_COLUMNS:
            self.grid.insertColumn(self.grid.currentColumn() + 1)

    def drop_row(self) -> None:
        """The current row of cells; heads and widths stay."""
        if self.grid.currentRow() >= FIRST:
            self.grid.removeRow(self.grid.currentRow())
            self._name_rows()

    def drop_column(self) -> None:
        """The current column; one stays."""
        if self.grid.columnCount() > 1:
            self.grid.removeColumn(max(0, self.grid.currentColumn()))

    # --- cells ---------------------------------------------------------------------------
    def _show(self, table: Mapping[str, Any]) -> None:
        columns, rows = list(table.get("columns") or ()), list(table.get("rows") or ())
        if columns:
            self.grid.setColumnCount(len(columns))
            self.grid.setRowCount(FIRST + max(1, len(rows)))
        for n, column in enumerate(columns):
            raw = column if isinstance(column, Mapping) else {"label": str(column)}
            self._put(HEADS, n, str(raw.get("label") or ""), raw)
            self._put(WIDTHS, n, f"{raw['width']:g}" if "width" in raw else "")
        for line, cells in enumerate(rows, FIRST):
            for n, cell in enumerate(cells):
                self._put(line, n, _words(cell), cell)
        self._name_rows()
        self.grid.setCurrentCell(HEADS, 0)

    def _put(self, line: int, n: int, words: str, raw: Any = None) -> None:
        item = self.grid.item(line, n) or QTableWidgetItem()
        item.setText(words)
        if raw is not None:
            item.setData(RAW, raw)
        if line < FIRST:
            item.setBackground(colour("header"))
        self.grid.setItem(line, n, item)

    def _cell(self, line: int, n: int) -> Any:
        item = self.grid.item(line, n)
        words = item.text() if item else ""
        raw = item.data(RAW) if item else None
        return {**raw, "text": words} if isinstance(raw, Mapping) else words

    def _column(self, n: int) -> dict[str, Any]:
        head, width = self.grid.item(HEADS, n), self.grid.item(WIDTHS, n)
        raw = head.data(RAW) if head else None
        made = {**(raw if isinstance(raw, Mapping) else {}), "label": head.text().strip() if head else ""}
        made.pop("width", None)
        share = _share(width.text() if width else "")
        return made | ({"width": share} if share else {})

    def _used_columns(self) -> int:
        filled = [
            n
            for n in range(self.grid.columnCount())
            if any(_words(self._cell(line, n)) for line in (HEADS, *range(FIRST, self.grid.rowCount())))
        ]
        return max(filled, default=0) + 1

    def _name_rows(self) -> None:
        count = self.grid.rowCount() - FIRST
        self.grid.setVerticalHeaderLabels(["表头", "列宽", *(str(n) for n in range(1, count + 1))])
        for line in (HEADS, WIDTHS):
            for n in range(self.grid.columnCount()):
                if self.grid.item(line, n) is None:
                    self._put(line, n, "")

    def _build(self) -> None:
        self.grid.setAccessibleName("表格内容")
        self.grid.horizontalHeader().hide()
        self.grid.horizontalHeader().setDefaultSectionSize(u(28))
        self.grid.verticalHeader().setDefaultSectionSize(u(8))
        self.grid.setTabKeyNavigation(False)
        self.grid.setMinimumHeight(u(60))
        self.grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.grid.installEventFilter(self)
        acts = (
            ("加一行", "add", self.add_row),
            ("加一列", "add", self.add_column),
            ("删这一行", "delete", self.drop_row),
            ("删这一列", "delete", self.drop_column),
            ("粘贴", "copy", self.paste),
        )
        tools = []
        for words, picture, then in acts:
            act = button(words, picture, "quiet")
            act.clicked.connect(lambda _on=False, then=then: then())
            tools.append(act)
        cancel, done = button("取消", key="Esc"), button("放入正文", "ok", "main")
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self._accept)
        head = row(text("表题", "field"), (self.caption, 1), self.landscape, gap=2)
        self.fill(
            [head, row(*tools, None, gap=1), (self.grid, 1), text(HINT, "caption", wrap=True)], [], [cancel, done]
        )

    def _accept(self) -> None:
        self.grid.setFocus()  # what is being typed in a cell is taken over
        self.made.emit(self.table())
        self.accept()


def _words(cell: Any) -> str:
    return str(cell.get("text") or "") if isinstance(cell, Mapping) else "" if cell is None else str(cell)


def _share(words: str) -> float:
    try:
        found = float(words)
    except ValueError:
        return 0
    return found if 0 < found <= 100 else 0
