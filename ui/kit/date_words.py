"""Reads dates the way clerks type them, and says in words what was understood."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from services.words import chinese_date

WEEKDAYS = "一二三四五六日"
SPOKEN = {"今天": 0, "今日": 0, "明天": 1, "后天": 2, "昨天": -1, "前天": -2}
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
PARTED = re.compile(r"(?:(\d{4}|\d{2})\s*[.\-/年、]\s*)?(\d{1,2})\s*[.\-/月、]\s*(\d{1,2})\s*[日号]?")
UNREADABLE = "这不像日期。可以写成2024.6.15、20240615或6月15日。"


@dataclass(frozen=True, slots=True)
class DateReading:
    """Either a date, or nothing with the sentence that says why (both empty for an empty field)."""

    value: date | None = None
    problem: str = ""


def read_date(words: str, today: date) -> DateReading:
    """2024.6.15, 20240615, 2024-6-15, 2024年6月15日, 24.6.15, 6.15, 6月15日, 今天.

    Without a year, the year of `today` is meant; the hint under the field shows it, so a wrong guess is seen.
    """
    text = unicodedata.normalize("NFKC", words).strip().replace("−", "-").replace("。", ".")
    if not text:
        return DateReading()
    if text in SPOKEN:
        return DateReading(today + timedelta(days=SPOKEN[text]))
    found = COMPACT.fullmatch(text) or PARTED.fullmatch(text)
    if found is None:
        return DateReading(problem=UNREADABLE)
    year_text, month_text, day_text = found.groups()
    year = today.year if year_text is None else int(year_text) + (2000 if len(year_text) == 2 else 0)
    return _checked(year, int(month_text), int(day_text))


def _checked(year: int, month: int, day: int) -> DateReading:
    if not MINYEAR <= year <= MAXYEAR:
        return DateReading(problem="年份不对。请填写实际日期。")
    if not 1 <= month <= 12:
        return DateReading(problem=f"没有{month}月。请填写实际日期。")
    if not 1 <= day <= monthrange(year, month)[1]:
        return DateReading(problem=f"{year}年{month}月没有{day}日。请填写实际日期。")
    return DateReading(date(year, month, day))


def say_date(day: date) -> str:
    """2026年6月15日，星期一."""
    return f"{chinese_date(day)}，星期{WEEKDAYS[day.weekday()]}"
