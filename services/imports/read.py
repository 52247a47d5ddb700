"""The front door: one file in, one import reading out for a sheet or several, nothing stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from services.errors import UnreadableError
from services.imports.headers import NO_HEADER, BodyRows, find_header
from services.imports.mapping import HeaderMapping, HeaderWords
from services.imports.officers import OfficerRules
from services.imports.reading import ImportReading, OtherSheet
from services.imports.rows import read_rows
from services.imports.rules import ImportContext, RowRules
from services.imports.training import TrainingRules
from services.imports.workbook import CellValue, Sheet, Workbook, read_workbook
from services.imports.xlsx_scan import Place
from services.problems import Level, Problem
from services.spec import LedgerSpec

OWN_RULES: Mapping[str, type[RowRules]] = {  # by ledger name; RowRules for all others
    "officers": OfficerRules,
    "training": TrainingRules,
}
Choices = Mapping[str, str | None]  # column letter or header → field key, None to leave the column out; options
Remembered = Callable[[HeaderMapping], Choices | None]
NOT_READ = "IN04"  # cells of the file that this reading leaves aside


def read_import(
    file: Path,
    spec: LedgerSpec,
    context: ImportContext,
    mapping: Choices | None = None,
    sheet: str | None = None,
    remembered: Remembered = lambda _header: None,
    corrections: Mapping[Place, CellValue] | None = None,
) -> ImportReading:
    """Read the best sheet of `file`, or the one called `sheet`, for the ledger `spec`.

    `mapping` holds a clerk's corrections, on top of what `remembered` knows of such a header; `corrections` are cells
    of the sheet with the words that a clerk put in. Raises UnreadableError with the contract's code: ER11 for
    a file, sheet or columns that cannot be used, ER13 where no header is found.
    """
    return _OpenedFile(file, spec, context, remembered).read(mapping, sheet, corrections or {})


def read_sheets(
    file: Path,
    spec: LedgerSpec,
    context: ImportContext,
    remembered: Remembered = lambda _header: None,
) -> tuple[ImportReading, ...]:
    """Every sheet of `file` that holds such a list, in the order of the workbook; doubles are found across them.

    A sheet that is refused as a whole is left out and named in the notes of the first one. Raises as `read_import`.
    """
    return _OpenedFile(file, spec, context, remembered).read_all()


def import_form(spec: LedgerSpec) -> LedgerSpec:
    """The ledger as files bring it: with columns that only help to tell whom a row means."""
    return OWN_RULES.get(spec.name, RowRules).form(spec)


class _OpenedFile:
    """A workbook that is read once, with the sheets that fit."""

    def __init__(self, file: Path, spec: LedgerSpec, context: ImportContext, remembered: Remembered) -> None:
        self._file, self._context, self._remembered = file, context, remembered
        self._rules = OWN_RULES.get(spec.name, RowRules)(spec, context)
        self._book = read_workbook(file, alive=lambda: context.progress(0, 1))
        self._words = HeaderWords(self._rules.spec.import_fields)

    def read(
        self, mapping: Choices | None, wanted: str | None, corrections: Mapping[Place, CellValue]
    ) -> ImportReading:
        """One sheet; the others that fit are named beside it."""
        found = sheets_with_header(self._book, self._words, wanted)
        sheet, header = found[0]
        sheet = sheet.corrected(corrections) if corrections else sheet
        reading = self._read(sheet, header, mapping)
        others = self._others(reading.sheet, found[1:])
        unread = [o for o in others if o.rows or not sheet.own]  # the desk's own sheets explain themselves
        notes = (*reading.notes, *_note_sheets(unread))
        return replace(reading, other_sheets=tuple(o for o in others if o.rows), notes=notes)

    def read_all(self) -> tuple[ImportReading, ...]:
        """All sheets with rows, one after the other under the same rules."""
        found = [pair for pair in sheets_with_header(self._book, self._words) if _count(*pair)]
        order = {sheet.name: n for n, sheet in enumerate(self._book.sheets)}
        readings, notes = [], []
        for sheet, header in sorted(found, key=lambda pair: order[pair[0].name]):
            try:
                readings.append(self._read(sheet, header, None))
            except UnreadableError as error:
                if len(found) == 1:
                    raise
                notes.append(Problem(Level.WARNING, NOT_READ, sheet.name, f"工作表“{sheet.name}”没有读：{error}"))
        if not readings:
            return (self.read(None, None, {}),)  # which says why
        return (replace(readings[0], notes=(*readings[0].notes, *notes)), *readings[1:])

    def _read(self, sheet: Sheet, header: HeaderMapping, mapping: Choices | None) -> ImportReading:
        rules = self._rules
        header = rules.adjust(header, sheet)
        wanted = {**(self._remembered(header) or {}), **(mapping or {})}
        rules.options = {key: str(wanted.pop(key)) for key in rules.option_keys if wanted.get(key)}
        if wanted:
            keys = {f.key for f in rules.spec.import_fields}
            header = header.corrected({place: (key if key in keys else None) for place, key in wanted.items()})
        rules.sheet = sheet.name
        reading = read_rows(sheet, header, self._context, rules)
        return replace(reading, file=self._file, notes=_note_columns(sheet, header), options=rules.options)

    def _others(self, read: str, fitting: Sequence[tuple[Sheet, HeaderMapping]]) -> list[OtherSheet]:
        counted = {sheet.name: _count(sheet, header) for sheet, header in fitting}
        others = [sheet for sheet in self._book.sheets if sheet.name != read and not sheet.empty]
        return [
            OtherSheet(sheet.name, counted.get(sheet.name, 0) if sheet.visible else self._hidden(sheet), sheet.visible)
            for sheet in others
        ]

    def _hidden(self, sheet: Sheet) -> int:
        header = find_header(sheet, self._words)
        return _count(sheet, header) if header else 0


def sheets_with_header(
    book: Workbook, words: HeaderWords, wanted: str | None = None
) -> list[tuple[Sheet, HeaderMapping]]:
    """The sheets in which a header was found, the best first: with rows, then with most fields, then as they come.

    Hidden sheets count only where no visible one has cells. UnreadableError ER13 where there is none.
    """
    filled_sheets = [s for s in book.sheets if not s.empty]
    if wanted is not None:
        filled_sheets = [s for s in filled_sheets if s.name == wanted]
        if not filled_sheets:
            raise UnreadableError(f"文件里没有名为“{wanted}”的工作表，或者它是空的。换一个工作表再导入。")
    if not filled_sheets:
        raise UnreadableError("这个文件里一个字也没有，没有读入任何一行。填好后再导入。", "ER13")
    visible = [s for s in filled_sheets if s.visible] or filled_sheets
    found = [(s, header) for s in visible if (header := find_header(s, words)) is not None]
    if not found:
        raise UnreadableError(NO_HEADER, "ER13")
    return sorted(found, key=lambda pair: (not _has_rows(*pair), -len(pair[1].named)))


def _has_rows(sheet: Sheet, header: HeaderMapping) -> bool:
    return next(BodyRows(sheet, header).data(), None) is not None


def _count(sheet: Sheet, header: HeaderMapping) -> int:
    return sum(1 for _row in BodyRows(sheet, header).data())


def _note_sheets(others: Sequence[OtherSheet]) -> list[Problem]:
    notes = []
    for other in others:
        hidden = "" if other.visible else "隐藏的"
        held = f"还有{other.rows}行" if other.rows else "有内容，但没有找到表头"
        words = f"{hidden}工作表“{other.name}”{held}，这次没有读。" + ("需要的话另选这个工作表。" if other.rows else "")
        notes.append(Problem(Level.INFO, NOT_READ, other.name, words))
    return notes


def _note_columns(sheet: Sheet, header: HeaderMapping) -> tuple[Problem, ...]:
    """Of two columns for one field the first is read; where the other one holds something else, say so."""
    notes = []
    for column in header.doubled:
        first = header.column_of(column.wanted or "")
        rows = range(header.header_row + 1, len(sheet.rows) + 1)
        if first and any(
            (value := sheet.cell(row, column.number)) and value != sheet.cell(row, first.number) for row in rows
        ):
            words = f"“{column.header}”这一列和{first.letter}列是同一个字段，只读了{first.letter}列。"
            notes.append(Problem(Level.WARNING, NOT_READ, f"{column.letter}{header.header_row}", words))
    return tuple(notes)
