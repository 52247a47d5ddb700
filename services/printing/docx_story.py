"""The run of an editable file: where on its page the next line stands, and the sections that pages belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.printing.docx_styles import PITCH
from services.printing.docx_writer import ABOVE_BLOCK, RULE_WIDTH, Look, Run, paragraph
from services.printing.docx_xml import Element, twips, w
from services.printing.measures import (
    BLOCK_HEIGHT,
    BLOCK_WIDTH,
    LEFT,
    LINES,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIZE,
    SMALL,
    TOP,
    points,
)

_SLACK = 2.0  # points at the foot of a page, so that no rounding pushes its last line to the next
NUMBER_PITCH = 16.0
_HAIR = 1.0  # height of a paragraph that is only there because the format wants one


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one kind; `references` name what stands above and below their text.

    `flush` pages hold a table: their text area begins at the text block's own edge.
    """

    references: tuple[Element, ...] = ()
    turned: bool = False
    flush: bool = False
    first_differs: bool = False


class Story:
    """Collects paragraphs and tables. Positions are the PDF's: points from the upper edge of the sheet."""

    def __init__(self) -> None:
        self._elements: list[Element] = []
        self._bottom = 0.0
        self.open_page()

    def open_page(self, top: float = TOP, *, flush: bool = False) -> None:
        """The next line is the first of a page whose text block begins at `top`."""
        self._bottom = top - 3 if flush else top + SIZE - PITCH

    def line(self, bottom: float, runs: Iterable[Run], look: Look, lines: int = 1) -> None:
        """A paragraph of `lines` lines, the em boxes of its first one ending at `bottom`, or as near as is free."""
        before = max(0.0, bottom - self._bottom - look.pitch)
        self._elements.append(paragraph(runs, replace(look, before=before)))
        ruled = 0.0 if look.rule is None else look.rule + RULE_WIDTH
        self._bottom += before + look.pitch * lines + ruled

    def add(self, element: Element, height: float = 0.0) -> None:
        """Anything else; `height` is the room it takes."""
        self._elements.append(element)
        self._bottom += height

    def gap(self, bottom: float) -> None:
        """An empty paragraph that makes the next line's room begin below `bottom`."""
        height = bottom - self._bottom
        if height >= _HAIR:
            self.add(paragraph([], Look(pitch=height)), height)

    def float_at_end(self, element: Element, *, page: bool = False) -> None:
        """A floating element of the page that the last line stands on, or of a new one.

        It has a paragraph of its own, without height: LibreOffice takes the indents from the one it floats at.
        """
        self.add(element)
        self.add(paragraph([], Look(pitch=_HAIR, page=page)))

    def empty_page(self) -> None:
        """A page without text."""
        self.add(paragraph([], Look(pitch=_HAIR)))

    def end_section(self, section: Section) -> None:
        """What was added since the last section belongs to this one."""
        if not self._ends_with_paragraph():
            self.add(paragraph([], Look(pitch=_HAIR)))
        properties = self._elements[-1].find(w("pPr").tag)
        assert properties is not None
        # every paragraph of `paragraph` has properties; only a change record may stand behind this child
        properties.append(section_properties(section))

    def document(self, section: Section) -> Element:
        """The whole, its last pages being of this section."""
        if not self._ends_with_paragraph():
            self.add(paragraph([], Look(pitch=_HAIR)))
        return w("document", w("body", *self._elements, section_properties(section)))

    def _ends_with_paragraph(self) -> bool:
        return bool(self._elements) and self._elements[-1].tag == w("p").tag and not self._closed()

    def _closed(self) -> bool:
        """Whether the last paragraph already ends a section."""
        return self._elements[-1].find(f"{w('pPr').tag}/{w('sectPr').tag}") is not None


def section_properties(section: Section) -> Element:
    """`<w:sectPr>`: A4; in landscape its binding edge is above."""
    across, down = (PAGE_HEIGHT, PAGE_WIDTH) if section.turned else (PAGE_WIDTH, PAGE_HEIGHT)
    left, width = (PAGE_HEIGHT - TOP - BLOCK_HEIGHT, BLOCK_HEIGHT) if section.turned else (LEFT, BLOCK_WIDTH)
    top = (LEFT if section.turned else TOP) - (0.0 if section.flush else ABOVE_BLOCK)
    height = LEFT + BLOCK_WIDTH + 1 - top if section.turned else text_area_bottom() - top
    size = {"w": twips(across), "h": twips(down)} | ({"orient": "landscape"} if section.turned else {})
    margins = w(
        "pgMar",
        top=twips(top),
        right=twips(across) - twips(left) - twips(width),
        bottom=twips(down) - twips(top) - twips(height),
        left=twips(left),
        header=twips(10 * MM),
        footer=twips(down - number_line_bottom() if not section.turned else 10 * MM),
        gutter=0,
    )
    grid = w("docGrid", linePitch=twips(PITCH), **({} if section.turned or section.flush else {"type": "lines"}))
    own = [w("titlePg")] if section.first_differs else []
    kind = w("type", val="nextPage")
    return w("sectPr", *section.references, kind, w("pgSz", **size), margins, w("cols", space=0), *own, grid)


def text_area_bottom() -> float:
    """Where the room for text ends on an upright page."""
    return TOP - ABOVE_BLOCK + LINES * PITCH + _SLACK


def number_line_bottom() -> float:
    """Bottom of the line with the page number, whose dash is 7 mm below the text block (7.5)."""
    # the dash is in the middle of the em box, which ends 0 (Word) to 1.5 pt (LibreOffice) above the line's bottom
    return TOP + BLOCK_HEIGHT + points("page_number_below") + SMALL / 2 + 0.75
