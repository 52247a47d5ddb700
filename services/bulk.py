"""Many records of one kind made or put away at once, with the rows and the history that single flushes would leave.

The only place that writes past the session, and so the only one that writes history by itself. It works column by
column, each different value once, and many rows to a statement: a roster of thousands is stored while the clerk waits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from typing import Any
from typing import cast as as_type

from sqlalchemy import ColumnElement, Connection, Dialect, String, Table, cast, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import TypeEngine

from models.base import Record
from services.audit import UNRECORDED, canonical, group_of, growing_hash, plain_value
from services.words import search_words

Columns = Mapping[str, Sequence[Any]]
TOGETHER = 200  # rows of one statement: its cursors stay where the last row went, which halves the way to the next
ENTRY_COLUMNS = ("group_id", "action", "entity", "entity_id", "changes")
BATCH_COLUMNS = ("group_id", "entity", "first_id", "last_id", "same", "own")
JSON_KINDS = frozenset({str, int, bool, type(None)})


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
    _insert(connection, kind.__tablename__, names, count, (ids, [now] * count, *bound.values()))
    recorded = {key: values for key, values in filled.items() if key not in UNRECORDED}
    recorded["created_at"] = [now.replace(" ", "T")] * count
    _note_created(session, kind.__tablename__, ids, recorded)
    return ids


def put_away_many(session: Session, kind: type[Record], row_ids: Sequence[int], moment: datetime) -> list[int]:
    """Put records into the 回收站 as a flush would, without their parts; answers the ids that are no longer there.

    `moment` is UTC. Those that lie there already stay as they are. What a session has loaded of them grows old: for
    records that nothing has loaded.
    """
    session.flush()
    connection, table = session.connection(), as_type(Table, kind.__table__)
    rows = connection.execute(select(table.c.id, table.c.deleted_at).where(among(table.c.id, row_ids)))
    there = {row.id: row.deleted_at for row in rows}
    live = [row_id for row_id in row_ids if row_id in there and there[row_id] is None]
    if live:
        away = {"deleted_at": moment, "row_version": table.c.row_version + 1}
        connection.execute(update(table).where(among(table.c.id, live)).values(away))
        changes = canonical({"deleted_at": [None, plain_value(moment)]})
        _note(session, "update", kind.__tablename__, live, [changes] * len(live))
    return [row_id for row_id in row_ids if row_id not in there]


def among(column: ColumnElement[int] | InstrumentedAttribute[int], row_ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether a column is one of many ids; they go over as one value, for a statement takes only so many."""
    listed = func.json_each(json.dumps(list(row_ids))).table_valued("value")
    return column.in_(select(listed.c.value))


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
    searched = [_plain(found[name]) for name in kind.searched if name in found]
    if all(map(_same, searched)):
        found["search_words"] = [search_words(values[0] for values in searched)] * count
    else:
        found["search_words"] = list(map(search_words, zip(*searched, strict=True)))
    return found


def _same(values: Sequence[Any]) -> bool:
    return values.count(values[0]) == len(values)


def _insert(
    connection: Connection, table: str, names: Sequence[str], count: int, columns: Sequence[Sequence[Any]]
) -> None:
    """All rows in as few statements as their number allows; what all rows have in common is handed over once for each
    statement."""
    common = [column[0] if _same(column) else None for column in columns]
    constants = tuple(value for value in common if value is not None)
    varying = [column for column, value in zip(columns, common, strict=True) if value is None]
    cells, width = chain.from_iterable(zip(*varying, strict=True)), len(varying)
    shared = tuple(value is not None for value in common)
    for together, times in ((TOGETHER, count // TOGETHER), (count % TOGETHER, 1)):
        if together and times:
            statement = _insertion(table, tuple(names), shared, together)
            rows = [(*constants, *islice(cells, together * width)) for _ in range(times)]
            connection.exec_driver_sql(statement, rows)


@lru_cache(maxsize=32)
def _insertion(table: str, names: tuple[str, ...], shared: tuple[bool, ...], rows: int) -> str:
    """`shared` columns take the first parameters, the same in every row."""
    listed = ", ".join(f'"{name}"' for name in names)
    first, own = iter(range(1, len(shared) + 1)), iter(range(sum(shared) + 1, rows * len(shared) + 1))
    fixed = [f"?{next(first)}" if is_shared else "" for is_shared in shared]
    places = (", ".join(place or f"?{next(own)}" for place in fixed) for _ in range(rows))
    return f'INSERT INTO "{table}" ({listed}) VALUES {", ".join(f"({row})" for row in places)}'


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


def _note_created(session: Session, entity: str, ids: range, columns: Columns) -> None:
    """History of new records in one row: what they have in common once, all else column by column."""
    told = {key: values for key, values in columns.items() if not _same(values)}
    same = {key: plain_value(values[0]) for key, values in columns.items() if key not in told}
    said = canonical({key: value for key, value in same.items() if value is not None})
    own = canonical({key: _plain(values) for key, values in told.items()})
    row = (entity, ids[0], ids[-1], said, own)
    _touch(session, entity, ids)
    _insert(session.connection(), "audit_batch", BATCH_COLUMNS, 1, [[value] for value in (group_of(session), *row)])
    if digest := growing_hash(session):
        digest.add_batch(*row)


def _plain(values: Sequence[Any]) -> list[Any]:
    """A column as JSON can hold it. Numbers and texts are often all different: no need to look at each."""
    return list(values) if JSON_KINDS.issuperset(map(type, values)) else _each(values, plain_value)


def _touch(session: Session, entity: str, ids: Iterable[int]) -> None:
    session.info.setdefault("touched", {}).setdefault(entity, set()).update(ids)


def _note(session: Session, action: str, entity: str, ids: Sequence[int], changes: Sequence[str]) -> None:
    """History of the records: the canonical text of the changes of each."""
    group, count = group_of(session), len(ids)
    _touch(session, entity, ids)
    stored = ([group] * count, [action] * count, [entity] * count, ids, changes)
    _insert(session.connection(), "audit_entry", ENTRY_COLUMNS, count, stored)
    head = f"[{canonical(action)},{canonical(entity)},"
    if digest := growing_hash(session):
        digest.add("".join(f"{head}{row_id},{said}]" for row_id, said in zip(ids, changes, strict=True)))
