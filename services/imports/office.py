"""Agencies' files into ledgers: read against the data, remember mappings, store in one transaction."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditHead
from models.document import ImportBatch, ImportMapping
from services.access import Right
from services.clock import Clock
from services.collecting import uncollected
from services.errors import ConflictError, ValidationError
from services.imports.limits import province_limits
from services.imports.mapping import HeaderMapping
from services.imports.read import OWN_RULES, Choices, Remembered, import_form, read_import, read_sheets
from services.imports.reading import ImportReading, ImportRow, RowAction
from services.imports.rejects import write_rejects
from services.imports.resolver import Resolver
from services.imports.rules import ImportContext, RowRules
from services.imports.workbook import CellValue
from services.imports.xlsx_scan import Place
from services.ledger import Progress, StoredRow
from services.ledger_select import Reference
from services.problems import Level, Problem
from services.province_rules import ProvinceRules
from services.query import LedgerRow, LedgerService, Outcome
from services.settings import Settings
from services.spec import LedgerSpec
from services.unit_match import UnitMatcher
from services.uow import Database

RULE_CODE = "ER14"  # a rule across fields of the ledger itself; the contract's codes end at ER13
STORED = (RowAction.NEW, RowAction.CHANGED)


@dataclass(frozen=True, slots=True)
class Given:
    """What the clerk knows beside the file: values that hold for all rows (field key → stored value), and the officer
    chosen for a row where a name means several (row → officer's id)."""

    values: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)


NOTHING_GIVEN = Given()


class ImportableLedger(Protocol):
    """What a ledger adds so that files can come in; BasicLedger has it all."""

    @property
    def spec(self) -> LedgerSpec: ...
    @property
    def import_spec(self) -> LedgerSpec: ...
    @property
    def references(self) -> Mapping[str, Reference]: ...
    def import_rows(self) -> Sequence[LedgerRow]: ...
    def import_check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]: ...
    def store_import_many(self, session: Session, rows: Sequence[StoredRow], progress: Progress) -> None: ...


class Existing:
    """The rows of a ledger by what tells them apart, and by the number of a certificate."""

    def __init__(self, rules: RowRules, rows: Sequence[LedgerRow]) -> None:
        self._rules = rules
        self.holders = {row.values["cert_no"]: row for row in rows if row.values.get("cert_no")}
        self._rows: dict[tuple[Any, ...], LedgerRow | None] = {}
        for row in rows:
            for mark in rules.known_by(row.values):
                self._rows[mark] = None if mark in self._rows and rules.vague(mark) else row

    def find(self, values: Mapping[str, Any]) -> LedgerRow | None:
        """The row that the values mean; None where none does, or a name means several."""
        if not self._rows:
            return None
        found = (self._rows.get(mark) for mark in self._rules.marks(values))
        return next((row for row in found if row is not None), None)


class ImportOffice:
    """Reads without storing; stores what the clerk accepted."""

    def __init__(self, database: Database, ledgers: Mapping[str, LedgerService], now: Clock) -> None:
        self._db, self._ledgers, self._now = database, ledgers, now
        self._settings = Settings(database)
        self._kept: tuple[tuple[Any, ...], Existing] | None = None

    def kinds(self) -> Sequence[tuple[str, str]]:
        """Key and title of every ledger that takes files."""
        return [(name, ledger.spec.title) for name, ledger in self._ledgers.items()]

    def spec(self, kind: str) -> LedgerSpec:
        """What a file of this kind may bring."""
        return import_form(_ledger(self._ledgers, kind).import_spec)

    def rows(self, kind: str) -> Sequence[LedgerRow]:
        """What is registered already, under the keys that a file brings."""
        return _ledger(self._ledgers, kind).import_rows()

    def units(self) -> Sequence[tuple[int, str]]:
        """The registered units, for the question who sent the file."""
        return [(row.id, str(row.values["name"])) for row in _ledger(self._ledgers, "units").import_rows()]

    def knows_unit(self, name: str) -> bool:
        """Whether a unit is registered under the name, a short one or a former one."""
        with self._db.read() as session:
            found = UnitMatcher(session, self._settings.get("county_name")).find(name)
        return found is not None and found.agency_id is not None

    def read(
        self,
        kind: str,
        file: Path,
        unit: str | None = None,
        mapping: Choices | None = None,
        progress: Progress | None = None,
        sheet: str | None = None,
        given: Given = NOTHING_GIVEN,
        corrections: Mapping[Place, CellValue] | None = None,
    ) -> ImportReading:
        """What accepting the file would do: its best sheet, or the one called `sheet`.

        Corrections of the mapping are remembered for the unit.
        """
        ledger = _ledger(self._ledgers, kind)
        with self._db.read() as session:
            context = self._context(session, ledger, unit, progress, given)
            remembered = self._remembered(session, kind, unit)
            reading = read_import(file, ledger.import_spec, context, mapping, sheet, remembered, corrections)
        if mapping is not None:
            self._remember(kind, unit, reading)
        return reading

    def read_sheets(
        self, kind: str, file: Path, unit: str | None = None, progress: Progress | None = None
    ) -> tuple[ImportReading, ...]:
        """As `read` for every sheet that holds such a list; `accept_all` stores them together."""
        ledger = _ledger(self._ledgers, kind)
        with self._db.read() as session:
            context = self._context(session, ledger, unit, progress, NOTHING_GIVEN)
            return read_sheets(file, ledger.import_spec, context, self._remembered(session, kind, unit))

    def accept(self, kind: str, reading: ImportReading, progress: Progress | None = None) -> Outcome:
        """Store new and changed rows in one transaction; rejected ones stay out. All or nothing."""
        return self.accept_all(kind, [reading], progress)

    def accept_all(self, kind: str, readings: Sequence[ImportReading], progress: Progress | None = None) -> Outcome:
        """As `accept` for several sheets or files: one transaction, one undo."""
        ledger = _ledger(self._ledgers, kind)
        wanted = _ordered(ledger, readings)
        if not wanted:
            raise ConflictError("没有可以存入的行：都与现有记录相同，或者都有错误。")
        several = f"等{len(readings)}份" if len(readings) > 1 else ""
        title = f"导入{ledger.spec.title}：{readings[0].file.name}{several}"
        with uncollected(), self._db.write(title[:100], Right.IMPORT, many=True) as session:
            ledger.store_import_many(session, wanted, progress or _quiet)
            session.add_all(_batch(kind, reading) for reading in readings)
            session.flush()
            group = session.info.get("group")
        counts = sum((Counter(reading.counts) for reading in readings), Counter())
        back = f"，退回{counts[RowAction.ERROR]}行" if counts[RowAction.ERROR] else ""
        done = f"新增{counts[RowAction.NEW]}，更新{counts[RowAction.CHANGED]}"
        return Outcome(f"已导入{len(wanted)}行（{done}）{back}。", group)

    def store(self, session: Session, kind: str, reading: ImportReading, progress: Progress | None = None) -> int:
        """One file inside a transaction that is already open; the id of its import batch."""
        ledger = _ledger(self._ledgers, kind)
        ledger.store_import_many(session, _ordered(ledger, [reading]), progress or _quiet)
        batch = _batch(kind, reading)
        session.add(batch)
        session.flush()
        return batch.id

    def write_rejects(self, reading: ImportReading, target: Path) -> Path:
        """The rejected rows in the agency's own layout with code, reason and advice."""
        write_rejects(reading, target)
        return target

    # --- what reading needs of the data ---------------------------------------------------------
    def _context(
        self, session: Session, ledger: ImportableLedger, unit: str | None, progress: Progress | None, given: Given
    ) -> ImportContext:
        today, existing = self._now().date(), self._existing(session, ledger)

        def row_check(values: Mapping[str, Any]) -> Sequence[Problem]:
            found = existing.find(values)
            merged = {**found.values, **values} if found else values
            problems = ledger.import_check(merged, found.id if found else None)
            return [Problem(Level.ERROR, RULE_CODE, key, words) for key, words in problems.items()]

        resolver = Resolver(session, self._settings.get("county_name"), ledger.import_spec, ledger.references)
        return ImportContext(
            today=today,
            resolve_reference=resolver.find_unit,
            default_unit=unit or None,
            existing=existing.find,
            row_check=row_check,
            progress=progress or (lambda _done, _total: None),
            find_person=lambda said: resolver.people.find(said),  # the officers are read only where rows name some
            find_row=resolver.find_row,
            chosen=lambda row: resolver.people.chosen(given.people.get(row, 0)),
            fixed=given.values,
            holder=existing.holders.get,
            province=province_limits(ProvinceRules(self._db)),
        )

    def _existing(self, session: Session, ledger: ImportableLedger) -> Existing:
        """The ledger's rows as files find them, kept until any data change: a folder's files are read one by one."""
        spec, today = ledger.import_spec, self._now().date()
        state = (spec, today, session.scalar(select(AuditHead.last_hash)))  # every change is an act, every act a hash
        kept = self._kept
        if kept is None or kept[0] != state:
            rules = OWN_RULES.get(spec.name, RowRules)(spec, ImportContext(today))
            self._kept = kept = (state, Existing(rules, ledger.import_rows()))
        return kept[1]

    def _remembered(self, session: Session, kind: str, unit: str | None) -> Remembered:
        def known(header: HeaderMapping) -> Choices | None:
            return session.scalar(
                select(ImportMapping.mapping).where(
                    ImportMapping.kind == kind,
                    ImportMapping.unit == (unit or ""),
                    ImportMapping.fingerprint == header.fingerprint,
                    ImportMapping.deleted_at.is_(None),
                )
            )

        return known

    def _remember(self, kind: str, unit: str | None, reading: ImportReading) -> None:
        with self._db.write("记住导入对应关系", Right.IMPORT) as session:
            fingerprint = reading.mapping.fingerprint
            known = session.scalar(
                select(ImportMapping).where(
                    ImportMapping.kind == kind,
                    ImportMapping.unit == (unit or ""),
                    ImportMapping.fingerprint == fingerprint,
                )
            )
            if known is None:
                session.add(
                    ImportMapping(kind=kind, unit=unit or "", fingerprint=fingerprint, mapping=_choices(reading))
                )
            else:
                known.mapping, known.deleted_at = _choices(reading), None


def _ordered(ledger: ImportableLedger, readings: Sequence[ImportReading]) -> list[StoredRow]:
    """What is to be stored; rows without a number come last, so that new numbers follow the given ones."""
    spec = ledger.import_spec
    kept = {f.key for f in spec.fields}
    wanted = [_wanted(row, kept) for reading in readings for row in reading.rows if row.action in STORED]
    keys = spec.match_on
    wanted.sort(key=lambda row: not all(map(row.values.get, keys)))
    return wanted


def _quiet(_done: int, _total: int) -> None:
    return None


def _wanted(row: ImportRow, kept: Collection[str]) -> StoredRow:
    """A changed row brings what changed, a new one what is filled of what the ledger keeps."""
    if row.action is RowAction.CHANGED:
        values = {key: row.values[key] for key in row.changes}
    else:
        values = {key: value for key, value in row.values.items() if (value or value not in (None, "")) and key in kept}
    return StoredRow(row.row, row.existing_id, row.existing_version, values)


def _batch(kind: str, reading: ImportReading) -> ImportBatch:
    counts, file = reading.counts, reading.file
    return ImportBatch(
        kind=kind,
        file_name=file.name[:200],
        sha256=hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "",
        new_count=counts["new"],
        changed_count=counts["changed"],
        same_count=counts["same"],
        error_count=counts["error"],
    )


def _choices(reading: ImportReading) -> dict[str, str | None]:
    return {column.letter: column.name for column in reading.mapping.columns} | dict(reading.options)


def _ledger(ledgers: Mapping[str, LedgerService], kind: str) -> ImportableLedger:
    if kind not in ledgers:
        names = "、".join(ledgers)
        raise ValidationError({"kind": f"没有叫“{kind}”的台账。可以用的有：{names}。"})
    ledger: Any = ledgers[kind]
    found: ImportableLedger = ledger
    return found
