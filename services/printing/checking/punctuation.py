"""Marks of Chinese text (GB/T 15834-2011), in paragraphs and in the cells of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from services.printing.checking.finding import Finding, Fix
from services.printing.checking.sheet import Sheet, Text

_HAN = r"\u3400-\u9fff"
_FULL = {",": "，", ";": "；", "?": "？", "!": "！", ":": "：", ".": "。"}
_CN = "一二三四五六七八九十"


def _widened(found: re.Match[str]) -> str:
    return _FULL[found.group().strip()]


def _single(found: re.Match[str]) -> str | None:
    """，，becomes ，; of ，。 the stop stays; other pairs are for the author to decide."""
    marks = set(found.group())
    if len(marks) == 1:
        return found.group()[0]
    return "。" if marks == {"，", "。"} or marks == {"；", "。"} else None


def _narrowed(found: re.Match[str]) -> str:
    return "".join(chr(ord(char) - 0xFEE0) for char in found.group())


_Better = str | Callable[[re.Match[str]], str | None]
_Row = tuple[str, re.Pattern[str], str, _Better]
_RULES: tuple[_Row, ...] = (
    ("OD90", re.compile(r"\.{3,}|。{2,}|(?<!…)(?:…|…{3})(?!…)"), "省略号写作“……”。", "……"),
    ("OD91", re.compile(r"(?<![\dA-Za-z])[-－–]{2,}(?!\d)"), "破折号写作“——”。", "——"),
    ("OD92", re.compile(r'"([^"]*)"'), "引号用“”。", r"“\1”"),
    (
        "OD93",
        re.compile(rf"(?<=[{_HAN}》”）〕])[,;?!]|(?<=\d)[,;](?=[{_HAN}])|(?<=[{_HAN}》”）]):(?!\d) *"),
        "中文里用全角标点。",
        _widened,
    ),
    ("OD93", re.compile(rf"(?<=[{_HAN}》”）])\.(?=[{_HAN}]|$)"), "中文里用全角标点。", _widened),
    (
        "OD97",
        re.compile(rf"(?!^\([{_CN}]+\))\(([^()（）]*[{_HAN}][^()（）]*)\)"),
        "中文里的括号用全角的“（）”。",
        r"（\1）",
    ),
    ("OD98", re.compile(r"[，、；：]{2,}|[，、；：]。+|。[，、；：]+"), "两个标点连在一起。", _single),
    (
        "OD96",
        re.compile(rf"(?:(?<=^)|(?<=[。；：，]))([{_CN}]+)是，"),
        "写作“一是……”，“是”后面不加逗号。",
        r"\1是",
    ),
    (
        "OD96",
        re.compile(rf"(?:(?<=^)|(?<=[。；：]))(第[{_CN}]+)、(?!第?[{_CN}\d])"),
        "写作“第一，……”，后面用逗号。",
        r"\1，",
    ),
    (
        "OD903",
        re.compile(r"(?<![\d－-])((?:19|20)\d{2})\s?[-－–~～]\s?((?:19|20)\d{2})\s?年"),
        "年份起止之间用“—”，写作“2023—2025年”。",
        r"\1—\2年",
    ),
    (
        "OD903",
        re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)%?\s?[-－–~—]\s?(\d+(?:\.\d+)?)%"),
        "数值范围用“～”，前后都带百分号，写作“98%～99%”。",
        r"\1%～\2%",
    ),
    ("OD904", re.compile(r"(?<=[”》])、(?=[“《])"), "并列的引号、书名号之间一般不用顿号。", ""),
    ("OD956", re.compile(r"[０-９]+"), "数字用半角。", _narrowed),
)
_MANY = 3
_CELL_RULES = [row for row in _RULES if row[0] in ("OD90", "OD91", "OD92", "OD93", "OD97", "OD98", "OD956")]


def check_punctuation(sheet: Sheet) -> Iterator[Finding]:
    """Every wrong mark, with the right one offered."""
    for text in sheet.running:
        yield from _marks(text, _RULES)
    for text in sheet.cells:
        yield from _marks(text, _CELL_RULES)


def _marks(text: Text, rules: Sequence[_Row]) -> Iterator[Finding]:
    for code, pattern, message, better in rules:
        offers = [(found, _offer(found, better)) for found in pattern.finditer(text.text)]
        sure = [(found, words) for found, words in offers if words is not None]
        if len(sure) < _MANY:
            yield from (text.fault(code, message, found.span(), words) for found, words in sure)
        else:
            yield _together(text, code, message, sure)
        yield from (text.fault(code, message, found.span()) for found, words in offers if words is None)
    single = text.text.rfind('"') if text.text.count('"') % 2 else -1
    if single >= 0:
        yield text.fault("OD92", "引号用“”，成对使用。", (single, single + 1))


def _offer(found: re.Match[str], better: _Better) -> str | None:
    return found.expand(better) if isinstance(better, str) else better(found)


def _together(text: Text, code: str, message: str, offers: Sequence[tuple[re.Match[str], str]]) -> Finding:
    """The same fault many times in one paragraph is one line of the list, and corrected at once."""
    start, end = offers[0][0].start(), offers[-1][0].end()
    better, at = "", start
    for found, words in offers:
        better += text.text[at : found.start()] + words
        at = found.end()
    first = text.fault(code, "", offers[0][0].span(), offers[0][1])
    fix = Fix(text.where, start, end, text.text[start:end], better)
    words = f"{message.removesuffix('。')}，这一段共{len(offers)}处。"
    return replace(first, message=words, start=start, end=end, fix=fix)
