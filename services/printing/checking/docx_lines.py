"""The paragraphs of a .docx as they are seen: tracked changes taken in, text boxes opened, numbers counted.

Each carries the faces and sizes of its pieces and the layout of its paragraph, with styles followed to their root.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.plans.files.word_lists import WordLists
from services.printing.checking.docx_styles import Look, Setting, Styles

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = W + "txbxContent"
_GONE = {W + "del", W + "moveFrom", W + "pPr", W + "rPr", W + "sectPr", _FALLBACK}
_BLANKS = {"\u3000": 1.0, " ": 0.5, "\u00a0": 0.5, "\u2002": 0.5, "\u2003": 1.0, "\t": 2.0}
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one face."""

    text: str
    look: Look


@dataclass(frozen=True)
class Line:
    """A paragraph. `blanks`: characters of blank space that were typed in front of it."""

    pieces: tuple[Piece, ...]
    setting: Setting
    blanks: float = 0.0

    @cached_property
    def text(self) -> str:
        """The words, with a number that Word counts in front."""
        return "".join(piece.text for piece in self.pieces)

    def look(self, start: int = 0, end: int | None = None) -> Look | None:
        """The face of most Chinese characters from `start` to `end`; None where there are none."""
        counts: Counter[Look] = Counter()
        at = 0
        for piece in self.pieces:
            for char in piece.text:
                if at >= start and (end is None or at < end) and "\u3400" <= char <= "\u9fff":
                    counts[piece.look] += 1
                at += 1
        return counts.most_common(1)[0][0] if counts else None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the lines of its cells, row by row."""

    cells: tuple[tuple[tuple[Line, ...], ...], ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Its cells as text."""
        return tuple(tuple("\n".join(line.text for line in cell) for cell in row) for row in self.cells)

    @property
    def lines(self) -> list[Line]:
        """All lines, row by row."""
        return [line for row in self.cells for cell in row for line in cell]


class LineReader:
    """Walks the body of a document in the order of reading."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = Styles(document)
        self._numbers = _lists(document)
        self._held: list[Piece] = []  # of a paragraph whose end was deleted: it runs on into the next

    def blocks(self) -> Iterator[Line | Grid]:
        """Paragraphs with text, and tables."""
        yield from self._blocks(self._document.element.body)

    def lines_of(self, element: Any) -> list[Line]:
        """The paragraphs of a footer or a cell."""
        return [each for each in self._blocks(element) if isinstance(each, Line)]

    @property
    def default_size(self) -> float:
        """Points of the type that a character grid counts from."""
        return self._styles.default_size

    def _blocks(self, parent: Any) -> Iterator[Line | Grid]:
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield self._grid(child)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml"):
                yield from self._blocks(child)

    def _grid(self, table: Any) -> Grid:
        rows = (row for row in table if row.tag == W + "tr")
        return Grid(tuple(tuple(tuple(self.lines_of(cell)) for cell in row if cell.tag == W + "tc") for row in rows))

    def _paragraph(self, element: Any) -> Iterator[Line]:
        for box in _boxes(element):
            yield from (each for each in self._blocks(box) if isinstance(each, Line))
        number = self._number(element)
        pieces = [*self._held, *self._pieces(element, element)]
        self._held = []
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._held = pieces
            return
        line = _line(number, pieces, self._styles.setting(element))
        if line is not None:
            yield line

    def _number(self, element: Any) -> str:
        return self._numbers.before(element.find(W + "pPr"))

    def _pieces(self, parent: Any, paragraph: Any) -> Iterator[Piece]:
        for child in parent:
            if child.tag in _GONE or child.tag == _BOX:
                continue
            if child.tag == W + "r":
                yield from self._run(child, paragraph)
            else:
                yield from self._pieces(child, paragraph)

    def _run(self, run: Any, paragraph: Any) -> Iterator[Piece]:
        properties = run.find(W + "rPr")
        if properties is not None and properties.find(W + "vanish") is not None:
            return
        words = "".join(
            (child.text or "") if child.tag == W + "t" else _SIGNS.get(child.tag, "") if not _is_page(child) else ""
            for child in run
        )
        if words:
            yield Piece(words, self._styles.look(run, paragraph))


def _lists(document: Any) -> WordLists:
    parts = (link for link in document.part.rels.values() if link.reltype.endswith("/numbering"))
    numbering = next((link.target_part.element for link in parts if not link.is_external), None)
    return WordLists(numbering, {style.style_id: style.element for style in document.styles})


def _is_page(sign: Any) -> bool:
    return sign.tag == W + "br" and sign.get(W + "type") in ("page", "column")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes of a paragraph, once each: the copy for old programs is left out."""
    for box in paragraph.iter(_BOX):
        above = [each.tag for each in box.iterancestors()]
        inner = above[: above.index(paragraph.tag)] if paragraph.tag in above else above
        if _FALLBACK not in inner and _BOX not in inner:
            yield box


def _line(number: str, pieces: list[Piece], setting: Setting) -> Line | None:
    """None for a paragraph without text; blanks around the words are dropped and remembered."""
    whole = "".join(piece.text for piece in pieces)
    if not whole.strip():
        return None
    lead = len(whole) - len(whole.lstrip())
    kept = _cut(pieces, lead, len(whole.rstrip()))
    if number:
        kept.insert(0, Piece(number, kept[0].look))
    return Line(tuple(kept), setting, sum(_BLANKS.get(char, 0.0) for char in whole[:lead]))


def _cut(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    kept: list[Piece] = []
    at = 0
    for piece in pieces:
        words = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if words:
            kept.append(Piece(words, piece.look))
    return kept
