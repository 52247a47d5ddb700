"""Line breaking of Chinese text: 禁则 at both ends, whole numbers and words, unbroken …… and ——.

Pure: knows widths, not faces. All widths are thousandths of an em.
Source of the rules: GB/T 15834 (where a mark may stand), domain note "Official documents" A10.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

NO_START = frozenset("，。、；：？！）》〉】〕〗」』｝］”’…—～·％‰℃／,.;:?!)]}%")
"""Marks that may not open a line."""
NO_END = frozenset("（《〈【〔〖「『｛［“‘￥＄¥$([{№")
"""Marks that may not close a line."""

_PAIRED = frozenset(("……", "——"))
_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-/%+_#@:,")
_DIGITS = frozenset("0123456789")
_AFTER_NUMBER = frozenset("年月日号时分秒条款项个件次人元")
_HALF_BLANK = frozenset("，。、；：（）《》〈〉【】〔〕「」『』“”‘’")
_EM = 1000
_LEAST_FILL = 0.5  # a word is cut rather than leaving more than half of a line empty


@dataclass(frozen=True, slots=True)
class Line:
    """text[start:end]; `natural` is its width before squeezing or stretching; `last` closes a paragraph."""

    start: int
    end: int
    natural: int
    last: bool


def break_lines(text: str, widths: Sequence[int], limit: int, *, first: int = 0, squeeze: bool = False) -> list[Line]:
    """Lines of `text`, no wider than `limit`, the first one shorter by `first`.

    A line feed ends a line and belongs to it. With `squeeze` a mark that may not open the next line is taken into
    this one when the blank halves of the marks make room. Nothing is lost: the lines, joined, are the text. A line
    narrower than one character still takes one, so the loop always ends.
    """
    lines: list[Line] = []
    start = 0
    for stop in _paragraph_ends(text):
        room = limit - first if start == 0 else limit
        while True:
            end = _line_end(text, widths, start, stop, room, squeeze)
            last = end >= stop
            lines.append(Line(start, end, sum(widths[start:end]), last))
            start = end
            room = limit
            if last:
                break
    return lines


def may_break(text: str, at: int) -> bool:
    """Whether 禁则 allows a new line to begin at `at` (runs of digits and letters are looked after separately)."""
    before, after = text[at - 1], text[at]
    if after in NO_START or before in NO_END or before + after in _PAIRED:
        return False
    return not _clings(after)


def slack(text: str, widths: Sequence[int], line: Line) -> int:
    """How much the marks of a line may give up together: half an em each at most."""
    return sum(_give(text[index], widths[index]) for index in range(line.start, line.end))


def split_text(
    text: str, width_of: Callable[[str], int], limit: int, *, first: int = 0, squeeze: bool = False
) -> list[str]:
    """The same as strings, without the line feeds."""
    lines = break_lines(text, [width_of(char) for char in text], limit, first=first, squeeze=squeeze)
    return [text[line.start : line.end].rstrip("\n") for line in lines]


def _paragraph_ends(text: str) -> Iterator[int]:
    position = text.find("\n")
    while position >= 0:
        yield position + 1
        position = text.find("\n", position + 1)
    if not text.endswith("\n") or not text:
        yield len(text)


def _line_end(text: str, widths: Sequence[int], start: int, stop: int, room: int, squeeze: bool) -> int:
    used = 0
    fill = start
    while fill < stop:
        width = 0 if text[fill] == "\n" else widths[fill]
        if used + width > room:
            break
        used += width
        fill += 1
    if fill >= stop:
        return stop
    fill = max(fill, start + 1)
    if fill >= stop:
        return stop
    if squeeze and text[fill] in NO_START:
        taken = _squeezed_end(text, widths, start, fill, stop, room)
        if taken is not None:
            return taken
    return _pushed_end(text, start, fill)


def _squeezed_end(text: str, widths: Sequence[int], start: int, fill: int, stop: int, room: int) -> int | None:
    end = fill
    while end < stop and text[end] in NO_START:
        end += 1
    used = sum(widths[start:end])
    give = sum(_give(text[index], widths[index]) for index in range(start, end))
    return end if used - give <= room and (end >= stop or may_break(text, end)) else None


def _pushed_end(text: str, start: int, fill: int) -> int:
    """The last good place at or before `fill`: first without cutting a word, then cutting one, then anywhere."""
    least = start + max(1, int((fill - start) * _LEAST_FILL))
    for floor, whole_words in ((least, True), (start + 1, False)):
        for end in range(fill, floor - 1, -1):
            if may_break(text, end) and not (whole_words and _inside_word(text, end)):
                return end
    return fill


def _inside_word(text: str, at: int) -> bool:
    """Inside a number or word, between a number and its unit (2026年, 7号), or before the serial in 〔2026〕7号."""
    before, after = text[at - 1], text[at]
    if before in _DIGITS:
        return after in _WORD or after in _AFTER_NUMBER
    return (before in _WORD and after in _WORD) or (before == "〕" and after in _DIGITS)


def _clings(char: str) -> bool:
    """Combining marks and variation selectors stay with the character they change."""
    return char > "\u02ff" and unicodedata.category(char) in ("Mn", "Me")


def _give(char: str, width: int) -> int:
    return width - _EM // 2 if char in _HALF_BLANK and width > _EM * 9 // 10 else 0
