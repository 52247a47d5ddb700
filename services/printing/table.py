"""Printed lists: every ledger, statistic and register goes through `print_table`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from services.printing.faces import load_faces
from services.printing.files import replacing
from services.printing.grid import Align, Cell, Grid, GridColumn, GridLook, share_widths
from services.printing.page import Pen
from services.printing.paper import ListPaper, Paper, paper_size

_REPORT_EVERY = 100
_MANY_COLUMNS = 10
_LEAST_WIDTH = 17.5  # one character of 五号 and its margins


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
    """A list to print. `subtitle` says what was filtered, `unit` what figures are counted in, `paper` is A4 or A3."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: Iterable[Sequence[str]]
    printed_on: date
    subtitle: str = ""
    unit: str = ""
    signatures: tuple[str, ...] = ()
    footnote: str = ""
    landscape: bool = False
    paper: Paper = Paper.A4
    look: GridLook | None = None


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
        columns = fit_columns(table.columns, paper.width)
        grid = Grid(faces, columns, heads_of(table.columns), paper.open_page, table.look or _look(len(columns)))
        total = len(table.rows) if isinstance(table.rows, Sized) else 0
        done = 0
        for done, row in enumerate(table.rows, start=1):
            grid.add([Cell(text) for text in row])
            if progress and done % _REPORT_EVERY == 0:
                progress(done, total)
        if not done:
            grid.add([Cell("没有符合条件的记录。", span=len(columns), align=Align.CENTER)])
        _area, y = grid.finish()
        if table.footnote:
            y = paper.paragraph(y + 5, table.footnote)
        if table.signatures:
            paper.signatures(y, table.signatures)
        pages = paper.close()
        if progress:
            progress(done, total or done)
    return pages


def _look(columns: int) -> GridLook:
    """Many columns are set smaller, so that words and dates stay on one line."""
    return GridLook(size=9.0, pitch=12.0, pad_x=2.0, pad_y=3.0) if columns > _MANY_COLUMNS else GridLook()


def fit_columns(columns: Sequence[TableColumn], width: float) -> list[GridColumn]:
    """Shares of `width`; a column without a positive share gets the smallest one, none is narrower than a character."""
    shares = [column.width_share for column in columns]
    smallest = min((share for share in shares if share > 0), default=1.0)
    shares = [share if share > 0 else smallest for share in shares]
    widths = share_widths(shares, width, _LEAST_WIDTH)
    return [GridColumn(each, column.align, column.merge) for column, each in zip(columns, widths, strict=True)]


def heads_of(columns: Sequence[TableColumn]) -> list[list[Cell]]:
    """One row of heads, or two where columns are grouped."""
    if not any(column.group for column in columns):
        return [[Cell(column.label) for column in columns]]
    labels = [Cell(column.label, join=not column.group) for column in columns]
    upper: list[Cell] = []
    for index, column in enumerate(columns):
        if index and column.group and columns[index - 1].group == column.group:
            upper[-1] = Cell(column.group, span=upper[-1].span + 1)
        else:
            upper.append(Cell(column.group or column.label))
    return [upper, labels]


def _right_note(table: TablePrint) -> str:
    printed = f"打印日期：{table.printed_on.year}年{table.printed_on.month}月{table.printed_on.day}日"
    return f"单位：{table.unit}　{printed}" if table.unit else printed
