"""版记, page numbers and appendices of an official document."""

from __future__ import annotations

from services.printing.faces import Faces, Style
from services.printing.grid import Align, Area, Cell, Grid, GridColumn, GridLook, share_widths
from services.printing.kinsoku import break_lines
from services.printing.measures import (
    BLOCK_BOTTOM,
    BLOCK_HEIGHT,
    BLOCK_WIDTH,
    LEFT,
    LINE_PITCH,
    SIZE,
    SMALL,
    TOP,
    points,
)
from services.printing.official_head import draw_title
from services.printing.official_model import Appendix, DocumentTable, Format, OfficialDocument
from services.printing.official_pages import Plan, draw_rows, first_line_after, paginate
from services.printing.official_rows import RIGHT, TIGHT, paragraph_rows
from services.printing.official_text import attachment_label, copies, date_words, numbered, recipients
from services.printing.page import Ink, Rule, Sheet, fitted, text_width

_IMPRINT_PITCH = 24.0
_NARROW_FROM = 8  # columns, from which a table is set in 五号 rather than 小四


class Imprint:
    """版记: knows its height, and draws itself so that its last rule is the bottom of the text block (7.4)."""

    def __init__(self, faces: Faces, document: OfficialDocument, moved_to: bool) -> None:
        self._faces = faces
        self._ruled = document.format in (Format.DOCUMENT, Format.ORDER, Format.MINUTES)
        self._lists: list[list[Ink]] = []
        if moved_to and document.to:
            self._add_list("主送：", recipients(document.to).rstrip("：") + "。")
        if document.cc:
            self._add_list("抄送：", copies(document.cc))
        self._printed = (document.printed_by, date_words(document.printed_on)) if self._ruled else ("", "")

    @property
    def height(self) -> float:
        """0 where there is nothing to print."""
        rows = sum(len(each) for each in self._lists) + (1 if any(self._printed) else 0)
        return rows * _IMPRINT_PITCH

    def draw(self, sheet: Sheet) -> None:
        """Thick rules outside, thin ones between; none in a letter (10.1)."""
        top = BLOCK_BOTTOM - self.height
        self._rule(sheet, top, "imprint_thick")
        for lines in self._lists:
            for ink in lines:
                sheet.text(Ink(ink.x, top + (_IMPRINT_PITCH - SMALL) / 2, ink.text, ink.style, SMALL, ink.spacing))
                top += _IMPRINT_PITCH
        if any(self._printed):
            if self._lists:
                self._rule(sheet, top, "imprint_thin")
            self._draw_printed(sheet, top + (_IMPRINT_PITCH - SMALL) / 2)
        self._rule(sheet, BLOCK_BOTTOM, "imprint_thick")

    def _draw_printed(self, sheet: Sheet, top: float) -> None:
        office, day = self._printed
        text = f"{day}印发" if day else ""
        width = text_width(self._faces, text, Style.BODY, SMALL)
        room = BLOCK_WIDTH - 3 * SMALL - width
        sheet.text(fitted(self._faces, Ink(LEFT + SMALL, top, office, Style.BODY, SMALL), room))
        if day:
            sheet.text(Ink(RIGHT - SMALL - width, top, text, Style.BODY, SMALL))

    def _rule(self, sheet: Sheet, y: float, name: str) -> None:
        if self._ruled:
            sheet.rule(Rule(LEFT, y, RIGHT, y, points(name)))

    def _add_list(self, label: str, text: str) -> None:
        """One character free at both sides; wrapped lines below the first name (7.4.2)."""
        whole = label + text
        widths = self._faces.widths(Style.BODY, whole)
        hang = sum(widths[: len(label)])
        limit = int((BLOCK_WIDTH - 2 * SMALL) * 1000 / SMALL) - hang
        inks: list[Ink] = []
        for line in break_lines(whole, widths, limit, first=-hang):
            x = LEFT + SMALL + (hang * SMALL / 1000 if inks else 0.0)
            inks.append(Ink(x, 0.0, whole[line.start : line.end], Style.BODY, SMALL))
        self._lists.append(inks)


def page_number(faces: Faces, number: int) -> Ink:
    """“— 3 —” in 4号宋体, its dash 7 mm below the text block; odd to the right, even to the left, one character in."""
    text = f"— {number} —"
    width = text_width(faces, text, Style.SONG, SMALL)
    x = RIGHT - SMALL - width if number % 2 else LEFT + SMALL
    # the dash stands near the middle of the em box
    return Ink(x, BLOCK_BOTTOM + points("page_number_below") - SMALL / 2, text, Style.SONG, SMALL)


def appendix_sheets(faces: Faces, appendix: Appendix, index: int, count: int) -> tuple[list[Sheet], float]:
    """The pages of one appendix and the bottom of what stands on the last (7.3.7)."""
    label = attachment_label(index, count)
    table = next((item for item in appendix.body if isinstance(item, DocumentTable)), None)
    if table and table.landscape and len(appendix.body) == 1:
        return _turned(faces, appendix, table, label)
    sheet = Sheet()
    sheet.text(Ink(LEFT, TOP, label, Style.HEI, SIZE, TIGHT))
    bottom = draw_title(sheet, faces, appendix.title, TOP + 2 * LINE_PITCH)
    start = first_line_after(bottom)
    rows = [row for spans in numbered(appendix.body) for row in paragraph_rows(faces, spans, first=2, rest=0)]
    sheets = [sheet]
    plan = Plan((), TOP + start * LINE_PITCH, LINE_PITCH)
    if rows:
        for number, plan in enumerate(paginate(rows, [], start)):
            if number:
                sheets.append(Sheet())
            draw_rows(sheets[-1], plan)
    bottom = plan.bottom
    if table and table.landscape:
        more, bottom = _turned(faces, None, table, "")
        sheets += more
    elif table:
        bottom = _set_table(faces, table, sheets, bottom + (LINE_PITCH if rows else 0.0), turned=False)
    return sheets, bottom


def _turned(faces: Faces, appendix: Appendix | None, table: DocumentTable, label: str) -> tuple[list[Sheet], float]:
    """A table read with the sheet turned: 225 mm wide, 156 mm high."""
    sheet = Sheet(turned=True)
    top = 0.0
    if appendix:
        sheet.text(Ink(0.0, 0.0, label, Style.HEI, SIZE, TIGHT))
        top = draw_title(sheet, faces, appendix.title, 1.5 * LINE_PITCH, BLOCK_HEIGHT, 0.0) + LINE_PITCH / 2
    sheets = [sheet]
    _set_table(faces, table, sheets, top, turned=True)
    return sheets, BLOCK_BOTTOM


def _set_table(faces: Faces, table: DocumentTable, sheets: list[Sheet], top: float, *, turned: bool) -> float:
    width = BLOCK_HEIGHT if turned else BLOCK_WIDTH
    bottom = BLOCK_WIDTH if turned else BLOCK_BOTTOM
    narrow = len(table.columns) >= _NARROW_FROM
    look = GridLook(size=10.5, pitch=15.0) if narrow else GridLook(size=12.0, pitch=18.0, pad_x=4.0)
    shares = [column.width for column in table.columns]
    widths = share_widths(shares, width, look.size + 2 * look.pad_x + 1)
    columns = [GridColumn(each, Align.CENTER if each <= width / 12 else Align.LEFT) for each in widths]
    first = [top]

    def open_page() -> Area:
        if first:
            start = first.pop()
            if start + 4 * look.pitch < bottom:
                return Area(sheets[-1], 0.0 if turned else LEFT, start, bottom)
        sheets.append(Sheet(turned=turned))
        return Area(sheets[-1], 0.0 if turned else LEFT, 0.0 if turned else TOP, bottom)

    grid = Grid(faces, columns, [[Cell(label) for label in table.labels]], open_page, look)
    for row in table.laid_rows():
        grid.add([Cell(cell.cell.text, cell.cell.span, join=cell.above) for cell in row])
    return grid.finish()[1]
