"""The days on which a 报送事项 falls due, and the name of the period that each of them closes."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING

from models.reporting import DayShift, ReportDuty
from services.workdays import EARLIER, LATER, UNCHANGED, WorkCalendar

if TYPE_CHECKING:
    from dateutil.rrule import rrule, rruleset

ONCE = "一次"
SHIFTS = {DayShift.EARLIER: EARLIER, DayShift.LATER: LATER, DayShift.NONE: UNCHANGED}
MOST_CAUGHT_UP = 24  # periods that are made at once after the desk lay still
NOT_READ = (
    "重复规则没有读懂。写成每年4月15日、每年2月底、每月5日、每季度首月10日或每周五；有的月份没有的日子写成底；"
    "只报一次的不填。"
)
_NAMED_MONTHS = {
    "每季度首月": "1,4,7,10",
    "每季度末月": "3,6,9,12",
    "每半年首月": "1,7",
    "每半年末月": "6,12",
}
_WEEKDAYS = dict(zip("一二三四五六日", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_SPOKEN = re.compile(
    r"每周(?P<week>[一二三四五六日])"
    rf"|(?:(?P<named>{'|'.join(_NAMED_MONTHS)})|每年(?P<months>(?:1[0-2]|0?[1-9])月(?:、(?:1[0-2]|0?[1-9])月)*)|每个?月)"
    r"(?:(?P<day>3[01]|[12][0-9]|0?[1-9])日|(?P<last>底|末))前?"
)
_TOO_OFTEN = ("DAILY", "HOURLY", "MINUTELY", "SECONDLY")


@dataclass(frozen=True, slots=True)
class Period:
    """One round of a duty; `due_on` is met already off a day of rest, `words` names it on paper and in the ledger."""

    words: str
    due_on: date


def read_rule(words: str | None) -> str | None:
    """The RRULE of 每年4月15日, 每年2月底, 每月5日, 每季度首月10日 or 每周五; an RRULE stays as it is; None for none.

    ValueError where it is neither, or gives no day.
    """
    text = re.sub(r"\s+", "", words or "")
    if not text:
        return None
    if (
        found := _SPOKEN.fullmatch(text.replace("每季首月", "每季度首月").replace("每季末月", "每季度末月"))
    ) is not None:
        if found["week"]:
            return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[found['week']]}"
        day = "-1" if found["last"] else str(int(found["day"]))
        months = _months(found)
        if not _in_every(months, day):
            raise ValueError(words)
        if months:
            return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}"
        return f"FREQ=MONTHLY;BYMONTHDAY={day}"
    rule = text.upper()
    if "DTSTART" in rule or "FREQ=" not in rule or any(f"FREQ={word}" in rule for word in _TOO_OFTEN):
        raise ValueError(words)
    try:
        first = next(iter(_rule(rule, date(2024, 1, 1))), None)
    except (TypeError, AttributeError, IndexError) as error:
        raise ValueError(words) from error
    if first is None:
        raise ValueError(words)
    return rule


def rule_fault(words: str | None) -> str:
    """What is wrong with a rule as it was typed, as a sentence; empty for none and for a right one."""
    try:
        rule = read_rule(words)
        days = [] if rule is None else list(islice(_rule(rule, date(2024, 1, 1)), 1))
    except ValueError:
        return NOT_READ
    return "" if rule is None or days else NOT_READ


def rule_words(rule: str | None, due_on: date | None = None) -> str:
    """每年4月15日, 每年2月底, 每月5日: a rule in the words of a plan, others as they are; for once the day itself."""
    if not rule:
        return f"{due_on.year}年{due_on.month}月{due_on.day}日" if due_on else ""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    day = parts.get("BYMONTHDAY", "")
    last = "底" if day == "-1" else f"{day}日"
    months = parts.get("BYMONTH", "")
    for spoken, named in _NAMED_MONTHS.items():
        if months == named and day.isdigit():
            return f"{spoken}{last}"
    candidates = [f"每年{months.replace(',', '月、')}月{last}", f"每月{last}"]
    candidates += [f"每周{word}" for word, code in _WEEKDAYS.items() if parts.get("BYDAY") == code]
    for words in candidates:
        if _SPOKEN.fullmatch(words) and read_rule(words) == rule.upper():
            return words
    return rule.replace(";", "; ")  # so that it can be broken into lines; read back without the blanks


def periods_from(duty: ReportDuty, first: date, calendar: WorkCalendar) -> Iterator[Period]:
    """The duty's rounds whose day is `first` or later, in order; one for a duty without a rule, else without end."""
    if duty.rule is None:
        if duty.due_on is not None and (day := _met(duty, duty.due_on, calendar)) >= first:
            yield Period(ONCE, day)
        return
    start = duty.due_on or date(first.year - 1, 1, 1)
    for moment in _rule(duty.rule, start):
        day = _met(duty, moment.date(), calendar)
        if day >= first:
            yield Period(period_words(duty.rule, moment.date()), day)


def wanted_periods(duty: ReportDuty, last_made: date | None, today: date, calendar: WorkCalendar) -> list[Period]:
    """What should stand in the ledger by `today`: everything after `last_made`, up to the first round still ahead.

    A duty that is new begins with the round still ahead, not with what lies behind it.
    """
    first = today if last_made is None else min(last_made, today)
    found: list[Period] = []
    for period in periods_from(duty, first, calendar):
        found.append(period)
        if period.due_on >= today or len(found) >= MOST_CAUGHT_UP:
            break
    return found


def period_words(rule: str, day: date) -> str:
    """2026年, 2026年4月, 2026年4月3日: as fine as the rule repeats; it is named by the day it is due."""
    parts = rule.upper()
    if "FREQ=YEARLY" in parts and "," not in parts.partition("BYMONTH=")[2].partition(";")[0]:
        return f"{day.year}年"
    if "FREQ=YEARLY" in parts or "FREQ=MONTHLY" in parts:
        return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日"


def _rule(rule: str, start: date) -> rrule | rruleset:
    from dateutil.rrule import rrulestr

    return rrulestr(rule, dtstart=datetime.combine(start, time.min))


def _in_every(months: str, day: str) -> bool:
    """Whether each of the months (all, where none is named) has the day in every year; else a period would be lost."""
    named = [int(month) for month in months.split(",")] if months else range(1, 13)
    return int(day) <= min(monthrange(2025, month)[1] for month in named)


def _months(found: re.Match[str]) -> str:
    if found["named"]:
        return _NAMED_MONTHS[found["named"]]
    return ",".join(str(int(month)) for month in re.findall(r"\d+", found["months"] or ""))


def _met(duty: ReportDuty, day: date, calendar: WorkCalendar) -> date:
    return calendar.shifted(day, SHIFTS[duty.shift])
