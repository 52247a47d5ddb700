"""Many new records of one kind at once: the rows and the history that flushing them one by one would leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Dialect, String, cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from models.base import Record
from services.audit import UNRECORDED, canonical, note_created, plain_value
from services.words import search_words

Values = Mapping[str, Any]


def insert_records(session: Session, kind: type[Record], rows: Sequence[Values]) -> range:
    """Insert `rows` (attribute → value) as new records and answer their ids in order.

    Defaults of the columns, search words and history are those of a flush. What a flush asks of the database (not null,
    checks, foreign keys) is asked here too; what a ledger asks of its records is the caller's.
    """
    session.flush()
    connection = session.connection()
    first = (connection.scalar(select(func.max(kind.id))) or 0) + 1
    ids = range(first, first + len(rows))
    if not rows:
        return ids
    now = datetime.fromisoformat(connection.scalar(select(cast(func.current_timestamp(), String))) or "")
    columns = _columns(kind, [{"created_at": now, **row} for row in rows])
    _insert(connection, kind, ids, columns)
    recorded = {key: values for key, values in columns.items() if key not in UNRECORDED}
    note_created(session, kind.__tablename__, list(zip(ids, _changes(recorded), strict=True)))
    return ids


def _columns(kind: type[Record], rows: Sequence[Values]) -> dict[str, list[Any]]:
    """The values column by column, in the order of their names; what the database fills in itself is left out."""
    named = {key for row in rows for key in row}
    found: dict[str, list[Any]] = {}
    for column in sorted(kind.__table__.columns, key=lambda column: column.key):
        default = column.default.arg if column.default is not None and column.default.is_scalar else None
        if column.key in named or default is not None:
            found[column.key] = [default if (value := row.get(column.key)) is None else value for row in rows]
    searched = [[plain_value(value) for value in found[name]] for name in kind.searched if name in found]
    found["search_words"] = [search_words(values) for values in zip(*searched, strict=True)] or [""] * len(rows)
    return found


def _insert(connection: Connection, kind: type[Record], ids: range, columns: Mapping[str, list[Any]]) -> None:
    table, dialect = kind.__table__, connection.dialect
    stored = [list(map(_bound(table.c[key].type, dialect), values)) for key, values in columns.items()]
    names = ", ".join(f'"{table.c[key].name}"' for key in ("id", *columns))
    places = ", ".join("?" * (len(columns) + 1))
    connection.exec_driver_sql(
        f'INSERT INTO "{kind.__tablename__}" ({names}) VALUES ({places})',
        list(zip(ids, *stored, strict=True)),
    )


def _bound(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """How a column's type hands a value to the driver; each value is asked once."""
    processor = kind.dialect_impl(dialect).bind_processor(dialect)
    if processor is None:
        return lambda value: value
    known: dict[Any, Any] = {}

    def bound(value: Any) -> Any:
        if value not in known:
            known[value] = processor(value)
        return known[value]

    return bound


def _changes(columns: Mapping[str, list[Any]]) -> list[str]:
    """The canonical JSON of each row's {name: [null, value]}; nothing is said of empty fields."""
    parts = []
    for key, values in columns.items():
        head, known = f"{canonical(key)}:[null,", {None: ""}
        for value in values:
            if value not in known:
                known[value] = f"{head}{canonical(plain_value(value))}]"
        parts.append([known[value] for value in values])
    return ["{" + ",".join(filter(None, row)) + "}" for row in zip(*parts, strict=True)]
