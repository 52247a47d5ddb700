"""What a plan's file really is, told by its bytes; the name only decides where the bytes leave a choice."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from services.errors import UnreadableError
from services.imports.sniff import BAD_ARCHIVE, OLE
from services.plans.files.refusals import (
    BROKEN,
    KINDS,
    LOCKED,
    OLD_WORD,
    OLD_XML,
    PICTURE,
    RICH_TEXT,
    SLIDES,
    UNKNOWN,
    WEB_ARCHIVE,
)

ZIP = b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PICTURE_NAMES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")
_TABLES = (".xls", ".et", ".xlsx", ".xlsm")
_NAMES = frozenset({".txt", ".text", ".md", ".markdown", ".docx", ".docm", ".doc", ".wps", ".pdf", ".htm", ".html"}) | {
    *(".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
}
_OLD_XML = re.compile(rb"progid=[\"']Word\.Document|<w:wordDocument|<pkg:package")
_WEB_ARCHIVE = re.compile(rb"^MIME-Version:|^Content-Type: *multipart/related", re.IGNORECASE | re.MULTILINE)


class FileKind(StrEnum):
    """The forms that are read."""

    WORD = "word"
    PDF = "pdf"
    SHEETS = "sheets"
    CSV = "csv"
    TEXT = "text"


def kind_of(data: bytes, name: str) -> FileKind:
    """The form of a file.

    Raises:
        UnreadableError: it is of a form that is not read; the sentence names it.
    """
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if data.startswith(ZIP):
        return _zipped(data, name, suffix)
    if data.startswith(OLE):
        return _compound(data, suffix)
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    _refuse_named(data, name, suffix)
    if suffix not in _NAMES:
        raise UnreadableError(UNKNOWN.format(kind=suffix or name, kinds=KINDS), code="PL02")
    if suffix in (".docx", ".docm", ".pdf", ".ods", ".xlsx", ".xlsm", ".xls", ".et") and not _looks_like_text(data):
        raise UnreadableError(BROKEN.format(name=name), code="PL02")
    return FileKind.CSV if suffix in (".csv", ".tsv") else FileKind.TEXT


def _refuse_named(data: bytes, name: str, suffix: str) -> None:
    """Forms that can be told and are not read."""
    head = data[:4096]
    if data.startswith(_PICTURES) and (suffix in _PICTURE_NAMES or not _looks_like_text(data)):
        raise UnreadableError(PICTURE.format(name=name), code="PL04")
    if data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError(RICH_TEXT.format(name=name), code="PL02")
    if _OLD_XML.search(head):
        raise UnreadableError(OLD_XML.format(name=name), code="PL02")
    if _WEB_ARCHIVE.search(head[:400]):
        raise UnreadableError(WEB_ARCHIVE.format(name=name), code="PL02")


def _zipped(data: bytes, name: str, suffix: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.namelist()
    except BAD_ARCHIVE as error:
        raise UnreadableError(BROKEN.format(name=name), code="PL02") from error
    folders = {part.partition("/")[0].lower() for part in parts}
    if "word" in folders:
        return FileKind.WORD
    if "xl" in folders or (suffix == ".ods" and "content.xml" in parts):
        return FileKind.SHEETS
    if "ppt" in folders:
        raise UnreadableError(SLIDES.format(name=name), code="PL02")
    if suffix in (".docx", ".docm", ".xlsx", ".xlsm"):
        raise UnreadableError(BROKEN.format(name=name), code="PL02")
    raise UnreadableError(UNKNOWN.format(kind=suffix or name, kinds=KINDS), code="PL02")


def _compound(data: bytes, suffix: str) -> FileKind:
    """The old binary formats, and new ones under a password."""
    if _holds(data, "EncryptedPackage"):
        raise UnreadableError(LOCKED, code="PL03")
    if _holds(data, "WordDocument"):
        raise UnreadableError(OLD_WORD, code="PL02")
    if _holds(data, "Workbook") or _holds(data, "Book"):
        return FileKind.SHEETS
    if suffix in (".docx", ".docm", ".xlsx", ".xlsm"):
        raise UnreadableError(LOCKED, code="PL03")
    if suffix in _TABLES:
        return FileKind.SHEETS
    raise UnreadableError(OLD_WORD, code="PL02")


def _holds(data: bytes, stream: str) -> bool:
    return (stream + "\0").encode("utf-16-le") in data


def _looks_like_text(data: bytes) -> bool:
    """Whether the bytes can be words: no NUL among the first, or those of UTF-16."""
    return b"\0" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff"))
