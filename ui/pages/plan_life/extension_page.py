"""延期申请: several requests are decided at once from the ticked rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from services.access import Right
from services.plans.extension_ledger import ExtensionLedger
from services.plans.fields import DECIDE
from services.plans.unit_tasks import BatchAct
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.kit.ledger_tools import BatchTool
from ui.pages.plan_life.batch_form import BatchForm
from ui.pages.tools import ledger_tools

DECISION = BatchAct("decide", "审批", "sign", DECIDE)


class ExtensionPage(LedgerPage):
    """What waits for the approver comes first."""

    def __init__(self, context: UiContext) -> None:
        batch = (BatchTool("审批所选", "sign", self.decide, Right.APPROVE),)
        tools = replace(ledger_tools(context, "extensions"), batch=batch)
        service = context.desk.ledgers["extensions"]
        super().__init__(service, tools, watches=service.tables | {"task_obligation"})

    def decide(self, row_ids: Sequence[int]) -> None:
        """One decision for all of them."""
        service = cast(ExtensionLedger, self.service)
        BatchForm(self, DECISION, service.start_values(), service.decide_many).begin(row_ids)
