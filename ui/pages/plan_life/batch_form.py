"""The common fields of an act on many units' tasks; says for how many before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from services.plans.unit_tasks import BatchAct, ObligationLedger
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.ledger_page import LedgerPage


class BatchForm(QObject):
    """Belongs to the page of 单位任务; goes when its dialog closes."""

    def __init__(self, page: LedgerPage, service: ObligationLedger, batch: BatchAct, row_ids: Sequence[int]) -> None:
        super().__init__(page)
        self._page, self._service, self._batch, self._row_ids = page, service, batch, list(row_ids)

    def begin(self) -> None:
        """Ask for what all of them have in common."""
        count, label = len(self._row_ids), self._batch.label
        kit = FormKit(save_label=f"办理{count:,}项", save_icon=self._batch.icon, today=self._page.tools.today)
        dialog = FormDialog(f"{label}　{count:,}项", self._batch.fields, {}, self._page, kit)
        dialog.fill(self._service.start_values())

        def save(values: dict[str, Any]) -> None:
            self._page.runner.store(lambda _job: self._service.batch(self._batch.name, self._row_ids, values), dialog)

        dialog.save_requested.connect(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.deleteLater)
        dialog.open()
