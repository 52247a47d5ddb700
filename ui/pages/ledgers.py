"""Ledger pages that do more than their description says: letters, signed papers, scoring sheets."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from services.query import Action, Condition, LedgerPageData, LedgerQuery, LedgerRow, Operator
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.pages.letter_dialog import LetterDialog
from ui.pages.scoring.open_cases import CasePlace
from ui.pages.tools import ledger_tools

SCORE = Action("score", "开始打分", "nav-review", main=True)


class TaskPage(LedgerPage):
    """任务台账: 生成催报函 opens the letter."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        super().__init__(
            context.desk.ledgers["tasks"], ledger_tools(context, "tasks"), watches={"plan_task_unit", "plan_deadline"}
        )

    def do(self, action: Action) -> None:
        """The letter has a dialog of its own."""
        if action.name == "letter" and self.pane.content is not None and action.enabled:
            self.show_letter(self.pane.content.row)
        else:
            super().do(action)

    def show_letter(self, row: LedgerRow) -> None:
        """Draft a reminder to one of the task's units."""
        LetterDialog(self._context, row, self, self.commands.preview).open()


class PlanPage(LedgerPage):
    """工作计划: Enter shows the plan's text beside its tasks."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        super().__init__(
            context.desk.ledgers["plans"],
            ledger_tools(context, "plans"),
            opener=self._show_source,
            watches=("plan_task",),
        )

    def _show_source(self, row: LedgerRow) -> None:
        tasks = self._context.desk.task_ledger
        wanted = LedgerQuery(conditions=(Condition("plan_id", Operator.EQUALS, row.id),), sort="position", limit=1)

        def shown(page: LedgerPageData) -> None:
            self._context.go("plan_check", page.rows[0].id if page.rows else None)

        self.tools.jobs.read(self, partial(tasks.search, wanted), shown)


class DocumentPage(LedgerPage):
    """发文登记: 打开文书 shows the PDF as it was signed."""

    def __init__(self, context: UiContext) -> None:
        self._documents = context.desk.documents
        super().__init__(context.desk.ledgers["documents"], ledger_tools(context, "documents"))

    def do(self, action: Action) -> None:
        """Opening reads; everything else is an act of the ledger."""
        if action.name == "open" and self.pane.content is not None:
            row = self.pane.content.row
            self.tools.jobs.read(self, partial(self._documents.pdf_of, row), self.commands.preview)
        else:
            super().do(action)


class CasePage(LedgerPage):
    """案卷目录: 开始打分 goes to the scoring bench with that case."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        service = context.desk.ledgers["cases"]
        tools = replace(ledger_tools(context, "cases"), acts=lambda _row: (SCORE,))
        super().__init__(service, tools, watches=service.tables)

    def do(self, action: Action) -> None:
        """The bench looks by itself whether the case waits, is begun or is done."""
        if action.name == SCORE.name and self.pane.content is not None and not self.pane.edit_reason:
            self._context.go("scoring", CasePlace(self.pane.content.row.id))
        else:
            super().do(action)


class SheetPage(LedgerPage):
    """评分结果: Enter opens the sheet on the scoring bench, 打印评分表 prints it."""

    def __init__(self, context: UiContext) -> None:
        self._scoring, self._scratch = context.desk.scoring, context.desk.scratch
        super().__init__(
            context.desk.ledgers["sheets"],
            ledger_tools(context, "sheets"),
            opener=lambda row: context.go("scoring", row.id),
            watches=("case_file",),
        )

    def do(self, action: Action) -> None:
        """Printing makes a file; handing back is an act of the ledger."""
        if action.name == "print" and self.pane.content is not None:
            row = self.pane.content.row
            target = self._scratch() / f"评分表{row.id}.pdf"
            self.tools.jobs.read(self, partial(self._scoring.print, row.id, target), self.commands.preview)
        else:
            super().do(action)
