"""Where the page's plans come from: a chosen or dropped file, pasted words, or what is stored; only the last wish
counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from services.errors import ServiceError
from services.plans.source import PlanSource
from ui.context import UiContext
from ui.jobs import JobContext
from ui.pages.plan_check.paste import PasteDialog
from ui.pages.plan_check.sheet import Sheet, read_file, read_pasted, stored_sheet

if TYPE_CHECKING:
    from ui.pages.plan_check.page import PlanCheckPage

STOPPED = "已停止读取，没有存入任何内容。"
FILES = (
    "计划文件 (*.docx *.docm *.wps *.pdf *.txt *.text *.md *.markdown *.xlsx *.xlsm *.xls *.csv *.htm *.html);;"
    "全部文件 (*)"
)


class PlanFiles(QObject):
    """Lives and ends with the page. `arrived` brings the sheet, and the file or the task asked for."""

    arrived = Signal(object, object)
    failed = Signal(str)

    def __init__(self, context: UiContext, page: PlanCheckPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._asked = 0
        self._stop: Callable[[], None] | None = None
        self.dialog: QFileDialog | None = None
        self.pasting: PasteDialog | None = None

    def choose(self, near: Path | None) -> None:
        """Ask for a file without stopping the window."""
        self.dialog = QFileDialog(self._page, "导入计划", str(near.parent) if near else "", FILES)
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def paste(self) -> None:
        """What lies on the clipboard: a file is read, words are shown before they are read."""
        found: QMimeData | None = QGuiApplication.clipboard().mimeData()
        if found is None or not self._file_of(found):  # None: nothing was ever copied
            self._ask_words(found.text() if found is not None and found.hasText() else "")

    def take(self, dropped: QMimeData) -> None:
        """The first file that was dropped, else the words."""
        if not self._file_of(dropped) and dropped.hasText():
            self._ask_words(dropped.text())

    def open(self, path: Path) -> None:
        """Read a plan; nothing is stored."""
        self._start(partial(_read_file, self._context.desk.plans, path), path, f"正在读取{path.name}")

    def open_words(self, words: str) -> None:
        """Read a plan from words; nothing is stored."""
        self._start(partial(_read_words, self._context.desk.plans, words), words, "正在读取粘贴的文字")

    def open_stored(self, *, plan_id: int | None = None, task_id: int | None = None) -> None:
        """A stored plan, by its id or by one of its tasks."""
        self._asked += 1
        source = PlanSource(self._context.desk.database)
        work = partial(stored_sheet, source, plan_id=plan_id, task_id=task_id)
        done = partial(self._done, self._asked, task_id)
        self._context.jobs.read(self, work, done, partial(self._refused, self._asked))

    def forget(self) -> None:
        """What is still being read is not wanted any more."""
        self._asked += 1
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _file_of(self, found: QMimeData) -> bool:
        files = [Path(url.toLocalFile()) for url in found.urls() if url.isLocalFile()]
        if files:
            self.open(files[0])
        return bool(files)

    def _ask_words(self, words: str) -> None:
        self.pasting = PasteDialog(self._page.window(), words)
        self.pasting.words_given.connect(self.open_words)
        self.pasting.finished.connect(self.pasting.deleteLater)
        self.pasting.open()

    def _start(self, work: Callable[[JobContext], Sheet], origin: Path | str, title: str) -> None:
        self.forget()
        asked = self._asked
        self._stop = self._context.jobs.long_read(
            self,
            work,
            partial(self._done, asked, origin),
            partial(self._refused, asked),
            title=title,
            stopped=partial(self._stopped, asked),
        )

    def _done(self, asked: int, origin: Path | str | int | None, sheet: Sheet) -> None:
        if asked == self._asked:
            self._stop = None
            self.arrived.emit(sheet, origin)

    def _stopped(self, asked: int) -> None:
        if asked == self._asked:
            self._stop = None
            self._page.warn(STOPPED)

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._asked:
            self._stop = None
            self.failed.emit(str(error))


def _read_file(plans: object, path: Path, job: JobContext) -> Sheet:
    """停止 counts at every page of a long document; nothing of it is kept."""
    job.progress(0, 0)
    return read_file(plans, path, lambda done, total: job.progress(done, total, "页"))


def _read_words(plans: object, words: str, job: JobContext) -> Sheet:
    job.progress(0, 0)
    return read_pasted(plans, words)
