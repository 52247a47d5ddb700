"""Finds the calendar words of a phrase: years, months, days, quarters, in figures or in Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

_NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0}
_CN = "一二三四五六七八九"
_YEAR = r"(?P<y>20\d\d|二[〇零○O][〇零○O一二三四五六七八九]{2})年(?:度(?!工作|执法|监督|考核|计划|报告))?"
_EVERY = r"(?P<every>每一?年度?|每个年度|逐年)"
_NEAR = r"(?P<near>当年度?|今年|本年度?|明年|次年|翌年|来年|后年)"
_MONTH = rf"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[{_CN}])月份?"
_DAY = rf"(?P<d>[0-3]?\d|[二三]?十[{_CN}]?|[{_CN}])[日号]"
_PART = r"(?P<part>月?底|月?末|上旬|中旬|下旬)"
_BODY = (
    rf"(?:{_MONTH}(?:{_DAY}|{_PART})?|第?(?P<q>[一二三四1-4])季度(?:末|底)?"
    r"|(?P<half>[上下])半年|(?P<end>年?底|年?末|年终|年内))"
)
_NUMERIC = r"(?P<iy>20\d\d)[-/.](?P<im>1[0-2]|0?[1-9])(?:[-/.](?P<id>3[01]|[12]\d|0?[1-9]))?(?![\d.])月?(?P<ip>底)?"
_PHRASE = re.compile(
    rf"(?:{_NUMERIC}|(?<![\d第两三几半])(?:{_EVERY}的?)?(?:{_NEAR}的?)?(?:(?<!\d){_YEAR}的?)? *{_BODY}?)"
    r"(?P<tail>之前|以前|前(?![一两三\d]|期|后)|内(?!容|部|外)|止)?"
)
_COUNTED = frozenset("年半两几多近每0123456789一二三四五六七八九十")
_START = re.compile(r"起(?!草)|以来|以后|之后|后(?![台续期勤])|至今|开始|间(?!隔)|修订|修正|施行|印发的|发布的|第")
_NO_MONTH = re.compile(r"\d{1,3}月")  # the year of 2026年13月 is no time limit
_JOIN = re.compile(r"[、，和及与]|以及|[、，]并")
_RANGE = re.compile(r"[至到—–\-~～－]{1,2}")
_SHORT_RANGE = re.compile(
    r"(?:\d{1,2}月?|[一二三四五六七八九十]+月)[至到—–\-~～－]{1,2}(?=\d{1,2}月|[一二三四五六七八九十]+月)"
)
_DAY_RANGE = re.compile(r"(\d{1,2}月)\d{1,2}日?[至到—–\-~～－]{1,2}(?=\d{1,2}日)")
_OFFSETS = {"明": 1, "次": 1, "翌": 1, "来": 1, "后": 2}
_QUARTER = {**{char: index for index, char in enumerate("一二三四", start=1)}, **{str(n): n for n in range(1, 5)}}

Grain = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A calendar phrase and what it says; `day` None means the last day of the month.

    `offset` counts years from the document's (明年 is 1), `vague` is 'before month M', `closed` means that the phrase
    itself says that it is a limit (前, 底, 末), `bare` that only 每年 or 今年 stands there.
    """

    start: int
    end: int
    month: int
    day: int | None
    grain: Grain
    year: int | None = None
    every: bool = False
    offset: int | None = None
    closed: bool = False
    vague: bool = False
    bare: bool = False


def number(text: str) -> int:
    """A number up to 99 in figures or Chinese numerals; a year digit by digit."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + (_NUMERALS[char] if char in _NUMERALS else int(char))
    return value


def _where(found: re.Match[str]) -> tuple[int, int | None, Grain]:
    """Month, day and grain of one match."""
    group = found.groupdict()
    if group["im"]:
        return int(group["im"]), int(group["id"]) if group["id"] else None, "day" if group["id"] else "month"
    if group["m"]:
        part = group["part"] or ""
        day = number(group["d"]) if group["d"] else {"上": 10, "中": 20}.get(part[:1])
        return number(group["m"]), day, "day" if day is not None else "month"
    if group["q"]:
        return _QUARTER[group["q"]] * 3, None, "month"
    if group["half"] == "上":
        return 6, None, "month"
    return 12, 31, "year"


def _anchored(found: re.Match[str]) -> bool:
    """年底 stands for itself only where no number of years is counted before it (三年内, 半年底)."""
    group = found.groupdict()
    if not group["end"] or group["y"] or group["every"] or group["near"]:
        return True
    before = found.string[found.start("end") - 1 : found.start("end")]
    return group["end"].startswith("年") and before not in _COUNTED


def _moment(found: re.Match[str]) -> Moment | None:
    group = found.groupdict()
    body = any(group[name] for name in ("im", "m", "q", "half", "end"))
    if group["y"] and not body and _NO_MONTH.match(found.string, found.end()):
        return None
    if not (body or group["y"] or group["every"] or group["near"]) or not _anchored(found):
        return None
    month, day, grain = _where(found)
    printed_year = group["iy"] or group["y"]
    ending = bool(group["part"] or group["end"] or group["ip"])
    before = bool(group["tail"]) and "前" in group["tail"]
    return Moment(
        found.start() + len(found.group()) - len(found.group().lstrip()),
        found.end(),
        month,
        day,
        grain,
        number(printed_year) if printed_year else None,
        bool(group["every"]),
        _OFFSETS.get(group["near"][:1], 0) if group["near"] else None,
        closed=ending or bool(group["tail"]),
        vague=before and not ending and grain == "month" and bool(group["m"] or group["im"]),
        bare=not body and not printed_year,
    )


def _carry(before: Moment | None, gap: str, moment: Moment) -> Moment:
    """A later member of a list takes the year, or the 每年, of the one before it."""
    linked = before is not None and (_JOIN.fullmatch(gap) or _RANGE.fullmatch(gap))
    if before is None or not linked or moment.year or moment.every or moment.offset is not None:
        return moment
    return replace(moment, year=before.year, every=before.every, offset=before.offset)


def moments(words: str) -> list[Moment]:
    """All calendar phrases of folded words without blanks; of a span of time only its end; what starts then is none."""
    plain = _DAY_RANGE.sub(_shift, words)
    plain = _SHORT_RANGE.sub(_blank, plain)
    found: list[Moment] = []
    before: Moment | None = None
    for match in _PHRASE.finditer(plain):
        moment = _moment(match)
        if moment is None:
            continue
        gap = plain[before.end : moment.start] if before else ""
        if before and _RANGE.fullmatch(gap) and found and found[-1] is before:
            found.pop()
        moment = _carry(before, gap.strip(), moment)
        before = moment
        if not _START.match(plain, moment.end) or moment.closed:
            found.append(moment)
    return [moment for moment in found if not (moment.bare and not moment.every)]


def _shift(found: re.Match[str]) -> str:
    """3月1日至15日 keeps its length and reads as 3月15日."""
    return " " * (len(found.group()) - len(found.group(1))) + found.group(1)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
