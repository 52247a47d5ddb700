"""Official documents by GB/T 9704-2012: `check_official` finds faults, `render_official` makes the PDF."""

from __future__ import annotations

from pathlib import Path

from services.errors import UnreadableError
from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.measures import BLOCK_BOTTOM, LINE_PITCH, LINES, MM
from services.printing.official_check import check_official
from services.printing.official_head import draw_head
from services.printing.official_model import (
    Appendix,
    BodyItem,
    DocumentCell,
    DocumentColumn,
    DocumentTable,
    Format,
    OfficialDocument,
    Paragraph,
    Picture,
    Signature,
)
from services.printing.official_pages import draw_rows, first_line_after, paginate
from services.printing.official_parts import Imprint, appendix_sheets, page_number
from services.printing.official_rows import Kind, Row, attachment_rows, paragraph_rows, signing_rows
from services.printing.official_text import Span, body_blocks, recipients
from services.printing.page import Pen, Sheet
from services.problems import Level, Problem

__all__ = [
    "Appendix",
    "BodyItem",
    "DocumentCell",
    "DocumentColumn",
    "DocumentTable",
    "Format",
    "OfficialDocument",
    "Paragraph",
    "Picture",
    "Signature",
    "check_official",
    "render_official",
]

_SEAL_BELOW_DATE = 13 * MM  # a 42 mm seal centred over name and date ends this far below the date


def render_official(document: OfficialDocument, target: Path, *, duplex: bool = True) -> list[Problem]:
    """Lays the document out as PDF and returns the faults of its content, and characters that no face can draw.

    With `duplex` the 版记 stands on an even page (the back of the last sheet); without, on the last page of the text.
    Raises UnreadableError where head and title take more than a page, StorageError where the file cannot be written;
    what was there before is kept.
    """
    faces = load_faces()
    problems = check_official(document)
    sheets = lay_out(faces, document, duplex=duplex)
    with replacing(target) as path:
        pen = Pen(path, faces, title=document.title or document.mark)
        for number, sheet in enumerate(sheets, start=1):
            pen.sheet(sheet)
            if sheet.numbered:
                pen.text(page_number(faces, number))
            pen.next_page()
        pen.save()
    return problems + [_missing(char) for char in sorted(pen.missing)]


def lay_out(faces: Faces, document: OfficialDocument, *, duplex: bool = True) -> list[Sheet]:
    """The pages, drawn on sheets."""
    sheets, bottom, moved_to = _text_sheets(faces, document)
    if document.format is Format.LETTER:
        sheets[0].numbered = False
    for index, appendix in enumerate(document.appendices):
        more, bottom = appendix_sheets(faces, appendix, index, len(document.appendices))
        sheets += more
    imprint = Imprint(faces, document, moved_to)
    if imprint.height:
        _add_imprint(sheets, imprint, bottom, even=duplex and document.format is Format.DOCUMENT)
    return sheets


def _text_sheets(faces: Faces, document: OfficialDocument) -> tuple[list[Sheet], float, bool]:
    """Sheets of the text, the bottom of the last, and whether 主送 had to move to the 版记."""
    first = Sheet()
    head_ends = draw_head(first, faces, document)
    if head_ends > BLOCK_BOTTOM:
        raise UnreadableError("标题和上面的内容一页放不下，排不出首页。没有生成文件，缩短标题后再试。", "OD38")
    start = first_line_after(head_ends)
    to = _recipient_rows(faces, document)
    # 主送机关 so many that page one would show no text go to the 版记 (7.3.2)
    moved_to = bool(to) and start + len(to) >= LINES and start < LINES
    rows = [] if moved_to else to
    for block in body_blocks(document):
        rows += paragraph_rows(faces, block.spans, first=block.first, rest=block.rest)
    rows += attachment_rows(faces, document)
    plans = paginate(rows, signing_rows(faces, document), start)
    sheets = [first, *(Sheet() for _plan in plans[1:])]
    for sheet, plan in zip(sheets, plans, strict=True):
        draw_rows(sheet, plan)
    sealed = any(each.seal for each in document.sign)
    return sheets, plans[-1].bottom + (_SEAL_BELOW_DATE if sealed else 0.0), moved_to


def _recipient_rows(faces: Faces, document: OfficialDocument) -> list[Row]:
    text = recipients(document.to)
    return paragraph_rows(faces, [Span(text, Style.BODY)], first=0, rest=0, kind=Kind.LIST) if text else []


def _add_imprint(sheets: list[Sheet], imprint: Imprint, bottom: float, *, even: bool) -> None:
    """On the last page; a blank page before it, and itself then, carry no number (7.5)."""
    free = BLOCK_BOTTOM - imprint.height - LINE_PITCH / 2
    fits = bottom <= free and not sheets[-1].turned
    wanted = len(sheets) if fits else len(sheets) + 1
    if even and wanted % 2:
        wanted += 1
    blanks = wanted - len(sheets) - 1
    for _index in range(blanks):
        sheets.append(Sheet(numbered=False))
    if wanted > len(sheets):
        sheets.append(Sheet(numbered=blanks <= 0))
    imprint.draw(sheets[-1])


def _missing(char: str) -> Problem:
    message = f"所有字体都没有“{char}”（U+{ord(char):04X}），版面上用“〓”占位。安装含有这个字的字体后重新生成。"
    return Problem(Level.WARNING, "OD99", "text", message, char)
