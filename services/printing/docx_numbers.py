"""What stands above and below the text of the editable file's pages: page numbers, a letter's double rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from services.printing.docx_geometry import Geometry
from services.printing.docx_package import Package
from services.printing.docx_shapes import line_shape, upright_text
from services.printing.docx_story import HAIR, Section
from services.printing.docx_writer import Align, Look, Run, paragraph, run_properties
from services.printing.docx_xml import Element, w, words
from services.printing.faces import Style
from services.printing.page import Rule

_BOX_LENGTH = 120.0  # points; room for a page number of any length
_PITCH_MORE = 2.0  # points that the line is higher than its type


class Numbers:
    """Makes each header and footer once, and names those that a section needs."""

    def __init__(self, package: Package, geometry: Geometry) -> None:
        self._package = package
        self._geometry = geometry
        self._size = geometry.metrics.small
        self._side = geometry.metrics.points("page_number_side")
        self._made: dict[str, str] = {}

    def section(self, *, numbered: bool = True, turned: bool = False, letter_rules: Sequence[Rule] = ()) -> Section:
        """A section whose pages carry their number, or none.

        `letter_rules` stand on the first page alone, which then has no number (7.5, 10.1). On a turned page the
        number stays where it is on the others (7.5), which is at the left edge of the page as it is read.
        """
        above, below = numbered and turned, numbered and not turned
        references = [
            self._header("default", "right" if above else None),
            self._header("even", "left" if above else None),
            self._footer("default", "right" if below else None),
            self._footer("even", "left" if below else None),
        ]
        if letter_rules:
            references += [self._letter_header(letter_rules), self._footer("first", None)]
        return Section(tuple(references), turned, bool(letter_rules))

    def _header(self, pages: str, align: Align | None) -> Element:
        if align is None:
            return self._reference("header", pages, "header-empty", lambda: w("hdr", paragraph([], HAIR)))
        return self._reference("header", pages, f"header-{align}", lambda: w("hdr", self._turned(align)))

    def _footer(self, pages: str, align: Align | None) -> Element:
        if align is None:
            return self._reference("footer", pages, "footer-empty", lambda: w("ftr", paragraph([], HAIR)))
        return self._reference("footer", pages, f"footer-{align}", lambda: w("ftr", self._number(align, self._side)))

    def _letter_header(self, rules: Sequence[Rule]) -> Element:
        shapes = [line_shape(self._package, rule) for rule in rules]
        return self._reference("header", "first", "header-letter", lambda: w("hdr", paragraph([], HAIR, *shapes)))

    def _turned(self, align: Align) -> Element:
        """The page read with its head at the binding edge: what is level at the foot of the sheet stands upright."""
        metrics = self._geometry.metrics
        x = metrics.page_height - self._geometry.number_bottom
        far = metrics.left + metrics.width - self._side - _BOX_LENGTH
        y = far if align == "right" else metrics.left + self._side
        content = self._number(align, 0.0)
        shape = upright_text(self._package, content, x, y, self._size + _PITCH_MORE, _BOX_LENGTH)
        return paragraph([], HAIR, shape)

    def _reference(self, kind: str, pages: str, name: str, make: Callable[[], Element]) -> Element:
        if name not in self._made:
            self._made[name] = self._package.add(name, kind, make())
        return w(f"{kind}Reference", type=pages, r_id=self._made[name])

    def _number(self, align: Align, indent: float) -> Element:
        """“— 1 —” in 4号宋体."""
        left, right = (indent, 0.0) if align == "left" else (0.0, indent)
        look = Look(align, self._size + _PITCH_MORE, left=left, right=right)
        field = w("fldSimple", self._piece("1"), instr=" PAGE ")
        return paragraph([], look, self._piece("— "), field, self._piece(" —"))

    def _piece(self, text: str) -> Element:
        return w("r", run_properties(Run("", Style.SONG, self._size)), words(text))
