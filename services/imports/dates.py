"""Dates as agencies write them. A date that is not sure is never guessed: it waits with a suggestion."""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.imports import clean

BIRTH_SERIAL, OTHER_SERIAL, TOP_SERIAL = 14_611, 29_221, 73_050  # 1940-01-01, 1980-01-01, 2099-12-31
EPOCH = date(1899, 12, 30)
TYPED_FROM = date(1920, 1, 1)  # a date cell before it is a year or a month number in a date format (2024 → 1905-07-16)
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
FOREVER = re.compile("长期|永久")
_NUMERALS = str.maketrans("〇零○ＯO一二三四五六七八九", "00000123456789")  # some write 二O二七 with a letter
_FULL = re.compile(r"(\d{4})(?P<s>[./\-年])(\d{1,2})(?:[./\-月])(\d{1,2})(?:[日号])?")
_SHORT = re.compile(r"(\d{2})[./\-年](\d{1,2})[./\-月](\d{1,2})[日号]?")
_MONTH = re.compile(r"(\d{4})([./\-年])(\d{1,2})(?:月份?)?")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_TOKEN = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}[日号]?)?|\d{4}([./-])\d{1,2}(?:\1\d{1,2})?(?!\d)|(?<!\d)\d{8}(?!\d)|(?<!\d)\d{6}(?!\d)"
    r"|(?<!\d)\d{2}(?:年\d{1,2}月\d{1,2}[日号]?|([./-])\d{1,2}\2\d{1,2}(?!\d))"  # two-digit years wait as WA07
)
_BETWEEN = re.compile(r"[至到~～〜∼→\-—–―－起止自从有效期限内为日号::,,、；;()\[\]\s]*")


class DateReading(NamedTuple):
    """`value` may be stored; with a `code` it is None and `suggest` is what it probably means."""

    value: date | None = None
    code: str = ""
    message: str = ""
    suggest: str | None = None
    months: tuple[tuple[int, int], ...] = ()  # year and month (or both that it may be) where the day is not known
    removed: bool = False


class RangeReading(NamedTuple):
    """A cell that may hold a start, an end or 长期. `removed` where blanks or breaks stood in it."""

    start: DateReading
    end: DateReading
    forever: bool = False
    removed: bool = False


def read_date(value: object, *, birth: bool = False, end: bool = False, epoch_1904: bool = False) -> DateReading:
    """Read any cell of a date column. `end` marks a last day, so that a bare month suggests its last day."""
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return DateReading(day) if TYPED_FROM <= day <= LAST else _wrong(f"{day:%Y-%m-%d}")
    if isinstance(value, bool):
        return _wrong(str(value))
    if isinstance(value, int | float):
        return _number(float(value), birth=birth, end=end, epoch_1904=epoch_1904)
    if not isinstance(value, str):
        return _wrong(str(value))
    cleaned = clean.digits(value)
    found = _text(cleaned.text, birth=birth, end=end, epoch_1904=epoch_1904)
    removed = cleaned.removed or bool(re.search(r"\s", _CLOCK.sub("", cleaned.text)))
    return DateReading(found.value, found.code, found.message, found.suggest, found.months, removed)


def read_range(text: str) -> RangeReading | None:
    """Split a cell that holds words or two days (起止) or says 长期; None where it is just one date."""
    cleaned = clean.digits(text)
    plain = clean.HYPHENS.sub("-", _arabic(cleaned.text))
    forever = bool(FOREVER.search(plain))
    tokens = list(_TOKEN.finditer(plain))
    rest = _BETWEEN.sub("", re.sub("有效期?|永久", "", FOREVER.sub("", _TOKEN.sub("", plain))))
    if rest or len(tokens) > 2:
        return None
    removed = cleaned.removed or bool(re.search(r"\s", plain))
    if forever and len(tokens) <= 1:
        return RangeReading(_first(tokens), DateReading(), forever=True, removed=removed)
    if len(tokens) == 2:
        return RangeReading(_first(tokens), read_date(tokens[1].group(), end=True), removed=removed)
    if len(tokens) == 1 and re.search(r"[起至到~〜-]\W*$", plain):  # the end is left out
        return RangeReading(_first(tokens), DateReading(), removed=removed)
    if len(tokens) == 1 and tokens[0].group() != plain:  # 至2027年10月31日止
        return RangeReading(DateReading(), read_date(tokens[0].group(), end=True), removed=removed)
    return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _first(tokens: list[re.Match[str]]) -> DateReading:
    return read_date(tokens[0].group()) if tokens else DateReading()


def _arabic(text: str) -> str:
    """二〇二四年六月一日 → 2024年6月1日."""
    if not re.search("[〇零○一二三四五六七八九十]", text):
        return text
    text = text.replace("廿", "二十").replace("卅", "三十")
    text = re.sub(r"(?<=[年月])([一二三]?)十([一二三四五六七八九]?)(?=[月日号])", _tens, text)
    return text.translate(_NUMERALS)


def _tens(match: re.Match[str]) -> str:
    tens = int(match[1].translate(_NUMERALS)) if match[1] else 1
    return str(tens * 10 + (int(match[2].translate(_NUMERALS)) if match[2] else 0))


def _number(value: float, *, birth: bool, end: bool, epoch_1904: bool) -> DateReading:
    if not math.isfinite(value):
        return _wrong(str(value))
    if value.is_integer():
        whole = int(value)
        if 10_000_000 <= whole <= 99_999_999:
            return _eight(str(whole))
        if 190_000 <= whole <= 219_912 and 1 <= whole % 100 <= 12:
            return _only_month(whole // 100, whole % 100, end=end)
        return _serial(whole, birth=birth, epoch_1904=epoch_1904)
    written = f"{value:.10g}"
    if re.fullmatch(r"(19|20)\d{2}\.\d{1,2}", written):
        return _text(written, birth=birth, end=end, epoch_1904=epoch_1904)
    return _wrong(written)


def _serial(value: int, *, birth: bool, epoch_1904: bool) -> DateReading:
    serial = value + 1462 if epoch_1904 else value
    if not (BIRTH_SERIAL if birth else OTHER_SERIAL) <= serial <= TOP_SERIAL:
        return _wrong(str(value))
    return DateReading(EPOCH + timedelta(days=serial))


def _text(written: str, *, birth: bool, end: bool, epoch_1904: bool) -> DateReading:
    plain = clean.HYPHENS.sub("-", re.sub(r"\s+", "", _arabic(_CLOCK.sub("", written)))).rstrip(".。")
    if plain.isascii() and plain.isdigit():
        if len(plain) == 8:
            return _eight(plain)
        if len(plain) in (5, 6):
            return _number(float(plain), birth=birth, end=end, epoch_1904=epoch_1904)
        return _wrong(written)
    if match := _FULL.fullmatch(plain):
        return _day(int(match[1]), int(match[3]), int(match[4]), written)
    if match := _MONTH.fullmatch(plain):
        year, month = int(match[1]), int(match[3])
        if match[2] == "." and match[3] == "1" and not plain.endswith("月"):
            return _ambiguous(year)
        return _only_month(year, month, end=end)
    if match := _SHORT.fullmatch(plain):
        return _two_digits(match, written, birth=birth)
    return _wrong(written)


def _eight(written: str) -> DateReading:
    return _day(int(written[:4]), int(written[4:6]), int(written[6:]), written)


def _day(year: int, month: int, day: int, written: str) -> DateReading:
    try:
        found = date(year, month, day)
    except ValueError:
        if 1 <= month <= 12 and FIRST.year <= year <= LAST.year:
            return _wrong(written, f"{year}年{month}月没有{day}日。请填写实际日期。")
        return _wrong(written)
    return DateReading(found) if FIRST <= found <= LAST else _wrong(written)


def _only_month(year: int, month: int, *, end: bool) -> DateReading:
    if not (1 <= month <= 12 and FIRST.year <= year <= LAST.year):
        return _wrong(f"{year}.{month}")
    day = month_end(year, month) if end else date(year, month, 1)
    message = f"只写到{year}年{month}月，没有日。核对后填写完整日期。"
    return DateReading(None, "WA03", message, f"{day:%Y-%m-%d}", ((year, month),))


def _ambiguous(year: int) -> DateReading:
    message = f"“{year}.1”可能是{year}年1月，也可能是{year}年10月。核对后填写完整日期。"
    return DateReading(None, "WA04", message, f"{year}-01或{year}-10", ((year, 1), (year, 10)))


def _two_digits(match: re.Match[str], written: str, *, birth: bool) -> DateReading:
    short = int(match[1])
    century = 1900 if (birth and short > 26) or short > 79 else 2000
    found = _day(century + short, int(match[2]), int(match[3]), written)
    if found.value is None:
        return found
    message = f"年份只写了两位“{match[1]}”。核对后填写四位年份。"
    return DateReading(None, "WA07", message, f"{found.value:%Y-%m-%d}")


def _wrong(written: str, message: str = "") -> DateReading:
    shown = unicodedata.normalize("NFKC", written)[:30]
    return DateReading(None, "ER05", message or f"“{shown}”不是能认出的日期。按2024-06-15的样子填写。")
