"""Taking an act back: every record returns to what it was before, or nothing changes and the clerk hears why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from models.attachment import Attachment
from models.audit import AuditBatch, AuditEntry, AuditGroup
from models.base import Base, Record
from services.attachments import refuse_kept
from services.audit import GROUP, plain_value
from services.bulk import among, put_away_many
from services.created_together import Created, Told
from services.errors import ConflictError, NotFoundError, ValidationError
from services.parts import users_of

Fit = Callable[[Session, Any], None]


class _Line(NamedTuple):
    """An entry of the act without what it changed; no id where a batch holds it."""

    id: int | None
    action: str
    entity: str
    entity_id: int


def take_back(session: Session, group_id: int, now: datetime, fit: Fit) -> int:
    """Revert the act inside an open transaction and answer how many records it touched; services.history.undo says
    what is refused. `now` is UTC. What the act only created goes table by table, so that a roster of thousands is gone
    as quickly as it came; all else goes record by record.
    """
    group = session.get_one(AuditGroup, group_id)
    if group.undone_by is not None:
        raise ConflictError(f"“{group.reason}”已经撤销过，没有再改动。刷新后再看。")
    lines = _lines(session, group_id)
    created = _only_created(session, group_id, lines)
    entries = _entries(
        session, group_id, [line for line in lines if line.entity_id not in created.get(line.entity, ())]
    )
    for entry in entries:
        _refuse_later_change(session, entry)
    try:
        for entity, ids in created.items():
            _refuse_missing(put_away_many(session, class_of(entity), sorted(ids), now), entity, group)
        for entry in entries:
            _revert(session, entry, group, now)
        session.flush()
        _refuse_if_used(session, [line for line in lines if line.action == "create"])
        for entry in entries:
            if entry.action != "create":
                _refuse_unfit(session, entry, group, fit)
    except IntegrityError as exc:
        raise ConflictError(f"“{group.reason}”撤销后会和后来的记录重复或冲突，没有改动。先处理那些记录。") from exc
    session.connection().execute(
        GROUP.update().where(GROUP.c.id == group_id).values(undone_by=session.info.get("group"))
    )
    return len({(line.entity, line.entity_id) for line in lines})


def _lines(session: Session, group_id: int) -> list[_Line]:
    """The last entry first, and behind all entries what was created together."""
    wanted = select(AuditEntry.id, AuditEntry.action, AuditEntry.entity, AuditEntry.entity_id)
    ordered = wanted.where(AuditEntry.group_id == group_id).order_by(AuditEntry.id.desc())
    batch = AuditBatch
    batches = select(batch.entity, batch.first_id, batch.last_id).where(batch.group_id == group_id)
    together = [
        _Line(None, "create", entity, row_id)
        for entity, first, last in session.execute(batches.order_by(batch.id.desc()))
        for row_id in range(last, first - 1, -1)
    ]
    return [_Line(*row) for row in session.execute(ordered)] + together


def _entries(session: Session, group_id: int, lines: Sequence[_Line]) -> list[Told]:
    """The lines with what they changed; of what was created together nothing more is asked."""
    ids = [line.id for line in lines if line.id is not None]
    found = session.scalars(select(AuditEntry).where(among(AuditEntry.id, ids)).order_by(AuditEntry.id.desc()))
    together = (Created(group_id, line.entity, line.entity_id, {}) for line in lines if line.id is None)
    return [*found, *together]


def _only_created(session: Session, group_id: int, lines: Sequence[_Line]) -> Mapping[str, set[int]]:
    """The records, by table, of which the history knows nothing but that this act created them."""
    later, own = aliased(AuditEntry), AuditEntry
    changed = session.execute(
        select(later.entity, later.entity_id)
        .join(own, (own.entity == later.entity) & (own.entity_id == later.entity_id))
        .where(own.group_id == group_id, later.group_id > group_id)
        .distinct()
    )
    batch = AuditBatch
    changed_too = session.execute(
        select(later.entity, later.entity_id)
        .join(batch, (batch.entity == later.entity) & later.entity_id.between(batch.first_id, batch.last_id))
        .where(batch.group_id == group_id, later.group_id > group_id)
        .distinct()
    )
    told = Counter((line.entity, line.entity_id) for line in lines)
    told.update((entity, row_id) for entity, row_id in (*changed, *changed_too))
    found: dict[str, set[int]] = {}
    for line in lines:
        if line.action == "create" and told[line.entity, line.entity_id] == 1:
            found.setdefault(line.entity, set()).add(line.entity_id)
    return {entity: ids for entity, ids in found.items() if _is_plain(class_of(entity))}


def _is_plain(kind: type[Any]) -> bool:
    """An attachment is asked one by one whether a finished record stands on it."""
    return issubclass(kind, Record) and not issubclass(kind, Attachment)


def _refuse_missing(missing: Sequence[int], entity: str, group: AuditGroup) -> None:
    if missing:
        title = f"{max(missing)}号{_term(class_of(entity))}"
        raise ConflictError(f"{title}已不在数据里，没有撤销“{group.reason}”。")


def _refuse_later_change(session: Session, entry: Told) -> None:
    """What later acts changed on the same record must be back at what this act left; otherwise their work is lost.

    For a created record every field counts, for a changed one those that the act changed.
    """
    later = session.execute(
        select(AuditEntry.changes, AuditEntry.action, AuditGroup.actor, AuditGroup.reason)
        .join(AuditGroup, AuditGroup.id == AuditEntry.group_id)
        .where(
            AuditEntry.entity == entry.entity,
            AuditEntry.entity_id == entry.entity_id,
            AuditEntry.group_id > entry.group_id,
        )
        .order_by(AuditEntry.id)
    ).all()
    obj = session.get(class_of(entry.entity), entry.entity_id)
    checked: set[str] = set()
    for changes, _action, actor, reason in later:
        for name, (left, _new) in changes.items():
            if name in checked or (entry.action != "create" and name not in entry.changes):
                continue
            checked.add(name)  # the first later act tells what this one had left
            now = plain_value(getattr(obj, name)) if obj is not None else None
            if now != left:
                raise ConflictError(f"{_title(obj, entry)}后来又被{actor}改过（{reason}），没有撤销。逐项改回来。")


def _revert(session: Session, entry: Told, group: AuditGroup, now: datetime) -> None:
    kind = class_of(entry.entity)
    obj = session.get(kind, entry.entity_id)
    if entry.action == "delete":
        session.add(kind(**{name: restored(kind, name, old) for name, (old, _new) in entry.changes.items()}))
        session.flush()  # an earlier entry of the same act may be about this record
    elif obj is None:
        raise ConflictError(f"{_title(None, entry)}已不在数据里，没有撤销“{group.reason}”。")
    elif entry.action == "create":
        if isinstance(obj, Attachment):
            refuse_kept(session, obj)
        obj.deleted_at = obj.deleted_at or now
    else:
        from_bin = set(entry.changes) == {"deleted_at"} and obj.deleted_at is not None  # changes nothing of its work
        if isinstance(obj, Record) and obj.settled and "state" not in entry.changes and not from_bin:
            raise ConflictError(f"{_title(obj, entry)}后来已经办结，没有撤销“{group.reason}”。要改先重新打开它。")
        for name, (old, _new) in entry.changes.items():
            setattr(obj, name, restored(kind, name, old))


def _refuse_if_used(session: Session, created: Sequence[_Line]) -> None:
    """Asked once the whole act is taken back: what was created together goes together."""
    ids: dict[str, list[int]] = {}
    for line in created:
        ids.setdefault(line.entity, []).append(line.entity_id)
    kinds = {entity: kind for entity in ids if issubclass(kind := class_of(entity), Record)}
    used = {entity: users_of(session, kind, ids[entity], parts=True) for entity, kind in kinds.items()}
    for line in created:
        if user := used.get(line.entity, {}).get(line.entity_id):
            title = _title(session.get(class_of(line.entity), line.entity_id), line)
            raise ConflictError(f"还有{user[0]}条{user[1]}在使用{title}，没有撤销。先处理那些记录。")


def _refuse_unfit(session: Session, entry: Told, group: AuditGroup, fit: Fit) -> None:
    """Its number may have been given, or its unit removed, since the act that is taken back."""
    record = session.get(class_of(entry.entity), entry.entity_id)
    if not isinstance(record, Record) or record.deleted_at is not None:
        return
    title = _title(record, entry)
    try:
        fit(session, record)
    except ValidationError as exc:
        raise ConflictError(f"{title}回到“{group.reason}”之前的样子会和后来的记录冲突，没有撤销。{exc}") from exc


def restored(kind: type[Any], name: str, value: Any) -> Any:
    """A plain value from the history in the type of its column (dates, enums, decimals, bytes)."""
    if value is None:
        return None
    try:
        wanted = inspect(kind).column_attrs[name].columns[0].type.python_type
    except NotImplementedError:
        return value
    if isinstance(value, str):
        if wanted in (datetime, date, time):
            return wanted.fromisoformat(value)
        if wanted is Decimal:
            return Decimal(value)
        if wanted is bytes:
            return bytes.fromhex(value)
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return wanted(value)
    return value


def class_of(entity: str) -> type[Any]:
    """The class of a table that the history names; NotFoundError where this version has none."""
    for mapper in Base.registry.mappers:
        if mapper.class_.__tablename__ == entity:
            return mapper.class_
    raise NotFoundError("这次操作涉及的台账不在这个版本里，没有撤销。")


def _term(kind: type[Any]) -> str:
    return str(getattr(kind, "term", "记录"))


def _title(obj: Any, entry: Told | _Line) -> str:
    kind = class_of(entry.entity)
    term = _term(kind)
    name = next((getattr(obj, column, None) for column in getattr(kind, "searched", ()) if obj is not None), None)
    return f"{term}“{name}”" if name else f"{entry.entity_id}号{term}"
