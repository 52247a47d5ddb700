"""Official documents by GB/T 9704-2012: `check_official` finds faults, `render_official` makes the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from services.errors import UnreadableError
from services.printing.faces import Faces, load_faces
from services.printing.files import replacing
from services.printing.latin import with_latin
from services.printing.measures import Strength
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
from services.printing.official_text import attachment_labels, item_blocks
from services.printing.page import Pen, Sheet
from services.printing.profile import Deviation, Profile, deviations
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
    """The pages, drawn on sheets, and what had to be set otherwise than asked.

    `flows` tell how the text and then each appendix was set; `moved_to` whether 主送 stands in the 版记.
    """

    sheets: list[Sheet]
    problems: list[Problem] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    moved_to: bool = False


def render_official(
    document: OfficialDocument, target: Path, options: RenderOptions = _STANDARD_OPTIONS
) -> list[Problem]:
    """Lays the document out as PDF. Returns the faults of its content, characters that no face can draw, what had to be
    set otherwise than asked, and where the profile departs from the standard.

    Raises UnreadableError where head and title take more than a page, StorageError where the file cannot be written;
    what was there before is kept.
    """
    faces = load_faces()
    problems = check_official(document)
    laid = lay_out(faces, document, options)
    with replacing(target) as path:
        pen = open_pen(faces, path, document.title or document.mark, options)
        draw_sheets(pen, laid.sheets, options)
        pen.save()
    if pen.missing:
        missing = frozenset(pen.missing)
        again = partial(lay_out, faces, options=options)
        problems += missing_problems(document, missing, options.boxes, lambda marked: again(marked).sheets)
    return problems + laid.problems + [_departure(each) for each in deviations(options.profile)]


def lay_out(faces: Faces, document: OfficialDocument, options: RenderOptions = _STANDARD_OPTIONS) -> LaidOut:
    """The pages. Raises UnreadableError where head and title take more than a page."""
    setting = Setting(with_latin(faces, options.metrics.latin), options.metrics)
    laid, bottom = _lay_out_text(setting, document)
    if document.format is Format.LETTER:
        laid.sheets[0].numbered = False
    for appendix, label in zip(document.appendices, attachment_labels(document), strict=True):
        more, bottom, flow = appendix_sheets(setting, appendix, label)
        laid.sheets += more
        laid.problems += flow.problems
        laid.flows.append(flow)
    imprint = Imprint(setting, document, laid.moved_to)
    if imprint.pages:
        even = options.duplex and document.format not in (Format.LETTER, Format.FORM)
        _add_imprint(setting, laid.sheets, imprint, bottom, even=even)
    return laid


def open_pen(faces: Faces, path: Path, title: str, options: RenderOptions = _STANDARD_OPTIONS) -> Pen:
    """A pen for the pages of `lay_out`."""
    metrics = options.metrics
    faces = with_latin(faces, metrics.latin)
    return Pen(path, faces, title=title, width=metrics.page_width, height=metrics.page_height, boxes=options.boxes)


def draw_sheets(pen: Pen, sheets: Sequence[Sheet], options: RenderOptions = _STANDARD_OPTIONS) -> None:
    """Draws the pages of one document, numbered from 1."""
    metrics = options.metrics
    setting = Setting(pen.faces, metrics)
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


def _lay_out_text(setting: Setting, document: OfficialDocument) -> tuple[LaidOut, float]:
    """The text, and the bottom of its last page."""
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
    indents = [metrics.points(key) / metrics.char_pitch for key in ("indent", "minutes_attended_indent")]
    flow.add(item_blocks(document.body, document.format, *indents))
    flow.add_rows(attachment_rows(setting, document))
    flow.finish(signing_rows(setting.faces, document, metrics))
    return LaidOut(sheets, flow.problems, [flow], moved_to), flow.bottom


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


def _departure(deviation: Deviation) -> Problem:
    level = Level.ERROR if deviation.strength is Strength.MANDATORY else Level.INFO
    message = f"本单位版式与标准不同：{deviation.sentence}。"
    return Problem(level, "OD98", "profile", message, str(deviation.own), str(deviation.standard))
