"""Time limits that are counted from an event: 自受理之日起15个工作日内, 每次检查后3日内, 到期前30日."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from services.plans.reading.calendar_words import NUMERAL, number
from services.plans.reading.recurrence import monthly, yearly

_CN = "一二三四五六七八九十两"
_EVENT = r"(?P<event>[^，。；：、\n]{1,30}?)"
_UNIT = r"(?P<unit>个?工作日|个?自然日|日|天|个?月(?![底末\d])|年|个?小时|个?星期|周)"
_SPAN = rf"的?(?P<n>\d{{1,3}}|{NUMERAL}){_UNIT}"
_WITHIN = r"(?:以内|之内|内)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_EVENT}(?:之日|当日|次日|之时)起(?:计算)?，?在?{_SPAN}{_WITHIN}?",
        rf"(?:自|从){_EVENT}起(?:计算)?，?{_SPAN}{_WITHIN}",
        rf"{_EVENT}(?:之后|以后|后)，?在?{_SPAN}{_WITHIN}",
        rf"{_EVENT}(?:(?P<before>之前|以前|前)，?(?:至少|提前)?){_SPAN}(?!{_WITHIN}|[前次])",
        rf"{_EVENT}(?<![\d{_CN}月年每第近])(?:至少|提前)?{_SPAN}(?P<before>之前|以前|前)",
        rf"(?P<event>)(?<![\d月{_CN}第每近])(?P<n>\d{{1,3}}|{NUMERAL})"
        rf"(?P<unit>个?工作日|个?自然日|日|天|个?小时){_WITHIN}",
    )
)
_DATED = re.compile(r"\d(?:年|月|日)|[底末月年周季旬]$|[季年]度$|^近")
_OWN_NAME = "本?(?:(?:行动|实施|工作)?(?:方案|计划)|通知|文件|意见|办法|要点)"
_OWN = re.compile(rf"{_OWN_NAME}(?:印发|下发|发布|公布|出台|发文)|印发|发文|下发")
_PERIOD_END = re.compile(r"(?:每个?)?(?P<period>季度|季|半年|月|年度?)度?(?:结束|终了|期满)")
_LEADING = re.compile(r"^(?:并且?|应当?|要|须|需|于|在|自|从|原则上)+")
_PERIOD_STARTS = {"季": (1, 4, 7, 10), "半": (1, 7), "年": (1,)}
_COMMON_YEAR = 2025
_LAST_ISSUE = 8000  # beyond it, 999 years are no date any more
_SHORTEST_MONTH = 28


@dataclass(frozen=True, slots=True)
class Event:
    """A limit that an event sets off. `trigger` is empty where the plan does not say from when the days count.

    `offset_days` is negative before the event, None where the span is counted in months, years or hours.
    """

    start: int
    end: int
    trigger: str
    count: int
    unit: str
    offset_days: int | None
    workdays: bool
    rule: str | None = None

    def date_from(self, issued: date | None) -> date | None:
        """The day itself, where the document's own issue is the event; the first day is not counted."""
        if issued is None or issued.year > _LAST_ISSUE or self.workdays or not _OWN.fullmatch(self.trigger):
            return None
        if self.offset_days is not None:
            return issued + timedelta(days=self.offset_days)
        if self.unit not in ("月", "年"):
            return None
        from dateutil.relativedelta import relativedelta

        return issued + relativedelta(months=self.count * (12 if self.unit == "年" else 1))


def events(words: str) -> Iterator[Event]:
    """The limits of folded words without blanks that hang on an event; those named by a date are none."""
    taken: list[tuple[int, int]] = []
    for found in chain.from_iterable(pattern.finditer(words) for pattern in _PATTERNS):
        event = _event(found)
        if event and not any(event.start < end and event.end > start for start, end in taken):
            taken.append((event.start, event.end))
            yield event


def _event(found: re.Match[str]) -> Event | None:
    printed = _LEADING.sub("", found["event"])
    if _DATED.search(printed):
        return None
    count, unit = number(found["n"]), found["unit"].removeprefix("个")
    before = bool(found.groupdict().get("before"))
    days = count * 7 if unit in ("周", "星期") else count if unit in ("日", "天", "自然日", "工作日") else None
    offset = -days if days is not None and before else days
    start = found.start("event") + len(found["event"]) - len(printed)
    rule = None if before or unit == "工作日" else _rule(printed, days)
    return Event(start, found.end(), printed, count, unit, offset, unit == "工作日", rule)


def _rule(trigger: str, days: int | None) -> str | None:
    """季度结束后10日内 comes back on a day that the calendar knows."""
    found = _PERIOD_END.fullmatch(trigger)
    if found is None or not days:
        return None
    months = _PERIOD_STARTS.get(found["period"][0], ())
    last = min((monthrange(_COMMON_YEAR, month)[1] for month in months), default=_SHORTEST_MONTH)
    if days > last:
        return None
    return yearly(months, days) if months else monthly(days)
