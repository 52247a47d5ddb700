"""在预览中改正: the wrong cells of a row as words to be put right; the file itself stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from services.spec import FieldSpec
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.import_model import ImportFile

NO_COLUMN = "这一栏不在表里，改不了。在原文件里补上这一列后重新读取。"


def ask_cells(
    parent: QWidget, found: ImportFile, row: Any, fields: Sequence[FieldSpec], then: Callable[[], None]
) -> bool:
    """Ask for other words for these fields of a row and keep them with the file; False where the sheet has none of
    them. `then` is called when something was put right, to read the file again."""
    mapping = found.reading.mapping
    places = {f.key: place for f in fields if (place := mapping.column_of(f.key)) is not None}
    asked = [f for f in fields if f.key in places]
    if not asked:
        return False
    plain = [FieldSpec(f.key, f.label, help=f.help, max_length=f.max_length) for f in asked]
    dialog = FormDialog(f"改正第{row.row}行", plain, {}, parent, FormKit(save_label="改正"))
    dialog.fill({f.key: _written(row, f, places[f.key].letter) for f in asked})

    def correct(values: dict[str, Any]) -> None:
        for key, words in values.items():
            found.corrections[row.row, places[key].number] = str(words or "")
        dialog.saved()
        then()

    dialog.save_requested.connect(correct)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return True


def _written(row: Any, spec: FieldSpec, letter: str) -> str:
    """The words of the cell, as they stood where something is wrong with them."""
    said = next((p.raw for p in row.problems if p.where == f"{letter}{row.row}" and p.raw), None)
    return said or row.labels.get(spec.key) or spec.show(row.values.get(spec.key))
