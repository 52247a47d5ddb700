"""The form of a task by hand: units complete by the register, the time limit says what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from services.desk import Desk
from services.plans.manual import CHANGE_FIELDS, TASK_FIELDS, TaskEditor, TaskForm, deadline_words
from services.query import Condition, LedgerQuery, Operator, Outcome
from services.spec import FieldSpec
from ui.context import UiContext
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.initials import Named, with_initials
from ui.kit.ledger_page import LedgerPage
from ui.pages.plan_life.names_completer import NamesCompleter

UNIT_KEYS = ("lead", "responsible", "cooperate")
MOST_GROUPS = MOST_PLANS = 500


@dataclass(frozen=True)
class Ground:
    """What the form needs beside its fields; read in a job."""

    plans: Sequence[Named]
    units: Sequence[Named]
    starts: Mapping[int, date]
    form: TaskForm | None


class TaskFormDialog(QObject):
    """Belongs to the task page; goes when its dialog closes."""

    def __init__(self, context: UiContext, page: LedgerPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._ground: Ground | None = None
        self._editor: TaskEditor = context.desk.task_editor

    def begin(self, task_id: int | None, plan_id: int | None = None) -> None:
        """An empty form (for `plan_id`, where one is chosen already), or the one of a stored task."""
        read = partial(_read, self._context.desk, task_id)
        self._page.tools.jobs.read(self._page, read, partial(self._ask, plan_id))

    def _ask(self, plan_id: int | None, ground: Ground) -> None:
        self._ground, form = ground, ground.form
        fields: tuple[FieldSpec, ...] = TASK_FIELDS if form is None else CHANGE_FIELDS
        key = "tasks.new" if form is None else f"tasks.{form.task_id}.{form.row_version}"
        kit = FormKit(self._page.tools.drafts, key, again=form is None, today=self._page.tools.today)
        title = "增加任务" if form is None else "修改任务"
        dialog = self.dialog = FormDialog(title, fields, {"plan_id": ground.plans}, self._page, kit)
        only = ground.plans[0].value if len(ground.plans) == 1 else None
        dialog.fill(form.values if form is not None else {"plan_id": plan_id or only})
        for name in UNIT_KEYS:
            line = dialog.grid.rows[name].editor.target
            if isinstance(line, QLineEdit):
                NamesCompleter(line, ground.units)
        dialog.grid.changed.connect(self._changed)
        self._changed("deadline")
        dialog.save_requested.connect(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.deleteLater)
        dialog.open()

    def _changed(self, key: str) -> None:
        """The hint under the time limit follows its words and the plan."""
        if key not in ("deadline", "plan_id") or self._ground is None:
            return
        values, form = self.dialog.values(), self._ground.form
        plan_id = form.values["plan_id"] if form is not None else values.get("plan_id")
        start = self._ground.starts.get(plan_id or 0, self._page.tools.today())
        said = deadline_words(values.get("deadline") or "", start)
        self.dialog.grid.rows["deadline"].say(said)

    def _save(self, values: dict[str, Any]) -> None:
        form = self._ground.form if self._ground is not None else None

        def work(_job: object) -> tuple[int, Outcome]:
            if form is None:
                return self._editor.add(values)
            return form.task_id, self._editor.change(form, values)

        self._page.tools.jobs.write(self.dialog, work, done=self._saved, failed=self.dialog.refused)

    def _saved(self, stored: tuple[int, Outcome]) -> None:
        task_id, outcome = stored
        self.dialog.saved()
        self._page.runner.tell(outcome)
        self._page.reload(task_id)


def _read(desk: Desk, task_id: int | None) -> Ground:
    running = LedgerQuery(conditions=(Condition("running", Operator.EQUALS, "run"),), limit=MOST_PLANS)
    plans = with_initials((row.id, row.values["title"]) for row in desk.plan_ledger.search(running).rows)
    units = with_initials(desk.ledgers["obligations"].choices("agency_id"))
    groups = desk.ledgers["unit_groups"].search(LedgerQuery(limit=MOST_GROUPS)).rows
    names = with_initials((row.id, row.values["name"]) for row in groups)
    form = desk.task_editor.form(task_id) if task_id is not None else None
    return Ground(plans, [*names, *units], desk.task_editor.starts(), form)
