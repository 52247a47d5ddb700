"""`document check FILE`: the faults of an official document, in its JSON or in a .docx made elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.commands.document_json import load_document
from services.errors import UnreadableError
from services.printing.checking.check import by_strength, findings
from services.printing.checking.finding import Finding
from services.printing.checking.places import place_words
from services.printing.official_model import OfficialDocument
from services.problems import Level

_OTHER_KINDS = (".doc", ".docm", ".wps", ".pdf", ".ofd", ".rtf", ".odt")


def run_document_check(path: Path) -> tuple[list[dict[str, Any]], int]:
    """The list of faults, the most binding first, and the exit status: 0, or 1 where one is an error.

    The file is only read; corrections are offered in `fix` and never made. Raises UnreadableError (2).
    """
    document, form = _load(path)
    found = by_strength((*findings(document), *form))
    shown = [each.to_json() | {"place": place_words(document, each.where)} for each in found]
    return shown, 1 if any(each.level is Level.ERROR for each in found) else 0


def _load(path: Path) -> tuple[OfficialDocument, tuple[Finding, ...]]:
    kind = path.suffix.lower()
    if kind == ".docx":
        from services.printing.checking.docx_reading import read_docx  # python-docx is slow to import

        return read_docx(path)
    if kind in _OTHER_KINDS:
        raise UnreadableError(f"读不了“{path.name}”这种文件。没有检查，另存为docx后再试。", "OD00")
    return load_document(path, "没有检查"), ()
