"""Paragraphs of the text beside the lines that they have in the PDF."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.printing.docx_geometry import Geometry
from services.printing.docx_writer import Look, Run
from services.printing.faces import Style
from services.printing.official_flow import Flow, SetLines
from services.printing.official_model import OfficialDocument
from services.printing.official_rows import BLANK, Row, attachment_items
from services.printing.official_setting import Setting
from services.printing.official_text import Span, note_words, recipients
from services.printing.page import Ink


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and its lines; `first` and `rest` are characters before its first line and before the others."""

    spans: tuple[Span, ...]
    rows: tuple[Row, ...]
    first: float = 0.0
    rest: float = 0.0
    level: int = 0
    justified: bool = False

    def look(self, geometry: Geometry) -> Look:
        """As a paragraph; two characters of indent are named as such, so that they follow the size of the type."""
        char = geometry.metrics.char_pitch
        return Look(
            "both" if self.justified else "left",
            left=self.rest * char,
            first=(self.first - self.rest) * char,
            first_chars=2 if self.first == 2 and not self.rest else 0,
            level=self.level,
            keep=bool(self.level),
        )

    def cut(self, geometry: Geometry, start: int, end: int) -> list[Run]:
        """The runs of some of its lines. A last line that is not the paragraph's is drawn out as in the PDF."""
        size = geometry.metrics.size
        stop = len(self.rows) if end == len(self.rows) else end - 1
        runs = [Run(span.text, span.style, size, geometry.tight) for span in self._between(start, stop)]
        if stop < end:
            inks = self.rows[stop].inks
            runs += [Run(ink.text, ink.style, ink.size, _drawn_out(inks)) for ink in inks]
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
            shown = _shown(each)
            at = text.find(shown, at) + len(shown)
        while row and at < len(text) and text[at] in " \n":
            at += 1
        return at


def passages_of(setting: Setting, flow: Flow, document: OfficialDocument) -> list[Passage]:
    """Paragraphs of the text with the levels of their headings, 主送机关, 附件说明 and 附注."""
    found = []
    for block, rows in flow.blocks:
        own = tuple(row for row in rows if row is not BLANK)
        found.append(Passage(block.spans, own, block.first, block.rest, block.heading, justified=True))
    owned = {id(row) for passage in found for row in passage.rows}
    plans = [plan for step in flow.steps if isinstance(step, SetLines) for plan in step.plans]
    free = [row for plan in plans for row in plan.rows if row.inks and id(row) not in owned]
    return found + list(_listed(free, _list_texts(setting, document)))


def _list_texts(setting: Setting, document: OfficialDocument) -> list[tuple[str, float, float]]:
    metrics = setting.metrics
    found = [(recipients(document.to), 0.0, 0.0)]
    found += attachment_items(setting.faces, document, metrics)
    found.append((note_words(document.note), metrics.points("note_indent") / metrics.char_pitch, 0.0))
    return [each for each in found if each[0]]


def _listed(rows: Sequence[Row], texts: Iterable[tuple[str, float, float]]) -> Iterator[Passage]:
    """Finds the lines of each text among those that belong to no paragraph, in their order."""
    at = 0
    for text, first, rest in texts:
        wanted = "".join(text.split())
        for start in range(at, len(rows)):
            end, shown = start, ""
            while end < len(rows) and shown != wanted and wanted.startswith(shown):
                shown += "".join(_shown(rows[end]).split())
                end += 1
            if shown == wanted:
                yield Passage((Span(text, Style.BODY),), tuple(rows[start:end]), first, rest)
                at = end
                break


def _shown(row: Row) -> str:
    return "".join(ink.text for ink in row.inks)


def _drawn_out(inks: Sequence[Ink]) -> float:
    """The spacing of a full line. Here it also stands behind the last character, which must not push that one off."""
    count = sum(len(ink.text) for ink in inks)
    room = inks[0].spacing * (count - 1) - 0.5
    return math.floor(room / count * 20) / 20
