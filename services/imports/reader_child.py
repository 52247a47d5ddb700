"""Runs alone in its own process: reads workbooks one after the other and sends their cells to the process that asks.

A hostile file can abort the reader's process (a stray far cell asks for hundreds of gigabytes), so it never runs
inside the window's. It knows nothing of the program. Each line of standard input is the JSON text of one path; the
answer are messages on standard output, each a length of four bytes and a marshalled tuple: ("sheet", name, visible,
merged areas), ("rows", rows, [(row, column, kind, text), …]) with the cells that are dates or times, and ("done",) or
("failed", why) at the end. Argument: the folder that holds the reader's package.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import marshal
import sys
from pathlib import Path
from typing import Any

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 1_000, 20_000_000  # the gate before it cannot see into .xls and .ods
BLOCK = 2_000  # rows of one message
MEMORY = 3 << 30  # bytes of address space where the system can limit it
SIMPLE = frozenset({str, float, int, bool, type(None)})


def send(*message: Any) -> None:
    """One message to the process that asks."""
    body = marshal.dumps(message)
    sys.stdout.buffer.write(len(body).to_bytes(4, "big") + body)
    sys.stdout.buffer.flush()


def read(file: str) -> tuple[str, ...]:
    """Send all sheets, rows from the first row and column on; the last message is returned."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with Path(file).open("rb") as stream:
        book = CalamineWorkbook.from_filelike(stream)
        for number, meta in enumerate(book.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue  # a chart on a sheet of its own, a macro sheet
            sheet = book.get_sheet_by_index(number)
            last, right = sheet.end or (0, 0)
            if last >= MAX_ROWS or right >= MAX_COLUMNS or last * right > MAX_CELLS:
                return "failed", "far"
            send("sheet", meta.name, meta.visible == SheetVisibleEnum.Visible, sheet.merged_cell_ranges or [])
            rows = sheet.to_python(skip_empty_area=False)
            for start in range(0, len(rows), BLOCK):
                block = rows[start : start + BLOCK]
                send("rows", block, _moments(block))
    return ("done",)


def _moments(rows: list[list[Any]]) -> list[tuple[int, int, str, str | float]]:
    """Takes dates and times out of the rows, which marshal does not know."""
    found = []
    for r, row in enumerate(rows):
        if SIMPLE.issuperset(map(type, row)):
            continue
        for c, cell in enumerate(row):
            if type(cell) not in SIMPLE:
                found.append((r, c, *_moment(cell)))
                row[c] = None
    return found


def _moment(cell: Any) -> tuple[str, str | float]:
    if isinstance(cell, dt.datetime):
        return "datetime", cell.isoformat()
    if isinstance(cell, dt.date):
        return "date", cell.isoformat()
    if isinstance(cell, dt.time):
        return "time", cell.isoformat()
    if isinstance(cell, dt.timedelta):
        return "timedelta", cell.total_seconds()
    return "text", str(cell)


def answer(file: str) -> tuple[str, ...]:
    """What `read` ends with, or the kind of failure."""
    try:
        return read(file)
    except MemoryError:
        return "failed", "memory"
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return "failed", "damaged"
    except BaseException as error:  # noqa: BLE001 - whatever the reader raises, a panic of its own too, is an answer
        return "failed", "password" if type(error).__name__ == "PasswordError" else "damaged"


def main(packages: str) -> None:
    """Answer until nobody asks any more."""
    if packages not in sys.path:
        sys.path.append(packages)
    # Windows has no such limit; the time limit of the parent remains
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(BrokenPipeError):
        for line in sys.stdin.buffer:
            send(*answer(json.loads(line)))


if __name__ == "__main__":
    main(sys.argv[1])
