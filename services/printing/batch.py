"""Many official documents at once: all in one PDF, or a file for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sized
from pathlib import Path

from services.files import safe_name
from services.printing.faces import load_faces
from services.printing.files import replacing
from services.printing.official import (
    OfficialDocument,
    RenderOptions,
    draw_sheets,
    lay_out,
    open_pen,
    render_official,
)

Progress = Callable[[int, int], None]
"""Gets (documents done, documents in all); the second is 0 where their number is not known."""

_STANDARD_OPTIONS = RenderOptions()
_LONGEST = 50


def render_many(
    documents: Iterable[OfficialDocument],
    target: Path,
    options: RenderOptions = _STANDARD_OPTIONS,
    *,
    fronts: bool = False,
    title: str = "",
    progress: Progress | None = None,
) -> int:
    """Writes all into one PDF, each document's pages numbered from 1, and returns the number of pages.

    With `fronts` every document begins on the front of a sheet: blank backs are added, for printing on both sides in
    one go. An exception of `progress` stops the work and leaves what was there before. Raises the errors of
    `render_official`.
    """
    faces = load_faces()
    total = len(documents) if isinstance(documents, Sized) else 0
    pages = done = 0
    with replacing(target) as path:
        pen = open_pen(faces, path, title, options)
        for done, document in enumerate(documents, start=1):
            if fronts and pages % 2:
                pen.next_page()
                pages += 1
            sheets = lay_out(faces, document, options).sheets
            draw_sheets(pen, sheets, options)
            pages += len(sheets)
            if progress:
                progress(done, total)
        pen.save()
    return pages


def render_each(
    documents: Iterable[OfficialDocument],
    folder: Path,
    name: Callable[[OfficialDocument], str],
    options: RenderOptions = _STANDARD_OPTIONS,
    *,
    progress: Progress | None = None,
) -> list[Path]:
    """Writes a PDF for each and returns their paths.

    `name` gives the file name without its ending; what Windows refuses in a name is replaced, and a name that was
    already used in this run gets （2）, （3）. A file of that name from an earlier run is replaced. An exception of
    `progress` stops the work: whole files stay, no half one does.
    """
    total = len(documents) if isinstance(documents, Sized) else 0
    taken: set[str] = set()
    written: list[Path] = []
    for done, document in enumerate(documents, start=1):
        target = folder / f"{_free_name(safe_name(name(document), _LONGEST), taken)}.pdf"
        render_official(document, target, options)
        written.append(target)
        if progress:
            progress(done, total)
    return written


def file_name(document: OfficialDocument) -> str:
    """Number and first recipient: 示司监〔2026〕1号 县水务局."""
    parts = (document.number, document.to[0] if document.to else document.title)
    return " ".join(part for part in parts if part)


def _free_name(name: str, taken: set[str]) -> str:
    """`name`, or `name（2）` where it was used before; Windows takes A and a for the same."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name}（{number}）"
    taken.add(found.casefold())
    return found
