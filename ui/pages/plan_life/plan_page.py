"""工作计划: Enter shows a plan's text beside its tasks; its 任务分解表 is printed from here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from services.plans.breakdown import print_breakdown
from services.query import Action, Condition, LedgerPageData, LedgerQuery, LedgerRow, Operator
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.pages.plan_life.task_page import TasksOfPlan
from ui.pages.tools import ledger_tools

TASKS = Action("tasks", "看任务", "nav-task")
BREAKDOWN = Action("breakdown", "打印任务分解表", "print")


class PlanPage(LedgerPage):
    """Plans from papers, and the bureau's own."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        acts = (TASKS, BREAKDOWN)
        super().__init__(
            context.desk.ledgers["plans"],
            replace(ledger_tools(context, "plans"), acts=lambda _row: acts),
            opener=self._show_source,
            watches=("plan_task",),
        )

    def do(self, action: Action) -> None:
        """Looking at the tasks and printing read; closing and opening again are acts of the ledger."""
        row = self.pane.content.row if self.pane.content is not None else None
        if row is not None and action.name == TASKS.name:
            self._context.go("tasks", TasksOfPlan(row.id))
        elif row is not None and action.name == BREAKDOWN.name:
            self.tools.jobs.read(self, partial(self._print, row), self.commands.preview)
        else:
            super().do(action)

    def _print(self, row: LedgerRow) -> Path:
        desk = self._context.desk
        target: Path = desk.scratch() / f"任务分解表{row.id}.pdf"
        print_breakdown(desk.database, desk.task_ledger, row.id, target, desk.bureau)
        return target

    def _show_source(self, row: LedgerRow) -> None:
        """A plan made here has no text to be looked at."""
        if row.values["source_name"] is None:
            self._context.go("tasks", TasksOfPlan(row.id))
            return
        wanted = LedgerQuery(conditions=(Condition("plan_id", Operator.EQUALS, row.id),), sort="position", limit=1)

        def shown(page: LedgerPageData) -> None:
            self._context.go("plan_check", page.rows[0].id if page.rows else None)

        self.tools.jobs.read(self, partial(self._context.desk.task_ledger.search, wanted), shown)
