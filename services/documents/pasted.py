"""Text from elsewhere into paragraphs: the level of each is read from the number it begins with."""

from __future__ import annotations

import re

_CHINESE = "[一二三四五六七八九十]{1,3}"
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"{_CHINESE}、\s*")),
    (2, re.compile(rf"[（(]{_CHINESE}[）)]、?\s*")),
    (3, re.compile(r"\d{1,2}[.．、](?!\d)\s*")),
    (4, re.compile(r"[（(]\d{1,2}[）)]、?\s*")),
)
"""一、 （一） 1. （1）: the four levels of GB/T 9704-2012, 7.3.3, and how they are mistyped."""


def pasted_paragraphs(text: str) -> list[tuple[int, str]]:
    """Level and words of each line that says something; the layout numbers the levels, so the numbers are left out."""
    return [_levelled(line) for raw in re.split(r"[\r\n\u2028\u2029]+", text) if (line := raw.strip(" \t\u3000"))]


def _levelled(line: str) -> tuple[int, str]:
    for level, mark in _MARKS:
        found = mark.match(line)
        if found and found.end() < len(line):
            return level, line[found.end() :]
    return 0, line
