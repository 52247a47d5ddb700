"""Reads a ledger in the background: a page with its counts, the place of a row, the ids of a selection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from services.query import Condition, LedgerPageData, LedgerQuery, LedgerRow, LedgerService
from services.spec import FieldSpec
from ui.kit.initials import pinyin_initials

PAGE = 200
SWEEP = 1_000  # rows per step when looking for something
SWEEP_LIMIT = 20_000  # a row farther away than this is not looked for
VALUES_LIMIT = 1_000  # rows whose values the filter of a column lists


@dataclass(frozen=True)
class Ticks:
    """Which rows are chosen: some ids, or all of the filter except some. Rows are not loaded for this."""

    ids: frozenset[int] = frozenset()
    all_but: bool = False

    def has(self, row_id: int) -> bool:
        """Whether the row is ticked."""
        return (row_id in self.ids) != self.all_but

    def turn(self, row_id: int) -> Ticks:
        """The other way round for one row."""
        return replace(self, ids=self.ids ^ {row_id})

    def count(self, total: int) -> int:
        """How many of `total` rows are ticked."""
        return total - len(self.ids) if self.all_but else len(self.ids)


@dataclass(frozen=True)
class Snapshot:
    """What a reload brings: the pages around the place, the counts, and where the row stands now."""

    query: LedgerQuery
    total: int
    pages: Mapping[int, Sequence[LedgerRow]]
    counts: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    place: int | None = None


def page_at(service: LedgerService, query: LedgerQuery, page: int) -> LedgerPageData:
    """Page number `page` of the filter."""
    return service.search(replace(query, offset=page * PAGE, limit=PAGE))


def snapshot(service: LedgerService, query: LedgerQuery, row_id: int | None, place: int) -> Snapshot:
    """The filter's first look: the page at `place`, or the one in which `row_id` now stands."""
    first = page_at(service, query, place // PAGE)
    number = place // PAGE
    if first.total and number * PAGE >= first.total:
        number = (first.total - 1) // PAGE  # the filter became shorter
        first = page_at(service, query, number)
    found = locate(service, query, row_id, number, first) if row_id is not None else None
    pages: dict[int, Sequence[LedgerRow]] = {number: first.rows}
    if found is not None and found // PAGE != number:
        pages[found // PAGE] = page_at(service, query, found // PAGE).rows
    return Snapshot(query, first.total, pages, service.counts(query), service.totals(query), found)


def locate(service: LedgerService, query: LedgerQuery, row_id: int, number: int, loaded: LedgerPageData) -> int | None:
    """Position of a row in the filter, looked for near its old place and then from the top; None if it is gone."""
    for at, row in enumerate(loaded.rows):
        if row.id == row_id:
            return number * PAGE + at
    if not service.search(replace(query, ids=(row_id,), offset=0, limit=1)).total:
        return None
    for at, row in enumerate(sweep(service, query, 0, SWEEP_LIMIT)):
        if row.id == row_id:
            return at
    return None


def sweep(service: LedgerService, query: LedgerQuery, start: int, limit: int) -> Iterator[LedgerRow]:
    """Rows of the filter one after the other, from `start`, at most `limit`."""
    for offset in range(start, start + limit, SWEEP):
        found = service.search(replace(query, offset=offset, limit=min(SWEEP, start + limit - offset)))
        yield from found.rows
        if offset + SWEEP >= found.total:
            return


def ticked_rows(service: LedgerService, query: LedgerQuery, ticks: Ticks) -> Iterator[LedgerRow]:
    """The chosen rows in the order of the page, one after the other: 100,000 at once would stop the window."""
    wanted = query if ticks.all_but else only(query, ticks.ids)
    total = service.search(replace(wanted, offset=0, limit=1)).total
    return (row for row in sweep(service, wanted, 0, max(1, total)) if ticks.has(row.id))


def only(query: LedgerQuery, ids: Collection[int]) -> LedgerQuery:
    """These rows, also those that the filter no longer shows; in the same order."""
    return LedgerQuery(sort=query.sort, descending=query.descending, ids=tuple(sorted(ids)), removed=query.removed)


def find_letters(service: LedgerService, query: LedgerQuery, key: str, letters: str, after: int) -> int | None:
    """Position of the next row whose `key` begins with `letters` (characters or pinyin initials), from `after`."""
    spec = service.spec.field(key)
    for at, row in enumerate(sweep(service, query, after, SWEEP_LIMIT)):
        words = row.show(spec).lower()
        if words.startswith(letters) or pinyin_initials(words[: len(letters)]).startswith(letters):
            return after + at
    return None


def column_values(service: LedgerService, query: LedgerQuery, spec: FieldSpec) -> tuple[list[tuple[Any, str]], bool]:
    """Different values of one column with their words, and whether rows were left out."""
    rest: tuple[Condition, ...] = tuple(c for c in query.conditions if c.key != spec.key)
    found: dict[Any, str] = {}
    asked = replace(query, conditions=rest, sort=spec.key, descending=False)
    for row in sweep(service, asked, 0, VALUES_LIMIT):
        value = row.values.get(spec.key)
        if value not in (None, "") and value not in found:
            found[value] = row.show(spec)
    total = service.search(replace(asked, offset=0, limit=1)).total
    return list(found.items()), total > VALUES_LIMIT


def as_lines(rows: Iterable[LedgerRow], fields: Sequence[FieldSpec]) -> list[str]:
    """Tab-separated lines with a heading, as a spreadsheet pastes them."""
    lines = ["\t".join(f.label for f in fields)]
    lines += ["\t".join(_one_line(row.show(f, masked=True)) for f in fields) for row in rows]
    return lines


def _one_line(words: str) -> str:
    return words.replace("\t", " ").replace("\r", "").replace("\n", " ").replace("−", "-")
