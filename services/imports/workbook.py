"""A workbook from outside as plain typed cells, whatever program wrote it and however its name ends."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Any

from services.errors import UnreadableError
from services.imports.csv_text import read_csv
from services.imports.sniff import DAMAGED, PASSWORD, TOO_BIG, FileKind, sniff
from services.imports.xlsx_scan import MAX_COLUMNS, MAX_ROWS, STRAY, Place, SheetScan, XlsxScan, column_letters, scan

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
Row = tuple[CellValue, ...]
READ_SECONDS = 90.0
SLOW = "读这个文件用时过长，已停下，没有读入任何一行。删去用不到的行、列和工作表，另存为xlsx后再导入。"
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
    rows: tuple[Row, ...]
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
    return value is not None and not (isinstance(value, str) and not value.strip(" \t\r\n\u3000\u200b\ufeff\xa0"))


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
    seen = scan(file, OWN_MARK) if kind is FileKind.XLSX else XlsxScan({})
    answer = _in_child(file, seconds, alive)
    return Workbook(file, kind, tuple(_sheet(found, seen) for found in answer))


def _in_child(file: Path, seconds: float, alive: Callable[[], None]) -> list[Mapping[str, Any]]:
    package = importlib.util.find_spec("python_calamine")
    packages = str(Path(package.origin).parent.parent) if package and package.origin else ""
    child = str(Path(__file__).with_name("reader_child.py"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        answer = Path(folder, "cells.json")
        try:
            _run([_interpreter(), "-I", child, str(file.resolve()), str(answer), packages], seconds, alive)
            found = json.loads(answer.read_text(encoding="utf-8"))
        except subprocess.TimeoutExpired as error:
            raise UnreadableError(SLOW) from error
        except (OSError, ValueError) as error:  # the child died before it could answer
            raise UnreadableError(DAMAGED) from error
    if failed := found.get("failed"):
        raise UnreadableError({"password": PASSWORD, "memory": TOO_BIG, "far": STRAY}.get(failed, DAMAGED))
    sheets: list[Mapping[str, Any]] = found["sheets"]
    return sheets


def _interpreter() -> str:
    """The interpreter that runs this, also where the program was started by a launcher of its own name."""
    own = Path(sys.executable)
    if own.stem.lower().startswith("python"):
        return str(own)
    for folder in (sys.prefix, sys.base_prefix):
        for name in ("pythonw.exe", "python.exe", "bin/python3"):
            if Path(folder, name).is_file():
                return str(Path(folder, name))
    return str(own)


def _run(call: Sequence[str], seconds: float, alive: Callable[[], None]) -> None:
    null, window = subprocess.DEVNULL, getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(call, stdin=null, stdout=null, stderr=null, creationflags=window) as child:
        end = monotonic() + seconds
        try:
            while True:
                try:
                    child.wait(timeout=min(0.1, seconds))
                except subprocess.TimeoutExpired:
                    alive()
                    if monotonic() > end:
                        raise
                else:
                    return
        finally:
            child.kill()


def _sheet(found: Mapping[str, Any], seen: XlsxScan) -> Sheet:
    noted = seen.sheets.get(found["name"], SheetScan())
    rows = [[_value(cell) for cell in row] for row in found["rows"]]
    if len(rows) > MAX_ROWS or (rows and len(rows[0]) > MAX_COLUMNS):
        raise UnreadableError(STRAY)
    for (row, column), words in noted.faults.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = words
    return Sheet(
        name=found["name"],
        rows=tuple(tuple(row) for row in rows),
        visible=found["visible"],
        merged=tuple(Area(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in found["merged"]),
        hidden_rows=frozenset(noted.hidden),
        unvalued=frozenset(noted.unvalued),
        epoch_1904=seen.epoch_1904,
        own=seen.own,
    )


def _value(cell: Any) -> CellValue:
    if not isinstance(cell, dict):
        return None if cell == "" else cell
    kind, written = next(iter(cell.items()))
    match kind:
        case "t":
            return datetime.fromisoformat(written)
        case "d":
            return date.fromisoformat(written)
        case "h":
            return time.fromisoformat(written)
    return timedelta(seconds=written)
