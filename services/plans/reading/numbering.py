"""Item numbers at the head of a line, in the orders that official documents use (GB/T 9704: 一、（一）1.（1）)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache


class Rank(IntEnum):
    """How deep a number stands; a smaller one is the heading of a greater one."""

    CHAPTER = 0
    CHINESE = 1
    CHINESE_BRACKET = 2
    FIGURE = 3
    FIGURE_PAIR = 4
    FIGURE_BRACKET = 5
    FIGURE_HALF = 6
    CIRCLE = 7


@dataclass(frozen=True, slots=True)
class Marker:
    """A number: its rank, its value and how many characters it takes."""

    rank: Rank
    value: int
    length: int


_CN = "[一二三四五六七八九十百]{1,4}"
_WORD = "(?:问题|事项|项目|行动|举措|措施|工程|专项|清单|目标|工作|重点)"
_PATTERNS = (
    (Rank.CHAPTER, re.compile(rf"第({_CN}|\d{{1,2}}) ?[章部篇](?:分)?[ 、：.]*")),
    (Rank.CHINESE, re.compile(rf"({_CN}) ?[、.．：](?!\d)")),
    (Rank.CHINESE, re.compile(rf"第({_CN}|\d{{1,3}})条[ 、：]+")),
    (Rank.CHINESE_BRACKET, re.compile(rf"（ ?({_CN}) ?）(?![项款目条])[、.：]?")),
    (
        Rank.FIGURE_PAIR,
        re.compile(
            r"\d{1,2}\.(\d{1,2})(?:\.\d{1,2})?[.、 ]?(?=[^\d.%％年月日万亿元个倍小公千米毫平方吨户人名次天亩套辆项度])"
        ),
    ),
    (Rank.FIGURE, re.compile(r"(\d{1,3}) ?[.、：](?!\d)(?=[^%％])")),
    (Rank.FIGURE, re.compile(r"(\d{1,2}) ?[.、](?=20\d\d ?年|1\d{4}(?!\d)|1\d{2}[%％]|\d{1,2}月|\d项)")),
    (Rank.FIGURE, re.compile(r"(?:工作|重点|主要)?任务 ?(\d{1,3}|[一二三四五六七八九十]{1,3})(?: ?[：.、]| )")),
    (Rank.FIGURE, re.compile(r"（ ?任务 ?(\d{1,3}|[一二三四五六七八九十]{1,3}) ?） ?")),
    (Rank.FIGURE, re.compile(rf"{_WORD} ?(\d{{1,3}})(?: ?[：.、]| )")),
    (Rank.CHINESE_BRACKET, re.compile(rf"{_WORD} ?({_CN})(?: ?[：、]| )")),
    (Rank.FIGURE, re.compile(rf"第({_CN}|\d{{1,3}})(?:项|件|号)(?=$|[ ：、])[ ：、]*")),
    (Rank.FIGURE_BRACKET, re.compile(r"（ ?(\d{1,3}) ?）[、.]?")),
    (Rank.FIGURE_HALF, re.compile(r"(\d{1,2}) ?）[、.]?")),
)
_SIGNS = (
    (Rank.CIRCLE, 0x2460, 20),
    (Rank.FIGURE_BRACKET, 0x2474, 20),
    (Rank.FIGURE, 0x2488, 20),
    (Rank.CHINESE, 0x2160, 12),
    (Rank.CHINESE_BRACKET, 0x3220, 10),
)
_INNER = re.compile(
    r"(?<=[。；：）])(?= ?(?:（ ?(?:[一二三四五六七八九十]{1,3}|\d{1,3}) ?）|\d{1,3}[.、](?!\d)|[①-⑳⑴-⒇⒈-⒛]))"
    r"|(?<=[。；：） ])(?=[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)"
    r"|(?<=[\u3400-\u9fff])(?=（[一二三四五六七八九十]{1,3}）)"
    r"|(?<=[\u3400-\u9fff] )(?=\d{1,2}[.、] ?[\u3400-\u9fff“《])"
    r"|(?<=[\u3400-\u9fff])(?<![件表第图款条项版])(?=\d{1,2}[.、] ?[\u3400-\u9fff])"
)


def chinese_number(text: str) -> int:
    """The value of 一…九百九十九, or of figures."""
    if text.isdigit():
        return int(text)
    digits = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
    total, current = 0, 0
    for char in text:
        if char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = digits.get(char, 0)
    return total + current


def marker_at(folded: str) -> Marker | None:
    """The number at the very beginning of folded text, or None."""
    for rank, first, count in _SIGNS:
        if folded and first <= ord(folded[0]) < first + count:
            end = 2 if folded[1:2] in (".", "、") else 1
            return Marker(rank, ord(folded[0]) - first + 1, end)
    for rank, pattern in _PATTERNS:
        found = pattern.match(folded)
        if found:
            return Marker(rank, chinese_number(found.group(1)), found.end())
    return None


Counted = tuple[tuple[Rank, int], ...]


@lru_cache(maxsize=4096)
def inner_markers(folded: str, counted: Counted = ()) -> tuple[tuple[int, ...], Counted]:
    """Where numbered items begin inside a line (texts that lost their line breaks): only runs that count 1, 2, 3…

    `counted` is how far the lines before have counted; it comes back as it stands behind this line.
    """
    last = dict(counted)
    head = marker_at(folded)
    if head:
        last[head.rank] = head.value
    places: list[int] = []
    for found in _INNER.finditer(folded):
        start = found.end() + (folded[found.end() : found.end() + 1] == " ")
        marker = marker_at(folded[start : start + 12])
        if marker is None or marker.value not in (1, last.get(marker.rank, 0) + 1):
            continue
        last[marker.rank] = marker.value
        places.append(start)
    return tuple(places), tuple(last.items())
