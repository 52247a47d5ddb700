"""Finds the calendar words of a phrase: years, months, days, quarters, in figures or in Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

_NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "o": 0}
_CN = "一二三四五六七八九"
NUMERAL = rf"(?:[二三四五六七八九]?十[{_CN}]?|[两{_CN}])"  # 1…99 in words
_YEAR = (
    rf"(?P<y>20\d\d|二[〇零○Oo0][〇零○Oo0{_CN}]{{2}}|2\d(?=年(?:1[0-2]|0?[1-9])月|年年?[底末]))"
    r"(?:年|(?=[、和及]20\d\d年))(?:度(?!工作|执法|监督|考核|计划|报告))?"
)
_EVERY = r"(?P<every>每一?年度?|每个年度)"
_NEAR = r"(?P<near>当年度?|今年|本年度?|明年|次年|翌年|来年|下一?年度?|后年)"
_MONTH = rf"(?P<m>\d{{1,2}}|十[一二]?|[{_CN}])月份?"
_DAY = rf"(?P<d>\d{{1,2}}|[二三]?十[{_CN}]?|[{_CN}])[日号]"
_PART = r"(?P<part>月?底|月?末|上旬|中旬|下旬|初)"
_BODY = (
    rf"(?:{_MONTH}(?:{_DAY}|{_PART})?|(?:第?(?P<q>[一二三四1-4])季度|Q(?P<quarter>[1-4]))(?:末|底)?"
    r"|(?P<half>[上下])半年|(?P<end>年?底|年?末|年终|年度?内|年度末)"
    r"|(?P<loose>年?(?:中(?![央期国小共心型介层级旬])|初(?![步审级次任选始]))))"
)
_NUMERIC = r"(?P<iy>20\d\d)[-/.](?P<im>\d{1,2})(?:[-/.](?P<id>\d{1,2})[日号]?)?(?![\d.])月?(?P<ip>底)?"
_CLOCK = (
    r"(?:（(?:周|星期)[一二三四五六日天]）)?"
    r"(?:(?:上午|下午|中午|晚上?)?(?:\d{1,2}[时点](?:\d{1,2}分|整|半)?|\d{1,2}：\d\d)|下班)?"
)
_TAIL = r"(?P<tail>之前|以前|前(?![一两三\d]|期|后)|内(?!容|部|外)|为?止|截止)?"
_FIRST = rf"(?=[\d{_CN}十每当今本明次翌来下后第Q上年])"  # all parts are optional: no match at every other sign
_PHRASE = re.compile(
    rf"{_FIRST}(?:{_NUMERIC}"
    rf"|(?<![\d第两三几半])(?:{_EVERY}的?)?(?:{_NEAR}的?)?(?:(?<!\d){_YEAR}的?)? *{_BODY}?){_CLOCK}{_TAIL}"
)
_COUNTED = frozenset("年半两几多近每0123456789一二三四五六七八九十")
_SINCE = re.compile(r"起(?!草)|以来|以后|之后|后(?![台续期勤])|至今|开始")
_START = re.compile(rf"{_SINCE.pattern}|间(?!隔)|修订|修正|施行|启动|期间|印发的|发布的|第")
_NO_MONTH = re.compile(r"(?:\d{3}|[Xx×_＿*…]*)月")  # 2026年X月, or a form that nobody filled in
JOIN = re.compile(r"[、，和及与]|以及|[、，]并")
_STOP = re.compile(r"[。；\n]")
_RANGE = re.compile(r"[至到—–\-~～－]{1,2}")
_SHORT_RANGE = re.compile(
    r"(?:\d{1,2}月?|[一二三四五六七八九十]+月)[至到—–\-~～－]{1,2}(?=\d{1,2}月|[一二三四五六七八九十]+月)"
)
_DAY_RANGE = re.compile(r"(\d{1,2}月)\d{1,2}日?[至到—–\-~～－]{1,2}(?=\d{1,2}日)")
_NUMERIC_RANGE = re.compile(r"(20\d\d[-/.])\d{1,2}[至到—–~～]{1,2}(?=\d{1,2}(?![\d./年月日-]))")
_OFFSETS = {"明": 1, "次": 1, "翌": 1, "来": 1, "下": 1, "后": 2}
_QUARTER = {**{char: index for index, char in enumerate("一二三四", start=1)}, **{str(n): n for n in range(1, 5)}}
_NEAR_ENOUGH = 40  # characters from 每年, or from a date with its year, to the date that belongs to it

Grain = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A calendar phrase and what it says; `day` None means the last day of the month.

    `offset` counts years from the document's (明年 is 1), `vague` is 'before month M' or 'before year Y', `closed`
    means that the phrase itself says that it is a limit (前, 底, 末), `until` that it ends with 前, `bare` that only
    每年 or 今年 stands there, `plain_year` that nothing finer than a year does. `month` and `day` may be impossible
    ones where a year is printed. `doubt` is a half sentence.
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
    until: bool = False
    plain_year: bool = False
    doubt: str = ""


def number(text: str) -> int:
    """A number up to 99 in figures or Chinese numerals; a year digit by digit."""
    text = text.replace("两", "二")
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + (_NUMERALS[char] if char in _NUMERALS else int(char))
    return value


def moments(words: str) -> list[Moment]:
    """All calendar phrases of folded words without blanks; of a span of time only its end; what starts then is none."""
    plain = _DAY_RANGE.sub(_shift, words)
    plain = _NUMERIC_RANGE.sub(_shift, _SHORT_RANGE.sub(_blank, plain))
    found: list[Moment] = []
    before: Moment | None = None
    for match in _PHRASE.finditer(plain):
        if match.end() == match.start():  # every part of a phrase may be missing: most places of a text match so
            continue
        moment = _moment(match)
        if moment is None:
            continue
        gap = plain[before.end : moment.start].strip() if before else ""
        if before and found and found[-1] is before:
            found[-1:] = _settled(before, gap, moment)
        moment = _carry(before, gap, moment)
        before = moment
        start = _SINCE if moment.closed else _START
        if moment.until or not start.match(plain, moment.end):
            found.append(moment)
    return [moment for moment in found if not moment.bare or moment.every or _is_all(moment, words)]


def _where(found: re.Match[str]) -> tuple[int, int | None, Grain]:
    """Month, day and grain of one match."""
    group = found.groupdict()
    if group["im"]:
        return int(group["im"]), int(group["id"]) if group["id"] else None, "day" if group["id"] else "month"
    if group["m"]:
        part = group["part"] or ""
        day = number(group["d"]) if group["d"] else {"上": 10, "初": 10, "中": 20}.get(part[:1])
        return number(group["m"]), day, "day" if day is not None else "month"
    if group["q"] or group["quarter"]:
        return _QUARTER[group["q"] or group["quarter"]] * 3, None, "month"
    if group["half"] == "上":
        return 6, None, "month"
    if group["loose"]:
        return (6 if "中" in group["loose"] else 1), None, "month"
    return 12, 31, "year"


def _anchored(found: re.Match[str]) -> bool:
    """年底 stands for itself only where no number of years is counted before it (三年内, 半年底)."""
    group = found.groupdict()
    name = "end" if group["end"] else "loose"
    if not group[name] or group["y"] or group["every"] or group["near"]:
        return True
    before = found.string[found.start(name) - 1 : found.start(name)]
    return str(group[name]).startswith("年") and before not in _COUNTED


def _moment(found: re.Match[str]) -> Moment | None:
    group = found.groupdict()
    body = any(group[name] for name in ("im", "m", "q", "quarter", "half", "end", "loose"))
    if group["y"] and not body and _NO_MONTH.match(found.string, found.end()):
        return None
    if not (body or group["y"] or group["every"] or group["near"]) or not _anchored(found):
        return None
    month, day, grain = _where(found)
    printed_year = group["iy"] or group["y"]
    if not 1 <= month <= 12 and not printed_year:
        return None  # 近24月
    year = number(printed_year) if printed_year else None
    ending = bool(group["part"] or group["end"] or group["ip"] or group["loose"])
    until = bool(group["tail"]) and "前" in group["tail"]
    before_month = grain == "month" and not ending and bool(group["m"] or group["im"])
    return Moment(
        start=found.start() + len(found.group()) - len(found.group().lstrip()),
        end=found.end(),
        month=month,
        day=day,
        grain=grain,
        year=year + 2000 if year is not None and year < 100 else year,
        every=bool(group["every"]),
        offset=_OFFSETS.get(group["near"][:1], 0) if group["near"] else None,
        closed=ending or bool(group["tail"]),
        vague=until and (before_month or (bool(group["y"]) and not body)),
        bare=not body and not printed_year and not (group["near"] and group["tail"]),
        until=until,
        plain_year=not body,
        doubt=_loosely(group, year, month),
    )


def _loosely(group: dict[str, str | None], year: int | None, month: int) -> str:
    if group["loose"]:
        return f"没有写到月，按{month}月底登记"
    return f"按{year + 2000}年登记" if year is not None and year < 100 else ""


def _settled(before: Moment, gap: str, moment: Moment) -> list[Moment]:
    """What becomes of a phrase once the next one is known: the beginning of a span falls away, 每年 that stands alone
    passes on to the date behind it, and a list closed by 前 (6月、12月底前) closes all its members."""
    if _RANGE.fullmatch(gap):
        return []
    if _is_yearly(before, gap, moment):
        return [] if before.bare else [before]
    if not JOIN.fullmatch(gap) or before.bare:
        return [before]
    if before.grain == "year" and not before.closed and before.year and moment.grain != "year":
        before = replace(before, month=moment.month, day=moment.day, grain=moment.grain)
    return [replace(before, closed=before.closed or moment.closed)]


def _is_yearly(before: Moment, gap: str, moment: Moment) -> bool:
    """每年开展一次，10月底前完成: the 每年 holds for the date."""
    if not before.every or moment.year or moment.every or _STOP.search(gap):
        return False
    if moment.offset is not None:
        return moment.offset == 1
    return before.bare and len(gap) <= _NEAR_ENOUGH and moment.grain != "year"


def _carry(before: Moment | None, gap: str, moment: Moment) -> Moment:
    """A later member of a list takes the year, or the 每年, of the one before it."""
    if before is None:
        return moment
    if _is_yearly(before, gap, moment):
        return replace(moment, every=True, offset=None, doubt="按每年登记，“每年”写在前面" if gap else "")
    if moment.year or moment.every or moment.offset is not None:
        return moment
    if JOIN.fullmatch(gap) or _RANGE.fullmatch(gap):
        return replace(moment, year=before.year, every=before.every, offset=before.offset)
    return _in_the_same_year(before, gap, moment)


def _in_the_same_year(before: Moment, gap: str, moment: Moment) -> Moment:
    """各单位2026年4月8日前报送，全县4月底前汇总: the second limit of a sentence keeps the year of the first."""
    follows = (moment.month, moment.day or 31) >= (before.month, before.day or 31)
    near = len(gap) <= _NEAR_ENOUGH and not _STOP.search(gap)
    if not (before.year and before.closed and before.grain != "year" and follows and near):
        return moment
    return replace(moment, year=before.year, doubt=f"没有写年份，随前一个时限按{before.year}年登记")


def _is_all(moment: Moment, words: str) -> bool:
    """今年 alone in a time-limit field is its end."""
    return moment.start == 0 and moment.end == len(words)


def _shift(found: re.Match[str]) -> str:
    """3月1日至15日 keeps its length and reads as 3月15日."""
    return " " * (len(found.group()) - len(found.group(1))) + found.group(1)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
