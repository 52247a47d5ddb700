"""Registration cards and forms: a grid of labels and values, then blocks of text, lists and places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.grid import Align, Area, Cell, Grid, GridColumn, GridLook
from services.printing.page import Pen
from services.printing.paper import ListPaper, Paper, paper_size
from services.printing.table import TableColumn, fit_columns, heads_of

_SHARES = (15.0, 35.0, 15.0, 35.0)
_WIDE = 24  # a value of more characters takes a row of its own


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value; `lines` keeps at least that many lines free, for writing by hand."""

    label: str
    value: str = ""
    lines: int = 1
    wide: bool = False


@dataclass(frozen=True, slots=True)
class CardSection:
    """Part of a card: pairs, or a list with heads, under a heading of its own."""

    heading: str
    pairs: tuple[Pair, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class CardPrint:
    """A registration card, an approval form, a receipt."""

    title: str
    pairs: tuple[Pair, ...]
    sections: tuple[CardSection, ...] = ()
    number: str = ""
    printed_by: str = ""
    signatures: tuple[str, ...] = ()
    footnote: str = ""
    landscape: bool = False


def print_card(card: CardPrint, target: Path) -> int:
    """Writes the card as PDF and returns its pages. Raises StorageError where the file cannot be written."""
    faces = load_faces()
    width, height = paper_size(Paper.A4, card.landscape)
    with replacing(target) as path:
        pen = Pen(path, faces, title=card.title, width=width, height=height)
        paper = ListPaper(pen, card.title, card.printed_by, card.number)
        keep = paper.closing_height(card.footnote, card.signatures)
        y = set_pairs(paper, faces, None, card.pairs, 0.0 if card.sections else keep)
        for section in card.sections:
            y = _set_section(paper, faces, y, section, keep if section is card.sections[-1] else 0.0)
        paper.closing(y, card.footnote, card.signatures)
        return paper.close()


def set_pairs(paper: ListPaper, faces: Faces, y: float | None, pairs: Sequence[Pair], keep: float = 0.0) -> float:
    """Two pairs on a row, a wide one alone. `y` None opens the first page. Returns the y below.

    `keep` points stay free below the last row.
    """
    columns = [GridColumn(paper.width * share / 100) for share in _SHARES]
    grid = Grid(faces, columns, [], pages_from(paper, y))
    waiting: list[Pair] = []
    for pair in pairs:
        if pair.wide or pair.lines > 1 or len(pair.value) > _WIDE or "\n" in pair.value:
            _add_pairs(grid, waiting)
            grid.add([_label(pair), Cell(pair.value, span=3, lines=pair.lines)])
            waiting = []
            continue
        waiting.append(pair)
        if len(waiting) == 2:
            _add_pairs(grid, waiting)
            waiting = []
    _add_pairs(grid, waiting)
    return grid.finish(keep)[1]


def pages_from(paper: ListPaper, y: float | None) -> PageOpener:
    """Opens pages of `paper`, the first time at `y` of the page that is already open."""
    return PageOpener(paper, y)


class PageOpener:
    """Gives a grid the rest of the open page first, then new pages."""

    def __init__(self, paper: ListPaper, y: float | None) -> None:
        self._paper = paper
        self._y = y

    def __call__(self) -> Area:
        """The next room."""
        y, self._y = self._y, None
        if y is None:
            return self._paper.open_page()
        return Area(
            self._paper.pen, (self._paper.pen.width - self._paper.width) / 2, y, self._paper.bottom, fresh=False
        )


def _add_pairs(grid: Grid, pairs: Sequence[Pair]) -> None:
    if len(pairs) == 1:
        grid.add([_label(pairs[0]), Cell(pairs[0].value, span=3)])
    elif pairs:
        grid.add([cell for pair in pairs for cell in (_label(pair), Cell(pair.value))])


def _label(pair: Pair) -> Cell:
    return Cell(pair.label, align=Align.CENTER, style=Style.HEI)


def _set_section(paper: ListPaper, faces: Faces, y: float, section: CardSection, keep: float) -> float:
    y = paper.heading(y, section.heading, keep=45)
    if section.pairs:
        y = set_pairs(paper, faces, y, section.pairs, 0.0 if section.columns else keep)
    if section.columns:
        columns = fit_columns(section.columns, paper.width, GridLook())
        grid = Grid(faces, columns, heads_of(section.columns), pages_from(paper, y))
        for row in section.rows:
            grid.add(row)
        if not section.rows:
            grid.add([Cell("无", span=len(columns), align=Align.CENTER)])
        y = grid.finish(keep)[1]
    return y
