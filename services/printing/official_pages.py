"""Pages of an official document: which lines stand on which page, and the signature with some of its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.printing.official_rows import BLANK, Kind, Row
from services.printing.page import Sheet
from services.printing.profile import Metrics

_TIGHTEST = 0.72  # of the line pitch: the last means to keep a signature with its text (7.3.5.5)
_TEXT_WITH_SIGNATURE = 2
_HAIR = 0.01


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of one page: the first one's top, and the pitch."""

    rows: tuple[Row, ...]
    top: float
    pitch: float
    size: float

    @property
    def bottom(self) -> float:
        """Of the last line's em boxes, and of a seal that reaches below them."""
        if not self.rows:
            return self.top
        text = self.top + (len(self.rows) - 1) * self.pitch + self.size
        seals = (
            self.top + index * self.pitch + seal.y + seal.half_height
            for index, row in enumerate(self.rows)
            for seal in row.seals
        )
        return max(text, *seals, text)


def capacity(metrics: Metrics, top: float) -> int:
    """Lines from `top` to the bottom of the text block."""
    room = metrics.bottom - top - metrics.size
    return 0 if room < -_HAIR else min(metrics.lines, int((room + _HAIR) / metrics.line_pitch) + 1)


def paginate(metrics: Metrics, rows: Sequence[Row], signing: Sequence[Row], top: float) -> list[Plan]:
    """Lines on pages; the first page's begin at `top`. The signature shares its page with text (7.3.5.5).

    Where it does not fit below the text, the last lines of text go over to the next page with it. Where there is too
    little text to share, the lines of the one page stand closer.
    """
    first = capacity(metrics, top)
    pages = _fill(rows, first, metrics.lines)
    room = first if len(pages) == 1 else metrics.lines
    if len(pages[-1]) + len(signing) <= room:
        pages[-1] += signing
    else:
        pages.append(list(signing))
    if signing and not has_text(pages[-1]) and len(pages) > 1:
        _bring_text(pages, metrics.lines)
        _close_up(pages, metrics, top)
    while len(pages[-1]) > metrics.lines and len(pages) > 1:
        pages.append(pages[-1][metrics.lines :])
        pages[-2] = pages[-2][: metrics.lines]
    return [_plan(metrics, page, metrics.top if index else top) for index, page in enumerate(pages)]


def draw_rows(sheet: Sheet, plan: Plan) -> None:
    """Puts the lines of a plan on a sheet."""
    for index, row in enumerate(plan.rows):
        top = plan.top + index * plan.pitch
        for ink in row.inks:
            sheet.text(replace(ink, top=top + ink.top))
        sheet.pictures += [replace(placed, top=top + placed.top) for placed in row.pictures]
        sheet.seals += [replace(seal, y=top + seal.y) for seal in row.seals]


def has_text(rows: Sequence[Row]) -> bool:
    """Whether some of the lines are text rather than lists, signatures or blanks."""
    return any(row.kind is Kind.TEXT for row in rows)


def _fill(rows: Sequence[Row], first: int, most: int) -> list[list[Row]]:
    """Lines page by page. A line that stays with the next goes over with it; no page begins with a blank line."""
    pages: list[list[Row]] = [[]]
    for row in rows:
        room = first if len(pages) == 1 else most
        if len(pages[-1]) >= room:
            pages.append(_kept_lines(pages[-1], alone=len(pages) == 1))
        if row.kind is Kind.BLANK and not pages[-1] and (len(pages) > 1 or not room):
            continue
        pages[-1].append(row)
    return pages


def _kept_lines(page: list[Row], *, alone: bool) -> list[Row]:
    """Takes the lines off the end of a page that stay with what comes next; not if nothing else would be left."""
    cut = len(page)
    while cut and page[cut - 1].keep:
        cut -= 1
    if cut == len(page) or not cut or (alone and has_text(page) and not has_text(page[:cut])):
        return []
    moved = page[cut:]
    del page[cut:]
    while page and page[-1].kind is Kind.BLANK:
        page.pop()
    return moved


def _bring_text(pages: list[list[Row]], most: int) -> None:
    """Moves the last lines of text to a signature that stands without any."""
    before, last = pages[-2], pages[-1]
    texts = [index for index, row in enumerate(before) if row.kind is Kind.TEXT]
    # the first page keeps text too (7.3.3: 公文首页必须显示正文)
    spare = len(texts) - (1 if len(pages) == 2 else 0)
    for count in range(min(_TEXT_WITH_SIGNATURE, spare), 0, -1):
        cut = texts[-count]
        while cut and before[cut - 1].keep and (has_text(before[: cut - 1]) or len(pages) > 2):
            cut -= 1  # a heading goes along
        if len(before) - cut + 1 + len(last) <= most:
            moved = before[cut:]
            if moved[-1].kind is Kind.TEXT and last[0].kind is Kind.LIST:
                moved.append(BLANK)  # the one above 附件说明 was not wanted at the head of a page
            pages[-1] = moved + last
            del before[cut:]
            while before and before[-1].kind is Kind.BLANK:
                before.pop()
            return


def _close_up(pages: list[list[Row]], metrics: Metrics, top: float) -> None:
    """Takes a signature that found no text back to the page before it where closer lines make room for both."""
    if has_text(pages[-1]) or not has_text(pages[-2]):
        return
    page_top = top if len(pages) == 2 else metrics.top
    lines = len(pages[-2]) + len(pages[-1])
    if (lines - 1) * metrics.line_pitch * _TIGHTEST + metrics.size <= metrics.bottom - page_top:
        pages[-2:] = [pages[-2] + pages[-1]]


def _plan(metrics: Metrics, page: Sequence[Row], top: float) -> Plan:
    room = metrics.bottom - top - metrics.size
    pitch = metrics.line_pitch
    if len(page) > 1 and (len(page) - 1) * pitch > room + _HAIR:
        pitch = room / (len(page) - 1)
    return Plan(tuple(page), top, pitch, metrics.size)
