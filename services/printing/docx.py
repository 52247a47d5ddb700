"""The editable file of an official document: words, faces, sizes and places of the PDF, 22 lines of 28 characters.

Word and WPS lay out by themselves, so that a line may end a character earlier or later than in the PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.printing.docx_appendix import add_appendix
from services.printing.docx_head import add_head
from services.printing.docx_imprint import imprint_table
from services.printing.docx_numbers import Numbers
from services.printing.docx_package import Package
from services.printing.docx_pages import Pages
from services.printing.docx_story import Story
from services.printing.docx_styles import add_whole
from services.printing.docx_text import Passage, add_text
from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.official import lay_out
from services.printing.official_model import OfficialDocument, paragraphs
from services.printing.official_pages import first_line_after, paginate
from services.printing.official_rows import BLANK, Kind, attachment_items, paragraph_rows, signing_rows
from services.printing.official_text import Span, body_blocks, recipients
from services.printing.page import Sheet


def render_docx(document: OfficialDocument, target: Path) -> None:
    """Writes the document as .docx.

    Raises UnreadableError where head and title take more than a page, StorageError where the file cannot be written;
    what was there before is kept.
    """
    faces = load_faces()
    package = Package()
    add_whole(package)
    story = Story()
    bottom, letter_rules = add_head(story, faces, document)
    pages = Pages(story, Numbers(package), letter_rules)
    sheets = lay_out(faces, document)
    moved_to = any(ink.text.startswith("主送：") for ink in sheets[-1].inks)
    _text(story, faces, document, bottom, moved_to=moved_to)
    for index, appendix in enumerate(document.appendices):
        add_appendix(pages, faces, appendix, index, len(document.appendices))
    _imprint(pages, faces, document, sheets, moved_to=moved_to)
    with replacing(target) as path:
        package.write(path, pages.document(), document.title or document.mark)


def _imprint(
    pages: Pages, faces: Faces, document: OfficialDocument, sheets: Sequence[Sheet], *, moved_to: bool
) -> None:
    """版记 on the last page, or on one of its own with a blank one before it, as in the PDF (7.5)."""
    table, alone = imprint_table(faces, document, moved_to=moved_to)
    if table is None:
        return
    last = sheets[-1]
    if list(last.inks) != alone:
        pages.story.float_at_end(table)
        return
    page = pages.open(numbered=last.numbered)
    if not page:
        # LibreOffice would set a table that opens a section on the page before it
        pages.story.empty_page()
        page = len(sheets) > 1 and sheets[-2].is_blank
    pages.story.float_at_end(table, page=page)


def _text(story: Story, faces: Faces, document: OfficialDocument, bottom: float, *, moved_to: bool) -> None:
    start = first_line_after(bottom)
    passages = []
    if document.to and not moved_to:
        span = Span(recipients(document.to), Style.BODY)
        rows = paragraph_rows(faces, [span], first=0, rest=0, kind=Kind.LIST)
        passages.append(Passage((span,), tuple(rows)))
    for block, own in zip(body_blocks(document), paragraphs(document.body), strict=True):
        rows = paragraph_rows(faces, block.spans, first=block.first, rest=block.rest)
        passages.append(Passage(block.spans, tuple(rows), block.first, block.rest, own.level))
    rows = [row for passage in passages for row in passage.rows]
    items = attachment_items(faces, document)
    if items:
        rows.append(BLANK)
    for text, first, rest in items:
        span = Span(text, Style.BODY)
        own_rows = paragraph_rows(faces, [span], first=first, rest=rest, kind=Kind.LIST)
        passages.append(Passage((span,), tuple(own_rows), first, rest))
        rows += own_rows
    plans = paginate(rows, signing_rows(faces, document), start)
    add_text(story, faces, passages, plans)
