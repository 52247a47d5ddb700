"""History written by session events, in the same transaction as the change itself, and chained by hashes.

Each transaction gives one AuditGroup. Its hash covers the hash of the group before, what the group says and all its
entries; AuditHead holds the count and the last hash. Whoever edits or removes history with another tool breaks it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, NoReturn, cast

from sqlalchemy import Connection, Table, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker
from sqlalchemy.sql.elements import TextClause

from models.audit import AuditBatch, AuditEntry, AuditGroup, AuditHead
from models.base import Base, Record
from services.clock import Clock, local_now, utc_from_local
from services.words import search_words

GENESIS = "0" * 64
UNRECORDED = frozenset({"row_version", "search_words"})  # follow from the rest
GROUP = cast(Table, AuditGroup.__table__)
ENTRY = cast(Table, AuditEntry.__table__)
BATCH = cast(Table, AuditBatch.__table__)
HEAD = cast(Table, AuditHead.__table__)
READING_WORDS = ("select", "pragma", "explain")


class WritingSession(Session):
    """A session of a unit of work; the ways around its events are closed."""

    def bulk_save_objects(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: would leave no history."""
        _refuse("bulk_save_objects")

    def bulk_insert_mappings(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: would leave no history."""
        _refuse("bulk_insert_mappings")

    def bulk_update_mappings(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: would leave no history."""
        _refuse("bulk_update_mappings")


def attach_audit(sessions: sessionmaker[WritingSession], actor: Callable[[], str], clock: Clock = local_now) -> None:
    """Let every session of `sessions` write history in the name of `actor`, at the time of `clock`.

    No listener may hold what holds `sessions`: SQLAlchemy keeps listeners under the class of the sessions, and a
    database that is closed would stay in memory with its key until the program ends.
    """
    sessions.configure(info={"author": (actor, clock)})
    event.listen(sessions, "before_flush", lambda session, *_: _collect(session))
    event.listen(sessions, "after_flush", lambda session, _context: _write(session, *session.info["author"]))
    event.listen(sessions, "before_commit", _seal)
    event.listen(sessions, "after_soft_rollback", lambda session, _transaction: session.info.pop("digest", None))
    event.listen(sessions, "do_orm_execute", _refuse_bulk_change)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """The one JSON text of a value, for hashing."""
    text: str = _ENCODER.encode(value)
    return text


class GroupHash:
    """The hash of a group as it grows: of the hash before it, of what the group says, of each entry in order, and of
    each batch in order. A group without batches is hashed as before there were any."""

    def __init__(self, previous: str, group: Mapping[str, Any]) -> None:
        self._entries, self._batches = hashlib.sha256(previous.encode("ascii")), hashlib.sha256()
        self._any_batch = False
        at = group["at"].isoformat()
        self.add(canonical([group["id"], at, group["actor"], group["reason"], group["needed"]]))

    def add(self, entries: str) -> None:
        """Canonical texts [action, entity, id, changes], one behind the other."""
        self._entries.update(entries.encode())

    def add_batch(self, entity: str, first_id: int, last_id: int, same: str, own: str) -> None:
        """Records that were created together; their values in canonical texts."""
        self._batches.update(f"[{canonical(entity)},{first_id},{last_id},{same},{own}]".encode())
        self._any_batch = True

    def text(self) -> str:
        """As it is stored."""
        whole = self._entries.copy()
        if self._any_batch:
            whole.update(self._batches.digest())
        return whole.hexdigest()


def group_hash(previous: str, group: Mapping[str, Any], entries: Iterable[Any], batches: Iterable[Any]) -> str:
    """The hash of a group of the past. `entries` give action, entity, entity_id and changes, `batches` the columns of
    AuditBatch, both ordered by id."""
    digest = GroupHash(previous, group)
    for entry in entries:
        digest.add(canonical([entry.action, entry.entity, entry.entity_id, entry.changes]))
    for batch in batches:
        digest.add_batch(batch.entity, batch.first_id, batch.last_id, canonical(batch.same), canonical(batch.own))
    return digest.text()


def group_of(session: Session) -> int:
    """The history group of the session's transaction, opened where there is none yet."""
    return _open_group(session, session.connection(), *session.info["author"])


def growing_hash(session: Session) -> GroupHash | None:
    """The hash of the session's group, which takes in whatever is written; None where it is made at the commit."""
    found: GroupHash | None = session.info.get("digest")
    return found


def plain_value(value: Any) -> Any:
    """A column's value as JSON can hold it; services.history turns it back by the column's type."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_value(item) for item in value]
    return value


def _collect(session: Session) -> None:
    pending = session.info.setdefault("pending_audit", [])
    for obj in (*session.new, *session.dirty, *session.deleted):
        if not getattr(obj, "__audited__", False):
            continue
        if obj in session.deleted:
            pending.append((obj, "delete", _final_values(obj)))
            continue
        changes = _changed_values(obj)
        if changes and isinstance(obj, Record):
            _keep_search_words(obj, changes)
        if obj in session.new:
            pending.append((obj, "create", None))  # read after the flush, which fills in the defaults
        elif changes:
            pending.append((obj, "update", changes))


def _keep_search_words(obj: Record, changes: Mapping[str, Any]) -> None:
    """Only where a searched column changed, so that a batch change of a state stays cheap."""
    if obj.search_words and not any(name in changes for name in obj.searched):
        return
    words = search_words(plain_value(getattr(obj, name, None)) for name in obj.searched)
    if words != obj.search_words:
        obj.search_words = words


def _write(session: Session, actor: Callable[[], str], clock: Clock) -> None:
    pending = session.info.pop("pending_audit", [])
    if not pending:
        return
    connection = session.connection()
    group = _open_group(session, connection, actor, clock)
    touched = session.info.setdefault("touched", {})
    rows = []
    for obj, action, changes in pending:
        touched.setdefault(obj.__tablename__, set()).add(obj.id)
        rows.append(
            {
                "group_id": group,
                "action": action,
                "entity": obj.__tablename__,
                "entity_id": obj.id,
                "changes": _first_values(obj) if changes is None else changes,
            }
        )
    connection.execute(ENTRY.insert(), rows)
    told = (canonical([row["action"], row["entity"], row["entity_id"], row["changes"]]) for row in rows)
    if digest := growing_hash(session):
        digest.add("".join(told))


def _open_group(session: Session, connection: Connection, actor: Callable[[], str], clock: Clock) -> int:
    """The group of this transaction; a savepoint that was rolled back may have taken it along."""
    known = session.info.get("group")
    if known is not None and connection.scalar(select(GROUP.c.id).where(GROUP.c.id == known)) is not None:
        return int(known)
    head = connection.execute(select(HEAD.c.last_hash).where(HEAD.c.id == 1)).scalar()
    values = {
        "at": utc_from_local(clock()),
        "actor": actor()[:50],
        "reason": session.info.get("reason", "")[:100],
        "needed": session.info.get("needed", ""),
        "previous_hash": head or GENESIS,
        "entry_hash": "",  # follows at the commit, when all entries are known
        "undone_by": None,
    }
    inserted = connection.execute(GROUP.insert().values(values)).inserted_primary_key
    assert inserted is not None
    session.info["group"] = inserted[0]
    # hashed as entries come; a rollback to a savepoint drops it, and the seal reads them again
    session.info["digest"] = GroupHash(values["previous_hash"], {**values, "id": inserted[0]})
    return int(inserted[0])


def _seal(session: Session) -> None:
    """Hash the group once everything is written; runs before the commit of the outermost transaction only."""
    if session.in_nested_transaction():
        return
    session.flush()
    group_id = session.info.get("group")
    if group_id is None:
        return
    connection = session.connection()
    group = connection.execute(select(GROUP).where(GROUP.c.id == group_id)).mappings().one_or_none()
    if group is None or group["entry_hash"]:
        session.info["group"] = None if group is None else group_id
        return
    if running := growing_hash(session):
        digest = running.text()
    else:
        entries, batches = (
            connection.execute(select(table).where(table.c.group_id == group_id).order_by(table.c.id))
            for table in (ENTRY, BATCH)
        )
        digest = group_hash(group["previous_hash"], dict(group), entries, batches)
    connection.execute(GROUP.update().where(GROUP.c.id == group_id).values(entry_hash=digest))
    moved = connection.execute(HEAD.update().where(HEAD.c.id == 1).values(groups=HEAD.c.groups + 1, last_hash=digest))
    if not moved.rowcount:
        connection.execute(HEAD.insert().values(id=1, groups=1, last_hash=digest))


def _changed_values(obj: Any) -> dict[str, list[Any]]:
    state, changed = inspect(obj), {}
    for attr in state.mapper.column_attrs:
        if attr.key in UNRECORDED:
            continue
        history = state.attrs[attr.key].history
        if not history.has_changes():
            continue
        old = history.deleted[0] if history.deleted else None
        if state.persistent and not history.deleted:  # set without having been loaded
            old = state.session.connection().scalar(
                select(attr.columns[0]).where(state.mapper.primary_key[0] == obj.id)
            )
        new = history.added[0] if history.added else None
        changed[attr.key] = [plain_value(old), plain_value(new)]
    return changed


def _first_values(obj: Any) -> dict[str, list[Any]]:
    """What a new row holds; what the database itself fills in is not fetched, and nothing is said of empty fields."""
    state = inspect(obj)
    names = (attr.key for attr in state.mapper.column_attrs if attr.key not in UNRECORDED and attr.key != "id")
    return {name: [None, plain_value(value)] for name in names if (value := state.dict.get(name)) is not None}


def _final_values(obj: Any) -> dict[str, list[Any]]:
    names = (attr.key for attr in inspect(obj).mapper.column_attrs if attr.key not in UNRECORDED)
    return {name: [plain_value(getattr(obj, name)), None] for name in names}


def _refuse_bulk_change(state: ORMExecuteState) -> None:
    """Statements that change rows without loading them would leave no old and new values."""
    if isinstance(state.statement, TextClause):
        if not state.statement.text.lstrip(" \n\t(").lower().startswith(READING_WORDS):
            _refuse("a statement in words")
        return
    table = getattr(state.statement, "table", None)
    if (state.is_insert or state.is_update or state.is_delete) and table is not None and table.name in _guarded():
        _refuse(f"bulk change of {table.name}")


def _refuse(what: str) -> NoReturn:
    raise RuntimeError(f"{what} would skip the audit trail")


def _guarded() -> frozenset[str]:
    audited = {m.local_table.name for m in Base.registry.mappers if getattr(m.class_, "__audited__", False)}  # type: ignore[attr-defined]
    return frozenset(audited | {GROUP.name, ENTRY.name, BATCH.name, HEAD.name})
