"""Loads the text of a plan from the kinds of files in which counties send them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from services.errors import NotFoundError, UnreadableError
from services.plans.files.kinds import FileKind, kind_of
from services.plans.files.refusals import DENIED, EMPTY, LARGE, MISSING

Tell = Callable[[int, int], None]
MAX_BYTES = 50 << 20
MAX_TEXT = 5_000_000  # characters; a plan of 400 tasks has 80,000


@dataclass(frozen=True, slots=True)
class LoadedText:
    """The text of a document, rows of tables with tabs between their cells, and what of the file was not read."""

    text: str
    warnings: tuple[str, ...] = ()


def load_text(path: Path) -> str:
    """The text of a document alone; errors of `load_document`."""
    return load_document(path).text


def load_document(path: Path, tell: Tell | None = None) -> LoadedText:
    """The text of a document; what it is, its bytes tell and not its name. `tell` hears how many pages of how many
    are read, where there are pages; what it raises ends the reading.

    Raises:
        NotFoundError: there is no such file.
        UnreadableError: it is empty, locked, damaged, scanned, too large or of a kind that is not read.
    """
    data = _bytes(path)
    loaded = _load(data, path.name, tell)
    if not loaded.text.strip():
        raise UnreadableError(EMPTY.format(name=path.name), code="PL02")
    if len(loaded.text) > MAX_TEXT:
        raise UnreadableError(LARGE.format(name=path.name), code="PL02")
    return loaded


def _load(data: bytes, name: str, tell: Tell | None) -> LoadedText:
    match kind_of(data, name):
        case FileKind.WORD:
            from services.plans.files.word import word_text

            return LoadedText(word_text(data, name))
        case FileKind.PDF:
            from services.plans.files.pdf import pdf_text

            return LoadedText(*pdf_text(data, name, tell))
        case FileKind.SHEETS:
            from services.plans.files.sheets import workbook_text

            return LoadedText(*workbook_text(data, name))
        case FileKind.CSV:
            from services.plans.files.sheets import csv_text

            return LoadedText(csv_text(data, name))
    from services.plans.files.plain import plain_text

    return LoadedText(without_marks(plain_text(data, name)))


def without_marks(text: str) -> str:
    """The words of a text that is written with the marks of a web page; any other text as it is."""
    from services.plans.files.web_page import is_web_page, page_text

    return page_text(text) if is_web_page(text) else text


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise NotFoundError(MISSING.format(name=path.name))
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(LARGE.format(name=path.name), code="PL02")
        data = path.read_bytes()
    except ValueError as error:  # a NUL in the name
        raise NotFoundError(MISSING.format(name=path.name)) from error
    except OSError as error:
        raise UnreadableError(DENIED.format(name=path.name), code="PL02") from error
    if not data:
        raise UnreadableError(EMPTY.format(name=path.name), code="PL02")
    return data
