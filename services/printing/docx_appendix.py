"""附件 of the editable file: each on new pages, a wide table on pages in landscape (7.3.7, 8)."""

from __future__ import annotations

from services.printing.docx_flow import add_flow
from services.printing.docx_lines import broken_runs, run_of
from services.printing.docx_pages import Pages
from services.printing.docx_passages import passages_of
from services.printing.docx_writer import Look
from services.printing.faces import Style
from services.printing.official_flow import Flow
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_setting import Setting


def add_appendix(pages: Pages, setting: Setting, flow: Flow) -> None:
    """Label, title and text of one appendix, which begins a page."""
    sheet = flow.first_sheet
    page = pages.open(turned=sheet.turned)
    label = sheet.inks[0]
    # a turned page has no room above its first line
    pitch = label.size * 1.125 if sheet.turned else pages.story.geometry.pitch
    pages.story.line(label.top + label.size, [run_of(label)], Look(pitch=pitch, page=page))
    lines = len([ink for ink in sheet.inks if ink.style is Style.TITLE and ink.size == setting.metrics.title_size])
    title = sheet.inks[1 : 1 + lines]
    if title:
        look = Look("center", setting.metrics.title_pitch)
        pages.story.line(title[0].top + title[0].size, broken_runs(title), look, len(title))
    nothing = OfficialDocument(Format.DOCUMENT, "", ())
    add_flow(pages, setting, flow, passages_of(setting, flow, nothing))
