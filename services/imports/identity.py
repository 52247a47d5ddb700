"""公民身份号码 after GB 11643: form, birth date, check character; every look-alike that agencies type."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from services.imports import clean

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
LOOKALIKES = "×ХхχΧ✕✖╳"  # folded to X with WA11; the full-width X is folded without a word
_LOOKALIKE = re.compile(f"[{re.escape(LOOKALIKES)}{re.escape(LOOKALIKES.upper())}]$")
_POWER, _OLD, _FORM = (re.compile(form) for form in (r"[0-9](\.[0-9]+)?E\+?[0-9]+", "[0-9]{15}", "[0-9]{17}[0-9X]"))
_BIRTH_FROM, LENGTH = 1900, 18


class IdentityReading(NamedTuple):
    """What a text in an ID column is. `number` is the 18 characters that it means, also where they wait for
    confirmation; `value` is what may be stored. `code` is empty where nothing is wrong."""

    value: str | None = None
    number: str = ""
    birth: date | None = None
    gender: str = ""
    code: str = ""
    message: str = ""
    suggest: str | None = None
    removed: bool = False


def check_character(first: str) -> str:
    """The 18th character for the first 17 digits."""
    return CHECK_CHARACTERS[(_weighed(first[:6], 0) + _weighed(first[6:14], 6) + _weighed(first[14:], 14)) % 11]


@lru_cache(maxsize=65_536)
def _weighed(digits: str, start: int) -> int:
    """The share of some digits in the sum; remembered, because regions, birth dates and serials come again."""
    return sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS[start:], strict=False))


def read_identity(text: str, today: date) -> IdentityReading:
    """Read the text of an ID cell (a number in the cell is the caller's ER04)."""
    if len(text) == LENGTH and _FORM.fullmatch(text):
        return _present(text, text, today, removed=False)
    number, removed = clean.code(text)
    if _POWER.fullmatch(number):
        return IdentityReading(
            code="ER04", message="身份证号变成了科学计数，后几位已丢失。请把这一列设为文本后重新填写。", removed=removed
        )
    folded = number if number.isascii() else _LOOKALIKE.sub("X", number)
    if _OLD.fullmatch(folded):
        return _old(folded, today, removed)
    if not _FORM.fullmatch(folded):
        return IdentityReading(number="", code="ER02", message=_length(folded), removed=removed)
    return _present(folded, number, today, removed=removed)


def _present(folded: str, number: str, today: date, *, removed: bool) -> IdentityReading:
    """A number of 18 characters; `number` is as it was written, `folded` with its X."""
    birth = _birth(folded[6:14])
    if birth is None or birth > today:
        return IdentityReading(
            code="ER05", message=f"身份证号里的出生日期{folded[6:14]}不存在。请对照证件改正。", removed=removed
        )
    gender = "男" if int(folded[16]) % 2 else "女"
    if check_character(folded[:17]) != folded[17]:
        message = "身份证号的校验码不对，多半有一位写错。请对照证件改正。"
        return IdentityReading(number=folded, code="ER03", message=message, removed=removed)
    if folded != number:
        message = f"末位写成了“{number[-1]}”，已按X读入。请核对。"
        return IdentityReading(folded, folded, birth, gender, "WA11", message, folded, removed)
    if folded.endswith("000"):
        message = "身份证号末三位是000，可能在表格里丢失过位数。请对照证件核对。"
        return IdentityReading(folded, folded, birth, gender, "WA12", message, None, removed)
    return IdentityReading(folded, folded, birth, gender, "", "", None, removed)


def _old(number: str, today: date, removed: bool) -> IdentityReading:
    birth = _birth("19" + number[6:12])
    if birth is None or birth > today:
        return IdentityReading(
            code="ER05", message=f"身份证号里的出生日期{number[6:12]}不存在。请对照证件改正。", removed=removed
        )
    first = number[:6] + "19" + number[6:]
    full = first + check_character(first)
    gender = "男" if int(full[16]) % 2 else "女"
    message = f"这是15位旧号，换算为{full}，核对后再存入。"
    return IdentityReading(None, full, birth, gender, "WA02", message, full, removed)


def _length(number: str) -> str:
    if len(number) != LENGTH:
        return f"现在是{len(number)}位，应为18位。请对照证件补全。"
    return "身份证号里有不该有的字符，应为17位数字加1位数字或X。请对照证件改正。"


@lru_cache(maxsize=65_536)
def _birth(digits: str) -> date | None:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if found.year >= _BIRTH_FROM else None
