"""CSV as agencies' systems and WPS write it: UTF-8 with or without mark, UTF-16, or GB18030."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from services.errors import UnreadableError
from services.imports.sniff import NOT_TABLE, TOO_BIG
from services.imports.xlsx_scan import MAX_COLUMNS, MAX_ROWS, STRAY


def read_csv(file: Path) -> tuple[tuple[str, ...], ...]:
    """All rows as text, equally wide; UnreadableError where the bytes are no text."""
    rows = _rows(_decoded(file.read_bytes()))
    width = max((len(row) for row in rows), default=0)
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        raise UnreadableError(STRAY)
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows)


def _decoded(body: bytes) -> str:
    order = ("utf-16",) if body.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in order:
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if any(ord(c) < 32 and c not in "\t\r\n\f\v" for c in text):
            break
        return text
    raise UnreadableError(NOT_TABLE)


def _rows(text: str) -> list[list[str]]:
    head = text[:20_000]
    delimiter = max(",\t;", key=head.count)
    field_limit = csv.field_size_limit(1 << 20)
    try:
        found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = []
        for row in found:
            rows.append(list(row))
            if len(rows) > MAX_ROWS:
                raise UnreadableError(TOO_BIG)
    except csv.Error as error:
        raise UnreadableError(NOT_TABLE) from error
    finally:
        csv.field_size_limit(field_limit)
    return rows
