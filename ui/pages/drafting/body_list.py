"""The text of a draft as rows. Long texts are built a few rows at a time, so that the window never waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from ui.kit.layout import col
from ui.pages.drafting.body_menu import show_menu
from ui.pages.drafting.body_row import LEVELS, BodyRow, ObjectRow, ParagraphRow, Words, body_row, same_sort

Item = Mapping[str, Any]
FIRST, MORE = 8, 3
"""Rows that are built at once, and with every further turn."""


class BodyList(QFrame):
    """`restructuring` comes before rows are added, moved or taken away; `changed` after anything was changed."""

    restructuring = Signal()
    changed = Signal(bool)
    object_wanted = Signal(object)
    table_wanted = Signal(object)
    row_entered = Signal(object)
    built = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[BodyRow] = []
        self._waiting: list[Item] = []
        self.anchor: QWidget | None = None  # where Tab comes from
        self._fixed = False
        self._quiet = 0
        self._column: QVBoxLayout = col(gap=2)
        self.setLayout(self._column)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._build_more)

    # --- what is written -----------------------------------------------------------------
    def items(self) -> list[dict[str, Any]]:
        """The text as it is now, rows that are not built yet included."""
        return [each.item() for each in self.rows] + [dict(item) for item in self._waiting]

    @property
    def building(self) -> bool:
        """Whether rows are still missing on screen."""
        return bool(self._waiting)

    def show_items(self, items: Sequence[Item], *, fixed: bool) -> None:
        """Show another text; rows that stay the same stay as they are, with their cursor."""
        self._turn.stop()
        wanted = [dict(item) for item in items] or [{"level": 0, "text": ""}]
        old = [each.item() for each in self.rows]
        head = _same(old, wanted)
        tail = _same(old[head:][::-1], wanted[head:][::-1]) if not self._waiting else 0
        self._waiting = []
        if fixed != self._fixed:
            self._fixed = fixed
            for each in self.rows:
                each.set_fixed(fixed)
        self._quiet += 1
        self._replace(head, len(old) - tail, wanted[head : len(wanted) - tail], whole=not tail)
        self._quiet -= 1
        self._name()
        if self._waiting:
            self._turn.start()
        else:
            self.built.emit()

    def _replace(self, first: int, end: int, items: Sequence[Item], *, whole: bool) -> None:
        """Rows first … end become `items`; only at the end of the text may some of them wait."""
        for n, item in enumerate(items):
            place = first + n
            if place < end and same_sort(self.rows[place], item):
                self.rows[place].show_item(item)
            elif whole and n >= FIRST and place >= end:
                self._waiting = list(items[n:])
                break
            else:
                if place < end:
                    self._drop(place)
                    end -= 1
                self._put(place, item)
                end += 1
        for place in range(end - 1, first + len(items) - 1, -1):
            self._drop(place)

    def _build_more(self) -> None:
        self._quiet += 1
        for item in self._waiting[:MORE]:
            self._put(len(self.rows), item)
        del self._waiting[:MORE]
        self._quiet -= 1
        if self._waiting:
            self._turn.start()
        else:
            self._name()
            self.built.emit()

    # --- acts on a row -------------------------------------------------------------------
    def place_of(self, shown: BodyRow) -> int:
        """Its number from 0."""
        return self.rows.index(shown)

    def current(self) -> BodyRow | None:
        """The row with the keyboard."""
        focus = QApplication.focusWidget()
        return next((each for each in self.rows if focus is not None and each.isAncestorOf(focus)), None)

    def insert(self, place: int, items: Sequence[Item], focus: int = -1) -> None:
        """New rows before row `place`; the keyboard goes into the last one, or that numbered `focus`."""
        self.restructuring.emit()
        for n, item in enumerate(items):
            self._put(place + n, item)
        self._name()
        self.rows[place + (len(items) - 1 if focus < 0 else focus)].focus_words(-1 if len(items) > 1 else 0)
        self.changed.emit(True)

    def remove(self, shown: BodyRow) -> None:
        """Take the row away; the text keeps at least one."""
        self.restructuring.emit()
        place = self.place_of(shown)
        self._drop(place)
        if not self.rows:
            self._put(0, {"level": 0, "text": ""})
        self._name()
        self.rows[max(0, place - 1)].focus_words()
        self.changed.emit(True)

    def shift(self, shown: BodyRow, by: int) -> None:
        """One row up or down."""
        place = self.place_of(shown)
        if not 0 <= place + by < len(self.rows):
            return
        self.restructuring.emit()
        self.rows.insert(place + by, self.rows.pop(place))
        self._column.removeWidget(shown)
        self._column.insertWidget(place + by, shown)
        self._order_tabs(min(place, place + by), abs(by) + 1)
        self._name()
        shown.focus_words()
        self.changed.emit(True)

    def change_item(self, shown: BodyRow, item: Item) -> None:
        """Other content for a table or a picture."""
        self.restructuring.emit()
        shown.show_item(item)
        self.changed.emit(True)

    def set_level(self, shown: ParagraphRow, by: int) -> None:
        """A level deeper or higher."""
        level = shown.level.currentIndex() + by
        if 0 <= level < len(LEVELS):
            self.restructuring.emit()
            shown.level.setCurrentIndex(level)

    # --- what the words of a row ask for ---------------------------------------------------
    def _split(self, shown: ParagraphRow, tail: str) -> None:
        level = shown.level.currentIndex() if tail else 0
        self.insert(self.place_of(shown) + 1, [{"level": level, "text": tail}])

    def _join(self, shown: ParagraphRow, back: bool) -> None:
        place = self.place_of(shown)
        upper = self.rows[place - 1] if back and place else shown
        lower = shown if back else self.rows[place + 1] if place + 1 < len(self.rows) else shown
        if upper is lower or not isinstance(upper, ParagraphRow) or not isinstance(lower, ParagraphRow):
            return
        self.restructuring.emit()
        head = upper.words.toPlainText()
        self._quiet += 1
        upper.words.setPlainText(head + lower.words.toPlainText())
        if not head:
            upper.level.setCurrentIndex(lower.level.currentIndex())
        self._quiet -= 1
        self._drop(self.place_of(lower))
        self._name()
        upper.focus_words(len(head))
        self.changed.emit(True)

    def _paste(self, shown: ParagraphRow, lines: Sequence[tuple[int, str]]) -> None:
        self.restructuring.emit()
        self._quiet += 1
        words, items = shown.words, [{"level": level, "text": line} for level, line in lines]
        words.textCursor().removeSelectedText()
        if not words.toPlainText():
            shown.show_item(items[0])
        else:
            tail = words._take_tail()
            words.insertPlainText(lines[0][1])
            items[-1]["text"] = f"{items[-1]['text']}{tail}"
        place = self.place_of(shown) + 1
        for n, item in enumerate(items[1:]):
            self._put(place + n, item)
        self._quiet -= 1
        self._name()
        self.rows[place + len(items) - 2].focus_words()
        self.changed.emit(True)

    def _neighbour(self, shown: BodyRow, by: int) -> None:
        place = self.place_of(shown) + by
        if 0 <= place < len(self.rows):
            self.rows[place].focus_words(0 if by > 0 else -1)

    # --- rows ----------------------------------------------------------------------------
    def _put(self, place: int, item: Item) -> None:
        made = body_row(item)
        made.changed.connect(self._row_changed)
        made.menu_wanted.connect(partial(show_menu, self, made))
        if isinstance(made, ParagraphRow):
            self._connect_words(made, made.words)
        elif isinstance(made, ObjectRow):
            made.edit_wanted.connect(partial(self.object_wanted.emit, made))
        if self._fixed:
            made.set_fixed(True)
        self.rows.insert(place, made)
        self._column.insertWidget(place, made)
        self._order_tabs(place)

    def _connect_words(self, made: ParagraphRow, words: Words) -> None:
        words.split_wanted.connect(partial(self._split, made))
        words.join_wanted.connect(partial(self._join, made))
        words.level_wanted.connect(partial(self.set_level, made))
        words.lines_pasted.connect(partial(self._paste, made))
        words.neighbour_wanted.connect(partial(self._neighbour, made))
        words.entered.connect(partial(self.row_entered.emit, made))

    def _order_tabs(self, place: int, count: int = 1) -> None:
        """Tab goes in the order of reading also where rows were put between others."""
        before = stops(self.rows[place - 1])[-1] if place else self.anchor
        for each in self.rows[place : place + count]:
            for stop in stops(each):
                if before is not None and before.window() is stop.window():
                    QWidget.setTabOrder(before, stop)
                before = stop

    def _drop(self, place: int) -> None:
        shown = self.rows.pop(place)
        self._column.removeWidget(shown)
        shown.hide()
        shown.deleteLater()

    def _name(self) -> None:
        for number, each in enumerate(self.rows, 1):
            each.name(number)

    def _row_changed(self) -> None:
        if not self._quiet:
            self.changed.emit(False)


def stops(shown: BodyRow) -> list[QWidget]:
    """Where Tab stops in a row, from left to right."""
    first: list[QWidget] = []
    if isinstance(shown, ParagraphRow):
        first = [shown.level, shown.words]
    elif isinstance(shown, ObjectRow):
        first = [shown.opener]
    return [*first, shown.more]


def _same(one: Sequence[Item], other: Sequence[Item]) -> int:
    """How many items agree from the start."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count
