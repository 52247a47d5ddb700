"""Paragraphs and runs of the editable file. Lengths in points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from services.printing.docx_styles import faces_of
from services.printing.docx_xml import Element, twips, w, words
from services.printing.faces import Style
from services.printing.page import BLACK, Colour

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; a line feed is a line break, a tab a tab. `spacing` is added behind each character."""

    text: str
    style: Style = Style.BODY
    size: float = 16.0
    spacing: float = 0.0
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph stands; `left` and `right` from the edges of the text area, tabs from its left edge.

    `rule` draws a line so much below the bottom of the last line, `rule_width` thick. `level` is that of a heading in
    the document's outline. `page` begins a new page. With `loose` the line is as high as what stands in it.
    `mark` is the size of the paragraph's own mark.
    """

    align: Align = "left"
    pitch: float = 29.6
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
    rule_width: float = 1.5
    rule_colour: Colour = BLACK
    frame: Element | None = None
    after: float = 0.0
    loose: bool = False
    mark: float | None = None


def paragraph(runs: Iterable[Run] = (), look: Look | None = None, *extra: Element) -> Element:
    """`<w:p>`; `extra` are elements behind the runs."""
    look = look or Look()
    return w("p", w("pPr", *_properties(look)), *(part for run in runs for part in _run(run)), *extra)


def run_properties(run: Run) -> Element:
    """Face, size, spacing and colour of a run; size and spacing in the next smaller unit, so that no line grows."""
    properties = [faces_of(run.style), w("spacing", val=math.floor(run.spacing * 20 + 0.001))]
    properties += [w(name, val=math.floor(run.size * 2 + 0.001)) for name in ("sz", "szCs")]
    if run.colour != BLACK:
        properties.append(w("color", val=hex_of(run.colour)))
    return w("rPr", *properties)


def hex_of(colour: Colour) -> str:
    """E20000"""
    return "".join(f"{round(part * 255):02X}" for part in colour)


def _properties(look: Look) -> list[Element]:
    line = {"line": 240, "lineRule": "auto"} if look.loose else {"line": twips(look.pitch), "lineRule": "exact"}
    found = [w("spacing", before=twips(look.before), after=twips(look.after), **line), w("jc", val=look.align)]
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
        border = {"sz": round(look.rule_width * 8), "space": round(look.rule), "color": hex_of(look.rule_colour)}
        found.append(w("pBdr", w("bottom", val="single", **border)))
    if look.mark is not None:
        found.append(w("rPr", *(w(name, val=round(look.mark * 2)) for name in ("sz", "szCs"))))
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
