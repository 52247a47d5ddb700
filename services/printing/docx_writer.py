"""Paragraphs, runs and sections of the editable file. Lengths in points.

Where a line stands. Word gives a line of exact height h its text at the bottom, all that is left over above it;
LibreOffice puts the base line at four fifths of h. Between em box and bottom of the line there is nothing in the one,
h/5 − 0.12 × size in the other: 4 pt for 16 pt in 29.6 pt. `line_height` keeps it at 4 pt for every size, so that the
lines of a page stand in the same places to one another in both, and the page as a whole differs by 4 pt. The upper
margin is set between them: em boxes begin 36.6 mm (LibreOffice, which also centres the grid of lines in the text area) and
37.7 mm (Word) below the edge of the sheet, where the PDF has 37 mm; the last line ends at 261.5 and 262.6 mm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from services.printing.docx_styles import PITCH, TIGHT, faces_of
from services.printing.docx_xml import Element, twips, w, words
from services.printing.faces import Style
from services.printing.measures import MM, SIZE

Align = Literal["left", "center", "right", "both"]

UNDER = 4.0
"""From an em box to the bottom of its line, in LibreOffice."""
ABOVE_BLOCK = PITCH - SIZE - UNDER + 0.7 * MM
"""The text area begins this much above the text block: the space above the first em box, and 0.7 mm."""
RED = "E20000"
RULE_WIDTH = 1.5


def line_height(size: float) -> float:
    """Exact height of a line whose em box ends 4 pt above its bottom where the base line is at four fifths."""
    return 20 + 0.6 * size


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; a line feed is a line break, a tab a tab. `spacing` is added behind each character."""

    text: str
    style: Style = Style.BODY
    size: float = SIZE
    spacing: float = TIGHT
    red: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph stands; `left` and `right` from the edges of the text area, tabs from its left edge.

    `rule` draws a line so much below the bottom of the paragraph's last line, in `rule_look`. `level` is the level of
    a heading in the document's outline. `page` begins a new page.
    """

    align: Align = "left"
    pitch: float = PITCH
    before: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    first_chars: int = 0
    tabs: tuple[tuple[str, float], ...] = ()
    keep: bool = False
    page: bool = False
    level: int = 0
    rule: float | None = None
    frame: Element | None = None


def paragraph(runs: Iterable[Run] = (), look: Look | None = None, *extra: Element) -> Element:
    """`<w:p>`; `extra` are elements behind the runs."""
    look = look or Look()
    return w("p", w("pPr", *_properties(look)), *(part for run in runs for part in _run(run)), *extra)


def run_properties(run: Run) -> Element:
    """Face, size, spacing and colour of a run; size and spacing in the next smaller unit, so that no line grows."""
    properties = [faces_of(run.style), w("spacing", val=math.floor(run.spacing * 20 + 0.001))]
    properties += [w(name, val=math.floor(run.size * 2 + 0.001)) for name in ("sz", "szCs")]
    if run.red:
        properties.append(w("color", val=RED))
    return w("rPr", *properties)


def _properties(look: Look) -> list[Element]:
    spacing = w("spacing", before=twips(look.before), after=0, line=twips(look.pitch), lineRule="exact")
    found = [spacing, w("jc", val=look.align)]
    flags = (("keepNext", look.keep), ("pageBreakBefore", look.page))
    found += [w(name) for name, wanted in flags if wanted]
    indent = _indent(look)
    if indent:
        found.append(w("ind", **indent))
    if look.tabs:
        found.append(w("tabs", *(w("tab", val=kind, pos=twips(place)) for kind, place in look.tabs)))
    if look.level:
        found.append(w("outlineLvl", val=look.level - 1))
    if look.rule is not None:
        found.append(w("pBdr", w("bottom", val="single", sz=round(RULE_WIDTH * 8), space=round(look.rule), color=RED)))
    if look.frame is not None:
        found.append(look.frame)
    return found


def _indent(look: Look) -> dict[str, int]:
    found = {"left": twips(look.left), "right": twips(look.right)}
    if look.first:
        found["firstLine" if look.first > 0 else "hanging"] = twips(abs(look.first))
    if look.first_chars:
        found["firstLineChars"] = look.first_chars * 100
    return {key: value for key, value in found.items() if value}


def _run(run: Run) -> list[Element]:
    """One `<w:r>` with its breaks and tabs."""
    if not run.text:
        return []
    return [w("r", run_properties(run), *_contents(run.text))]


def _contents(text: str) -> Sequence[Element]:
    found: list[Element] = []
    start = 0
    for end, char in enumerate(text):
        if char in "\n\t":
            if end > start:
                found.append(words(text[start:end]))
            found.append(w("br") if char == "\n" else w("tab"))
            start = end + 1
    if start < len(text):
        found.append(words(text[start:]))
    return found
