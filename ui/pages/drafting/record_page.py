"""A ledger from whose rows papers are written: 问题, 投诉."""

from __future__ import annotations

from dataclasses import replace

from services.documents.draft_text import Origin
from services.query import Action
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.pages.drafting.begin import choose_template
from ui.pages.tools import ledger_tools

DRAFT = Action("draft", "拟稿", "edit")


class RecordPage(LedgerPage):
    """拟稿 asks for a template and takes the row's fields along."""

    def __init__(self, name: str, context: UiContext) -> None:
        self._context = context
        service = context.desk.ledgers[name]
        super().__init__(
            service, replace(ledger_tools(context, name), acts=lambda _row: (DRAFT,)), watches=service.tables
        )

    def do(self, action: Action) -> None:
        """The template is asked for in a window of its own."""
        if action.name == DRAFT.name and self.pane.content is not None and not self.pane.edit_reason:
            row = self.pane.content.row
            words = str(row.values.get(self.service.spec.title_field) or "")
            agency = row.values.get("agency_id")
            choose_template(self._context, self, Origin(self.service.entity, row.id, words, agency))
        else:
            super().do(action)
