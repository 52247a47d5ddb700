"""Tasks beside each other: what is new, gone or changed, with the words that differ marked on both sides."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QPushButton, QTextBrowser, QWidget

from services.errors import ServiceError
from services.plans.compare import ROLES, Difference, FieldChange, Piece, TaskWords, pieces
from ui.kit.chips import FilterChip, only_one
from ui.kit.dialog import Dialog
from ui.kit.parts import Item, button, col, holder, row, text
from ui.kit.table import Column, Rows, State, Table
from ui.kit.theme import u
from ui.kit.tokens import COLOUR

KINDS = {
    Difference.NEW: ("new", "新增"),
    Difference.CHANGED: ("change", "有变化"),
    Difference.GONE: ("void", "取消"),
    Difference.SAME: ("same", "不变"),
}
BY_HAND = "手工改过"
MISSING = "没有这一项"
TAKE = 0  # the column that is ticked


@dataclass(frozen=True, slots=True)
class Line:
    """One task of the list. `refusal` says why it cannot be ticked."""

    difference: Difference
    old: TaskWords | None
    new: TaskWords | None
    changes: tuple[FieldChange, ...] = ()
    by_hand: bool = False
    refusal: str = ""

    @property
    def shown(self) -> TaskWords:
        """The newer words."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def what(self) -> str:
        """Which parts differ."""
        marks = (BY_HAND,) if self.by_hand else ()
        return "、".join((*(change.label for change in self.changes), *marks))


@dataclass(frozen=True, slots=True)
class Words:
    """What the dialog says. `kinds` may name the differences otherwise; with `tick` lines can be chosen."""

    title: str
    hint: str
    old: str
    new: str
    act: str
    tick: bool = False
    option: str = ""
    kinds: tuple[tuple[Difference, str], ...] = ()


class _List(Table):
    """Space ticks; the arrows move."""

    ticked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.ticked.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class DifferencesDialog(Dialog):
    """`accepted_with` brings the places of the ticked lines and whether the option was ticked."""

    accepted_with = Signal(object, bool)

    def __init__(self, parent: QWidget, words: Words, lines: Sequence[Line]) -> None:
        super().__init__(parent, words.title, 250)
        self._words, self._lines = words, tuple(lines)
        self._kinds = {**{kind: word for kind, (_chip, word) in KINDS.items()}, **dict(words.kinds)}
        self.ticked: set[int] = set()
        self._order: list[int] = list(range(len(lines)))
        self.columns = self._make_columns()
        self.rows = Rows(self.columns, [])
        self.table = _List(self.columns, self.rows, words.title)
        self.table.setMinimumHeight(u(44))
        self.old, self.new = _side(words.old), _side(words.new)
        self.option = QCheckBox(words.option)
        self.option.setAccessibleName(words.option or words.act)
        self._counts, self._problem = text("", "hint"), text("", "error", wrap=True)
        self._problem.hide()
        self.chips = self._filters()
        self.act = button(words.act, "ok", "main", "Ctrl+Return")
        self._lay_out()
        self._filter()

    def refused(self, error: ServiceError) -> None:
        """It was not stored; the ticks stay."""
        self._problem.setText(str(error))
        self._problem.show()

    def tick(self, n: int) -> None:
        """Choose the line in place `n` of the table, or not."""
        if not self._words.tick or not 0 <= n < len(self._order):
            return
        place = self._order[n]
        if refusal := self._lines[place].refusal:
            self._problem.setText(refusal)
            self._problem.show()
            return
        self._problem.hide()
        self.ticked ^= {place}
        self._show_rows()
        self.table.selectRow(n)

    def tick_all(self) -> None:
        """Every line that is shown, that may be taken over and that no hand has put right; again: none."""
        free = {p for p in self._order if not self._lines[p].refusal and not self._lines[p].by_hand}
        self.ticked = self.ticked - free if free <= self.ticked else self.ticked | free
        self._show_rows()

    def _make_columns(self) -> tuple[Column, ...]:
        tick = (Column("采用", 3.5),) if self._words.tick else ()
        return (*tick, Column("差异", 6), Column("序号", 4), Column("任务", 16, stretch=True), Column("不同之处", 14))

    def _filters(self) -> tuple[FilterChip, ...]:
        counts = {kind: sum(1 for line in self._lines if line.difference is kind) for kind in KINDS}
        differing = len(self._lines) - counts[Difference.SAME]
        chips = [FilterChip("", "全部差异", differing, on=True)]
        chips += [FilterChip(KINDS[kind][0], self._kinds[kind], count) for kind, count in counts.items() if count]
        for chip in chips:
            chip.toggled.connect(lambda on: self._filter() if on else None)
        return tuple(chips)

    def _lay_out(self) -> None:
        leave = button("关闭", key="Esc")
        leave.clicked.connect(self.reject)
        self.act.clicked.connect(self._accept)
        self.table.ticked.connect(self.tick)
        self.table.clicked.connect(lambda index: self.tick(index.row()) if index.column() == TAKE else None)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show(now.row()))
        QShortcut(QKeySequence("Ctrl+Return"), self, self._accept, context=Qt.ShortcutContext.WindowShortcut)
        QShortcut(QKeySequence("F8"), self, self._next, context=Qt.ShortcutContext.WindowShortcut)
        every = button("全选", kind="quiet", key="Ctrl+A")
        every.clicked.connect(self.tick_all)
        every.setVisible(self._words.tick)
        if self._words.tick:
            QShortcut(QKeySequence("Ctrl+A"), self, self.tick_all, context=Qt.ShortcutContext.WindowShortcut)
        self.option.setVisible(bool(self._words.option))
        sides = row(
            (col(text(self._words.old, "field"), (self.old, 1), gap=1), 1),
            (col(text(self._words.new, "field"), (self.new, 1), gap=1), 1),
            gap=3,
        )
        top = row(only_one(*self.chips), None, every, gap=2)
        body: list[Item] = [
            text(self._words.hint, "hint", wrap=True),
            top,
            self.table,
            holder(sides),
            self.option,
            self._problem,
        ]
        acts: list[QPushButton] = [leave, self.act]
        self.fill(body, [self._counts], acts)
        self.table.setFocus()

    def _filter(self) -> None:
        chosen = next((chip for chip in self.chips if chip.isChecked()), self.chips[0])
        kinds = [kind for kind in KINDS if self._kinds[kind] == chosen.word]
        wanted = kinds or [kind for kind in KINDS if kind is not Difference.SAME]
        self._order = [place for place, line in enumerate(self._lines) if line.difference in wanted]
        self._show_rows()
        if self._order:
            self.table.selectRow(0)
        self._show(0)

    def _show_rows(self) -> None:
        here = self.table.currentIndex().row()
        self.rows.replace([self._cells(place) for place in self._order])
        if 0 <= here < len(self._order):
            self.table.selectRow(here)
        self._counts.setText(f"已选{len(self.ticked)}项" if self._words.tick else "")

    def _cells(self, place: int) -> list[object]:
        line = self._lines[place]
        tick: list[object] = [place in self.ticked] if self._words.tick else []
        chip = State(KINDS[line.difference][0], self._kinds[line.difference])
        return [*tick, chip, line.shown.no.rstrip(".．、 "), line.shown.text.split("\n")[0], line.what]

    def _show(self, n: int) -> None:
        if not 0 <= n < len(self._order):
            self.old.clear()
            self.new.clear()
            return
        line = self._lines[self._order[n]]
        before, after = _both(line)
        self.old.setHtml(before)
        self.new.setHtml(after)

    def _next(self) -> None:
        """F8: the next line, round the end."""
        if self._order:
            self.table.selectRow((self.table.currentIndex().row() + 1) % len(self._order))

    def _accept(self) -> None:
        self.accepted_with.emit(frozenset(self.ticked), self.option.isChecked())


def _side(name: str) -> QTextBrowser:
    made = QTextBrowser()
    made.setAccessibleName(name)
    made.setMinimumHeight(u(46))
    made.setOpenLinks(False)
    return made


def _both(line: Line) -> tuple[str, str]:
    """Both sides as paragraphs: the text, every role, the time limit."""
    if line.old is None or line.new is None:
        here = "".join(_paragraph(label, html.escape(words)) for label, words in _parts(line.shown) if words)
        missing = f'<p style="color:{COLOUR["text2"]}">{MISSING}</p>'
        return (missing, here) if line.old is None else (here, missing)
    before, after = [], []
    for (label, old), (_label, new) in zip(_parts(line.old), _parts(line.new), strict=True):
        if old or new:
            first, second = pieces(old, new)
            before.append(_paragraph(label, _marked(first, "late", "line-through")))
            after.append(_paragraph(label, _marked(second, "done", "underline")))
    for change in line.changes:  # what the words mean stands in no part of the task
        if change.label not in dict(_parts(line.shown)):
            before.append(_paragraph(change.label, html.escape(change.old)))
            after.append(_paragraph(change.label, html.escape(change.new)))
    return "".join(before), "".join(after)


def _parts(task: TaskWords) -> list[tuple[str, str]]:
    roles = [(label, task.named(role)) for role, label in ROLES]
    return [("任务内容", task.text), *roles, ("完成时限", task.limit)]


def _paragraph(label: str, words: str) -> str:
    shown = words.replace("\n", "<br>") or "—"
    return f'<p style="margin:0 0 6px 0"><span style="color:{COLOUR["text2"]}">{label}</span>　{shown}</p>'


def _marked(found: Sequence[Piece], colour: str, line: str) -> str:
    """Colour and line together: nothing is told by colour alone."""
    style = f"background-color:{COLOUR[f'{colour}_soft']}; color:{COLOUR[colour]}; text-decoration:{line}"
    opened, closed = f'<span style="{style}">', "</span>"
    return "".join(
        f"{opened}{html.escape(piece.words)}{closed}" if piece.only else html.escape(piece.words) for piece in found
    )
