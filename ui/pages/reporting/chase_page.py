"""催办: at the left every unit that owes something, at the right what it owes, whom to call, and what to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from services.access import Right
from services.reporting.chase import UnitOwing
from services.reporting.owed import Matter
from ui.context import UiContext
from ui.kit.parts import bar, button, choice, col, empty, heading, holder, refuse, row, text
from ui.kit.table import CENTER, RIGHT, Column, Rows, State
from ui.kit.theme import u
from ui.kit.tick_table import TickTable
from ui.pages.reporting.chase_acts import ChaseActs

UNITS = (
    Column("", 1, CENTER),
    Column("单位", 9, stretch=True),
    Column("逾期", 2.5, RIGHT),
    Column("共", 2, RIGHT),
    Column("最长", 3.5, RIGHT),
    Column("催过", 2.5, RIGHT),
    Column("上次催办", 5.5),
)
MATTERS = (
    Column("", 1, CENTER),
    Column("事项", 9, stretch=True),
    Column("时限", 5.5),
    Column("状态", 6.5),
    Column("催过", 2.5, RIGHT),
)
TABLES = frozenset(
    ("unit_report", "report_duty", "plan_task", "task_obligation", "issued_document", "chase_record", "agency_contact")
)
NOTHING = "没有到期和快到期的事项"
NOTHING_MORE = "各单位该办的任务、该报的材料和该回的文书都没有逾期，也没有临近时限。"
PAUSE = 120  # milliseconds before the text is put together anew


class ChasePage(QWidget):
    """Ticked units are meant, else the current one. Of the current unit single matters can be left out."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None]) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._chasing = context, context.desk.reporting.chasing
        self.acts = ChaseActs(context, self, show_pdf)
        self.acts.done.connect(self._acted)
        self._units: Sequence[UnitOwing] = ()
        self._ticked: set[int] = set()
        self._left_out: set[tuple[str, int, int]] = set()
        self._wanted: int | None = None
        self._first = True
        self._asked = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._read_text)
        self._build()

    # --- for the window ----------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Read when it comes into sight."""
        super().showEvent(event)
        self.reload()

    def open_row(self, agency_id: int) -> None:
        """Go to a unit."""
        self._wanted = agency_id
        self.reload()

    def reload(self) -> None:
        """What is owed now; unit, ticks and what was left out stay."""
        self._context.jobs.read(self, self._chasing.units, self._show)

    def on_changes(self, changes: Any) -> None:
        """A report came, a task was done, a call was noted."""
        if self.isVisible() and TABLES & set(getattr(changes, "touched", {})):
            self.reload()

    def focus_first(self) -> None:
        """The keyboard starts among the units."""
        (self.units if self._units else self.notice_button if self.notice_button.isEnabled() else self).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.units, self.matters)

    @property
    def unit(self) -> UnitOwing | None:
        """The current unit."""
        place = self.units.currentIndex().row()
        return self._units[place] if 0 <= place < len(self._units) else None

    @property
    def chosen(self) -> list[Matter]:
        """The current unit's matters that were not left out."""
        here = self.unit
        return [] if here is None else [each for each in here.matters if each.key not in self._left_out]

    def meant(self) -> list[UnitOwing]:
        """The ticked units, without ticks the current one."""
        ticked = [each for each in self._units if each.agency_id in self._ticked]
        return ticked or ([self.unit] if self.unit else [])

    # --- acts --------------------------------------------------------------------------------
    def copy_text(self) -> None:
        """The text as it stands, with what the clerk changed in it."""
        if words := self.words.toPlainText():
            self.acts.copy(words)

    def note_call(self) -> None:
        """登记催办 of the current unit."""
        if self.unit is not None and self.chosen:
            self.acts.ask_call(self.unit, self.chosen, self._person(), self.words.toPlainText())

    def make_letters(self) -> None:
        """催报函 to the units that are meant."""
        units = self.meant()
        alone = not self._ticked
        keys = [each.key for each in self.chosen] if alone else None
        if units and (keys is None or keys):
            self.acts.letters([each.agency_id for each in units], keys)

    def make_slips(self) -> None:
        """督办单 about the chosen matters of the current unit; of ticked units about what is late."""
        if keys := self._slip_keys():
            self.acts.slips(keys)

    def _slip_keys(self) -> list[tuple[str, int, int]]:
        if not self._ticked:
            return [each.key for each in self.chosen]
        return [each.key for unit in self.meant() for each in unit.matters if each.late]

    def _acted(self) -> None:
        self._ticked.clear()
        self.reload()

    # --- what is shown -----------------------------------------------------------------------
    def _show(self, found: Sequence[UnitOwing]) -> None:
        here = self._wanted or (self.unit.agency_id if self.unit else None)
        self._wanted = None
        self._units = found
        self._ticked &= {each.agency_id for each in found}
        self._show_units(next((n for n, each in enumerate(found) if each.agency_id == here), 0))
        self._whole.setVisible(bool(found))
        self._nothing.setVisible(not found)
        if self._first or not self._keeps_focus():
            self._first = False
            self.focus_first()
        self.loaded.emit()

    def _keeps_focus(self) -> bool:
        """False where what had the keyboard went out of sight."""
        focus = QApplication.focusWidget()
        return focus is None or not self.isAncestorOf(focus) or focus.isVisible()

    def _show_units(self, place: int) -> None:
        model = self.units.model()
        assert isinstance(model, Rows)
        model.replace([_unit_cells(each, each.agency_id in self._ticked) for each in self._units])
        if self._units:
            self.units.selectRow(min(max(place, 0), len(self._units) - 1))
        else:
            self._show_unit()

    def _show_unit(self) -> None:
        here = self.unit
        self.title.setText(here.unit if here else "")
        self.person.blockSignals(True)
        self.person.clear()
        for contact in here.contacts if here else ():
            self.person.addItem(contact.words, contact.name)
        if not self.person.count():
            self.person.addItem("没有登记联系人", "")
        self.person.blockSignals(False)
        self._show_matters()

    def _show_matters(self) -> None:
        here, place = self.unit, self.matters.currentIndex().row()
        model = self.matters.model()
        assert isinstance(model, Rows)
        matters = here.matters if here else ()
        model.replace([_matter_cells(each, each.key not in self._left_out) for each in matters])
        if matters:
            self.matters.selectRow(min(max(place, 0), len(matters) - 1))
        self._pause.start()
        self._show_foot()

    def _show_foot(self) -> None:
        units, keys = self.meant(), self._slip_keys()
        late = sum(each.late for each in self._units)
        ticked = f"已选{len(units)}个单位" if self._ticked else ""
        self.count.setText(ticked)
        may_not, nothing = self.acts.lacks(Right.EDIT), "" if self.chosen else "没有选事项。"
        self.letter_button.setText(f"生成{len(units)}份催报函" if self._ticked else "生成催报函")
        self.slip_button.setText(f"生成{len(keys)}件督办单" if keys else "生成督办单")
        refuse(self.call_button, may_not or nothing)
        refuse(self.letter_button, "" if self._ticked or self.chosen else "没有选事项。")
        refuse(self.slip_button, "" if keys else "所选单位没有逾期事项。" if self._ticked else "没有选事项。")
        self.status_changed.emit(f"{len(self._units)}个单位有事项要催，逾期{late}项")

    def _read_text(self) -> None:
        here, keys = self.unit, [each.key for each in self.chosen]
        if here is None:
            self.words.setPlainText("")
            return
        self._asked += 1
        asked, person = self._asked, self._person()

        def read() -> tuple[int, str]:
            spoken_to = f"{person}同志" if person else ""
            return asked, self._chasing.chase_text(here.agency_id, spoken_to, keys)

        self._context.jobs.read(self, read, self._got_text)

    def _got_text(self, found: tuple[int, str]) -> None:
        asked, words = found
        if asked == self._asked:
            self.words.setPlainText(words)
            refuse(self.copy_button, "" if words else "没有选事项。")

    def _person(self) -> str:
        return str(self.person.currentData() or "")

    def _tick_unit(self, place: int) -> None:
        self._ticked ^= {self._units[place].agency_id}
        self._show_units(self.units.currentIndex().row())

    def _tick_matter(self, place: int) -> None:
        if self.unit is not None:
            self._left_out ^= {self.unit.matters[place].key}
            self._show_matters()

    def _tick_late(self) -> None:
        """Every unit with something late; pressed again none."""
        late = {each.agency_id for each in self._units if each.late}
        self._ticked = set() if self._ticked == late else late
        self._show_units(self.units.currentIndex().row())

    # --- construction ------------------------------------------------------------------------
    def _build(self) -> None:
        self.notice_button = button("起草通报", "edit")
        refuse(self.notice_button, self.acts.lacks(Right.EDIT))
        self.notice_button.clicked.connect(self.acts.ask_notice)
        head = heading("催办", "各单位欠的任务、材料和回复，一次催清。", self.notice_button)
        self._nothing = empty("ok", NOTHING, NOTHING_MORE)
        self._nothing.hide()
        self._whole = holder(col((row((self._left(), 1), (self._right(), 1), gap=3), 1), self._foot(), gap=2))
        self.setLayout(col(head, (self._whole, 1), (self._nothing, 1), gap=3, pad=(4, 3)))

    def _left(self) -> QWidget:
        self.units = TickTable(UNITS, "单位")
        self.units.tick_wanted.connect(self._tick_unit)
        self.units.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_unit())
        late = button("选全部逾期单位", "ok", "quiet")
        late.clicked.connect(self._tick_late)
        return holder(col(bar(text("单位", "section"), None, late), (self.units, 1)))

    def _right(self) -> QWidget:
        self.title = text("", "section")
        self.person = choice(name="联系人", width=40)
        self.person.currentIndexChanged.connect(lambda _n: self._pause.start())
        self.matters = TickTable(MATTERS, "事项")
        self.matters.tick_wanted.connect(self._tick_matter)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName("催办文字")
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(u(26))
        self.copy_button = button("复制文字", "copy", tip="复制以后粘贴到微信，或者照着念")
        self.copy_button.clicked.connect(self.copy_text)
        self.call_button = button("登记催办", "note")
        self.call_button.clicked.connect(self.note_call)
        said = bar(text("催办文字", "section"), None, self.copy_button, self.call_button)
        return holder(
            col(bar(self.title, None, self.person), (self.matters, 3), said, (self.words, 2), gap=2), name="chased"
        )

    def _foot(self) -> QWidget:
        self.count = text("", "hint")
        self.slip_button = button("生成督办单", "st-warn")
        self.letter_button = button("生成催报函", "letter", "main", "Ctrl+Return")
        self.letter_button.setShortcut("Ctrl+Return")
        self.slip_button.clicked.connect(self.make_slips)
        self.letter_button.clicked.connect(self.make_letters)
        return holder(row(self.count, None, self.slip_button, self.letter_button))


def _unit_cells(each: UnitOwing, ticked: bool) -> list[Any]:
    late = f"{each.most_late}天" if each.late else ""
    last = f"{each.last_chased_on:%Y-%m-%d}" if each.last_chased_on else ""
    return [ticked, each.unit, each.late or None, len(each.matters), late, each.calls or None, last]


def _matter_cells(each: Matter, chosen: bool) -> list[Any]:
    kind = "late" if each.late else "back" if each.returned else "due"
    words = "退回重报" if each.returned and not each.late else each.state_words
    return [
        chosen,
        f"{each.title}　{each.source}".rstrip("　"),
        f"{each.due_on:%Y-%m-%d}",
        State(kind, words),
        each.chases or None,
    ]
