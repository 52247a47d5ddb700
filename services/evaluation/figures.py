"""A table of figures in which every number is the length of a list: what is shown can always be opened.

The list is kept with the number, so that a frozen table opens as it was even where its records have changed since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from services.training.compliance import Rate

TOTAL = "合计"
NOTHING = "—"  # where there is no number: an empty denominator is neither 0 nor 100 per cent


class Cells(StrEnum):
    """What the cells of a column are: lengths of lists, shares of two counts, or words."""

    COUNT = "count"
    SHARE = "share"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Listed:
    """One record behind a number; `page` and `row_id` tell where it opens."""

    page: str
    row_id: int
    title: str
    unit: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """`definition` is printed under the table. A share is of the counts `upper` to the counts `lower`.

    Counts with `part` divide the whole: their sum is `total`. `watched` ones are set against an earlier table.
    """

    key: str
    label: str
    definition: str = ""
    cells: Cells = Cells.COUNT
    upper: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    part: bool = False
    watched: bool = False
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class FigureLine:
    """`lists` holds the keys of the records behind each count, `words` what other cells say."""

    label: str
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FigureTable:
    """`items` are the records by the keys that the lines use; `summed` tables have a last line for all of them."""

    key: str
    title: str
    head: str
    unit_word: str
    columns: tuple[FigureColumn, ...]
    lines: tuple[FigureLine, ...]
    items: Mapping[str, Listed]
    remark: str = ""
    summed: bool = True
    total_words: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> FigureLine:
        """All lines together."""
        counted = [column.key for column in self.columns if column.cells is Cells.COUNT]
        lists = {key: tuple(item for line in self.lines for item in line.lists.get(key, ())) for key in counted}
        return FigureLine(TOTAL, lists, self.total_words)

    @property
    def all_lines(self) -> tuple[FigureLine, ...]:
        """The lines as they are shown, the sum last."""
        return (*self.lines, self.total) if self.summed and self.lines else self.lines

    def column(self, key: str) -> FigureColumn:
        """The column called `key`; KeyError where there is none."""
        for found in self.columns:
            if found.key == key:
                return found
        raise KeyError(key)

    def number(self, line: FigureLine, key: str) -> int:
        """A count."""
        return len(line.lists.get(key, ()))

    def share(self, line: FigureLine, column: FigureColumn) -> Rate:
        """A share as its two counts."""
        upper, lower = (sum(self.number(line, key) for key in keys) for keys in (column.upper, column.lower))
        return Rate(upper, lower)

    def text(self, line: FigureLine, column: FigureColumn) -> str:
        """A cell as it is shown and printed."""
        match column.cells:
            case Cells.COUNT:
                return f"{self.number(line, column.key):,}"
            case Cells.SHARE:
                return self.share(line, column).words
        return line.words.get(column.key, "")

    def behind(self, line: FigureLine, column: FigureColumn) -> tuple[Listed, ...]:
        """The records behind a cell; of a share those that it is a share of."""
        keys = (column.key,) if column.cells is Cells.COUNT else column.lower
        return tuple(self.items[item] for key in keys for item in line.lists.get(key, ()))

    @property
    def definitions(self) -> tuple[str, ...]:
        """What the columns mean, in one paragraph, and the remark; printed under the table."""
        said = "".join(f"{column.label}：{column.definition}" for column in self.columns if column.definition)
        return tuple(filter(None, (said, self.remark)))

    # --- frozen --------------------------------------------------------------------------
    def to_json(self) -> dict[str, Any]:
        """As it is stored; `from_json` gives an equal table."""
        return {
            "key": self.key,
            "title": self.title,
            "head": self.head,
            "unit_word": self.unit_word,
            "remark": self.remark,
            "summed": self.summed,
            "total_words": dict(self.total_words),
            "columns": [_column_json(column) for column in self.columns],
            "lines": [
                {"label": line.label, "lists": {k: list(v) for k, v in line.lists.items()}, "words": dict(line.words)}
                for line in self.lines
            ],
            "items": {key: [item.page, item.row_id, item.title, item.unit, item.words] for key, item in _used(self)},
        }

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> FigureTable:
        """A stored table."""
        return cls(
            source["key"],
            source["title"],
            source["head"],
            source["unit_word"],
            tuple(_column(each) for each in source["columns"]),
            tuple(
                FigureLine(each["label"], {k: tuple(v) for k, v in each["lists"].items()}, each["words"])
                for each in source["lines"]
            ),
            {key: Listed(*values) for key, values in source["items"].items()},
            source["remark"],
            source["summed"],
            source["total_words"],
        )


def with_changes(table: FigureTable, earlier: FigureTable | None) -> FigureTable:
    """The table with a column 较上次 behind each watched count; a line that was not there before says 新."""
    if earlier is None:
        return table
    before = {line.label: line for line in earlier.all_lines}
    watched = [column for column in table.columns if column.watched]
    columns: list[FigureColumn] = []
    for column in table.columns:
        columns.append(column)
        if column in watched:
            columns.append(FigureColumn(f"{column.key}_change", "较上次", cells=Cells.WORDS, width=0.9))

    def changed(line: FigureLine) -> dict[str, str]:
        old = before.get(line.label)
        return {
            f"{c.key}_change": "新" if old is None else _signed(table.number(line, c.key) - earlier.number(old, c.key))
            for c in watched
        }

    lines = tuple(replace(line, words={**line.words, **changed(line)}) for line in table.lines)
    totals = {**table.total_words, **changed(table.total)}
    return replace(table, columns=tuple(columns), lines=lines, total_words=totals)


def _signed(number: int) -> str:
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number < 0 else "0"


def _used(table: FigureTable) -> Sequence[tuple[str, Listed]]:
    named = {item for line in table.lines for items in line.lists.values() for item in items}
    return [(key, item) for key, item in table.items.items() if key in named]


def _column_json(column: FigureColumn) -> dict[str, Any]:
    return {
        "key": column.key,
        "label": column.label,
        "definition": column.definition,
        "cells": column.cells.value,
        "upper": list(column.upper),
        "lower": list(column.lower),
        "part": column.part,
        "watched": column.watched,
        "width": column.width,
    }


def _column(source: Mapping[str, Any]) -> FigureColumn:
    return FigureColumn(
        source["key"],
        source["label"],
        source["definition"],
        Cells(source["cells"]),
        tuple(source["upper"]),
        tuple(source["lower"]),
        source["part"],
        source["watched"],
        source["width"],
    )
