"""Lists of people on paper: columns described as data, and the foot that every list has.

The foot (unit, who filled it in, who checked it, day, what the figures mean): certificates note §7, “Printing”.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.printing.grid import Align, Cell, GridLook
from services.printing.paper import Paper
from services.printing.table import TableColumn, TablePrint, print_table
from services.spec import mask_identity

NUMBER = "#"
"""The key of the column that counts the rows."""
_MASKED = "id_no"


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """`key` is the attribute, or the key, of a row; empty for a column that is filled in by hand.

    `share` is about the characters on a line. `merge` joins equal neighbours.
    """

    key: str
    label: str
    share: float
    align: Align = Align.LEFT
    group: str = ""
    merge: bool = False


@dataclass(frozen=True, slots=True)
class RosterFoot:
    """What stands below every list; `definition` says whom it counts and by which rule."""

    unit: str = ""
    filled_by: str = ""
    checked_by: str = ""
    day: str = ""
    definition: str = ""

    @property
    def signatures(self) -> tuple[str, ...]:
        """Places to sign; what is known stands on the line."""
        told = (
            ("填报单位（盖章）", self.unit),
            ("填报人", self.filled_by),
            ("审核人", self.checked_by),
            ("填报日期", self.day),
        )
        return tuple(f"{name}：{known}" if known else name for name, known in told)

    @property
    def footnote(self) -> str:
        """Empty where nothing is said."""
        return f"口径说明：{self.definition}" if self.definition else ""


NO_FOOT = RosterFoot()
NUMBER_COLUMN = RosterColumn(NUMBER, "序号", 4, Align.CENTER)


def print_roster(
    title: str,
    columns: Sequence[RosterColumn],
    rows: Sequence[object],
    foot: RosterFoot,
    target: Path,
    *,
    subtitle: str = "",
    landscape: bool = True,
    paper: Paper = Paper.A4,
    look: GridLook | None = None,
    after: Sequence[Sequence[Cell]] = (),
    row_lines: int = 1,
) -> int:
    """Writes a list and returns its pages; without rows an empty one, to be filled in by hand.

    `after` are rows below the others, such as totals. `row_lines` is the least height of a row. ID numbers are masked.
    Raises as `print_table` does.
    """
    body = [list(cells) for cells in _cells(columns, rows, row_lines)]
    if not rows:
        body = [[_cell("", each, 2) for each in columns] for _row in range(_blank_rows(paper, landscape))]
    table = TablePrint(
        title=title,
        columns=tuple(TableColumn(each.label, each.share, each.align, each.merge, each.group) for each in columns),
        rows=[*body, *after],
        printed_on=None,
        subtitle=subtitle,
        signatures=foot.signatures,
        footnote=foot.footnote,
        landscape=landscape,
        paper=paper,
        look=look,
    )
    return print_table(table, target)


def as_of_words(day: str) -> str:
    """The day that a list is true for, as its subtitle."""
    return f"截至{day}" if day else ""


def total_row(columns: Sequence[RosterColumn], sums: dict[str, str], name: str = "合计") -> list[Cell]:
    """A row below the others: its name over all columns before the first sum, then the sums."""
    first = next(index for index, column in enumerate(columns) if column.key in sums)
    cells = [Cell(name, span=first, align=Align.CENTER)] if first else []
    return cells + [_cell(sums.get(column.key, ""), column) for column in columns[first:]]


def _cells(columns: Sequence[RosterColumn], rows: Sequence[object], lines: int) -> Iterator[list[Cell | str]]:
    for number, row in enumerate(rows, start=1):
        yield [_plain(_shown(row, column.key, number), column, lines) for column in columns]


def _plain(text: str, column: RosterColumn, lines: int) -> Cell | str:
    """The words alone where the column says the rest: only such cells are measured once and may merge."""
    return text if lines == 1 else _cell(text, column, lines)


def _shown(row: object, key: str, number: int) -> str:
    if key == NUMBER:
        return str(number)
    if not key:
        return ""
    found = row.get(key) if isinstance(row, Mapping) else getattr(row, key)
    if found is None:
        return ""
    return mask_identity(str(found)) if key == _MASKED else str(found)


def _cell(text: str, column: RosterColumn, lines: int = 1) -> Cell:
    return Cell(text, lines=lines, align=column.align)


def _blank_rows(paper: Paper, landscape: bool) -> int:
    """About a page of rows two lines high."""
    rows = 10 if landscape else 17
    return rows * 3 // 2 if paper is Paper.A3 else rows
