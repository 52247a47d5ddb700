"""Which column of the sheet brings which field: shown, and correctable before anything is checked by eye."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from services.spec import LedgerSpec
from ui.kit.editors import StillComboBox
from ui.kit.parts import button, col, glyph, holder, panel, rolling, row, text
from ui.kit.theme import u

LEFT_OUT = "不导入"


class MappingView(QWidget):
    """Emits the whole correction (column letter → field key or None)."""

    applied = Signal(dict)
    back = Signal()

    def __init__(self, spec: LedgerSpec, reading: Any) -> None:
        super().__init__()
        self.boxes: dict[str, QComboBox] = {}
        self._old: dict[str, str | None] = {c.letter: c.name for c in reading.mapping.columns}
        self._spec = spec
        grid = QGridLayout()
        grid.setHorizontalSpacing(u(3))
        grid.setVerticalSpacing(u(1.5))
        for n, words in enumerate(("列", "表头原文", "", "对应的字段")):
            grid.addWidget(text(words, "strong"), 0, n)
        for line, column in enumerate(reading.mapping.columns, start=1):
            box = self._box(column)
            grid.addWidget(text(column.letter, "hint"), line, 0)
            grid.addWidget(text(column.header or "（空白）", wrap=True), line, 1)
            grid.addWidget(glyph("st-done" if column.name else "st-na", "done" if column.name else "text2"), line, 2)
            grid.addWidget(box, line, 3)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        self._missing = text("", "error", wrap=True)
        use, leave = button("按这个对应读取", "ok", "main"), button("返回预览")
        use.setObjectName("use_mapping")
        use.clicked.connect(lambda: self.applied.emit(self.choices()))
        leave.clicked.connect(self.back)
        head = text(
            f"表头在第{reading.header_row}行。核对每一列对应的字段，不需要的列选“{LEFT_OUT}”。", "hint", wrap=True
        )
        foot = row(self._missing, None, leave, use)
        self.setLayout(col(head, (panel(rolling(holder(grid), None, name="列对应")), 1), foot))
        self._show_missing()

    def choices(self) -> dict[str, str | None]:
        """Only what was changed, so that the rest stays as it was recognised."""
        return {
            letter: box.currentData() for letter, box in self.boxes.items() if box.currentData() != self._old[letter]
        }

    def missing(self) -> list[str]:
        """Required fields that no column brings."""
        chosen: Mapping[str, Any] = {box.currentData(): True for box in self.boxes.values()}
        return [f.label for f in self._spec.import_fields if f.required and f.key not in chosen]

    def _box(self, column: Any) -> QComboBox:
        box = StillComboBox()
        box.setAccessibleName(f"{column.letter}列{column.header}对应的字段")
        box.addItem(LEFT_OUT, None)
        for spec in self._spec.import_fields:
            box.addItem(spec.label + (" *" if spec.required else ""), spec.key)
        box.setCurrentIndex(max(0, box.findData(column.name)) if column.name else 0)
        box.currentIndexChanged.connect(lambda _n: self._show_missing())
        self.boxes[column.letter] = box
        return box

    def _show_missing(self) -> None:
        names = self.missing()
        self._missing.setText(f"还没有列对应必填的字段：{'、'.join(names)}。" if names else "")
