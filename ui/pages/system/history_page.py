"""操作日志: who did what and when, what changed, and taking one act back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStackedWidget, QWidget

from services.access import Right
from services.errors import ServiceError
from services.history import NO_UNDO, HistoryGroup
from services.operation_log import MOST_ENTRIES, PAGE, LogPage, log_page, people
from services.query import Outcome
from ui.context import UiContext
from ui.kit.controls import button, choice, field, refuse, text
from ui.kit.empty import nothing_found
from ui.kit.focus import show_face
from ui.kit.layout import col, holder, rolling, row, rule
from ui.kit.notes import ErrorLine
from ui.kit.parts import heading
from ui.kit.table import Column, Rows, State, Table
from ui.kit.theme import u
from ui.pages.system.log_words import Story, story_of, touched_words
from ui.pages.system.rights import why_not

COLUMNS = (
    Column("时间", 8.5),
    Column("谁", 5),
    Column("做了什么", 14, stretch=True),
    Column("记录", 14),
    Column("状态", 5),
)
EVERYBODY = "全部人员"
RIGHTS = {"setting": Right.SETTINGS}  # what taking back needs beside 登记和修改; the service asks again
TYPING_MS = 250


class HistoryPage(QWidget):
    """Newest first, 200 at a time; the pane shows the chosen act record by record."""

    status_changed = Signal(str)
    loaded = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context = context
        self.groups: list[HistoryGroup] = []
        self._total = self._asked = self._shown = 0
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_MS)
        self._pause.timeout.connect(self.reload)
        self.words.textChanged.connect(self._pause.start)
        self.person.currentIndexChanged.connect(self.reload)

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Read again as many as are shown, at least one page."""
        self._read(0, max(PAGE, len(self.groups)))

    def on_changes(self, _changes: object) -> None:
        """Something was stored."""
        if self.isVisible():
            self.reload()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.words.setFocus()

    def focus_first(self) -> None:
        """The keyboard starts in the table."""
        self.table.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.words, self.table, self.pane)

    @property
    def current(self) -> HistoryGroup | None:
        """The chosen act."""
        place = self.table.currentIndex().row()
        return self.groups[place] if 0 <= place < len(self.groups) else None

    # --- acts ----------------------------------------------------------------------------
    def older(self) -> None:
        """The next 200."""
        self._read(len(self.groups), PAGE)

    def undo(self) -> None:
        """Take the chosen act back, all of it or nothing."""
        group = self.current
        if group is None or not self.undo_button.isEnabled():
            return
        refuse(self.undo_button, "正在撤销")
        undo, number = self._context.desk.undo, group.id
        self._context.jobs.write(self, lambda _job: undo(number), self._undone, self._refused)

    def clear(self) -> None:
        """清除筛选."""
        self.words.clear()
        self.person.setCurrentIndex(0)

    # --- inside --------------------------------------------------------------------------
    def _build(self) -> None:
        self.words = field("做了什么、改过的内容", picture="search", width=60)
        self.person = choice(EVERYBODY, name="谁做的")
        self.clear_button = button("清除", "filter-off", "quiet", tip="清除全部筛选条件")
        self.clear_button.clicked.connect(self.clear)
        self.rows = Rows(COLUMNS, [])
        self.table = Table(COLUMNS, self.rows, "操作日志")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._choose())
        found_none, again = nothing_found()
        again.clicked.connect(self.clear)
        self._middle = QStackedWidget()
        for face in (self.table, found_none):
            self._middle.addWidget(face)
        self.count = text("", "caption")
        self.older_button = button(f"再显示更早的{PAGE}次", "arrow-down", "quiet")
        self.older_button.clicked.connect(self.older)
        left = col((self._middle, 1), row(self.count, None, self.older_button), gap=1.5)
        head = heading("操作日志", "谁在什么时候改了什么；日志只增不减，改动可以一步一步撤销。")
        filters = row(self.words, self.person, self.clear_button, None)
        self.setLayout(col(head, filters, (row((left, 1), self._side(), gap=3), 1), gap=2, pad=(4, 3)))

    def _side(self) -> QFrame:
        self.title = text("", "section", wrap=True)
        self.when = text("", "caption", wrap=True)
        self._roll = rolling(pad=(4, 1, 4, 3), name="改动")
        self.refusal = ErrorLine()
        self.undo_button = button("撤销这一步", "undo")
        self.undo_button.clicked.connect(self.undo)
        foot = col(self.refusal, self.undo_button, gap=2, pad=(4, 3))
        head = col(self.title, self.when, gap=1, pad=(4, 3, 4, 2))
        self.pane = holder(col(head, (self._roll, 1), rule(), foot, gap=0), box="panel")
        self.pane.setFixedWidth(u(76))
        return self.pane

    def _read(self, offset: int, limit: int) -> None:
        self._asked += 1
        asked, database = self._asked, self._context.desk.database
        person = self.person.currentText() if self.person.currentIndex() > 0 else ""
        words = self.words.text()

        def work() -> tuple[LogPage, Sequence[str]]:
            return log_page(database, person=person, words=words, offset=offset, limit=limit), people(database)

        self._context.jobs.read(self, work, partial(self._show, asked, offset))

    def _show(self, asked: int, offset: int, found: tuple[LogPage, Sequence[str]]) -> None:
        if asked != self._asked:
            return
        log, names = found
        held = self.current.id if self.current else 0
        self.groups = [*self.groups[:offset], *log.groups]
        self._total = log.total
        self._name_people(names)
        self.rows.replace([_cells(group) for group in self.groups])
        place = next((n for n, group in enumerate(self.groups) if group.id == held), 0)
        self._shown = 0
        if self.groups:
            self.table.setCurrentIndex(self.rows.index(place, 0))
        self._choose()
        show_face(self._middle, 0 if self.groups else 1, self)
        self.count.setText(f"显示{len(self.groups):,}次，共{self._total:,}次")
        self.older_button.setVisible(len(self.groups) < self._total)
        self.status_changed.emit(f"共{self._total:,}次操作")
        self.clear_button.setEnabled(bool(self.words.text()) or self.person.currentIndex() > 0)
        self.loaded.emit(len(self.groups))

    def _name_people(self, names: Sequence[str]) -> None:
        chosen = self.person.currentText()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItems([EVERYBODY, *names])
        self.person.setCurrentIndex(max(0, self.person.findText(chosen)))
        self.person.blockSignals(False)

    def _choose(self) -> None:
        group = self.current
        self.pane.setVisible(group is not None)
        if group is None or group.id == self._shown:
            return
        self._shown = group.id
        self.refusal.say("")
        self.title.setText(group.reason)
        self.when.setText(f"{group.at:%Y-%m-%d %H:%M}　{group.actor}　{touched_words(group.touched)}")
        refuse(self.undo_button, self._why_not(group))
        desk = self._context.desk
        self._context.jobs.read(self, partial(story_of, desk, group.id), partial(self._show_story, group))

    def _why_not(self, group: HistoryGroup) -> str:
        if group.undone:
            return "已经撤销过"
        if set(group.touched) & NO_UNDO:
            return "账户的改动到“账户”里改回来"
        needed = {RIGHTS.get(entity, Right.EDIT) for entity in group.touched}
        return next((reason for right in needed if (reason := why_not(self._context, right))), "")

    def _show_story(self, group: HistoryGroup, story: Story) -> None:
        if group.id != self._shown:
            return
        lines = []
        for act, record, changes in story:
            words = [text(changes, wrap=True)] if changes else []
            lines.append(col(text(act, "caption"), text(record, "strong", wrap=True), *words, gap=0.5))
        rest = sum(group.touched.values()) - MOST_ENTRIES
        more = [text(f"另有{rest:,}条，到台账里看。", "hint", wrap=True)] if rest > 0 else []
        inner = holder(col(*lines, *more, None, gap=2.5, pad=(4, 1, 4, 3)), box="plain")
        self._roll.setWidget(inner)  # the old one goes with it

    def _undone(self, outcome: Outcome) -> None:
        self._context.tell(outcome)
        self._shown = 0
        self.reload()

    def _refused(self, error: ServiceError) -> None:
        refuse(self.undo_button, "")
        self.refusal.say(str(error))

    def showEvent(self, event: QShowEvent) -> None:
        """Read at every visit."""
        super().showEvent(event)
        self.reload()


def _cells(group: HistoryGroup) -> list[Any]:
    undone = State("void", "已撤销") if group.undone else ""
    return [f"{group.at:%Y-%m-%d %H:%M}", group.actor, group.reason, touched_words(group.touched), undone]
