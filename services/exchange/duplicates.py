"""One person in the files of two units: found across files before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from services.imports.reading import ImportReading, ImportRow, RowAction
from services.problems import Level, Problem
from services.spec import LedgerSpec

if TYPE_CHECKING:
    from services.exchange.folder_import import FileLine

NUMBER = "cert_no"  # of the officers' rosters: one number, one person
Place = tuple["FileLine", ImportRow]
LineT = TypeVar("LineT", bound="FileLine")


def doubled_rows(lines: Sequence[LineT], specs: Mapping[str, LedgerSpec]) -> list[LineT]:
    """The lines with a problem beside every row whose key stands in an earlier file.

    From another unit it is WA05 and the row is held back for the clerk; from the same unit ER06, as within one file.
    A certificate's number that another person has in an earlier file is ER09. A row with errors of its own stands for
    nothing.
    """
    first: dict[tuple[Any, ...], Place] = {}
    numbers: dict[str, tuple[tuple[Any, ...], Place]] = {}
    found = []
    for line in lines:
        if line.reading is None:
            found.append(line)
            continue
        line = _compared(line, specs[line.kind], first)
        found.append(_numbered(line, specs[line.kind], numbers))
    return found


def _numbered(line: LineT, spec: LedgerSpec, numbers: dict[str, tuple[tuple[Any, ...], Place]]) -> LineT:
    """ER09 beside every certificate's number that somebody else has in an earlier file."""
    assert line.reading is not None
    column = line.reading.mapping.column_of(NUMBER)
    if column is None:
        return line
    rows, changed = [], False
    for row in line.reading.rows:
        key, number = _key(row, spec), row.values.get(NUMBER)
        if key is None or not number or row.action is RowAction.ERROR:
            rows.append(row)
            continue
        holder, (earlier, earlier_row) = numbers.setdefault(number, (key, (line, row)))
        if holder == key:
            rows.append(row)
            continue
        changed = True
        message = f"“{earlier.name}”第{earlier_row.row}行的另一个人正在使用这个证号。请对照证件核对。"
        problem = Problem(Level.ERROR, "ER09", f"{column.letter}{row.row}", message, raw=str(number))
        rows.append(_with(row, problem)._replace(action=RowAction.ERROR, changes={}))
    return replace(line, reading=replace(line.reading, rows=tuple(rows))) if changed else line


def _compared(line: LineT, spec: LedgerSpec, first: dict[tuple[Any, ...], Place]) -> LineT:
    assert line.reading is not None
    reading, held, changed = line.reading, set(), False
    rows = []
    for row in reading.rows:
        key = _key(row, spec)
        if key is None or row.action is RowAction.ERROR:
            rows.append(row)
            continue
        earlier, earlier_row = first.setdefault(key, (line, row))
        if earlier is line:
            rows.append(row)
            continue
        changed = True
        if _unit(earlier, earlier_row, spec) != _unit(line, row, spec):
            held.add(row.row)
            rows.append(_with(row, _elsewhere(reading, row, spec, earlier, earlier_row)))
        else:
            problem = _again(reading, row, spec, earlier, earlier_row)
            rows.append(_with(row, problem)._replace(action=RowAction.ERROR, changes={}))
    if not changed:
        return line
    return replace(line, reading=replace(reading, rows=tuple(rows)), held=frozenset(held))


def _key(row: ImportRow, spec: LedgerSpec) -> tuple[Any, ...] | None:
    values = tuple(row.values.get(name) for name in spec.match_on)
    return (spec.name, *values) if values and all(v not in (None, "") for v in values) else None


def _unit(line: FileLine, row: ImportRow, spec: LedgerSpec) -> str:
    field = next((f for f in spec.import_fields if f.reference == "units"), None)
    return (row.labels.get(field.key, "") if field and spec.name != "units" else "") or line.unit


def _with(row: ImportRow, problem: Problem) -> ImportRow:
    """One warning of a kind at a cell is enough: the register may have told the same already."""
    kept = tuple(p for p in row.problems if (p.code, p.where) != (problem.code, problem.where))
    return row._replace(problems=(*kept, problem))


def _elsewhere(
    reading: ImportReading, row: ImportRow, spec: LedgerSpec, earlier: FileLine, earlier_row: ImportRow
) -> Problem:
    unit = _unit(earlier, earlier_row, spec)
    message = (
        f"“{earlier.name}”第{earlier_row.row}行（{unit or '没有写单位'}）也有，先读到的为准，这一行先不导入。"
        "核对是转任、兼职还是写错。"
    )
    return Problem(Level.WARNING, "WA05", _where(reading, row, spec), message, suggest=unit or None)


def _again(
    reading: ImportReading, row: ImportRow, spec: LedgerSpec, earlier: FileLine, earlier_row: ImportRow
) -> Problem:
    words = "、".join(spec.field(name).label for name in spec.match_on)
    message = f"与“{earlier.name}”第{earlier_row.row}行重复（{words}相同），以先读到的为准。核对后只留一份。"
    return Problem(Level.ERROR, "ER06", _where(reading, row, spec), message)


def _where(reading: ImportReading, row: ImportRow, spec: LedgerSpec) -> str:
    column = next((c for name in spec.match_on if (c := reading.mapping.column_of(name))), None)
    return f"{column.letter}{row.row}" if column else f"第{row.row}行"
