"""单位任务: the ledger page with acts for many units at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from services.access import Right
from services.plans.unit_tasks import BATCHES, BatchAct, ObligationLedger
from services.query import Action, Condition, LedgerQuery, Operator
from ui.context import UiContext
from ui.kit.icons import icon
from ui.kit.ledger_page import LedgerPage
from ui.kit.ledger_tools import BatchTool
from ui.kit.theme import u
from ui.pages.plan_life.batch_form import BatchForm
from ui.pages.tools import ledger_tools

TO_TASK = Action("to_task", "看整项任务", "nav-task")


@dataclass(frozen=True, slots=True)
class UnitsOfTask:
    """A place on the page: what all units owe of one task."""

    task_id: int


FIRST = ("progress", "report", "pass")  # done most often: a button each, the others in a menu


class ObligationPage(LedgerPage):
    """What every unit owes; 看整项任务 leads to the task."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        service = context.desk.ledgers["obligations"]
        common = [
            BatchTool(batch.label, batch.icon, partial(self.begin_batch, batch), Right.EDIT)
            for batch in BATCHES
            if batch.name in FIRST
        ]
        tools = replace(
            ledger_tools(context, "obligations"),
            batch=(*common, BatchTool("更多办理", "more", self.choose_batch)),
            acts=lambda _row: (TO_TASK,),
        )
        super().__init__(service, tools, watches=service.tables | {"task_note", "due_extension"})

    def open_row(self, row_id: int | UnitsOfTask) -> None:
        """A row, or all rows of one task."""
        if isinstance(row_id, UnitsOfTask):
            only = Condition("task_id", Operator.EQUALS, row_id.task_id)
            self.filters.show_query(LedgerQuery(conditions=(only,)))
            self.read_filter()
        else:
            super().open_row(row_id)

    def do(self, action: Action) -> None:
        """Going to the task reads; everything else is an act of the ledger."""
        if action.name == TO_TASK.name and self.pane.content is not None:
            self._context.go("tasks", self.pane.content.row.values["task_id"])
        else:
            super().do(action)

    def choose_batch(self, row_ids: Sequence[int]) -> None:
        """Which of the rarer acts, then its form."""
        menu = QMenu(self)
        why_not = self.tools.why_not(Right.EDIT)
        for batch in (batch for batch in BATCHES if batch.name not in FIRST):
            entry = menu.addAction(icon(batch.icon, "text2", u(4.5)), batch.label)
            entry.setEnabled(not why_not)
            entry.setToolTip(why_not)
            entry.triggered.connect(partial(self._chosen, batch, row_ids))
        menu.popup(QCursor.pos())

    def begin_batch(self, batch: BatchAct, row_ids: Sequence[int]) -> None:
        """The form of one act for these rows."""
        service = cast(ObligationLedger, self.service)
        BatchForm(self, batch, service.start_values(), partial(service.batch, batch.name)).begin(row_ids)

    def _chosen(self, batch: BatchAct, row_ids: Sequence[int], _on: bool = False) -> None:
        self.begin_batch(batch, row_ids)
