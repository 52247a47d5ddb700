"""What is done about units that owe something: a text copied, a call noted, letters, slips, a notice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.query import Outcome
from services.reporting.chase import LONGEST_SAID, Call, UnitOwing
from services.reporting.labels import BY_HAND, WAY_LABELS
from services.reporting.owed import Matter
from services.spec import FieldSpec, Kind
from ui.context import UiContext
from ui.kit.dialog import Dialog
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.parts import button, text
from ui.kit.table import Column, Rows, Table
from ui.kit.theme import u
from ui.pages.drafting.begin import PAGE
from ui.pages.reporting.letter_papers import LettersDialog
from ui.pages.reporting.slip_papers import SlipsDialog

WAYS = {way.value: WAY_LABELS[way.value] for way in BY_HAND}
CALL_FIELDS = (
    FieldSpec("way", "方式", Kind.CHOICE, required=True, choices=WAYS),
    FieldSpec("chased_on", "日期", Kind.DATE, required=True),
    FieldSpec("contact", "联系人", max_length=50),
    FieldSpec("promised_on", "承诺日期", Kind.DATE, help="对方答应哪天前报来。"),
    FieldSpec("answer", "答复", Kind.LONG_TEXT, max_length=LONGEST_SAID),
    FieldSpec("said", "催办内容", Kind.LONG_TEXT, max_length=LONGEST_SAID),
)
COPIED = "已复制催办文字，可以粘贴到微信。发出以后点“登记催办”。"


class ChaseActs(QObject):
    """Dialogs over `page`, the work in jobs; `done` after something was stored."""

    done = Signal()

    def __init__(self, context: UiContext, page: QWidget, show_pdf: Callable[[Path], None]) -> None:
        super().__init__(page)
        self._context, self._page, self._show_pdf = context, page, show_pdf

    def lacks(self, right: Right) -> str:
        """Why the account may not, for a tool tip; empty where it may."""
        if self._context.desk.actor.may(right):
            return ""
        return f"当前账户没有“{RIGHT_LABELS[right]}”的权限。需要时由管理员调整账户。"

    def copy(self, words: str) -> None:
        """One click, then paste."""
        QGuiApplication.clipboard().setText(words)
        self._context.notify.toast(COPIED)

    def ask_call(self, owing: UnitOwing, chosen: Sequence[Matter], contact: str, said: str) -> None:
        """登记催办 about the chosen matters."""
        now = self._context.desk.now
        kit = FormKit(save_label="登记催办", save_icon="note", today=lambda: now().date())
        dialog = FormDialog(f"登记催办　{owing.unit}　{len(chosen)}项", CALL_FIELDS, {}, self._page, kit)
        dialog.fill({"way": "phone", "chased_on": now().date(), "contact": contact, "said": said})
        dialog.save_requested.connect(partial(self._record, dialog, chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _record(self, dialog: FormDialog, chosen: Sequence[Matter], values: dict[str, Any]) -> None:
        words = {key: values.get(key) or "" for key in ("way", "contact", "said", "answer")}
        call = Call(**words, promised_on=values.get("promised_on"), chased_on=values.get("chased_on"))
        chasing = self._context.desk.reporting.chasing

        def done(outcome: Outcome) -> None:
            dialog.saved()
            self._context.tell(outcome)
            self.done.emit()

        self._context.jobs.write(dialog, lambda _job: chasing.record(chosen, call), done, dialog.refused)

    def letters(self, agency_ids: Sequence[int], keys: Collection[tuple[str, int, int]] | None) -> LettersDialog:
        """催报函 to these units; with `keys` only about these matters."""
        dialog = LettersDialog(self._context, self._page, agency_ids, keys, self._show_pdf)
        dialog.signed.connect(self.done)
        dialog.open()
        return dialog

    def slips(self, keys: Sequence[tuple[str, int, int]]) -> SlipsDialog:
        """督办单 about these matters."""
        dialog = SlipsDialog(self._context, self._page, keys, self._show_pdf)
        dialog.signed.connect(self.done)
        dialog.open()
        return dialog

    def ask_notice(self) -> None:
        """What the notice is about, then the drafting desk."""
        notices = self._context.desk.reporting.notices
        self._context.jobs.read(self._page, notices.subjects, self._choose_subject)

    def draft_notice(self, kind: str, row_id: int, period: str, failed: Callable[[ServiceError], None]) -> None:
        """起草通报: the draft opens on the drafting desk."""
        notices, go = self._context.desk.reporting.notices, partial(self._context.go, PAGE)
        self._context.jobs.write(self._page, lambda _job: notices.draft(kind, row_id, period), go, failed)

    def _choose_subject(self, found: Sequence[tuple[str, int, str, str]]) -> None:
        dialog = SubjectDialog(self._page, found)
        dialog.wanted.connect(lambda place: self._draft_from(dialog, found[place]))
        dialog.open()

    def _draft_from(self, dialog: SubjectDialog, subject: tuple[str, int, str, str]) -> None:
        notices = self._context.desk.reporting.notices

        def made(draft_id: int) -> None:
            dialog.accept()
            self._context.go(PAGE, draft_id)

        work = partial(notices.draft, *subject[:3])
        self._context.jobs.write(dialog, lambda _job: work(), made, lambda error: dialog.say(str(error)))


class SubjectDialog(Dialog):
    """起草通报: about which plan, or which duty and period. Emits `wanted` with its place in the list."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None, subjects: Sequence[tuple[str, int, str, str]]) -> None:
        super().__init__(parent, "起草通报", 130)
        self.setObjectName("notice")
        columns = (Column("内容", 20, stretch=True),)
        self.table = Table(columns, Rows(columns, [(each[3],) for each in subjects]), "通报什么")
        self.table.setMinimumHeight(u(60))
        self.table.doubleClicked.connect(lambda _place: self._choose())
        self.state = text(
            "写明总数、完成数和滞后事项，转到拟稿编辑。" if subjects else "还没有计划和报送事项。", "hint"
        )
        cancel, self.act = button("取消", key="Esc"), button("起草通报", "edit", "main")
        cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self._choose)
        self.act.setEnabled(bool(subjects))
        if subjects:
            self.table.selectRow(0)
        self.fill([text("通报哪一项的进展", "section"), (self.table, 1)], [(self.state, 1)], [cancel, self.act])
        self.finished.connect(self.deleteLater)

    def say(self, words: str) -> None:
        """Why nothing was drafted."""
        self.state.setText(words)
        self.act.setEnabled(True)

    def _choose(self) -> None:
        place = self.table.currentIndex().row()
        if place >= 0 and self.act.isEnabled():
            self.act.setEnabled(False)
            self.wanted.emit(place)
