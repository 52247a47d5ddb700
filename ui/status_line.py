"""The foot of the window: what runs, what the page shows, the last backup, whose data."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy

from ui.jobs import Jobs, RunningJob
from ui.kit.controls import button, glyph, text
from ui.kit.layout import row, rule
from ui.kit.theme import u

IDLE = "没有正在进行的作业"


class StatusLine(QFrame):
    """Shows the oldest running job with 停止; the tool tip lists the others."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("status")
        self._jobs = jobs
        self._shown: RunningJob | None = None
        self._sign = glyph("st-done", "done", 3.5)
        self.job_words = text(IDLE)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(u(30))
        self.stop = button("停止", kind="link")
        self.stop.clicked.connect(self._stop)
        self.page_words = text("")
        self.backup_words = text("")
        self.place_words = text("")
        for label in (self.page_words, self.place_words):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        items = (self._sign, self.job_words, self._bar, self.stop, rule("v"), self.page_words, None)
        self.setLayout(row(*items, self.backup_words, rule("v"), self.place_words, gap=3, pad=(3, 0)))
        self.setMinimumHeight(u(7))  # the page must not move when a job begins
        jobs.running_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """From the list of running jobs."""
        running = self._jobs.running
        self._shown = running[0] if running else None
        busy = self._shown is not None
        self._bar.setVisible(busy)
        self.stop.setVisible(busy)
        self._sign.show_icon("st-run" if busy else "st-done", "run" if busy else "done")
        if self._shown is None:
            self.job_words.setText(IDLE)
            self.job_words.setToolTip("")
            return
        more = f"　另有{len(running) - 1}项" if len(running) > 1 else ""
        stopping = self._shown.context.stop.is_set()
        self.job_words.setText(f"正在停止：{self._shown.title}" if stopping else self._shown.words + more)
        self.job_words.setToolTip("\n".join(job.words for job in running[1:]))
        self.stop.setEnabled(not stopping)
        self._bar.setAccessibleName(self._shown.title)
        self._bar.setRange(0, self._shown.total)  # a range of nothing moves to and fro: duration unknown
        self._bar.setValue(self._shown.done)

    def show_backup(self, last: datetime | None, now: datetime) -> None:
        """最近备份：今天12:30, or that there is none."""
        self.backup_words.setText("还没有备份" if last is None else f"最近备份：{day_words(last, now)}")

    def show_place(self, bureau: str, data: str) -> None:
        """Whose data, and the name of their folder."""
        self.place_words.setText("　".join(filter(None, (bureau, data))))

    def _stop(self) -> None:
        if self._shown is not None:
            self._shown.cancel()
            self.refresh()


def day_words(moment: datetime, now: datetime) -> str:
    """今天12:30, 昨天09:05, 6月1日, 2025年12月3日."""
    match (now.date() - moment.date()).days:
        case 0:
            return f"今天{moment:%H:%M}"
        case 1:
            return f"昨天{moment:%H:%M}"
    year = f"{moment.year}年" if moment.year != now.year else ""
    return f"{year}{moment.month}月{moment.day}日"
