"""What the clerk says about an opened file: answers, values for all rows, who is meant, all of its sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from services.exchange.common_values import common_fields, common_values
from services.exchange.folder_import import FolderImport
from services.exchange.people_choice import person_problem, rows_alike
from services.imports.reading import ImportRow
from services.spec import LedgerSpec
from ui.jobs import Jobs
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.import_model import ImportFile
from ui.kit.import_preview import ImportPreview
from ui.pages.exchange_person import PersonDialog

ReadAgain = Callable[[ImportFile, dict[str, str | None] | None], None]


class FileAsks:
    """Serves the strip above the preview and the rows that leave open whom they mean. Every answer is kept with the
    file, which is then read again."""

    def __init__(self, owner: QWidget, preview: ImportPreview, folder: FolderImport, jobs: Jobs) -> None:
        self._owner, self._preview, self._folder, self._jobs = owner, preview, folder, jobs
        self._found: ImportFile | None = None
        self._spec: LedgerSpec | None = None
        self.read_again: ReadAgain = lambda _found, _mapping: None
        preview.asks.answered.connect(self._answer)
        preview.asks.values_wanted.connect(self.ask_values)
        preview.person_wanted.connect(self.ask_person)
        preview.asks_person = self._asks_person

    def show_file(self, spec: LedgerSpec, found: ImportFile) -> None:
        """Fill the strip for the file that is opened."""
        self._spec, self._found = spec, found
        reading = found.reading
        several = any(other.visible for other in reading.other_sheets) and not found.part
        fields = common_fields(spec, reading)
        self._preview.asks.show_file(
            reading, fields, common_values(spec, reading), sheets=several, stored=bool(found.stored)
        )

    def ask_values(self) -> None:
        """One small form for what the sheet does not say of its rows."""
        found, spec = self._found, self._spec
        if found is None or spec is None or found.stored:
            return
        fields = [replace(f, required=True, section="") for f in common_fields(spec, found.reading)]
        dialog = FormDialog(
            "每一行都用的内容", fields, {}, self._owner, FormKit(save_label="用到每一行", save_icon="ok")
        )
        dialog.fill(common_values(spec, found.reading))

        def use(values: dict[str, Any]) -> None:
            found.values.update(values)
            dialog.saved()
            self.read_again(found, None)

        dialog.save_requested.connect(use)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_person(self, row: ImportRow) -> None:
        """Whom the row means; rows with the same words may follow."""
        found = self._found
        problem = person_problem(row, found.reading) if found is not None else None
        if found is None or problem is None or found.stored:
            return
        alike = rows_alike(row, found.reading)
        dialog = PersonDialog(
            f"第{row.row}行是谁",
            problem.message,
            problem.raw or "",
            alike,
            self._folder.people,
            self._jobs,
            self._owner,
            together=not _same_session(row, alike, found),
        )
        dialog.chosen.connect(partial(self._choose, found, row, alike))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose(self, found: ImportFile, row: ImportRow, alike: list[int], person: int, also: bool) -> None:
        found.people |= dict.fromkeys([row.row, *(alike if also else [])], person)
        self.read_again(found, None)

    def _answer(self, key: str, value: str) -> None:
        if self._found is not None and not self._found.stored:
            self.read_again(self._found, {key: value})

    def _asks_person(self, row: ImportRow) -> bool:
        return self._found is not None and person_problem(row, self._found.reading) is not None


def _same_session(row: ImportRow, alike: list[int], found: ImportFile) -> bool:
    """Two rows of one session with one name are two people."""
    session = (row.values.get("title"), row.values.get("held_on"))
    rows = {each.row: each.values for each in found.reading.rows}
    return any((rows[n].get("title"), rows[n].get("held_on")) == session for n in alike)
