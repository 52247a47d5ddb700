"""附件 of the editable file: each on new pages, a wide table on pages in landscape (7.3.7, 8)."""

from __future__ import annotations

from services.printing.docx_pages import Pages
from services.printing.docx_head import broken_runs
from services.printing.docx_table import add_table
from services.printing.docx_text import Passage, add_text
from services.printing.docx_writer import Look, Run
from services.printing.faces import Faces, Style
from services.printing.measures import BLOCK_HEIGHT, BLOCK_WIDTH, LINE_PITCH, SIZE, TITLE_SIZE, TOP, points
from services.printing.official_head import draw_title
from services.printing.official_model import Appendix, DocumentTable, paragraphs
from services.printing.official_pages import first_line_after, paginate
from services.printing.official_rows import paragraph_rows
from services.printing.official_text import attachment_label, numbered
from services.printing.page import Sheet


def add_appendix(pages: Pages, faces: Faces, appendix: Appendix, index: int, count: int) -> None:
    """Label, title, text and table of one appendix."""
    tables = [item for item in appendix.body if isinstance(item, DocumentTable)]
    turned = len(appendix.body) == 1 and bool(tables) and tables[0].landscape
    bottom = _heading(pages, faces, appendix, attachment_label(index, count), turned)
    written = paragraphs(appendix.body)
    passages = []
    for spans, own in zip(numbered(appendix.body), written, strict=True):
        rows = paragraph_rows(faces, spans, first=2, rest=0)
        passages.append(Passage(spans, tuple(rows), 2.0, 0.0, own.level))
    if passages:
        plans = paginate([row for passage in passages for row in passage.rows], [], first_line_after(bottom))
        add_text(pages.story, faces, passages, plans)
        bottom = plans[-1].bottom
    for table in tables:
        if table.landscape and not turned:
            pages.open(turned=True)
            bottom = -LINE_PITCH
        pages.story.gap(bottom + LINE_PITCH - 4)
        add_table(pages.story, table, BLOCK_HEIGHT if table.landscape else BLOCK_WIDTH)


def _heading(pages: Pages, faces: Faces, appendix: Appendix, label: str, turned: bool) -> float:
    """The label on line 1 and the title on line 3; closer on a turned page. Returns the bottom of the title."""
    page = pages.open(turned=turned)
    top = 0.0 if turned else TOP
    pages.story.line(top + SIZE, [Run(label, Style.HEI)], Look(page=page))
    if not appendix.title:
        return top + SIZE
    sheet = Sheet()
    title_top = 1.5 * LINE_PITCH if turned else TOP + 2 * LINE_PITCH
    width = BLOCK_HEIGHT if turned else BLOCK_WIDTH
    bottom = draw_title(sheet, faces, appendix.title, title_top, width)
    look = Look("center", points("title_pitch"))
    pages.story.line(title_top + TITLE_SIZE, broken_runs(sheet.inks), look, len(sheet.inks))
    return bottom
