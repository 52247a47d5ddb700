"""Runs alone in its own process: reads one workbook and writes its cells as JSON. Knows nothing of the program.

A hostile file can abort the reader's process (a stray far cell asks for hundreds of gigabytes), so it never runs
inside the window's. Arguments: the file, the answer's file, the folder that holds the reader's package.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

MAX_ROWS, MAX_COLUMNS = 200_000, 200  # as the gate before it; it cannot see into .xls and .ods
MEMORY = 3 << 30  # bytes of address space where the system can limit it


def _plain(value: object) -> Any:
    if isinstance(value, dt.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    if isinstance(value, dt.time):
        return {"h": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"s": value.total_seconds()}
    return value


def read(file: str) -> dict[str, Any]:
    """All sheets with name, visibility, merged areas and rows from the first row and column on."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets = []
    with Path(file).open("rb") as stream:
        book = CalamineWorkbook.from_filelike(stream)
        for number, meta in enumerate(book.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue  # a chart on a sheet of its own, a macro sheet
            sheet = book.get_sheet_by_index(number)
            if sheet.end and (sheet.end[0] >= MAX_ROWS or sheet.end[1] >= MAX_COLUMNS):
                return {"failed": "far"}
            rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            visible = meta.visible == SheetVisibleEnum.Visible
            sheets.append(
                {"name": meta.name, "visible": visible, "merged": sheet.merged_cell_ranges or [], "rows": rows}
            )
    return {"sheets": sheets}


def main(file: str, answer: str, packages: str) -> None:
    """Write what `read` found, or the kind of failure, to `answer`."""
    if packages not in sys.path:
        sys.path.append(packages)
    # Windows has no such limit; the time limit of the parent remains
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        found = read(file)
    except MemoryError:
        found = {"failed": "memory"}
    except Exception as error:  # noqa: BLE001 - whatever the reader raises is an answer, not a crash
        found = {"failed": "password" if type(error).__name__ == "PasswordError" else "damaged", "detail": str(error)}
    Path(answer).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
