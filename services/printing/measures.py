"""The measures of GB/T 9704-2012 as rows of data, each with its clause and how binding it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MM = 72 / 25.4
"""Points in a millimetre."""


class Strength(StrEnum):
    """How binding a measure is; a departure from 规定 is an error, from the others a hint."""

    MANDATORY = "规定"
    NORMAL = "一般"
    ADVISED = "推荐"
    ALLOWED = "可以"
    PRACTICE = "实务"
    DERIVED = "推算"


@dataclass(frozen=True, slots=True)
class Measure:
    """One row: `unit` is mm, pt, line, char or count; `clause` is the clause of GB/T 9704-2012."""

    value: float
    unit: str
    tolerance: float
    clause: str
    strength: Strength

    @property
    def points(self) -> float:
        """The value in points; only for mm and pt."""
        if self.unit not in ("mm", "pt"):
            raise ValueError(self.unit)
        return self.value * MM if self.unit == "mm" else self.value


_M, _N, _A, _P, _D = Strength.MANDATORY, Strength.NORMAL, Strength.ADVISED, Strength.PRACTICE, Strength.DERIVED

MEASURES: dict[str, Measure] = {
    "page_width": Measure(210, "mm", 0.1, "5.1", _M),
    "page_height": Measure(297, "mm", 0.1, "5.1", _M),
    "top": Measure(37, "mm", 1, "5.2.1", _M),
    "left": Measure(28, "mm", 1, "5.2.1", _M),
    "block_width": Measure(156, "mm", 0.2, "5.2.1", _M),
    "block_height": Measure(225, "mm", 1.5, "5.2.1", _M),
    "lines": Measure(22, "count", 0, "5.2.3", _N),
    "chars": Measure(28, "count", 0, "5.2.3", _N),
    "body_size": Measure(16, "pt", 0.3, "5.2.2", _N),
    "title_size": Measure(22, "pt", 0.3, "7.3.1", _N),
    "title_pitch": Measure(36, "pt", 3, "3.2", _D),
    "small_size": Measure(14, "pt", 0.3, "7.4.2", _N),
    "mark_top": Measure(35, "mm", 0.5, "7.2.4", _M),
    "mark_largest": Measure(50, "pt", 0, "7.2.4", _P),
    "below_mark": Measure(2, "line", 0.3, "7.2.5", _M),
    "below_number": Measure(4, "mm", 0.5, "7.2.7", _M),
    "red_rule": Measure(1.5, "pt", 1, "7.2.7", _P),
    "above_title": Measure(2, "line", 0.3, "7.3.1", _N),
    "below_title": Measure(1, "line", 0.8, "7.3.2", _M),
    "indent": Measure(2, "char", 0, "7.3.3", _M),
    "sealed_date_right": Measure(4, "char", 0, "7.3.5.1", _N),
    "unsealed_right": Measure(2, "char", 0, "7.3.5.2", _M),
    "stamp_right": Measure(4, "char", 0, "7.3.5.3", _M),
    "imprint_thick": Measure(0.35, "mm", 0.1, "7.4.1", _A),
    "imprint_thin": Measure(0.25, "mm", 0.1, "7.4.1", _A),
    "page_number_below": Measure(7, "mm", 0.5, "7.5", _N),
    "letter_mark_top": Measure(30, "mm", 0.5, "10.1", _M),
    "letter_rule_below_mark": Measure(4, "mm", 0.5, "10.1", _M),
    "letter_rule_bottom": Measure(20, "mm", 0.5, "10.1", _M),
    "letter_rule_width": Measure(170, "mm", 0.5, "10.1", _M),
    "order_mark_top": Measure(20, "mm", 0.5, "10.2", _M),
    "seal": Measure(42, "mm", 3, "7.3.5.1", _P),
}


def points(name: str) -> float:
    """A measure in points."""
    return MEASURES[name].points


PAGE_WIDTH, PAGE_HEIGHT = points("page_width"), points("page_height")
LEFT, TOP = points("left"), points("top")
BLOCK_WIDTH, BLOCK_HEIGHT = points("block_width"), points("block_height")
BLOCK_BOTTOM = TOP + BLOCK_HEIGHT
LINES, CHARS = int(MEASURES["lines"].value), int(MEASURES["chars"].value)
SIZE, TITLE_SIZE, SMALL = points("body_size"), points("title_size"), points("small_size")

# The first glyph touches the top of the text block and the last its bottom, the first its left edge and the 28th its
# right edge (the reading under which 16 pt type fills 156 × 225 mm: 29.61 pt a line, 15.79 pt a character).
LINE_PITCH = (BLOCK_HEIGHT - SIZE) / (LINES - 1)
CHAR_PITCH = (BLOCK_WIDTH - SIZE) / (CHARS - 1)
