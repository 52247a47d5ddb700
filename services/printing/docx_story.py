"""The run of an editable file: where on its page the next line stands, and the sections that pages belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.printing.docx_geometry import Geometry
from services.printing.docx_writer import Look, Run, paragraph
from services.printing.docx_xml import Element, twips, w
from services.printing.measures import MM

HAIR = Look(pitch=1.0)
"""Of a paragraph that is only there because the format wants one."""
_FLUSH_ROOM = 3.0  # points that a first line on a turned page stands below the edge of the text area


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one kind; `references` name what stands above and below their text."""

    references: tuple[Element, ...] = ()
    turned: bool = False
    first_differs: bool = False


class Story:
    """Collects paragraphs and tables. Positions are the PDF's: points from the upper edge of the sheet."""

    def __init__(self, geometry: Geometry) -> None:
        self.geometry = geometry
        self._elements: list[Element] = []
        self._bottom = 0.0  # where an em box would end whose line ends here
        self.open_page()

    def open_page(self, *, turned: bool = False) -> None:
        """What follows is on a new page. A turned one counts from the head of its text block, where tables begin."""
        metrics = self.geometry.metrics
        self._bottom = -_FLUSH_ROOM if turned else metrics.top + metrics.size - self.geometry.pitch

    def line(self, bottom: float, runs: Iterable[Run], look: Look, lines: int = 1) -> None:
        """A paragraph of `lines` lines, the em boxes of its first one ending at `bottom`, or as near as is free."""
        before = max(0.0, bottom - self._bottom - look.pitch)
        self._elements.append(paragraph(runs, replace(look, before=before)))
        ruled = 0.0 if look.rule is None else look.rule + look.rule_width
        self._bottom += before + look.pitch * lines + ruled

    def add(self, element: Element, height: float = 0.0) -> None:
        """Anything else; `height` is the room it takes."""
        self._elements.append(element)
        self._bottom += height

    def gap(self, y: float, *, page: bool = False) -> None:
        """An empty paragraph, so that what follows, if it is no line, begins at `y`; with `page` on a new page."""
        height = self.room_above(y)
        if page or height >= HAIR.pitch:
            height = max(height, HAIR.pitch)
            self.add(paragraph([], Look(pitch=height, page=page)), height)

    def room_above(self, y: float) -> float:
        """From what was added last down to `y`, where what follows is no line."""
        return max(0.0, y - self.geometry.under - self._bottom)

    def ended(self, y: float) -> None:
        """What was added last, and was no line, ends at `y`."""
        self._bottom = y - self.geometry.under

    def stands(self, bottom: float) -> None:
        """The em boxes of the last line end at `bottom`, on whatever page the lines have run to."""
        self._bottom = bottom

    def float_at_end(self, element: Element, *, page: bool = False) -> None:
        """A floating element of the page that the last line stands on, or of a new one.

        It has a paragraph of its own, without height: LibreOffice takes the indents from the one it floats at.
        """
        self.add(element)
        self.add(paragraph([], replace(HAIR, page=page)))

    def empty_page(self) -> None:
        """A page without text."""
        self.add(paragraph([], HAIR))

    def end_section(self, section: Section) -> None:
        """What was added since the last section belongs to this one."""
        self._close_with_paragraph()
        properties = self._elements[-1].find(w("pPr").tag)
        assert properties is not None
        # every paragraph of `paragraph` has properties, and of what may stand in them only this is last
        properties.append(self._section(section))

    def document(self, section: Section) -> Element:
        """The whole, its last pages being of this section."""
        self._close_with_paragraph()
        return w("document", w("body", *self._elements, self._section(section)))

    def _close_with_paragraph(self) -> None:
        last = self._elements[-1] if self._elements else None
        closed = last is not None and last.find(f"{w('pPr').tag}/{w('sectPr').tag}") is not None
        if last is None or last.tag != w("p").tag or closed:
            self.add(paragraph([], HAIR))

    def _section(self, section: Section) -> Element:
        """`<w:sectPr>`: A4; in landscape its binding edge is above, and the text area is the text block's own."""
        metrics, turned = self.geometry.metrics, section.turned
        across, down = metrics.page_width, metrics.page_height
        left, width = metrics.left, metrics.width
        top, bottom = metrics.top - self.geometry.above, self.geometry.area_bottom
        if turned:
            left, width = down - metrics.bottom, metrics.height
            top, bottom = metrics.left, metrics.left + metrics.width + 1
            across, down = down, across
        size = {"w": twips(across), "h": twips(down)} | ({"orient": "landscape"} if turned else {})
        margins = w(
            "pgMar",
            top=twips(top),
            right=twips(across) - twips(left) - twips(width),
            bottom=twips(down) - twips(bottom),
            left=twips(left),
            header=twips(10 * MM),
            footer=twips(10 * MM if turned else down - self.geometry.number_bottom),
            gutter=0,
        )
        # the lines keep to their exact height; the grid is what the page dialogue shows
        grid = w("docGrid", linePitch=twips(self.geometry.pitch), **({} if turned else {"type": "lines"}))
        own = [w("titlePg")] if section.first_differs else []
        parts = [w("type", val="nextPage"), w("pgSz", **size), margins, w("cols", space=0), *own, grid]
        return w("sectPr", *section.references, *parts)
