"""Text, 附件说明 and signature of the editable file: paragraphs that run on by themselves, on the pages of the PDF.

A page of the PDF that is full to its last line needs no break here, since the lines are as long and as high. Where
the PDF ends a page early, or sets its lines closer or wider to keep the signature with text, the same is written.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.printing.docx_head import placed_look, placed_runs
from services.printing.docx_story import Story
from services.printing.docx_styles import PITCH, TIGHT
from services.printing.docx_writer import Look, Run, paragraph
from services.printing.faces import Faces
from services.printing.measures import BLOCK_BOTTOM, CHAR_PITCH, LINE_PITCH, SIZE, TOP
from services.printing.official_pages import Plan
from services.printing.official_rows import Row
from services.printing.official_text import Span
from services.printing.page import Ink


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and the lines it has in the PDF; `first` and `rest` are characters before its lines."""

    spans: tuple[Span, ...]
    rows: tuple[Row, ...]
    first: float = 0.0
    rest: float = 0.0
    level: int = 0
    keep: bool = False
    justified: bool = True

    @property
    def look(self) -> Look:
        """As a paragraph; whole characters of indent are named as such, so that they follow the size of the type."""
        return Look(
            "both" if self.justified else "left",
            left=self.rest * CHAR_PITCH,
            first=(self.first - self.rest) * CHAR_PITCH,
            first_chars=2 if self.first == 2 and not self.rest else 0,
            level=self.level,
            keep=self.keep,
        )

    def cut(self, start: int, end: int) -> list[Run]:
        """The runs of some of its lines. A last line that is not the paragraph's is drawn out as in the PDF."""
        stop = len(self.rows) if end == len(self.rows) else end - 1
        runs = [Run(span.text, span.style, SIZE, TIGHT) for span in self._between(start, stop)]
        if stop < end:
            inks = self.rows[stop].inks
            spacing = _drawn_out(inks)
            runs += [Run(ink.text, ink.style, ink.size, spacing) for ink in inks]
        return runs

    def _between(self, start: int, end: int) -> Iterator[Span]:
        begin, stop = self._offset(start), self._offset(end)
        at = 0
        for span in self.spans:
            text = span.text[max(0, begin - at) : max(0, stop - at)]
            if text:
                yield Span(text, span.style)
            at += len(span.text)

    def _offset(self, row: int) -> int:
        """Where in the text a line begins: lines leave out the blanks at their ends."""
        text = "".join(span.text for span in self.spans)
        if row == len(self.rows):
            return len(text)
        at = 0
        for each in self.rows[:row]:
            shown = "".join(ink.text for ink in each.inks)
            at = text.find(shown, at) + len(shown)
        while row and at < len(text) and text[at] in " \n":
            at += 1
        return at


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines of one passage, or one line that belongs to none, to be written as one paragraph."""

    rows: tuple[Row, ...]
    passage: Passage | None
    start: int
    pitch: float
    page: bool


def add_text(story: Story, faces: Faces, passages: Sequence[Passage], plans: Sequence[Plan]) -> None:
    """Writes the lines of the plans: those of passages as running paragraphs, the others each in its place."""
    for index, piece in enumerate(_pieces(passages, plans)):
        look, runs = _paragraph(faces, piece)
        # lines set closer begin as far down the page as those of the full height
        lower = 0.6 * max(0.0, PITCH - piece.pitch) if piece.page else 0.0
        look = replace(look, pitch=piece.pitch, page=piece.page, before=lower)
        if index == 0 and not piece.page:
            # on the grid of this file, which is a hair narrower than the PDF's
            start = round((plans[0].top - TOP) / LINE_PITCH)
            story.line(TOP + start * PITCH + SIZE, runs, look)
        else:
            story.add(paragraph(runs, look))


def _paragraph(faces: Faces, piece: _Piece) -> tuple[Look, list[Run]]:
    passage = piece.passage
    if passage is None:
        inks = piece.rows[0].inks
        return (placed_look(faces, inks), placed_runs(faces, inks)) if inks else (Look(), [])
    look = passage.look if piece.start == 0 else replace(passage.look, first=0.0, first_chars=0, level=0)
    return look, passage.cut(piece.start, piece.start + len(piece.rows))


def _pieces(passages: Sequence[Passage], plans: Sequence[Plan]) -> Iterator[_Piece]:
    owners = {id(row): (passage, at) for passage in passages for at, row in enumerate(passage.rows)}
    held: list[_Piece] = []
    for index, plan in enumerate(plans):
        broken = index > 0 and not _runs_on(plans[index - 1], plan)
        for place, row in enumerate(plan.rows):
            passage, at = owners.get(id(row), (None, 0))
            page = broken and place == 0
            last = held[-1] if held else None
            if last and passage is not None and last.passage is passage and not page:
                held[-1] = replace(last, rows=(*last.rows, row))
                continue
            yield from held
            held = [_Piece((row,), passage, at, _pitch(plan), page)]
    yield from held


def _drawn_out(inks: Sequence[Ink]) -> float:
    """The spacing of a full line. Here it also stands behind the last character, which must not push that one off."""
    count = sum(len(ink.text) for ink in inks)
    room = inks[0].spacing * (count - 1) - 0.5
    return math.floor(room / count * 20) / 20


def _runs_on(above: Plan, below: Plan) -> bool:
    """Whether the lines of a page go on to the next by themselves."""
    full = above.bottom > BLOCK_BOTTOM - LINE_PITCH * 0.9
    return full and _pitch(above) == _pitch(below) == PITCH


def _pitch(plan: Plan) -> float:
    return PITCH if abs(plan.pitch - LINE_PITCH) < 0.01 else plan.pitch


