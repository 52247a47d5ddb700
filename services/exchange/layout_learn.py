"""A superior platform's workbook, understood: where its headings stand, what each column wants, what has changed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from services.errors import UnreadableError
from services.imports.headers import BodyRows, Skip
from services.imports.mapping import HeaderMapping, HeaderWords, clean_header
from services.imports.read import sheets_with_header
from services.imports.sniff import BAD_ARCHIVE, FileKind, sniff
from services.imports.workbook import read_workbook
from services.imports.xlsx_scan import column_number
from services.spec import FieldSpec

NUMBER_KEY = "#"  # stands for the running number of the rows
NUMBER_WORDS = frozenset({"序号", "编号", "行号", "NO", "NO."})
ONLY_XLSX = "上级平台的表要是xlsx。用WPS或Excel打开，另存为xlsx后再选。"
LOST_PARTS = ("xl/charts/", "xl/ctrlProps/", "xl/diagrams/", "xl/activeX/", "xl/slicers/")


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """One column of the platform's sheet: filled from the field `key`, or with `fixed` in every row, or left alone."""

    letter: str
    header: str
    key: str = ""
    fixed: str = ""

    @property
    def number(self) -> int:
        """D → 4"""
        return column_number(self.letter)

    def to_json(self) -> dict[str, Any]:
        """As the layout keeps it."""
        return {"letter": self.letter, "header": self.header, "key": self.key, "fixed": self.fixed}


@dataclass(frozen=True, slots=True)
class Learned:
    """What was found in a workbook. `sheets` are all that have such headings; `remarks` are what filling would lose."""

    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    first_row: int
    columns: tuple[LayoutColumn, ...]
    fingerprint: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutChange:
    """How a newer workbook of the platform differs from the one that was learned, by headings."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    moved: tuple[str, ...]

    @property
    def words(self) -> str:
        """A sentence; empty where nothing differs."""
        parts = [f"新增{_listed(self.came)}"] if self.came else []
        parts += [f"去掉{_listed(self.went)}"] if self.went else []
        parts += [f"换了位置{_listed(self.moved)}"] if self.moved else []
        return f"平台的表变了：{'；'.join(parts)}。" if parts else ""


def learn(file: Path, fields: Sequence[FieldSpec], sheet: str | None = None) -> Learned:
    """Find the headings by the same words as an import; UnreadableError for what is no .xlsx or has none."""
    if sniff(file) is not FileKind.XLSX:
        raise UnreadableError(ONLY_XLSX)
    book = read_workbook(file)
    found = sheets_with_header(book, HeaderWords(fields), sheet)
    chosen, header = found[0]
    body = BodyRows(chosen, header)
    for _row in body.data():
        pass
    first = header.header_row + 1
    passed = {skipped.row for skipped in body.skipped if skipped.why is Skip.HEADER}
    while first in passed:  # a row of column numbers, a sample row
        first += 1
    names = tuple(each.name for each, _head in found)
    return Learned(chosen.name, names, header.header_row, first, _columns(header), header.fingerprint, _remarks(file))


def compare(old: Sequence[LayoutColumn], new: Sequence[LayoutColumn]) -> LayoutChange:
    """Which headings came, went, or stand elsewhere now."""
    before = {clean_header(column.header): column for column in old}
    after = {clean_header(column.header): column for column in new}
    common = [word for word in after if word in before]
    order = [word for word in before if word in after]
    moved = tuple(after[a].header for a, b in zip(common, order, strict=True) if a != b)
    return LayoutChange(
        tuple(column.header for word, column in after.items() if word not in before),
        tuple(column.header for word, column in before.items() if word not in after),
        moved,
    )


def carried_over(old: Sequence[LayoutColumn], new: Sequence[LayoutColumn]) -> tuple[LayoutColumn, ...]:
    """The newer columns, filled as the clerk had decided for the same headings."""
    decided: Mapping[str, LayoutColumn] = {clean_header(column.header): column for column in old}
    return tuple(
        replace(column, key=known.key, fixed=known.fixed)
        if (known := decided.get(clean_header(column.header)))
        else column
        for column in new
    )


def _columns(header: HeaderMapping) -> tuple[LayoutColumn, ...]:
    return tuple(
        LayoutColumn(
            column.letter,
            column.header,
            column.name or (NUMBER_KEY if clean_header(column.leaf) in NUMBER_WORDS else ""),
        )
        for column in header.columns
    )


def _remarks(file: Path) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except BAD_ARCHIVE:
        return ()
    lost = any(name.startswith(LOST_PARTS) for name in names)
    return ("表里有图表或控件，填好的文件里会没有它们。",) if lost else ()


def _listed(words: Sequence[str]) -> str:
    return "、".join(f"“{word}”" for word in words)
