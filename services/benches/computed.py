"""A list that is worked out from other ledgers instead of being stored; page, filters, Excel and print are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from services.clock import Clock
from services.errors import ConflictError, NotFoundError
from services.ledger import GONE
from services.query import Action, Condition, Detail, LedgerPageData, LedgerQuery, LedgerRow, Operator, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.uow import ChangeSet, Database
from services.words import plain, search_words

NOT_TYPED = "这里的内容由台账推算得出，不能直接修改。到相应的台账里改。"


class ComputedLedger:
    """Subclasses give `spec`, `entity` and `found`. Rows are kept until something is stored or the day changes.

    `entity` is the table whose history and files a row shows; the row's id is the id there.
    """

    spec: LedgerSpec
    entity: str
    tables: ClassVar[frozenset[str]] = frozenset()
    several: ClassVar[Mapping[str, str]] = {}
    """Fields of which a row may have several values: field → key under which the row's values hold all of them."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now
        self._stored = 0
        self._kept: tuple[int, date, tuple[LedgerRow, ...]] | None = None
        database.subscribe(self._forget)

    # --- hooks ---------------------------------------------------------------------------
    def found(self, session: Session, today: date) -> Sequence[LedgerRow]:
        """All rows as they are on `today`."""
        raise NotImplementedError

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """What can be done next with the row."""
        return ()

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Do the act called `action`."""
        raise KeyError(action)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Further parts of the detail pane."""
        return ()

    # --- reading -------------------------------------------------------------------------
    @property
    def today(self) -> date:
        """The list's today, from its clock."""
        return self._now().date()

    def rows(self) -> tuple[LedgerRow, ...]:
        """All rows, worked out again where something was stored since or the day changed."""
        kept, today, stored = self._kept, self.today, self._stored
        if kept is not None and kept[:2] == (stored, today):
            return kept[2]
        with self._db.read() as session:
            made = tuple(self.found(session, today))
        self._kept = (stored, today, made)
        return made

    def search(self, query: LedgerQuery) -> LedgerPageData:
        """One page and the count of the whole filter."""
        rows = self._ordered(self._filtered(query), query)
        return LedgerPageData(rows[query.offset : query.offset + query.limit], len(rows))

    def counts(self, query: LedgerQuery) -> Mapping[str, int]:
        """Rows by the value of the state field, the state condition itself left out."""
        key = self.spec.state_field
        return Counter(str(row.values[key]) for row in self._filtered(query, without=key)) if key else {}

    def totals(self, query: LedgerQuery) -> Mapping[str, int]:
        """Sums of the number columns over the whole filter."""
        keys = [f.key for f in self.spec.print_columns if f.is_summed]
        rows = self._filtered(query) if keys else []
        return {key: sum(row.values.get(key) or 0 for row in rows) for key in keys}

    def load(self, row_id: int) -> LedgerRow:
        """One row as it is now; NotFoundError when it is no longer in the list."""
        for row in self.rows():
            if row.id == row_id:
                return row
        raise NotFoundError(GONE)

    def options(self, field_key: str) -> Sequence[tuple[Any, ...]]:
        """Units, for the filter; every reference of these lists is one."""
        names = select(EnforcementAgency.id, EnforcementAgency.name).where(EnforcementAgency.deleted_at.is_(None))
        with self._db.read() as session:
            return [tuple(row) for row in session.execute(names.order_by(EnforcementAgency.name.collate("PINYIN")))]

    def choices(self, field_key: str, held: Collection[int] = ()) -> Sequence[tuple[Any, ...]]:
        """Nothing is chosen in a list that is worked out; its acts point to units."""
        return self.options(field_key)

    # --- what a computed list refuses --------------------------------------------------------
    def save(self, row_id: int | None, row_version: int, values: Mapping[str, Any]) -> int:
        """Refused: ConflictError."""
        raise ConflictError(NOT_TYPED)

    def remove(self, row_ids: Sequence[int]) -> Outcome:
        """Refused: ConflictError."""
        raise ConflictError(NOT_TYPED)

    def restore(self, row_ids: Sequence[int]) -> Outcome:
        """Refused: ConflictError."""
        raise ConflictError(NOT_TYPED)

    def set_values(self, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """Refused: ConflictError."""
        raise ConflictError(NOT_TYPED)

    # --- working out ---------------------------------------------------------------------
    def _forget(self, _changes: ChangeSet) -> None:
        self._stored += 1  # a reading that began before keeps its old number and is not used again

    def _filtered(self, query: LedgerQuery, without: str = "") -> list[LedgerRow]:
        if query.removed:
            return []
        tests = [self._holds(condition) for condition in query.conditions if condition.key != without]
        words = plain(query.text).split()
        ids = set(query.ids)
        return [
            row
            for row in self.rows()
            if (not ids or row.id in ids) and all(test(row) for test in tests) and self._says(row, words)
        ]

    def _says(self, row: LedgerRow, words: Sequence[str]) -> bool:
        if not words:
            return True
        spoken = search_words(row.show(f) for f in self.spec.fields if f.is_text or f.reference)
        return all(word in spoken for word in words)

    def _holds(self, condition: Condition) -> Callable[[LedgerRow], bool]:
        key, value = self.several.get(condition.key, condition.key), condition.value
        field = self.spec.field(condition.key)

        def test(row: LedgerRow) -> bool:
            held = row.values.get(key)
            several = held if isinstance(held, tuple) else (held,)
            match condition.operator:
                case Operator.EQUALS:
                    return value in several
                case Operator.IN:
                    return any(one in value for one in several)
                case Operator.CONTAINS:
                    return str(value).lower() in row.show(field).lower()
                case Operator.EMPTY:
                    return held in (None, "", ())
                case Operator.NOT_EMPTY:
                    return held not in (None, "", ())
            low, high = value
            return held is not None and (low is None or held >= low) and (high is None or held <= high)

        return test

    def _ordered(self, rows: list[LedgerRow], query: LedgerQuery) -> list[LedgerRow]:
        """Ending in id so that pages never overlap; what is empty comes last in either direction."""
        spec = self.spec
        key = query.sort or spec.default_sort
        descending = query.descending if query.sort else spec.default_descending
        place = _placed(spec.field(key))
        second = _placed(spec.field(spec.then_by)) if spec.then_by and key == spec.default_sort else None
        rows = sorted(rows, key=lambda row: row.id)
        if second is not None:
            rows.sort(key=lambda row: (second(row) is None, second(row)))
        filled = [row for row in rows if place(row) is not None]
        filled.sort(key=place, reverse=descending)
        return filled + [row for row in rows if place(row) is None]


def _placed(field: FieldSpec) -> Callable[[LedgerRow], Any]:
    """What a row is sorted by: words by pinyin as the data file does it, codes in the order of their table."""
    order = {code: place for place, code in enumerate(field.choices)}

    def place(row: LedgerRow) -> Any:
        value = row.values.get(field.key)
        if field.kind is Kind.CHOICE:
            return order.get(str(value), len(order))
        if field.reference or field.kind in (Kind.TEXT, Kind.LONG_TEXT):
            return row.show(field).encode("gb18030") or None
        return value

    return place
