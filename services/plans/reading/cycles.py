"""Words of repetition that name no month of the year: 每半年, 每季度末, 每月5日前, 每周五, 每两年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.plans.reading.calendar_words import number
from services.plans.reading.recurrence import HALF_YEAR_ENDS, QUARTER_ENDS, monthly, weekly, yearly

_CN = "一二三四五六七八九"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|[二三]?十[{_CN}]?|[{_CN}])[日号]"
_MANY = r"(?P<many>[2-9]|[两二三四五六七八九])"
_BY = r"(?P<by>之前|以前|前(?![一两三\d]|期|后)|内|止)?"
_END = r"(?P<end>末|底|最后一天)"

_HALF_YEAR = re.compile(rf"(?:每|按)半年度?{_END}?{_BY}|每年的?上、?下半年度?|(?<!上|下)半年(?=一次|1次|一报)")
_QUARTER = re.compile(
    r"(?:(?:每个?|各|按)季度?|(?<![一二三四1-4两第])季度(?=末|底|首月|最后))的?"
    rf"(?:(?P<first>首月|次月|下个?月|第一个月)|(?P<last>末月|末(?=\d)|最后一?个月))?的?(?:(?P<day>{_DAY})|{_END}|(?P<early>初))?{_BY}"
)
_MONTH = re.compile(
    rf"(?:每个?月|按月)份?的?(?:(?P<day>{_DAY}(?:[、和及]{_DAY})*)|月?{_END}|(?P<part>上旬|中旬|下旬|初))?{_BY}"
)
_NEXT_MONTH = re.compile(rf"(?P<every>每月)?(?<!季)(?<!季度)(?:次月|下个?月|当月)的?(?P<day>{_DAY}){_BY}")
_MONTH_END = re.compile(rf"(?<![\d{_CN}十本当个每年份Xx×_＿…*])月{_END}{_BY}")
_WEEK = re.compile(rf"(?:每个?|按)(?:周|星期)的?(?:(?:周|星期)?(?P<day>[一二三四五六日天末1-7])(?![次个场期]))?{_BY}")
_TEN_DAYS = re.compile(rf"每旬{_END}?{_BY}")
_EVERY_YEARS = re.compile(
    rf"每{_MANY}年度?{_BY}|(?<![近第])(?P<turn>[两二三四五])年(?:内)?(?:开展|组织|进行)?(?=一次|一轮|一遍|轮训)"
)
_OTHER_YEAR = re.compile(rf"每?隔(?:一|1)年{_BY}")
_EVERY_MONTHS = re.compile(rf"每{_MANY}个?月{_BY}")
_EVERY_WEEKS = re.compile(rf"每{_MANY}个?(?:周|星期){_BY}")
_YEAR_BY_YEAR = re.compile(r"逐年(?!度)")
_WEEKDAYS = {**{sign: day for day, sign in enumerate("一二三四五六日")}, "天": 6, "末": 4}
_QUARTER_STARTS = (1, 4, 7, 10)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Cycle:
    """A phrase of repetition and its rule; `closed` says itself that it is a limit (前, 底, 末, a day).

    `doubt` is a half sentence about what the phrase leaves open, empty where it is clear.
    """

    start: int
    end: int
    rule: str
    closed: bool
    doubt: str = ""


def cycles(words: str, *, field: bool = False) -> Iterator[Cycle]:
    """The phrases of repetition of folded words without blanks; in a time-limit `field` a bare 月底 is one too."""
    yield from _named(words)
    yield from _in_months(words)
    yield from _counted(words)
    if not field:
        return
    for found in _MONTH_END.finditer(words):
        yield _cycle(found, monthly(None), "没有写哪个月，按每月底登记")
    for found in _YEAR_BY_YEAR.finditer(words):
        yield _cycle(found, yearly(12, 31), "没有写到月，按每年底登记")


def _named(words: str) -> Iterator[Cycle]:
    for found in _HALF_YEAR.finditer(words):
        yield _cycle(found, yearly(HALF_YEAR_ENDS))
    for found in _TEN_DAYS.finditer(words):
        yield _cycle(found, monthly(10, 20, None))
    for found in _WEEK.finditer(words):
        sign = found["day"] or ""
        day = int(sign) - 1 if sign.isdigit() else _WEEKDAYS.get(sign, _FRIDAY)
        yield _cycle(found, weekly(day), "" if sign else "没有写星期几，按周五登记")


def _in_months(words: str) -> Iterator[Cycle]:
    for found in _QUARTER.finditer(words):
        day = number(found["day"][:-1]) if found["day"] else None
        early = (found["first"] or day or found["early"]) and not found["last"]
        months = _QUARTER_STARTS if early else QUARTER_ENDS
        unsure = day is not None and not (found["first"] or found["last"])
        yield _cycle(found, yearly(months, day), "没有写哪个月，按每季度第一个月登记" if unsure else "")
    for found in _MONTH.finditer(words):
        days = [number(printed[:-1]) for printed in re.findall(_DAY, found["day"] or "")]
        part = {"上旬": 10, "初": 10, "中旬": 20}.get(found["part"] or "")
        yield _cycle(found, monthly(*(dict.fromkeys(days) or (part,))))
    for found in _NEXT_MONTH.finditer(words):
        yield _cycle(found, monthly(number(found["day"][:-1])), "" if found["every"] else "按每月一次登记")


def _counted(words: str) -> Iterator[Cycle]:
    for found in _EVERY_YEARS.finditer(words):
        years = number(found["many"] or found["turn"])
        yield _cycle(found, yearly(12, 31, every=years), "没有写从哪一年算起，按发文当年起算")
    for found in _OTHER_YEAR.finditer(words):
        yield _cycle(found, yearly(12, 31, every=2), "没有写从哪一年算起，按发文当年起算")
    for found in _EVERY_MONTHS.finditer(words):
        yield _cycle(found, monthly(None, every=number(found["many"])), "没有写从哪个月算起，按发文当月起算")
    for found in _EVERY_WEEKS.finditer(words):
        yield _cycle(found, weekly(every=number(found["many"])), "没有写从哪一周算起，按周五登记")


def _cycle(found: re.Match[str], rule: str, doubt: str = "") -> Cycle:
    group = found.groupdict()
    closed = any(group.get(name) for name in ("by", "end", "day", "part"))
    return Cycle(found.start(), found.end(), rule, closed, doubt)
