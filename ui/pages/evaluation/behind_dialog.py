"""The records behind a number; Enter goes to one of them in its ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from services.evaluation.figures import Listed
from ui.kit.controls import button, text
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.table import Column
from ui.kit.theme import u
from ui.pages.indicators.pick_table import PickTable

COLUMNS = (Column("事项", 16, stretch=True), Column("单位", 11), Column("情况", 17))


class BehindDialog(Dialog):
    """`open_row` gets page and row of the record that was chosen."""

    def __init__(
        self, parent: QWidget | None, title: str, listed: Sequence[Listed], open_row: Callable[[str, int], None]
    ) -> None:
        super().__init__(parent, title, 180)
        self.listed, self._open = listed, open_row
        self.table = PickTable(COLUMNS, "明细")
        self.table.setMinimumHeight(u(80))
        self.table.opened.connect(self._opened)
        self.table.show_rows([[each.title, each.unit, each.words] for each in listed])
        copy, close = button("复制", "copy"), button("关闭", kind="main", key="Esc")
        copy.clicked.connect(self.table.copy_all)
        close.clicked.connect(self.accept)
        head = row(text(title, "section"), None, text(f"{len(listed):,}条", "hint"))
        hint = "双击或按Enter，到台账里查看。" if listed else "这个数后面没有记录。"
        self.fill((head, (self.table, 1)), (text(hint, "hint"),), (copy, close))
        self.table.setFocus()
        self.finished.connect(self.deleteLater)

    def _opened(self, place: int) -> None:
        self.accept()
        self._open(self.listed[place].page, self.listed[place].row_id)
