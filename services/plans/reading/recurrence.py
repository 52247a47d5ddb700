"""Repetition as RFC 5545 rules (without DTSTART): building them, counting their days, saying them in words.

The rules are those of the table of phrases (domain note on official documents, D3). Ends of months are written as
-1, so that February keeps its last day in leap years and 每月31日 is met in every month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateutil.rrule import rrule, rruleset

QUARTER_ENDS = (3, 6, 9, 12)
HALF_YEAR_ENDS = (6, 12)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY_WORDS = dict(zip(WEEKDAYS, "一二三四五六日", strict=True))
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHORTEST_MONTH = 28
_NUMBER_WORDS = {2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九", 10: "十"}


def yearly(months: tuple[int, ...] | int, day: int | None = None, *, every: int = 1) -> str:
    """Once a year in each of these months, on that day or (None) on the last one; `every` n years."""
    months = (months,) if isinstance(months, int) else months
    last = min(_LONGEST[month - 1] for month in months)
    interval = f";INTERVAL={every}" if every > 1 else ""
    short = 2 in months and day is not None and day > _SHORTEST_MONTH
    number = -1 if day is None or short or day > last else day
    return f"FREQ=YEARLY{interval};BYMONTH={','.join(map(str, months))};BYMONTHDAY={number}"


def monthly(*days: int | None, every: int = 1) -> str:
    """Every month on these days (None: the last one); the 29th to 31st give way to the end of a short month."""
    interval = f";INTERVAL={every}" if every > 1 else ""
    if len(days) == 1 and days[0] is not None and _SHORTEST_MONTH < days[0] < 31:
        choice = ",".join(str(day) for day in range(_SHORTEST_MONTH, days[0] + 1))
        return f"FREQ=MONTHLY{interval};BYMONTHDAY={choice};BYSETPOS=-1"
    numbers = (-1 if day is None or day > _SHORTEST_MONTH else day for day in days)
    return f"FREQ=MONTHLY{interval};BYMONTHDAY={','.join(map(str, numbers))}"


def weekly(weekday: int = 4, *, every: int = 1) -> str:
    """Every week on that day, counted from Monday = 0; Friday where none is named."""
    interval = f";INTERVAL={every}" if every > 1 else ""
    return f"FREQ=WEEKLY{interval};BYDAY={WEEKDAYS[weekday]}"


def occurrences(rule: str, start: date, end: date, anchor: date | None = None) -> list[date]:
    """The days of a rule from `start` to `end`, both included.

    `anchor` is the day from which every n-th year or month is counted; without it the counting begins with `start`.
    ValueError where the rule cannot be read.
    """
    found = _rule(rule, anchor or start).between(_noon(start), _noon(end), inc=True)
    return [moment.date() for moment in found]


def next_on_or_after(rule: str, day: date, anchor: date | None = None) -> date | None:
    """The first day of a rule that is not before `day`; None where none follows. `anchor` as in `occurrences`."""
    found: datetime | None = _rule(rule, anchor or day).after(_noon(day), inc=True)
    return found.date() if found else None


def next_after(rule: str, day: date, anchor: date | None = None) -> date | None:
    """The first day of a rule after `day`, every n-th year or month counted from `day` (or from `anchor`)."""
    found: datetime | None = _rule(rule, anchor or day).after(_noon(day), inc=False)
    return found.date() if found else None


def days_of_year(rule: str) -> tuple[tuple[int, int], ...]:
    """Month and day of each time a simple yearly rule falls due (the end of February is 28); else nothing."""
    parts = _parts(rule)
    if parts.get("FREQ") != "YEARLY" or "INTERVAL" in parts or "BYMONTH" not in parts or "BYMONTHDAY" not in parts:
        return ()
    months = [int(month) for month in parts["BYMONTH"].split(",")]
    day = int(parts["BYMONTHDAY"].split(",")[-1])
    return tuple((month, _day(month, day)) for month in months)


def rule_words(rule: str) -> str:
    """每年4月15日, 每季度末, 每月5日, 每周五, 每两年12月31日; a rule of another shape is shown as it is."""
    parts = _parts(rule)
    every = int(parts.get("INTERVAL", "1"))
    count = _NUMBER_WORDS.get(every, str(every)) if every > 1 else ""
    if parts.get("FREQ") == "WEEKLY" and parts.get("BYDAY") in _WEEKDAY_WORDS:
        return f"每{count}周" + ("周" if count else "") + _WEEKDAY_WORDS[parts["BYDAY"]]
    if parts.get("FREQ") == "MONTHLY" and "BYMONTHDAY" in parts:
        return (f"每{count}个月" if count else "每月") + "、".join(_month_days(parts))
    if parts.get("FREQ") == "YEARLY" and "BYMONTH" in parts and "BYMONTHDAY" in parts:
        return f"每{count}年" + "、".join(_year_days(parts)) if not _named(parts) or count else _named(parts)
    return rule


def _named(parts: dict[str, str]) -> str:
    """Quarters and half-years have names of their own."""
    if parts["BYMONTHDAY"] != "-1":
        return ""
    names = {QUARTER_ENDS: "每季度末", HALF_YEAR_ENDS: "每半年末"}
    return names.get(tuple(int(month) for month in parts["BYMONTH"].split(",")), "")


def _month_days(parts: dict[str, str]) -> Iterator[str]:
    days = parts["BYMONTHDAY"].split(",")
    for day in days[-1:] if "BYSETPOS" in parts else days:
        yield "底" if day == "-1" else f"{day}日"


def _year_days(parts: dict[str, str]) -> Iterator[str]:
    day = int(parts["BYMONTHDAY"].split(",")[-1])
    for month in parts["BYMONTH"].split(","):
        yield f"{month}月底" if day == -1 else f"{month}月{day}日"


def _day(month: int, day: int) -> int:
    last = _SHORTEST_MONTH if month == 2 else _LONGEST[month - 1]
    return last if day == -1 else min(day, last)


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)


def _noon(day: date) -> datetime:
    """Rules count in times of day; whole days stand at their beginning."""
    return datetime.combine(day, time())


@lru_cache(maxsize=512)
def _rule(rule: str, anchor: date) -> rrule | rruleset:
    from dateutil.rrule import rrulestr

    return rrulestr(rule, dtstart=_noon(anchor))
