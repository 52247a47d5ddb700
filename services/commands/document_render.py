"""`document render`: an official document from its JSON to PDF and, on wish, to an editable file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.commands.document_json import load_document
from services.printing.docx import render_docx
from services.printing.official import render_official
from services.printing.preview import page_count
from services.problems import Level


def run_document_render(json_path: Path, out: Path, docx: Path | None = None) -> tuple[dict[str, Any], int]:
    """Lays out the document; needs neither account nor data folder.

    Returns {"pages", "problems", "out", "docx"} and the exit status: 0, or 1 where a problem is an error. Raises
    UnreadableError where no document can be made of the file, StorageError where a file cannot be written (both 2).
    """
    document = load_document(json_path)
    problems = render_official(document, out)
    if docx is not None:
        render_docx(document, docx)
    result: dict[str, Any] = {
        "pages": page_count(out),
        "problems": [problem.to_json() for problem in problems],
        "out": str(out),
        "docx": str(docx) if docx is not None else None,
    }
    return result, 1 if any(problem.level is Level.ERROR for problem in problems) else 0
