"""All names of a plan that the register does not know, asked in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from services.errors import ServiceError
from services.plans.remembered import NameChoice, NameDecision, Suggestion
from ui.kit.dialog import Dialog
from ui.kit.initials import Named
from ui.kit.parts import button, col, holder, labelled, row, text
from ui.kit.reference_box import ReferenceBox
from ui.kit.table import Column, Rows, Table
from ui.kit.theme import u

COLUMNS = (Column("计划里的名称", 13), Column("在哪几项", 8), Column("定为", 12, stretch=True))
OPEN = "还没有定"
NOTHING = "还没有定下一个。逐个选定，或者关闭。"
Decide = tuple[str, NameDecision]
DIGITS = range(Qt.Key.Key_1.value, Qt.Key.Key_9.value + 1)


@dataclass(frozen=True, slots=True)
class AskedName:
    """A name, the numbers of the tasks that carry it, and what it may mean."""

    name: str
    tasks: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def where(self) -> str:
        """第2、5项: at most three."""
        numbers = [number for number in self.tasks if number][:3]
        more = "等" if len(self.tasks) > len(numbers) else ""
        return f"第{'、'.join(numbers)}项{more}" if numbers else f"{len(self.tasks)}项"


class NamesTable(Table):
    """A figure takes the choice of that place."""

    digit = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in DIGITS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.digit.emit(event.key() - DIGITS.start)
        else:
            super().keyPressEvent(event)


class NamesDialog(Dialog):
    """`settled` brings what was decided; names without a decision stay as they are and are asked about again."""

    settled = Signal(object)

    def __init__(self, parent: QWidget, asked: Sequence[AskedName], units: Sequence[Named]) -> None:
        super().__init__(parent, "名册里没有的单位", 240)
        self._asked, self._units = tuple(asked), {named.value: named.name for named in units}
        self.decisions: dict[str, NameDecision] = {}
        self._offers: list[tuple[str, NameDecision]] = []
        self.rows = Rows(COLUMNS, [self._cells(one) for one in self._asked])
        self.table = NamesTable(COLUMNS, self.rows, "名册里没有的单位")
        self.table.setMinimumHeight(u(60))
        self.choices = QListWidget()
        self.choices.setAccessibleName("定为")
        self.choices.itemActivated.connect(lambda _item: self._take(self.choices.currentRow()))
        self.choices.itemClicked.connect(lambda _item: self._take(self.choices.currentRow()))
        self.other = ReferenceBox(units)
        self.other.target.setAccessibleName("另选单位")
        self.other.changed.connect(self._other_named)
        self._question, self._problem = text("", "section", wrap=True), text("", "error", wrap=True)
        self._problem.hide()
        self._lay_out()
        self.table.digit.connect(self._take)
        self.table.activated.connect(lambda _index: self.choices.setFocus())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show(now.row()))
        self.table.selectRow(0)
        self._show(0)
        self.table.setFocus()

    def refused(self, error: ServiceError) -> None:
        """It was not stored; every decision stays."""
        self._problem.setText(str(error))
        self._problem.show()

    def _lay_out(self) -> None:
        leave, self.save = button("关闭", key="Esc"), button("保存并用到全文", "ok", "main", "Ctrl+Return")
        leave.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._save, context=Qt.ShortcutContext.WindowShortcut)
        hint = text("按数字键选定，定下后到下一个。这次定下的，以后导入的计划也照办。", "hint", wrap=True)
        other = labelled("另选单位", self.other, hint="输入名称、简称或拼音首字母。")
        right = holder(col(self._question, (self.choices, 1), other, gap=2))
        self.fill([hint, row((self.table, 3), (right, 2), gap=4), self._problem], [], [leave, self.save])

    def _cells(self, one: AskedName) -> list[str]:
        decision = self.decisions.get(one.name)
        return [one.name, one.where, self._words(one, decision) if decision else OPEN]

    def _words(self, one: AskedName, decision: NameDecision) -> str:
        match decision.choice:
            case NameChoice.NEW:
                return "登记为新单位"
            case NameChoice.KEEP:
                return "照原文保留"
        known = {(s.choice, s.target_id): s.name for s in one.suggestions}
        name = known.get((decision.choice, decision.target_id or 0)) or self._units.get(decision.target_id, "")
        return f"就是{name}" if decision.choice is NameChoice.UNIT else f"单位组：{name}"

    def _show(self, n: int) -> None:
        if not 0 <= n < len(self._asked):
            return
        one = self._asked[n]
        self._question.setText(f"“{one.name}”是")
        found = [NameDecision(s.choice, s.target_id) for s in one.suggestions]
        found += [NameDecision(NameChoice.NEW), NameDecision(NameChoice.KEEP)]
        self._offers = [(self._words(one, decision), decision) for decision in found]
        self.choices.clear()
        for place, (words, _decision) in enumerate(self._offers, start=1):
            self.choices.addItem(QListWidgetItem(f"{place}　{words}"))
        chosen = self.decisions.get(one.name)
        self.choices.setCurrentRow(next((k for k, (_w, d) in enumerate(self._offers) if d == chosen), 0))
        self.other.blockSignals(True)
        self.other.set_value(None)
        self.other.blockSignals(False)

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._offers):
            self._decide(self._offers[place][1])

    def _other_named(self) -> None:
        value = self.other.value()
        if value is not None:
            self._decide(NameDecision(NameChoice.UNIT, value))

    def _decide(self, decision: NameDecision) -> None:
        """Shown in the table; the next name without a decision is asked about."""
        n = self.table.currentIndex().row()
        self.decisions[self._asked[n].name] = decision
        self.rows.rows = [self._cells(one) for one in self._asked]
        self.rows.dataChanged.emit(self.rows.index(n, 0), self.rows.index(n, len(COLUMNS) - 1))
        self._problem.hide()
        still = [k for k, one in enumerate(self._asked) if one.name not in self.decisions]
        following = next((k for k in still if k > n), still[0] if still else n)
        self.table.selectRow(following)
        (self.table if still else self.save).setFocus()

    def _save(self) -> None:
        if self.decisions:
            made: Mapping[str, NameDecision] = dict(self.decisions)
            self.settled.emit(made)
            return
        self._problem.setText(NOTHING)
        self._problem.show()
