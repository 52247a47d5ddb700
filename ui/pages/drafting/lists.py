"""The ledgers of drafts and of templates: from both the way leads into the editor."""

from __future__ import annotations

from dataclasses import replace

from services.query import Action, LedgerRow
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.pages.drafting.begin import PAGE, begin, choose_template, why_not_write
from ui.pages.drafting.outside import TITLE as CHECK
from ui.pages.drafting.outside import choose_outside
from ui.pages.tools import ledger_tools


class DraftPage(LedgerPage):
    """拟稿: Enter and 打开 go to the editor, 拟稿 begins one from a template, 检查外来公文 reads a .docx."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        tools = replace(
            ledger_tools(context, "drafts"),
            new_label="拟稿",
            import_label=CHECK,
            open_import=lambda _kind: choose_outside(context, self),
        )
        super().__init__(context.desk.ledgers["drafts"], tools, opener=self._edit, watches=("draft_opinion",))

    def new_row(self) -> None:
        """Ask for a template."""
        if not why_not_write(self._context):
            choose_template(self._context, self)

    def edit_current(self) -> None:
        """F2: a draft is written in the editor."""
        if row := self.current_row():
            self._edit(row)

    def do(self, action: Action) -> None:
        """打开 only looks; the steps of approval are acts of the ledger."""
        if action.name == "open" and self.pane.content is not None:
            self._edit(self.pane.content.row)
        else:
            super().do(action)

    def _edit(self, row: LedgerRow) -> None:
        self._context.go(PAGE, row.id)


class TemplatesPage(LedgerPage):
    """文书模板: 用它拟稿 begins a draft."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        super().__init__(context.desk.ledgers["document_templates"], ledger_tools(context, "document_templates"))

    def do(self, action: Action) -> None:
        """Beginning a draft makes another record; putting out of use is an act of the ledger."""
        if action.name == "use" and self.pane.content is not None and action.enabled and not self.pane.edit_reason:
            begin(self._context, self, self.pane.content.row.values["name"])
        else:
            super().do(action)
