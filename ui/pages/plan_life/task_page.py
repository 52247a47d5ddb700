"""任务台账: tasks written by hand, what each unit owes of them, reminders and other papers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from services.access import Right
from services.documents.draft_text import Origin
from services.query import Action, Condition, LedgerQuery, LedgerRow, Operator
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.pages.drafting.begin import choose_template
from ui.pages.drafting.record_page import DRAFT
from ui.pages.letter_dialog import LetterDialog
from ui.pages.plan_life.obligation_page import UnitsOfTask
from ui.pages.plan_life.task_form import TaskFormDialog
from ui.pages.tools import ledger_tools


@dataclass(frozen=True, slots=True)
class TasksOfPlan:
    """A place on the page: the tasks of one plan."""

    plan_id: int


UNITS = Action("units", "各单位办理", "nav-people")
WATCHED = ("plan_task_unit", "plan_deadline", "plan_target", "task_obligation", "task_note", "due_extension", "plan")


def _acts(row: LedgerRow) -> tuple[Action, ...]:
    """While units have something to do, what they do comes before closing the task; a late one is chased first."""
    done, _sign, total = (row.values.get("units_done") or "").partition("/")
    waiting = row.values["due_state"] in ("due", "run", "todo") and done != total
    return replace(UNITS, main=waiting), DRAFT


class TaskPage(LedgerPage):
    """生成催报函 opens the letter, 拟稿 begins any other paper, 各单位办理 leads to what the units owe."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        tools = replace(ledger_tools(context, "tasks"), acts=_acts, new_label="增加任务")
        super().__init__(context.desk.ledgers["tasks"], tools, watches=WATCHED)

    def open_row(self, row_id: int | TasksOfPlan) -> None:
        """A row, or all tasks of one plan in the plan's order."""
        if isinstance(row_id, TasksOfPlan):
            only = Condition("plan_id", Operator.EQUALS, row_id.plan_id)
            self.filters.show_query(LedgerQuery(conditions=(only,), sort="position"))
            self.read_filter()
        else:
            super().open_row(row_id)

    def new_row(self) -> None:
        """A task by hand, in the plan that the page is filtered to."""
        if not self.tools.why_not(Right.EDIT):
            chosen = self.filters.condition("plan_id")
            plan_id = chosen.value if chosen is not None and isinstance(chosen.value, int) else None
            TaskFormDialog(self._context, self).begin(None, plan_id)

    def edit_current(self) -> None:
        """The form with units and time limit in the plan's words."""
        row = self.current_row()
        if row is not None and not self.tools.why_not(Right.EDIT):
            TaskFormDialog(self._context, self).begin(row.id)

    def open_current(self) -> None:
        """Enter: the form; for readers the pane."""
        if self.tools.why_not(Right.EDIT):
            super().open_current()
        else:
            self.edit_current()

    def do(self, action: Action) -> None:
        """The letter has a dialog of its own; going to the units only reads."""
        row = self.pane.content.row if self.pane.content is not None else None
        if row is not None and action.name == UNITS.name:
            self._context.go("obligations", UnitsOfTask(row.id))
        elif row is None or not action.enabled or self.pane.edit_reason:
            super().do(action)
        elif action.name == "letter":
            self.show_letter(row)
        elif action.name == DRAFT.name:
            origin = Origin(self.service.entity, row.id, row.values["summary"])
            choose_template(self._context, self, origin, partial(self._context.desk.documents.late_units, row))
        else:
            super().do(action)

    def show_letter(self, row: LedgerRow) -> None:
        """Draft a reminder to one of the task's units."""
        LetterDialog(self._context, row, self, self.commands.preview).open()
