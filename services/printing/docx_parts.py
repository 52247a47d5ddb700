"""Page numbers, 版记 and appendices of the editable file."""

from __future__ import annotations

from typing import Any

from services.printing.docx_writer import GRID_PITCH, Writer
from services.printing.docx_xml import element, replace_child
from services.printing.faces import Faces, Style
from services.printing.grid import share_widths
from services.printing.measures import BLOCK_HEIGHT, BLOCK_WIDTH, SIZE, SMALL, TITLE_SIZE, points
from services.printing.official_model import Appendix, DocumentTable, Format, OfficialDocument
from services.printing.official_text import Span, attachment_label, break_title, copies, date_words, numbered

_IMPRINT_PITCH = 24.0
_TABLE_SIZE, _TABLE_PITCH, _TABLE_LEAST = 12.0, 18.0, 24.0


def add_page_numbers(writer: Writer, document: OfficialDocument) -> None:
    """“— 1 —” in 4号宋体: odd pages right, even pages left, one character in; none on page one of a letter (7.5)."""
    writer.document.settings.odd_and_even_pages_header_footer = True
    for index, section in enumerate(writer.document.sections):
        if index == 0:
            _number(writer, section.footer, "right")
            _number(writer, section.even_page_footer, "left")
        section.different_first_page_header_footer = index == 0 and document.format is Format.LETTER
    if document.format is Format.LETTER:
        _letter_foot(writer)


def add_imprint(writer: Writer, document: OfficialDocument) -> None:
    """版记: a table that stands at the bottom of the last page's text block (7.4)."""
    ruled = document.format in (Format.DOCUMENT, Format.ORDER, Format.MINUTES)
    lines: list[str] = [f"抄送：{copies(document.cc)}"] if document.cc else []
    if ruled and (document.printed_by or document.printed_on):
        day = date_words(document.printed_on)
        lines.append(f"{document.printed_by}\t{day}印发" if day else document.printed_by)
    if not lines:
        return
    table = writer.document.add_table(rows=len(lines), cols=1)
    properties = table._tbl.tblPr
    place = element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="left", tblpYSpec="bottom")
    replace_child(properties, place)
    replace_child(properties, element("tblW", w=round(BLOCK_WIDTH * 20), type="dxa"))
    replace_child(properties, _imprint_borders(ruled))
    for row, text in zip(table.rows, lines, strict=True):
        paragraph = row.cells[0].paragraphs[0]
        writer.format(paragraph, pitch=_IMPRINT_PITCH)
        hang = round(SMALL * 20 * 3)
        indent = element(
            "ind", left=round(SMALL * 20) + (hang if text.startswith("抄送") else 0), right=round(SMALL * 20)
        )
        if text.startswith("抄送"):
            indent = element("ind", left=round(SMALL * 20) + hang, right=round(SMALL * 20), hanging=hang)
        replace_child(paragraph._p.get_or_add_pPr(), indent)
        stops = element("tabs")
        stops.append(element("tab", val="right", pos=round((BLOCK_WIDTH - SMALL) * 20)))
        replace_child(paragraph._p.get_or_add_pPr(), stops)
        writer.fill(paragraph, [Span(text, Style.BODY)], size=SMALL)
    # Word wants a paragraph behind a table; it takes no room
    writer.format(writer.document.add_paragraph(), pitch=1)


def add_appendices(writer: Writer, faces: Faces, document: OfficialDocument) -> None:
    """Each on a new page; a wide table on a page in landscape (7.3.7, 8)."""
    for index, appendix in enumerate(document.appendices):
        label = attachment_label(index, len(document.appendices))
        landscape = any(isinstance(item, DocumentTable) and item.landscape for item in appendix.body)
        _new_page(writer, landscape)
        _appendix(writer, faces, appendix, label, BLOCK_HEIGHT if landscape else BLOCK_WIDTH)


def _appendix(writer: Writer, faces: Faces, appendix: Appendix, label: str, width: float) -> None:
    writer.line([Span(label, Style.HEI)])
    writer.line([])
    if appendix.title:
        most = int(width / TITLE_SIZE) * 1000
        lines = break_title(appendix.title, faces.widths(Style.TITLE, appendix.title), most)
        spans = [Span(("\n" if index else "") + line, Style.TITLE) for index, line in enumerate(lines)]
        writer.line(spans, size=TITLE_SIZE, pitch=points("title_pitch"), align="center", tight=False)
        writer.line([])
    for spans_of_paragraph in numbered(appendix.body):
        writer.paragraph(spans_of_paragraph)
    for item in appendix.body:
        if isinstance(item, DocumentTable):
            _table(writer, item, width)


def _table(writer: Writer, table: DocumentTable, width: float) -> None:
    from docx.oxml.ns import qn  # heavy; only editable files need it

    grid = writer.document.add_table(rows=0, cols=len(table.columns))
    grid.style = "Table Grid"
    shares = [column.width for column in table.columns]
    widths = [round(each * 20) for each in share_widths(shares, width, _TABLE_LEAST)]
    replace_child(grid._tbl.tblPr, element("tblW", w=sum(widths), type="dxa"))
    replace_child(grid._tbl.tblPr, element("tblLayout", type="fixed"))
    for column, own in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(own))
    _row(writer, grid, table.labels, widths, head=True)
    for row in table.rows:
        texts = [cell.text for cell in row] + [""] * (len(widths) - len(row))
        _row(writer, grid, texts, widths, head=False)


def _row(writer: Writer, grid: Any, texts: Any, widths: list[int], *, head: bool) -> None:
    row = grid.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        replace_child(cell._tc.get_or_add_tcPr(), element("tcW", w=width, type="dxa"))
        paragraph = cell.paragraphs[0]
        writer.format(paragraph, pitch=_TABLE_PITCH, align="center" if head else "left")
        writer.fill(paragraph, [Span(text, Style.HEI if head else Style.BODY)], size=_TABLE_SIZE)


def _new_page(writer: Writer, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section = writer.document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    # in reading position the binding edge of a landscape page is its top
    top, bottom, left, right = (28, 26, 35, 37) if landscape else (37, 35, 28, 26)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.footer_distance = Mm(16 if landscape else 25)
    replace_child(section._sectPr, element("docGrid", type="lines", linePitch=GRID_PITCH))


def _number(writer: Writer, footer: Any, align: str) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    writer.format(paragraph, pitch=SIZE + 2, align=align)
    indent = element("ind", **{align: round(SMALL * 20)})
    replace_child(paragraph._p.get_or_add_pPr(), indent)
    writer.fill(paragraph, [Span("— ", Style.SONG)], size=SMALL)
    field = element("fldSimple", instr=" PAGE ")
    paragraph._p.append(field)
    writer.fill(paragraph, [Span("1", Style.SONG)], size=SMALL)
    run = paragraph._p.r_lst[-1]
    paragraph._p.remove(run)
    field.append(run)
    writer.fill(paragraph, [Span(" —", Style.SONG)], size=SMALL)


def _letter_foot(writer: Writer) -> None:
    """The second double rule, on page one only: the footer ends 25 mm above the edge, the rule 14 pt lower (10.1)."""
    section = writer.document.sections[0]
    footer = section.first_page_footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    writer.format(paragraph, pitch=SIZE)
    properties = paragraph._p.get_or_add_pPr()
    border = element("pBdr")
    border.append(element("bottom", val="thinThickSmallGap", sz=24, space=14, color="E20000"))
    properties.append(border)
    side = round(8 * 72 / 25.4 * 20)
    replace_child(properties, element("ind", left=-side, right=-round(side * 6 / 8)))


def _imprint_borders(ruled: bool) -> Any:
    borders = element("tblBorders")
    for name, size in (("top", 8), ("bottom", 8), ("insideH", 6)):
        borders.append(element(name, val="single" if ruled else "nil", sz=size, space=0, color="000000"))
    return borders
