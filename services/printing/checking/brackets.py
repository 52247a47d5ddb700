"""Brackets and quotes: each closed, each within its own kind (GB/T 15834-2011, 4.8, 4.9, 4.15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.printing.checking.finding import Finding
from services.printing.checking.sheet import Sheet

_PAIRS = {"《": "》", "〈": "〉", "（": "）", "“": "”", "‘": "’", "〔": "〕", "【": "】", "「": "」", "(": ")"}
_CLOSERS = {right: left for left, right in _PAIRS.items()}
_INNER = {"《": "〈〉", "“": "‘’"}
_ITEM_MARK = re.compile(r"\s*[0-9a-zA-Z一二三四五六七八九十]{1,3}[)）]")


@dataclass(frozen=True, slots=True)
class BracketFault:
    """`better` where the pair only has the wrong shape for its place."""

    start: int
    end: int
    message: str
    better: str | None = None


def check_brackets(sheet: Sheet) -> Iterator[Finding]:
    """Paragraphs, cells and names of attachments; the title has its own codes."""
    for text in (*sheet.running, *sheet.cells):
        wrong = first_fault(text.text)
        if wrong is not None:
            code = "OD902" if wrong.better else "OD901"
            yield text.fault(code, wrong.message, (wrong.start, wrong.end), wrong.better)


def first_fault(text: str) -> BracketFault | None:
    """The first pair that is not closed, crosses another, or stands in a pair of its own kind."""
    open_at: list[int] = []
    item_mark = _ITEM_MARK.match(text)
    for at in range(item_mark.end() if item_mark else 0, len(text)):
        char = text[at]
        if char in _PAIRS:
            if char in _INNER and any(text[outer] == char for outer in open_at):
                return _nested(text, at)
            open_at.append(at)
        elif char in _CLOSERS:
            if not open_at or text[open_at[-1]] != _CLOSERS[char]:
                if char == "’" and "‘" not in text:  # an apostrophe of a Latin name
                    continue
                return _unpaired(open_at, at, char, text)
            open_at.pop()
    if not open_at:
        return None
    left = text[open_at[-1]]
    return BracketFault(open_at[-1], open_at[-1] + 1, f"“{left}”没有对应的“{_PAIRS[left]}”。")


def _unpaired(open_at: list[int], at: int, char: str, text: str) -> BracketFault:
    if open_at:
        start = open_at[-1]
        left = text[start]
        if left in "（(" and char in "）)" and not any(text[outer] in "（(" for outer in open_at[:-1]):
            return BracketFault(start, at + 1, "括号用全角的“（）”。", f"（{text[start + 1 : at]}）")
        return BracketFault(start, at + 1, f"“{left}”和“{char}”对不上，先开的要后关。")
    return BracketFault(at, at + 1, f"“{char}”前面没有对应的“{_CLOSERS[char]}”。")


def _nested(text: str, at: int) -> BracketFault:
    """《…《…》…》 becomes 《…〈…〉…》; without an inner end there is nothing to offer."""
    left = text[at]
    right, inner = _PAIRS[left], _INNER[left]
    end = text.find(right, at + 1)
    again = text.find(left, at + 1)
    name = "书名号" if left == "《" else "引号"
    message = f"{name}里面再用{name}时用“{inner}”。"
    if end < 0 or 0 <= again < end or text.find(right, end + 1) < 0:
        return BracketFault(at, at + 1, f"“{left}{right}”不成对。")
    return BracketFault(at, end + 1, message, inner[0] + text[at + 1 : end] + inner[1])
