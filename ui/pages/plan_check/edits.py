"""Corrections while a plan is checked: fields, marked words, joining, splitting, leaving out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from services.errors import ServiceError
from services.plans import edit
from services.plans.store import LoadedPlan
from services.spec import FieldSpec, Kind
from ui.kit.form_dialog import FormDialog, FormKit
from ui.pages.plan_check.sheet import Sheet

if TYPE_CHECKING:
    from ui.pages.plan_check.page import PlanCheckPage

JOINED = "多个单位用顿号隔开，按计划里的写法。"
FIELDS = (
    FieldSpec("text", "任务", Kind.LONG_TEXT, required=True, max_length=4_000),
    FieldSpec("lead", "牵头单位", Kind.LONG_TEXT, max_length=500, help=JOINED),
    FieldSpec("responsible", "责任单位", Kind.LONG_TEXT, max_length=500, help=JOINED),
    FieldSpec("cooperate", "配合单位", Kind.LONG_TEXT, max_length=500, help=JOINED),
    FieldSpec("deadline", "完成时限", max_length=200, help="如2026年9月底前、每年12月底前、长期坚持。"),
)
NOTHING_MARKED = "没有划选文字。先在原文里划选，再定为单位或时限。"
Change = Callable[[LoadedPlan], LoadedPlan]


class PlanEdits(QObject):
    """Each correction is shown with 撤销; the file and the ledger stay as they are."""

    def __init__(self, page: PlanCheckPage) -> None:
        super().__init__(page)
        self._page = page
        self.dialog: FormDialog | None = None
        parts = page.parts
        for ask, act in (
            (parts.table.edit_wanted, self.ask_fields),
            (parts.panel.edit_wanted, self.ask_fields),
            (parts.table.join_wanted, self.join),
            (parts.panel.join_wanted, self.join),
            (parts.table.remove_wanted, self.leave_out),
            (parts.source.unit_wanted, self.take_unit),
            (parts.as_unit.clicked, self.take_unit),
            (parts.source.limit_wanted, self.take_deadline),
            (parts.as_limit.clicked, self.take_deadline),
            (parts.source.split_wanted, self.split),
            (parts.split.clicked, self.split),
        ):
            ask.connect(act)

    def ask_fields(self) -> None:
        """Enter: the fields of the current task."""
        plan, n = self._plan(), self._page.row()
        if plan is None or n < 0:
            return
        task = plan.reading.tasks[n]
        today = self._page.today
        title = f"修改第{self._page.sheet_now().tasks[n].no}项任务"
        dialog = self.dialog = FormDialog(title, FIELDS, {}, self._page.window(), FormKit(today=today))
        dialog.fill(
            {
                "text": task.text,
                "lead": "、".join(task.lead),
                "responsible": "、".join(task.responsible),
                "cooperate": "、".join(task.cooperate),
                "deadline": task.deadline_text,
            }
        )

        def take(values: dict[str, Any]) -> None:
            dialog.saved()
            self._change(lambda old: edit.edited(old, n, values), {}, n, "已修改这一项。")

        dialog.save_requested.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_unit(self) -> None:
        """D: the marked words are a unit of the task that they stand in."""
        self._marked(edit.with_unit, "已将“{words}”定为责任单位。")

    def take_deadline(self) -> None:
        """S: the marked words are the time limit."""
        self._marked(edit.with_deadline, "已将“{words}”定为时限。")

    def split(self) -> None:
        """C: the task in two where the cursor stands in the text."""
        n, place = self._page.row(), self._page.parts.source.place()
        self._change(lambda old: edit.split(old, n, place), {n: None}, n, "已拆成两项。", grown=1)

    def join(self) -> None:
        """H: to the task before."""
        n = self._page.row()
        self._change(lambda old: edit.merged(old, n), {n: None, n - 1: None}, n - 1, "已与上一项合并。", grown=-1)

    def leave_out(self) -> None:
        """Delete: this is no task."""
        n = self._page.row()
        self._change(lambda old: edit.without(old, n), {n: None}, n, "已从这份计划中移除一项。", grown=-1)

    def _marked(self, act: Callable[[LoadedPlan, int, str], LoadedPlan], said: str) -> None:
        found = self._page.parts.source.marked()
        words = "".join(found[1].split())
        n = self._page.sheet_now().task_at(found[0]) if words else None
        if n is None:
            self._page.warn(NOTHING_MARKED)
        else:
            row = n
            self._change(lambda old: act(old, row, words), {}, row, said.format(words=words))

    def _change(self, act: Change, freed: dict[int, None], row: int, said: str, *, grown: int = 0) -> None:
        plan, n = self._plan(), self._page.row()
        if plan is None or n < 0:
            return
        try:
            changed = act(plan)
        except ServiceError as error:
            self._page.warn(str(error))
            return
        ticks = {k + (grown if k > n else 0) for k in self._page.checked if k not in freed}
        self._page.replace_plan(changed, frozenset(ticks), min(row, len(changed.reading.tasks) - 1), said)

    def _plan(self) -> LoadedPlan | None:
        sheet: Sheet | None = self._page.sheet
        return sheet.loaded if sheet is not None else None
