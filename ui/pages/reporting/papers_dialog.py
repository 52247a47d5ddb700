"""Several papers before they are signed: a list of them, the chosen one as it will be printed, one act for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.printing.ink_box import Raster
from services.query import Outcome
from ui.context import UiContext
from ui.jobs import JobContext
from ui.kit.dialog import Dialog
from ui.kit.layout import Item
from ui.kit.page_sheets import Fit, PageColumn
from ui.kit.parts import button, col, holder, refuse, row, text
from ui.kit.print_job import to_image
from ui.kit.table import Column, Rows, Table
from ui.kit.theme import u
from ui.pages.tools import Pages

PAUSE = 250  # milliseconds before another paper, or a changed one, is laid out
NOT_READY = "还没有排好版"
Made = tuple[Outcome, tuple[Path, ...]]


class PapersDialog(Dialog):
    """Subclasses say how the drafts are made, previewed and issued. Nothing is numbered before 签发.

    `signed` comes after the papers are in the register.
    """

    signed = Signal()
    columns: Sequence[Column] = ()

    def __init__(self, context: UiContext, parent: QWidget | None, title: str, shown: Callable[[Path], None]) -> None:
        super().__init__(parent, title, 262)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context, self._shown = context, shown
        self.drafts: list[Any] = []
        self._asked = 0
        self._file: Path | None = None
        self.rows = Rows(self.columns, [])
        self.table = Table(self.columns, self.rows, "要签发的文书")
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._chosen())
        self.table.setMinimumWidth(u(88))
        self.pages = PageColumn()
        self.pages.fit = Fit.WIDTH
        self.pages.setMinimumSize(u(100), u(80))
        self.pages.picture_wanted.connect(self._render)
        self.state = text("正在生成。", "hint", wrap=True)
        self._may = context.desk.actor.may(Right.APPROVE)
        self.sign = button("签发", "sign", "main", tip=self._sign_words())
        self.sign.clicked.connect(self.issue)
        self.leave_out = button("去掉这一份", "close", "quiet")
        self.leave_out.clicked.connect(self._leave_out)
        cancel = button("取消", key="Esc")
        cancel.clicked.connect(self.reject)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._lay_out)
        for act in (self.sign, self.leave_out):
            refuse(act, NOT_READY)
        left = col((self.table, 1), row(self.leave_out, None), *self.fields(), gap=2)
        self.fill(
            [(row(holder(left), (self.pages, 1), gap=3), 1)], [(self.state, 1)], [cancel, *self.acts(), self.sign]
        )
        self.resize(self.width(), u(150))

    # --- for subclasses ----------------------------------------------------------------------
    def fields(self) -> Sequence[Item]:
        """What can be changed of the chosen draft."""
        return ()

    def acts(self) -> Sequence[Any]:
        """Further buttons beside 签发."""
        return ()

    def cells(self, draft: Any) -> Sequence[Any]:
        """The draft's line in the list."""
        raise NotImplementedError

    def lay_out(self, draft: Any) -> Path:
        """The draft as a PDF; called in a job."""
        raise NotImplementedError

    def sign_all(self, drafts: Sequence[Any], job: JobContext) -> Made:
        """Number and register them; called in a job."""
        raise NotImplementedError

    def show_fields(self, draft: Any) -> None:
        """Another draft was chosen."""

    # --- what is shown -----------------------------------------------------------------------
    def begin(self, work: Callable[[], Sequence[Any]]) -> None:
        """Make the drafts in a job and show the first."""
        self.context.jobs.read(self, work, self._arrived, self._failed)

    @property
    def draft(self) -> Any:
        """The chosen draft; None where there is none."""
        place = self.table.currentIndex().row()
        return self.drafts[place] if 0 <= place < len(self.drafts) else None

    def replace_draft(self, draft: Any) -> None:
        """The chosen draft was changed by its fields."""
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.drafts) and draft != self.drafts[place]:
            self.drafts[place] = draft
            self._show_rows(place)

    def _arrived(self, drafts: Sequence[Any]) -> None:
        self.drafts = list(drafts)
        self._show_rows(0)

    def _show_rows(self, place: int) -> None:
        self.rows.replace([list(self.cells(draft)) for draft in self.drafts])
        self.table.selectRow(min(place, len(self.drafts) - 1))
        refuse(self.sign, self._why_not() or ("" if self.drafts else "没有要签发的文书。"))
        refuse(self.leave_out, "" if len(self.drafts) > 1 else "只剩这一份，不签发时点“取消”。")
        self.sign.setText(f"签发{len(self.drafts)}份")
        if not self._why_not():
            self.sign.setToolTip(self._sign_words())
        self.state.setText(f"共{len(self.drafts)}份，每份一个文号。签发时编号、定稿并登记。")

    def _chosen(self) -> None:
        if self.draft is not None:
            self.show_fields(self.draft)
            self._pause.start()

    def _leave_out(self) -> None:
        place = self.table.currentIndex().row()
        if len(self.drafts) > 1 and 0 <= place < len(self.drafts):
            del self.drafts[place]
            self._show_rows(place)

    def _lay_out(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self._asked += 1
        asked = self._asked

        def work() -> tuple[int, Path, int]:
            file = self.lay_out(draft)
            return asked, file, Pages().page_count(file)

        self.context.jobs.read(self, work, self._laid_out, self._failed)

    def _laid_out(self, found: tuple[int, Path, int]) -> None:
        asked, file, count = found
        if asked == self._asked:
            self._file = file
            self.pages.show_pages(count)
            self.pages.fit_to(Fit.WIDTH)

    def _render(self, number: int, dpi: int) -> None:
        file, asked = self._file, self._asked
        if file is None:
            return

        def arrived(picture: Raster) -> None:
            if asked == self._asked:
                self.pages.show_picture(number, to_image(picture), dpi)

        self.context.jobs.read(self, partial(Pages().render_page, file, number, dpi), arrived)

    # --- signing -----------------------------------------------------------------------------
    def issue(self) -> None:
        """All of them or none; then the papers in the preview."""
        if not self.drafts or not self.sign.isEnabled():
            return
        self.sign.setEnabled(False)
        drafts, papers = tuple(self.drafts), self.context.desk.papers
        target = self.context.desk.scratch() / "签发的文书.pdf"

        def work(job: JobContext) -> tuple[Outcome, Path]:
            outcome, files = self.sign_all(drafts, job)
            return outcome, files[0] if len(files) == 1 else papers.combined(files, target)

        self.context.jobs.write(self, work, self._signed, self._refused, title="正在签发文书")

    def _signed(self, found: tuple[Outcome, Path]) -> None:
        outcome, file = found
        self.context.notify.toast(outcome.message)
        self.signed.emit()
        self.accept()
        self._shown(file)

    def _refused(self, error: ServiceError) -> None:
        self.state.setText(str(error))
        self.sign.setEnabled(self._may)

    def _failed(self, error: ServiceError) -> None:
        self.state.setText(str(error))

    def _why_not(self) -> str:
        return "" if self._may else self._sign_words()

    def _sign_words(self) -> str:
        if self._may:
            return "编号、定稿并登记，定稿后不能修改"
        return f"当前账户没有“{RIGHT_LABELS[Right.APPROVE]}”的权限。需要时由管理员调整账户。"
