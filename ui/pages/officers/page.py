"""执法人员与证件 and 执法证件: ledger pages with acts for many certificates and the question of a past day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from services.access import Right
from services.certificates.asked import MOST_LINES
from services.certificates.batch import BATCHES, Batch
from services.query import Action, LedgerPageData, LedgerQuery, LedgerRow
from services.training.compliance import COUNTED_FROM
from ui.context import UiContext
from ui.kit.icons import icon
from ui.kit.ledger_tools import BatchTool
from ui.kit.theme import u
from ui.pages.officers.batch_form import BatchForm
from ui.pages.officers.day_dialog import DayDialog
from ui.pages.register_print import PrintsForms
from ui.pages.tools import ledger_tools

ASK_DAY = Action("ask_day", "某日是否持证", "calendar")
CHECK_PHOTOS = Action("check_photos", "核对照片…", "file-image")


class OfficersPage(PrintsForms):
    """One row per officer; what is done to many goes to their current cards."""

    ledger = "officers"

    def __init__(self, context: UiContext) -> None:
        self._context = context
        service = context.desk.ledgers[self.ledger]
        batch = (
            BatchTool("证件批量办理", "nav-people", self.choose_batch),
            BatchTool("某日是否持证", "calendar", self.ask_days),
        )
        tools = replace(
            ledger_tools(context, self.ledger),
            batch=batch,
            acts=lambda _row: (ASK_DAY,),
            late_acts=lambda _row: (CHECK_PHOTOS,),
        )
        tools = self.with_forms(tools)
        super().__init__(service, tools, watches=COUNTED_FROM)  # the hours beside each officer, and their cards

    def do(self, action: Action) -> None:
        """The question of a day reads; everything else is an act of the ledger."""
        if action.name == ASK_DAY.name:
            self.ask_day()
        elif action.name == CHECK_PHOTOS.name:
            self.check_photos()
        else:
            super().do(action)

    def ask_day(self) -> None:
        """The dialog, begun with the current row."""
        row = self.current_row()
        DayDialog(self._context, self, [self.day_words(row)] if row is not None else []).open()

    def ask_days(self, row_ids: Sequence[int]) -> None:
        """The dialog, begun with the ticked rows."""
        wanted = LedgerQuery(ids=tuple(row_ids[:MOST_LINES]), limit=MOST_LINES)
        self.tools.jobs.read(self, partial(self.service.search, wanted), self._ask_of)

    def _ask_of(self, found: LedgerPageData) -> None:
        DayDialog(self._context, self, [self.day_words(row) for row in found.rows]).open()

    def check_photos(self) -> None:
        """The page for photos, begun with the unit of the current row."""
        row = self.current_row()
        self._context.go("photos", self.unit_of(row) if row is not None else "")

    def unit_of(self, row: LedgerRow) -> str:
        """The unit of a row."""
        return row.labels.get("agency_id", "")

    def day_words(self, row: LedgerRow) -> str:
        """Name and unit of a row."""
        return f"{row.values['name']} {row.labels.get('agency_id', '')}"

    def choose_batch(self, row_ids: Sequence[int]) -> None:
        """Which act, then its form."""
        menu = QMenu(self)
        why_not = self.tools.why_not(Right.EDIT)
        for batch in BATCHES:
            entry = menu.addAction(icon(batch.icon, "text2", u(4.5)), batch.label)
            entry.setEnabled(not why_not)
            entry.setToolTip(why_not)
            entry.triggered.connect(partial(self._begin, batch, row_ids))
        menu.popup(QCursor.pos())

    def _begin(self, batch: Batch, row_ids: Sequence[int], _on: bool = False) -> None:
        BatchForm(self, batch, row_ids).begin()


class CertificatePage(OfficersPage):
    """One row per certificate, of every kind."""

    ledger = "certificates"

    def unit_of(self, row: LedgerRow) -> str:
        """The unit of the holder."""
        return str(row.values.get("unit") or "")

    def day_words(self, row: LedgerRow) -> str:
        """Holder and unit of a certificate."""
        return f"{row.labels.get('officer_id', '')} {row.values.get('unit') or ''}"
