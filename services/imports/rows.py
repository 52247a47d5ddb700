"""From the rows of a sheet to an import reading: new, changed, the same, wrong. Pure: nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from services.errors import UnreadableError
from services.imports.cells import UNVALUED, CellReading, HowToRead, raw_text
from services.imports.headers import NO_ROWS, BodyRows
from services.imports.mapping import Column, HeaderMapping
from services.imports.reading import ImportReading, ImportRow, RowAction
from services.imports.rules import ImportContext, RowDraft, RowRules
from services.imports.workbook import Sheet
from services.problems import Level, Problem
from services.query import LedgerRow
from services.spec import FieldSpec, LedgerSpec

EVERY = 500  # rows between two progress calls


def read_rows(
    sheet: Sheet, spec: LedgerSpec, mapping: HeaderMapping, context: ImportContext, rules: RowRules | None = None
) -> ImportReading:
    """Read every data row under the header; UnreadableError (ER11) where there is none or the sheet is refused."""
    rules = rules or RowRules(spec, context)
    rules.accept(mapping)
    reader = _RowReader(sheet, spec, mapping, context, rules)
    body = BodyRows(sheet, mapping)
    rows = []
    for done, number in enumerate(body.data()):
        if done % EVERY == 0:
            context.progress(number, len(sheet.rows))
        rows.append(reader.read(number))
    if not rows:
        raise UnreadableError(NO_ROWS)
    return ImportReading(Path(), sheet.name, mapping, tuple(rows), tuple(body.skipped), {f.key: f for f in spec.fields})


class _RowReader:
    def __init__(
        self, sheet: Sheet, spec: LedgerSpec, mapping: HeaderMapping, context: ImportContext, rules: RowRules
    ) -> None:
        self._sheet, self._spec, self._context, self._rules = sheet, spec, context, rules
        self._columns: Mapping[str, Column] = {c.name: c for c in mapping.named if c.name}
        self._fields = [(spec.field(key), column, self._how(key, column)) for key, column in self._columns.items()]

    def _how(self, key: str, column: Column) -> HowToRead:
        return HowToRead(
            today=self._context.today,
            resolve=self._rules.resolve,
            header=column.leaf,
            epoch_1904=self._sheet.epoch_1904,
            own=self._sheet.own,
            aliases=self._rules.aliases(key),
        )

    def read(self, row: int) -> ImportRow:
        """Cells, then what follows from them, then the ledger's own row, then every check."""
        draft, rules = RowDraft(row, self._columns), self._rules
        if row in self._sheet.hidden_rows:
            draft.add(None, "IN02", "这一行在表格里是隐藏的，也读入了。")
        for spec, column, how in self._fields:
            self._cell(draft, spec, column, how)
        rules.derive(draft)
        rules.unit(draft)
        draft.existing = self._context.existing(draft.values)
        rules.required(draft)
        rules.doubled(draft)
        rules.finish(draft)
        raw = {key: raw_text(value) for key, value in draft.cells.items()}
        said = {k: v for k, v in draft.values.items() if v not in (None, "") or k in draft.cleared}
        checked = [self._placed(p, draft) for p in self._context.row_check(said, raw)]  # a blank cell hides nothing
        faulty = {p.where for p in draft.problems if p.level is Level.ERROR and p.where != draft.where(None)}
        draft.problems += [p for p in checked if p.where not in faulty]  # one error tells of a cell what is wrong
        return _finished(draft, self._spec)

    def _cell(self, draft: RowDraft, spec: FieldSpec, column: Column, how: HowToRead) -> None:
        if (draft.row, column.number) in self._sheet.unvalued and self._sheet.cell(draft.row, column.number) is None:
            draft.take(spec.key, CellReading(findings=(UNVALUED,)))
            return
        value = self._sheet.filled_down(draft.row, column.number)
        draft.cells[spec.key] = value
        draft.take(spec.key, self._rules.read(spec, value, how, draft))

    def _placed(self, problem: Problem, draft: RowDraft) -> Problem:
        keys = {f.key for f in self._spec.fields}
        return replace(problem, where=draft.where(problem.where)) if problem.where in keys | {""} else problem


def _finished(draft: RowDraft, spec: LedgerSpec) -> ImportRow:
    changes = _changes(draft, draft.existing, spec) if draft.existing else {}
    if draft.failed:
        action = RowAction.ERROR
    elif draft.existing is None:
        action = RowAction.NEW
    else:
        action = RowAction.CHANGED if changes else RowAction.SAME
    return ImportRow(
        row=draft.row,
        action=action,
        values=draft.values,
        labels=draft.labels,
        changes={} if draft.failed else changes,
        problems=tuple(draft.problems),
        existing_id=draft.existing.id if draft.existing else None,
        existing_version=draft.existing.row_version if draft.existing else 0,
    )


def _changes(draft: RowDraft, existing: LedgerRow, spec: LedgerSpec) -> dict[str, tuple[Any, Any]]:
    """(old, new) by field as they are shown. A blank cell changes nothing: agencies send sheets with gaps."""
    found = {}
    known = {f.key for f in spec.fields}
    for key, value in draft.values.items():
        if key not in known or (value in (None, "") and key not in draft.cleared):
            continue
        old = existing.values.get(key)
        if (old if old != "" else None) == value:
            continue
        labelled = bool(spec.field(key).reference)
        shown_old = existing.labels.get(key) or old if labelled else old
        found[key] = (shown_old, draft.labels.get(key) or value)
    return found
