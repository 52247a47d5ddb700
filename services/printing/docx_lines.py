"""Lines that the PDF has drawn, as paragraphs: pieces in their places by alignment, indent and tab stops."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from services.printing.docx_geometry import Geometry
from services.printing.docx_writer import Look, Run
from services.printing.faces import Faces
from services.printing.page import Ink, text_width

NEAR = 1.0
"""Points: a piece this near the middle or the edge is meant to stand there."""


def placed_look(faces: Faces, geometry: Geometry, line: Sequence[Ink]) -> Look:
    """Centred or to the right where the only piece stands so; else indents and tab stops at the very places."""
    metrics = geometry.metrics
    left = metrics.left
    pitch = geometry.line_height(max(ink.size for ink in line))
    if len(line) == 1:
        free = left + metrics.width - end_of(faces, line[0])
        if abs(line[0].x - left - free) < NEAR:
            return Look("center", pitch)
        if abs(free) < NEAR:
            return Look("right", pitch)
    tabs: list[tuple[str, float]] = []
    for before, after in itertools.pairwise(line):
        if not _touches(faces, before, after):
            # what ends at the edge is led there by its end: with other figures it would be pushed to the next line
            flush = abs(left + metrics.width - end_of(faces, after)) < NEAR
            tabs.append(("right", metrics.width) if flush else ("left", after.x - left))
    return Look(pitch=pitch, left=max(0.0, line[0].x - left), tabs=tuple(tabs))


def placed_runs(faces: Faces, line: Sequence[Ink]) -> list[Run]:
    """The pieces of a line, a tab between those that do not touch."""
    found = [run_of(line[0])]
    for before, after in itertools.pairwise(line):
        found.append(run_of(after, "" if _touches(faces, before, after) else "\t"))
    return found


def broken_runs(lines: Sequence[Ink]) -> list[Run]:
    """Lines of a title as one paragraph with breaks where the PDF has them."""
    return [run_of(ink, "\n" if index else "") for index, ink in enumerate(lines)]


def spread_runs(ink: Ink) -> list[Run]:
    """A name drawn out to the width of another; nothing is added behind its last character."""
    return [run_of(replace(ink, text=ink.text[:-1])), run_of(replace(ink, text=ink.text[-1:], spacing=0.0))]


def run_of(ink: Ink, before: str = "") -> Run:
    """A piece as a run, `before` it a tab or a break."""
    return Run(before + ink.text, ink.style, ink.size, ink.spacing, ink.colour)


def end_of(faces: Faces, ink: Ink) -> float:
    """The right edge of its last em box."""
    return ink.x + text_width(faces, ink.text, ink.style, ink.size, ink.spacing)


def _touches(faces: Faces, before: Ink, after: Ink) -> bool:
    return after.x - end_of(faces, before) < NEAR
