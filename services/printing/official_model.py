"""What an official document says, apart from how it is laid out; read from the command line's JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from services.printing.official_fields import flag_of, list_of, object_of, refused, text_of, texts_of
from services.printing.official_table import (
    DocumentCell,
    DocumentColumn,
    DocumentTable,
    LaidCell,
    Picture,
    picture_from_json,
    table_from_json,
)

__all__ = [
    "Appendix",
    "BodyItem",
    "DocumentCell",
    "DocumentColumn",
    "DocumentTable",
    "Format",
    "LaidCell",
    "OfficialDocument",
    "Paragraph",
    "Picture",
    "Signature",
    "changed_texts",
    "paragraphs",
    "texts",
]


class Format(StrEnum):
    """Layouts of GB/T 9704; `FORM` is a supervision document on the same page without a red head."""

    DOCUMENT = "文件"
    LETTER = "信函"
    ORDER = "命令"
    MINUTES = "纪要"
    FORM = "文书"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`level` 0 is plain text, 1–4 are 一、 （一） 1. （1）. `place`: where it stands in the JSON, such as body[3]."""

    level: int
    text: str
    place: str = field(default="", compare=False)


BodyItem = Paragraph | DocumentTable | Picture


@dataclass(frozen=True, slots=True)
class Signature:
    """An organ under the text; `seal` keeps room for its seal, `post` is the office of who signs a 命令."""

    name: str
    seal: bool = False
    post: str = ""


@dataclass(frozen=True, slots=True)
class Appendix:
    """One 附件, on pages of its own."""

    title: str
    body: tuple[BodyItem, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """Texts as typed; dates as YYYY-MM-DD or as printed. Empty text stands for an element that is absent."""

    format: Format
    title: str
    body: tuple[BodyItem, ...]
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
        source = object_of(raw, "文档")
        found = text_of(source, "format") or Format.DOCUMENT.value
        if found not in tuple(Format):
            raise refused(f"“format”是“{found}”，只能是{'、'.join(Format)}")
        words: dict[str, Any] = {key: text_of(source, key) for key in _TEXTS}
        words |= {key: texts_of(source, key) for key in _LISTS}
        return cls(
            format=Format(found),
            **words,
            body=_body(source, "body"),
            sign=tuple(_signature(each) for each in list_of(source, "sign")),
            appendices=tuple(_appendix(each, index) for index, each in enumerate(list_of(source, "appendices"))),
        )


_TEXTS = (
    *("title", "mark", "issuer", "number", "copy_no", "secrecy", "urgency", "date", "note"),
    *("printed_by", "printed_on"),
)
_LISTS = ("signers", "to", "attachments", "cc")


def paragraphs(items: Sequence[BodyItem]) -> list[Paragraph]:
    """The paragraphs of a text, without its tables and pictures."""
    return [item for item in items if isinstance(item, Paragraph)]


def texts(document: OfficialDocument) -> Iterator[tuple[str, str]]:
    """Every text of the document with its place in the JSON: title, to[0], body[3], body[4].rows[0][2], sign[0]."""
    found: list[tuple[str, str]] = []

    def note(place: str, text: str) -> str:
        found.append((place, text))
        return text

    changed_texts(document, note)
    return iter([(place, text) for place, text in found if text])


def changed_texts(document: OfficialDocument, change: Callable[[str, str], str]) -> OfficialDocument:
    """The document with every text replaced by what `change` makes of its place and words."""
    words: dict[str, Any] = {key: change(key, getattr(document, key)) for key in _TEXTS}
    words |= {key: _changed_list(key, getattr(document, key), change) for key in _LISTS}
    return replace(
        document,
        **words,
        body=_changed_items("body", document.body, change),
        sign=tuple(
            replace(each, name=change(f"sign[{index}]", each.name), post=change(f"sign[{index}].post", each.post))
            for index, each in enumerate(document.sign)
        ),
        appendices=tuple(
            Appendix(
                change(f"appendices[{index}].title", each.title),
                _changed_items(f"appendices[{index}].body", each.body, change),
            )
            for index, each in enumerate(document.appendices)
        ),
    )


def _changed_list(key: str, values: Sequence[str], change: Callable[[str, str], str]) -> tuple[str, ...]:
    return tuple(change(f"{key}[{index}]", text) for index, text in enumerate(values))


def _changed_items(where: str, items: Sequence[BodyItem], change: Callable[[str, str], str]) -> tuple[BodyItem, ...]:
    found: list[BodyItem] = []
    for index, item in enumerate(items):
        if isinstance(item, Paragraph):
            found.append(replace(item, text=change(item.place or f"{where}[{index}]", item.text)))
        elif isinstance(item, Picture):
            found.append(replace(item, caption=change(item.place or f"{where}[{index}]", item.caption)))
        else:
            found.append(_changed_table(item.place or f"{where}[{index}]", item, change))
    return tuple(found)


def _changed_table(where: str, table: DocumentTable, change: Callable[[str, str], str]) -> DocumentTable:
    columns = tuple(
        replace(each, label=change(f"{where}.columns[{index}]", each.label)) for index, each in enumerate(table.columns)
    )
    rows = tuple(
        tuple(replace(cell, text=change(f"{where}.rows[{row}][{at}]", cell.text)) for at, cell in enumerate(cells))
        for row, cells in enumerate(table.rows)
    )
    return replace(table, caption=change(where, table.caption), columns=columns, rows=rows)


def _body(source: dict[str, Any], where: str) -> tuple[BodyItem, ...]:
    found: list[BodyItem] = []
    for index, each in enumerate(list_of(source, "body")):
        raw = {"text": each} if isinstance(each, str) else object_of(each, "body")
        place = f"{where}[{index}]"
        if raw.get("table") is not None:
            found.append(replace(table_from_json(raw["table"]), place=place))
        elif raw.get("picture") is not None:
            found.append(replace(picture_from_json(raw), place=place))
        else:
            found.extend(_paragraphs(raw, place))
    return tuple(found)


def _paragraphs(raw: dict[str, Any], place: str) -> list[Paragraph]:
    level = raw.get("level", 0)
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 4:
        raise refused("“body”里的“level”只能是0至4的整数")
    # a line feed inside a text is a paragraph of its own; only the first keeps the level's number
    lines = [line.strip(" \u3000") for line in text_of(raw, "text").split("\n")]
    return [Paragraph(level if index == 0 else 0, line, place) for index, line in enumerate(filter(None, lines))]


def _signature(raw: object) -> Signature:
    if isinstance(raw, str):
        return Signature(text_of({"sign": raw}, "sign"))
    source = object_of(raw, "sign")
    return Signature(text_of(source, "name"), flag_of(source, "seal"), text_of(source, "post"))


def _appendix(raw: object, index: int) -> Appendix:
    source = object_of(raw, "appendices")
    where = f"appendices[{index}]"
    body = _body(source, f"{where}.body")
    if source.get("table") is not None:
        # a table beside the text stands below it
        body += (replace(table_from_json(source["table"]), place=f"{where}.table"),)
    return Appendix(text_of(source, "title"), body)
