"""Official documents by GB/T 9704-2012: `check_official` finds faults, `render_official` makes the PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from services.errors import UnreadableError
from services.printing.faces import Faces, load_faces
from services.printing.files import replacing
from services.printing.official_check import check_official
from services.printing.official_flow import Flow
from services.printing.official_head import draw_head
from services.printing.official_imprint import Imprint, page_number
from services.printing.official_missing import missing_problems
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
from services.printing.official_pages import capacity
from services.printing.official_parts import appendix_sheets
from services.printing.official_rows import attachment_rows, recipient_rows
from services.printing.official_setting import Preprinted, RenderOptions, Setting
from services.printing.official_signing import signing_rows
from services.printing.official_text import item_blocks
from services.printing.page import Pen, Sheet
from services.printing.profile import Profile
from services.problems import Problem

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
    "Preprinted",
    "Profile",
    "RenderOptions",
    "Signature",
    "check_official",
    "lay_out",
    "render_official",
]

_STANDARD_OPTIONS = RenderOptions()


@dataclass(slots=True)
class LaidOut:
    """The pages, drawn on sheets, and what had to be set otherwise than asked."""

    sheets: list[Sheet]
    problems: list[Problem] = field(default_factory=list)


def render_official(
    document: OfficialDocument, target: Path, options: RenderOptions = _STANDARD_OPTIONS
) -> list[Problem]:
    """Lays the document out as PDF and returns the faults of its content, and characters that no face can draw.

    Raises UnreadableError where head and title take more than a page, StorageError where the file cannot be written;
    what was there before is kept.
    """
    faces = load_faces()
    problems = check_official(document)
    laid = lay_out(faces, document, options)
    with replacing(target) as path:
        pen = _draw(faces, laid.sheets, path, document.title or document.mark, options)
    if pen.missing:

        def sheets_of(marked: OfficialDocument) -> list[Sheet]:
            return lay_out(faces, marked, options).sheets

        problems += missing_problems(document, frozenset(pen.missing), options.boxes, sheets_of)
    return problems + laid.problems


def lay_out(faces: Faces, document: OfficialDocument, options: RenderOptions = _STANDARD_OPTIONS) -> LaidOut:
    """The pages. Raises UnreadableError where head and title take more than a page."""
    setting = Setting(faces, options.metrics)
    laid, bottom, moved_to = _lay_out_text(setting, document)
    if document.format is Format.LETTER:
        laid.sheets[0].numbered = False
    for index, appendix in enumerate(document.appendices):
        more, bottom, problems = appendix_sheets(setting, appendix, index, len(document.appendices))
        laid.sheets += more
        laid.problems += problems
    imprint = Imprint(setting, document, moved_to)
    if imprint.pages:
        even = options.duplex and document.format not in (Format.LETTER, Format.FORM)
        _add_imprint(setting, laid.sheets, imprint, bottom, even=even)
    return laid


def _lay_out_text(setting: Setting, document: OfficialDocument) -> tuple[LaidOut, float, bool]:
    """The text, the bottom of its last page, and whether 主送 had to move to the 版记."""
    metrics = setting.metrics
    first = Sheet()
    top = draw_head(first, setting, document)
    room = capacity(metrics, top)
    if top - metrics.line_pitch > metrics.bottom:
        raise UnreadableError("标题和上面的内容一页放不下，排不出首页。没有生成文件，缩短标题后再试。", "OD38")
    to = recipient_rows(setting, document)
    # 主送机关 so many that page one would show no text go to the 版记 (7.3.2)
    moved_to = bool(to) and room > 0 and len(to) >= room
    sheets = [first]
    flow = Flow(setting, sheets, top)
    if not moved_to:
        flow.add_rows(to)
    indent = metrics.points("indent") / metrics.char_pitch
    flow.add(item_blocks(document.body, document.format, indent))
    flow.add_rows(attachment_rows(setting, document))
    flow.finish(signing_rows(setting.faces, document, metrics))
    return LaidOut(sheets, flow.problems), flow.bottom, moved_to


def _add_imprint(setting: Setting, sheets: list[Sheet], imprint: Imprint, bottom: float, *, even: bool) -> None:
    """On the last page; a blank page before it, and itself then, carry no number (7.5)."""
    metrics = setting.metrics
    free = metrics.bottom - imprint.height - metrics.line_pitch / 2
    fits = imprint.pages == 1 and bottom <= free and not sheets[-1].turned
    wanted = len(sheets) + (0 if fits else imprint.pages)
    if even and wanted % 2:
        wanted += 1
        fits = False
    blanks = 0 if fits else wanted - len(sheets) - imprint.pages
    for _index in range(blanks):
        sheets.append(Sheet(numbered=False))
    while len(sheets) < wanted:
        sheets.append(Sheet(numbered=not blanks))
    for page in range(imprint.pages):
        imprint.draw(sheets[len(sheets) - imprint.pages + page], page)


def _draw(faces: Faces, sheets: list[Sheet], path: Path, title: str, options: RenderOptions) -> Pen:
    metrics = options.metrics
    setting = Setting(faces, metrics)
    pen = Pen(path, faces, title=title, width=metrics.page_width, height=metrics.page_height, boxes=options.boxes)
    shift_x, shift_y = options.preprinted.shift if options.preprinted else (0.0, 0.0)
    # the white on the right becomes that on the left
    mirror = metrics.page_width - metrics.width - 2 * metrics.left if options.turns_margins else 0.0
    for number, sheet in enumerate(sheets, start=1):
        shift = (shift_x + (0.0 if number % 2 else mirror), shift_y)
        black = options.preprinted is not None
        corner = (metrics.left, metrics.bottom)
        pen.sheet(sheet, shift=shift, only_black=black, corner=corner, seals=options.seal_hint)
        if sheet.numbered:
            pen.sheet(Sheet(inks=[page_number(setting, number)]), shift=shift)
        pen.next_page()
    pen.save()
    return pen
