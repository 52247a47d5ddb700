"""`document render`: an official document from its JSON to PDF and, on wish, to an editable file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.commands.document_json import load_document, read_json
from services.errors import StorageError, UnreadableError
from services.printing.docx import render_docx
from services.printing.official import Profile, RenderOptions, render_official
from services.printing.preview import page_count
from services.problems import Level


def run_document_render(
    json_path: Path, out: Path, docx: Path | None = None, options: RenderOptions | None = None
) -> tuple[dict[str, Any], int]:
    """Lays out the document; needs neither account nor data folder. Pictures are looked for beside the JSON.

    Returns {"pages", "problems", "out", "docx"} and the exit status: 0, or 1 where a problem is an error. Raises
    UnreadableError where no document can be made of the file, StorageError where a file cannot be written (both 2).
    """
    targets = [out] if docx is None else [out, docx]
    if any(_same(target, json_path) for target in targets) or (docx is not None and _same(out, docx)):
        raise UnreadableError("写出的文件不能就是读入的文件，PDF和可编辑文件也不能同名。没有生成文件。", "OD00")
    for target in targets:  # before anything is written: one file without the other would be half an answer
        if not target.parent.is_dir():
            raise StorageError(f"找不到存放“{target.name}”的文件夹，没有生成文件。换一个文件夹后再试。")
    document = load_document(json_path)
    problems = render_official(document, out, options or RenderOptions())
    if docx is not None:
        render_docx(document, docx, options or RenderOptions())
    result: dict[str, Any] = {
        "pages": page_count(out),
        "problems": [problem.to_json() for problem in problems],
        "out": str(out),
        "docx": str(docx) if docx is not None else None,
    }
    return result, 1 if any(problem.level is Level.ERROR for problem in problems) else 0


def read_profile(path: Path) -> Profile:
    """A unit's own layout from its JSON. Raises UnreadableError or ValidationError with a sentence."""
    return Profile.from_json(read_json(path))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False
