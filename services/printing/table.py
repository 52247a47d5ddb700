"""Printed lists: every ledger, statistic and register goes through `print_table`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from services.printing.faces import load_faces
from services.printing.files import replacing
from services.printing.grid import Align, Cell, Grid, GridColumn, GridLook, fitting_look, share_widths
from services.printing.page import Pen
from services.printing.paper import ListPaper, Paper, paper_size
from services.words import chinese_date

_REPORT_EVERY = 100
_MANY_COLUMNS = 10
_LOOKS = (
    GridLook(),
    GridLook(size=9.0, pitch=12.0, pad_x=2.0, pad_y=3.0),
    GridLook(size=7.5, pitch=10.0, pad_x=1.0, pad_y=2.5),
)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`width_share` relative to the other columns. `merge` joins equal neighbours below one another."""

    label: str
    width_share: float = 1.0
    align: Align = Align.LEFT
    merge: bool = False
    group: str = ""
    """Columns in a row with the same `group` get it as a head above their own."""


@dataclass(frozen=True, slots=True)
class TablePrint:
    """A list to print. `subtitle` says what was filtered, `unit` what figures are counted in, `paper` is A4 or A3.

    `printed_on` None: an empty one, to be filled in by hand.
    """

    title: str
    columns: tuple[TableColumn, ...]
    rows: Iterable[Sequence[Cell | str]]
    printed_on: date | None
    subtitle: str = ""
    unit: str = ""
    signatures: tuple[str, ...] = ()
    footnote: str = ""
    landscape: bool = False
    paper: Paper = Paper.A4
    look: GridLook | None = None
    continued: str = ""
    """Words above the head of every page but the first, such as 续表."""


def print_table(table: TablePrint, target: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Writes the list as PDF and returns its pages.

    `progress` gets (rows set, rows in all); the second is 0 where `rows` does not know its length. An exception it
    raises stops the work and leaves no file. Raises StorageError where the file cannot be written.
    """
    faces = load_faces()
    width, height = paper_size(table.paper, table.landscape)
    with replacing(target) as path:
        pen = Pen(path, faces, title=table.title, width=width, height=height)
        paper = ListPaper(pen, table.title, table.subtitle, _right_note(table))
        look = table.look or _look(len(table.columns), paper.width)
        columns = fit_columns(table.columns, paper.width, look)
        grid = Grid(faces, columns, heads_of(table.columns), paper.open_page, look, table.continued)
        done = _add_rows(grid, table, progress)
        _area, y = grid.finish(paper.closing_height(table.footnote, table.signatures))
        paper.closing(y, table.footnote, table.signatures)
        pages = paper.close()
        if progress:
            progress(done, done)
    return pages


def _add_rows(grid: Grid, table: TablePrint, progress: Callable[[int, int], None] | None) -> int:
    """How many there were."""
    total = len(table.rows) if isinstance(table.rows, Sized) else 0
    done = 0
    for done, row in enumerate(table.rows, start=1):
        grid.add(row)
        if progress and done % _REPORT_EVERY == 0:
            progress(done, total)
    if not done:
        grid.add([Cell("没有符合条件的记录。", span=len(table.columns), align=Align.CENTER)])
    return done


def _look(columns: int, width: float) -> GridLook:
    """Many columns are set smaller, so that words and dates stay on one line."""
    return fitting_look(columns, width, _LOOKS[1:] if columns > _MANY_COLUMNS else _LOOKS)


def fit_columns(columns: Sequence[TableColumn], width: float, look: GridLook) -> list[GridColumn]:
    """Shares of `width`; a column without a positive share gets the smallest one, none is narrower than a character."""
    shares = [column.width_share for column in columns]
    smallest = min((share for share in shares if share > 0), default=1.0)
    shares = [share if share > 0 else smallest for share in shares]
    widths = share_widths(shares, width, look.least_width + 1)
    return [GridColumn(each, column.align, column.merge) for column, each in zip(columns, widths, strict=True)]


def heads_of(columns: Sequence[TableColumn]) -> list[list[Cell]]:
    """One row of heads, or two where columns are grouped."""
    if not any(column.group for column in columns):
        return [[Cell(column.label) for column in columns]]
    upper: list[Cell] = []
    for index, column in enumerate(columns):
        if not column.group:
            upper.append(Cell(column.label, rows=2))
        elif index and columns[index - 1].group == column.group:
            upper[-1] = Cell(column.group, span=upper[-1].span + 1)
        else:
            upper.append(Cell(column.group))
    return [upper, [Cell(column.label) for column in columns if column.group]]


def _right_note(table: TablePrint) -> str:
    unit = f"单位：{table.unit}" if table.unit else ""
    printed = f"打印日期：{chinese_date(table.printed_on)}" if table.printed_on else ""
    return "　".join(filter(None, (unit, printed)))
