"""PDF with text: lines and tables put together from where each character stands on its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from services.errors import UnreadableError
from services.pdfium import PDFIUM
from services.plans.files.pdf_lines import PageLine, lines_of_glyphs, split_columns
from services.plans.files.pdf_page import Glyph, page_glyphs, page_rules
from services.plans.files.pdf_tables import Grid, grids
from services.plans.files.refusals import BROKEN, LOCKED, PAGES_LEFT, PAGES_SCANNED, SCANNED

MOST_PAGES = 400
MOST_GLYPHS = 600_000
_PAGE_NUMBER = re.compile(r"[\s\-—–·第页共/\d]+")
_NUMBER_HEAD = re.compile(r"序\s*号|编\s*号")
_ITEM = re.compile(r"^\s*(?:\d{1,3}\s*[.、．]|[（(【]|[一二三四五六七八九十]{1,3}、|[①-⑳])|[。；：]|单位|时限")
LONGEST_HEAD = 40
INDENT = 1.4  # of a character: how far the first line of a paragraph stands in
SHORT = 1.6  # of a character: how far a line may end before the margin and still be full


@dataclass(slots=True)
class _Table:
    """Rows of a table; one that goes on over pages is one table."""

    rows: list[list[str]]


Block = PageLine | _Table
Tell = Callable[[int, int], None]


def pdf_text(data: bytes, name: str, tell: Tell | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF, and which pages hold none. `tell` hears after every page how many of how many are read.

    Raises:
        UnreadableError: it is locked, damaged or has no text at all.
    """
    import pypdfium2

    with PDFIUM:
        try:
            document: Any = pypdfium2.PdfDocument(data)  # type: ignore[no-untyped-call]
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise UnreadableError(
                LOCKED if locked else BROKEN.format(name=name), code="PL03" if locked else "PL02"
            ) from error
        try:
            count = len(document)
            pages = list(_told(_pages(document), min(count, MOST_PAGES), tell))
        finally:
            document.close()
    if not any(pages):
        raise UnreadableError(SCANNED, code="PL04")
    empty = [str(place) for place, page in enumerate(pages, start=1) if not page]
    warnings = [PAGES_SCANNED.format(pages="、".join(empty))] if empty else []
    if len(pages) < count:
        warnings.append(PAGES_LEFT.format(count=count, read=len(pages)))
    return "\n".join(_printed(_joined(_without_running_lines(pages)))), tuple(warnings)


def _told(pages: Iterator[list[Block]], count: int, tell: Tell | None) -> Iterator[list[Block]]:
    for place, page in enumerate(pages, start=1):
        if tell is not None:
            tell(place, count)
        yield page


def _pages(document: Any) -> Iterator[list[Block]]:
    """The blocks of each page, as long as the whole stays within bounds."""
    seen = 0
    for place in range(min(len(document), MOST_PAGES)):
        page = document[place]
        try:
            glyphs = page_glyphs(page)
            seen += len(glyphs)
            yield _blocks(glyphs, page_rules(page), page.get_width()) if glyphs else []
        finally:
            page.close()
        if seen > MOST_GLYPHS:
            return


def _blocks(glyphs: list[Glyph], rules: Any, width: float) -> list[Block]:
    """The lines and tables of a page from top to bottom."""
    found: list[Grid] = grids(rules)
    placed: list[tuple[float, Block]] = []
    rest = glyphs
    for grid in found:
        inside = [glyph for glyph in rest if grid.holds(glyph)]
        rows = grid.rows(inside)
        if rows:
            taken = set(map(id, inside))
            rest = [glyph for glyph in rest if id(glyph) not in taken]
            placed.append((grid.top, _Table(rows)))
    if not placed:
        return [line for part in split_columns(rest, width) for line in lines_of_glyphs(part)]
    placed += [(line.y, line) for line in lines_of_glyphs(rest)]
    return [block for _, block in sorted(placed, key=lambda item: -item[0])]


def _masked(block: Block) -> str:
    """A line that may come back on every page, its numbers made alike; "" for what belongs to the plan."""
    if not isinstance(block, PageLine) or len(block.text) > LONGEST_HEAD or _ITEM.search(block.text):
        return ""
    return re.sub(r"\d+", "#", re.sub(r"\s", "", block.text))


def _without_running_lines(pages: list[list[Block]]) -> list[list[Block]]:
    """The pages without the lines that stand at the head or foot of most of them, and without page numbers there."""
    written = [page for page in pages if page]
    most = max(2, len(written) * 6 // 10)
    for end in (0, -1):
        edges = Counter(_masked(page[end]) for page in written if page)
        running = {words for words, count in edges.items() if words and count >= most}
        for page in written:
            while page and isinstance(page[end], PageLine) and _is_running(page[end], running):
                page.pop(end)
    return pages


def _is_running(block: Block, running: set[str]) -> bool:
    text = block.text if isinstance(block, PageLine) else ""
    return _masked(block) in running or bool(_PAGE_NUMBER.fullmatch(text) and len(text) < 16)


def _joined(pages: list[list[Block]]) -> list[Block]:
    """All blocks, with sentences that go over lines and rows that go over pages in one piece."""
    found: list[Block] = []
    for page in pages:
        lines = [block for block in page if isinstance(block, PageLine)]
        left = min((line.left for line in lines), default=0.0)
        right = max((line.right for line in lines), default=0.0)
        indented = sum(1 for line in lines if INDENT < (line.left - left) / line.size < 3) > 1
        for block in page:
            before = found[-1] if found else None
            if isinstance(block, _Table):
                if not (isinstance(before, _Table) and _goes_on(before, block)):
                    found.append(block)
                continue
            block.margin = right
            if isinstance(before, PageLine) and indented and _continues(before, block, left):
                found[-1] = before.with_more(block)
            else:
                found.append(block)
    return found


def _continues(before: PageLine, line: PageLine, left: float) -> bool:
    """Whether a line at the margin goes on with a full line before it."""
    full = before.margin and before.margin - before.right < SHORT * before.size
    return bool(full and line.left - left < line.size * 0.8 and abs(before.size - line.size) < 1)


def _goes_on(before: _Table, table: _Table) -> bool:
    """Adds the rows of a table that goes on from the page before; its repeated header and a cut row are seen."""
    if len(before.rows[0]) != len(table.rows[0]):
        return False
    rows = table.rows[1:] if table.rows[0] == before.rows[0] else table.rows
    numbered = _NUMBER_HEAD.fullmatch(before.rows[0][0])
    if rows and numbered and not rows[0][0] and len(before.rows) > 1 and any(rows[0]):
        before.rows[-1] = [first + second for first, second in zip(before.rows[-1], rows[0], strict=True)]
        rows = rows[1:]
    before.rows += rows
    return True


def _printed(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, _Table):
            yield from ("\t".join([*row, ""]) for row in block.rows)
        else:
            yield block.text
