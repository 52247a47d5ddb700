"""指标总览: the county's figures on the left, the chosen one by unit on the right, with its definition and basis."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from services.indicators import Indicator, Indicators, Reading
from services.training.compliance import COUNTED_FROM
from ui.context import UiContext
from ui.kit.date_edit import DateEditor
from ui.kit.layout import bar, col, panel, row, rule
from ui.kit.parts import button, heading, refuse, text
from ui.kit.table import RIGHT, Column, State
from ui.kit.theme import u
from ui.pages.indicators.people_dialog import PeopleDialog
from ui.pages.indicators.pick_table import PickTable
from ui.pages.tools import open_file

if TYPE_CHECKING:
    from collections.abc import Callable

WORKBOOK = "Excel工作簿 (*.xlsx)"
NO_PREVIEW = "这个窗口没有接上打印预览"
WATCHED = frozenset(
    {
        "enforcement_agency", "enforcement_officer", "officer_post", "enforcement_certificate", "certificate_event",
        "role_holder", "province_rule", "setting", *COUNTED_FROM,
    }
)  # fmt: skip
COUNTY_COLUMNS = (
    Column("指标", 12, stretch=True),
    Column("占比", 4.5, RIGHT),
    Column("人数", 5.5, RIGHT),
    Column("结果", 6.5),
)
UNIT_COLUMNS = (
    Column("单位", 11, stretch=True),
    Column("人数", 5, RIGHT),
    Column("占比", 4.5, RIGHT),
    Column("应有", 3, RIGHT),
    Column("结果", 6),
    Column("说明", 7.5),
)


class IndicatorPage(QWidget):
    """`show_pdf` shows what was printed; without it printing is off."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self.service: Indicators = context.desk.indicators
        self.indicators: tuple[Indicator, ...] = ()
        self.readings: tuple[Reading, ...] = ()
        self.as_of: date = self.service.today
        self._asked, self._stale = 0, True
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Count again as of the day that is typed."""
        wanted = self.day.value()
        if wanted is None:
            self._hint.setText(self.day.problem() or "填一个日期，如2026-06-30。")
            return
        self._stale = False
        self._asked += 1
        work = partial(self.service.overview, wanted)
        self._context.jobs.read(self, work, partial(self._show, self._asked, wanted))

    def on_changes(self, changes: object) -> None:
        """Something was stored that is counted here."""
        if not WATCHED & set(getattr(changes, "touched", WATCHED)):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def on_day(self, day: object) -> None:
        """A new day: what was asked as of yesterday's today moves on."""
        if self.day.value() == self.as_of and isinstance(day, date):
            self.day.set_value(day)
        self.reload()

    def focus_first(self) -> None:
        """The keyboard starts in the indicators."""
        self.county.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.county, self.units)

    def copy_rows(self) -> None:
        """The table that has the keyboard."""
        (self.units if self.units.hasFocus() else self.county).copy_all()

    def next_act(self) -> None:
        """The filled button (Ctrl+Enter)."""
        self.show_people()

    def print_page(self) -> None:
        """All units and indicators, with their definitions below."""
        if self._show_pdf is None or not self.indicators:
            return
        from services.exports.indicator_sheets import print_indicators  # brings the print kit

        desk, found, as_of = self._context.desk, self.indicators, self.as_of
        target: Path = desk.scratch() / f"指标总览{as_of:%Y%m%d}.pdf"

        def work() -> Path:
            print_indicators(found, as_of, desk.now().date(), desk.bureau, target)
            return target

        self._context.jobs.read(self, work, self._show_pdf)

    def export_page(self) -> None:
        """Ask where the workbook goes."""
        dialog = QFileDialog(self, "存放到", f"指标总览{self.as_of:%Y%m%d}.xlsx", WORKBOOK)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda file: self.export_to(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, target: Path) -> None:
        """Figures and the people behind them, in a job."""
        from services.exports.indicator_sheets import export_indicators

        desk, found, as_of = self._context.desk, self.indicators, self.as_of
        work = partial(export_indicators, found, as_of, desk.bureau, target)
        words = f"已导出{len(found)}项指标到“{target.name}”。"
        self._context.jobs.read(
            self, work, lambda _rows: self._context.notify.toast(words, partial(open_file, target), "打开")
        )

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        printing, exporting = button("打印", "print", key="Ctrl+P"), button("导出", "export", key="Ctrl+E")
        printing.clicked.connect(self.print_page)
        exporting.clicked.connect(self.export_page)
        refuse(printing, "" if self._show_pdf is not None else NO_PREVIEW)
        self.day = DateEditor(lambda: self.service.today)
        self.day.target.setAccessibleName("截至日期")
        self.day.setMaximumWidth(u(36))
        self.day.set_value(self.as_of)
        self.day.changed.connect(self._day_typed)
        self._hint = text("", "hint")
        self.county, self.units = PickTable(COUNTY_COLUMNS, "全县指标"), PickTable(UNIT_COLUMNS, "各单位")
        self.county.picked.connect(self._choose)
        self.county.opened.connect(lambda _place: self.show_people())
        self.units.opened.connect(lambda place: self.show_people(self.readings[place].unit_id))
        self.people = button("查看人员", "person", "main", "Ctrl+Return")
        self.people.clicked.connect(lambda: self.show_people())
        self.ledger = button("打开台账", "open")
        self.ledger.clicked.connect(self._open_ledger)
        self._title = text("", "section", wrap=True)
        self._definition, self._basis = text("", wrap=True), text("", "hint", wrap=True)
        words = panel(self._title, self._definition, self._basis, rule(), row(None, self.ledger, self.people), gap=2)
        self.county.setMinimumWidth(u(110))
        left = col((self.county, 1), words, gap=3)
        self._of_units = text("", "strong")
        right = col(bar(self._of_units, None, text("双击看一个单位的人员", "hint")), (self.units, 1), gap=1)
        head = heading("指标总览", "持证、法制审核、学时和轮训，每个数字都能看到是哪些人。", exporting, printing)
        filters = row(text("截至", "field"), self.day, self._hint, None)
        self.setLayout(col(head, filters, (row((left, 5), (right, 7), gap=3), 1), gap=2.5, pad=(4, 3)))

    def _day_typed(self) -> None:
        if self.day.value() not in (None, self.as_of):
            self.reload()

    # --- what arrived --------------------------------------------------------------------
    def _show(self, asked: int, as_of: date, found: tuple[Indicator, ...]) -> None:
        if asked != self._asked:
            return
        self.indicators, self.as_of = found, as_of
        self._hint.setText(self.day.hint())
        self.county.show_rows([_county_cells(each) for each in found])
        self._choose(max(0, self.county.current))
        self.status_changed.emit(f"共{len(found)}项指标，{len(found[0].units) if found else 0}个单位")
        self.loaded.emit()

    def _choose(self, place: int) -> None:
        if not 0 <= place < len(self.indicators):
            return
        chosen = self.indicators[place]
        self._title.setText(chosen.name)
        self._definition.setText(f"口径：{chosen.definition}")
        self._basis.setText(f"依据：{chosen.basis or '待确认'}")
        self.readings = tuple(sorted(chosen.units, key=_worst_first))
        self.units.show_rows([_unit_cells(reading) for reading in self.readings])
        missed = len(chosen.missed)
        self._of_units.setText(f"各单位　{missed}个没有达到" if missed else "各单位")

    def show_people(self, unit_id: int | None = None) -> None:
        """Who stands behind the chosen indicator, of one unit where it is given."""
        place = self.county.current
        if not 0 <= place < len(self.indicators):
            return
        chosen = self.indicators[place]
        names = {reading.unit_id: reading.unit for reading in chosen.units}
        people = [(person, names[person.unit_id]) for person in chosen.behind(unit_id)]
        title = f"{chosen.name}　{names[unit_id] if unit_id is not None else chosen.county.unit}"
        dialog = PeopleDialog(self, title, people, lambda officer: self._context.go("officers", officer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_ledger(self) -> None:
        if 0 <= self.county.current < len(self.indicators):
            self._context.go(self.indicators[self.county.current].ledger)

    def showEvent(self, event: QShowEvent) -> None:
        """Count at the first visit and after changes that happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.reload()


def _worst_first(reading: Reading) -> tuple[bool, bool, Any, str]:
    """Units that miss the requirement, then the lowest share; those without a figure last."""
    return (reading.met is not False, reading.ratio is None, reading.ratio or 0, reading.unit)


def _result(reading: Reading) -> State | str:
    if reading.met is None:
        return ""
    return State("done" if reading.met else "late", reading.result)


def _pair(reading: Reading) -> str:
    return (
        f"{reading.numerator:,}" if reading.denominator is None else f"{reading.numerator:,}／{reading.denominator:,}"
    )


def _county_cells(each: Indicator) -> list[object]:
    """Every unit has to meet the requirement, so the county's result names how many do not."""
    missed = len(each.missed)
    result = State("late", f"{missed}个单位缺") if missed else _result(each.county)
    return [each.name, each.county.percent, _pair(each.county), result]


def _unit_cells(reading: Reading) -> list[object]:
    required = "" if reading.required is None else reading.required
    return [reading.unit, _pair(reading), reading.percent, required, _result(reading), reading.note]
