"""Where the page's plans come from: a chosen file, or what is stored; only the last wish counts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from services.errors import ServiceError
from services.plans.source import PlanSource
from ui.context import UiContext
from ui.pages.plan_check.sheet import Sheet, read_file, stored_sheet

FILES = "计划文件 (*.docx *.docm *.pdf *.txt *.text *.md *.markdown *.xlsx *.xlsm *.xls);;全部文件 (*)"


class PlanFiles(QObject):
    """Lives and ends with the page. `arrived` brings the sheet, and the file or the task asked for."""

    arrived = Signal(object, object)
    failed = Signal(str)

    def __init__(self, context: UiContext, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._asked = 0
        self.dialog: QFileDialog | None = None

    def choose(self, near: Path | None) -> None:
        """Ask for a file without stopping the window."""
        self.dialog = QFileDialog(self._page, "导入计划", str(near.parent) if near else "", FILES)
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def open(self, path: Path) -> None:
        """Read a plan; nothing is stored."""
        self._asked += 1
        self._context.jobs.long_read(
            self,
            lambda _job: read_file(self._context.desk.plans, path),
            partial(self._done, self._asked, path),
            partial(self._refused, self._asked),
            title=f"正在读取{path.name}",
        )

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

    def _done(self, asked: int, origin: Path | int | None, sheet: Sheet) -> None:
        if asked == self._asked:
            self.arrived.emit(sheet, origin)

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._asked:
            self.failed.emit(str(error))
