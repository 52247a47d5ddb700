"""Pages of an official document: where lines go, the signature with its text, 版记 last, appendices before it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.printing.measures import LINE_PITCH, LINES, SIZE, TOP
from services.printing.official_rows import Kind, Row
from services.printing.page import Sheet

_LOOSEST, _TIGHTEST = 1.12, 0.95
_TEXT_WITH_SIGNATURE = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of one page: the first one's top, and the pitch."""

    rows: tuple[Row, ...]
    top: float
    pitch: float

    @property
    def bottom(self) -> float:
        """Of the last line's em boxes."""
        return self.top + (len(self.rows) - 1) * self.pitch + SIZE if self.rows else self.top


def first_line_after(bottom: float) -> int:
    """Index of the line on the grid that leaves one line, at least three quarters of it, below `bottom`."""
    return max(0, math.ceil((bottom + LINE_PITCH - TOP) / LINE_PITCH - 0.25))


def paginate(rows: Sequence[Row], signing: Sequence[Row], start: int) -> list[Plan]:
    """Lines on pages; page one begins at line `start`. The signature shares its page with text (7.3.5.5)."""
    pages = _fill(rows, start)
    room = _capacity(len(pages) - 1, start)
    over = len(pages[-1]) + len(signing) - room
    if over <= 0 or (over <= room * (1 / _TIGHTEST - 1) and _has_text(pages[-1])):
        pages[-1] += signing
    else:
        pages.append(list(signing))
    _bring_text(pages, len(signing))
    return [_plan(index, page, start, len(pages)) for index, page in enumerate(_split_long(pages))]


def draw_rows(sheet: Sheet, plan: Plan) -> None:
    """Puts the lines of a plan on a sheet."""
    for index, row in enumerate(plan.rows):
        for ink in row.inks:
            sheet.text(replace(ink, top=plan.top + index * plan.pitch))


def _capacity(page: int, start: int) -> int:
    return max(0, LINES - start) if page == 0 else LINES


def _fill(rows: Sequence[Row], start: int) -> list[list[Row]]:
    pages: list[list[Row]] = [[]]
    for row in rows:
        if len(pages[-1]) >= _capacity(len(pages) - 1, start):
            pages.append([])
        if row.kind is Kind.BLANK and not pages[-1]:
            continue
        pages[-1].append(row)
    return pages


def _has_text(page: Sequence[Row]) -> bool:
    return any(row.kind is Kind.TEXT for row in page)


def _bring_text(pages: list[list[Row]], signing: int) -> None:
    """Moves the last lines of text to a signature that stands without any."""
    if len(pages) < 2 or _has_text(pages[-1]) or not signing:
        return
    before, last = pages[-2], pages[-1]
    texts = [index for index, row in enumerate(before) if row.kind is Kind.TEXT]
    # the first page keeps text too (7.3.3: 公文首页必须显示正文)
    spare = len(texts) - (1 if len(pages) == 2 else 0)
    for count in range(min(_TEXT_WITH_SIGNATURE, spare), 0, -1):
        cut = texts[-count]
        if len(before) - cut + len(last) <= LINES:
            moved = before[cut:]
            while moved and moved[-1].kind is Kind.BLANK and last[0].kind is Kind.BLANK:
                moved.pop()
            pages[-1] = moved + last
            del before[cut:]
            return


def _split_long(pages: list[list[Row]]) -> list[list[Row]]:
    """A signature of many organs may be longer than a page."""
    while len(pages[-1]) > LINES / _TIGHTEST:
        pages.append(pages[-1][LINES:])
        pages[-2] = pages[-2][:LINES]
    return pages


def _plan(index: int, page: Sequence[Row], start: int, count: int) -> Plan:
    first = start if index == 0 else 0
    room = _capacity(index, start)
    top = TOP + first * LINE_PITCH
    span = (room - 1) * LINE_PITCH
    pitch = LINE_PITCH
    if len(page) > room > 1:
        pitch = span / (len(page) - 1)
    elif index == count - 2 and room * 0.5 < len(page) < room:
        # lines were taken to the signature's page: the rest is spread a little rather than leaving a gap
        pitch = min(span / (len(page) - 1), LINE_PITCH * _LOOSEST)
    return Plan(tuple(page), top, pitch)
