"""Invented names and identity numbers of the sample county; region 990 exists nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

SURNAMES = "祁于曲柏郇简岑亓蔺缪逄暨宓仉邬郗覃鄢沃逯"
GIVEN = (
    "望山",
    "安禾",
    "向晨",
    "正言",
    "知秋",
    "若宁",
    "知远",
    "云舒",
    "怀瑾",
    "嘉言",
    "书意",
    "景行",
    "文柏",
    "明川",
    "一诺",
    "临溪",
)
REGION = "990101"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
CHECK_SIGNS = "10X98765432"


def names() -> Iterator[str]:
    """Names without end, each once: all pairs of surname and given name, then numbered ones."""
    for offset in range(len(SURNAMES)):
        for place, given in enumerate(GIVEN):
            yield SURNAMES[(place + offset) % len(SURNAMES)] + given
    serial = 1
    while True:
        yield f"{SURNAMES[serial % len(SURNAMES)]}{GIVEN[serial % len(GIVEN)]}{serial}"
        serial += 1


def identity_number(birth: date, serial: int, *, male: bool) -> str:
    """An identity number of the invented region with a right check sign."""
    odd_even = serial * 2 % 1000 + (1 if male else 0)
    body = f"{REGION}{birth:%Y%m%d}{odd_even % 1000:03d}"
    total = sum(int(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_SIGNS[total % 11]


def birth_of(serial: int) -> date:
    """A birth date between 1970 and 1999."""
    return date(1970, 1, 1) + timedelta(days=serial * 397 % 10_950)
