"""Printed forms described as data: labelled cells with spans, boxes to tick, places to sign, two parts with a seam."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.printing.card import pages_from
from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.grid import Align, Area, Cell, CellPicture, Grid, GridColumn, GridLook, share_widths
from services.printing.measures import MM
from services.printing.page import Colour, Ink, Pen, Rule, Sheet, printable, text_width
from services.printing.paper import ListPaper, Paper, paper_size
from services.printing.qr import LEAST_SIZE, draw_qr

LOOK = GridLook(size=12.0, pitch=18.0, pad_x=4.0, pad_y=4.5)
"""小四, the size of tables on official forms."""
SIGN_HERE = "签名：　　　　　　　年　　月　　日"
DAY_HERE = "　　年　　月　　日"
SIDE = 22 * MM
"""The margin to the left and to the right of a form, in points."""
_TITLE = 22.0
_CODE_TOP = 9 * MM
_STRIPE, _STRIPE_TOP = 3 * MM, 11 * MM
_SEAM_ROOM = 34.0
_DASH, _GAP = 5.0, 3.5


@dataclass(frozen=True, slots=True)
class FormPart:
    """A title, a line of notes and a ruled body; `shares` are relative widths of its columns.

    `heads` come again on every page. Cells are made with `label`, `value`, `opinion` and `photo`.
    """

    title: str
    shares: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: tuple[tuple[Cell, ...], ...] = ()
    left_note: str = ""
    right_note: str = ""
    footnote: str = ""
    signatures: tuple[str, ...] = ()
    continued: str = ""
    """Words above every page but the first, so that a sheet alone still says whose it is."""


@dataclass(frozen=True, slots=True)
class FormPrint:
    """One part, or several below one another (存根 and 正本) with a seam line and the words of `seam` in it.

    `code` is the text of a QR code in the upper right corner; it must hold no personal data. `stripe` is the colour of
    a band across the head of the first page; what it means has to stand in words as well.
    """

    parts: tuple[FormPart, ...]
    seam: str = "骑缝处"
    code: str = ""
    landscape: bool = False
    paper: Paper = Paper.A4
    look: GridLook = LOOK
    side: float = SIDE
    stripe: Colour | None = None


def print_form(form: FormPrint, target: Path) -> int:
    """Writes the form as PDF and returns its pages.

    Raises StorageError where the file cannot be written, TableError for a body that no paper takes, QrError for a
    code that is too long.
    """
    return print_forms((form,), target)


def print_forms(
    forms: Sequence[FormPrint],
    target: Path,
    *,
    fronts: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Writes forms of one paper size into one PDF, each with its own 第x页共y页. Returns the pages of all.

    With `fronts` every form begins on the front of a sheet: blank backs are added. `progress` gets (forms done, forms
    in all); an exception of it stops the work and leaves no file. Raises as `print_form` does, ValueError for no forms.
    """
    if not forms:
        raise ValueError("no forms to print")
    faces = load_faces()
    width, height = paper_size(forms[0].paper, forms[0].landscape)
    pages = 0
    with replacing(target) as path:
        pen = Pen(path, faces, title=forms[0].parts[0].title, width=width, height=height)
        for number, form in enumerate(forms, start=1):
            if fronts and pages % 2:
                pen.next_page()
                pages += 1
            pages += _set_form(pen, form, f"total{number}")
            if progress:
                progress(number, len(forms))
        pen.save()
    return pages


def _set_form(pen: Pen, form: FormPrint, name: str) -> int:
    """Sets one form on pages of its own and returns their number."""
    paper = ListPaper(pen, "", side=form.side, name=name)
    y = paper.open_page().top
    if form.stripe:
        pen.rule(Rule(paper.left, _STRIPE_TOP, paper.left + paper.width, _STRIPE_TOP, _STRIPE, form.stripe))
    if form.code:
        draw_qr(pen, form.code, paper.left + paper.width - LEAST_SIZE, _CODE_TOP)
    for index, part in enumerate(form.parts):
        if index:
            y = _begin_part(paper, y, part, form)
        y = _set_part(paper, y, part, form.look, narrow=bool(form.code) and not index)
    return paper.end()


def label(text: str, *, span: int = 1, rows: int = 1) -> Cell:
    """The name of what stands beside it."""
    return Cell(text, span=span, rows=rows, align=Align.CENTER, style=Style.HEI)


def value(text: str, *, span: int = 1, rows: int = 1, lines: int = 1, align: Align | None = None) -> Cell:
    """What is filled in; blank, it keeps `lines` free for writing by hand."""
    return Cell(text, span=span, rows=rows, lines=lines, align=align)


def opinion(text: str, *, span: int = 1, lines: int = 3, foot: str = SIGN_HERE) -> Cell:
    """Words of approval, with a place for signature and date at the lower right."""
    return Cell(text, span=span, lines=lines + 1, foot=foot)


def photo(path: Path | None = None, *, rows: int = 4, lines: int = 7, blank: str = "照片") -> Cell:
    """A photo, or a place to paste one: seven lines take two inches (35 mm × 49 mm) in a column at least as wide."""
    return Cell("", rows=rows, align=Align.CENTER, picture=CellPicture(path, lines, blank))


def choices(options: Sequence[str], chosen: Collection[str] = ()) -> str:
    """Boxes in one line, ticked where chosen: ☑直接送达　□留置送达. What is chosen and no option comes last."""
    others = [each for each in chosen if each not in options]
    return "　".join(f"{'☑' if each in chosen else '□'}{each}" for each in [*options, *others])


def _set_part(paper: ListPaper, y: float, part: FormPart, look: GridLook, *, narrow: bool = False) -> float:
    """Returns the y below it. `narrow`: the title stays clear of the code in the corner."""
    room = paper.width - 2 * LEAST_SIZE if narrow else paper.width
    y = paper.title_block(
        y, printable(part.title), printable(part.left_note), printable(part.right_note), size=_TITLE, room=room
    )
    grid = _grid(paper.pen.faces, part, look, paper.width, pages_from(paper, y))
    for row in part.rows:
        grid.add(row)
    _area, y = grid.finish(paper.closing_height(part.footnote, part.signatures))
    return paper.closing(y, part.footnote, part.signatures)


def _begin_part(paper: ListPaper, y: float, part: FormPart, form: FormPrint) -> float:
    """Below the seam where the part fits there whole, else at the top of a new page. Returns its top."""
    height = _SEAM_ROOM + _height(paper, part, form.look)
    if y + height > paper.bottom:
        return paper.open_page().top
    _draw_seam(paper, y + _SEAM_ROOM / 2, printable(form.seam))
    return y + _SEAM_ROOM


def _height(paper: ListPaper, part: FormPart, look: GridLook) -> float:
    """Of a part on one page without end."""
    grid = _grid(paper.pen.faces, part, look, paper.width, lambda: Area(Sheet(), 0.0, 0.0, 1e6))
    for row in part.rows:
        grid.add(row)
    return _TITLE * 1.4 + 22 + grid.finish()[1] + paper.closing_height(part.footnote, part.signatures)


def _grid(faces: Faces, part: FormPart, look: GridLook, width: float, open_page: Callable[[], Area]) -> Grid:
    columns = [GridColumn(each) for each in share_widths(part.shares, width, look.least_width)]
    return Grid(faces, columns, part.heads, open_page, look, printable(part.continued))


def _draw_seam(paper: ListPaper, y: float, words: str) -> None:
    """A dashed line with its words in the middle: here the sheet is cut, and sealed across."""
    pen, size = paper.pen, 10.5
    width = text_width(pen.faces, words, Style.BODY, size)
    middle = pen.width / 2
    pen.text(Ink(middle - width / 2, y - size / 2, words, Style.BODY, size))
    x = paper.left
    while x < paper.left + paper.width:
        end = min(x + _DASH, paper.left + paper.width)
        if not words or end < middle - width / 2 - _GAP or x > middle + width / 2 + _GAP:
            pen.rule(Rule(x, y, end, y, 0.5))
        x += _DASH + _GAP
