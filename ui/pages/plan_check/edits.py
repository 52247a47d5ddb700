"""Corrections while a plan is checked: fields, marked words, joining, splitting, leaving out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from services.errors import ServiceError
from services.plans import edit
from services.plans.reading.labels import Role
from services.plans.store import LoadedPlan
from services.spec import FieldSpec, Kind
from ui.kit.form_dialog import FormDialog, FormKit
from ui.pages.plan_check.acts import COOPERATE, DROP, END, JOIN, LEAD, LIMIT, RESPONSIBLE, ROLE_ACTS, START
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
BESIDE_TASKS = "划选的文字不在任何一项里，没有改动。先把它定为新任务，或换一处划选。"
NOTHING_CHANGED = "这一项已经是这样，没有改动。"
UNIT_ROLES = {LEAD: Role.LEAD, RESPONSIBLE: Role.RESPONSIBLE, COOPERATE: Role.COOPERATE}
SAID_ROLES = {LEAD: "牵头单位", RESPONSIBLE: "责任单位", COOPERATE: "配合单位"}
Change = Callable[[LoadedPlan], LoadedPlan]


class PlanEdits(QObject):
    """Each correction is shown with 撤销; the file and the ledger stay as they are."""

    def __init__(self, page: PlanCheckPage) -> None:
        super().__init__(page)
        self._page = page
        self.dialog: FormDialog | None = None
        parts = page.parts
        self._acts: dict[str, Callable[[], None]] = {
            **{name: partial(self.take_unit, name) for name in ROLE_ACTS},
            LIMIT: self.take_deadline,
            END: self.end_here,
            START: self.start_here,
            JOIN: self.join,
            DROP: self.leave_out,
        }
        parts.source.act_wanted.connect(self.act)
        for ask, act in (
            (parts.table.edit_wanted, self.ask_fields),
            (parts.panel.edit_wanted, self.ask_fields),
            (parts.table.join_wanted, self.join),
            (parts.panel.join_wanted, self.join),
            (parts.table.remove_wanted, self.leave_out),
            (parts.as_unit.clicked, partial(self.take_unit, RESPONSIBLE)),
            (parts.as_limit.clicked, self.take_deadline),
            (parts.split.clicked, self.start_here),
        ):
            ask.connect(act)

    def act(self, name: str) -> None:
        """One of the acts of the text."""
        self._acts[name]()

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
            self._change(lambda old: edit.edited(old, n, values), n, "已修改这一项。")

        dialog.save_requested.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_unit(self, role: str, _checked: bool = False) -> None:
        """Q, D, P: the marked words are a unit of the task that they stand in."""
        act = partial(edit.with_unit, role=UNIT_ROLES[role])
        self._marked(act, f"已将“{{words}}”定为{SAID_ROLES[role]}。")

    def take_deadline(self) -> None:
        """S: the marked words are the time limit."""
        self._marked(edit.with_deadline, "已将“{words}”定为时限。")

    def end_here(self) -> None:
        """J: the task ends behind what is marked, or where the cursor stands."""
        view = self._page.parts.source
        marked = view.textCursor().hasSelection()
        start, place = view.stretch() if marked else (view.place(), view.place())
        found = self._page.sheet_now().task_at(start) if marked else None
        n = self._page.row() if found is None else found
        self._change(lambda old: edit.ended(old, n, place), n, "已改这一项结束的地方。")

    def start_here(self) -> None:
        """C: the task in two where the cursor stands; between tasks, what is marked (or the line) is a new one."""
        start, end = self._page.parts.source.stretch()
        n = self._page.sheet_now().task_at(start)
        if n is not None:
            row = n
            self._change(lambda old: edit.split(old, row, start), row, "已拆成两项。", freed={row}, grown=1)
            return
        n = sum(1 for task in self._page.sheet_now().tasks if task.start < start)
        self._change(lambda old: edit.added(old, start, end)[0], n - 1, "已增加一项任务。", grown=1, to=n)

    def join(self) -> None:
        """H: to the task before."""
        n = self._page.row()
        said = "已与上一项合并。"
        self._change(lambda old: edit.merged(old, n), n, said, freed={n, n - 1}, grown=-1, to=n - 1)

    def leave_out(self) -> None:
        """Delete: this is no task."""
        n = self._page.row()
        self._change(lambda old: edit.without(old, n), n, "已从这份计划中移除一项。", freed={n}, grown=-1)

    def _marked(self, act: Callable[[LoadedPlan, int, str], LoadedPlan], said: str) -> None:
        place, marked = self._page.parts.source.marked()
        words = "".join(marked.split())
        if not words:
            self._page.warn(NOTHING_MARKED)
            return
        n = self._page.sheet_now().task_at(place)
        if n is None:
            self._page.warn(BESIDE_TASKS)
            return
        row = n
        self._change(lambda old: act(old, row, words), row, said.format(words=words))

    def _change(
        self, act: Change, n: int, said: str, *, freed: Collection[int] = (), grown: int = 0, to: int | None = None
    ) -> None:
        """`n` is the task that is touched, `to` the one that is current afterwards; the ticks of the `freed` tasks go,
        those below move by `grown`."""
        plan = self._plan()
        if plan is None or (n < 0 and to is None):
            return
        try:
            changed = act(plan)
        except ServiceError as error:
            self._page.warn(str(error))
            return
        if changed is plan:
            self._page.warn(NOTHING_CHANGED)
            return
        ticks = {k + (grown if k > n else 0) for k in self._page.checked if k not in freed}
        row = min(n if to is None else to, len(changed.reading.tasks) - 1)
        self._page.replace_plan(changed, frozenset(ticks), row, said)

    def _plan(self) -> LoadedPlan | None:
        sheet: Sheet | None = self._page.sheet
        return sheet.loaded if sheet is not None else None
