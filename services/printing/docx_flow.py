"""Text, tables and signature of the editable file: paragraphs that run on by themselves, on the pages of the PDF.

A page of the PDF that is full to its last line needs no break here, since the lines are as long and as high. Where
the PDF ends a page early, or sets its lines closer to keep the signature with text, the same is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.printing.docx_lines import placed_look, placed_runs
from services.printing.docx_pages import Pages
from services.printing.docx_passages import Passage
from services.printing.docx_pictures import picture_paragraphs
from services.printing.docx_table import add_table
from services.printing.docx_writer import Look, Run, paragraph
from services.printing.faces import Style
from services.printing.official_flow import Flow, SetLines, SetTable
from services.printing.official_pages import Plan
from services.printing.official_rows import Kind, Row
from services.printing.official_setting import Setting
from services.printing.profile import Metrics

_SHORT = 3  # lines of a paragraph
_EASED = 2.0  # points by which a table on a new page begins higher than in the PDF, to fit under text on its first
_CAPTION_PITCH = 1.5  # of its size


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines that make one paragraph: some of a passage's, one that belongs to none, or those a picture takes."""

    rows: tuple[Row, ...]
    passage: Passage | None
    start: int
    pitch: float
    page: bool
    keep: bool
    whole: bool = True  # on one page


def add_flow(pages: Pages, setting: Setting, flow: Flow, passages: Sequence[Passage]) -> None:
    """Writes what the flow has set, page by page."""
    writer = _FlowWriter(pages, setting, passages, turned=flow.first_sheet.turned)
    for step in flow.steps:
        if isinstance(step, SetLines):
            writer.lines(step)
        else:
            writer.table(step)


class _FlowWriter:
    """Keeps count of the sheet of the PDF that has been reached."""

    def __init__(self, pages: Pages, setting: Setting, passages: Sequence[Passage], *, turned: bool) -> None:
        self._pages = pages
        self._story = pages.story
        self._geometry = pages.story.geometry
        self._setting = setting
        self._owners = {id(row): (passage, at) for passage in passages for at, row in enumerate(passage.rows)}
        self._sheet, self._turned = 0, turned

    def lines(self, step: SetLines) -> None:
        """Running paragraphs, and lines in their places."""
        page = self._open(step.sheet, turned=False)
        first = step.plans[0]
        for index, piece in enumerate(_signature_kept(list(self._pieces(step.plans)))):
            if index == 0 and first.rows:
                self._place(replace(piece, page=page), first.top + first.size)
            else:
                self._place(piece)
        self._story.stands(step.plans[-1].bottom)
        self._sheet += len(step.plans) - 1

    def table(self, step: SetTable) -> None:
        """The caption above, and the rows; on the pages after the first they begin as far down as in the PDF."""
        page = self._open(step.sheet, turned=step.fit.turned)
        goes_on = step.last_sheet - step.sheet - step.split > 0 and not step.fit.turned
        lowered = self._geometry.above - _EASED if goes_on else 0.0
        if step.table.caption:
            self._caption(step, lowered, page=page)
            page = False
        self._story.gap(step.rows_top - lowered, page=page)
        add_table(self._story, step.table, step.fit, lowered, slice(-1) if step.split else slice(None))
        if step.split:
            self._pages.open()
            self._story.gap(self._setting.metrics.top, page=True)
            add_table(self._story, step.table, step.fit, 0.0, slice(-1, None))
        self._story.ended(step.end)
        self._sheet = step.last_sheet

    def _caption(self, step: SetTable, lowered: float, *, page: bool) -> None:
        """Higher than in the PDF where the row above the heads would not fit under it."""
        size = self._setting.metrics.small
        pitch = size * _CAPTION_PITCH
        missing = max(0.0, lowered - (pitch - size - self._geometry.under))
        look = Look("center", pitch, keep=True, page=page)
        lines = round((step.rows_top - step.top) / pitch)
        self._story.line(step.top + size - missing, [Run(step.table.caption, Style.HEI, size)], look, lines)

    def _open(self, sheet: int, *, turned: bool) -> bool:
        """Returns whether the next paragraph must ask for a new page."""
        if sheet == self._sheet and turned == self._turned:
            return False
        self._sheet, self._turned = sheet, turned
        return self._pages.open(turned=turned)

    def _place(self, piece: _Piece, bottom: float | None = None) -> None:
        if piece.rows[0].pictures:
            (placed,) = piece.rows[0].pictures
            height = len(piece.rows) * piece.pitch
            if bottom is not None:
                lead = piece.pitch - self._geometry.under
                self._story.gap(bottom - lead, page=piece.page)
                piece = replace(piece, page=False)
            package = self._pages.package
            flags = {"keep": piece.keep, "page": piece.page}
            for part in picture_paragraphs(package, self._geometry, placed, height, **flags):
                self._story.add(part)
            return
        look, runs = self._paragraph(piece)
        look = replace(look, pitch=piece.pitch, page=piece.page, keep=look.keep or piece.keep)
        if bottom is not None:
            self._story.line(bottom, runs, look)
            return
        # lines set closer begin as far down the page as those of the full height
        lower = 0.6 * max(0.0, self._geometry.pitch - piece.pitch) if piece.page else 0.0
        self._story.add(paragraph(runs, replace(look, before=lower)))

    def _paragraph(self, piece: _Piece) -> tuple[Look, list[Run]]:
        passage, inks = piece.passage, piece.rows[0].inks
        if passage is None:
            if not inks:
                return Look(), []
            faces = self._setting.faces
            return placed_look(faces, self._geometry, inks), placed_runs(faces, inks)
        look = passage.look(self._geometry)
        if piece.start:
            look = replace(look, first=0.0, first_chars=0, level=0)
        return look, passage.cut(self._geometry, piece.start, piece.start + len(piece.rows))

    def _pieces(self, plans: Sequence[Plan]) -> Iterator[_Piece]:
        held: _Piece | None = None
        for index, plan in enumerate(plans):
            broken = index > 0 and not _runs_on(self._setting.metrics, plans[index - 1], plan)
            for place, row in enumerate(plan.rows):
                page = broken and place == 0
                if held is not None and not page and self._continues(held, row):
                    held = replace(held, rows=(*held.rows, row), keep=row.keep, whole=held.whole and place > 0)
                    continue
                if held is not None:
                    yield held
                passage, at = self._owners.get(id(row), (None, 0))
                held = _Piece((row,), passage, at, self._pitch(plan), page, row.keep)
        if held is not None:
            yield replace(held, keep=False)

    def _continues(self, held: _Piece, row: Row) -> bool:
        if held.passage is not None:
            return self._owners.get(id(row), (None, 0))[0] is held.passage
        return bool(held.rows[0].pictures) and row.kind is Kind.PICTURE and not row.inks and not row.pictures

    def _pitch(self, plan: Plan) -> float:
        own = self._setting.metrics.line_pitch
        return self._geometry.pitch if abs(plan.pitch - own) < 0.01 else plan.pitch


def _signature_kept(pieces: list[_Piece]) -> list[_Piece]:
    """The signature, and a short paragraph before it, stay together when the text is edited (7.3.5.5)."""
    start = len(pieces)
    while start and pieces[start - 1].rows[0].kind in (Kind.SIGN, Kind.BLANK):
        start -= 1
    if start == len(pieces):
        return pieces
    if start and pieces[start - 1].whole and len(pieces[start - 1].rows) <= _SHORT:
        start -= 1
    kept = [replace(piece, keep=True) for piece in pieces[start:-1]]
    return [*pieces[:start], *kept, pieces[-1]]


def _runs_on(metrics: Metrics, above: Plan, below: Plan) -> bool:
    """Whether the lines of a page go on to the next by themselves."""
    full = above.top + len(above.rows) * above.pitch + above.size > metrics.bottom
    return full and abs(above.pitch - below.pitch) < 0.01 and abs(above.pitch - metrics.line_pitch) < 0.01
