"""评估报表存档: Enter shows the frozen figures on the page that they came from."""

from __future__ import annotations

from services.evaluation.report import EVALUATIONS, ReportKind
from services.query import LedgerRow
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.pages.tools import ledger_tools


class FrozenPage(LedgerPage):
    """A plain ledger whose rows open elsewhere."""

    def __init__(self, context: UiContext) -> None:
        service = context.desk.ledgers["frozen_reports"]

        def shown(row: LedgerRow) -> None:
            page = "evaluation" if ReportKind(row.values["kind"]) in EVALUATIONS else "periodic"
            context.go(page, row.id)

        super().__init__(service, ledger_tools(context, "frozen_reports"), opener=shown, watches=service.tables)
