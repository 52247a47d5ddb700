"""Ruled tables on a page: the grid that their lines make, and the words in each cell."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from services.plans.files.pdf_lines import line_text, rows_of_glyphs
from services.plans.files.pdf_page import Glyph, Rule

NEAR = 3.0  # points: lines closer than this are one
BREAK = 2.0  # of a character: a line in a cell that ends this far before the border ended by itself
LEAST_ROW, LEAST_COLUMN = 6.0, 8.0
MOST_LINES = 400


class Grid:
    """The cells between the lines of one table; a cell without a line to its neighbour is one with it."""

    def __init__(self, rules: list[Rule]) -> None:
        self._uprights = [rule for rule in rules if rule.upright]
        self._levels = [rule for rule in rules if not rule.upright]
        self._xs = _apart([rule.at for rule in self._uprights], LEAST_COLUMN)
        self._ys = _apart([rule.at for rule in self._levels], LEAST_ROW)[::-1]
        self._owners: dict[tuple[int, int], tuple[int, int]] = {}

    @property
    def is_table(self) -> bool:
        """Whether there are two columns and two rows at least."""
        return len(self._xs) > 2 and len(self._ys) > 2

    @property
    def top(self) -> float:
        """The upper edge."""
        return self._ys[0]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        return self._place(glyph) is not None

    def rows(self, glyphs: list[Glyph]) -> list[list[str]]:
        """The words of the cells row by row; a merged cell stands in every row and column it covers."""
        self._merge()
        inside: defaultdict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            place = self._place(glyph)
            if place is not None:
                inside[self._owner(place)].append(glyph)
        words = {owner: self._words(owner, marks) for owner, marks in inside.items()}
        found = []
        for row in range(len(self._ys) - 1):
            owners = [self._owner((row, column)) for column in range(len(self._xs) - 1)]
            new = any(owner[0] == row for owner in owners)
            texts = [words.get(owner, "") for owner in owners]
            if new and any(texts):
                found.append(texts)
        return found

    def _place(self, glyph: Glyph) -> tuple[int, int] | None:
        x, y = (glyph.left + glyph.right) / 2, glyph.y + glyph.size * 0.25
        column = next((at for at, (left, right) in enumerate(pairwise(self._xs)) if left <= x < right), None)
        row = next((at for at, (top, bottom) in enumerate(pairwise(self._ys)) if bottom <= y < top), None)
        return None if row is None or column is None else (row, column)

    def _owner(self, place: tuple[int, int]) -> tuple[int, int]:
        while place in self._owners:
            place = self._owners[place]
        return place

    def _merge(self) -> None:
        for row, (top, bottom) in enumerate(pairwise(self._ys)):
            for column, (left, right) in enumerate(pairwise(self._xs)):
                if column and not _crosses(self._uprights, left, (top + bottom) / 2):
                    self._join((row, column), (row, column - 1))
                if row and not _crosses(self._levels, top, (left + right) / 2):
                    self._join((row, column), (row - 1, column))

    def _join(self, place: tuple[int, int], other: tuple[int, int]) -> None:
        one, two = sorted((self._owner(place), self._owner(other)))
        if one != two:
            self._owners[two] = one

    def _words(self, owner: tuple[int, int], glyphs: list[Glyph]) -> str:
        """The lines of a cell in one; a blank where a line ended before the border."""
        columns = [place[1] for place in self._cells(owner)]
        border = self._xs[max(columns) + 1]
        text, short = "", False
        for row in rows_of_glyphs(glyphs):
            words = line_text(row)
            text += (" " if short and words else "") + words
            short = border - row[-1].right > BREAK * row[-1].size
        return " ".join(text.split())

    def _cells(self, owner: tuple[int, int]) -> list[tuple[int, int]]:
        every = ((row, column) for row in range(len(self._ys) - 1) for column in range(len(self._xs) - 1))
        return [place for place in every if self._owner(place) == owner]


def _apart(places: list[float], least: float) -> list[float]:
    """The different places of lines, in order."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > least:
            found.append(place)
    return found


def _crosses(rules: list[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= NEAR * 2 and rule.start <= middle <= rule.end for rule in rules)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line put together: every cell may draw its own."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.upright, round(rule.at / NEAR), rule.start)):
        last = found[-1] if found else None
        if (
            last is not None
            and last.upright == rule.upright
            and abs(last.at - rule.at) <= NEAR
            and rule.start <= last.end + NEAR * 2
        ):
            found[-1] = Rule(last.upright, last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _touch(one: Rule, other: Rule) -> bool:
    if one.upright == other.upright:
        return abs(one.at - other.at) <= NEAR and one.start <= other.end + NEAR and other.start <= one.end + NEAR
    return one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR


def grids(rules: list[Rule]) -> list[Grid]:
    """The tables that the lines of a page make, from the top down."""
    left = _merged(rules)
    if len(left) > MOST_LINES:
        return []
    found: list[Grid] = []
    while left:
        group, frontier = [], [left.pop()]
        while frontier:
            rule = frontier.pop()
            group.append(rule)
            near = [other for other in left if _touch(rule, other)]
            left = [other for other in left if other not in near]
            frontier += near
        grid = Grid(group)
        if grid.is_table:
            found.append(grid)
    return sorted(found, key=lambda grid: -grid.top)
