"""The right side of the page of today: what the row is, where it comes from, and its next act.

With `today` the row can be put off: 稍后提醒.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from services.due.items import DueItem
from services.query import Condition, LedgerQuery, LedgerRow, Operator
from services.spec import FieldSpec
from ui.kit.parts import Chip, Item, button, col, detail, holder, pairs, row, rule, text
from ui.kit.theme import u
from ui.pages.today.later import later_button
from ui.pages.today.words import CHASE, UNIT_WORDS, kind_of, long_date, next_act, room_words, state_words

WIDTH = 72
HINT = "选中一行，这里显示它的资料、来源和下一步。"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """All that the pane shows about one row."""

    item: DueItem
    title: str
    state: tuple[str, str] | None
    fields: tuple[tuple[str, str], ...]
    source: tuple[str, ...]


def read_facts(desk: Any, item: DueItem) -> ItemFacts:
    """Read in a job; NotFoundError when the row is gone. What stands in no ledger shows what the list knows."""
    try:
        ledger = desk.listed(item.ledger)
    except KeyError:
        known = (("期限", long_date(item.due_on)), ("时间", room_words(item)), ("单位", item.unit))
        return ItemFacts(item, item.title, None, tuple(each for each in known if each[1]), ())
    found: LedgerRow = ledger.load(item.row_id)
    spec = ledger.spec
    hidden = {
        spec.title_field,
        spec.state_field,
        "agency_id",
        "unit_words",
        "due_on",
        "content",
        "plan_id",
        "no",
        "deadline_text",
    }
    shown = [f for f in spec.columns if f.key not in hidden and not f.is_number]
    fields = [(UNIT_WORDS.get(item.ledger, "单位"), item.unit), ("期限", long_date(item.due_on))]
    fields += [("时间", room_words(item)), ("联系人", _contact(desk, item.unit))]
    fields += [(f.label, words) for f in shown if (words := found.show(f, masked=True)) and words != item.unit]
    parts = ledger.details(found)
    source = [words for part in parts if part.title == "来源" for _label, words in part.lines]
    title = found.show(spec.field(spec.title_field)) or item.title
    state = _state(spec.field(spec.state_field), found) if spec.state_field else None
    return ItemFacts(item, title, state, tuple(f for f in dict(fields).items() if f[1]), tuple(source))


def _state(spec: FieldSpec, found: LedgerRow) -> tuple[str, str] | None:
    kind, words = spec.states.get(str(found.values.get(spec.key)), ""), found.show(spec)
    return (kind, words) if kind and words and kind not in ("late", "due") else None


def _contact(desk: Any, unit: str) -> str:
    units = desk.ledgers["units"]
    found = units.search(LedgerQuery(conditions=(Condition("name", Operator.EQUALS, unit),), limit=1)).rows
    if not found:
        return ""
    return "　".join(filter(None, (found[0].values.get("contact"), found[0].values.get("phone"))))


class TodayDetail(QFrame):
    """`act_wanted` is the filled button, `source_wanted` 看原文, `open_wanted` the ledger beside a letter."""

    act_wanted = Signal(object)
    source_wanted = Signal(object)
    open_wanted = Signal(object)
    later_wanted = Signal(object, object)

    def __init__(self, *, letters: bool, today: Callable[[], date] | None = None) -> None:
        super().__init__()
        self._letters, self._today = letters, today
        self.setObjectName("detail")
        self.setAccessibleName("详情")
        self.setFixedWidth(u(WIDTH))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.facts: ItemFacts | None = None
        self.act_button: QPushButton | None = None
        self._slot = col(gap=0)
        self.setLayout(self._slot)
        self._body: QWidget | None = None
        self.show_nothing()

    def show_nothing(self) -> None:
        """No row is current."""
        self.facts = self.act_button = None
        self._swap(holder(col(None, text(HINT, "hint", wrap=True), None, pad=(6,)), box="panel"))

    def show_facts(self, facts: ItemFacts) -> None:
        """Show one row."""
        self.facts = facts
        item = facts.item
        chips = [Chip(kind_of(item), state_words(item))] + ([Chip(*facts.state)] if facts.state else [])
        head: list[Item] = [text(facts.title, "section", wrap=True), row(*chips, None, gap=1.5)]
        made = detail(head, self._facts(facts), self._foot(item), WIDTH)
        self._swap(made)

    def _facts(self, facts: ItemFacts) -> list[Item]:
        longest = max((len(name) for name, _words in facts.fields), default=4)
        body: list[Item] = [pairs(list(facts.fields), max(4, min(6, longest)))]
        item = facts.item
        source = facts.source or ((item.source,) if item.source else ())
        if source:
            extra: list[Item] = []
            if item.ledger == "tasks":
                link = button("看原文", "law", "link")
                link.clicked.connect(lambda: self.source_wanted.emit(item))
                extra.append(link)
            body += [rule(), row(text("来源", "strong"), None, *extra)]
            body += [text(words, "hint", wrap=True) for words in source]
        return body

    def _foot(self, item: DueItem) -> list[Item]:
        act = next_act(item)
        self.act_button = button(act.words, act.picture, "main", "Ctrl+Return")
        self.act_button.clicked.connect(lambda: self.act_wanted.emit(item))
        more_acts: list[QWidget] = []
        if act is CHASE and self._letters:  # every other act opens the ledger anyway
            more = button("打开台账", "open", tip="打开任务台账")
            more.clicked.connect(lambda: self.open_wanted.emit(item))
            more_acts.append(more)
        if self._today is not None:
            more_acts.append(later_button(self._today, lambda day: self.later_wanted.emit(item, day), self))
        return [text("下一步", "strong"), self.act_button, *([row(*more_acts, gap=2)] if more_acts else [])]

    def _swap(self, body: QWidget) -> None:
        if self._body is not None:
            self._slot.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._slot.addWidget(body)
