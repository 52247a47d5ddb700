"""Phrases of time become time limits: which day, how often, and what a clerk should look at."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.plans.reading.calendar_words import Moment, moments
from services.plans.reading.cycles import Cycle, cycles
from services.plans.reading.events import Event, events
from services.plans.reading.limit import Deadline, DeadlineKind
from services.plans.reading.recurrence import days_of_year, yearly

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_COMMON_YEAR = 2025  # without a year the end of February is the 28th
NEAR = 40  # characters in front of a limit
_SOFT = re.compile(r"原则上，?[^，。；：\n]{0,12}$")
_URGENT = timedelta(days=7)
_OWN_EVENT = re.compile(r"印发|下发|发布|公布|出台|发文|结束|终了|期满")  # in running text no other has a day
_AFTER_YEAR = re.compile(
    r"$|[，。；、）：并]|[和及与]|(?:全面|基本|全部|年度|全年|每年)|(?:全年)?(?:完成|建成|实现|实施|推进|开展|组织|落实|见效|到位|办结)"
)
_FOLLOWING = "次翌"  # 次年 follows the year that is reported on, 明年 that of the document
_MOST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Limit:
    """A phrase that was found, the time limit it means and what is doubtful about it (finished sentences).

    `closed` means that the phrase itself says that it is a limit; `moment` is the phrase where it names a date.
    """

    start: int
    end: int
    deadline: Deadline
    closed: bool
    doubts: tuple[str, ...] = ()
    moment: Moment | None = None


def limits(words: str, issued: date | None, *, field: bool, yearly_task: bool = False) -> list[Limit]:
    """The time limits of folded words without blanks, in their order; of two that overlap the longer one stands.

    `issued` gives the year where the phrase has none; `field` reads what only a time-limit field can mean; in a
    `yearly_task` 次年1月 comes every year.
    """
    found = [_soft(limit, words) for limit in _all(words, issued, field, yearly_task)]
    standing: list[Limit] = []
    for limit in sorted(found, key=lambda item: (item.start, -item.end)):
        if not standing or limit.start >= standing[-1].end:
            standing.append(limit)
    return _without_loose_years(standing, words) if field else standing


def _without_loose_years(found: list[Limit], words: str) -> list[Limit]:
    """2024年 before words that were not understood: beside another limit it is none, alone it is doubtful."""
    loose = [limit for limit in found if _is_loose_year(limit, words)]
    if not loose or len(loose) < len(found):
        return [limit for limit in found if limit not in loose]
    return [
        replace(limit, doubts=(*limit.doubts, f"“{words}”只读出年份，按年底登记。请核对。"))
        if limit in loose
        else limit
        for limit in found
    ]


def _is_loose_year(limit: Limit, words: str) -> bool:
    moment = limit.moment
    return moment is not None and moment.plain_year and not moment.closed and not _AFTER_YEAR.match(words, limit.end)


def _all(words: str, issued: date | None, field: bool, yearly_task: bool) -> Iterator[Limit]:
    for event in events(words) if field or _OWN_EVENT.search(words) else ():
        yield _of_event(event, words, issued)
    for cycle in cycles(words, field=field):
        yield _of_cycle(cycle, words)
    for moment in moments(words):
        if yearly_task and moment.offset == 1 and words[moment.start] in _FOLLOWING:
            moment = replace(moment, every=True, offset=None, doubt="按每年登记，任务的时限是每年")
        yield _of_moment(moment, words, issued)


def _soft(limit: Limit, words: str) -> Limit:
    """原则上 before a limit: late needs a reason, no approval."""
    if not _SOFT.search(words[max(0, limit.start - NEAR) : limit.start]) or limit.deadline.kind is DeadlineKind.ONGOING:
        return limit
    phrase = words[limit.start : limit.end]
    note = f"“{phrase}”前面有“原则上”，按原则性时限登记，逾期时写明理由。"
    return replace(limit, deadline=replace(limit.deadline, soft=True), doubts=(*limit.doubts, note))


def _of_moment(moment: Moment, words: str, issued: date | None) -> Limit:
    """The limit of a phrase that names a month or a year."""
    deadline = _dated(moment, issued)
    phrase = words[moment.start : moment.end]
    return Limit(
        moment.start, moment.end, deadline, moment.closed, tuple(_doubts(moment, phrase, deadline, issued)), moment
    )


def _dated(moment: Moment, issued: date | None) -> Deadline:
    if not 1 <= moment.month <= 12:
        return Deadline(DeadlineKind.OTHER)
    if not 1 <= (moment.day if moment.day is not None else 1) <= _LONGEST[moment.month - 1]:
        return Deadline(DeadlineKind.OTHER, None, moment.month, moment.day)
    if moment.every:
        rule = yearly(moment.month, 31 if moment.grain == "year" else moment.day)
        month, day = days_of_year(rule)[0]
        return Deadline(DeadlineKind.ANNUAL, None, month, day, rule)
    kind = _kind(moment)
    year = moment.year or _next_year(moment, issued)
    if year is None:
        return Deadline(kind, None, moment.month, moment.day or calendar.monthrange(_COMMON_YEAR, moment.month)[1])
    last = calendar.monthrange(year, moment.month)[1]
    if (moment.day or last) > last:
        return Deadline(DeadlineKind.OTHER, None, moment.month, moment.day)
    due = date(year, moment.month, moment.day or last)
    return Deadline(kind, due, due.month, due.day, strict=_strict(due, moment) if moment.vague else None)


def _strict(due: date, moment: Moment) -> date | None:
    """2026年6月前 read strictly is the end of May, 2026年前 the end of 2025."""
    first = due.replace(month=1, day=1) if moment.plain_year else due.replace(day=1)
    return first - timedelta(days=1) if first > date.min else None


def _kind(moment: Moment) -> DeadlineKind:
    if moment.grain == "day":
        return DeadlineKind.BY_DATE
    return DeadlineKind.BY_YEAR_END if moment.grain == "year" else DeadlineKind.BY_MONTH_END


def _next_year(moment: Moment, issued: date | None) -> int | None:
    """A phrase without a year means its next occurrence after the document's own date."""
    if issued is None:
        return None
    passed = (moment.month, moment.day or 31) < (issued.month, issued.day)
    year = issued.year + (passed if moment.offset is None else moment.offset)
    return year if year <= _MOST_YEAR else None


def _doubts(moment: Moment, phrase: str, deadline: Deadline, issued: date | None) -> Iterator[str]:
    if deadline.kind is DeadlineKind.OTHER:
        yield _impossible(moment)
        return
    if moment.vague and moment.plain_year:
        yield f"“{phrase}”按{moment.year}年底登记，也可能指上一年底。请核对。"
    elif moment.vague:
        yield f"“{phrase}”按{moment.month}月最后一天登记，也可能指上一个月底。请核对。"
    if moment.year is None and not moment.every:
        yield f"“{phrase}”没有写年份，{_guess(moment, deadline)}。请核对。"
    if moment.doubt:
        yield f"“{phrase}”{moment.doubt}。请核对。"
    if issued and deadline.date and deadline.date < issued:
        yield f"“{phrase}”早于发文日期{issued.isoformat()}。请核对。"
    elif issued and deadline.date and deadline.date - issued <= _URGENT:
        yield f"“{phrase}”离发文日期只有{(deadline.date - issued).days}天。请优先安排。"


def _guess(moment: Moment, deadline: Deadline) -> str:
    if deadline.date is None:
        return "也没有发文日期可以推算"
    reckoned = "" if moment.offset is None else "从发文日期推算，"
    return f"{reckoned}按{deadline.date.year}年登记"


def _impossible(moment: Moment) -> str:
    year = f"{moment.year}年" if moment.year else ""
    if not 1 <= moment.month <= 12:
        return f"{year}没有{moment.month}月。原文已保留，请填写实际日期。"
    return f"{year}{moment.month}月没有{moment.day}日。原文已保留，请填写实际日期。"


def _of_cycle(cycle: Cycle, words: str) -> Limit:
    """A yearly rule is ANNUAL; the contract has no name for a monthly, weekly or n-yearly one."""
    days = days_of_year(cycle.rule)
    doubts = (f"“{words[cycle.start : cycle.end]}”{cycle.doubt}。请核对。",) if cycle.doubt else ()
    if days:
        deadline = Deadline(DeadlineKind.ANNUAL, None, *days[0], rule=cycle.rule)
    else:
        deadline = Deadline(DeadlineKind.OTHER, rule=cycle.rule)
    return Limit(cycle.start, cycle.end, deadline, cycle.closed, doubts)


def _of_event(event: Event, words: str, issued: date | None) -> Limit:
    """What hangs on an event has a date only where the event is the document's own issue or the end of a period."""
    phrase = words[event.start : event.end]
    deadline = Deadline(
        DeadlineKind.OTHER,
        rule=event.rule,
        trigger=event.trigger,
        offset_days=event.offset_days,
        workdays=event.workdays,
    )
    day = event.date_from(issued)
    if event.rule:
        days = days_of_year(event.rule)
        yearly_on = replace(deadline, kind=DeadlineKind.ANNUAL, month=days[0][0], day=days[0][1]) if days else deadline
        return Limit(event.start, event.end, yearly_on, True)
    if day and issued:
        doubt = f"“{phrase}”从发文日期{issued.isoformat()}起算，登记为{day.isoformat()}。请核对。"
        dated = replace(deadline, kind=DeadlineKind.BY_DATE, date=day, month=day.month, day=day.day)
        return Limit(event.start, event.end, dated, True, (doubt,))
    doubt = f"“{phrase}”从“{event.trigger}”起算，没有统一日期。发生时再登记日期。"
    if not event.trigger:
        doubt = f"“{phrase}”没有写从哪一天算起。请填写计划日期。"
    return Limit(event.start, event.end, deadline, False, (doubt,))
