"""What stands above and below the text of the editable file's pages: page numbers, a letter's double rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from services.printing.docx_package import Package
from services.printing.docx_shapes import line_shape, upright_text
from services.printing.docx_story import NUMBER_PITCH, Section, number_line_bottom
from services.printing.docx_writer import Align, Look, Run, paragraph, run_properties
from services.printing.docx_xml import Element, w, words
from services.printing.faces import Style
from services.printing.measures import LEFT, PAGE_HEIGHT, SMALL
from services.printing.official_rows import RIGHT
from services.printing.page import Rule

_BOX_LENGTH = 120.0  # points; room for a page number of any length
_NUMBER = Run("", Style.SONG, SMALL, 0.0)
_FLAT = Look(pitch=1.0)


class Numbers:
    """Makes each header and footer once, and names those that a section needs."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._made: dict[str, str] = {}

    def section(
        self, *, numbered: bool = True, turned: bool = False, flush: bool = False, letter_rules: Sequence[Rule] = ()
    ) -> Section:
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
        return Section(tuple(references), turned, flush, bool(letter_rules))

    def _header(self, pages: str, align: Align | None) -> Element:
        if align is None:
            return self._reference("header", pages, "header-empty", lambda: w("hdr", paragraph([], _FLAT)))
        return self._reference("header", pages, f"header-{align}", lambda: w("hdr", self._turned(align)))

    def _footer(self, pages: str, align: Align | None) -> Element:
        if align is None:
            return self._reference("footer", pages, "footer-empty", lambda: w("ftr", paragraph([], _FLAT)))
        return self._reference("footer", pages, f"footer-{align}", lambda: w("ftr", _number(align, SMALL)))

    def _letter_header(self, rules: Sequence[Rule]) -> Element:
        shapes = [line_shape(self._package, rule) for rule in rules]
        return self._reference("header", "first", "header-letter", lambda: w("hdr", paragraph([], _FLAT, *shapes)))

    def _turned(self, align: Align) -> Element:
        """The page read with its head at the binding edge: what is level at the foot of the sheet stands upright."""
        x = PAGE_HEIGHT - number_line_bottom()
        y = RIGHT - SMALL - _BOX_LENGTH if align == "right" else LEFT + SMALL
        shape = upright_text(self._package, _number(align, 0.0), x, y, NUMBER_PITCH, _BOX_LENGTH)
        return paragraph([], _FLAT, shape)

    def _reference(self, kind: str, pages: str, name: str, make: Callable[[], Element]) -> Element:
        if name not in self._made:
            self._made[name] = self._package.add(name, kind, make())
        return w(f"{kind}Reference", type=pages, r_id=self._made[name])


def _number(align: Align, indent: float) -> Element:
    """“— 1 —” in 4号宋体."""
    look = Look(align, NUMBER_PITCH, left=indent if align == "left" else 0, right=indent if align == "right" else 0)
    field = w("fldSimple", _piece("1"), instr=" PAGE ")
    return paragraph([], look, _piece("— "), field, _piece(" —"))


def _piece(text: str) -> Element:
    return w("r", run_properties(_NUMBER), words(text))
