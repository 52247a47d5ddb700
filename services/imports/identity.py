"""公民身份号码 after GB 11643: form, birth date, check character; every look-alike that agencies type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from services.imports import clean

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
LOOKALIKES = "×ХхχΧ✕✖╳"  # folded to X with WA11; the full-width X is folded without a word
_BIRTH_FROM = 1900


@dataclass(frozen=True, slots=True)
class IdentityReading:
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
    return CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


def read_identity(text: str, today: date) -> IdentityReading:
    """Read the text of an ID cell (a number in the cell is the caller's ER04)."""
    cleaned = clean.code(text)
    number, removed = cleaned.text, cleaned.removed
    if re.fullmatch(r"[0-9](\.[0-9]+)?E\+?[0-9]+", number):
        return IdentityReading(
            code="ER04", message="身份证号变成了科学计数，后几位已丢失。请把这一列设为文本后重新填写。", removed=removed
        )
    folded = re.sub(f"[{re.escape(LOOKALIKES)}{re.escape(LOOKALIKES.upper())}]$", "X", number)
    if re.fullmatch(r"[0-9]{15}", folded):
        return _old(folded, today, removed)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", folded):
        return IdentityReading(number="", code="ER02", message=_length(folded), removed=removed)
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
    return IdentityReading(folded, folded, birth, gender, removed=removed)


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
    if len(number) != 18:
        return f"现在是{len(number)}位，应为18位。请对照证件补全。"
    return "身份证号里有不该有的字符，应为17位数字加1位数字或X。请对照证件改正。"


def _birth(digits: str) -> date | None:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if found.year >= _BIRTH_FROM else None
