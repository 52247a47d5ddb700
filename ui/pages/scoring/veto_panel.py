"""Vetoes first: one button for each head, saying how many were found; the middle of the page lists them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from ui.kit.icons import icon
from ui.kit.parts import button, col, keycap, row, text
from ui.kit.theme import u
from ui.pages.scoring.sheet_lines import Line
from ui.pages.scoring.sheet_model import MarksEditor


class VetoPanel(QFrame):
    """Emits the key of the head that was chosen."""

    line_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self._grid = QGridLayout()
        self._grid.setSpacing(u(1.5))
        self._columns = 0
        self.heads: dict[str, QPushButton] = {}
        self._found = text("", "error")
        title = row(
            text("否决项", "strong"),
            text("有一条即定结果", "caption"),
            None,
            self._found,
            keycap("F"),
            text("判定", "caption"),
            gap=1.5,
        )
        self.setLayout(col(title, self._grid, gap=1.5, pad=(3, 2)))

    def serve(self, lines: Sequence[Line]) -> None:
        """The heads of another standard."""
        for old in self.heads.values():
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.heads = {}
        for line in lines:
            made = button(line.name, "ok")
            made.setCheckable(True)
            made.setMinimumWidth(u(20))  # below its words, so that the panel may become narrow and use fewer columns
            made.clicked.connect(lambda _on, key=line.key: self.line_chosen.emit(key))
            self.heads[line.key] = made
        self._columns = 0
        self._arrange()
        self.setVisible(bool(lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """As many heads side by side as their words allow, two at least, three at most."""
        needed = max((made.sizeHint().width() for made in self.heads.values()), default=1) + self._grid.spacing()
        columns = max(2, min(3, (self.width() - u(5)) // needed))
        if columns == self._columns:
            return
        self._columns = columns
        for n, made in enumerate(self.heads.values()):
            self._grid.addWidget(made, n // columns, n % columns)
        for n in range(3):
            self._grid.setColumnStretch(n, 1 if n < columns else 0)

    def refresh(self, editor: MarksEditor, current: str) -> None:
        """Show how many were found under each head, and which head is open."""
        total = 0
        for key, made in self.heads.items():
            line = editor.line(key)
            count = sum(editor.mark(key, entry.id).on for entry in line.entries)
            total += count
            made.setText(f"{line.name}　{f'{count}条' if count else '无'}")
            made.setIcon(icon("st-error" if count else "ok", "late" if count else "text2", u(4.5), air=u(1)))
            made.setAccessibleName(f"否决项，{line.name}，{f'{count}条' if count else '无'}")
            made.setChecked(key == current)
        self._found.setText(f"{total}条" if total else "")
