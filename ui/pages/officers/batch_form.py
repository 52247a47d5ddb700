"""The common fields of an act for many certificates; says for how many it holds before anything is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject

from services.certificates.batch import Batch
from services.spec import FieldSpec
from ui.jobs import JobContext
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.ledger_page import LedgerPage

Found = tuple[Sequence[int], tuple[tuple[FieldSpec, ...], Mapping[str, Any]]]


class BatchForm(QObject):
    """Belongs to a page whose service answers batch_ids, batch_form and batch."""

    def __init__(self, page: LedgerPage, batch: Batch, row_ids: Sequence[int]) -> None:
        super().__init__(page)
        self._page, self._batch, self._row_ids = page, batch, list(row_ids)
        self._service: Any = page.service

    def begin(self) -> None:
        """Look up the certificates in a job, then ask."""
        self._page.tools.jobs.read(self._page, self._read, self._ask)

    def _read(self) -> Found:
        return self._service.batch_ids(self._batch.name, self._row_ids), self._service.batch_form(self._batch.name)

    def _ask(self, found: Found) -> None:
        ids, (fields, start) = found
        if not ids:
            self._page.tools.notify("没有符合条件的证件，没有改动。", None)
            return
        label = self._batch.label
        kit = FormKit(save_label=f"办理{len(ids):,}本", save_icon=self._batch.icon, today=self._page.tools.today)
        dialog = FormDialog(f"{label}　{len(ids):,}本", fields, {}, self._page, kit)
        dialog.fill(start)

        def save(values: dict[str, Any]) -> None:
            self._page.runner.store(lambda job: self._run(job, ids, values), dialog)

        dialog.save_requested.connect(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.deleteLater)
        dialog.open()

    def _run(self, _job: JobContext, ids: Sequence[int], values: Mapping[str, Any]) -> Any:
        return self._service.batch(self._batch.name, ids, values)
