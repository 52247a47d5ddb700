"""Headings without a number: ▌县公安局 above items that begin at 1 again."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from services.plans.reading.fold import Line
from services.plans.reading.numbering import Marker, marker_at
from services.plans.reading.units import is_firm, looks_like_unit

FEWEST = 2
LONGEST = 24
_SIGN = re.compile(r"[▌▍▎▊█■□◆◇●○★☆▲△▶►※❖◎✦➤➢] ?(?=[\u3400-\u9fff])")
_SENTENCE = re.compile(r"[，。；：]")


def mark_headings(lines: list[Line]) -> list[Line]:
    """The lines, with those marked as headings that stand, alike, above several lists of the document's top numbers."""
    numbers = [None if line.row else line.marker or marker_at(line.piece.folded) for line in lines]
    top = min((number.rank for number in numbers if number), default=None)
    signed: list[int] = []
    offices: list[int] = []
    for place, (number, below) in enumerate(pairwise(numbers)):
        if number or not _begins_list(below) or (below and below.rank != top):
            continue
        words = lines[place].piece.folded.strip()
        if lines[place].row or len(words) > LONGEST or _SENTENCE.search(words):
            continue
        if _SIGN.match(words):
            signed.append(place)
        elif looks_like_unit(words) and is_firm(words):
            offices.append(place)
    found = {place for places in (signed, offices) if len(places) >= FEWEST for place in places}
    return [replace(line, heading=True) if place in found else line for place, line in enumerate(lines)]


def _begins_list(number: Marker | None) -> bool:
    return number is not None and number.value == 1
