"""提醒: every step that calls today, unread first; each can be opened, put off or ticked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from services.due.items import DueItem
from services.due.reminders import Reminder
from ui.context import UiContext
from ui.kit.focus import show_face
from ui.kit.parts import button, col, empty, heading, refuse, row
from ui.kit.table import Column
from ui.pages.today.acts import DueActs
from ui.pages.today.detail import TodayDetail
from ui.pages.today.due_table import DueTable
from ui.pages.today.following import Following
from ui.pages.today.later import later_button
from ui.pages.today.words import matter, state_cell

COLUMNS = (
    Column("状态", 6.5),
    Column("事项", 14, stretch=True),
    Column("单位", 8),
    Column("期限", 6),
    Column("提醒档", 6),
)
NOTHING = "没有选中的提醒"
UNREAD, READ = "未读", "已读"


class RemindersPage(QWidget):
    """`show_pdf` shows a letter. What was shown while the page was open counts as read."""

    status_changed = Signal(str)
    loaded = Signal(int)

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self._found: Sequence[Reminder] = ()
        self._asked = 0
        self._stale = True
        self._build()

    def reload(self) -> None:
        """Ask what calls now."""
        self._stale = False
        self._asked += 1
        reminders = self._context.desk.reminders
        self._context.jobs.read(self, reminders.current, partial(self._show, self._asked))

    def on_changes(self, _changes: object) -> None:
        """Something was stored: it may have been what calls."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def on_day(self, _day: object) -> None:
        """New steps call."""
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
        return (self.table, self.pane)

    def put_off(self, day: date) -> None:
        """The current reminder calls again on `day`."""
        snooze = self._context.desk.reminders.snooze
        self._mark(lambda chosen: snooze(chosen, day), f"{day.month}月{day.day}日再提醒，期限不变。")

    def tick(self) -> None:
        """Somebody is at it."""
        self._mark(self._context.desk.reminders.acted, "这一档提醒不再出现；到下一档还会提醒。")

    def _build(self) -> None:
        self.rules = button("提醒规则", "nav-list", tip="到期前后哪些天提醒")
        self.rules.clicked.connect(lambda: self._context.go("reminder_rules"))
        self.later = later_button(self._today, self.put_off, self)
        self.done = button("已处理", "ok", tip="这一档提醒不再出现（D）")
        self.done.clicked.connect(self.tick)
        self._head = heading("提醒", "按提醒规则今天要看的事项；每一档只提醒一次。", self.rules, self.later, self.done)
        self.table = DueTable(COLUMNS, self._cells, "提醒")
        self.table.picked.connect(lambda _item: self._allow())
        self.acts = DueActs(self._context, self, self._show_pdf)
        self.pane = TodayDetail(self.acts.offers)
        self.following = Following(self._context, self, self.table, self.pane, self.acts)
        self._middle = QStackedWidget()
        none = empty("bell", "今天没有提醒", "到了提醒规则规定的日子，事项会列在这里。", self._today_button())
        for face in (self.table, none):
            self._middle.addWidget(face)
        self.setLayout(col(self._head, (row((self._middle, 1), self.pane, gap=3), 1), gap=3, pad=(4, 3)))
        QShortcut(QKeySequence("D"), self.table, self.tick)
        self._allow()

    def _today_button(self) -> QPushButton:
        made = button("打开今天", "nav-desk")
        made.clicked.connect(lambda: self._context.go("today"))
        return made

    def _today(self) -> date:
        moment: date = self._context.desk.now().date()
        return moment

    def _show(self, asked: int, found: Sequence[Reminder]) -> None:
        if asked != self._asked:
            return
        self._found = found
        unread = [each.item for each in found if not each.seen]
        read = [each.item for each in found if each.seen]
        bands = [(f"{words}　{len(items)}条", items) for words, items in ((UNREAD, unread), (READ, read)) if items]
        self.table.show_bands(bands)
        show_face(self._middle, 0 if found else 1, self)
        self._allow()
        self._say()
        self.loaded.emit(len(found))

    def _cells(self, item: DueItem) -> list[object]:
        reminder = self._of(item)
        step = reminder.step if reminder else ""
        return [state_cell(item), matter(item), item.unit, f"{item.due_on:%Y-%m-%d}", step]

    def _of(self, item: DueItem) -> Reminder | None:
        return next((each for each in self._found if each.item is item), None)

    def _allow(self) -> None:
        chosen = self.table.current() is not None
        for each in (self.later, self.done):
            refuse(each, "" if chosen else NOTHING)

    def _mark(self, store: Callable[[Sequence[Reminder]], None], words: str) -> None:
        item = self.table.current()
        reminder = self._of(item) if item else None
        if reminder is None:
            self._context.notify.warn(f"{NOTHING}，没有改动。")
            return
        chosen = (reminder,)

        def stored(_result: object) -> None:
            self._context.notify.toast(words)
            self._context.bridge.reminders_marked.emit()
            self.reload()

        self._context.jobs.write(self, lambda _job: store(chosen), stored)

    def _say(self) -> None:
        unread = sum(not each.seen for each in self._found)
        self.status_changed.emit(f"共{len(self._found):,}条，未读{unread:,}条")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()
        self._say()

    def hideEvent(self, event: QHideEvent) -> None:
        """What stood here was read; it is marked on leaving, so that it does not change place under the eyes."""
        super().hideEvent(event)
        self._stale = True
        unread = [each for each in self._found if not each.seen]
        self._found = ()
        if unread:
            reminders, bridge = self._context.desk.reminders, self._context.bridge
            self._context.jobs.write(
                bridge, lambda _job: reminders.saw(unread), lambda _done: bridge.reminders_marked.emit()
            )
