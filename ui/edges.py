"""What the edges of the window show beside the page: counts, reminders, last backup, storage trouble, sample data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from services.errors import ServiceError
from ui.context import DeskServices, UiContext
from ui.navigation import Badge, Navigation, PageEntry
from ui.status_line import StatusLine
from ui.top_bar import TopBar

SAMPLE = "现在显示的是示例县的样例数据，单位和人员均为虚构。"
CLEAR = "示例县的单位、人员和全部台账会一起移入回收站，其中文号登记不能撤销。自己登记的内容都保留。"
BACKING_UP = "正在备份"
PAUSE_MS = 300
BACKUP_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Read in one job."""

    badges: dict[str, Badge]
    reminders: int
    backup: datetime | None
    sample: bool
    low_space: str


class Edges(QObject):
    """Refreshes after every change, after a short pause; backs up every hour where the services find it due."""

    reminders_counted = Signal(int)

    def __init__(
        self,
        context: UiContext,
        services: DeskServices,
        entries: Sequence[PageEntry],
        places: tuple[Navigation, TopBar, StatusLine],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._desk, self._entries = context, services, entries
        self._has_backup_page = any(entry.key == "backup" for entry in entries)
        self._navigation, self._top, self._status = places
        self._asked = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._hourly = QTimer(self, interval=BACKUP_MS)
        self._hourly.timeout.connect(self.back_up)
        self._hourly.timeout.connect(self.refresh)
        self._hourly.start()
        context.bridge.changed.connect(self._changed)  # a lambda would outlive the window
        context.bridge.backed_up.connect(self.refresh_soon)
        context.bridge.reminders_marked.connect(self.refresh_soon)

    def refresh_soon(self) -> None:
        """Once for many changes in a row."""
        self._pause.start()

    def refresh(self) -> None:
        """Count now, in one read job; a slower earlier count does not overwrite a later one."""
        self._asked += 1
        context, entries, desk = self._context, self._entries, self._desk

        def count() -> Counts:
            found = {e.key: e.badge(context) for e in entries if e.badge is not None}
            badges = {key: badge for key, badge in found.items() if badge is not None}
            return Counts(badges, desk.reminder_count(), desk.last_backup(), desk.sample_present(), desk.low_space())

        context.jobs.read(self, count, partial(self._show, self._asked))

    def back_up(self) -> None:
        """The services decide whether one is due; a failure stays in sight until a backup succeeds."""
        notify, back_up = self._context.notify, self._desk.back_up

        def done(made: datetime | None) -> None:
            if made is not None:
                notify.clear("backup")
                self._status.show_backup(made, self._desk.now())

        def failed(error: ServiceError) -> None:
            notify.banner("backup", "late", str(error), "再备份一次", self.back_up)

        self._context.jobs.write(self, lambda _job: back_up(), done, failed, title=BACKING_UP)

    def catch_up(self) -> None:
        """After the window is shown and on every new day; nothing is said, the pages show what came."""
        catch_up = self._desk.catch_up
        self._context.jobs.write(self, lambda _job: catch_up(), lambda _made: None)

    def check_file(self) -> None:
        """After the window is shown: a damaged file is said at once and stays in sight."""
        context = self._context

        def told(sentence: str) -> None:
            if sentence:
                act = (lambda: context.go("backup")) if self._has_backup_page else None
                context.notify.banner("damage", "late", sentence, "从备份恢复" if act else "", act)

        context.jobs.read(self, self._desk.damage, told)

    def _changed(self, _changes: object) -> None:
        self.refresh_soon()

    def _show(self, asked: int, counts: Counts) -> None:
        if asked != self._asked:
            return
        self._navigation.set_badges(counts.badges)
        self._top.show_reminders(counts.reminders)
        self.reminders_counted.emit(counts.reminders)
        self._status.show_backup(counts.backup, self._desk.now())
        if counts.low_space:
            self._context.notify.banner("space", "due", counts.low_space, "再看一次", self.refresh)
        else:
            self._context.notify.clear("space")
        if counts.sample:
            self._context.notify.banner("sample", "info", SAMPLE, "清除样例数据", self._ask_clear)
        else:
            self._context.notify.clear("sample")

    def _ask_clear(self) -> None:
        self._context.notify.question("清除样例数据", CLEAR, "清除样例数据", self._clear_sample, danger=True)

    def _clear_sample(self) -> None:
        clear = self._desk.clear_sample_data
        self._context.jobs.write(self, lambda _job: clear(), self._context.tell, title="正在清除样例数据")
