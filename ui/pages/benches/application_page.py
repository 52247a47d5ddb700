"""资格审核: applications by step; what is late first, what is missing beside it."""

from __future__ import annotations

from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.pages.tools import ledger_tools


class ApplicationPage(LedgerPage):
    """The chips are the steps; the papers are kept with the application as its files."""

    def __init__(self, context: UiContext) -> None:
        applications = context.desk.benches.applications
        super().__init__(applications, ledger_tools(context, "applications"), watches=applications.tables)
