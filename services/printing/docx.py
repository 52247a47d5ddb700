"""The editable file of an official document: words, faces, sizes and places of the PDF, 22 lines of 28 characters.

Word and WPS lay out by themselves, so that a line may end a character earlier or later than in the PDF.
"""

from __future__ import annotations

from pathlib import Path

from services.printing.docx_appendix import add_appendix
from services.printing.docx_flow import add_flow
from services.printing.docx_geometry import Geometry
from services.printing.docx_head import add_head
from services.printing.docx_imprint import imprint_table
from services.printing.docx_package import Package
from services.printing.docx_pages import Pages
from services.printing.docx_passages import passages_of
from services.printing.docx_story import Story
from services.printing.docx_styles import add_whole, set_latin
from services.printing.faces import load_faces
from services.printing.files import replacing
from services.printing.latin import with_latin
from services.printing.official import LaidOut, RenderOptions, lay_out
from services.printing.official_imprint import Imprint
from services.printing.official_model import OfficialDocument
from services.printing.official_setting import Setting
from services.printing.page import Sheet

_STANDARD_OPTIONS = RenderOptions()


def render_docx(document: OfficialDocument, target: Path, options: RenderOptions = _STANDARD_OPTIONS) -> None:
    """Writes the document as .docx; red stands in it also where the paper is preprinted.

    Raises UnreadableError where head and title take more than a page, StorageError where the file cannot be written;
    what was there before is kept.
    """
    faces = load_faces()
    setting = Setting(with_latin(faces, options.metrics.latin), options.metrics)
    laid = lay_out(faces, document, options)
    geometry = Geometry(setting.metrics)
    package = Package()
    add_whole(package, geometry, mirrored=options.turns_margins)
    story = Story(geometry)
    pages = Pages(package, story, add_head(story, setting, document))
    text, *appended = laid.flows
    add_flow(pages, setting, text, passages_of(setting, text, document))
    for flow in appended:
        add_appendix(pages, setting, flow)
    _add_imprint(pages, setting, document, laid, options)
    whole = pages.document()
    set_latin(whole, setting.metrics.latin)
    with replacing(target) as path:
        package.write(path, whole, document.title or document.mark)


def _add_imprint(
    pages: Pages, setting: Setting, document: OfficialDocument, laid: LaidOut, options: RenderOptions
) -> None:
    """版记 on the last page, or on one of its own with a blank one before it, as in the PDF (7.5)."""
    imprint = Imprint(setting, document, laid.moved_to)
    if not imprint.pages:
        return
    metrics = setting.metrics
    mirrored = options.turns_margins and len(laid.sheets) % 2 == 0
    x = metrics.page_width - metrics.width - metrics.left if mirrored else metrics.left
    drawn = Sheet()
    imprint.draw(drawn, imprint.pages - 1)
    floating = imprint.pages == 1
    geometry = pages.story.geometry
    table = imprint_table(geometry, document, drawn.inks, x, moved_to=laid.moved_to, floating=floating)
    last = laid.sheets[-1]
    if last.inks != drawn.inks:
        pages.story.float_at_end(table)
        return
    page = pages.open(numbered=last.numbered)
    if not page:
        # LibreOffice would set a table that opens a section on the page before it
        pages.story.empty_page()
        page = len(laid.sheets) > imprint.pages and laid.sheets[-1 - imprint.pages].is_blank
    if floating:
        pages.story.float_at_end(table, page=page)
        return
    pages.story.gap(0.0, page=page)
    pages.story.add(table)
