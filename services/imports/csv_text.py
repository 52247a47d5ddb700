"""CSV as agencies' systems and WPS write it: UTF-8 with or without mark, UTF-16, or GB18030."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from services.errors import UnreadableError
from services.imports.sniff import NOT_TABLE, TOO_BIG, wide_encoding
from services.imports.xlsx_scan import MAX_COLUMNS, MAX_ROWS, STRAY

DELIMITERS = ",\t;|，"
LOOKED_AT = 50  # lines, for the delimiter
LONGEST = 1 << 20  # characters of one cell
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how systems write a number so that Excel keeps it as text


def read_csv(file: Path) -> tuple[tuple[str, ...], ...]:
    """All rows as text, equally wide; UnreadableError where the bytes are no text."""
    rows = _rows(_decoded(file.read_bytes()))
    width = max((len(row) for row in rows), default=0)
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        raise UnreadableError(STRAY)
    return tuple(tuple(_plain(cell) for cell in row) + ("",) * (width - len(row)) for row in rows)


def _decoded(body: bytes) -> str:
    wide = wide_encoding(body[:4096])
    if wide and len(body) % 2:
        body = body[:-1]  # cut in the middle of a character
    for encoding in (wide,) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if any(ord(c) < 32 and c not in "\t\r\n\f\v" for c in text):
            break
        return text
    raise UnreadableError(NOT_TABLE)


def _rows(text: str) -> list[list[str]]:
    delimiter = _delimiter(text)
    limit = csv.field_size_limit(LONGEST)
    try:
        try:
            return _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error:  # a quote that nobody closed would swallow all rows up to the next one
            return _bounded(_line(line, delimiter) for line in text.splitlines())
    except csv.Error as error:
        raise UnreadableError(NOT_TABLE) from error
    finally:
        csv.field_size_limit(limit)


def _delimiter(text: str) -> str:
    """The sign that parts most lines into the same number of cells."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:LOOKED_AT]

    def fit(sign: str) -> int:
        counts = Counter(found for line in lines if (found := line.count(sign)))
        return max(counts.values(), default=0)

    return max(DELIMITERS, key=fit)


def _bounded(found: Iterable[list[str]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in found:
        rows.append(list(row))
        if len(rows) > MAX_ROWS:
            raise UnreadableError(TOO_BIG)
    return rows


def _line(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return [cell.strip('"') for cell in line.split(delimiter)]


def _plain(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell) if cell.startswith('="') else None
    return found[1] if found else cell
