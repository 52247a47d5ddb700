"""The plan's text, coloured; a click tells which character it met, a task can be shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QLabel, QMenu, QTextEdit

from ui.kit import theme
from ui.kit.controls import text
from ui.kit.icons import icon
from ui.kit.keys import native
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR
from ui.pages.plan_check.acts import TEXT_ACTS
from ui.pages.plan_check.sheet import LIMIT, NUMBER, UNIT, UNSURE, Mark, Sheet, SheetTask

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
MARKS_AT_ONCE = 150  # as many as are coloured without the window standing still
KEYS = {QKeySequence(act.key).toString(): act.name for act in TEXT_ACTS}


def legend_mark(kind: str) -> QLabel:
    """A sample of one colour, as it stands in the text."""
    ground, ink, line = INK[kind]
    made = text(WORDS[kind], "caption")
    made.setStyleSheet(
        f"background:{COLOUR[ground]}; color:{COLOUR[ink]}; padding:1px {u(1.5)}px;"
        f" border-bottom:2px {EDGES[line]} {COLOUR[ink]};"
    )
    return made


def widths(words: str) -> Sequence[int]:
    """Position in a QTextDocument of each character and of the end: a line end is one, signs beyond U+FFFF two."""
    if "\r" not in words and (not words or max(words) <= "\uffff"):
        return range(len(words) + 1)  # all but a few plans
    sizes = (
        0 if sign == "\r" and words[n + 1 : n + 2] == "\n" else 2 if ord(sign) > 0xFFFF else 1
        for n, sign in enumerate(words)
    )
    return list(accumulate(sizes, initial=0))


class SourceView(QTextEdit):
    """Read only. `place_chosen` is an offset into the sheet's text, `act_wanted` the name of an act of `acts`."""

    place_chosen = Signal(int)
    act_wanted = Signal(str)

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
        self.changeable = True
        self._at: Sequence[int] = range(1)
        self._text: str | None = None
        self._marks: set[Mark] = set()
        self._todo: list[Mark] = []
        self._telling = True
        self._colouring = QTimer(self)
        self._colouring.setInterval(0)
        self._colouring.timeout.connect(self._colour_some)
        self.cursorPositionChanged.connect(self._moved)

    def show_sheet(self, sheet: Sheet) -> None:
        """Another text with its colours, from the top; of the same text only what changed is coloured anew."""
        marks = set(sheet.marks)
        self.changeable = sheet.loaded is not None
        if sheet.text == self._text:
            self._recolour(marks)
            return
        self._telling = False
        self._text, self._marks = sheet.text, set()
        self._at = widths(sheet.text)
        self.setExtraSelections([])
        self.clear()
        cursor = QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(block)  # every line that is put in takes it over
        cursor.insertText(sheet.text.replace("\r\n", "\n").replace("\r", "\n"), QTextCharFormat())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._telling = True
        self._recolour(marks)

    def _recolour(self, marks: set[Mark]) -> None:
        """The first screens at once, a long plan's rest as soon as the window has time."""
        gone = sorted(self._marks - marks - set(self._todo), key=lambda mark: mark.start)
        self._todo = sorted(marks - (self._marks - set(self._todo)), key=lambda mark: -mark.start)
        self._marks = marks
        self._paint([(mark, QTextCharFormat()) for mark in gone])
        self._colour_some()

    def _colour_some(self) -> None:
        now = [self._todo.pop() for _n in range(min(MARKS_AT_ONCE, len(self._todo)))]
        self._paint([(mark, _look(mark.kind)) for mark in now])
        if self._todo:
            self._colouring.start()
        else:
            self._colouring.stop()

    def _paint(self, looks: list[tuple[Mark, QTextCharFormat]]) -> None:
        if not looks:
            return
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for mark, look in looks:
            cursor.setPosition(self._at[mark.start])
            cursor.setPosition(self._at[mark.end], QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(look)
        cursor.endEditBlock()

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

    def stretch(self) -> tuple[int, int]:
        """Offsets of what is marked, the end excluded; where nothing is, from the cursor to the end of its line."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        return self._offset(cursor.selectionStart()), self._offset(cursor.selectionEnd())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of an act settles what was marked; the rest moves the cursor."""
        name = KEYS.get(QKeySequence(event.keyCombination()).toString())
        if name is None:
            super().keyPressEvent(event)
        elif self.changeable:
            self.act_wanted.emit(name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """All acts with their keys."""
        menu = self.acts_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def acts_menu(self) -> QMenu:
        """What can be done with the marked words; their keys are answered by the text itself."""
        menu = QMenu(self)
        for act in TEXT_ACTS:
            if act.line_before:
                menu.addSeparator()
            entry = menu.addAction(icon(act.picture), f"{act.words}\t{native(act.key)}")
            entry.setEnabled(self.changeable)
            entry.triggered.connect(lambda _checked=False, name=act.name: self.act_wanted.emit(name))
        return menu

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
        if self._telling:
            self.place_chosen.emit(self._offset(self.textCursor().selectionStart()))


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
