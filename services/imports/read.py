"""The front door: one file in, one import reading out, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from services.errors import UnreadableError
from services.imports.headers import NO_HEADER, BodyRows, find_header
from services.imports.mapping import HeaderMapping, HeaderWords
from services.imports.officers import OfficerRules
from services.imports.reading import ImportReading
from services.imports.rows import read_rows
from services.imports.rules import ImportContext, RowRules
from services.imports.workbook import CellValue, Sheet, Workbook, read_workbook
from services.imports.xlsx_scan import Place
from services.spec import LedgerSpec

OWN_RULES: Mapping[str, type[RowRules]] = {"officers": OfficerRules}  # by ledger name; RowRules for all others


def read_import(
    file: Path,
    spec: LedgerSpec,
    context: ImportContext,
    mapping: Mapping[str, str | None] | None = None,
    sheet: str | None = None,
    corrections: Mapping[Place, CellValue] | None = None,
) -> ImportReading:
    """Read `file` for the ledger `spec`.

    `mapping` holds a clerk's corrections (column letter or header → field key, None to leave the column out).
    `corrections` are cells of the chosen sheet (row, column) with the words that a clerk put in their place.
    Raises UnreadableError with the contract's code: ER11 for a file, sheet or columns that cannot be used, ER13 where
    no header is found.
    """
    book = read_workbook(file, alive=lambda: context.progress(0, 1))
    found = sheets_with_header(book, HeaderWords(spec.import_fields), sheet)
    chosen, header = found[0]
    chosen = chosen.corrected(corrections) if corrections else chosen
    rules = OWN_RULES.get(spec.name, RowRules)(spec, context)
    header = rules.adjust(header, chosen)
    if mapping:
        header = header.corrected(_known(mapping, spec))
    others = tuple(other.name for other, head in found[1:] if _has_rows(other, head))
    return replace(read_rows(chosen, spec, header, context, rules), file=file, other_sheets=others)


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


def _known(mapping: Mapping[str, str | None], spec: LedgerSpec) -> dict[str, str | None]:
    keys = {f.key for f in spec.import_fields}
    return {place: (key if key in keys else None) for place, key in mapping.items()}
