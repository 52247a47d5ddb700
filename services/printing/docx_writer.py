"""Paragraphs of the editable file. Lengths in points, from the left edge of the text block."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.printing.docx_xml import add_font_table, element, replace_child, set_fonts, set_order
from services.printing.faces import Style
from services.printing.measures import CHAR_PITCH, MM, SIZE, points
from services.printing.official_text import Span

GRID_PITCH = 579
"""Twentieths of a point: 22 lines of 28.95 pt fit the 225 mm of the text block; 29.61 pt would need smaller margins."""
_TIGHT = -5  # twentieths of a point behind each character: 28 instead of 27 on a line
_BODY_PITCH = GRID_PITCH / 20
_ALIGN = ("left", "center", "right", "both")

LONGEST_PROPERTY = 255  # characters; the format takes no more


class Writer:
    """Adds paragraphs to a python-docx document set up with the page of GB/T 9704."""

    def __init__(self, document: Any, title: str) -> None:
        self.document = document
        self._set_page(document.sections[0])
        self._set_normal()
        properties = document.core_properties
        properties.title, properties.author, properties.comments = title[:LONGEST_PROPERTY], "", ""
        self._last: Any = None

    def line(
        self,
        spans: Sequence[Span],
        *,
        size: float = SIZE,
        pitch: float = _BODY_PITCH,
        align: str = "left",
        red: bool = False,
        rule: str = "",
        left: float = 0.0,
        first: float = 0.0,
        tabs: Sequence[float] = (),
        keep: bool = False,
        tight: bool = True,
    ) -> Any:
        """One paragraph. `rule` is "red" (版头 line below it) or "letter" (double line)."""
        paragraph = self.document.add_paragraph()
        self.format(paragraph, pitch=pitch, align=align, left=left, tabs=tabs)
        self.fill(paragraph, spans, size=size, red=red, tight=tight and size == SIZE)
        properties = paragraph._p.get_or_add_pPr()
        if first:
            name = "firstLine" if first > 0 else "hanging"
            indent = element("ind", left=round(left * 20), **{name: round(abs(first) * 20)})
            replace_child(properties, indent)
        if rule:
            properties.append(_rule(rule))
        if keep:
            properties.append(element("keepNext"))
        self._last = paragraph
        return paragraph

    def paragraph(self, spans: Sequence[Span], *, keep: bool = False) -> None:
        """Running text, two characters in."""
        paragraph = self.line(spans, align="both", keep=keep)
        indent = element("ind", firstLineChars=200, firstLine=round(2 * CHAR_PITCH * 20))
        replace_child(paragraph._p.get_or_add_pPr(), indent)

    def space(self, height: float) -> None:
        """An empty line of exactly `height`: space before a paragraph is dropped at the top of a page."""
        if height > 1:
            paragraph = self.document.add_paragraph()
            self.format(paragraph, pitch=height)

    def format(
        self, paragraph: Any, *, pitch: float, align: str = "left", left: float = 0.0, tabs: Sequence[float] = ()
    ) -> None:
        """Line pitch, alignment, indent and tab stops of a paragraph."""
        properties = paragraph._p.get_or_add_pPr()
        replace_child(properties, element("spacing", before=0, after=0, line=round(pitch * 20), lineRule="exact"))
        replace_child(properties, element("jc", val=align if align in _ALIGN else "left"))
        if left:
            replace_child(properties, element("ind", left=round(left * 20)))
        if tabs:
            stops = element("tabs")
            for tab in tabs:
                stops.append(element("tab", val="left", pos=round(tab * 20)))
            replace_child(properties, stops)

    def fill(
        self, paragraph: Any, spans: Sequence[Span], *, size: float = SIZE, red: bool = False, tight: bool = False
    ) -> None:
        """Runs; a line feed in a span is a line break, a tab a tab."""
        for span in spans:
            if not span.text:
                continue
            run = paragraph.add_run(span.text)
            properties = run._r.get_or_add_rPr()
            set_fonts(properties, span.style)
            for name in ("sz", "szCs"):
                properties.append(element(name, val=round(size * 2)))
            properties.append(element("spacing", val=_TIGHT if tight else 0))
            if red:
                properties.append(element("color", val="E20000"))

    def properties_of_last(self, *, left: float, right: float) -> None:
        """Indents of the paragraph just added; negative ones reach into the margins."""
        indent = element("ind", left=round(left * 20), right=round(right * 20))
        replace_child(self._last._p.get_or_add_pPr(), indent)

    def keep_last_together(self) -> None:
        """The last line of a kept block need not hold on to what follows."""
        if self._last is not None:
            properties = self._last._p.get_or_add_pPr()
            for old in properties.findall(element("keepNext").tag):
                properties.remove(old)

    def save(self, path: Path) -> None:
        """Raises OSError."""
        parts = [self.document.element, self.document.styles.element, self.document.settings.element]
        for section in self.document.sections:
            footers = (section.footer, section.even_page_footer, section.first_page_footer)
            parts += [footer._element for footer in footers if not footer.is_linked_to_previous]
        for part in parts:
            set_order(part)
        add_font_table(self.document)
        with path.open("wb") as stream:
            self.document.save(stream)

    def _set_page(self, section: Any) -> None:
        from docx.shared import Mm

        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(15), Mm(25)
        replace_child(section._sectPr, element("docGrid", type="lines", linePitch=GRID_PITCH))

    def _set_normal(self) -> None:
        normal = self.document.styles["Normal"].element
        properties = normal.get_or_add_rPr()
        set_fonts(properties, Style.BODY)
        for child in (element("sz", val=32), element("szCs", val=32), element("spacing", val=_TIGHT)):
            replace_child(properties, child)
        replace_child(properties, element("lang", val="en-US", eastAsia="zh-CN"))
        paragraph = normal.get_or_add_pPr()
        # no hanging marks (they make a 29th character), no extra blanks between Chinese and digits, full pages
        for name in ("widowControl", "overflowPunct", "autoSpaceDE", "autoSpaceDN"):
            paragraph.append(element(name, val=0))
        paragraph.append(element("kinsoku", val=1))
        paragraph.append(element("spacing", before=0, after=0, line=GRID_PITCH, lineRule="exact"))


def _rule(kind: str) -> Any:
    border = element("pBdr")
    if kind == "letter":
        gap = round(points("letter_rule_below_mark") / MM * 2)
        border.append(element("bottom", val="thickThinSmallGap", sz=24, space=gap, color="E20000"))
    else:
        border.append(element("bottom", val="single", sz=12, space=6, color="E20000"))
    return border
