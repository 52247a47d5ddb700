"""What an official document says, apart from how it is laid out; read from the command line's JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from services.errors import UnreadableError
from services.printing.page import printable


class Format(StrEnum):
    """Layouts of GB/T 9704; `FORM` is a supervision document on the same page without a red head."""

    DOCUMENT = "文件"
    LETTER = "信函"
    ORDER = "命令"
    MINUTES = "纪要"
    FORM = "文书"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`level` 0 is plain text, 1–4 are 一、 （一） 1. （1）."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """An organ under the text; `seal` keeps room for its seal."""

    name: str
    seal: bool = False


@dataclass(frozen=True, slots=True)
class AppendixTable:
    """`columns` are (label, relative width)."""

    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Appendix:
    """One 附件, on pages of its own."""

    title: str
    body: tuple[Paragraph, ...] = ()
    table: AppendixTable | None = None


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """Texts as typed; dates as YYYY-MM-DD or as printed. Empty text stands for an element that is absent."""

    format: Format
    title: str
    body: tuple[Paragraph, ...]
    mark: str = ""
    issuer: str = ""
    number: str = ""
    copy_no: str = ""
    secrecy: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    sign: tuple[Signature, ...] = ()
    date: str = ""
    note: str = ""
    cc: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: str = ""
    appendices: tuple[Appendix, ...] = ()

    @classmethod
    def from_json(cls, raw: object) -> OfficialDocument:
        """The object of `document render`. Raises UnreadableError where no document can be made of it."""
        source = _object(raw, "文档")
        found = _text(source, "format") or Format.DOCUMENT.value
        if found not in tuple(Format):
            raise UnreadableError(f"“format”是“{found}”，只能是{'、'.join(Format)}。没有生成文件。", "OD00")
        words: dict[str, Any] = {key: _text(source, key) for key in _TEXTS}
        words |= {key: _texts(source, key) for key in _LISTS}
        return cls(
            format=Format(found),
            **words,
            body=_paragraphs(source),
            sign=tuple(_signature(each) for each in _list(source, "sign")),
            appendices=tuple(_appendix(each) for each in _list(source, "appendices")),
        )


_TEXTS = (
    *("title", "mark", "issuer", "number", "copy_no", "secrecy", "urgency", "date", "note"),
    *("printed_by", "printed_on"),
)
_LISTS = ("signers", "to", "attachments", "cc")


def _object(raw: object, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise UnreadableError(f"“{where}”应是一个对象。没有生成文件。", "OD00")
    return raw


def _list(source: dict[str, Any], key: str) -> list[Any]:
    found = source.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise UnreadableError(f"“{key}”应是一个列表。没有生成文件。", "OD00")
    return found


def _clean(value: object, key: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise UnreadableError(f"“{key}”应是文字。没有生成文件。", "OD00")
    return printable(str(value)).strip()


def _text(source: dict[str, Any], key: str) -> str:
    return _clean(source.get(key), key)


def _texts(source: dict[str, Any], key: str) -> tuple[str, ...]:
    found = (_clean(each, key) for each in _list(source, key))
    return tuple(text for text in found if text)


def _paragraphs(source: dict[str, Any]) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    for each in _list(source, "body"):
        raw = {"text": each} if isinstance(each, str) else _object(each, "body")
        level = raw.get("level", 0)
        if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 4:
            raise UnreadableError("“body”里的“level”只能是0至4的整数。没有生成文件。", "OD00")
        # a line feed inside a text is a paragraph of its own; only the first keeps the level's number
        lines = [line.strip(" \u3000") for line in _text(raw, "text").split("\n")]
        lines = [line for line in lines if line]
        found.extend(Paragraph(level if index == 0 else 0, line) for index, line in enumerate(lines))
    return tuple(found)


def _signature(raw: object) -> Signature:
    if isinstance(raw, str):
        return Signature(raw)
    source = _object(raw, "sign")
    return Signature(_text(source, "name"), source.get("seal") is True)


def _appendix(raw: object) -> Appendix:
    source = _object(raw, "appendices")
    table = source.get("table")
    return Appendix(_text(source, "title"), _paragraphs(source), None if table is None else _table(table))


def _table(raw: object) -> AppendixTable:
    source = _object(raw, "table")
    columns = tuple(_column(each) for each in _list(source, "columns"))
    rows: list[tuple[str, ...]] = []
    for row in _list(source, "rows"):
        if not isinstance(row, list):
            raise UnreadableError("“rows”里的每一行应是一个列表。没有生成文件。", "OD00")
        cells = [_clean(cell, "rows") for cell in row][: len(columns)]
        rows.append(tuple(cells + [""] * (len(columns) - len(cells))))
    if not columns:
        raise UnreadableError("附件的表格没有列。没有生成文件。", "OD00")
    return AppendixTable(columns, tuple(rows), source.get("landscape") is True)


def _column(raw: object) -> tuple[str, float]:
    if isinstance(raw, str):
        return raw, 1.0
    source = _object(raw, "columns")
    width = source.get("width", 1)
    usable = isinstance(width, int | float | Decimal) and not isinstance(width, bool) and 0 < width < 10_000
    return _text(source, "label"), float(width) if usable else 1.0
