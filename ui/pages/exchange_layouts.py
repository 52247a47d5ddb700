"""上级平台的版式: the saved workbooks of platforms, filled from a ledger with one press."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.exchange.layout_learn import LayoutChange, Learned
from services.exchange.layouts import LayoutForm, LayoutView
from services.query import Outcome
from ui.context import UiContext
from ui.jobs import JobContext
from ui.kit.controls import button, refuse, text
from ui.kit.layout import col, holder, panel, row
from ui.pages.exchange_layout_dialog import BOOKS, LayoutDialog, Start
from ui.pages.tools import open_file

NOTHING = "还没有版式。把平台发下来的空表选进来，对应好每一列，以后一按就填好。"
SAME = "平台的表没有变，对应照旧。"


class LayoutList(QFrame):
    """One line for each layout with what can be done with it."""

    shown = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context, self._office = context, context.desk.export_layouts
        self._lines: QWidget | None = None
        self.add = button("新增版式", "add")
        self.add.clicked.connect(lambda: self.open_dialog(Start()))
        refuse(self.add, self._lacks(Right.EDIT))
        head = row(
            text("上级平台的版式", "section"),
            text("填他们自己的表，样子、公式和下拉都不变。", "hint"),
            None,
            self.add,
            gap=3,
        )
        self._body = col(head, gap=2)
        self.setLayout(self._body)
        self.reload()

    def reload(self) -> None:
        """Read the layouts."""
        self._context.jobs.read(self, self._office.all, self._show)

    # --- acts --------------------------------------------------------------------------------
    def open_dialog(self, start: Start) -> None:
        """A new layout, or another decision about one."""
        dialog = LayoutDialog(self.window(), self._office, self._context.jobs, start)
        dialog.wanted.connect(partial(self._save, dialog, start))
        dialog.open()

    def _save(self, dialog: LayoutDialog, start: Start, form: LayoutForm) -> None:
        known = start.view.id if start.view else None

        def done(_layout_id: int) -> None:
            dialog.accept()
            self._context.notify.toast(f"已保存版式“{form.name.strip()}”。")
            self.reload()

        self._context.jobs.write(dialog, lambda _job: self._office.save(form, known), done, dialog.say)

    def ask_newer(self, view: LayoutView) -> None:
        """The platform's newer workbook."""
        dialog = QFileDialog(self, "选择平台的新表", "", BOOKS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_newer(view, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_newer(self, view: LayoutView, file: Path) -> None:
        """Say which columns came or went, with the old decisions carried over."""

        def read(found: tuple[Learned, LayoutChange]) -> None:
            learned, change = found
            self.open_dialog(Start(view, learned, file, change.words or SAME))

        self._context.jobs.read(self, partial(self._office.changed, view.id, file), read)

    def ask_target(self, view: LayoutView) -> None:
        """Where the filled workbook goes."""
        dialog = QFileDialog(self, "存放到", f"{Path(view.file_name).stem}.xlsx", BOOKS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.fill(view, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def fill(self, view: LayoutView, target: Path) -> None:
        """Fill it in a job and say where it is."""

        def work(job: JobContext) -> Outcome:
            made: Outcome = self._office.fill(view.id, target, progress=job.progress)
            return made

        def done(outcome: Outcome) -> None:
            self._context.notify.toast(outcome.message, partial(open_file, target), "打开")

        self._context.jobs.long_read(self, work, done, title=f"正在按“{view.name}”导出")

    def remove(self, view: LayoutView) -> None:
        """The layout goes, with 撤销."""

        def done(outcome: Outcome) -> None:
            self._context.tell(outcome)
            self.reload()

        self._context.jobs.write(self, lambda _job: self._office.remove(view.id), done, self._failed)

    def _failed(self, error: ServiceError) -> None:
        self._context.notify.failed(self, error)
        self.reload()

    # --- what is shown -----------------------------------------------------------------------
    def _show(self, views: Sequence[LayoutView]) -> None:
        lines = [self._line(view) for view in views] or [text(NOTHING, "hint", wrap=True)]
        if self._lines is not None:
            self._body.removeWidget(self._lines)
            self._lines.deleteLater()
        self._lines = panel(*lines, gap=2)
        self._body.addWidget(self._lines)
        self.shown.emit()

    def _line(self, view: LayoutView) -> QWidget:
        words = f"{view.ledger_title}　“{view.file_name}”　填{view.filled}列"
        out = button("按版式导出", "export")
        newer = button("换新表", "reload", "quiet", tip="平台换了表时用，会告诉哪些列变了")
        away = button("移走", "delete", "quiet")
        for made, slot in ((out, self.ask_target), (newer, self.ask_newer), (away, self.remove)):
            made.setAccessibleName(f"{made.text()}：{view.name}")
            made.clicked.connect(partial(_call, slot, view))
        refuse(out, "" if view.masked else self._lacks(Right.EXPORT_FULL))
        refuse(newer, self._lacks(Right.EDIT))
        refuse(away, self._lacks(Right.DELETE))
        name, hint = text(view.name, "strong"), text(words, "hint", wrap=True)
        return holder(row((col(name, hint, gap=0.5), 1), away, newer, out, gap=2))

    def _lacks(self, right: Right) -> str:
        if self._context.desk.actor.may(right):
            return ""
        return f"当前账户没有“{RIGHT_LABELS[right]}”的权限。需要时由管理员调整账户。"


def _call(slot: object, view: LayoutView, _on: bool = False) -> None:
    assert callable(slot)
    slot(view)
