"""What a file from outside really is, told by its first bytes and never by its name."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from services.errors import UnreadableError

MAX_FILE = 60 << 20  # bytes; a county roster of 100,000 rows has about 10 MB
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NEVER_TYPED = b"\0\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x11\x12\x13\x14"  # bytes that no text holds
# what zipfile and its unpackers raise for hostile archives
BAD_ARCHIVE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,  # a part with a password; NotImplementedError, its child: an unknown compression
    OverflowError,
)
PASSWORD = "这个文件加了密码，打不开。请让报送单位去掉密码后再发来。"
DAMAGED = "这个文件不完整或已损坏，没有读入任何一行。请让报送单位重新发一份，或用WPS、Excel打开后另存为xlsx。"
NOT_TABLE = "这不是表格文件，没有读入任何一行。换成xlsx、xls、et、ods或csv格式的表格再导入。"
WEB_PAGE = "这个文件其实是网页，只是改了后缀名。用WPS或Excel打开，另存为xlsx后再导入。"
OLD_XML = "这个文件是旧式的XML表格，没有读入任何一行。用WPS或Excel打开，另存为xlsx后再导入。"
BINARY = "这个文件是xlsb格式，没有读入任何一行。用WPS或Excel打开，另存为xlsx后再导入。"
EMPTY = "这个文件是空的，没有读入任何一行。请让报送单位重新发一份。"
TOO_BIG = "这个文件太大，没有读入任何一行。删去图片和用不到的工作表，或拆成几个文件后再导入。"


class FileKind(StrEnum):
    """The formats that can be read; `.et` of WPS is XLS by its bytes."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def sniff(file: Path) -> FileKind:
    """The real format of `file`; UnreadableError (ER11) with a plain sentence for everything that is no open table."""
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise UnreadableError(f"文件“{file.name}”打不开。看看它是否还在原处、是否正被别的程序占用。") from error
    if size == 0:
        raise UnreadableError(EMPTY)
    if size > MAX_FILE:
        raise UnreadableError(TOO_BIG)
    if head.startswith(b"PK"):
        return _zip_kind(file)
    if head.startswith(OLE):
        return _ole_kind(file)
    return _text_kind(head)


def _zip_kind(file: Path) -> FileKind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:100] if "mimetype" in names and _small(archive, "mimetype") else b""
            manifest = "META-INF/manifest.xml"
            locked = manifest in names and _small(archive, manifest) and b"encryption-data" in archive.read(manifest)
    except BAD_ARCHIVE as error:
        raise UnreadableError(DAMAGED) from error
    if b"opendocument.spreadsheet" in mime:
        if locked:
            raise UnreadableError(PASSWORD)
        return FileKind.ODS
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        raise UnreadableError(BINARY)
    if any(name.startswith(("word/", "ppt/")) for name in names) or not any(n.startswith("xl/") for n in names):
        raise UnreadableError(NOT_TABLE)
    raise UnreadableError(DAMAGED)


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size < 1 << 20


def _ole_kind(file: Path) -> FileKind:
    """Stream names of an OLE file stand in its directory as UTF-16; finding them needs no full parser."""
    body = file.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in body:
        raise UnreadableError(PASSWORD)
    if any(name.encode("utf-16-le") + b"\0\0" in body for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return FileKind.XLS
    if any(name.encode("utf-16-le") in body for name in ("WordDocument", "PowerPoint Document")):
        raise UnreadableError(NOT_TABLE)
    raise UnreadableError(DAMAGED)


def wide_encoding(head: bytes) -> str:
    """The UTF-16 that text begins with, told by its mark or by its line breaks; empty for other text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    breaks = {"utf-16-le": (b"\n\0", b"\r\0"), "utf-16-be": (b"\0\n", b"\0\r")}
    pairs = [head[at : at + 2] for at in range(0, len(head) - 1, 2)] if head.count(b"\0") > 3 else []
    return next((name for name, signs in breaks.items() if any(sign in pairs for sign in signs)), "")


def _text_kind(head: bytes) -> FileKind:
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")[:1024].lower()
    if start.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<?xml", b"<body", b"mime-version")
    ):
        raise UnreadableError(OLD_XML if b"excel.sheet" in start or b"office:spreadsheet" in start else WEB_PAGE)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")):
        raise UnreadableError(NOT_TABLE)
    if not wide_encoding(head) and any(byte in head for byte in NEVER_TYPED):
        raise UnreadableError(NOT_TABLE)
    return FileKind.CSV
