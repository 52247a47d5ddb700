"""One rule, criterion or fault in the middle of the scoring page: key, tick, words, a field in place, its price."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QPushButton, QWidget

from services.reviews.standard import plain
from ui.kit.parts import button, col, keycap, row, text
from ui.kit.theme import u
from ui.pages.scoring.mark_access import Mark
from ui.pages.scoring.sheet_lines import Amount, Entry
from ui.pages.scoring.sheet_model import read_amount

COUNT_WORDS = QRegularExpression("[0-9０-９]{0,4}")
POINT_WORDS = QRegularExpression("[0-9０-９]{0,3}([.．。][0-9０-９]{0,2})?")
KEYS = 9


class InPlace(QLineEdit):
    """A small number field; Enter and Esc give the keys back to the sheet."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.left.emit()
            return
        super().keyPressEvent(event)


class RuleRow(QFrame):
    """Emits what was done; the page changes the marks and calls `show_mark`."""

    toggled = Signal(str)
    chosen = Signal(str)
    amount_typed = Signal(str, object)
    left_out = Signal(str)
    done = Signal()

    def __init__(self, number: int, entry: Entry, mark: Mark, *, lost: bool = False) -> None:
        super().__init__()
        self.entry = entry
        self._lost = lost
        key = str(number) if number <= KEYS else ""
        self.tick = QCheckBox()
        words = "，".join(filter(None, (entry.text, entry.price, f"按键{key}" if key else "")))
        self.tick.setAccessibleName(words)
        self.tick.clicked.connect(lambda: self.toggled.emit(entry.id))
        self.tick.setAccessibleDescription(entry.basis)
        self.setToolTip(entry.basis)
        self._words = text(entry.text, wrap=True)
        self._price = text(entry.price, "hint", align=Qt.AlignmentFlag.AlignRight)
        cap = keycap(key)
        cap.setMinimumWidth(u(5))
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        policy = cap.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        cap.setSizePolicy(policy)
        if not key:
            cap.hide()
        self.amount, self.out = self._field(), self._out_button()
        parts = [part for part in (self.amount, self.out) if part is not None]
        line = row(cap, self.tick, (self._words, 1), *parts, self._price, gap=1.5)
        self.setLayout(col(line, pad=(1.5, 0.75)))
        self.setProperty("box", "plain")
        self.show_mark(mark, closed=False, current=False)

    def _field(self) -> InPlace | None:
        entry = self.entry
        if entry.amount is Amount.NONE:
            return None
        made = InPlace()
        counted = entry.amount is Amount.COUNT
        made.setValidator(QRegularExpressionValidator(COUNT_WORDS if counted else POINT_WORDS, made))
        made.setPlaceholderText("处数" if counted else entry.span)
        made.setAccessibleName(f"{entry.text}，{'处数' if counted else f'分值，{entry.span}'}")
        made.setFixedWidth(u(15))
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.textEdited.connect(lambda words: self.amount_typed.emit(entry.id, read_amount(words)))
        made.left.connect(self.done)
        return made

    def _out_button(self) -> QPushButton | None:
        if not self.entry.may_be_left_out:
            return None
        made = button("不适用", kind="quiet")
        made.setCheckable(True)
        made.setAccessibleName(f"{self.entry.text}，不适用")
        made.clicked.connect(lambda: self.left_out.emit(self.entry.id))
        return made

    def show_mark(self, mark: Mark, *, closed: bool, current: bool) -> None:
        """Show the mark; `closed` where the item is left out, missing or submitted."""
        self.tick.setChecked(mark.on)
        self.tick.setEnabled(not closed and not mark.left_out)
        self._words.setEnabled(not closed and not mark.left_out)
        self._show_amount(mark, closed)
        if self.out is not None:
            self.out.setChecked(mark.left_out)
            self.out.setEnabled(not closed)
        role = "strong" if mark.on else "hint"
        if self._price.property("role") != role:
            self._price.setProperty("role", role)
            _polish(self._price)
        self._price.setText(self._price_words(mark))
        box = "note" if current else "plain"
        if self.property("box") != box:
            self.setProperty("box", box)
            _polish(self)

    def _show_amount(self, mark: Mark, closed: bool) -> None:
        if self.amount is None:
            return
        self.amount.setVisible(mark.on)
        self.amount.setEnabled(not closed)
        if read_amount(self.amount.text()) != mark.amount or not mark.on:
            self.amount.setText(plain(mark.amount) or "")

    def _price_words(self, mark: Mark) -> str:
        if mark.left_out:
            return "不适用"
        if self._lost and mark.on:
            return "未得分"
        if mark.on and self.entry.amount is Amount.POINTS and mark.amount is not None:
            return f"{self.entry.price[0]}{plain(mark.amount)}"
        if mark.on and self.entry.amount is Amount.COUNT:
            return f"{self.entry.price.split('，')[0]}×{plain(mark.amount or Decimal(1))}"
        return self.entry.price

    def ask_amount(self) -> bool:
        """Put the cursor into the field in place; False where there is none."""
        if self.amount is None or not self.amount.isVisible():
            return False
        self.amount.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.amount.selectAll()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the words marks; on words that are marked it only chooses, so that page and note can be read."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.tick.isEnabled() and not self.tick.isChecked():
            self.toggled.emit(self.entry.id)
        else:
            self.chosen.emit(self.entry.id)


def _polish(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)
