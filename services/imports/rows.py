"""From the rows of a sheet to an import reading: new, changed, the same, wrong. Pure: nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from services.errors import UnreadableError
from services.imports.cells import UNVALUED, CellReading, HowToRead
from services.imports.headers import NO_ROWS, BodyRows, Skip, SkippedRow
from services.imports.mapping import Column, HeaderMapping
from services.imports.reading import ImportReading, ImportRow, RowAction
from services.imports.rules import ImportContext, RowDraft, RowRules, no_check
from services.imports.workbook import CellValue, Sheet
from services.problems import Level, Problem
from services.query import LedgerRow
from services.spec import FieldSpec, LedgerSpec

EVERY = 250  # rows between two progress calls: some 10 ms
REMEMBERED = 5_000  # values of each column whose reading is kept


def read_rows(sheet: Sheet, mapping: HeaderMapping, context: ImportContext, rules: RowRules) -> ImportReading:
    """Read every data row under the header; UnreadableError (ER11) where there is none or the sheet is refused."""
    rules.accept(mapping)
    reader = _RowReader(sheet, mapping, context, rules)
    body = BodyRows(sheet, mapping, [f.key for f in rules.spec.import_fields if f.required])
    rows, passed = [], []
    for done, number in enumerate(body.data()):
        if done % EVERY == 0:
            context.progress(number, len(sheet.rows))
        row = reader.read(number)
        if isinstance(row, Skip):
            passed.append(SkippedRow(number, row))
        else:
            rows.append(row)
    if not rows and not passed:
        raise UnreadableError(NO_ROWS)
    skipped = tuple(sorted((*body.skipped, *passed), key=lambda row: row.row))
    forms = {f.key: f for f in rules.spec.fields}
    return ImportReading(Path(), sheet.name, mapping, tuple(rows), skipped, forms, questions=rules.questions())


class _RowReader:
    def __init__(self, sheet: Sheet, mapping: HeaderMapping, context: ImportContext, rules: RowRules) -> None:
        spec = rules.spec
        self._sheet, self._spec, self._context, self._rules = sheet, spec, context, rules
        self._columns: Mapping[str, Column] = {c.name: c for c in mapping.named if c.name}
        self._readers = []
        for key, column in self._columns.items():
            reader = _ColumnReader(spec.field(key), self._how(key, column), rules.read)
            self._readers.append((key, column.number - 1, reader.known, reader.read))
        self._areas = bool(sheet.merged)
        self._checks = context.row_check is not no_check
        self._keys = {f.key for f in spec.fields}

    def _how(self, key: str, column: Column) -> HowToRead:
        return HowToRead(
            today=self._context.today,
            resolve=self._rules.resolve,
            header=column.leaf,
            epoch_1904=self._sheet.epoch_1904,
            own=self._sheet.own,
            aliases=self._rules.aliases(key),
        )

    def read(self, row: int) -> ImportRow | Skip:
        """Cells, then what follows from them, then the ledger's own row, then every check."""
        draft, rules = RowDraft(row, self._columns), self._rules
        if row in self._sheet.hidden_rows:
            draft.add(None, "IN02", "这一行在表格里是隐藏的，也读入了。")
        self._cells(draft)
        if why := rules.skips(draft):
            return why
        rules.derive(draft)
        rules.refer(draft)
        rules.unit(draft)
        draft.existing = self._context.existing(draft.values)
        rules.required(draft)
        rules.doubled(draft)
        rules.finish(draft)
        if self._checks:
            self._check(draft)
        return _finished(draft, self._spec, rules.own_keys)

    def _cells(self, draft: RowDraft) -> None:
        row, sheet = draft.row, self._sheet
        line, cells, values, readings = sheet.rows[row - 1], draft.cells, draft.values, draft.readings
        for key, at, known, read in self._readers:
            value = line[at]
            if value is None or value == "":
                if (row, at + 1) in sheet.unvalued:
                    draft.take(key, CellReading(findings=(UNVALUED,)))
                    continue
                value = sheet.filled_down(row, at + 1) if self._areas else None
            cells[key] = value
            reading = known.get(value) or read(value)
            readings[key], values[key] = reading, reading[0]
            if reading[1] or reading[2] or reading[6]:  # findings, label, aside
                draft.take(key, reading)

    def _check(self, draft: RowDraft) -> None:
        said = {k: v for k, v in draft.values.items() if v or v not in (None, "") or k in draft.cleared}
        checked = [self._placed(p, draft) for p in self._context.row_check(said)]  # a blank cell hides nothing
        if checked:  # one error tells of a cell what is wrong
            faulty = {p.where for p in draft.problems if p.level is Level.ERROR and p.where != draft.where(None)}
            draft.problems += [p for p in checked if p.where not in faulty]

    def _placed(self, problem: Problem, draft: RowDraft) -> Problem:
        known = problem.where in self._keys or not problem.where
        return replace(problem, where=draft.where(problem.where)) if known else problem


class _ColumnReader:
    """Reads the cells of one column, each value once: most columns hold few different ones."""

    def __init__(
        self, spec: FieldSpec, how: HowToRead, read: Callable[[FieldSpec, CellValue, HowToRead], CellReading]
    ) -> None:
        self._spec, self._how, self._read = spec, how, read
        self.known: dict[CellValue, CellReading] = {}  # of texts: 1, 1.0 and True are one key and three cells

    def read(self, value: CellValue) -> CellReading:
        """A value that is not known yet."""
        found = self._read(self._spec, value, self._how)
        if (value is None or isinstance(value, str)) and len(self.known) < REMEMBERED:
            self.known[value] = found
        return found


def _finished(draft: RowDraft, spec: LedgerSpec, kept: Collection[str]) -> ImportRow:
    changes = _changes(draft, draft.existing, spec, kept) if draft.existing else {}
    if draft.problems and draft.failed:
        action, changes = RowAction.ERROR, {}
    elif draft.existing is None:
        action = RowAction.NEW
    else:
        action = RowAction.CHANGED if changes else RowAction.SAME
    known = (draft.existing.id, draft.existing.row_version) if draft.existing else (None, 0)
    return ImportRow(draft.row, action, draft.values, draft.labels, changes, tuple(draft.problems), *known)


def _changes(
    draft: RowDraft, existing: LedgerRow, spec: LedgerSpec, kept: Collection[str]
) -> dict[str, tuple[Any, Any]]:
    """(old, new) by field as they are shown. A blank cell changes nothing: agencies send sheets with gaps."""
    found = {}
    for key, value in draft.values.items():
        if key not in kept or (value in (None, "") and key not in draft.cleared):
            continue
        old = existing.values.get(key)
        if (old if old != "" else None) == value:
            continue
        labelled = bool(spec.field(key).reference)
        shown_old = existing.labels.get(key) or old if labelled else old
        found[key] = (shown_old, draft.labels.get(key) or value)
    return found
