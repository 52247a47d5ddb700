"""Words: what a clerk may type to find a row, kept beside the row in lower case; and a day as it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache


def plain(text: str) -> str:
    """NFKC, lower case, single blanks: full-width letters and digits are found by half-width ones."""
    if text.isalnum() and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return text.lower()
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def storable(text: str) -> str:
    """Without blanks around and without what no screen shows and no file takes: control signs, halves of characters.

    A pasted vertical tab is a new line in the program that it comes from.
    """
    kept = (
        sign for sign in text.replace("\x0b", "\n") if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return "".join(kept).strip()


def chinese_date(day: date) -> str:
    """2026年6月5日: Arabic digits, no zeros in front (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def initials(text: str) -> str:
    """First letters of the pinyin of each character (住建局 → zjj); Latin letters and digits stay, the rest goes.

    A character with several readings counts by its commonest one, because names are typed one character at a time.
    """
    return _letters(plain(text))


def search_words(values: Iterable[object]) -> str:
    """The words of the values and the initials of each that holds Chinese, for a substring search."""
    words: dict[str, None] = {}  # keeps the order and drops doubles
    for value in values:
        if value is None:
            continue
        text = str(value)
        if text.isascii() and text.isalnum():  # numbers: seldom twice the same, and nothing to work out
            words[text.lower()] = None
        else:
            words |= _found_by(text)
    return " ".join(words)


@lru_cache(maxsize=8_192)
def _found_by(text: str) -> dict[str, None]:
    """The words of one value. Names, sections and posts come again and again when a roster is stored."""
    words = plain(text)
    found = (words, _letters(words)) if _CHINESE.search(words) else (words,)
    return dict.fromkeys(filter(None, found))


def _letters(words: str) -> str:
    return words.translate(_INITIALS)


class _Initials(dict[int, str]):
    """What each character becomes, worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _initial(chr(code))
        return letter


_INITIALS = _Initials()
_CHINESE = re.compile("[㐀-鿿\U00020000-\U000323af〇]")


def _initial(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    if not _CHINESE.match(character):
        return ""
    from pypinyin import Style, lazy_pinyin  # 140 ms: paid at the first Chinese word that is stored

    found = lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore")
    letter = unicodedata.normalize("NFD", found[0])[:1].lower() if found else ""
    return letter if letter.isascii() else ""
