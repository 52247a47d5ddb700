"""Builds the statements of a ledger from its description: joins, conditions, order, counts, sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from models.base import Record
from services.beside import unit_name, written_beside
from services.query import Condition, LedgerQuery, LedgerRow, Operator
from services.spec import Kind, LedgerSpec
from services.words import plain, storable

Rows = Select[*tuple[Any, ...]]
MOST_WORDS = 40  # of a search text; a pasted page would be more than one statement takes
LABEL = "__label"  # suffix of the column that carries a reference's words


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a REFERENCE field points: the record class and the attribute that names one row; `further` are columns with
    other names, several in one joined by 、."""

    record: type[Record]
    label: str = "name"
    further: tuple[str, ...] = ()


class LedgerSelect:
    """One query on one ledger; cheap to make, used for the page, the count, the groups and the sums."""

    def __init__(
        self,
        record: type[Record],
        spec: LedgerSpec,
        references: Mapping[str, Reference],
        computed: Mapping[str, Any],
        base: Callable[[Select[Any]], Select[Any]],
        query: LedgerQuery,
        without: str = "",
    ) -> None:
        self._record, self._spec, self._base = record, spec, base
        self._query, self._without = query, without
        self._targets = {key: (aliased(r.record), r) for key, r in references.items()}
        self._columns = {f.key: computed[f.key] if f.computed else getattr(record, f.key) for f in spec.fields}

    def rows(self) -> Select[Any]:
        """All columns of the ledger with the words of its references."""
        wanted = [column.label(key) for key, column in self._columns.items()]
        wanted += [getattr(target, r.label).label(key + LABEL) for key, (target, r) in self._targets.items()]
        if self._query.beside:
            wanted += self._beside()
        return self._from(select(self._record.id, self._record.row_version, *wanted), joined=True)

    def _beside(self) -> list[ColumnElement[Any]]:
        """What tells apart the records that a row names, and the words of units among it."""
        found: list[ColumnElement[Any]] = []
        for key, columns in written_beside(self._spec).items():
            target, _reference = self._targets[key]
            for column in columns:
                assert column.value is not None
                value, name = column.value(target), column.field.key
                found.append(value.label(name))
                found += [unit_name(value).label(name + LABEL)] if column.field.reference else []
        return found

    def count(self) -> Select[Any]:
        """How many rows the filter holds."""
        return self._from(select(func.count(self._record.id)))

    def grouped(self, key: str) -> Select[Any]:
        """Rows by the value of one field."""
        column = self._columns[key]
        return self._from(select(column, func.count(self._record.id))).group_by(column)

    def sums(self, keys: Sequence[str]) -> Select[Any]:
        """Sum of each of the number fields."""
        return self._from(select(*(func.sum(self._columns[key]) for key in keys)))

    def _rank(self, key: str) -> Subquery:
        """Sorts the few names of a reference by pinyin once, instead of comparing them for every row."""
        _target, reference = self._targets[key]
        name = getattr(reference.record, reference.label)
        place = func.row_number().over(order_by=name.collate("PINYIN"))
        return select(reference.record.id.label("id"), place.label("place")).subquery()

    def ordered(self) -> Rows:
        """The rows in the order that the query asks for, ending in id so that pages never overlap."""
        query, spec = self._query, self._spec
        key = query.sort or spec.default_sort
        descending = query.descending if query.sort else spec.default_descending
        statement = self.rows()
        if key in self._targets:
            ranked = self._rank(key)
            statement = statement.outerjoin(ranked, ranked.c.id == getattr(self._record, key))
            columns: list[ColumnElement[Any]] = [ranked.c.place]
        else:
            columns = [self._sorted(key)]
        if key == spec.default_sort and spec.then_by:
            columns.append(self._sorted(spec.then_by))
        # what has no date or number comes last in either direction; id follows the column, so that its index serves
        if descending:
            return statement.order_by(*(c.desc().nulls_last() for c in columns), self._record.id.desc())
        return statement.order_by(*(c.nulls_last() for c in columns), self._record.id)

    def _sorted(self, key: str) -> ColumnElement[Any]:
        """Words by pinyin; coded values in the order in which their code table lists them, not by their codes."""
        column: ColumnElement[Any] = self._columns[key]
        spec = self._spec.field(key)
        if spec.kind in (Kind.TEXT, Kind.LONG_TEXT):  # numbers of papers are sorted by their signs
            return column.collate("PINYIN")
        if spec.kind is Kind.CHOICE:
            return case(
                {value: place for place, value in enumerate(spec.choices)}, value=column, else_=len(spec.choices)
            )
        return column

    def _from(self, statement: Select[Any], *, joined: bool = False) -> Select[Any]:
        statement = statement.select_from(self._record)
        if joined:
            for key, (target, _r) in self._targets.items():
                statement = statement.outerjoin(target, target.id == getattr(self._record, key))
        removed = self._record.deleted_at
        statement = self._base(statement).where(removed.is_not(None) if self._query.removed else removed.is_(None))
        if self._query.ids:
            statement = statement.where(self._record.id.in_(self._query.ids))
        if self._query.text:
            statement = statement.where(self._matches(self._query.text))
        wanted = [c for c in self._query.conditions if c.key != self._without]
        return statement.where(*(self._holds(c) for c in wanted))

    def _matches(self, text: str) -> ColumnElement[bool]:
        """Every word of the search text stands in the row's own words or in the name of a reference."""
        parts: list[ColumnElement[bool]] = []
        for word in list(dict.fromkeys(plain(storable(text)).split()))[:MOST_WORDS]:
            # instr, not LIKE: search_words is lower case already, and 100,000 rows are scanned twice for a page
            hits = [func.instr(self._record.search_words, word) > 0]
            for key, (_target, r) in self._targets.items():
                named = select(r.record.id).where(func.instr(r.record.search_words, word) > 0)
                hits.append(getattr(self._record, key).in_(named))
            parts.append(or_(*hits))
        return and_(True, *parts)

    def _holds(self, condition: Condition) -> ColumnElement[bool]:
        column, value = self._columns[condition.key], condition.value
        match condition.operator:
            case Operator.EQUALS:
                held: ColumnElement[bool] = column == value
            case Operator.IN:
                held = column.in_(value)
            case Operator.CONTAINS:
                held = func.instr(func.lower(column), str(value).lower()) > 0
            case Operator.EMPTY:
                held = or_(column.is_(None), column == "")
            case Operator.NOT_EMPTY:
                held = and_(column.is_not(None), column != "")
            case Operator.BETWEEN:
                low, high = value
                ends = [column >= low] if low is not None else []
                ends += [column <= high] if high is not None else []
                held = and_(True, *ends)
        return held


def to_row(row: Row[Any]) -> LedgerRow:
    """A result row as plain values and labels."""
    found = row._asdict()
    row_id, version = found.pop("id"), found.pop("row_version")
    labels = {key.removesuffix(LABEL): found.pop(key) or "" for key in list(found) if key.endswith(LABEL)}
    return LedgerRow(row_id, version, found, labels)
