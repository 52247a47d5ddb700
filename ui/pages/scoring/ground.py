"""The ground of a mark: the fact in words, the page, and sentences to start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from ui.kit.parts import Growing, button, col, refuse, row, text
from ui.kit.theme import u
from ui.pages.scoring.rule_row import InPlace

NOT_CHOSEN = "先勾选一条，再写事由和页码"
FOCUS = Qt.FocusReason.ShortcutFocusReason


class Note(Growing):
    """The fact in words; Enter and Esc give the keys back to the sheet."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
            return
        super().keyPressEvent(event)

    def show_words(self, words: str) -> None:
        """What is shown is not typed: no `textChanged` reaches the page."""
        self.blockSignals(True)
        self.setPlainText(words)
        self.blockSignals(False)
        self._fit()


@dataclass(frozen=True, slots=True)
class GroundOf:
    """What is written at the moment: the title, both texts, and which of the two fields there are."""

    title: str
    page: str = ""
    note: str = ""
    with_page: bool = False
    with_note: bool = False
    needed: bool = False
    hint: str = ""


class Ground(QFrame):
    """Two fields for the mark that is chosen. Emits what was typed."""

    page_typed = Signal(str)
    note_typed = Signal(str)
    phrase_wanted = Signal()
    page_done = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title, self._star = text("", "strong"), text("*", "error")
        self._page_name = text("页码", "field")
        self.page = InPlace()
        self.page.setAccessibleName("页码")
        self.page.setMinimumWidth(u(16))
        self.page.setMaximumWidth(u(24))
        self.note = Note("", "事由")
        self.phrases = button("短语", "note", "quiet", "D")
        head = row(self._title, self._star, None, self.phrases, self._page_name, self.page, gap=1.5)
        self.setLayout(col(head, self.note, gap=1.75))
        self.page.textEdited.connect(self.page_typed)
        self.page.left.connect(self.page_done)
        self.note.textChanged.connect(lambda: self.note_typed.emit(self.note.toPlainText().replace("\n", "")))
        self.note.left.connect(self.left)
        self.phrases.clicked.connect(self.phrase_wanted)

    def show_ground(self, ground: GroundOf, frozen: str) -> None:
        """Show texts and fields; `frozen` says why nothing can be written."""
        self._title.setText(ground.title)
        self._star.setVisible(ground.needed)
        self.note.setAccessibleName(ground.title + ("，必填" if ground.needed else ""))
        if self.page.text().strip() != ground.page or not ground.with_page:
            self.page.setText(ground.page)
        if self.note.toPlainText().replace("\n", "").strip() != ground.note or not ground.with_note:
            self.note.show_words(ground.note)
        self.note.setPlaceholderText("" if ground.with_note or frozen else ground.hint)
        self.page.setEnabled(ground.with_page and not frozen)
        self._page_name.setEnabled(self.page.isEnabled())
        self.note.setEnabled(ground.with_note and not frozen)
        refuse(self.phrases, frozen or ("" if ground.with_note and ground.with_page else NOT_CHOSEN))
        if self.phrases.isEnabled():
            self.phrases.setToolTip("短语　D")

    def ask_page(self) -> None:
        """To the page field, or to the note where there is none."""
        self._first(self.page, self.note)

    def ask_note(self) -> None:
        """To the note, or to the page field where there is none."""
        self._first(self.note, self.page)

    def ask_empty(self) -> None:
        """To the field that is still to be filled."""
        if self.page.text().strip():
            self.ask_note()
        else:
            self.ask_page()

    def offer(self, sentences: Sequence[str]) -> QMenu:
        """A menu of sentences under the button; the chosen one becomes the note."""
        menu = QMenu(self.phrases)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words in sentences:
            menu.addAction(words, lambda words=words: self._take(words))
        menu.popup(self.phrases.mapToGlobal(self.phrases.rect().bottomLeft()))
        return menu

    def _take(self, words: str) -> None:
        self.note.setPlainText(words)
        self.ask_note()

    @staticmethod
    def _first(*fields: QWidget) -> None:
        for target in fields:
            if target.isEnabled():
                target.setFocus(FOCUS)
                return
