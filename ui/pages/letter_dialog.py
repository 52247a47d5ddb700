"""催报函: choose the unit, look at the letter as it will be printed, sign it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QScrollArea, QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.query import LedgerRow, Outcome
from ui.context import UiContext
from ui.kit.dialog import Dialog
from ui.kit.parts import button, refuse, row, text
from ui.kit.print_job import to_image
from ui.kit.print_preview import PageSheet
from ui.kit.theme import u
from ui.pages.drafting.begin import PAGE, why_not_write
from ui.pages.tools import Pages

NOT_READY = "还没有排好版"
NO_UNIT = "这项任务没有对应到名册里的单位，写不了催报函。先在执法单位里登记，或把计划里的写法加为别名。"
DPI = 96


class LetterDialog(Dialog):
    """Opened for one task; everything slow runs in jobs, nothing is numbered before 签发."""

    def __init__(
        self, context: UiContext, task: LedgerRow, parent: QWidget | None, shown: Callable[[Path], None]
    ) -> None:
        super().__init__(parent, f"催报函　{task.values['summary']}", 215)
        self.setObjectName("letter")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._task, self._shown = context, task, shown
        self._draft: Any = None
        self.units = QComboBox()
        self.units.setAccessibleName("主送单位")
        self.state = text("正在读取单位。", "hint", wrap=True)
        self._sheet = PageSheet(0)
        self._may = context.desk.actor.may(Right.APPROVE)
        self.sign = button("签发", "sign", "main", tip=self._sign_words())
        self.sign.clicked.connect(self._sign)
        self.sign.setEnabled(False)
        self.change = button("修改后再发", "edit", tip="转到拟稿编辑，改好以后送审或者签发")
        self.change.clicked.connect(self._take)
        refuse(self.change, NOT_READY)
        leave = button("取消")
        leave.clicked.connect(self.reject)
        self.fill(
            [row(text("主送", "field"), (self.units, 1), gap=2), self._paper()],
            [(self.state, 1)],
            [leave, self.change, self.sign],
        )
        self.resize(self.width(), u(150))
        context.jobs.read(self, partial(context.desk.documents.late_units, task), self._got_units, self._failed)

    def _sign_words(self) -> str:
        if self._may:
            return "编号、定稿并登记，定稿后不能修改"
        return f"当前账户没有“{RIGHT_LABELS[Right.APPROVE]}”的权限。需要时由管理员调整账户。"

    def _paper(self) -> QScrollArea:
        paper = QScrollArea()
        paper.setAccessibleName("催报函样张")
        paper.setWidget(self._sheet)
        paper.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        paper.setMinimumHeight(u(80))
        return paper

    def _got_units(self, units: Sequence[tuple[int, str]]) -> None:
        for agency_id, name in units:
            self.units.addItem(name, agency_id)
        if not units:
            self.state.setText(NO_UNIT)
            return
        self.units.currentIndexChanged.connect(self._lay_out)
        self._lay_out(0)

    def _lay_out(self, _place: int) -> None:
        agency_id, desk = self.units.currentData(), self._context.desk
        self.sign.setEnabled(False)
        refuse(self.change, NOT_READY)
        self.state.setText("正在排版。")

        def work() -> tuple[int, Any, Any]:
            draft = desk.documents.draft_reminder(self._task, agency_id)
            file = desk.documents.preview(draft, desk.scratch() / f"催报函草稿{agency_id}.pdf")
            return agency_id, draft, Pages().render_page(file, 0, DPI)

        self._context.jobs.read(self, work, self._laid_out, self._failed)

    def _laid_out(self, found: tuple[int, Any, Any]) -> None:
        agency_id, draft, picture = found
        if agency_id != self.units.currentData():
            return  # another unit was chosen meanwhile
        self._draft = draft
        self._sheet.show_picture(to_image(picture))
        self.state.setText("签发时自动编号，并登记回复期限。")
        self._allow()

    def _allow(self) -> None:
        """Both ways on: sign as it is, or write on it first."""
        self.sign.setEnabled(self._may)
        refuse(self.change, why_not_write(self._context))

    def _failed(self, error: ServiceError) -> None:
        """Units or letter could not be read: the reason instead of a wait without end."""
        self._draft = None
        self.state.setText(str(error))

    def _take(self) -> None:
        refuse(self.change, NOT_READY)
        self.sign.setEnabled(False)
        draft, words, drafting = self._draft, self._task.values["summary"], self._context.desk.drafting
        self._context.jobs.write(self, lambda _job: drafting.take(draft, words), self._taken, self._refused)

    def _taken(self, draft_id: int) -> None:
        self.accept()
        self._context.go(PAGE, draft_id)

    def _sign(self) -> None:
        self.sign.setEnabled(False)
        refuse(self.change, NOT_READY)
        draft, documents = self._draft, self._context.desk.documents
        self._context.jobs.write(self, lambda _context: documents.issue(draft), self._signed, self._refused)

    def _signed(self, outcome: Outcome) -> None:
        self._context.notify.toast(outcome.message)
        self.accept()
        self._shown(Path(outcome.file))

    def _refused(self, error: ServiceError) -> None:
        self.state.setText(str(error))
        self._allow()
