"""What is done about a round of collecting: made, sent out, asked for, registered, printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError, ValidationError
from services.exchange.collection_views import ReturnView, RoundView
from services.exchange.returns import MISSING
from services.query import Outcome
from ui.context import UiContext
from ui.jobs import JobContext
from ui.pages.exchange_round_dialog import DayDialog, RoundDialog, SendDialog
from ui.pages.tools import open_file


class RoundActs(QObject):
    """Dialogs over `page`, the work in jobs; `done` after an act, `made` with the id of a new round."""

    done = Signal()
    made = Signal(int)

    def __init__(self, context: UiContext, page: QWidget, show_pdf: Callable[[Path], None]) -> None:
        super().__init__(page)
        self._context, self._page, self._show_pdf = context, page, show_pdf
        self._service = context.desk.collections

    def lacks(self, right: Right) -> str:
        """Why the account may not, for a tool tip; empty where it may."""
        if self._context.desk.actor.may(right):
            return ""
        return f"当前账户没有“{RIGHT_LABELS[right]}”的权限。需要时由管理员调整账户。"

    def ask_round(self) -> None:
        """A new round."""
        imports, now = self._context.desk.imports, self._context.desk.now

        def opened(units: Sequence[tuple[int, str]]) -> None:
            dialog = RoundDialog(self._page, imports.kinds(), units, lambda: now().date())
            dialog.wanted.connect(partial(self._open_round, dialog))
            dialog.open()

        self._context.jobs.read(self._page, self._service.units, opened)

    def _open_round(self, dialog: RoundDialog, *wanted: Any) -> None:
        def failed(error: ServiceError) -> None:
            dialog.say(error.problems if isinstance(error, ValidationError) else {"title": str(error)})

        def done(round_id: int) -> None:
            dialog.accept()
            self.made.emit(round_id)

        self._context.jobs.write(dialog, lambda _job: self._service.open_round(*wanted), done, failed)

    def ask_send(self, here: RoundView) -> None:
        """Blank or filled, then into which folder."""
        dialog = SendDialog(self._page, here.title, here.total, self.lacks(Right.EXPORT_FULL))
        dialog.wanted.connect(partial(self._ask_folder, here.id))
        dialog.open()

    def _ask_folder(self, round_id: int, prefilled: bool) -> None:
        dialog = QFileDialog(self._page, "填报表存到哪个文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.send(round_id, Path(name), prefilled))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def send(self, round_id: int, folder: Path, prefilled: bool = False) -> None:
        """Make the files in a job and offer to show the folder."""

        def work(job: JobContext) -> Outcome:
            made: Outcome = self._service.send(round_id, folder, prefilled=prefilled, progress=job.progress)
            return made

        def done(outcome: Outcome) -> None:
            self._context.notify.toast(outcome.message, partial(open_file, folder), "打开")

        self._context.jobs.write(self._page, work, done, title="正在生成填报表")

    def receive(self, views: Sequence[ReturnView]) -> None:
        """What came on paper or another way."""
        self._act(partial(self._service.receive, [view.id for view in views if view.state in MISSING]))

    def take_back(self, views: Sequence[ReturnView]) -> None:
        """The unit has to send again."""
        self._act(partial(self._service.take_back, [view.id for view in views if view.state not in MISSING]))

    def remind(self, here: RoundView, views: Sequence[ReturnView]) -> None:
        """A letter on the drafting desk."""
        work = partial(self._service.remind, here.id, [view.id for view in views])
        go = partial(self._context.go, "drafting")
        self._context.jobs.write(self._page, lambda _job: work(), go)

    def print_missing(self, here: RoundView) -> None:
        """未报名单 in the preview."""
        target = self._context.desk.scratch() / f"未报名单{here.id}.pdf"
        work = partial(self._service.print_missing, here.id, target)
        self._context.jobs.read(self._page, work, lambda _pages: self._show_pdf(target))

    def ask_due(self, here: RoundView) -> None:
        """Another last day."""
        now = self._context.desk.now
        dialog = DayDialog(self._page, "改期限", "报送期限", here.due_on, lambda: now().date())
        dialog.wanted.connect(lambda day: self._act(partial(self._service.extend, here.id, day)))
        dialog.open()

    def remove(self, here: RoundView) -> None:
        """The round goes; what was imported stays."""
        self._act(partial(self._service.remove, here.id))

    def _act(self, work: Callable[[], Outcome]) -> None:
        def done(outcome: Outcome) -> None:
            self._context.tell(outcome)
            self.done.emit()

        self._context.jobs.write(self._page, lambda _job: work(), done)
