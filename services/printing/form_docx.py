"""A printed form as an editable file: cells, faces and sizes of the PDF, for writing in with Word or WPS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from services.printing.docx_styles import FACE_NAMES
from services.printing.faces import Style
from services.printing.files import replacing
from services.printing.form import FormPart, FormPrint
from services.printing.grid import Align, Cell, GridLook, share_widths
from services.printing.page import Colour
from services.printing.paper import paper_size

TITLE_SIZE, NOTE_SIZE, FOOT_SIZE = 22.0, 10.5, 9.0
TOP, BOTTOM = 45.0, 51.0  # points
STRIPE_EIGHTHS = 64  # of a point: the thickest line that Word draws is 12 points
_ALIGNED = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}


def write_form_docx(form: FormPrint, target: Path) -> None:
    """Writes the form; each part begins on a page of its own. Pictures are left out.

    Raises StorageError where the file cannot be written.
    """
    import docx  # heavy; only when somebody asks for an editable file

    made: Any = docx.Document()
    width, height = paper_size(form.paper, form.landscape)
    _set_page(made.sections[0], width, height, form.side)
    _set_face(made.styles["Normal"].font, Style.BODY, form.look.size)
    made.core_properties.title = form.parts[0].title
    made.core_properties.author = ""
    for number, part in enumerate(form.parts):
        if number:
            made.add_page_break()
        _add_part(made, part, form.look, width - 2 * form.side, form.stripe if not number else None)
    with replacing(target) as path:
        made.save(str(path))


def _add_part(made: Any, part: FormPart, look: GridLook, width: float, stripe: Colour | None) -> None:
    title = _paragraph(made.add_paragraph(), part.title, Style.TITLE, TITLE_SIZE, "center")
    title.paragraph_format.space_after = _points(6)
    if stripe:
        _draw_stripe(title, stripe)
    if part.left_note or part.right_note:
        notes = _paragraph(made.add_paragraph(), f"{part.left_note}\t{part.right_note}", Style.BODY, NOTE_SIZE, "left")
        from docx.enum.text import WD_TAB_ALIGNMENT

        notes.paragraph_format.tab_stops.add_tab_stop(_points(width), WD_TAB_ALIGNMENT.RIGHT)
    _add_table(made, part, look, width)
    for words in (part.footnote, "　　　　".join(f"{each}：" for each in part.signatures)):
        if words:
            _paragraph(made.add_paragraph(), words, Style.BODY, FOOT_SIZE, "left")


def _add_table(made: Any, part: FormPart, look: GridLook, width: float) -> None:
    rows = (*part.heads, *part.rows)
    table = made.add_table(rows=len(rows), cols=len(part.shares), style="Table Grid")
    table.autofit = False
    widths = share_widths(part.shares, width, look.least_width)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = _points(wide)
        for cell in column.cells:
            cell.width = _points(wide)
    for place, cell in placed(rows, len(part.shares)):
        row, column = place
        first = table.cell(row, column)
        whole = first.merge(table.cell(min(row + cell.rows, len(rows)) - 1, column + cell.span - 1))
        _fill(whole, cell, look)
    for number, cells in enumerate(rows):
        least = max((cell.lines + bool(cell.foot) for cell in cells if cell.rows == 1), default=1)
        table.rows[number].height = _points(look.height(least))


def placed(rows: Sequence[Sequence[Cell]], columns: int) -> Iterator[tuple[tuple[int, int], Cell]]:
    """Row and column where each cell begins; the columns of a tall cell are left out of the rows below it."""
    taken: set[tuple[int, int]] = set()
    for number, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (number, column) in taken:
                column += 1
            span = min(cell.span, columns - column)
            taken |= {(number + down, column + across) for down in range(cell.rows) for across in range(span)}
            yield (number, column), cell if span == cell.span else Cell(cell.text, span, cell.align, cell.style)
            column += span


def _fill(whole: Any, cell: Cell, look: GridLook) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    style, align = cell.style or look.style, _ALIGNED[cell.align or Align.LEFT]
    whole.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    lines = cell.text.split("\n")
    for number, line in enumerate(lines):
        _paragraph(whole.paragraphs[0] if not number else whole.add_paragraph(), line, style, look.size, align)
    if cell.foot:
        for _free in range(cell.lines - len(lines)):
            _paragraph(whole.add_paragraph(), "", style, look.size, align)
        _paragraph(whole.add_paragraph(), cell.foot, Style.BODY, look.size, "right")


def _paragraph(paragraph: Any, words: str, style: Style, size: float, align: str) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _points(0)
    _set_face(paragraph.add_run(words).font, style, size)
    return paragraph


def _set_face(font: Any, style: Style, size: float) -> None:
    from docx.oxml.ns import qn

    name = FACE_NAMES[style]
    font.name, font.size = name, _points(size)
    fonts = font.element.rPr.rFonts if hasattr(font.element, "rPr") else font._element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), name)


def _set_page(section: Any, width: float, height: float, side: float) -> None:
    section.page_width, section.page_height = _points(width), _points(height)
    section.left_margin = section.right_margin = _points(side)
    section.top_margin, section.bottom_margin = _points(TOP), _points(BOTTOM)


def _draw_stripe(paragraph: Any, colour: Colour) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    shade = "".join(f"{round(part * 255):02X}" for part in colour)
    for key, worth in {"val": "single", "sz": STRIPE_EIGHTHS, "space": 6, "color": shade}.items():
        line.set(qn(f"w:{key}"), str(worth))
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)
