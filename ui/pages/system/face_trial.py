"""试一试: type a name and see which face draws each character."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from services.printing.face_report import CharLine, trace, trace_sentence
from services.printing.faces import Style, load_faces
from ui.jobs import Jobs
from ui.kit.controls import field, text
from ui.kit.layout import col, row
from ui.kit.table import Column, Rows, State, Table

CHARS = (Column("字", 3), Column("编码", 6), Column("由哪个字体画", 12, stretch=True), Column("状态", 7))
DRAWN, HELPED, NOWHERE = State("done", "正常"), State("info", "代画"), State("error", "没有这个字")
ADVICE = "输入人名、地名，看有没有打印不出来的字。"
LONGEST = 500
PAUSE_MS = 250


class FaceTrial(QWidget):
    """Follows the style that the page shows."""

    shown = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs, self._style = jobs, Style.BODY
        self.typed = field("输入人名或一段文字", name="试一试的文字")
        self.typed.setMaxLength(LONGEST)
        self.typed.setClearButtonEnabled(True)
        self.said = text(ADVICE, "hint", wrap=True)
        self.chars = Rows(CHARS, [])
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.typed.textChanged.connect(lambda _words: self._pause.start())
        table = Table(CHARS, self.chars, "每个字由哪个字体画")
        self.setLayout(col(row(text("试一试", "section"), (self.typed, 1), gap=3), self.said, (table, 1), gap=1.5))

    def show_style(self, style: Style) -> None:
        """Look at the same text in another style."""
        self._style = style
        self.look()

    def look(self) -> None:
        """Ask for every character that is typed now."""
        self._pause.stop()
        words, style = self.typed.text(), self._style
        work = partial(_trace, style, words)
        self._jobs.read(self, work, partial(self._show, style, words))

    def _show(self, style: Style, words: str, lines: Sequence[CharLine]) -> None:
        if (style, words) != (self._style, self.typed.text()):
            return  # typed on meanwhile
        rows = [[line.char, f"U+{ord(line.char):04X}", line.serves, _state(line)] for line in lines]
        self.chars.replace(sorted(rows, key=lambda cells: (DRAWN, HELPED, NOWHERE).index(cells[3]), reverse=True))
        self.said.setText(trace_sentence(style, lines) or ADVICE)
        self.shown.emit()


def _trace(style: Style, words: str) -> Sequence[CharLine]:
    return trace(load_faces(), style, words)


def _state(line: CharLine) -> State:
    if not line.serves:
        return NOWHERE
    return DRAWN if line.leading else HELPED
