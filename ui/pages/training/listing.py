"""A list as it is shown, printed and exported alike; and where each of its cells leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from services.query import LedgerRow
from services.spec import FieldSpec, Kind, LedgerSpec
from ui.kit.cells import plain
from ui.kit.table import RIGHT, Column

WIDE = 7  # columns from which a list is printed across the page


@dataclass(frozen=True, slots=True)
class People:
    """The people behind a figure: of a unit (None for all), for a constraint (None for the rule as a whole).

    `which` is due, behind or leavers.
    """

    agency_id: int | None = None
    constraint: int | None = None
    which: str = "due"


@dataclass(frozen=True, slots=True)
class RoundPeople:
    """Who has not been trained in the round; None for all units."""

    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class CardOf:
    """An officer's 登记卡."""

    officer_id: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of another page; None for the page as it stands."""

    page: str
    row_id: int | None = None


Target = People | RoundPeople | CardOf | Row


@dataclass(frozen=True, slots=True)
class Listing:
    """`note` is printed under the table. `targets` say by (row, column) where a cell leads; column −1 is the row."""

    title: str
    finding: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str
    targets: Mapping[tuple[int, int], Target] = field(default_factory=dict)
    nothing: str = "没有符合条件的记录。"

    def target(self, row: int, column: int) -> Target | None:
        """Where the cell leads, else the row."""
        return self.targets.get((row, column)) or self.targets.get((row, -1))

    def words(self) -> Sequence[Sequence[str]]:
        """The rows in words, for paper and clipboard."""
        return [[plain(cell) for cell in row] for row in self.rows]


def print_listing(listing: Listing, bureau: str, now: datetime, folder: Path) -> Path:
    """The list as PDF in `folder`; runs in a job. StorageError where it cannot be written."""
    from services.exports.office import printable  # with reportlab: only when somebody prints
    from services.printing.grid import Align
    from services.printing.table import TableColumn, TablePrint, print_table

    columns = [TableColumn("序号", 3.5, Align.CENTER)]
    columns += [
        TableColumn(
            column.title, max(column.chars, len(column.title) + 1), Align.RIGHT if _right(column) else Align.LEFT
        )
        for column in listing.columns
    ]
    rows = [[str(n), *(printable(words) for words in row)] for n, row in enumerate(listing.words(), start=1)]
    target = folder / f"{_file_name(listing.title)}.pdf"
    paper = TablePrint(
        listing.title,
        tuple(columns),
        rows,
        now.date(),
        f"{bureau}　{listing.finding}",
        signatures=("填报人", "审核人", "日期"),
        footnote=listing.note,
        landscape=len(columns) > WIDE,
    )
    print_table(paper, target)
    return target


def export_listing(listing: Listing, target: Path, bureau: str, now: datetime) -> str:
    """The list as .xlsx; the sentence for the toast. Runs in a job. StorageError where it cannot be written."""
    from services.exports.ledger_xlsx import export_rows

    fields = tuple(
        FieldSpec(f"column{n}", column.title, _kind(listing, n), width_chars=max(4, round(column.chars)))
        for n, column in enumerate(listing.columns)
    )
    name = fields[0].key
    spec = LedgerSpec("listing", listing.title, "", fields, default_sort=name, title_field=name)
    rows = [
        LedgerRow(n, 1, {f.key: cell if f.is_number else plain(cell) for f, cell in zip(fields, row, strict=True)})
        for n, row in enumerate(listing.rows)
    ]
    description = f"{listing.finding}　{listing.note}"
    count = export_rows(
        spec,
        [rows],
        target,
        title=listing.title,
        description=description,
        unit=bureau,
        printed_on=now.date(),
        masked=True,
    )
    return f"已导出{count}行到“{target.name}”。"


def _kind(listing: Listing, column: int) -> Kind:
    numbers = all(isinstance(row[column], int) for row in listing.rows)
    return Kind.INTEGER if numbers and listing.rows else Kind.TEXT


def _right(column: Column) -> bool:
    return column.align == RIGHT


def _file_name(title: str) -> str:
    return "".join("　" if sign in '\\/:*?"<>|' else sign for sign in title)
