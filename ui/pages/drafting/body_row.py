"""One paragraph of a draft: its level, its words, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QWidget

from services.documents.pasted import pasted_paragraphs
from ui.kit.controls import Growing, button, glyph, text, tool
from ui.kit.layout import row
from ui.kit.theme import u

LEVELS = ("正文", "一级标题", "二级标题", "三级", "四级")
LEVEL_WIDTH = 28
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Words(Growing):
    """The words of one paragraph. What concerns its neighbours is asked for by signals."""

    split_wanted = Signal(str)
    join_wanted = Signal(bool)
    level_wanted = Signal(int)
    lines_pasted = Signal(list)
    neighbour_wanted = Signal(int)
    entered = Signal()

    def __init__(self, words: str, name: str) -> None:
        super().__init__(words, name)
        self.setUndoRedoEnabled(False)  # the draft as a whole takes steps back
        self._came_by_tab = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming with Tab, the next Tab goes on; only after a key or a click does it change the level."""
        self._came_by_tab = event.reason() in BY_TAB
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._came_by_tab = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._changes_level(event):
            self.level_wanted.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
            return
        self._came_by_tab = False
        if self._moves_on(event) or self._joins(event):
            return
        if event.key() in ENTER and not event.modifiers() & HELD and not self.isReadOnly():
            self.split_wanted.emit(self._take_tail())
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab at the very start belongs to the paragraph, before the focus takes it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._changes_level(event):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Several lines become several paragraphs; anything else is words."""
        found = pasted_paragraphs(source.text()) if source.hasText() else []
        if self.isReadOnly() or not found:
            return
        if len(found) == 1 and "\n" not in source.text().strip():
            self.insertPlainText(source.text().strip("\r\n"))
        else:
            self.lines_pasted.emit(found)

    def _changes_level(self, event: QKeyEvent) -> bool:
        start = self.textCursor().atBlockStart() and self.textCursor().position() == 0
        free = not self._came_by_tab and not self.isReadOnly() and not self.textCursor().hasSelection()
        return event.key() in TABS and start and free and not event.modifiers() & HELD

    def _moves_on(self, event: QKeyEvent) -> bool:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not by or event.modifiers() & (HELD | Qt.KeyboardModifier.ShiftModifier):
            return False
        cursor = self.textCursor()
        moved = cursor.movePosition(QTextCursor.MoveOperation.Up if by < 0 else QTextCursor.MoveOperation.Down)
        if not moved:
            self.neighbour_wanted.emit(by)
        return not moved

    def _joins(self, event: QKeyEvent) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection() or self.isReadOnly() or event.modifiers() & HELD:
            return False
        back = event.key() == Qt.Key.Key_Backspace and cursor.atStart()
        ahead = event.key() == Qt.Key.Key_Delete and cursor.atEnd()
        if back or ahead:
            self.join_wanted.emit(back)
        return back or ahead

    def _take_tail(self) -> str:
        """What stands behind the cursor goes into the next paragraph."""
        cursor = self.textCursor()
        cursor.removeSelectedText()
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        tail = cursor.selectedText()
        cursor.removeSelectedText()
        return tail


class LevelBox(QComboBox):
    """Level of a paragraph; the wheel rolls the form and never changes it."""

    def __init__(self, level: int, name: str) -> None:
        super().__init__()
        self.addItems(LEVELS)
        self.setAccessibleName(name)
        self.setFixedWidth(u(LEVEL_WIDTH))
        self.setCurrentIndex(level)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class BodyRow(QFrame):
    """Base of what stands in the text: `item` is its object of the exchange form."""

    changed = Signal()
    menu_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.note = glyph("note", "due", 4)
        self.note.hide()
        self.more = tool("more", "这一段的操作")
        self.more.clicked.connect(self.menu_wanted)

    def item(self) -> dict[str, Any]:
        """As it is written now."""
        raise NotImplementedError

    def show_item(self, item: Mapping[str, Any]) -> None:
        """Show another one of the same sort."""
        raise NotImplementedError

    def name(self, number: int) -> None:
        """Its place in the text, for a screen reader."""
        self.more.setAccessibleName(f"第{number}段的操作")

    def set_fixed(self, fixed: bool) -> None:
        """Whether it can only be read."""
        self.more.setEnabled(not fixed)
        self.more.setToolTip("这份稿子现在不能修改" if fixed else "这一段的操作")

    def show_note(self, words: str) -> None:
        """A remark of who reads the draft, as a small mark with its words."""
        self.note.setVisible(bool(words))
        self.note.setToolTip(words)
        self.note.setAccessibleName(words)

    def focus_words(self, place: int = -1) -> None:
        """The keyboard into it, at `place` of its words (-1: the end)."""
        self.more.setFocus()


class ParagraphRow(BodyRow):
    """Level and words."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        super().__init__()
        self.level = LevelBox(int(item.get("level") or 0), "层次")
        self.words = Words(str(item.get("text") or ""), "正文")
        self.setLayout(row(self.level, (self.words, 1), self.note, self.more, gap=2))
        self.level.currentIndexChanged.connect(lambda _n: self.changed.emit())
        self.words.textChanged.connect(self.changed)

    def item(self) -> dict[str, Any]:
        return {"level": self.level.currentIndex(), "text": self.words.toPlainText()}

    def show_item(self, item: Mapping[str, Any]) -> None:
        self.level.setCurrentIndex(int(item.get("level") or 0))
        if self.words.toPlainText() != str(item.get("text") or ""):
            self.words.setPlainText(str(item.get("text") or ""))

    def name(self, number: int) -> None:
        super().name(number)
        self.level.setAccessibleName(f"第{number}段的层次")
        self.words.setAccessibleName(f"第{number}段")

    def set_fixed(self, fixed: bool) -> None:
        super().set_fixed(fixed)
        self.level.setEnabled(not fixed)
        self.words.set_fixed(fixed)

    def focus_words(self, place: int = -1) -> None:
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        cursor = self.words.textCursor()
        cursor.setPosition(len(self.words.toPlainText()) if place < 0 else place)
        self.words.setTextCursor(cursor)

    def select(self, start: int, end: int) -> None:
        """Mark some of the words."""
        self.focus_words(start)
        cursor = self.words.textCursor()
        cursor.setPosition(min(end, len(self.words.toPlainText())), QTextCursor.MoveMode.KeepAnchor)
        self.words.setTextCursor(cursor)


class ObjectRow(BodyRow):
    """A table or a picture in the text: what it is, and 修改 for its own window."""

    edit_wanted = Signal()

    def __init__(self, item: Mapping[str, Any]) -> None:
        super().__init__()
        self._item = dict(item)
        self.kind: QLabel = text("", "field")
        self.kind.setFixedWidth(u(LEVEL_WIDTH))
        self.opener: QPushButton = button("", "columns")
        self.opener.clicked.connect(self.edit_wanted)
        self.setLayout(row(self.kind, (self.opener, 1), self.note, self.more, gap=2))
        self.show_item(item)

    def item(self) -> dict[str, Any]:
        return self._item

    def show_item(self, item: Mapping[str, Any]) -> None:
        self._item = dict(item)
        table = item.get("table")
        self.kind.setText("表格" if table is not None else "图片")
        words = object_words(item)
        self.opener.setText(words)
        self.opener.setAccessibleName(words)

    def name(self, number: int) -> None:
        super().name(number)
        self.opener.setAccessibleName(f"第{number}段，{object_words(self._item)}")

    def set_fixed(self, fixed: bool) -> None:
        super().set_fixed(fixed)
        self.opener.setEnabled(not fixed)
        self.opener.setToolTip("这份稿子现在不能修改" if fixed else "修改")

    def focus_words(self, place: int = -1) -> None:
        self.opener.setFocus()


def object_words(item: Mapping[str, Any]) -> str:
    """表题　3列5行."""
    table = item.get("table")
    if not isinstance(table, Mapping):
        return str(item.get("caption") or item.get("picture") or "")
    size = f"{len(table.get('columns') or ())}列{len(table.get('rows') or ())}行"
    return "　".join(filter(None, (str(table.get("caption") or ""), size)))


def body_row(item: Mapping[str, Any]) -> BodyRow:
    """The row for an item of the text."""
    return ObjectRow(item) if "table" in item or "picture" in item else ParagraphRow(item)


def same_sort(shown: QWidget, item: Mapping[str, Any]) -> bool:
    """Whether the row can show the item."""
    return isinstance(shown, ObjectRow) == ("table" in item or "picture" in item)


__all__ = ["LEVELS", "BodyRow", "ObjectRow", "ParagraphRow", "Words", "body_row", "same_sort"]
