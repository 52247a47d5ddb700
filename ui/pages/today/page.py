"""今天: figures that filter, the due list in bands, and the next acts of every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from services.due.background import Involved
from services.due.items import DueItem
from ui.context import UiContext
from ui.kit.focus import show_face
from ui.kit.parts import Tile, button, col, empty, heading, nothing_found, refuse, row
from ui.kit.table import Column
from ui.pages.today.acts import DueActs
from ui.pages.today.board import SOON_DAYS, Board, Figure
from ui.pages.today.detail import TodayDetail
from ui.pages.today.due_table import DueTable
from ui.pages.today.filters import MARK, Only, OnlyBar
from ui.pages.today.following import PLAN_PAGE, Following
from ui.pages.today.paper import print_bands
from ui.pages.today.words import act_cell, matter, state_cell, weekday

NO_PREVIEW = "这个窗口没有接上打印预览"
COLUMNS = (
    Column("状态", 6.5),
    Column("事项", 14, stretch=True),
    Column("单位", 9),
    Column("期限", 6),
    Column("下一步", 4.5),
)


@dataclass(frozen=True, slots=True)
class _Morning:
    """What one look at the file brings. `only` is what was remembered, at the first look."""

    items: Sequence[DueItem]
    involved: Involved
    only: Only | None


class TodayPage(QWidget):
    """`show_pdf` shows a printed list or a letter."""

    status_changed = Signal(str)
    loaded = Signal(int)

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self._keep(Board((), self._today()))
        self._items: Sequence[DueItem] = ()
        self._involved = Involved({}, frozenset())
        self._only: Only | None = None
        self._wanted = ""
        self._asked = 0
        self._stale, self._read_once = True, False
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Ask what is due now; the current row stays."""
        self._stale = False
        self._asked += 1
        today = self._today()
        work = partial(_read, self._context.desk, today, remembered=self._only is None)
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
        self.following.next_act()

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
        words = self._shown_words()
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
        self.only = OnlyBar()
        self.only.changed.connect(self.show_only)
        self.hidden = button("", kind="link", tip="显示全部单位和全部事项")
        self.hidden.clicked.connect(lambda: self.show_only(Only()))
        self.hidden.hide()
        self._head = heading("今天", self._purpose(), self.hidden, self.only, printing)
        self.tiles = [self._tile(figure) for figure in self._figures]
        self.table = DueTable(COLUMNS, self._cells, "今天要办的事项", acts=True)
        self.table.picked.connect(lambda _item: self._say())
        self.acts = DueActs(self._context, self, self._show_pdf)
        self.pane = TodayDetail(self.acts.offers, self._today)
        self.following = Following(self._context, self, self.table, self.pane, self.acts)
        self.table.acted.connect(self.following.next_act)
        found_none, clear = nothing_found()
        clear.clicked.connect(self._show_all)
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
    def _show(self, asked: int, today: date, found: _Morning) -> None:
        if asked != self._asked:
            return
        self._items, self._involved = found.items, found.involved
        if self._only is None:
            self._only = found.only or Only()
        self._keep(Board(self._fitting(), today))
        self.only.show_choices(self._items, self._involved.names, self._only)
        self._read_once = True
        next(label for label in self._head.findChildren(QLabel) if label.property("role") == "hint").setText(
            self._purpose()
        )
        self._show_rows()
        self.loaded.emit(len(self.board.items))

    def show_only(self, only: Only) -> None:
        """One unit, one kind of duty, or all; remembered for the next sitting."""
        self._only = only
        memory = self._context.desk.sealed
        self._context.jobs.read(self, partial(memory.write, MARK, only.to_json()), lambda _done: None)
        self._keep(Board(self._fitting(), self.board.today))
        self.only.show_choices(self._items, self._involved.names, only)
        self._show_rows()

    def _cells(self, item: DueItem) -> list[object]:
        act = act_cell(item, owed=item.ledger != "tasks" or item.row_id in self._involved.owed)
        return [state_cell(item), matter(item), item.unit, f"{item.due_on:%Y-%m-%d}", act]

    def _keep(self, board: Board) -> None:
        """The list of one day, and its figures counted once."""
        self.board, self._figures = board, board.figures()

    def _fitting(self) -> tuple[DueItem, ...]:
        only = self._only or Only()
        return tuple(item for item in self._items if only.fits(item, self._involved.names))

    def _show_all(self) -> None:
        self._wanted = ""
        self.show_only(Only())

    def _show_rows(self) -> None:
        for tile, figure in zip(self.tiles, self._figures, strict=True):
            tile.set_figure(f"{figure.number:,}", figure.note)
            tile.setChecked(figure.key == self._wanted)
        self.table.show_bands(self.board.bands(self._test()))
        narrowed = self._wanted or self._out_of_sight
        face = 0 if self.table.items or not self._read_once else 1 if narrowed else 2
        show_face(self._middle, face, self)
        self._say()

    def filter(self, key: str) -> None:
        """Only the rows that a tile counts; an empty key shows all."""
        self._wanted = key
        self._show_rows()

    def _test(self) -> Callable[[DueItem], bool] | None:
        return next((f.test for f in self._figures if f.key == self._wanted), None)

    @property
    def _out_of_sight(self) -> int:
        """How many rows the two lists keep out of sight."""
        return len(self._items) - len(self.board.items)

    def _shown_words(self) -> str:
        """What the list on paper holds."""
        tile = next((f.name for f in self._figures if f.key == self._wanted), "")
        chosen = (self.only.unit.currentText(), self.only.kind.currentText()) if self._out_of_sight else ()
        return "　".join((tile or f"逾期、今天到期和{SOON_DAYS}天内到期", *chosen))

    def _say(self) -> None:
        shown, hidden = len(self.table.items), self._out_of_sight
        tile = next((f.name for f in self._figures if f.key == self._wanted), "")
        chosen = "，已选1项" if self.table.current() else ""
        left = f"，另有{hidden:,}项没有显示" if hidden else ""
        self.hidden.setText(f"另有{hidden:,}项没有显示")
        self.hidden.setAccessibleName(self.hidden.text())
        self.hidden.setVisible(bool(hidden))
        self.status_changed.emit((f"{tile}{shown:,}项" if self._wanted else f"共{shown:,}项") + chosen + left)

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


def _read(desk: Any, today: date, *, remembered: bool) -> _Morning:
    """In a job: the list, the units behind its tasks, and at the first time what was looked at last."""
    items = desk.due.items(on=today, days=SOON_DAYS)
    only = Only.of(desk.sealed.read(MARK)) if remembered else None
    return _Morning(items, desk.due.involved_units(items), only)
