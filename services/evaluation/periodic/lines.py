"""Counting for periodic tables: what belongs where is said one record at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from services.evaluation.figures import FigureColumn, FigureLine, FigureTable, Listed


class Count:
    """Gathers the records of a table by line and column, in the order in which they come."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.items: dict[str, Listed] = {}
        self._lines: dict[str, dict[str, tuple[str, ...]]] = {label: {} for label in lines}

    def put(self, label: str, key: str, listed: Listed, columns: Iterable[str]) -> None:
        """One record into these columns of its line."""
        self.items[key] = listed
        line = self._lines.setdefault(label, {})
        for column in columns:
            line[column] = (*line.get(column, ()), key)

    def lines(self, words: Mapping[str, Mapping[str, str]] | None = None) -> tuple[FigureLine, ...]:
        """The lines; `words` are those of the cells that are no counts, by line."""
        said = words or {}
        return tuple(FigureLine(label, lists, said.get(label, {})) for label, lists in self._lines.items())


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
