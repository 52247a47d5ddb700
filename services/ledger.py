"""The basic ledger: from a record class and a description to search, edit, soft delete and batch acts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.base import Record
from services.access import Right
from services.clock import Clock, local_now, utc_from_local
from services.errors import ConflictError, NotFoundError, ServiceError, ValidationError
from services.ledger_rules import refuse_unfit
from services.ledger_select import LedgerSelect, Reference, to_row
from services.parts import bring_back, first_user, put_away
from services.query import Action, Detail, LedgerPageData, LedgerQuery, LedgerRow, Outcome
from services.settings import Settings
from services.spec import FieldSpec, LedgerSpec, faults
from services.uow import CONFLICT, Database
from services.words import storable

RecordT = TypeVar("RecordT", bound=Record)
Progress = Callable[[int, int], None]  # done, of how many; may raise to stop
GONE = "这条记录已不在台账里，可能被移入了回收站。刷新后再看。"
NOT_NOW = "这条记录现在的状态不能这样办，没有改动。刷新后再看。"
REMOVAL = "deleted_at"  # stands for the 回收站 among the fields that `why_fixed` is asked about


class StoredRow(NamedTuple):
    """One accepted row of a file: its row in the sheet, the record that it changes, and what it brings."""

    row: int
    record_id: int | None
    version: int
    values: Mapping[str, Any]


class BasicLedger(Generic[RecordT]):
    """One table shown as one ledger. Subclasses give `record` and `spec`, and override the hooks they need."""

    record: type[RecordT]
    spec: LedgerSpec
    references: ClassVar[Mapping[str, Reference]] = {}
    asked: ClassVar[Mapping[str, Reference]] = {}  # where fields of acts point to
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

    def why_fixed(self, item: RecordT, keys: Collection[str]) -> str:
        """Why these fields of a stored record can only be changed by an act of their own, or not at all; else empty.

        Asked before a form, a batch or a file changes them, and with REMOVAL before the 回收站.
        """
        return ""

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

    def setting(self, key: str) -> Any:
        """A setting of the bureau that this ledger's rules use."""
        return Settings(self._db).get(key)

    def search(self, query: LedgerQuery) -> LedgerPageData:
        """One page and the count of the whole filter."""
        built = self._built(query)
        statement = built.ordered()
        with self._db.read() as session:
            total = session.scalar(built.count()) or 0
            rows = session.execute(statement.offset(query.offset).limit(query.limit)).all()
        return LedgerPageData([to_row(row) for row in rows], total)

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
        return to_row(found)

    @property
    def tables(self) -> frozenset[str]:
        """The tables whose changes show in this ledger."""
        return frozenset({self.entity, *(r.record.__tablename__ for r in self.references.values())})

    def options(self, field_key: str) -> Sequence[tuple[Any, ...]]:
        """Id, name and further names of every row that a reference field may point to."""
        reference = {**self.asked, **self.references}[field_key]
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
        """All live rows under the keys of `import_spec`, with what stands beside their references in files."""
        built = self._built(LedgerQuery(beside=True))
        with self._db.read() as session:
            return [to_row(row) for row in session.execute(built.rows())]

    def import_check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Checks across the fields of a file's row, merged with the row that it changes; field key → sentence."""
        keys = {f.key for f in self.spec.fields}
        return self.check({key: value for key, value in values.items() if key in keys}, row_id) or (
            {} if row_id is None else self._fixed_in_file(values, row_id)
        )

    def store_import(self, session: Session, row_id: int | None, version: int, values: Mapping[str, Any]) -> RecordT:
        """Store one accepted row of a file inside the batch's transaction."""
        return self.store(session, row_id, version, values)

    def store_import_many(self, session: Session, rows: Sequence[StoredRow], progress: Progress) -> None:
        """Store all accepted rows of a batch; a ledger may know a quicker way to the same records and history.

        ConflictError that names the first row that cannot be stored; nothing is stored then.
        """
        for done, row in enumerate(rows, start=1):
            try:
                self.store_import(session, row.record_id, row.version, row.values)
            except ServiceError as error:
                again = "" if isinstance(error, ValidationError) else "重新读一遍文件再试。"
                raise ConflictError(f"第{row.row}行存不进去：{error} 一行也没有存入。{again}") from error
            progress(done, len(rows))

    # --- writing -------------------------------------------------------------------------
    def save(self, row_id: int | None, row_version: int, values: Mapping[str, Any]) -> int:
        """Store a new row (row_id None) or a changed one; ValidationError names every wrong field at once.

        Only what the form edits is taken; states and results change by acts of their own.
        """
        if row_id is None and not self.spec.addable:
            raise ConflictError(f"{self.spec.title}不能逐{self.spec.unit_word}登记，没有保存。")
        self._db.actor().require(Right.EDIT)  # who may not write is told that, not what a field lacks
        form = self._form_values(values)
        if problems := self.spec.check(form) or self.check(form, row_id):
            raise ValidationError(problems)
        verb = "登记" if row_id is None else "修改"
        with self._db.write(f"{verb}{self.spec.item}") as session:
            if row_id is not None:
                self._refuse_fixed(self.current(session, row_id, row_version), form)
            return self.store(session, row_id, row_version, form).id

    def store(self, session: Session, row_id: int | None, row_version: int, values: Mapping[str, Any]) -> RecordT:
        """The part of `save` inside a transaction that is already open; values are taken as checked."""
        item = self.record() if row_id is None else self.current(session, row_id, row_version)
        for spec in self._stored_fields():
            if spec.key in values:
                setattr(item, spec.key, values[spec.key])
        refuse_unfit(session, self.spec, self.references, item)
        self.before_save(session, item, values)
        session.add(item)
        session.flush()
        return item

    def remove(self, row_ids: Sequence[int]) -> Outcome:
        """Into the 回收站 with their parts, all or none; ConflictError where other records still use one of them."""
        with self._db.write(f"移入回收站：{self.spec.item}", Right.DELETE) as session:
            for item in self._several(session, row_ids):
                if why := self.why_fixed(item, (REMOVAL,)):
                    raise ConflictError(why)
                if used := first_user(session, self.record, item.id):
                    raise ConflictError(f"还有{used[0]}条{used[1]}在使用它，没有移入回收站。先处理那些记录。")
                put_away(session, item, utc_from_local(self._now()))
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已将{len(row_ids)}{self.spec.unit_word}移入回收站。", group)

    def restore(self, row_ids: Sequence[int]) -> Outcome:
        """Back from the 回收站 with the parts that went there along; ValidationError where one is doubled by now."""
        with self._db.write(f"从回收站恢复：{self.spec.item}", Right.DELETE) as session:
            for item in self._several(session, row_ids, removed=True):
                refuse_unfit(session, self.spec, self.references, item)
                bring_back(session, item)
                session.flush()
            group = session.info.get("group")
        return Outcome(f"已恢复{len(row_ids)}{self.spec.unit_word}。", group)

    def set_values(self, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """The same form values for several rows in one transaction; all or none, by the rules of `save`."""
        form = self._form_values(values)
        if foreign := [key for key in values if key not in form]:
            raise ValidationError(
                {foreign[0]: f"“{self.spec.field(foreign[0]).label}”不能这样批量修改，一条也没有改。"}
            )
        words = "、".join(self.spec.field(key).label for key in form)
        with self._db.write(f"批量修改{words}") as session:
            for item in self._several(session, row_ids):
                self._refuse_fixed(item, form)
                merged = {f.key: getattr(item, f.key) for f in self._stored_fields()} | form
                wrong = faults((self.spec.field(key) for key in form), form) or self.check(merged, item.id)
                if wrong:
                    raise ValidationError(wrong)
                self.store(session, item.id, item.row_version, form)
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

    def permitted(self, session: Session, action: str, row: LedgerRow, values: Mapping[str, Any]) -> RecordT:
        """The live record for `perform`, at the version that the clerk saw; asks again what the button asked.

        Raises ConflictError where the act is not offered for the record as it stands now, ValidationError where a field
        of the act is empty or wrong.
        """
        item = self.current(session, row.id, row.row_version)
        found = session.execute(self._built(LedgerQuery(ids=(row.id,))).rows()).one()
        offered = {found.name: found for found in self.actions(to_row(found))}
        if action not in offered:
            raise ConflictError(NOT_NOW)
        if not offered[action].enabled:
            raise ConflictError(offered[action].why_not)
        if problems := faults(offered[action].fields, values):
            raise ValidationError(problems)
        return item

    def _form_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the form owns, in storable words. What may not be nothing in the file stays as it is or its default."""
        form: dict[str, Any] = {}
        for key in (f.key for f in self.spec.form_fields if f.key in values):
            value = storable(values[key]) if isinstance(values[key], str) else values[key]
            if value in (None, "") and self.record.__table__.c[key].nullable:
                form[key] = None
            elif value is not None or self.spec.field(key).required:
                form[key] = value
        return form

    def _stored_fields(self) -> tuple[FieldSpec, ...]:
        return tuple(f for f in self.spec.fields if not f.computed)

    def _refuse_fixed(self, item: RecordT, values: Mapping[str, Any]) -> None:
        """ConflictError where the record's state no longer allows what the values change."""
        changed = [key for key, value in values.items() if (value or None) != (getattr(item, key) or None)]
        if changed and (why := self.why_fixed(item, changed)):
            raise ConflictError(why)

    def _fixed_in_file(self, values: Mapping[str, Any], row_id: int) -> dict[str, str]:
        """As `_refuse_fixed`, beside the first changed field of a file's row; a blank cell changes nothing."""
        if type(self).why_fixed is BasicLedger.why_fixed:
            return {}
        with self._db.read() as session:
            item = session.get_one(self.record, row_id)
        keys = [f.key for f in self._stored_fields() if values.get(f.key) not in (None, "")]
        changed = [key for key in keys if values[key] != getattr(item, key)]
        why = self.why_fixed(item, changed) if changed else ""
        return {changed[0]: why} if why else {}

    def _built(self, query: LedgerQuery, without: str = "") -> LedgerSelect:
        return LedgerSelect(
            self.record, self.spec, self.references, self.computed(self.today), self.base, query, without
        )

    def _several(self, session: Session, row_ids: Sequence[int], *, removed: bool = False) -> list[RecordT]:
        items = [session.get(self.record, row_id) for row_id in row_ids]
        found = [item for item in items if item is not None and (item.deleted_at is not None) == removed]
        if len(found) < len(row_ids):
            place = "回收站" if removed else "台账"
            raise NotFoundError(f"所选{self.spec.item}里有的已不在{place}里，一条也没有改。刷新后重新选择。")
        return found
