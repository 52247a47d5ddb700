"""Days named in the text: on the calendar, on their day of the week, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from services.printing.checking.finding import Finding
from services.printing.checking.sheet import Sheet, Text
from services.words import chinese_date

_DAY = r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日"
_WHOLE = re.compile(rf"{_DAY}(?:\s*[（(]?\s*(?:星期|周)([一二三四五六日天])\s*[）)]?)?")
_PERIOD = re.compile(
    rf"{_DAY}(?:[起（）\s]*)(?:至|到|—|－|-|～)(?:((?:19|20)\d{{2}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})日"
)
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})年?(?:至|—|-|～)((?:19|20)\d{2})年")
_DEADLINE = re.compile(r"(?:于|在)(?:((?:19|20)\d{2})年)?(\d{1,2})月(\d{1,2})日(?:\d{1,2}时)?(?:以)?前")
_PAST = re.compile(r"应当|未|逾期|原定|曾|已|前期|此前|要求|规定")
_FROM_NOW = re.compile(r"截至本(?:函|通知|报告|通报|文书|文件|请示|意见)(?:发出|印发|制发|作出)之日")
_WEEKDAYS = "一二三四五六日"
_QUARTER = 92  # days: a day without a year that lies further back may be one of next year


def check_calendar(sheet: Sheet) -> Iterator[Finding]:
    """Faults that can be counted out; nothing is guessed."""
    for text in sheet.running:
        yield from _days(text)
        yield from _periods(text)
    if sheet.day is None:
        return
    for text in sheet.body:
        yield from _deadlines(text, sheet.day)
        for found in _FROM_NOW.finditer(text.text):
            better = f"截至{chinese_date(sheet.day)}"
            yield text.fault("OD124", f"“{found.group()}”，建议写明具体日期。", found.span(), better)


def _days(text: Text) -> Iterator[Finding]:
    for found in _WHOLE.finditer(text.text):
        day = _day(*found.group(1, 2, 3))
        if day is None:
            end = found.start() + found.group().index("日") + 1
            written = text.text[found.start() : end]
            yield text.fault("OD121", f"日历上没有{written}，请核对。", (found.start(), end))
        elif found.group(4) and found.group(4).replace("天", "日") != _WEEKDAYS[day.weekday()]:
            right = _WEEKDAYS[day.weekday()]
            message = f"{chinese_date(day)}是星期{right}，不是星期{found.group(4)}，请核对日期。"
            yield text.fault("OD120", message, found.span(4), right)


def _periods(text: Text) -> Iterator[Finding]:
    for found in _PERIOD.finditer(text.text):
        first, last = _day(*found.group(1, 2, 3)), _end(found)
        if first and last and last < first:
            yield text.fault(
                "OD122", f"止于{chinese_date(last)}，早于起始的{chinese_date(first)}，请核对。", found.span()
            )
    for found in _YEARS.finditer(text.text):
        if found.group(2) < found.group(1):
            yield text.fault("OD122", f"止于{found.group(2)}年，早于起始的{found.group(1)}年，请核对。", found.span())


def _end(found: re.Match[str]) -> date | None:
    """The last day; without a year of its own only where the month is the same, else it may be one of next year."""
    year, month, number = found.group(4, 5, 6)
    if year is None and month is not None and month.lstrip("0") != found.group(2).lstrip("0"):
        return None
    if year is not None and month is None:
        return None
    return _day(year or found.group(1), month or found.group(2), number)


def _deadlines(text: Text, issued: date) -> Iterator[Finding]:
    """请 … 于 a day before the document's own date; what was due before and is now recalled says so in its sentence."""
    for sentence in re.finditer(r"[^。；\n]+", text.text):
        words = sentence.group()
        asked = words.find("请")
        if asked < 0 or _PAST.search(words):
            continue
        for found in _DEADLINE.finditer(words, asked):
            year, month, number = found.groups()
            due = _day(year or str(issued.year), month, number)
            if due is None or due >= issued or (year is None and (issued - due).days > _QUARTER):
                continue
            span = (sentence.start() + found.start(), sentence.start() + found.end())
            yield text.fault("OD123", f"期限{chinese_date(due)}早于成文日期{chinese_date(issued)}，请核对。", span)


def _day(year: str, month: str, number: str) -> date | None:
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None
