"""期限日历: year, month, week and list of everything with a date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.calendar_view import CalendarView, MonthView, shift_month
from services.due.items import DueItem
from ui.context import UiContext
from ui.kit.parts import (
    Item,
    banner,
    button,
    col,
    glyph,
    heading,
    holder,
    refuse,
    row,
    rule,
    text,
)
from ui.kit.table import Column
from ui.kit.theme import u
from ui.kit.tokens import STATE
from ui.pages.calendar.agenda import Agenda
from ui.pages.calendar.grid import MonthGrid
from ui.pages.calendar.shown import Shown, period_words, read_shown
from ui.pages.calendar.tools import LIST, MONTH, WEEK, YEAR, CalendarTools
from ui.pages.calendar.year_grid import YearGrid
from ui.pages.today.due_table import DueTable
from ui.pages.today.page import NO_PREVIEW
from ui.pages.today.paper import print_bands
from ui.pages.today.words import matter, state_cell

LEGEND = (("late", "逾期"), ("due", "今天"), ("run", "办理中"), ("wait", "待回复"), ("hold", "证件到期"))
COLUMNS = (
    Column("状态", 6.5),
    Column("事项", 14, stretch=True),
    Column("单位", 9),
    Column("类别", 6),
    Column("期限", 6),
)


class CalendarPage(QWidget):
    """`show_pdf` shows a printed list; without it printing is switched off."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self._view = CalendarView(context.desk.database, context.desk.now)
        self.day = self.today = self._now()
        self.shown = Shown(MonthView(self.day.year, self.day.month, ()))
        self._asked, self._stale, self._filling = 0, True, False
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Read the shown time again."""
        self._stale = False
        self._asked += 1
        day, whole = self.day, self.tools.view == YEAR
        work = partial(read_shown, self._view, day, whole_year=whole)
        self._context.jobs.read(self, work, partial(self._arrived, self._asked, self._now()))

    def on_changes(self, _changes: object) -> None:
        """Something was stored; every ledger has dates."""
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
        """The list of the shown month, week or year."""
        if self._show_pdf is None:
            self._context.notify.warn(f"{NO_PREVIEW}，没有打印。")
            return
        desk, bands, today = self._context.desk, self._bands(), self.today
        words = self.tools.filter_words()
        title = f"{self._period()}期限清单"
        self._context.jobs.long_read(
            self,
            lambda job: print_bands(
                desk.scratch(), title, words, bands, today, lambda done, total: job.progress(done, total)
            ),
            self._show_pdf,
            title="正在打印月历",
        )

    # --- moving --------------------------------------------------------------------------
    def go_to(self, day: date) -> None:
        """Choose a day; another month is read."""
        before, self.day = self.day, day
        self.month.day = self.year.day = day  # a key that is held down counts on from here
        same = (before.year, before.month) == (day.year, day.month)
        if same and self.shown.month.days:
            self._show()
        else:
            self.reload()

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
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
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

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        tools = self.tools = CalendarTools()
        tools.stepped.connect(self.step)
        tools.home.connect(lambda: self.go_to(self.today))
        tools.filtered.connect(self._show)
        tools.view_chosen.connect(self._view_chosen)
        self.month, self.year = MonthGrid(self.day), YearGrid(self.day)
        self.table = DueTable(COLUMNS, _cells, "到期事项", pages=False)
        self.table.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._faces = QStackedWidget()
        for face in (self.month, self.year, self.table):
            self._faces.addWidget(face)
        for grid in (self.month, self.year):
            grid.chosen.connect(self.go_to)
            grid.opened.connect(self._open_day)
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._picked)
        self.agenda = Agenda()
        self.agenda.opened.connect(self._open)
        self._note_place = col(gap=0)
        self.counts = text("", "caption")
        body = row((col((self._faces, 1), self._legend()), 1), self._side(), gap=3)
        head = heading("期限日历", "各本台账的期限都在这里，法定期限不能拖动。")
        self.setLayout(col(head, tools, self._note_place, (body, 1), gap=2, pad=(4, 3)))

    def _legend(self) -> QWidget:
        parts: list[Item] = []
        for kind, words in LEGEND:
            parts += [glyph(STATE[kind][2], STATE[kind][0], 3.5), text(words, "caption"), 1]
        return holder(
            row(*parts, text("休：放假", "caption"), 1, text("班：调休上班", "caption"), None, self.counts, gap=1)
        )

    def _side(self) -> QWidget:
        printing = button("打印期限清单", "print", key="Ctrl+P")
        printing.clicked.connect(self.print_page)
        if self._show_pdf is None:
            refuse(printing, NO_PREVIEW)
        head = col(text("近期议程", "section"), pad=(4, 3, 4, 1))
        made = holder(col(head, (self.agenda, 1), rule(), col(printing, pad=(4, 3)), gap=0), box="panel")
        made.setFixedWidth(u(72))
        return made

    # --- what arrived --------------------------------------------------------------------
    def _arrived(self, asked: int, today: date, found: Shown) -> None:
        if asked != self._asked:
            return
        self.shown, self.today = found, today
        self.tools.fill(found.items)
        while (old := self._note_place.takeAt(0)) is not None:
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        if found.month.note:
            self._note_place.addWidget(banner("info", found.month.note))
        self._show()
        self.loaded.emit()

    def _show(self) -> None:
        bands = self._bands()
        if self.tools.view in (WEEK, LIST):
            self._filling = True  # the day leads the list here, not the list the day
            self.table.show_bands(bands)
            wanted = next((i for i in self.table.items if i.due_on >= self.day), None)
            if wanted is not None:
                self.table.select_item(wanted.ledger, wanted.row_id)
            self._filling = False
        if self.tools.view == YEAR:
            self.year.show_year(self.tools.kept(self.shown.year), self.day, self.today)
        self._show_day()
        self.tools.title.setText(self._period())
        items = [item for _title, rows in bands for item in rows]
        late = sum(item.days < 0 for item in items)
        word = {YEAR: "本年", WEEK: "本周"}.get(self.tools.view, "本月")
        self.counts.setText(f"{word}{len(items):,}项" + (f"，逾期{late:,}项" if late else ""))
        self._say()

    def _show_day(self) -> None:
        month = replace(self.shown.month, days=self.tools.kept(self.shown.month.days))
        self.month.show_month(month, self.day, self.today)
        ahead = {d.day: d.items for d in self.tools.kept((*self.shown.month.days, *self.shown.ahead))}
        self.agenda.show_days(sorted(ahead.items()), self.day, self.today)

    def _picked(self, item: DueItem | None) -> None:
        if item is not None and not self._filling and item.due_on != self.day:
            self.day = item.due_on
            self._show_day()
            self._say()

    def _say(self) -> None:
        self.status_changed.emit(f"{self.counts.text()}，已选{self.day.month}月{self.day.day}日")

    def _bands(self) -> list[tuple[str, tuple[DueItem, ...]]]:
        return self.shown.bands(self.tools.view, self.day, self.today, self.tools.kept)

    def _period(self) -> str:
        return period_words(self.tools.view, self.day)

    # --- acts ----------------------------------------------------------------------------
    def _view_chosen(self, view: int) -> None:
        self._faces.setCurrentIndex({MONTH: 0, YEAR: 1}.get(view, 2))
        if self.isVisible():
            self.focus_first()
        self.reload() if view == YEAR else self._show()

    def _open_day(self, day: date) -> None:
        if day != self.day:
            self.go_to(day)
        if self.tools.view == YEAR:
            self.choose_view(MONTH)
        else:
            self.agenda.first_entry()

    def _open(self, item: DueItem) -> None:
        self._context.go(item.ledger, item.row_id)

    def _now(self) -> date:
        moment: date = self._context.desk.now().date()
        return moment

    def showEvent(self, event: QShowEvent) -> None:
        """Read at the first visit and again after the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """The day may change meanwhile."""
        super().hideEvent(event)
        self._stale = True


def _cells(item: DueItem) -> list[object]:
    return [state_cell(item), matter(item), item.unit, item.what, f"{item.due_on:%Y-%m-%d}"]
