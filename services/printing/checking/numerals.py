"""Numbers and dates as GB/T 15835-2011 writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from services.printing.checking.finding import Finding
from services.printing.checking.sheet import Sheet, Text

_CN = "一二三四五六七八九"
_ZERO = re.compile(rf"(?<![{_CN}十百千])[一二][{_CN}○◯0OoＯ零〇]{{3}}(?=年)")
_WRONG_ZERO = str.maketrans(dict.fromkeys("○◯0OoＯ零", "〇"))
_PADDED = re.compile(r"(?<=年)0(\d)(?=月)|(?<=月)0(\d)(?=[日号])|(?<![\d.])0(\d)(?=月\d{1,2}日)")
_SHORT_YEAR = re.compile(
    r"(?<![\d.〔第满近前后])([2-3]\d)年(?=(?:[1-9]|0[1-9]|1[0-2])月(?!以|内|前|后)|度|底|初|上半年|下半年)"
)
_WEEKDAY = re.compile(r"(星期|周)([1-7])(?!\d)")
_ABOUT = re.compile(r"(?<![\d.、第附件表项])([1-9])、([1-9])(?=[天件人家名个次份]|个月|小时)")
_LONG = re.compile(r"(?<![\d.,，\-〔No№])([1-9]\d{0,4}0{4})(?=[元人件户亩份次条家平])")
_QUARTER = re.compile(r"第([1-4一二三四])季度")
_CN_QUARTERS = {str(index): name for index, name in enumerate("一二三四", start=1)}
_DIGITS = {name: digit for digit, name in _CN_QUARTERS.items()}


def check_numerals(sheet: Sheet) -> Iterator[Finding]:
    """Zeros, short years, days of the week, long numbers, one way of writing quarters."""
    for text in sheet.running:
        yield from _dates(text)
        yield from _quantities(text)
    yield from _quarters(sheet)


def _dates(text: Text) -> Iterator[Finding]:
    for found in _PADDED.finditer(text.text):
        yield text.fault("OD94", "日期的月、日不编虚位。", found.span(), found.group()[1:])
    for found in _ZERO.finditer(text.text):
        better = found.group().translate(_WRONG_ZERO)
        if better != found.group():
            yield text.fault("OD95", "汉字年份里的零写作“〇”。", found.span(), better)
    for found in _SHORT_YEAR.finditer(text.text):
        yield text.fault("OD951", "年份写全4位。", found.span(), f"20{found.group()}")
    for found in _WEEKDAY.finditer(text.text):
        day = "日" if found.group(2) == "7" else _CN[int(found.group(2)) - 1]
        yield text.fault("OD952", "星期几用汉字。", found.span(), found.group(1) + day)


def _quantities(text: Text) -> Iterator[Finding]:
    for found in _ABOUT.finditer(text.text):
        first, second = int(found.group(1)), int(found.group(2))
        if second == first + 1:
            better = _CN[first - 1] + _CN[second - 1]
            yield text.fault("OD955", "相邻的两个数表示概数时用汉字，中间不加顿号。", found.span(), better)
    for found in _LONG.finditer(text.text):
        better = f"{int(found.group()) // 10_000}万"
        yield text.fault("OD954", "五位以上的整数可以用“万”作单位。", found.span(), better)


def _quarters(sheet: Sheet) -> Iterator[Finding]:
    """第4季度 and 第四季度 are both right; one document keeps to one of them."""
    written = [(text, found) for text in sheet.running for found in _QUARTER.finditer(text.text)]
    counts = Counter(found.group(1).isdigit() for _text, found in written)
    if len(counts) < 2:
        return
    digits = counts[True] > counts[False]
    for text, found in written:
        name = found.group(1)
        if name.isdigit() != digits:
            better = _DIGITS[name] if digits else _CN_QUARTERS[name]
            yield text.fault("OD953", "季度的写法前后不一，全文用一种。", found.span(), f"第{better}季度")
