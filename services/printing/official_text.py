"""The words of an official document as they are printed: numbers of levels, dates, lists of names, title lines.

Shared by the PDF and the editable file, so that both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.printing.faces import Style
from services.printing.official_model import BodyItem, DocumentTable, Format, OfficialDocument, Paragraph, Picture
from services.printing.official_title import break_title, title_lines
from services.words import chinese_date

__all__ = [
    "Block",
    "Span",
    "attachment_labels",
    "attachment_names",
    "break_title",
    "chinese_number",
    "copies",
    "date_words",
    "item_blocks",
    "level_number",
    "note_words",
    "numbered",
    "recipients",
    "title_lines",
]

_DIGITS = "〇一二三四五六七八九"
_OWN_NUMBER = {
    1: re.compile(r"[一二三四五六七八九十百]+、"),
    2: re.compile(r"（[一二三四五六七八九十百]+）"),
    3: re.compile(r"\d+[.．、](?!\d)"),
    4: re.compile(r"（\d+）"),
}
_MINUTES_LABEL = re.compile(r"(?:出席|请假|列席|缺席|参加|主持|记录)(?:人员|单位|人)?[：:]")
_SENTENCE_ENDS = ("。", "；", "！", "？", "：", "，")
_RUN_IN_LONGEST = 40  # a heading is a phrase; a longer first sentence is text
_LEVEL_STYLE = {0: Style.BODY, 1: Style.HEI, 2: Style.KAI, 3: Style.BODY, 4: Style.BODY}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph in one style."""

    text: str
    style: Style


def numbered(body: Sequence[BodyItem]) -> list[tuple[Span, ...]]:
    """The paragraphs alone, with the number of their level in front where the text has none (GB/T 9704, 7.3.3)."""
    return [item for item in _numbered_items(body) if isinstance(item, tuple)]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: characters before its first line and before the others.

    `heading` is the level of a heading on its own line, which stays with what follows, 0 for any other paragraph;
    `apart` leaves a line free above.
    """

    spans: tuple[Span, ...]
    first: float = 2.0
    rest: float = 0.0
    heading: int = 0
    apart: bool = False


def item_blocks(
    body: Sequence[BodyItem], kind: Format = Format.DOCUMENT, indent: float = 2.0, attended: float = 2.0
) -> list[Block | DocumentTable | Picture]:
    """The text in order, its paragraphs made ready; `indent` and `attended` are characters before first lines.

    A line feed begins a new paragraph. In minutes 出席, 请假 and 列席 are in 黑体, names wrap below the first one, and
    a line is free above them (10.3).
    """
    found: list[Block | DocumentTable | Picture] = []
    body = list(_lines_apart(body))
    for item, source in zip(_numbered_items(body), body, strict=True):
        if not isinstance(item, tuple):
            found.append(item)
            continue
        label = _MINUTES_LABEL.match(item[0].text) if kind is Format.MINUTES and len(item) == 1 else None
        if label:
            before = found[-1] if found else None
            apart = before is not None and not (isinstance(before, Block) and before.rest)
            found.append(_attended(item[0].text, label.end(), attended, apart))
        else:
            level = source.level if isinstance(source, Paragraph) else 0
            run_in = item[-1].text.endswith(_SENTENCE_ENDS)
            found.append(Block(item, indent, heading=0 if run_in else level))
    return found


def _lines_apart(body: Sequence[BodyItem]) -> Iterator[BodyItem]:
    """A paragraph typed in several lines as several; what follows the first line is plain text."""
    for item in body:
        if not isinstance(item, Paragraph):
            yield item
            continue
        first, *more = [line for line in item.text.splitlines() if line.strip()] or [""]
        yield replace(item, text=first)
        yield from (Paragraph(0, line, item.place) for line in more)


def _attended(text: str, label_ends: int, indent: float, apart: bool) -> Block:
    head = text[:label_ends].replace(":", "：")
    spans = (Span(head, Style.HEI), Span(text[label_ends:].lstrip(), Style.BODY))
    return Block(spans, indent, indent + len(head), apart=apart)


def _numbered_items(body: Sequence[BodyItem]) -> list[tuple[Span, ...] | DocumentTable | Picture]:
    counts = [0] * 5
    found: list[tuple[Span, ...] | DocumentTable | Picture] = []
    for item in body:
        if not isinstance(item, Paragraph):
            found.append(item)
            continue
        text = item.text
        if item.level:
            counts[item.level] += 1
            counts[item.level + 1 :] = [0] * (4 - item.level)
            own = _OWN_NUMBER[item.level].match(text)
            if own:
                counts[item.level] = _own_count(own.group(), counts[item.level])
            else:
                text = level_number(item.level, counts[item.level]) + text
        found.append(_spans(item.level, text))
    return found


def level_number(level: int, count: int) -> str:
    """一、 （一） 1. （1）"""
    if level == 1:
        return f"{chinese_number(count)}、"
    if level == 2:
        return f"（{chinese_number(count)}）"
    return f"{count}." if level == 3 else f"（{count}）"


def chinese_number(count: int) -> str:
    """1–199 in Chinese: 十一, 一百零三."""
    if count >= 100:
        rest = count % 100
        middle = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return f"{_DIGITS[count // 100 % 10]}百{middle}{chinese_number(rest) if rest else ''}"
    tens, ones = divmod(count, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def date_words(text: str) -> str:
    """2026-06-05 → 2026年6月5日; anything else as it stands (7.3.5.4: Arabic digits, no zeros in front)."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return chinese_date(day)


def recipients(names: Sequence[str]) -> str:
    """主送机关: as typed where one entry holds them all, else joined; a full-width colon at the end (7.3.2)."""
    text = "、".join(name.strip("：:、，, ") for name in names)
    return f"{text}：" if text else ""


def copies(names: Sequence[str]) -> str:
    """抄送机关: groups apart by ，, a full stop at the end (7.4.2)."""
    text = "，".join(name.strip("。，、, ") for name in names)
    return f"{text}。" if text else ""


def note_words(note: str) -> str:
    """附注 in round brackets (7.3.6)."""
    bare = note[1:-1] if note[:1] in ("（", "(") and note[-1:] in ("）", ")") else note
    return f"（{bare}）" if bare else ""


_ATTACHMENT_LABEL = re.compile(r"^\s*(?:附件(?:\s*\d+\s*[：:.．、]?|\s*[：:])\s*)?")


def attachment_names(document: OfficialDocument) -> tuple[str, ...]:
    """Names for 附件说明 without their numbers: as given, else the titles of what is attached."""
    given = document.attachments or tuple(each.title for each in document.appendices)
    names = [_ATTACHMENT_LABEL.sub("", name) for name in given if name]
    # 1.2026年… is a number before a year only where every name bears its own number; else 2.5… may be a figure
    counted = len(names) > 1 and all(re.match(rf"{n}[.．、]", name) for n, name in enumerate(names, start=1))
    own_number = r"\d+[.．、]\s*" if counted else r"\d+[.．、](?!\d)\s*"
    return tuple(re.sub(rf"^{own_number}", "", name) for name in names)


def attachment_labels(document: OfficialDocument) -> list[str]:
    """附件 for one, 附件1 … for several, as each appendix is numbered in 附件说明 (7.3.7)."""
    names = attachment_names(document)
    titles = [each.title for each in document.appendices]
    if max(len(names), len(titles)) < 2:
        return ["附件"] * len(titles)
    if len(set(titles)) == len(titles) and set(titles) <= set(names):
        return [f"附件{names.index(title) + 1}" for title in titles]
    return [f"附件{index}" for index in range(1, len(titles) + 1)]


def _own_count(number: str, counted: int) -> int:
    digits = re.sub(r"\D", "", number)
    if digits:
        return int(digits) if len(digits) < 4 else counted
    words = number.strip("（）、")
    return next((count for count in range(1, 200) if chinese_number(count) == words), counted)


def _spans(level: int, text: str) -> tuple[Span, ...]:
    style = _LEVEL_STYLE[level]
    if style is Style.BODY:
        return (Span(text, Style.BODY),)
    stop = text.find("。")
    if 0 <= stop < len(text) - 1:
        cut = stop + 1 if stop < _RUN_IN_LONGEST else _number_end(level, text)
        return (Span(text[:cut], style), Span(text[cut:], Style.BODY))
    return (Span(text, style),)


def _number_end(level: int, text: str) -> int:
    own = _OWN_NUMBER[level].match(text)
    return own.end() if own else 0
