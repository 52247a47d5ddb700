"""Reads the numbers of a form into whole 分, hundredths and minutes; a float is never used on the way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from services.spec import MINUTES_PER_HOUR, Kind, hours_text, hundredths_text

NUMBER = re.compile(r"([+-]?)(\d{1,12})(?:\.(\d*))?")
MINUTES = re.compile(r"(\d{1,7})分钟?")
TAILS = {Kind.MONEY: ("元",), Kind.POINTS: ("分",), Kind.MINUTES: ("学时", "课时"), Kind.INTEGER: ()}
NOT_A_NUMBER = "这里填数字，例如12。"


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The stored whole number, or the sentence that says why there is none (both empty for an empty field)."""

    value: int | None = None
    problem: str = ""


def read_number(kind: Kind, words: str) -> NumberReading:
    """The stored value of what was typed into a field of `kind`."""
    text = unicodedata.normalize("NFKC", words).strip().replace(",", "").replace("−", "-").replace(" ", "")
    if not text:
        return NumberReading()
    if kind is Kind.MINUTES and (minutes := MINUTES.fullmatch(text)):
        return NumberReading(int(minutes[1]))
    for tail in TAILS[kind]:
        text = text.removesuffix(tail)
    found = NUMBER.fullmatch(text)
    if found is None:
        return NumberReading(problem=NOT_A_NUMBER)
    sign, whole, part = found[1], int(found[2]), (found[3] or "").rstrip("0")
    match kind:
        case Kind.MINUTES:
            return _minutes(sign, whole, part)
        case Kind.MONEY | Kind.POINTS if len(part) > 2:
            return NumberReading(problem="最多两位小数。")
        case Kind.MONEY | Kind.POINTS:
            value = whole * 100 + int(part.ljust(2, "0"))
        case _ if part:
            return NumberReading(problem="这里填整数，不带小数。")
        case _:
            value = whole
    return NumberReading(-value if sign == "-" else value)


def _minutes(sign: str, whole: int, part: str) -> NumberReading:
    """学时 to minutes, rounded up, so that 1.5 is shown as 1.5 again and not as 1.4."""
    if sign == "-":
        return NumberReading(problem="学时不能是负数。")
    if len(part) > 1:
        return NumberReading(problem="学时最多一位小数，也可以写成分钟，例如90分钟。")
    tenths = whole * 10 + int(part or "0")
    return NumberReading(-(-tenths * MINUTES_PER_HOUR // 10))


def type_number(kind: Kind, value: int | None) -> str:
    """The text that a field shows for a stored value; reading it back gives the same value."""
    if value is None:
        return ""
    if kind in (Kind.MONEY, Kind.POINTS):
        return hundredths_text(value).replace(",", "").replace("−", "-")
    if kind is Kind.MINUTES:
        hours = hours_text(value)
        return hours if read_number(kind, hours).value == value else f"{value}分钟"
    return str(value)


def say_number(kind: Kind, value: int | None) -> str:
    """What the hint line says about a number that was understood."""
    if value is None:
        return ""
    match kind:
        case Kind.MINUTES:
            return f"合{value}分钟，{hours_text(value)}学时"
        case Kind.MONEY:
            return f"{hundredths_text(value)}元"
        case _:
            return ""
