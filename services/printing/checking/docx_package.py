"""Opens a .docx from outside without trusting it: damaged, locked, renamed and swollen files end in a sentence."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from services.errors import UnreadableError

MOST_UNPACKED = 50 * 1024 * 1024
"""Bytes of unpacked XML; text of a thousand pages has a tenth of it."""
MOST_PACKED = 200 * 1024 * 1024
"""Bytes of the file, and of all that is in it, pictures as well."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1024 * 1024
CODE = "OD00"


def open_docx(path: Path) -> Any:
    """The document as python-docx reads it, from a copy in memory: the file is never written.

    Raises UnreadableError with what is wrong with the file and what to do.
    """
    data = _bytes(path)
    if data.startswith(_OLE):
        if _LOCKED_MARK in data:
            raise UnreadableError(f"“{path.name}”加了密码，打不开。没有检查，去掉密码后再试。", CODE)
        raise UnreadableError(f"“{path.name}”是旧版doc格式，读不了。没有检查，另存为docx后再试。", CODE)
    _refuse_swollen(path, data)
    import docx  # heavy; only files from outside need it
    from docx.opc.exceptions import OpcError

    try:
        document: Any = docx.Document(io.BytesIO(data))
        body = document.element.body
    except (KeyError, ValueError, SyntaxError, AttributeError, OpcError, zipfile.BadZipFile, OSError) as error:
        raise _broken(path) from error
    if body is None:
        raise _broken(path)
    return document


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_PACKED:
            raise UnreadableError(f"“{path.name}”太大，不像公文。没有检查，换一个文件。", CODE)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError(f"找不到“{path.name}”。没有检查。", CODE) from error
    except (OSError, ValueError) as error:
        raise UnreadableError(f"“{path.name}”打不开。没有检查，关闭正在使用它的程序后再试。", CODE) from error
    if not data:
        raise UnreadableError(f"“{path.name}”是空文件。没有检查，换一个文件。", CODE)
    return data


def _refuse_swollen(path: Path, data: bytes) -> None:
    """Counts what really comes out: the sizes that a package states may be wrong."""
    text = whole = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for entry in package.infolist():
                is_text = entry.filename.lower().endswith((".xml", ".rels"))
                for size in _sizes(package, entry):
                    whole += size
                    text += size if is_text else 0
                    if text > MOST_UNPACKED or whole > MOST_PACKED:
                        raise UnreadableError(f"“{path.name}”展开后太大，不像公文。没有检查，换一个文件。", CODE)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, RuntimeError, OSError, EOFError) as error:
        raise _broken(path) from error


def _sizes(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[int]:
    with package.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            yield len(chunk)


def _broken(path: Path) -> UnreadableError:
    return UnreadableError(f"“{path.name}”已损坏，或者不是docx文件，读不出来。没有检查，请重新另存后再试。", CODE)
