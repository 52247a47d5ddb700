"""资格审核: applications by step; what is late first, what is missing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from services.access import Right
from services.benches.application_acts import BATCH_FIELDS
from services.benches.applications import ApplicationLedger
from ui.context import UiContext
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.ledger_tools import BatchTool
from ui.pages.register_print import PrintsForms
from ui.pages.tools import ledger_tools


class ApplicationPage(PrintsForms):
    """The chips are the steps; the papers are kept with the application as its files."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        self._applications: ApplicationLedger = context.desk.benches.applications
        tools = replace(
            ledger_tools(context, "applications"), batch=(BatchTool("往下办", "send", self.ask_step, Right.EDIT),)
        )
        super().__init__(self._applications, self.with_forms(tools), watches=self._applications.tables)

    def ask_step(self, row_ids: Sequence[int]) -> None:
        """The ticked applications a step further, with one date and paper."""
        if self.tools.why_not(Right.EDIT):
            return
        kit = FormKit(save_label="往下办", save_icon="send", today=self.tools.today)
        dialog = FormDialog(f"{len(row_ids)}份申领往下办", BATCH_FIELDS, {}, self, kit)
        dialog.fill({"on": self.tools.today()})
        dialog.save_requested.connect(partial(self._go_on, tuple(row_ids), dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go_on(self, row_ids: Sequence[int], dialog: FormDialog, values: dict[str, Any]) -> None:
        self.runner.store(lambda _context: self._applications.go_on(row_ids, values), dialog)
