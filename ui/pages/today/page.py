"""今天: figures that filter, the due list in bands, and one act for every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from services.due.items import DueItem
from services.errors import ServiceError
from ui.context import UiContext
from ui.kit.focus import show_face
from ui.kit.parts import Tile, button, col, empty, heading, nothing_found, refuse, row
from ui.kit.table import Column
from ui.pages.today.board import SOON_DAYS, Board, Figure
from ui.pages.today.detail import ItemFacts, TodayDetail, read_facts
from ui.pages.today.due_table import DueTable
from ui.pages.today.paper import print_bands
from ui.pages.today.words import CHASE, act_cell, matter, next_act, state_cell, weekday

PLAN_PAGE = "plan_check"
NO_PREVIEW = "这个窗口没有接上打印预览"
COLUMNS = (
    Column("状态", 6.5),
    Column("事项", 14, stretch=True),
    Column("单位", 9),
    Column("期限", 6),
    Column("下一步", 4.5),
)


class TodayPage(QWidget):
    """`letter` opens the letter for a task; without it the task's ledger is opened. `show_pdf` shows a printed list."""

    status_changed = Signal(str)
    loaded = Signal(int)

    def __init__(
        self,
        context: UiContext,
        letter: Callable[[int], None] | None = None,
        show_pdf: Callable[[Path], None] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._letter, self._show_pdf = context, letter, show_pdf
        self.board = Board((), self._today())
        self._wanted = ""
        self._asked = self._facts_asked = 0
        self._stale, self._read_once = True, False
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Ask what is due now; the current row stays."""
        self._stale = False
        self._asked += 1
        today, due = self._today(), self._context.desk.due
        work = partial(due.items, on=today, days=SOON_DAYS)
        self._context.jobs.read(self, work, partial(self._show, self._asked, today))

    def on_changes(self, _changes: object) -> None:
        """Something was stored: every ledger can concern this page."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def on_day(self, _day: object) -> None:
        """A new day began: everything moves."""
        self.on_changes(None)

    def open_current(self) -> None:
        """Enter: the row in its ledger."""
        self.table.open_current()

    def next_act(self) -> None:
        """The filled button (Ctrl+Enter)."""
        if item := self.table.current():
            self._act(item)

    def copy_rows(self) -> None:
        """The current row to the clipboard."""
        self.table.copy_current()

    def focus_first(self) -> None:
        """The keyboard starts in the table."""
        self.table.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.tiles[0], self.table, self.pane)

    def print_page(self) -> None:
        """What the table shows, as a PDF."""
        if self._show_pdf is None:
            self._context.notify.warn(f"{NO_PREVIEW}，没有打印。")
            return
        desk, today, bands = self._context.desk, self.board.today, self.board.bands(self._test())
        title = f"{today.month}月{today.day}日办事清单"
        words = self._chosen_name() or f"逾期、今天到期和{SOON_DAYS}天内到期"
        self._context.jobs.long_read(
            self,
            lambda job: print_bands(
                desk.scratch(), title, words, bands, today, lambda done, total: job.progress(done, total)
            ),
            self._show_pdf,
            title="正在打印今日清单",
        )

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        printing = button("打印今日清单", "print", key="Ctrl+P")
        printing.clicked.connect(self.print_page)
        if self._show_pdf is None:
            refuse(printing, NO_PREVIEW)
        self._head = heading("今天", self._purpose(), printing)
        self.tiles = [self._tile(figure) for figure in self.board.figures()]
        self.table = DueTable(COLUMNS, _cells, "今天要办的事项", acts=True)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self._open)
        self.table.acted.connect(self._act)
        self.pane = TodayDetail(letters=self._letter is not None, today=self._today)
        self.pane.later_wanted.connect(self._put_off)
        self.pane.act_wanted.connect(self._act)
        self.pane.open_wanted.connect(self._open)
        self.pane.source_wanted.connect(lambda item: self._context.go(PLAN_PAGE, item.row_id))
        found_none, clear = nothing_found()
        clear.clicked.connect(lambda: self.filter(""))
        self._middle = QStackedWidget()
        for face in (self.table, found_none, self._nothing_due()):
            self._middle.addWidget(face)
        tiles = row(*((tile, 1) for tile in self.tiles), gap=2)
        self.setLayout(col(self._head, tiles, (row((self._middle, 1), self.pane, gap=3), 1), gap=3, pad=(4, 3)))

    def _tile(self, figure: Figure) -> Tile:
        made = Tile(figure.kind, figure.name, "0")
        made.clicked.connect(lambda: self.filter("" if self._wanted == figure.key else figure.key))
        return made

    def _nothing_due(self) -> QWidget:
        tasks = button("打开任务台账", "nav-task")
        plan = button("导入计划", "import")
        tasks.clicked.connect(lambda: self._context.go("tasks"))
        plan.clicked.connect(lambda: self._context.go(PLAN_PAGE))
        words = f"没有逾期的，今后{SOON_DAYS}天内也没有到期的。导入计划或登记台账后，期限会列在这里。"
        return empty("nav-desk", "没有要办的事项", words, plan, tasks)

    def _purpose(self) -> str:
        today = self.board.today
        return f"{today.month}月{today.day}日　{weekday(today)}　先办逾期，再办今天。"

    def _today(self) -> date:
        moment: date = self._context.desk.now().date()
        return moment

    # --- what arrived --------------------------------------------------------------------
    def _show(self, asked: int, today: date, items: Sequence[DueItem]) -> None:
        if asked != self._asked:
            return
        self.board = Board(tuple(items), today)
        self._read_once = True
        next(label for label in self._head.findChildren(QLabel) if label.property("role") == "hint").setText(
            self._purpose()
        )
        self._show_rows()
        self.loaded.emit(len(self.board.items))

    def _show_rows(self) -> None:
        for tile, figure in zip(self.tiles, self.board.figures(), strict=True):
            tile.set_figure(f"{figure.number:,}", figure.note)
            tile.setChecked(figure.key == self._wanted)
        self.table.show_bands(self.board.bands(self._test()))
        face = 0 if self.table.items or not self._read_once else 1 if self._wanted else 2
        show_face(self._middle, face, self)
        self._say()

    def filter(self, key: str) -> None:
        """Only the rows that a tile counts; an empty key shows all."""
        self._wanted = key
        self._show_rows()

    def _test(self) -> Callable[[DueItem], bool] | None:
        return next((f.test for f in self.board.figures() if f.key == self._wanted), None)

    def _chosen_name(self) -> str:
        return next((f.name for f in self.board.figures() if f.key == self._wanted), "")

    def _say(self) -> None:
        shown = len(self.table.items)
        chosen = "，已选1项" if self.table.current() else ""
        words = f"{self._chosen_name()}{shown:,}项" if self._wanted else f"共{shown:,}项"
        self.status_changed.emit(words + chosen)

    def _picked(self, item: DueItem | None) -> None:
        self._say()
        self._facts_asked += 1
        if item is None:
            self.pane.show_nothing()
            return
        asked = self._facts_asked
        self._context.jobs.read(
            self,
            partial(read_facts, self._context.desk, item),
            partial(self._show_facts, asked),
            partial(self._gone, asked),
        )

    def _show_facts(self, asked: int, facts: ItemFacts) -> None:
        if asked == self._facts_asked:
            self.pane.show_facts(facts)

    def _gone(self, asked: int, error: ServiceError) -> None:
        if asked == self._facts_asked:
            self.pane.show_nothing()
            self._context.notify.warn(str(error))

    # --- acts ----------------------------------------------------------------------------
    @Slot(object)
    def _open(self, item: DueItem) -> None:
        self._context.go(item.ledger, item.row_id)

    @Slot(object)
    def _act(self, item: DueItem) -> None:
        if self._letter is not None and next_act(item) is CHASE:
            self._letter(item.row_id)
        else:
            self._open(item)

    def _put_off(self, item: DueItem, day: date) -> None:
        """The row stays: it is what is due; only its reminder comes on that day."""
        reminders, bridge = self._context.desk.reminders, self._context.bridge

        def stored(_result: object) -> None:
            self._context.notify.toast(f"{day.month}月{day.day}日再提醒，期限不变。")
            bridge.reminders_marked.emit()

        self._context.jobs.write(self, lambda _job: reminders.remind_on(item, day), stored)

    def showEvent(self, event: QShowEvent) -> None:
        """Read at the first visit and after changes that happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.reload()
        self._say()

    def hideEvent(self, event: QHideEvent) -> None:
        """The day may change while the page is hidden."""
        super().hideEvent(event)
        self._stale = True


def _cells(item: DueItem) -> list[object]:
    return [state_cell(item), matter(item), item.unit, f"{item.due_on:%Y-%m-%d}", act_cell(item)]
