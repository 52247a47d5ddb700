"""The common fields of an act on many rows; says for how many before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject

from services.plans.unit_tasks import BatchAct
from services.query import Outcome
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.ledger_page import LedgerPage

Run = Callable[[Sequence[int], Mapping[str, Any]], Outcome]


class BatchForm(QObject):
    """Belongs to a page; goes when its dialog closes. `run` does the act for the rows, all or none."""

    def __init__(self, page: LedgerPage, batch: BatchAct, start: Mapping[str, Any], run: Run) -> None:
        super().__init__(page)
        self._page, self._batch, self._start, self._run = page, batch, start, run

    def begin(self, row_ids: Sequence[int]) -> None:
        """Ask for what all of them have in common."""
        count, label, unit = len(row_ids), self._batch.label, self._page.service.spec.unit_word
        kit = FormKit(save_label=f"办理{count:,}{unit}", save_icon=self._batch.icon, today=self._page.tools.today)
        dialog = FormDialog(f"{label}　{count:,}{unit}", self._batch.fields, {}, self._page, kit)
        dialog.fill(self._start)

        def save(values: dict[str, Any]) -> None:
            self._page.runner.store(lambda _job: self._run(row_ids, values), dialog)

        dialog.save_requested.connect(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.deleteLater)
        dialog.open()
