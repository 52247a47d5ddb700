"""The basic ledger: from a record class and a description to search, edit, soft delete and batch acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.base import Record
from services.access import Right
from services.clock import Clock, local_now, utc_from_local
from services.errors import ConflictError, NotFoundError, ValidationError
from services.ledger_select import LedgerSelect, Reference, to_row
from services.query import Action, Detail, LedgerPageData, LedgerQuery, LedgerRow, Outcome
from services.spec import FieldSpec, LedgerSpec
from services.uow import CONFLICT, Database

RecordT = TypeVar("RecordT", bound=Record)
GONE = "这条记录已不在台账里，可能被移入了回收站。刷新后再看。"


class BasicLedger(Generic[RecordT]):
    """One table shown as one ledger. Subclasses give `record` and `spec`, and override the hooks they need."""

    record: type[RecordT]
    spec: LedgerSpec
    references: ClassVar[Mapping[str, Reference]] = {}
    own_import_spec: ClassVar[LedgerSpec | None] = None  # where files bring other fields than the ledger shows

    def __init__(self, database: Database, now: Clock = local_now) -> None:
        self._db = database
        self._now = now

    # --- hooks ---------------------------------------------------------------------------
    def computed(self, today: date) -> Mapping[str, Any]:
        """SQL expressions of the computed fields by key."""
        return {}

    def base(self, statement: Select[Any]) -> Select[Any]:
        """Further joins or a standing condition."""
        return statement

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Checks across fields; field key → sentence."""
        return {}

    def before_save(self, session: Session, item: RecordT, values: Mapping[str, Any]) -> None:
        """Set what the form does not hold."""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """What can be done next with the row; the first main one is the filled button."""
        return ()

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Do the act called `action`."""
        raise KeyError(action)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Further parts of the detail pane, such as the source of a task."""
        return ()

    # --- reading -------------------------------------------------------------------------
    @property
    def entity(self) -> str:
        """The table's name, as it stands in the history and in change notices."""
        return str(self.record.__tablename__)

    @property
    def today(self) -> date:
        """The ledger's today, from its clock."""
        return self._now().date()

    def search(self, query: LedgerQuery) -> LedgerPageData:
        """One page and the count of the whole filter."""
        built = self._built(query)
        statement = built.ordered()
        with self._db.read() as session:
            total = session.scalar(built.count()) or 0
            rows = session.execute(statement.offset(query.offset).limit(query.limit)).all()
        return LedgerPageData([to_row(self.spec, row) for row in rows], total)

    def counts(self, query: LedgerQuery) -> Mapping[str, int]:
        """Rows by the value of the spec's state field, the state condition itself left out."""
        if not self.spec.state_field:
            return {}
        built = self._built(query, without=self.spec.state_field)
        with self._db.read() as session:
            return {str(value): count for value, count in session.execute(built.grouped(self.spec.state_field))}

    def totals(self, query: LedgerQuery) -> Mapping[str, int]:
        """Sums of the number columns over the whole filter."""
        built = self._built(query)
        keys = [f.key for f in self.spec.print_columns if f.is_summed]
        if not keys:
            return {}
        with self._db.read() as session:
            found = session.execute(built.sums(keys)).one()
        return {key: value or 0 for key, value in zip(keys, found, strict=True)}

    def load(self, row_id: int) -> LedgerRow:
        """One row as it is now; NotFoundError when it is gone."""
        built = self._built(LedgerQuery(ids=(row_id,)))
        with self._db.read() as session:
            found = session.execute(built.rows()).one_or_none()
        if found is None:
            raise NotFoundError(GONE)
        return to_row(self.spec, found)

    @property
    def tables(self) -> frozenset[str]:
        """The tables whose changes show in this ledger."""
        return frozenset({self.entity, *(r.record.__tablename__ for r in self.references.values())})

    def options(self, field_key: str) -> Sequence[tuple[Any, ...]]:
        """Id, name and further names of every row that a reference field may point to."""
        reference = self.references[field_key]
        label = getattr(reference.record, reference.label)
        further = [getattr(reference.record, key) for key in reference.further]
        names = select(reference.record.id, label, *further).where(reference.record.deleted_at.is_(None))
        with self._db.read() as session:
            rows = session.execute(names.order_by(label.collate("PINYIN"))).all()
        return [
            (row_id, name, *(part for words in others if words for part in words.split("、")))
            for row_id, name, *others in rows
        ]

    # --- import --------------------------------------------------------------------------
    @property
    def import_spec(self) -> LedgerSpec:
        """What an agency's file may bring."""
        return self.own_import_spec or self.spec

    def import_rows(self) -> Sequence[LedgerRow]:
        """All live rows under the keys of `import_spec`, so that a file can be compared with them."""
        built = self._built(LedgerQuery())
        with self._db.read() as session:
            return [to_row(self.spec, row) for row in session.execute(built.rows())]

    def import_check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Checks across the fields of a file's row, merged with the row that it changes; field key → sentence."""
        keys = {f.key for f in self.spec.fields}
        return self.check({key: value for key, value in values.items() if key in keys}, row_id)

    def store_import(self, session: Session, row_id: int | None, version: int, values: Mapping[str, Any]) -> RecordT:
        """Store one accepted row of a file inside the batch's transaction."""
        return self.store(session, row_id, version, values)

    # --- writing -------------------------------------------------------------------------
    def save(self, row_id: int | None, row_version: int, values: Mapping[str, Any]) -> int:
        """Store a new row (row_id None) or a changed one; ValidationError names every wrong field at once."""
        problems = self.spec.check(values) or self.check(values, row_id)
        if problems:
            raise ValidationError(problems)
        verb = "登记" if row_id is None else "修改"
        with self._db.write(f"{verb}{self.spec.item}") as session:
            return self.store(session, row_id, row_version, values).id

    def store(self, session: Session, row_id: int | None, row_version: int, values: Mapping[str, Any]) -> RecordT:
        """The part of `save` inside a transaction that is already open; values are taken as checked."""
        item = self.record() if row_id is None else self.current(session, row_id, row_version)
        for spec in self._stored_fields():
            if spec.key in values:
                setattr(item, spec.key, values[spec.key])
        self._refuse_double(session, item, row_id)
        self.before_save(session, item, values)
        session.add(item)
        session.flush()
        return item

    def remove(self, row_ids: Sequence[int]) -> Outcome:
        """Into the 回收站, all or none; ConflictError where other records still use one of them."""
        with self._db.write(f"移入回收站：{self.spec.item}", Right.DELETE) as session:
            for item in self._several(session, row_ids):
                self._refuse_if_used(session, item.id)
                item.deleted_at = utc_from_local(self._now())
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已将{len(row_ids)}{self.spec.unit_word}移入回收站。", group)

    def restore(self, row_ids: Sequence[int]) -> Outcome:
        """Back from the 回收站."""
        with self._db.write(f"从回收站恢复：{self.spec.item}", Right.DELETE) as session:
            for row_id in row_ids:
                session.get_one(self.record, row_id).deleted_at = None
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已恢复{len(row_ids)}{self.spec.unit_word}。", group)

    def set_values(self, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """The same values for several rows in one transaction; all or none."""
        words = "、".join(self.spec.field(key).label for key in values)
        with self._db.write(f"批量修改{words}") as session:
            for item in self._several(session, row_ids):
                for key, value in values.items():
                    setattr(item, key, value)
                merged = {f.key: getattr(item, f.key) for f in self._stored_fields()}
                if problems := self.check(merged, item.id):
                    raise ValidationError(problems)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已修改{len(row_ids)}{self.spec.unit_word}的{words}。", group)

    # --- for subclasses --------------------------------------------------------------------
    def current(self, session: Session, row_id: int, row_version: int) -> RecordT:
        """The live record at the version that the clerk saw; ConflictError or NotFoundError otherwise."""
        item = session.get(self.record, row_id)
        if item is None or item.deleted_at is not None:
            raise NotFoundError(GONE)
        if item.row_version != row_version:
            raise ConflictError(CONFLICT)
        return item

    def _stored_fields(self) -> tuple[FieldSpec, ...]:
        return tuple(f for f in self.spec.fields if not f.computed)

    def _built(self, query: LedgerQuery, without: str = "") -> LedgerSelect:
        return LedgerSelect(
            self.record, self.spec, self.references, self.computed(self.today), self.base, query, without
        )

    def _several(self, session: Session, row_ids: Sequence[int]) -> list[RecordT]:
        found = [session.get(self.record, row_id) for row_id in row_ids]
        live = [item for item in found if item is not None and item.deleted_at is None]
        if len(live) < len(row_ids):
            raise NotFoundError(f"所选{self.spec.item}里有的已不在台账里，一条也没有改。刷新后重新选择。")
        return live

    def _refuse_double(self, session: Session, item: RecordT, row_id: int | None) -> None:
        problems = {}
        for spec in (f for f in self.spec.fields if f.unique):
            value = getattr(item, spec.key)
            if value in (None, ""):
                continue
            with session.no_autoflush:
                other = session.scalar(
                    select(self.record.id).where(
                        getattr(self.record, spec.key) == value,
                        self.record.deleted_at.is_(None),
                        self.record.id != (row_id or 0),
                    )
                )
            if other:
                problems[spec.key] = f"“{spec.label}”{value}已经登记过，没有保存。核对后修改，或打开已有的那一条。"
        if problems:
            session.expunge_all()
            raise ValidationError(problems)

    def _refuse_if_used(self, session: Session, row_id: int) -> None:
        """A soft delete passes the foreign keys by, so ask every table that points here."""
        for mapper in Record.registry.mappers:
            if not issubclass(mapper.class_, Record):
                continue
            for column in mapper.local_table.c:
                if column.references(self.record.__table__.c.id):
                    live = select(func.count()).where(column == row_id, mapper.class_.deleted_at.is_(None))
                    if used := session.scalar(live):
                        raise ConflictError(
                            f"还有{used}条{mapper.class_.term}在使用它，没有移入回收站。先处理那些记录。"
                        )
