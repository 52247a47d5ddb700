"""Tables of the editable file, as wide and as high as in the PDF."""

from __future__ import annotations

from collections.abc import Sequence

from services.printing.docx_story import HAIR, Story
from services.printing.docx_writer import Look, Run, paragraph
from services.printing.docx_xml import Element, twips, w
from services.printing.faces import Style
from services.printing.grid import Align, GridLook
from services.printing.official_table import DocumentColumn, DocumentTable, LaidCell
from services.printing.official_tables import TableSet

_ALL = slice(None)
_RULE = 4  # eighths of a point


def add_table(story: Story, table: DocumentTable, fit: TableSet, lowered: float, rows: slice = _ALL) -> None:
    """Rows of the table in the text; its heads repeat on each page.

    Where `lowered` is more than 0, an empty row so high stands above the heads and is repeated with them: the text
    area begins above the text block, where the em boxes of a line do not reach, but a table would.
    """
    frame = _Frame(fit.look, table.columns, fit.widths)
    grid = w("tblGrid", *(w("gridCol", w=twips(each)) for each in fit.widths))
    heads = [frame.spacer(lowered)] if lowered else []
    heads += frame.heads(table)
    body = [frame.row(cells) for cells in _merged(table)[rows]]
    story.add(w("tbl", _properties(fit.look, fit.widths), grid, *heads, *body))


class _Frame:
    """Makes the rows of one table."""

    def __init__(self, look: GridLook, columns: Sequence[DocumentColumn], widths: Sequence[float]) -> None:
        self._look = look
        self._columns = columns
        self._widths = widths

    def spacer(self, height: float) -> Element:
        """An empty row without lines but the one below it."""
        width = w("tcW", w=sum(twips(each) for each in self._widths), type="dxa")
        span = w("gridSpan", val=len(self._widths))
        borders = w("tcBorders", *(w(side, val="nil") for side in ("top", "left", "right")))
        cell = w("tc", w("tcPr", width, span, borders), paragraph([], HAIR))
        return w("tr", w("trPr", w("cantSplit"), w("trHeight", val=twips(height), hRule="exact"), w("tblHeader")), cell)

    def heads(self, table: DocumentTable) -> list[Element]:
        """One row of heads, or two where columns have groups; a column without group takes both."""
        groups = table.head_groups
        if not groups:
            return [self._row([self._head(index, label) for index, label in enumerate(table.labels)], head=True)]
        above, below = [], []
        column = 0
        for words, span in groups:
            if words:
                above.append(self._head(column, words, span))
                below += [self._head(at, table.labels[at]) for at in range(column, column + span)]
            else:
                above.append(self._head(column, table.labels[column], merge="restart"))
                below.append(self._head(column, "", merge="continue"))
            column += span
        return [self._row(above, head=True), self._row(below, head=True)]

    def row(self, cells: Sequence[tuple[LaidCell, str]]) -> Element:
        """A row of text; beside each cell its part in a high one: restart, continue or none."""
        return self._row([self._body(cell, merge) for cell, merge in cells])

    def _head(self, column: int, text: str, span: int = 1, merge: str = "") -> Element:
        return self._cell(column, span, text, Align.CENTER, Style.HEI, merge)

    def _body(self, laid: LaidCell, merge: str) -> Element:
        column = self._columns[laid.column]
        narrow = self._widths[laid.column] <= sum(self._widths) / 12
        align = laid.cell.align or column.align or (Align.CENTER if narrow else Align.LEFT)
        text = "" if merge == "continue" else laid.cell.text
        return self._cell(laid.column, laid.cell.span, text, align, Style.BODY, merge)

    def _cell(self, column: int, span: int, text: str, align: Align, style: Style, merge: str) -> Element:
        width = sum(self._widths[column : column + span])
        properties = [w("tcW", w=twips(width), type="dxa"), w("vAlign", val="center")]
        if span > 1:
            properties.append(w("gridSpan", val=span))
        if merge:
            properties.append(w("vMerge", val=merge))
        look = Look(align.value, self._look.pitch)
        content = paragraph([Run(text, style, self._look.size, 0.0)], look)
        return w("tc", w("tcPr", *properties), content)

    def _row(self, cells: list[Element], *, head: bool = False) -> Element:
        flags = [w("cantSplit")] + ([w("tblHeader")] if head else [])
        return w("tr", w("trPr", *flags), *cells)


def _merged(table: DocumentTable) -> list[list[tuple[LaidCell, str]]]:
    """Every row's cells with their part in a high cell, be it written as one or merged by its column."""
    found: list[list[tuple[LaidCell, str]]] = []
    rows = table.laid_rows()
    joined = [_joined(table, rows, index) for index in range(len(rows))]
    for index, row in enumerate(rows):
        below = joined[index + 1] if index + 1 < len(rows) else {}
        found.append([(cell, _part(joined[index][cell.column], below.get(cell.column, False))) for cell in row])
    return found


def _joined(table: DocumentTable, rows: Sequence[Sequence[LaidCell]], index: int) -> dict[int, bool]:
    """By column whether the cell goes on from the row above: equal text, and so in all merged columns before it."""
    above = {cell.column: cell for cell in rows[index - 1]} if index else {}
    found: dict[int, bool] = {}
    same = True
    for cell in rows[index]:
        other = above.get(cell.column)
        found[cell.column] = cell.above
        if table.columns[cell.column].merge and cell.cell.span == 1 and not cell.above:
            equal = other is not None and bool(cell.cell.text) and other.cell.text == cell.cell.text
            same = same and equal
            found[cell.column] = same
    return found


def _part(goes_on: bool, more_below: bool) -> str:
    if goes_on:
        return "continue"
    return "restart" if more_below else ""


def _properties(look: GridLook, widths: Sequence[float]) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = w("tblBorders", *(w(side, val="single", sz=_RULE, space=0, color="000000") for side in sides))
    # half of each rule lies inside the row
    room = {"top": look.pad_y - 0.25, "left": look.pad_x, "bottom": look.pad_y - 0.25, "right": look.pad_x}
    return w(
        "tblPr",
        w("tblW", w=sum(twips(width) for width in widths), type="dxa"),
        w("tblInd", w=0, type="dxa"),
        borders,
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=twips(each), type="dxa") for side, each in room.items())),
    )
