"""The right side of the page of today: what the row is, where it comes from, and what can be done about it.

With `today` the row can be put off: 稍后提醒.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from services.due.items import DueItem
from ui.kit.icons import icon
from ui.kit.parts import Chip, Item, button, col, detail, holder, pairs, refuse, row, rule, text
from ui.kit.theme import u
from ui.pages.today.facts import ItemFacts
from ui.pages.today.later import later_button
from ui.pages.today.offers import IN_SIGHT, Does, Offer, Offers
from ui.pages.today.words import kind_of, state_words

WIDTH = 72
PAUSE_MS = 60  # while ↓ is held down only the row it stops at is read
HINT = "选中一行，这里显示它的资料、来源和下一步。"


class TodayDetail(QFrame):
    """`offered` brings the facts and the offer whose button was pressed, `open_wanted` leads to the ledger, `rested`
    comes when the keys rest after `wait`."""

    offered = Signal(object, object)
    rested = Signal()
    source_wanted = Signal(object)
    open_wanted = Signal(object)
    later_wanted = Signal(object, object)

    def __init__(self, offers: Callable[[ItemFacts], Offers], today: Callable[[], date] | None = None) -> None:
        super().__init__()
        self._offers, self._today = offers, today
        self.setObjectName("detail")
        self.setAccessibleName("详情")
        self.setFixedWidth(u(WIDTH))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.facts: ItemFacts | None = None
        self.offers: Offers | None = None
        self.act_button: QPushButton | None = None
        self.later: QPushButton | None = None
        self._slot = col(gap=0)
        self.setLayout(self._slot)
        self._body: QWidget | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.rested)
        self.show_nothing()

    @property
    def waiting(self) -> bool:
        """Whether another row is about to be shown."""
        return self._pause.isActive()

    def wait(self) -> None:
        """Another row became current."""
        self._pause.start()

    def show_nothing(self) -> None:
        """No row is current."""
        self._pause.stop()
        self.facts = self.offers = self.act_button = self.later = None
        self._swap(holder(col(None, text(HINT, "hint", wrap=True), None, pad=(6,)), box="panel"))

    def show_facts(self, facts: ItemFacts) -> None:
        """Show one row."""
        self.facts, self.offers = facts, self._offers(facts)
        item = facts.item
        chips = [Chip(kind_of(item), state_words(item))] + ([Chip(*facts.state)] if facts.state else [])
        head: list[Item] = [text(facts.title, "section", wrap=True), row(*chips, None, gap=1.5)]
        made = detail(head, self._facts(facts), self._foot(facts, self.offers), WIDTH)
        self._swap(made)

    def press(self, place: int) -> None:
        """The offer at that place: 0 the filled button, then the others in their order; nothing beyond the last."""
        if self.facts is not None and self.offers is not None and place < len(self.offers.all()):
            self.offered.emit(self.facts, self.offers.all()[place])

    def _facts(self, facts: ItemFacts) -> list[Item]:
        longest = max((len(name) for name, _words in facts.fields), default=4)
        body: list[Item] = [pairs(list(facts.fields), max(4, min(6, longest)))]
        item = facts.item
        told = {words for _label, words in facts.fields}
        source = facts.source or ((item.source,) if item.source and item.source not in told else ())
        if source:
            extra: list[Item] = []
            if item.ledger == "tasks":
                link = button("看原文", "law", "link")
                link.clicked.connect(lambda: self.source_wanted.emit(item))
                extra.append(link)
            body += [rule(), row(text("来源", "strong"), None, *extra)]
            body += [text(words, "hint", wrap=True) for words in source]
        return body

    def _foot(self, facts: ItemFacts, offers: Offers) -> list[Item]:
        self.act_button = self._button(offers.main, 0)
        side = offers.others
        rare = side[IN_SIGHT - 1 :] if len(side) > IN_SIGHT else ()
        shown: list[QWidget] = [self._button(each, n) for n, each in enumerate(side[: len(side) - len(rare)], 1)]
        if rare:
            shown.append(self._more(rare, len(shown) + 1))
        quiet: list[QWidget] = []
        if offers.main.does is not Does.OPEN:
            alone = len(shown) % 2 == 1
            (shown if alone else quiet).append(self._open_button(facts.item, "" if alone else "quiet"))
        if self._today is not None:
            item = facts.item
            self.later = later_button(self._today, lambda day: self.later_wanted.emit(item, day), self, "quiet")
            quiet.append(self.later)
        lines: list[Item] = [row(*((made, 1) for made in shown[n : n + 2])) for n in range(0, len(shown), 2)]
        lines += [row(*((made, 1) for made in quiet))] if quiet else []
        note: list[Item] = [text(offers.note, "caption", wrap=True)] if offers.note else []
        return [text("下一步", "strong"), *note, self.act_button, *lines]

    def _open_button(self, item: DueItem, kind: str) -> QPushButton:
        made = button("打开台账", "open", kind, "Enter", tip="打开这一行所在的台账")
        made.setObjectName("act.open")
        made.clicked.connect(lambda: self.open_wanted.emit(item))
        return made

    def _button(self, offer: Offer, place: int) -> QPushButton:
        key = str(place) if place else "Ctrl+Return"
        made = button(offer.label, offer.icon, "" if place else "main", key)
        made.setObjectName(f"act.{offer.name}")
        if offer.why_not:
            refuse(made, offer.why_not)
        made.clicked.connect(partial(self._pressed, place))
        return made

    def _more(self, rare: Sequence[Offer], first: int) -> QPushButton:
        made = button("更多办理", "more")
        made.setObjectName("act.more")
        menu = QMenu(made)
        menu.setToolTipsVisible(True)
        for place, offer in enumerate(rare, first):
            entry = menu.addAction(icon(offer.icon, "text2", u(4.5)), f"{offer.label}\t{place}")
            entry.setObjectName(f"act.{offer.name}")
            entry.setEnabled(not offer.why_not)
            entry.setToolTip(offer.why_not or offer.label)
            entry.triggered.connect(partial(self._pressed, place))
        made.setMenu(menu)
        return made

    def _pressed(self, place: int, _on: bool = False) -> None:
        self.press(place)

    def _swap(self, body: QWidget) -> None:
        if self._body is not None:
            self._slot.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._slot.addWidget(body)
