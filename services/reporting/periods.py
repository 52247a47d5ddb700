"""The days on which a 报送事项 falls due, and the name of the period that each of them closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import takewhile
from typing import TYPE_CHECKING

from models.reporting import DayShift, ReportDuty
from services.workdays import EARLIER, LATER, UNCHANGED, WorkCalendar

if TYPE_CHECKING:
    from dateutil.rrule import rrule, rruleset

ONCE = "一次"
SHIFTS = {DayShift.EARLIER: EARLIER, DayShift.LATER: LATER, DayShift.NONE: UNCHANGED}
MOST_CAUGHT_UP = 24  # periods that are made at once after the desk lay still


@dataclass(frozen=True, slots=True)
class Period:
    """One round of a duty; `due_on` is met already off a day of rest, `words` names it on paper and in the ledger."""

    words: str
    due_on: date


def rule_fault(rule: str | None) -> str:
    """What is wrong with an RRULE without DTSTART, as a sentence; empty for none and for a right one."""
    if not rule:
        return ""
    if "DTSTART" in rule.upper() or "\n" in rule:
        return "重复规则里不写开始日期，开始的日子填在“首个截止日”里。"
    try:
        found = _rule(rule, date(2024, 1, 1))
        first = next(iter(found), None)
    except (ValueError, TypeError, AttributeError):
        return "重复规则写法不对，例如每年4月15日写成FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15。"
    if first is None or "FREQ=" not in rule.upper() or _sub_daily(rule):
        return "重复规则要按年、月或周，并且至少有一个日子。"
    return ""


def rule_words(rule: str | None, due_on: date | None) -> str:
    """每年4月15日, 每年2月底, 每月5日: a rule in the words of a plan; other rules as they are written."""
    if not rule:
        return f"{due_on.year}年{due_on.month}月{due_on.day}日" if due_on else ""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    months, day = parts.get("BYMONTH", ""), parts.get("BYMONTHDAY", "")
    plain = (
        set(parts) <= {"FREQ", "BYMONTH", "BYMONTHDAY"}
        and day.lstrip("-").isdigit()
        and (day == "-1" or "-" not in day)
    )
    last = "底" if day == "-1" else f"{day}日"
    if plain and parts["FREQ"] == "YEARLY" and months:
        return f"每年{'、'.join(f'{month}月' for month in months.split(','))}{last}"
    if plain and parts["FREQ"] == "MONTHLY" and not months:
        return f"每月{last}"
    return rule


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


def days_between(duty: ReportDuty, first: date, last: date, calendar: WorkCalendar) -> list[Period]:
    """The duty's rounds from `first` to `last`, for a calendar that looks ahead."""
    return list(takewhile(lambda period: period.due_on <= last, periods_from(duty, first, calendar)))


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


def _sub_daily(rule: str) -> bool:
    return any(f"FREQ={word}" in rule.upper() for word in ("DAILY", "HOURLY", "MINUTELY", "SECONDLY"))


def _met(duty: ReportDuty, day: date, calendar: WorkCalendar) -> date:
    return calendar.shifted(day, SHIFTS[duty.shift])
