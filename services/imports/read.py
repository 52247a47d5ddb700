"""The front door: one file in, one import reading out, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from services.errors import UnreadableError
from services.imports.headers import NO_HEADER, find_header
from services.imports.mapping import HeaderMapping, HeaderWords
from services.imports.officers import OfficerRules
from services.imports.reading import ImportReading
from services.imports.rows import read_rows
from services.imports.rules import ImportContext, RowRules
from services.imports.workbook import Sheet, Workbook, read_workbook
from services.spec import LedgerSpec

OWN_RULES: Mapping[str, type[RowRules]] = {"officers": OfficerRules}  # by ledger name; RowRules for all others


def read_import(
    file: Path,
    spec: LedgerSpec,
    context: ImportContext,
    mapping: Mapping[str, str | None] | None = None,
    sheet: str | None = None,
) -> ImportReading:
    """Read `file` for the ledger `spec`.

    `mapping` holds a clerk's corrections (column letter or header → field key, None to leave the column out).
    Raises UnreadableError with the contract's code: ER11 for a file, sheet or columns that cannot be used, ER13 where
    no header is found.
    """
    book = read_workbook(file)
    words = HeaderWords(spec.import_fields)
    chosen, header = choose_sheet(book, words, sheet)
    rules = OWN_RULES.get(spec.name, RowRules)(spec, context)
    header = rules.adjust(header, chosen)
    if mapping:
        header = header.corrected(_known(mapping, spec))
    return replace(read_rows(chosen, spec, header, context, rules), file=file)


def choose_sheet(book: Workbook, words: HeaderWords, wanted: str | None = None) -> tuple[Sheet, HeaderMapping]:
    """The sheet whose header names most fields, and its header; hidden sheets only where no visible one has cells."""
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
    return max(found, key=lambda pair: len(pair[1].named))


def _known(mapping: Mapping[str, str | None], spec: LedgerSpec) -> dict[str, str | None]:
    keys = {f.key for f in spec.import_fields}
    return {place: (key if key in keys else None) for place, key in mapping.items()}
