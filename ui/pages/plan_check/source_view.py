"""The plan's text, coloured; a click tells which character it met, a task can be shown."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QTextEdit

from ui.kit import theme
from ui.kit.controls import text
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR
from ui.pages.plan_check.sheet import LIMIT, NUMBER, UNIT, UNSURE, Sheet, SheetTask

Line = QTextCharFormat.UnderlineStyle
INK = {
    NUMBER: ("accent_soft", "accent", Line.NoUnderline),
    UNIT: ("run_soft", "run", Line.SingleUnderline),
    LIMIT: ("done_soft", "done", Line.DashUnderline),
    UNSURE: ("due_soft", "due", Line.WaveUnderline),
}
EDGES = {
    Line.NoUnderline: "none",
    Line.SingleUnderline: "solid",
    Line.DashUnderline: "dashed",
    Line.WaveUnderline: "dotted",
}
WORDS = {NUMBER: "序号", UNIT: "单位", LIMIT: "时限", UNSURE: "有疑问"}
LINE_HEIGHT = 150


def legend_mark(kind: str) -> QLabel:
    """A sample of one colour, as it stands in the text."""
    ground, ink, line = INK[kind]
    made = text(WORDS[kind], "caption")
    made.setStyleSheet(
        f"background:{COLOUR[ground]}; color:{COLOUR[ink]}; padding:1px {u(1.5)}px;"
        f" border-bottom:2px {EDGES[line]} {COLOUR[ink]};"
    )
    return made


def widths(words: str) -> list[int]:
    """Position in a QTextDocument of each character and of the end: a line end is one, signs beyond U+FFFF two."""
    sizes = (
        0 if sign == "\r" and words[n + 1 : n + 2] == "\n" else 2 if ord(sign) > 0xFFFF else 1
        for n, sign in enumerate(words)
    )
    return list(accumulate(sizes, initial=0))


class SourceView(QTextEdit):
    """Read only. `place_chosen` is an offset into the sheet's text; the others are the keys D, S and C."""

    place_chosen = Signal(int)
    unit_wanted = Signal()
    limit_wanted = Signal()
    split_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName("计划原文")
        self.setProperty("plain", True)
        self.document().setDocumentMargin(u(1))
        self.setUndoRedoEnabled(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self._at: list[int] = [0]
        self._telling = True
        self.cursorPositionChanged.connect(self._moved)

    def show_sheet(self, sheet: Sheet) -> None:
        """Another text with its colours, from the top."""
        self._telling = False
        self._at = widths(sheet.text)
        self.setExtraSelections([])
        self.setPlainText(sheet.text)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(block)
        for mark in sheet.marks:
            cursor.setPosition(self._at[mark.start])
            cursor.setPosition(self._at[mark.end], QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(_look(mark.kind))
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._telling = True

    def show_task(self, task: SheetTask, *, follow: bool = True) -> None:
        """Light up the stretch of one task; with `follow` roll it into sight."""
        chosen = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._at[min(task.start, len(self._at) - 1)])
        first = QTextCursor(cursor)
        cursor.setPosition(self._at[min(task.end, len(self._at) - 1)], QTextCursor.MoveMode.KeepAnchor)
        chosen.cursor = cursor  # type: ignore[attr-defined]
        look = QTextCharFormat()
        look.setBackground(colour("select_soft"))
        chosen.format = look  # type: ignore[attr-defined]
        self.setExtraSelections([chosen])
        if follow:
            self._telling = False
            end = QTextCursor(self.document())
            end.setPosition(cursor.selectionEnd())
            self.setTextCursor(end)
            self.setTextCursor(first)
            self._telling = True
            QTimer.singleShot(0, self, self._into_sight)

    def _into_sight(self) -> None:
        """The beginning of the lit stretch in the upper third, unless all of it is in sight already."""
        found = self.extraSelections()
        if not found:
            return
        end = QTextCursor(self.document())
        end.setPosition(found[0].cursor.selectionEnd())  # type: ignore[attr-defined]
        top, bottom, height = self.cursorRect().top(), self.cursorRect(end).bottom(), self.viewport().height()
        if top < 0 or bottom > height:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + top - height // 4)

    def place(self) -> int:
        """Offset at which the cursor stands."""
        return self._offset(self.textCursor().position())

    def marked(self) -> tuple[int, str]:
        """Offset and words of what is marked; no words where nothing is."""
        cursor = self.textCursor()
        return self._offset(cursor.selectionStart()), cursor.selectedText().replace("\u2029", "\n")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """D, S and C settle what was marked; the rest moves the cursor."""
        keys = {
            Qt.Key.Key_D: self.unit_wanted,
            Qt.Key.Key_S: self.limit_wanted,
            Qt.Key.Key_C: self.split_wanted,
        }
        wanted = keys.get(Qt.Key(event.key()))
        if wanted is not None and not event.modifiers():
            wanted.emit()
        else:
            super().keyPressEvent(event)

    def lit(self) -> tuple[int, int]:
        """Offsets of the stretch that is lit; (0, 0) where none is."""
        found = self.extraSelections()
        if not found:
            return (0, 0)
        cursor = found[0].cursor  # type: ignore[attr-defined]
        return self._offset(cursor.selectionStart()), self._offset(cursor.selectionEnd())

    def _offset(self, position: int) -> int:
        return bisect_right(self._at, position) - 1

    def _moved(self) -> None:
        if self._telling and not self.textCursor().hasSelection():
            self.place_chosen.emit(self._offset(self.textCursor().position()))


def _look(kind: str) -> QTextCharFormat:
    ground, ink, line = INK[kind]
    made = QTextCharFormat()
    made.setForeground(colour(ink))
    made.setBackground(colour(ground))
    made.setUnderlineStyle(line)
    made.setUnderlineColor(colour(ink))
    if kind == NUMBER:
        made.setFontWeight(theme.font(bold=True).weight() or QFont.Weight.DemiBold)
    return made
