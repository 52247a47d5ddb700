"""Tables without a header (a copied part of one): what each column holds is told by its cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby

from services.plans.reading.fold import Line
from services.plans.reading.labels import Role
from services.plans.reading.tables import Column, Kind, Row, Table, kind_by_contents, row_of
from services.plans.reading.tasks import PlanTaskReading

FEWEST_ROWS = 2
SHORTEST_TEXT = 4
NO_HEADER = "表格没有表头，各列按内容判断。请核对单位和时限。"


def read_headless(lines: list[Line], issued: date | None) -> tuple[PlanTaskReading, ...]:
    """The tasks of tables none of which has a header; a table of other things is left out."""
    found: list[PlanTaskReading] = []
    for is_row, group in groupby(lines, key=lambda line: line.row):
        rows = [row_of(line) for line in group] if is_row else []
        if len(rows) >= FEWEST_ROWS and (columns := _columns(rows)):
            table = Table(columns, issued)
            for row in rows:
                table.add(row, found)
    return tuple(replace(task, warnings=(*task.warnings, NO_HEADER)) for task in found)


def _columns(rows: list[Row]) -> dict[int, Kind]:
    """The kind of each column; empty where there are no units or nothing to do."""
    width = max(len(row.cells) for row in rows)
    columns: dict[int, Kind] = {}
    texts: dict[int, float] = {}
    for at in range(width):
        cells = [row.cells[at].folded.replace(" ", "") for row in rows if at < len(row.cells) and row.cells[at].text]
        kind = kind_by_contents(cells)
        if kind is not None:
            columns[at] = kind
        elif cells:
            texts[at] = sum(map(len, cells)) / len(cells)
    longest = max(texts, key=lambda at: texts[at], default=None)
    if longest is None or texts[longest] < SHORTEST_TEXT or Role.RESPONSIBLE not in columns.values():
        return {}
    columns[longest] = Column.TEXT
    return columns | {at: Column.SECTION for at in texts if at < longest}
