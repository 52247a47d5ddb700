"""Counting for tables of figures: what belongs where is said one record at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from services.evaluation.figures import FigureColumn, FigureLine, FigureTable, Listed


class Count:
    """Gathers the records of a table by line and column, in the order in which they come."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.items: dict[str, Listed] = {}
        self._lines: dict[str, defaultdict[str, list[str]]] = {label: defaultdict(list) for label in lines}

    def put(self, label: str, key: str, listed: Listed, columns: Iterable[str]) -> None:
        """One record into these columns of its line."""
        self.items[key] = listed
        line = self._lines.setdefault(label, defaultdict(list))
        for column in columns:
            line[column].append(key)

    def lines(self, words: Mapping[str, Mapping[str, str]] | None = None) -> tuple[FigureLine, ...]:
        """The lines; `words` are those of the cells that are no counts, by line."""
        said = words or {}
        return tuple(
            FigureLine(label, {column: tuple(keys) for column, keys in lists.items()}, said.get(label, {}))
            for label, lists in self._lines.items()
        )


def table(
    key: str,
    title: str,
    head: str,
    unit_word: str,
    columns: Sequence[FigureColumn],
    count: Count,
    remark: str = "",
) -> FigureTable:
    """A table of plain counts and shares."""
    return FigureTable(key, title, head, unit_word, tuple(columns), count.lines(), count.items, remark)
