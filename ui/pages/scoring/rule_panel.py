"""Middle of the scoring page: what can be marked on the current line, the ground of the mark, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout

from services.reviews.scoring import ScoreResult
from services.reviews.standard import fixed
from ui.kit.notes import ErrorLine
from ui.kit.parts import button, col, holder, keycap, panel, refuse, rolling, row, rule, text
from ui.kit.theme import u
from ui.pages.scoring.ground import NOT_CHOSEN, Ground, GroundOf
from ui.pages.scoring.mark_access import Mark
from ui.pages.scoring.rule_row import RuleRow
from ui.pages.scoring.sheet_lines import Amount, Line, LineKind, phrases
from ui.pages.scoring.sheet_model import MarksEditor

HINTS = {
    LineKind.CRITERIA: "勾选没有做到的要点",
    LineKind.BASE: "勾选缺少的要素，写明页码",
    LineKind.BONUS: "勾选可以加分的情形",
}
GROUND = {LineKind.VETO: "否决事实", LineKind.RULES: "扣分事由", LineKind.MINUS: "扣分事由"}
FROZEN = "评分表已经提交，不能再改"


class RulePanel(QFrame):
    """Changes the marks through the editor and says so; `left` gives the keys back to the list of items."""

    changed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._editor: MarksEditor | None = None
        self._line: Line | None = None
        self._entry = ""
        self._digits = 1
        self._frozen = ""
        self._acts: list[tuple[str, QPushButton]] = []
        self.rows: dict[str, RuleRow] = {}
        self._build()

    # ---- building

    def _build(self) -> None:
        self.title = text("", "section", wrap=True)
        self.points = text("", "strong")
        self._list = rolling(gap=0.5, name="扣分规则")
        self._list.setMinimumWidth(u(60))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.leave_out = self._act("不适用", "B", self.toggle_left_out)
        self.absent = self._act("缺此文书", "Q", self.toggle_absent)
        self.full = self._act("满分", "M", self.give_full)
        acts = [row(keycap(key), made, gap=0.5) for key, made in self._acts]
        self._item_acts = holder(row(*acts, None, gap=1.5))
        self.ground = Ground()
        self.page, self.note = self.ground.page, self.ground.note
        self.ask_page, self.ask_note = self.ground.ask_page, self.ground.ask_note
        self.ground.page_typed.connect(self._page_typed)
        self.ground.note_typed.connect(self._note_typed)
        self.ground.page_done.connect(self._page_done)
        self.ground.phrase_wanted.connect(self.ask_phrase)
        self.ground.left.connect(self.left)
        self.problem = ErrorLine()
        self.doubt = text("", "caption", wrap=True)
        sheet = panel(
            row((self.title, 1), self.points, gap=3),
            (self._list, 1),
            rule(),
            self._item_acts,
            self.ground,
            self.problem,
            self.doubt,
            gap=1.75,
            pad=(3.5, 2.5),
        )
        self.setLayout(col(sheet))

    def _act(self, words: str, key: str, then: Callable[[], object]) -> QPushButton:
        made = button(words, kind="quiet", key=key)
        made.setCheckable(key != "M")
        made.clicked.connect(lambda: then())
        self._acts.append((key, made))
        return made

    # ---- showing

    def serve(self, editor: MarksEditor, digits: int, frozen: str = "") -> None:
        """Show lines of another sheet; `frozen` says why nothing can be changed."""
        self._editor, self._digits, self._frozen = editor, digits, frozen
        self._line, self._entry = None, ""

    def freeze(self, reason: str) -> None:
        """Nothing can be changed for this reason."""
        self._frozen = reason

    @property
    def entry(self) -> str:
        """The entry that page and note belong to; empty where there is none."""
        return self._entry

    def show_line(self, line: Line, entry: str = "") -> None:
        """Another line: its entries with their keys."""
        editor = self._editor
        assert editor is not None
        if self._line is not None and line.key == self._line.key and not entry:
            return
        self._line = line
        marked = [e.id for e in line.entries if self._is_marked(editor.mark(line.key, e.id))]
        self._entry = entry or (marked[0] if marked else "")
        self._fill_rows(line)
        self._item_acts.setVisible(line.kind.is_item)
        self.title.setText(line.title)
        names = {LineKind.CRITERIA: "评查要点，勾选的为未得分", LineKind.VETO: "否决情形"}
        self._list.setAccessibleName(names.get(line.kind, "扣分规则"))

    def _fill_rows(self, line: Line) -> None:
        editor = self._editor
        assert editor is not None
        inner = QFrame()
        inner.setProperty("box", "plain")
        self.rows = {}
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, u(2), 0)
        layout.setSpacing(u(0.5))
        for n, entry in enumerate(line.entries, 1):
            made = RuleRow(n, entry, editor.mark(line.key, entry.id), lost=line.kind is LineKind.CRITERIA)
            made.toggled.connect(self.toggle)
            made.chosen.connect(self._choose)
            made.amount_typed.connect(self._amount_typed)
            made.left_out.connect(self.leave_out_entry)
            made.done.connect(self.left)
            layout.addWidget(made)
            self.rows[entry.id] = made
        layout.addStretch(1)
        self._list.setWidget(inner)

    def refresh(self, result: ScoreResult) -> None:
        """Show the marks and the points as they are now."""
        editor, line = self._editor, self._line
        if editor is None or line is None:
            return
        closed = bool(self._frozen) or editor.closed(line.key)
        for entry_id, made in self.rows.items():
            made.show_mark(editor.mark(line.key, entry_id), closed=closed, current=entry_id == self._entry)
        self.points.setText(self._points(result))
        self._show_acts()
        self.ground.show_ground(self._ground_of(), self._frozen)
        self.problem.say("\n".join(editor.errors(result).get(line.key, [])))
        doubts = editor.doubts(result).get(line.key, [])
        self.doubt.setText("\n".join(doubts))
        self.doubt.setVisible(bool(doubts))

    def _points(self, result: ScoreResult) -> str:
        editor, line = self._here()
        if line.kind is LineKind.VETO:
            found = sum(editor.mark(line.key, entry.id).on for entry in line.entries)
            return f"{found}条" if found else "无"
        if not line.kind.is_item:
            sums = {LineKind.BASE: result.base, LineKind.BONUS: result.bonus, LineKind.MINUS: result.minus}
            return f"{'加' if line.kind is LineKind.BONUS else '扣'}{fixed(sums[line.kind], self._digits)}"
        got = next(found for found in result.items if found.id == line.code)
        most = "" if line.most is None else f"标准分{fixed(line.most, self._digits)}　"
        if got.left_out or editor.item(line.key).not_applicable:
            return f"{most}不适用"
        earned = (
            f"得{fixed(got.earned, self._digits)}"
            if line.most is not None
            else f"扣{fixed(got.deducted, self._digits)}"
        )
        return most + earned

    def _show_acts(self) -> None:
        editor, line = self._here()
        if not line.kind.is_item:
            return
        marks = editor.item(line.key)
        self.leave_out.setChecked(marks.not_applicable)
        self.absent.setChecked(marks.absent)
        refuse(self.leave_out, self._frozen or ("" if line.may_be_left_out else "这一项不能标为不适用"))
        refuse(self.absent, self._frozen or ("" if line.may_be_absent else "这一项不按缺少文书记0分"))
        refuse(self.full, self._frozen)

    # ---- page and note

    def _ground_of(self) -> GroundOf:
        """What page and note belong to now: the item's reason, a criterion left out, or the chosen mark."""
        editor, line = self._here()
        title = GROUND.get(line.kind, "事由")
        if line.kind.is_item and editor.item(line.key).not_applicable:
            return GroundOf("不适用理由", note=editor.item(line.key).reason, with_note=True, needed=True)
        if not self._entry or editor.closed(line.key):
            return GroundOf(title, hint=self._hint())
        entry, mark = line.entry(self._entry), editor.mark(line.key, self._entry)
        if mark.left_out:
            return GroundOf("不适用理由", note=mark.note, with_note=True, needed=True)
        with_page, with_note = mark.on and entry.has_page, mark.on and entry.has_note
        needed = line.kind is LineKind.VETO and with_note
        return GroundOf(title, mark.page, mark.note, with_page, with_note, needed, self._hint())

    def _hint(self) -> str:
        editor, line = self._here()
        if line.kind.is_item and editor.item(line.key).absent:
            return "已按缺此文书记0分，不再另扣"
        return HINTS.get(line.kind, NOT_CHOSEN)

    def ask_ground(self) -> None:
        """To the first field of the current mark that is still empty: amount, page, note."""
        made = self.rows.get(self._entry)
        if made is not None and made.amount is not None and not made.amount.text() and made.ask_amount():
            return
        self.ground.ask_empty()

    def _page_typed(self, words: str) -> None:
        editor, line = self._here()
        if self._entry:
            editor.set_page(line.key, self._entry, words)
            self.changed.emit()

    def _page_done(self) -> None:
        _editor, line = self._here()
        if line.kind is LineKind.VETO and not self.note.toPlainText().strip():
            self.ask_note()
        else:
            self.left.emit()

    def _note_typed(self, words: str) -> None:
        editor, line = self._here()
        if line.kind.is_item and editor.item(line.key).not_applicable:
            editor.set_reason(line.key, words)
        elif self._entry:
            editor.set_note(line.key, self._entry, words)
        self.changed.emit()

    def ask_phrase(self) -> QMenu | None:
        """Offer sentences to start from, those written before on this line first; None where nothing can be written."""
        if not self.ground.phrases.isEnabled():
            return None
        editor, line = self._here()
        entry, mark = line.entry(self._entry), editor.mark(line.key, self._entry)
        earlier = [note for other in line.entries if (note := editor.mark(line.key, other.id).note)]
        count = mark.amount if entry.amount is Amount.COUNT else None
        return self.ground.offer(phrases(entry, mark.page, count, earlier))

    # ---- marking

    def press_digit(self, number: int, *, left_out: bool = False) -> None:
        """1…9: the rule with that key; with Shift the criterion does not apply."""
        _editor, line = self._here()
        if not 1 <= number <= len(line.entries):
            return
        entry = line.entries[number - 1].id
        if left_out:
            self.leave_out_entry(entry)
        else:
            self.toggle(entry)

    def toggle(self, entry_id: str) -> None:
        """Mark an entry or take its mark back; then ask for what it needs."""
        if self._frozen:
            return
        editor, line = self._here()
        on = editor.toggle(line.key, entry_id)
        self._choose(entry_id)
        self.changed.emit()
        if not on:
            return
        self._list.ensureWidgetVisible(self.rows[entry_id], 0, u(1))
        if not self.rows[entry_id].ask_amount() and line.kind is LineKind.VETO:
            self.ask_page()

    def leave_out_entry(self, entry_id: str) -> None:
        """Criterion not applicable: asks for the reason."""
        if self._frozen:
            return
        editor, line = self._here()
        left_out = editor.leave_out_entry(line.key, entry_id)
        self._choose(entry_id)
        self.changed.emit()
        if left_out:
            self.ask_note()

    def toggle_left_out(self) -> None:
        """B: the item does not apply; asks for the reason."""
        if self._ready():
            editor, line = self._here()
            left_out = editor.leave_out(line.key)
            self.changed.emit()
            if left_out:
                self.ask_note()

    def toggle_absent(self) -> None:
        """Q: the document is missing."""
        if self._ready():
            editor, line = self._here()
            editor.set_absent(line.key)
            self.changed.emit()

    def give_full(self) -> None:
        """M: nothing to deduct."""
        if self._ready():
            editor, line = self._here()
            editor.full_marks(line.key)
            self.changed.emit()

    def _ready(self) -> bool:
        return not self._frozen and self._line is not None and self._line.kind.is_item

    def _here(self) -> tuple[MarksEditor, Line]:
        """The sheet and the line that is shown; there is always one while anything can be pressed."""
        assert self._editor is not None
        assert self._line is not None
        return self._editor, self._line

    def _choose(self, entry_id: str) -> None:
        if self._entry != entry_id:
            self._entry = entry_id
            self.changed.emit()

    def _amount_typed(self, entry_id: str, amount: object) -> None:
        editor, line = self._here()
        self._entry = entry_id
        editor.set_amount(line.key, entry_id, amount if isinstance(amount, Decimal) else None)
        self.changed.emit()

    @staticmethod
    def _is_marked(mark: Mark) -> bool:
        return mark.on or mark.left_out
