"""登记催办 for one row: the units that still owe it, a text to paste or to read out, the record of the call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.query import Outcome
from services.reporting.chase import LONGEST_SAID, Call, UnitOwing
from services.reporting.labels import BY_HAND, WAY_LABELS
from ui.context import UiContext
from ui.kit.date_edit import DateEditor
from ui.kit.dialog import Dialog
from ui.kit.parts import bar, button, choice, col, field, holder, labelled, refuse, row, text
from ui.kit.table import CENTER, RIGHT, Column, Rows, State
from ui.kit.theme import u
from ui.kit.tick_table import TickTable
from ui.pages.reporting.letter_papers import LettersDialog
from ui.pages.today.facts import ItemFacts

COLUMNS = (
    Column("", 1, CENTER),
    Column("单位", 9, stretch=True),
    Column("状态", 6.5),
    Column("已催", 2.5, RIGHT),
)
WAYS = {way.value: WAY_LABELS[way.value] for way in BY_HAND}
COPIED = "已复制催办文字，可以粘贴到微信。"
NOBODY = "这一项没有要催的单位：都已报送，或者单位没有登记在名册里。"
PAUSE = 120  # milliseconds before the text is put together anew


class ChaseDialog(Dialog):
    """Ticked units get a letter (without ticks the current one); the call is noted for the current unit.

    It stays open, so that one unit is called after the other.
    """

    def __init__(
        self, context: UiContext, parent: QWidget | None, facts: ItemFacts, shown: Callable[[Path], None]
    ) -> None:
        super().__init__(parent, f"登记催办　{facts.title}", 228)
        self.setObjectName("chase")
        self._context, self._shown = context, shown
        self._keys = frozenset(each.key for each in facts.background.owing)
        self._agencies = sorted({each.agency_id for each in facts.background.owing})
        self._units: Sequence[UnitOwing] = ()
        self._ticked: set[int] = set()
        self._asked = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._read_text)
        self._build()
        self.finished.connect(self.deleteLater)
        self.units.setFocus()
        self._read()

    @property
    def unit(self) -> UnitOwing | None:
        """The current unit."""
        place = self.units.currentIndex().row()
        return self._units[place] if 0 <= place < len(self._units) else None

    def copy_text(self) -> None:
        """The text as it stands, with what the clerk changed in it."""
        QGuiApplication.clipboard().setText(self.words.toPlainText())
        self.state.setText(COPIED)

    def note_call(self) -> None:
        """登记催办 of the current unit."""
        here = self.unit
        if here is None or not self.record.isEnabled():
            return
        if self.promised.problem():
            self.state.setText(self.promised.problem())
            return
        call = Call(
            str(self.way.currentData()),
            str(self.person.currentData() or ""),
            self.words.toPlainText()[:LONGEST_SAID],
            self.answer.text().strip(),
            self.promised.value(),
        )
        self.record.setEnabled(False)
        chasing = self._context.desk.reporting.chasing
        self._context.jobs.write(self, lambda _job: chasing.record(here.matters, call), self._noted, self._refused)

    def make_letters(self) -> None:
        """催报函 to the ticked units, or to the current one."""
        agencies = sorted(self._ticked) or ([self.unit.agency_id] if self.unit else [])
        if agencies:
            dialog = LettersDialog(self._context, self, agencies, self._keys, self._shown)
            dialog.signed.connect(self._signed)
            dialog.open()

    # --- what is shown -----------------------------------------------------------------------
    def _read(self) -> None:
        chasing = self._context.desk.reporting.chasing
        self._context.jobs.read(self, partial(chasing.units, self._agencies), self._show, self._refused)

    def _show(self, found: Sequence[UnitOwing]) -> None:
        """Of each unit only what is this row's."""
        here = self.unit.agency_id if self.unit else None
        only = (replace(each, matters=tuple(m for m in each.matters if m.key in self._keys)) for each in found)
        self._units = sorted((each for each in only if each.matters), key=lambda each: (-each.most_late, each.unit))
        self._show_units(next((n for n, each in enumerate(self._units) if each.agency_id == here), 0))
        if not self._units:
            self.state.setText(NOBODY)

    def _show_units(self, place: int) -> None:
        model = self.units.model()
        assert isinstance(model, Rows)
        model.replace([_cells(each, each.agency_id in self._ticked) for each in self._units])
        if self._units:
            self.units.selectRow(min(max(place, 0), len(self._units) - 1))
        self._allow()

    def _show_unit(self) -> None:
        here = self.unit
        self.person.blockSignals(True)
        self.person.clear()
        for contact in here.contacts if here else ():
            self.person.addItem(contact.words, contact.name)
        if not self.person.count():
            self.person.addItem("没有登记联系人", "")
        self.person.blockSignals(False)
        self._pause.start()

    def _read_text(self) -> None:
        here = self.unit
        if here is None:
            return
        self._asked += 1
        asked, person, chasing = self._asked, self.person.currentData(), self._context.desk.reporting.chasing

        def read() -> tuple[int, str]:
            return asked, chasing.chase_text(here.agency_id, f"{person}同志" if person else "", self._keys)

        self._context.jobs.read(self, read, self._got_text)

    def _got_text(self, found: tuple[int, str]) -> None:
        if found[0] == self._asked:
            self.words.setPlainText(found[1])

    def _allow(self) -> None:
        nobody, may = "" if self._units else NOBODY, self._context.desk.actor.may(Right.EDIT)
        lacking = "" if may else f"当前账户没有“{RIGHT_LABELS[Right.EDIT]}”的权限。需要时由管理员调整账户。"
        refuse(self.record, nobody or lacking)
        refuse(self.letter, nobody)
        refuse(self.copy, nobody)
        count = len(self._ticked)
        self.letter.setText(f"生成{count}份催报函" if count else "生成催报函")

    def _tick(self, place: int) -> None:
        self._ticked ^= {self._units[place].agency_id}
        self._show_units(self.units.currentIndex().row())

    def _tick_all(self) -> None:
        """Every unit that has not reported; pressed again none."""
        every = {each.agency_id for each in self._units}
        self._ticked = set() if self._ticked == every else every
        self._show_units(self.units.currentIndex().row())

    # --- what was stored ---------------------------------------------------------------------
    def _noted(self, outcome: Outcome) -> None:
        """The next unit is called next; what the last one answered is not said of it."""
        self._context.tell(outcome)
        self.state.setText(outcome.message)
        self.answer.clear()
        self.promised.set_value(None)
        place = self.units.currentIndex().row()
        if place + 1 < len(self._units):
            self.units.selectRow(place + 1)
        self._read()

    def _signed(self) -> None:
        self._ticked.clear()
        self._read()

    def _refused(self, error: ServiceError) -> None:
        self.state.setText(str(error))
        self._allow()

    # --- construction ------------------------------------------------------------------------
    def _build(self) -> None:
        self.units = TickTable(COLUMNS, "还没有办完的单位")
        self.units.setMinimumSize(u(84), u(66))
        self.units.tick_wanted.connect(self._tick)
        self.units.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_unit())
        every = button("选全部单位", "ok", "quiet")
        every.clicked.connect(self._tick_all)
        self.state = text("", "hint", wrap=True)
        self.letter = button("生成催报函", "letter", tip="给勾选的单位；没有勾选的，给当前单位")
        self.letter.clicked.connect(self.make_letters)
        self.record = button("登记催办", "note", "main", "Ctrl+Return")
        self.record.setShortcut("Ctrl+Return")
        self.record.clicked.connect(self.note_call)
        leave = button("关闭", key="Esc")
        leave.clicked.connect(self.reject)
        left = holder(col(bar(text("单位", "section"), None, every), (self.units, 1)))
        self.fill([(row((left, 4), (self._call(), 5), gap=4), 1)], [(self.state, 1)], [leave, self.letter, self.record])

    def _call(self) -> QWidget:
        self.person = choice(name="联系人")
        self.person.currentIndexChanged.connect(lambda _n: self._pause.start())
        self.words = QPlainTextEdit()
        self.words.setAccessibleName("催办文字")
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(u(44))
        self.copy = button("复制文字", "copy", tip="复制以后粘贴到微信，或者照着念")
        self.copy.clicked.connect(self.copy_text)
        self.way = choice(name="方式")
        for value, words in WAYS.items():
            self.way.addItem(words, value)
        self.answer = field(name="答复")
        self.promised = DateEditor(lambda: self._context.desk.now().date())
        self.promised.target.setAccessibleName("承诺日期")
        return holder(
            col(
                labelled("联系人", self.person),
                bar(text("催办文字", "field"), None, self.copy),
                (self.words, 1),
                row((labelled("方式", self.way), 1), (labelled("承诺日期", self.promised), 1), gap=3),
                labelled("答复", self.answer),
                gap=2,
            )
        )


def _cells(each: UnitOwing, ticked: bool) -> list[Any]:
    worst = min(each.matters, key=lambda matter: matter.days)
    return [ticked, each.unit, State("late" if worst.late else "due", worst.state_words), worst.chases or None]
