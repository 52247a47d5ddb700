"""A workbook from outside as plain typed cells, whatever program wrote it and however its name ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from services.errors import UnreadableError
from services.imports.csv_text import read_csv
from services.imports.reader_process import Message, messages
from services.imports.sniff import DAMAGED, PASSWORD, TOO_BIG, FileKind, sniff
from services.imports.xlsx_scan import STRAY, Place, SheetScan, XlsxScan, check_bounds, column_letters, scan

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
Row = Sequence[CellValue]
READ_SECONDS = 90.0
EMPTY_SIGNS = " \t\r\n\u3000\u200b\ufeff\xa0"
SLOW = "读这个文件用时过长，已停下，没有读入任何一行。删去用不到的行、列和工作表，另存为xlsx后再导入。"
_MOMENTS: Mapping[str, Callable[[Any], CellValue]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
    "text": str,
}
OWN_MARK = "supervision-desk-export"  # name of the document property in files that the desk wrote


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area; rows and columns from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows[0]` is row 1. `unvalued` are formulas that were saved without a result."""

    name: str
    rows: Sequence[Row]
    visible: bool = True
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    unvalued: frozenset[Place] = frozenset()
    epoch_1904: bool = False
    own: bool = False

    @property
    def empty(self) -> bool:
        """Nothing stands in any cell."""
        return not any(filled(cell) for row in self.rows for cell in row)

    @cached_property
    def _covered(self) -> Mapping[Place, Area]:
        small = (a for a in self.merged if (a.bottom - a.top + 1) * (a.right - a.left + 1) <= 5000)
        return {(r, c): a for a in small for r in range(a.top, a.bottom + 1) for c in range(a.left, a.right + 1)}

    def cell(self, row: int, column: int) -> CellValue:
        """What stands in the cell itself; None outside the sheet and for nothing."""
        if not (1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1])):
            return None
        value = self.rows[row - 1][column - 1]
        return value if filled(value) else None

    def corrected(self, cells: Mapping[Place, CellValue]) -> Sheet:
        """The sheet with other words in some of its cells; what lies outside of it is left alone."""
        rows = {row for row, _column in cells}
        changed = tuple(
            tuple(cells.get((number, column), cell) for column, cell in enumerate(row, start=1))
            if number in rows
            else row
            for number, row in enumerate(self.rows, start=1)
        )
        return replace(self, rows=changed)

    def area(self, row: int, column: int) -> Area | None:
        """The merged area that the cell is part of."""
        return self._covered.get((row, column))

    def filled_down(self, row: int, column: int) -> CellValue:
        """The cell, or for a cell below the top of a merged area in the area's first column, the area's value."""
        value = self.cell(row, column)
        if value is None and (area := self.area(row, column)) and area.left == column and area.top < row:
            return self.cell(area.top, column)
        return value


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that could be read."""

    file: Path
    kind: FileKind
    sheets: tuple[Sheet, ...]


def filled(value: CellValue) -> bool:
    """Whether a cell holds anything that a person would see."""
    return value is not None and not (isinstance(value, str) and not value.strip(EMPTY_SIGNS))


def place(row: int, column: int) -> str:
    """The name of a cell as Excel prints it: D7."""
    return f"{column_letters(column)}{row}"


def _idle() -> None:
    return None


def read_workbook(file: Path, seconds: float = READ_SECONDS, alive: Callable[[], None] = _idle) -> Workbook:
    """Read `file` by its real format within `seconds`; UnreadableError (ER11) says plainly why it cannot be.

    `alive` is called while the reading process works; what it raises ends that process and passes on.
    """
    kind = sniff(file)
    if kind is FileKind.CSV:
        try:
            return Workbook(file, kind, (Sheet(file.stem, read_csv(file)),))
        except OSError as error:
            raise UnreadableError(DAMAGED) from error
    if kind is FileKind.XLSX:
        check_bounds(file)
    noted: list[XlsxScan] = []

    def look() -> None:
        noted.append(scan(file, OWN_MARK, alive) if kind is FileKind.XLSX else XlsxScan({}))

    try:
        return Workbook(file, kind, tuple(_sheets(messages(file, seconds, alive, look), noted)))
    except TimeoutError as error:
        raise UnreadableError(SLOW) from error
    except (OSError, ValueError, EOFError) as error:  # the child died before it could answer
        raise UnreadableError(DAMAGED) from error


def _sheets(heard: Iterable[Message], noted: Sequence[XlsxScan]) -> Iterator[Sheet]:
    """`noted` holds what was seen of the file once the first message is there."""
    named: Message | None = None
    rows: list[Sequence[CellValue]] = []
    for message in heard:
        if message[0] == "rows":
            _put_moments(*message[1:])
            rows += message[1]
            continue
        if message[0] == "failed":
            raise UnreadableError({"password": PASSWORD, "memory": TOO_BIG, "far": STRAY}.get(message[1], DAMAGED))
        if named:
            yield _sheet(named, rows, noted[0])
        named, rows = message, []


def _put_moments(rows: Sequence[list[CellValue]], moments: Iterable[tuple[int, int, str, Any]]) -> None:
    for row, column, kind, written in moments:
        rows[row][column] = _MOMENTS[kind](written)


def _sheet(named: Message, rows: list[Sequence[CellValue]], seen: XlsxScan) -> Sheet:
    _, name, visible, merged = named
    noted = seen.sheets.get(name, SheetScan())
    for (row, column), words in noted.faults.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            line: Any = rows[row - 1]
            line[column - 1] = words
    _lengthen(rows, noted)
    return Sheet(
        name=name,
        rows=rows,
        visible=visible,
        merged=tuple(Area(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in merged),
        hidden_rows=frozenset(noted.hidden),
        unvalued=frozenset(noted.unvalued),
        epoch_1904=seen.epoch_1904,
        own=seen.own,
    )


def _lengthen(rows: list[Sequence[CellValue]], noted: SheetScan) -> None:
    """Rows and columns that hold nothing but formulas without a result: the reader leaves them out at the edges."""
    if not noted.unvalued:
        return
    width = max(len(rows[0]) if rows else 0, *(column for _row, column in noted.unvalued))
    height = max(row for row, _column in noted.unvalued)
    rows += [[] for _ in range(height - len(rows))]
    for number, row in enumerate(rows):
        if len(row) < width:
            rows[number] = [*row, *[None] * (width - len(row))]
