"""单位报送: the ledger with its acts for many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from services.access import Right
from services.query import Outcome
from services.reporting.reports import EXCUSE, EXTEND, RECEIVE, REPORT_ACTS, SEND_BACK
from ui.context import UiContext
from ui.jobs import JobContext
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.ledger_page import LedgerPage
from ui.kit.ledger_tools import BatchTool
from ui.pages.tools import ledger_tools


class ReportPage(LedgerPage):
    """Ticked rows are received, sent back, excused or extended in one act with one undo."""

    def __init__(self, context: UiContext) -> None:
        service = context.desk.ledgers["unit_reports"]
        batch = tuple(
            BatchTool(act.label, act.icon, partial(self.ask, act.name), Right.EDIT)
            for act in (RECEIVE, SEND_BACK, EXCUSE, EXTEND)
        )
        tools = replace(ledger_tools(context, "unit_reports"), batch=batch)
        super().__init__(service, tools, watches=service.tables)
        self._reports: Any = service

    def ask(self, action: str, row_ids: Sequence[int]) -> None:
        """The fields of the act, for all rows alike."""
        act = REPORT_ACTS[action]
        kit = FormKit(save_label=f"{act.label}{len(row_ids):,}条", save_icon=act.icon, today=self.tools.today)
        dialog = FormDialog(f"{act.label}　{len(row_ids):,}条", act.fields, {}, self, kit)
        if action == RECEIVE.name:
            dialog.fill({"received_on": self.tools.today()})

        def save(values: dict[str, Any]) -> None:
            self.runner.store(partial(self._run, action, row_ids, values), dialog)

        dialog.save_requested.connect(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _run(self, action: str, row_ids: Sequence[int], values: dict[str, Any], _job: JobContext) -> Outcome:
        done: Outcome = self._reports.perform_many(action, row_ids, values)
        return done
