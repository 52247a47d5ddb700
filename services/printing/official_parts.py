"""The appendices of an official document (7.3.7)."""

from __future__ import annotations

from services.printing.faces import Style
from services.printing.official_flow import Flow
from services.printing.official_head import draw_title
from services.printing.official_model import Appendix, DocumentTable
from services.printing.official_setting import Setting
from services.printing.official_tables import fit_table
from services.printing.official_text import item_blocks
from services.printing.page import Ink, Sheet

_TURNED_TITLE = 1.5  # lines below the label: a turned page is only fourteen lines high


def appendix_sheets(setting: Setting, appendix: Appendix, label: str) -> tuple[list[Sheet], float, Flow]:
    """The pages of one appendix, the bottom of what stands on the last, and how its text was set.

    The label, 附件 with its number, stands on the first line, the title on the third. A wide table that begins the
    appendix turns its head along.
    """
    metrics = setting.metrics
    first = appendix.body[0] if appendix.body else None
    turned = isinstance(first, DocumentTable) and fit_table(setting, first, turned=False).turned
    sheet = Sheet(turned=turned)
    left, top = (0.0, 0.0) if turned else (metrics.left, metrics.top)
    sheet.text(Ink(left, top, label, Style.HEI, metrics.size, metrics.tight))
    line = _TURNED_TITLE if turned else metrics.points("appendix_title_line") / metrics.line_pitch - 1
    width = metrics.height if turned else metrics.width
    bottom = draw_title(sheet, setting, appendix.title, top + line * metrics.line_pitch, width, left)
    sheets = [sheet]
    below = metrics.line_pitch / 2 if turned else metrics.points("below_title")
    flow = Flow(setting, sheets, bottom + below)
    indent = metrics.points("indent") / metrics.char_pitch
    flow.add(item_blocks(appendix.body, indent=indent))
    flow.finish()
    return sheets, max(flow.bottom, bottom), flow
