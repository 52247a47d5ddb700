"""Sets of characters that a face for official documents is measured against, taken from the GB 2312 codec."""

from __future__ import annotations

from functools import cache

FIGURES = "0123456789"
_RARE_NAMES = "䶮㛃𬭚喆堃珺烜赟翊祎犇骉垚昇玥暄淏頔彧奭嬿甡珩璟晞旻翀笪郜逄亓"
_FIRST_CELL, _LAST_CELL = 0xA1, 0xFE


@cache
def level_one() -> tuple[str, ...]:
    """The 3,755 characters of GB 2312 level one (rows 16–55): what ordinary letters are written with."""
    return _rows(0xB0, 0xD7)


@cache
def level_two() -> tuple[str, ...]:
    """The 3,008 characters of GB 2312 level two (rows 56–87)."""
    return _rows(0xD8, 0xF7)


@cache
def rare_names() -> tuple[str, ...]:
    """Characters of given names and places that GB 2312 does not hold; a sample, not a list of all."""
    common = {*level_one(), *level_two()}
    return tuple(char for char in _RARE_NAMES if char not in common)


def is_hanzi(code: int) -> bool:
    """Whether a code point stands in one of the blocks of unified Chinese characters."""
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x323AF


def _rows(first: int, last: int) -> tuple[str, ...]:
    cells = (bytes((row, cell)) for row in range(first, last + 1) for cell in range(_FIRST_CELL, _LAST_CELL + 1))
    return tuple("".join(cell.decode("gb2312", "ignore") for cell in cells))
