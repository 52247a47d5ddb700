"""Lines of print from single characters: what stands on one base line, from left to right."""

from __future__ import annotations

from dataclasses import dataclass

from services.plans.files.pdf_page import Glyph

SAME_LINE = 0.4  # of a character's size
SAME_PLACE = 0.25  # of a character's size: a character drawn twice to look bold
GAP = 1.1  # of a character's size: a blank
LATIN_GAP = 0.2
GUTTER = 12.0  # points between two columns of print
FEWEST_LINES = 6
FEWEST_CHARACTERS = 8


@dataclass(slots=True)
class PageLine:
    """A printed line; `margin` is where full lines of its page end, 0 while unknown."""

    text: str
    left: float
    right: float
    y: float
    size: float
    margin: float = 0.0

    def with_more(self, line: PageLine) -> PageLine:
        """Both lines as one; a blank stays between Latin words."""
        latin = self.text[-1:].isascii() and self.text[-1:].isalpha() and line.text[:1].isascii()
        between = " " if latin and line.text[:1].isalpha() else ""
        return PageLine(self.text + between + line.text, self.left, line.right, line.y, line.size, line.margin)


def rows_of_glyphs(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The characters of each line from top to bottom, each line from left to right."""
    rows: list[list[Glyph]] = []
    base = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if rows and abs(base - glyph.y) < SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            base = glyph.y
    return [sorted(row, key=lambda glyph: glyph.left) for row in rows]


def line_text(row: list[Glyph]) -> str:
    """The words of a line; where characters stand apart there is a blank."""
    words: list[str] = []
    before: Glyph | None = None
    for glyph in row:
        if before is not None:
            twice = glyph.char == before.char and abs(glyph.left - before.left) < SAME_PLACE * glyph.size
            if twice:
                continue
            gap = (glyph.left - before.right) / glyph.size
            latin = before.char.isascii() and glyph.char.isascii() and before.char.isalnum() and glyph.char.isalnum()
            if gap > GAP or (latin and gap > LATIN_GAP):
                words.append(" ")
        words.append(glyph.char)
        before = glyph
    return "".join(words).strip()


def lines_of_glyphs(glyphs: list[Glyph]) -> list[PageLine]:
    """The printed lines of a page or a part of it."""
    found = []
    for row in rows_of_glyphs(glyphs):
        if text := line_text(row):
            marked = [glyph for glyph in row if not glyph.char.isspace()]
            size = sorted(glyph.size for glyph in marked)[len(marked) // 2]
            found.append(PageLine(text, marked[0].left, marked[-1].right, row[0].y, size))
    return found


def split_columns(glyphs: list[Glyph], width: float) -> list[list[Glyph]]:
    """The characters of two columns of print one after the other; a page with one column as it is."""
    middle = width / 2
    left = [glyph for glyph in glyphs if glyph.right < middle + GUTTER / 2]
    right = [glyph for glyph in glyphs if glyph.left > middle - GUTTER / 2]
    across = len(glyphs) - len(left) - len(right)
    enough = all(
        len(rows) >= FEWEST_LINES and len(side) >= FEWEST_CHARACTERS * len(rows)
        for side in (left, right)
        for rows in (rows_of_glyphs(side),)
    )
    if not enough or across * 20 > len(glyphs) or not _has_gutter(left, right):
        return [glyphs]
    return [left, right]


def _has_gutter(left: list[Glyph], right: list[Glyph]) -> bool:
    """Whether nearly all lines of one side end well before those of the other begin."""
    ends = sorted(max(glyph.right for glyph in row) for row in rows_of_glyphs(left))
    begins = sorted(min(glyph.left for glyph in row) for row in rows_of_glyphs(right))
    return begins[len(begins) // 10] - ends[-1 - len(ends) // 10] > GUTTER
