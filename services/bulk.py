"""Many new records of one kind at once: the rows and the history that flushing them one by one would leave.

The only place that writes past the session, and so the only one that writes history by itself. It works column by
column, each different value once, and many rows to a statement: a roster of thousands is stored while the clerk waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice, repeat
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import Connection, Dialect, String, cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from models.base import Record
from services.audit import UNRECORDED, canonical, group_of, hash_along, plain_value
from services.words import search_words

Columns = Mapping[str, Sequence[Any]]
TOGETHER = 200  # rows of one statement: its cursors stay where the last row went, which halves the way to the next
ENTRY_COLUMNS = ("group_id", "action", "entity", "entity_id", "changes")


def insert_records(session: Session, kind: type[Record], count: int, columns: Columns) -> range:
    """Insert `count` new records from their values (attribute → one value for each record); their ids in order.

    Defaults of the columns, search words and history are those of a flush. What a flush asks of the database (not null,
    checks, foreign keys) is asked here too; what a ledger asks of its records is the caller's.
    """
    session.flush()
    connection = session.connection()
    first = (connection.scalar(select(func.max(kind.id))) or 0) + 1
    ids = range(first, first + count)
    if not count:
        return ids
    filled = _filled(kind, count, columns)
    now = connection.scalar(select(cast(func.current_timestamp(), String))) or ""  # as the table's default writes it
    bound = {key: _bound(kind.__table__.c[key].type, connection.dialect, values) for key, values in filled.items()}
    names = ("id", "created_at", *(kind.__table__.c[key].name for key in bound))
    _insert(connection, kind.__tablename__, names, count, (ids, repeat(now, count), *bound.values()))
    recorded = {key: values for key, values in filled.items() if key not in UNRECORDED}
    recorded["created_at"] = [now.replace(" ", "T")] * count
    _note_created(session, kind.__tablename__, ids, _changes(recorded, count))
    return ids


def _filled(kind: type[Record], count: int, columns: Columns) -> dict[str, Sequence[Any]]:
    """The values with the columns' defaults and the search words; what the database fills in itself is left out."""
    found: dict[str, Sequence[Any]] = {}
    for column in kind.__table__.columns:
        default = column.default.arg if column.default is not None and column.default.is_scalar else None
        values = columns.get(column.key)
        if values is None and default is not None:
            found[column.key] = [default] * count
        elif values is not None and (default is None or None not in values):
            found[column.key] = values
        elif values is not None:
            found[column.key] = [default if value is None else value for value in values]
    searched = [found[name] for name in kind.searched if name in found]
    if all(map(_same, searched)):
        found["search_words"] = [search_words(plain_value(values[0]) for values in searched)] * count
    else:
        found["search_words"] = [search_words(map(plain_value, row)) for row in zip(*searched, strict=True)]
    return found


def _same(values: Sequence[Any]) -> bool:
    return values.count(values[0]) == len(values)


def _insert(
    connection: Connection, table: str, names: Sequence[str], count: int, columns: Sequence[Iterable[Any]]
) -> None:
    """All rows in as few statements as their number allows."""
    cells = chain.from_iterable(zip(*columns, strict=True))
    width = len(names)
    for together, times in ((TOGETHER, count // TOGETHER), (count % TOGETHER, 1)):
        if together and times:
            statement = _insertion(table, tuple(names), together)
            connection.exec_driver_sql(statement, [tuple(islice(cells, together * width)) for _ in range(times)])


@lru_cache(maxsize=16)
def _insertion(table: str, names: tuple[str, ...], rows: int) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    places = f"({', '.join('?' * len(names))})"
    return f'INSERT INTO "{table}" ({listed}) VALUES {", ".join([places] * rows)}'


def _bound(kind: TypeEngine[Any], dialect: Dialect, values: Sequence[Any]) -> Sequence[Any]:
    """What a column's type hands to the driver for each value."""
    processor = kind.dialect_impl(dialect).bind_processor(dialect)
    return values if processor is None else _each(values, processor)


def _each(values: Sequence[Any], work: Callable[[Any], Any]) -> list[Any]:
    """`work` of each value, done once for equal ones."""
    if _same(values):
        return [work(values[0])] * len(values)
    known: dict[Any, Any] = {}
    done = []
    for value in values:
        if value not in known:
            known[value] = work(value)
        done.append(known[value])
    return done


def _changes(columns: Columns, count: int) -> list[str]:
    """The canonical JSON of each row's {name: [null, value]}; nothing is said of empty fields."""
    parts: list[Iterable[str]] = []
    for key, values in sorted(columns.items()):
        if not _same(values):
            parts.append(_told(key, values))
        elif values[0] is not None:
            parts.append(repeat(_change(key, values[0]), count))
    # every change ends with a comma, the last one's gives way to the brace
    return [f"{{{''.join(row)[:-1]}}}" for row in zip(*parts, strict=True)]


def _told(key: str, values: Sequence[Any]) -> list[str]:
    """One column's part of the changes. Numbers and texts are often all different: no need to remember them."""
    head = f"{canonical(key)}:[null,"
    kinds = set(map(type, values))
    if kinds == {int}:
        return [f"{head}{value}]," for value in values]
    if kinds == {str}:
        return [f"{head}{encode_basestring(value)}]," for value in values]
    return _each(values, lambda value: "" if value is None else _change(key, value))


def _change(key: str, value: Any) -> str:
    return f"{canonical(key)}:[null,{canonical(plain_value(value))}],"


def _note_created(session: Session, entity: str, ids: range, changes: Sequence[str]) -> None:
    """History of the new records: the canonical text of the changes of each."""
    group, count = group_of(session), len(ids)
    session.info.setdefault("touched", {}).setdefault(entity, set()).update(ids)
    stored = (repeat(group, count), repeat("create", count), repeat(entity, count), ids, changes)
    _insert(session.connection(), "audit_entry", ENTRY_COLUMNS, count, stored)
    head = f'["create",{canonical(entity)},'
    hash_along(session, (f"{head}{row_id},{said}]" for row_id, said in zip(ids, changes, strict=True)))
