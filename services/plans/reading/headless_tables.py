"""Tables without a header (a copied part of one): what each column holds is told by its cells."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import groupby

from services.plans.reading.fold import Line
from services.plans.reading.labels import Role
from services.plans.reading.roles import is_time
from services.plans.reading.tables import Column, Kind, Row, Table, row_of
from services.plans.reading.tasks import PlanTaskReading
from services.plans.reading.units import looks_like_unit, split_units

FEWEST_ROWS = 2
MOST = 0.7  # of a column's filled cells that say what it is
SHORTEST_TEXT = 4
NO_HEADER = "表格没有表头，各列按内容判断。请核对单位和时限。"
_FIGURE = re.compile(r"\d{1,3}[.、]?|[一二三四五六七八九十]{1,3}")


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
        kind = _kind(cells)
        if kind is not None:
            columns[at] = kind
        elif cells:
            texts[at] = sum(map(len, cells)) / len(cells)
    longest = max(texts, key=lambda at: texts[at], default=None)
    if longest is None or texts[longest] < SHORTEST_TEXT or Role.RESPONSIBLE not in columns.values():
        return {}
    columns[longest] = Column.TEXT
    return columns | {at: Column.SECTION for at in texts if at < longest}


def _kind(cells: list[str]) -> Kind | None:
    for kind, says in (
        (Column.NUMBER, lambda words: bool(_FIGURE.fullmatch(words))),
        (Role.DEADLINE, is_time),
        (Role.RESPONSIBLE, lambda words: all(looks_like_unit(unit) for unit in split_units(words))),
    ):
        if cells and sum(1 for words in cells if says(words)) >= MOST * len(cells):
            return kind
    return None
