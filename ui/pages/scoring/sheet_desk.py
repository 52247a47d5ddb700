"""The bench of one sheet: totals, vetoes, items, rules and case side by side, and the keys that work on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from services.reviews.office import OpenSheet
from services.reviews.scoring import ScoreResult
from ui.kit.parts import banner, col, holder
from ui.pages.scoring.bench import Bench
from ui.pages.scoring.case_panel import CasePanel
from ui.pages.scoring.rule_panel import RulePanel
from ui.pages.scoring.sheet_lines import LineKind, decimals, veto_words
from ui.pages.scoring.sheet_model import MarksEditor
from ui.pages.scoring.sheet_view import SheetTable, TotalsStrip
from ui.pages.scoring.veto_panel import VetoPanel

Key = Qt.Key
JUMP = 8
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
SHIFTED = {"!": 1, "！": 1, "@": 2, "#": 3, "$": 4, "￥": 4, "%": 5, "^": 6, "…": 6, "&": 7, "*": 8, "(": 9, "（": 9}


class SheetDesk(QWidget):
    """`changed` after every change of a mark; `moved` when another line is shown."""

    changed = Signal()
    moved = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.editor: MarksEditor | None = None
        self.result: ScoreResult | None = None
        self.current = ""
        self._digits = 1
        self._frozen = ""
        self._notice: tuple[str, str, Sequence[QPushButton]] | None = None
        self._said = ""
        self.totals, self.vetoes, self.table = TotalsStrip(), VetoPanel(), SheetTable()
        self.rules, self.case = RulePanel(), CasePanel()
        self._banner_place = QVBoxLayout()
        left = holder(col(self.vetoes, (self.table, 1), gap=2))
        self.bench = Bench(left, self.rules, self.case)
        self.setLayout(col(self.totals, self._banner_place, (self.bench, 1), gap=2))
        self.table.line_chosen.connect(self.show_line)
        self.vetoes.line_chosen.connect(self._open_veto)
        self.rules.changed.connect(self._marked)
        self.rules.left.connect(self.focus_items)

    # ---- showing

    def serve(self, sheet: OpenSheet, frozen: str = "") -> None:
        """Another sheet, at its first item that nobody looked at; `frozen` says why nothing can be changed."""
        self.editor = editor = MarksEditor(sheet.standard, sheet.marks)
        self._digits, self._frozen, self._notice = decimals(sheet.standard), frozen, None
        self.result = editor.result()
        self.totals.show_case(sheet)
        self.case.show_case(sheet)
        self.vetoes.serve([line for line in editor.lines if line.kind is LineKind.VETO])
        self.table.serve(editor, self.result, self._digits)
        self.rules.serve(editor, self._digits, frozen)
        items = editor.items
        first = next((line for line in items if not editor.seen(line.key)), items[0])
        self.show_line(self.current if self.current in {line.key for line in editor.lines} else first.key)

    def forget(self) -> None:
        """No sheet is open."""
        self.editor, self.result, self.current, self._notice = None, None, "", None

    def freeze(self, reason: str) -> None:
        """Nothing can be changed for this reason; an empty one opens the sheet again."""
        if self.editor is not None:
            self._frozen = reason
            self.rules.freeze(reason)
            self.refresh()

    @property
    def frozen(self) -> str:
        """Why nothing can be changed; empty where it can."""
        return self._frozen

    def show_line(self, key: str, entry: str = "") -> None:
        """Make a line the current one."""
        if self.editor is None:
            return
        self.current = key
        self.rules.show_line(self.editor.line(key), entry)
        self.table.show_current(key)
        self.refresh()
        self.moved.emit(key)

    def refresh(self) -> None:
        """Reckon again and show marks, sums and what is wrong."""
        if self.editor is None:
            return
        self.result = self.editor.result()
        self.totals.refresh(self.editor, self.result, self._digits)
        self.table.refresh(self.editor, self.result, self._digits)
        self.vetoes.refresh(self.editor, self.current)
        self.rules.refresh(self.result)
        self._show_banner()

    def show_notice(self, kind: str, words: str, actions: Sequence[QPushButton]) -> None:
        """A banner that comes before the one of a veto, until `clear_notice`."""
        self._notice = (kind, words, actions)
        self._show_banner()

    def clear_notice(self) -> None:
        """Take it back."""
        self._notice = None
        self._show_banner()

    @property
    def banner_words(self) -> str:
        """What the banner says now; empty without one."""
        return self._said

    def _show_banner(self) -> None:
        kind, words, actions = self._notice or ("late", self._veto_words(), ())
        if words == self._said:
            return
        self._said = words
        while item := self._banner_place.takeAt(0):
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if words:
            self._banner_place.addWidget(banner(kind, words, *actions))

    def _veto_words(self) -> str:
        editor, result = self.editor, self.result
        if editor is None or result is None or not editor.marks.vetoes:
            return ""
        errors = editor.errors(result)
        complete = not any(line.kind is LineKind.VETO and line.key in errors for line in editor.lines)
        return veto_words(editor.standard, complete=complete)

    # ---- moving

    def focus_items(self) -> None:
        """Give the keys back to the sheet."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """So many lines on; stops at the ends."""
        if self.editor is None:
            return
        keys = [line.key for line in self.editor.lines]
        here = keys.index(self.current)
        self.show_line(keys[max(0, min(len(keys) - 1, here + by))])

    def next_item(self) -> None:
        """Note that this item was looked at, and go on to the next line."""
        if self.editor is None:
            return
        before = self.editor.marks
        if not self._frozen:
            self.editor.look_at(self.current)
        if self.editor.marks != before:
            self.changed.emit()
        self.step(1)

    def next_error(self) -> None:
        """F8: the next line with a mark that cannot be used, round at the end."""
        if self.editor is None or self.result is None:
            return
        errors = self.editor.errors(self.result)
        keys = [line.key for line in self.editor.lines]
        here = keys.index(self.current) + 1
        found = next((key for key in [*keys[here:], *keys[:here]] if key in errors), None)
        if found is not None:
            self.show_line(found)
            self.rules.ask_ground()

    def undo(self) -> None:
        """Take the last change of a mark back and show where it was."""
        if self.editor is not None and not self._frozen and self.editor.can_undo:
            self._after(self.editor.undo())

    def redo(self) -> None:
        """Do it again."""
        if self.editor is not None and not self._frozen and self.editor.can_redo:
            self._after(self.editor.redo())

    def _after(self, line: str) -> None:
        if line and line != self.current:
            self.show_line(line)
        else:
            self.refresh()
        self.changed.emit()

    def _marked(self) -> None:
        self.refresh()
        self.changed.emit()

    def _open_veto(self, key: str) -> None:
        self.show_line(key)
        self.focus_items()

    def next_veto(self) -> None:
        """F: the first head of vetoes, then the next one."""
        heads = list(self.vetoes.heads)
        if heads:
            here = heads.index(self.current) + 1 if self.current in heads else 0
            self._open_veto(heads[here % len(heads)])

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field took. Letters and digits never come here while somebody types."""
        if self.editor is None or isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            super().keyPressEvent(event)
            return
        if not (self._pressed(event) or self._digit(event)):
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in PLAIN:
            return False
        acts: dict[int, Callable[[], object]] = {
            Key.Key_Up: lambda: self.step(-1),
            Key.Key_Down: lambda: self.step(1),
            Key.Key_PageUp: lambda: self.step(-JUMP),
            Key.Key_PageDown: lambda: self.step(JUMP),
            Key.Key_Home: lambda: self.step(-len(self.editor.lines) if self.editor else 0),
            Key.Key_End: lambda: self.step(len(self.editor.lines) if self.editor else 0),
            Key.Key_Return: self._enter,
            Key.Key_Enter: self._enter,
            Key.Key_B: self.rules.toggle_left_out,
            Key.Key_Q: self.rules.toggle_absent,
            Key.Key_M: self.rules.give_full,
            Key.Key_F: self.next_veto,
            Key.Key_Y: self.rules.ask_page,
            Key.Key_S: self.rules.ask_note,
            Key.Key_D: self.rules.ask_phrase,
        }
        act = acts.get(event.key())
        if act is not None:
            act()
        return act is not None

    def _enter(self) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        else:
            self.next_item()

    def _digit(self, event: QKeyEvent) -> bool:
        """1…9; with Shift the criterion does not apply. The keyboard says ! for Shift+1."""
        words = event.text()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if words in SHIFTED:
            self.rules.press_digit(SHIFTED[words], left_out=True)
        elif len(words) == 1 and words in "123456789":
            self.rules.press_digit(int(words))
        else:
            return False
        return True
