"""期限日历: year, month, week and list of everything with a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.calendar_view import CalendarView, MonthView, shift_month
from services.due.items import DueItem
from ui.context import UiContext
from ui.kit.parts import banner, button, col, heading, row
from ui.pages.calendar.day_list import DayList
from ui.pages.calendar.filters import EVERYTHING, Filter
from ui.pages.calendar.grid import MonthGrid
from ui.pages.calendar.legend import Legend
from ui.pages.calendar.shown import Arrived, Bands, Shown, period_words, read_shown, shown_at, span
from ui.pages.calendar.side import Side
from ui.pages.calendar.tools import LIST, MONTH, WEEK, YEAR, CalendarTools
from ui.pages.calendar.week_grid import WeekGrid
from ui.pages.calendar.year_grid import YearGrid

MEMORY = "page.calendar"
NOT_DRAGGED = "期限不能拖动，日子没有变。要改时限，打开这一项申请延期或者修改。"
FACES = {MONTH: 0, YEAR: 1, WEEK: 2, LIST: 3}


class CalendarPage(QWidget):
    """`show_pdf` shows a printed list; without it printing is switched off."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context = context
        self._view = CalendarView(context.desk.database, context.desk.now)
        self.day = self.today = self._now()
        self.shown = self._kept = Shown(MonthView(self.day.year, self.day.month, ()))
        self.plans: dict[int, str] = {}
        self._asked, self._stale, self._filling = 0, True, False
        self.filter = Filter()
        self._build(show_pdf)
        self._remember_last()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Read the shown time again, then the rest of its year, so that turning pages needs no reading."""
        self._stale = False
        self._asked += 1
        whole = self.tools.view == YEAR
        work = partial(read_shown, self._view, self.day, whole_year=whole)
        self._context.jobs.read(self, work, partial(self._arrived, self._asked, self._now(), whole))

    def on_changes(self, _changes: object) -> None:
        """Something was stored; every ledger has dates."""
        self._view.forget()
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def on_day(self, _day: object) -> None:
        """A new day began; the mark of today moves, and with it a choice that stood on it."""
        if self.day == self.today:
            self.day = self._now()
        self.on_changes(None)

    def focus_first(self) -> None:
        """The keyboard starts in the grid."""
        face = self._faces.currentWidget()
        if face is not None:
            face.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.tools, self._faces.currentWidget() or self._faces, self.agenda)

    def open_current(self) -> None:
        """Enter in the agenda or the list."""
        item = self.agenda.current() if self.agenda.hasFocus() else self.table.current()
        if item is not None:
            self._open(item)

    def print_page(self) -> None:
        """The month on one sheet where it is shown, else the list of the shown time."""
        self.side.print_shown()

    def export_page(self) -> None:
        """The list of the shown time as a sheet."""
        self.side.save_sheet()

    # --- moving --------------------------------------------------------------------------
    def go_to(self, day: date) -> None:
        """Choose a day; a month that was not read yet is read."""
        before, self.day = self.day, day
        self.month.day = self.year.day = self.week.day = day  # a key that is held down counts on from here
        if (before.year, before.month) == (day.year, day.month) and self.shown.month.days:
            self._show()
        else:
            self._turn()

    def step(self, by: int) -> None:
        """PgUp and PgDn: the shown time before or after."""
        match self.tools.view:
            case view if view == WEEK:
                self.go_to(self.day + timedelta(days=7 * by))
            case view if view == YEAR:
                self.go_to(shift_month(self.day, 12 * by))
            case _:
                self.go_to(shift_month(self.day, by))

    def choose_view(self, n: int) -> None:
        """1 … 4: year, month, week, list."""
        self.tools.views.choose(n)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters and figures; only what the focused part did not take arrives here."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Home:
            self.go_to(self.today)
            return
        if held:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_J:
                self.go_to(self.today)
            case Qt.Key.Key_PageUp:
                self.step(-1)
            case Qt.Key.Key_PageDown:
                self.step(1)
            case key if Qt.Key.Key_1 <= key <= Qt.Key.Key_4:
                self.choose_view(key - Qt.Key.Key_1)
            case _:
                super().keyPressEvent(event)

    # --- what is shown, for paper and files ----------------------------------------------
    def bands(self) -> Bands:
        """The shown time as a list, filtered."""
        return self._kept.bands(self.tools.view, self.day, self.today)

    def period(self) -> str:
        """2026年, 2026年6月, 2026年6月15日—21日."""
        return period_words(self.tools.view, self.day)

    @property
    def shown_month(self) -> MonthView:
        """The month, filtered."""
        return self._kept.month

    def filter_words(self) -> str:
        """What was filtered."""
        return self.filter.words(self.plans)

    # --- building ------------------------------------------------------------------------
    def _build(self, show_pdf: Callable[[Path], None] | None) -> None:
        tools = self.tools = CalendarTools()
        tools.stepped.connect(self.step)
        tools.home.connect(lambda: self.go_to(self.today))
        tools.filtered.connect(self._filter_chosen)
        tools.view_chosen.connect(self._view_chosen)
        self.month, self.year, self.week = MonthGrid(self.day), YearGrid(self.day), WeekGrid(self.day)
        self.list = DayList()
        self.table = self.list.table
        self._faces = QStackedWidget()
        for face in (self.month, self.year, self.week, self.list):
            self._faces.addWidget(face)
        for grid in (self.month, self.year, self.week):
            grid.chosen.connect(self.go_to)
            grid.opened.connect(self._open_day)
            grid.item_opened.connect(self._open)
            grid.dragged.connect(lambda _item: self._context.notify.warn(NOT_DRAGGED))
        self.list.opened.connect(self._open)
        self.list.picked.connect(self._picked)
        self.side = Side(self._context, self, show_pdf)
        self.agenda = self.side.agenda
        self.agenda.opened.connect(self._open)
        self._note_place = col(gap=0)
        self.legend = Legend()
        self.counts = self.legend.counts
        body = row((col((self._faces, 1), self.legend), 1), self.side, gap=3)
        head = heading("期限日历", "各本台账的期限都在这里，期限不能拖动。")
        self.setLayout(col(head, tools, self._note_place, (body, 1), gap=2, pad=(4, 3)))

    # --- what arrived --------------------------------------------------------------------
    def _arrived(self, asked: int, today: date, whole: bool, found: Arrived) -> None:
        if asked != self._asked:
            return
        self.today, self.plans = today, found.plans
        self.tools.fill(found.offers, found.rules, self.filter)
        self.legend.show_rules(found.rules)
        self._take(found.shown)
        self.loaded.emit()
        if not whole:
            work = partial(read_shown, self._view, self.day, whole_year=True)
            self._context.jobs.read(self, work, partial(self._year_arrived, self.day.year))

    def _year_arrived(self, year: int, found: Arrived) -> None:
        """The rest of the year: the filters offer what occurs in it."""
        if year == self.day.year:
            self.tools.fill(found.offers, found.rules, self.filter)

    def _turn(self) -> None:
        """What was read already is shown at once, else it is read."""
        whole = self.tools.view == YEAR
        if self._stale or not self._view.has(*span(self.day, whole_year=whole)):
            self.reload()
            return
        self._asked += 1  # what is under way would be older
        self._take(shown_at(self._view, self.day, whole_year=whole))
        self.loaded.emit()

    def _take(self, found: Shown) -> None:
        self.shown = found
        while (old := self._note_place.takeAt(0)) is not None:
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        if found.month.note:
            enter = button("去登记", "edit")
            enter.clicked.connect(lambda: self._context.go("holidays"))
            note = banner("info", found.month.note, enter)
            self._note_place.addWidget(note)
            note.show()  # at once, not with the next turn of the event loop
        self._keep()

    def _keep(self) -> None:
        self._kept = self.shown.kept(self.filter)
        self._show()

    def _show(self) -> None:
        view = self.tools.view
        self.legend.show_heat(view == YEAR)
        if view == LIST:
            self._show_list()
        elif view == YEAR:
            self.year.show_year(self._kept.year, self.day, self.today)
            self.legend.heat.show_steps(self.year.steps)
        elif view == WEEK:
            self.week.show_week(self._kept.days(WEEK, self.day), self.day, self.today)
        self._show_day()
        self.tools.title.setText(self.period())
        items = [item for d in self._kept.days(view, self.day) for item in d.items]
        late = sum(item.days < 0 and not item.expected for item in items)
        word = {YEAR: "本年", WEEK: "本周"}.get(view, "本月")
        self.counts.setText(f"{word}{len(items):,}项" + (f"，逾期{late:,}项" if late else ""))
        self._say()

    def _show_list(self) -> None:
        self._filling = True  # the day leads the list here, not the list the day
        bands = self.bands()
        self.list.show_bands(bands)
        wanted = next((i for _title, items in bands for i in items if i.due_on >= self.day), None)
        if wanted is not None:
            self.list.select(wanted)
        self._filling = False

    def _show_day(self) -> None:
        self.month.show_month(self._kept.month, self.day, self.today)
        ahead = ((d.day, d.items) for d in (*self._kept.month.days, *self._kept.ahead))
        self.agenda.show_days(ahead, self.day, self.today)

    def _picked(self, item: DueItem | None) -> None:
        if item is not None and not self._filling and item.due_on != self.day:
            self.day = item.due_on
            self._show_day()
            self._say()

    def _say(self) -> None:
        self.status_changed.emit(f"{self.counts.text()}，已选{self.day.month}月{self.day.day}日")

    # --- acts ----------------------------------------------------------------------------
    def _filter_chosen(self) -> None:
        self.filter = self.tools.chosen
        self.tools.all.setEnabled(self.filter != EVERYTHING)
        self._remember()
        self._keep()

    def _view_chosen(self, view: int) -> None:
        self._faces.setCurrentIndex(FACES[view])
        self._remember()
        if self.isVisible():
            self.focus_first()
        if view == YEAR:
            self._turn()
        else:
            self._show()

    def _open_day(self, day: date) -> None:
        if day != self.day:
            self.go_to(day)
        if self.tools.view == YEAR:
            self.choose_view(MONTH)
        else:
            self.agenda.first_entry()

    def _open(self, item: DueItem) -> None:
        self._context.go(item.ledger, item.row_id)

    # --- memory --------------------------------------------------------------------------
    def _remember(self) -> None:
        self._context.desk.sealed.write(MEMORY, {"view": self.tools.view, "filter": self.filter.to_json()})

    def _remember_last(self) -> None:
        """View and filters as they were left."""
        stored = self._context.desk.sealed.read(MEMORY)
        if not isinstance(stored, dict):
            return
        self.filter = Filter.from_json(stored.get("filter"))
        view = stored.get("view")
        if isinstance(view, int) and view in FACES and view != self.tools.view:
            self._stale = True
            self.tools.views.blockSignals(True)
            self.tools.views.choose(view)
            self.tools.views.blockSignals(False)
            self._faces.setCurrentIndex(FACES[view])

    def _now(self) -> date:
        moment: date = self._context.desk.now().date()
        return moment

    def showEvent(self, event: QShowEvent) -> None:
        """Read at the first visit and again after the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another workplace may store something meanwhile, and the day may change."""
        super().hideEvent(event)
        self._view.forget()
        self._stale = True
