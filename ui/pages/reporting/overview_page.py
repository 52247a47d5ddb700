"""报送进度: at the left every duty and period with x/y, at the right each unit of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QWidget

from services.access import Right
from services.query import Outcome
from services.reporting.labels import REPORT_CHIPS
from services.reporting.overview import Overview
from services.reporting.standing import Standing
from ui.context import UiContext
from ui.kit.parts import FilterChip, bar, button, col, empty, heading, holder, refuse, row, text
from ui.kit.table import CENTER, RIGHT, Column, Rows, State, Table, Wrong
from ui.kit.tick_table import TickTable
from ui.pages.reporting.chase_acts import ChaseActs

PERIODS = (
    Column("报送事项", 8, stretch=True),
    Column("期次", 5),
    Column("截止日", 5.5),
    Column("已报", 3.5, RIGHT),
    Column("逾期", 2.5, RIGHT),
)
UNITS = (
    Column("", 1, CENTER),
    Column("单位", 10, stretch=True),
    Column("状态", 8),
    Column("收到日期", 5.5),
    Column("备注", 6),
)
OWING = ("late", "back", "due", "run")
SHOWN = {"": "全部", "owing": "未报", "late": "逾期", "came": "已报"}
CHIPS = {"": "", "owing": "todo", "late": "late", "came": "done"}
TABLES = frozenset(("unit_report", "report_duty", "enforcement_agency"))


class ReportProgressPage(QWidget):
    """Ticked units are meant, else the current one."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None]) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._office = context, context.desk.reporting
        self._reports: Any = context.desk.ledgers["unit_reports"]
        self.acts = ChaseActs(context, self, show_pdf)
        self.acts.done.connect(self.reload)
        self._periods: Sequence[Overview] = ()
        self._units: Sequence[Standing] = ()
        self._shown: list[Standing] = []
        self._ticked: set[int] = set()
        self._only, self._first = "", True
        self._build()

    # --- for the window ----------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Read when it comes into sight."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """The periods and the units of the chosen one; ticks stay."""
        here = self.period

        def read() -> tuple[Sequence[Overview], int, Sequence[Standing]]:
            periods = self._office.overview()
            same = [n for n, one in enumerate(periods) if here and _key(one) == _key(here)]
            place = same[0] if same else 0
            chosen = periods[place] if periods else None
            return periods, place, self._office.standings(*_key(chosen)) if chosen else ()

        self._context.jobs.read(self, read, lambda found: self._show(*found))

    def on_changes(self, changes: Any) -> None:
        """A report came, or a duty was put in force."""
        if self.isVisible() and TABLES & set(getattr(changes, "touched", {})):
            self.reload()

    def focus_first(self) -> None:
        """The keyboard starts among the units, or with the way to a first duty."""
        (self.units if self._periods else self._begin if self._begin.isVisible() else self).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.periods, self.units)

    @property
    def period(self) -> Overview | None:
        """The period that is chosen."""
        place = self.periods.currentIndex().row()
        return self._periods[place] if 0 <= place < len(self._periods) else None

    def meant(self) -> list[Standing]:
        """The ticked units, without ticks the current one."""
        ticked = [each for each in self._units if each.report_id in self._ticked]
        place = self.units.currentIndex().row()
        return ticked or (self._shown[place : place + 1] if place >= 0 else [])

    def receive(self) -> None:
        """登记收到 today, of the units that are meant."""
        ids = [each.report_id for each in self.meant() if each.state in OWING]
        values = {"received_on": self._context.desk.now().date()}
        self._context.jobs.write(self, lambda _job: self._reports.perform_many("receive", ids, values), self._received)

    def _received(self, outcome: Outcome) -> None:
        self._ticked.clear()
        self._context.tell(outcome)

    def _chase(self) -> None:
        owing = [each for each in self.meant() if each.state in OWING]
        if len(owing) == 1:
            self._context.go("chase", owing[0].agency_id)
        elif owing:
            self.acts.letters([each.agency_id for each in owing], None)

    def _notice(self) -> None:
        if self.period is not None:
            refuse(self.notice_button, "正在起草。")
            self.acts.draft_notice("duty", *_key(self.period), lambda error: refuse(self.notice_button, str(error)))

    # --- what is shown -----------------------------------------------------------------------
    def _show(self, periods: Sequence[Overview], place: int, units: Sequence[Standing]) -> None:
        self._periods = periods
        model = self.periods.model()
        assert isinstance(model, Rows)
        quiet = self.periods.selectionModel()
        quiet.blockSignals(True)
        model.replace([_period_cells(one) for one in periods])
        quiet.blockSignals(False)
        if periods:
            quiet.blockSignals(True)
            self.periods.selectRow(place)
            quiet.blockSignals(False)
        self._whole.setVisible(bool(periods))
        self._nothing.setVisible(not periods)
        self._show_units(units)
        focus = QApplication.focusWidget()
        lost = focus is not None and self.isAncestorOf(focus) and not focus.isVisible()
        if self._first or lost:
            self._first = False
            self.focus_first()
        self.loaded.emit()

    def _chosen(self) -> None:
        here = self.period
        if here is not None:
            self._ticked.clear()

            def arrived(found: Sequence[Standing]) -> None:
                if self.period is not None and _key(self.period) == _key(here):
                    self._show_units(found)

            self._context.jobs.read(self, partial(self._office.standings, *_key(here)), arrived)

    def _show_units(self, units: Sequence[Standing]) -> None:
        self._units = units
        self._ticked &= {each.report_id for each in units}
        for key, chip in self.chips.items():
            chip.set_count(sum(1 for each in units if _held(key, each)))
        self._shown = [each for each in units if _held(self._only, each)]
        place = self.units.currentIndex().row()
        model = self.units.model()
        assert isinstance(model, Rows)
        model.replace([_unit_cells(each, each.report_id in self._ticked) for each in self._shown])
        if self._shown:
            self.units.selectRow(min(max(place, 0), len(self._shown) - 1))
        self._show_foot()

    def _show_foot(self) -> None:
        here, meant = self.period, self.meant()
        owing = [each for each in meant if each.state in OWING]
        may_not = self.acts.lacks(Right.EDIT)
        self.words.setText(here.words if here else "")
        many = f"{len(meant)}个" if self._ticked else ""
        self.receive_button.setText(f"登记收到{many}")
        refuse(self.receive_button, may_not or ("" if owing else "选中的单位已经报送或者不用报。"))
        self.chase_button.setText(f"催报{len(owing)}个单位" if len(owing) > 1 else "催报")
        refuse(self.chase_button, "" if owing else "选中的单位不用催报。")
        refuse(self.notice_button, may_not or ("" if here else "还没有报送事项。"))
        self.status_changed.emit(here.words if here else "还没有启用报送事项")

    def _tick(self, place: int) -> None:
        self._ticked ^= {self._shown[place].report_id}
        self._show_units(self._units)

    def _filter(self, key: str, _on: bool = False) -> None:
        self._only = key
        self._show_units(self._units)

    # --- construction ------------------------------------------------------------------------
    def _build(self) -> None:
        self.duties_button, self._begin = button("报送事项", "nav-list"), button("报送事项", "nav-list")
        for made in (self.duties_button, self._begin):
            made.clicked.connect(partial(self._context.go, "report_duties", None))
        self._nothing = empty(
            "send", "还没有启用报送事项", "在“报送事项”里启用或登记一项，各单位报没报就列在这里。", self._begin
        )
        self._nothing.hide()
        self.periods = Table(PERIODS, (), "报送事项")
        self.periods.selectionModel().currentRowChanged.connect(lambda _now, _old: self._chosen())
        self.units = TickTable(UNITS, "单位")
        self.units.tick_wanted.connect(self._tick)
        self.units.open_wanted.connect(lambda place: self._context.go("unit_reports", self._shown[place].report_id))
        self.units.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_foot())
        left = holder(col(bar(text("各期报送", "section"), None), (self.periods, 1)))
        right = holder(col(bar(*self._chips(), None), (self.units, 1)))
        self._whole = holder(col((row((left, 1), (right, 1), gap=3), 1), self._foot(), gap=2))
        head = heading("报送进度", "每项每期谁报了、谁没报、谁迟了。", self.duties_button)
        self.setLayout(col(head, (self._whole, 1), (self._nothing, 1), gap=3, pad=(4, 3)))

    def _chips(self) -> Sequence[FilterChip]:
        self.chips = {key: FilterChip(CHIPS[key], words, 0, on=not key) for key, words in SHOWN.items()}
        self._group = QButtonGroup(self)
        for key, chip in self.chips.items():
            self._group.addButton(chip)
            chip.clicked.connect(partial(self._filter, key))
        return list(self.chips.values())

    def _foot(self) -> QWidget:
        self.words = text("", "hint")
        self.notice_button = button("起草通报", "edit")
        self.chase_button = button("催报", "chase")
        self.receive_button = button("登记收到", "ok", "main")
        self.notice_button.clicked.connect(self._notice)
        self.chase_button.clicked.connect(self._chase)
        self.receive_button.clicked.connect(self.receive)
        return holder(row(self.words, None, self.notice_button, self.chase_button, self.receive_button))


def _key(one: Overview) -> tuple[int, str]:
    return one.duty_id, one.period


def _held(key: str, each: Standing) -> bool:
    match key:
        case "owing":
            return each.state in OWING
        case "late":
            return each.state == "late"
        case "came":
            return each.state in ("done", "came_late")
    return True


def _period_cells(one: Overview) -> list[Any]:
    return [
        one.title,
        one.period,
        f"{one.due_on:%Y-%m-%d}",
        f"{one.received}/{one.units}",
        Wrong(str(one.late)) if one.late else "",
    ]


def _unit_cells(each: Standing, ticked: bool) -> list[Any]:
    came = f"{each.received_on:%Y-%m-%d}" if each.received_on else ""
    return [ticked, each.unit, State(REPORT_CHIPS[each.state], each.words), came, each.note.partition("\n")[0]]
