"""Agencies' files into ledgers: read against the data, remember mappings, store in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import ImportBatch, ImportMapping
from models.officer import EnforcementOfficer
from services.access import Right
from services.clock import Clock
from services.errors import ConflictError, ServiceError, ValidationError
from services.imports.cells import Match
from services.imports.read import read_import
from services.imports.reading import ImportReading, ImportRow, RowAction
from services.imports.rejects import write_rejects
from services.imports.rules import ImportContext
from services.imports.workbook import CellValue
from services.imports.xlsx_scan import Place
from services.problems import Level, Problem
from services.query import LedgerRow, LedgerService, Outcome
from services.settings import Settings
from services.spec import LedgerSpec
from services.unit_match import UnitMatcher
from services.uow import Database

RULE_CODE = "ER14"  # a rule across fields of the ledger itself; the contract's codes end at ER13
Progress = Callable[[int, int], None]


class ImportableLedger(Protocol):
    """What a ledger adds so that files can come in; BasicLedger has it all."""

    @property
    def spec(self) -> LedgerSpec: ...
    @property
    def import_spec(self) -> LedgerSpec: ...
    def import_rows(self) -> Sequence[LedgerRow]: ...
    def import_check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]: ...
    def store_import(self, session: Session, row_id: int | None, version: int, values: Mapping[str, Any]) -> Any: ...


@dataclass(frozen=True, slots=True)
class Existing:
    """The rows of a ledger by what tells them apart."""

    keys: tuple[str, ...]
    rows: Mapping[tuple[Any, ...], LedgerRow] = field(default_factory=dict)

    def find(self, values: Mapping[str, Any]) -> LedgerRow | None:
        """The row that the values mean; None where a key is blank."""
        mark = tuple(values.get(key) for key in self.keys)
        return self.rows.get(mark) if mark and all(part not in (None, "") for part in mark) else None


class ImportOffice:
    """Reads without storing; stores what the clerk accepted."""

    def __init__(self, database: Database, ledgers: Mapping[str, LedgerService], now: Clock) -> None:
        self._db, self._ledgers, self._now = database, ledgers, now
        self._settings = Settings(database)

    def kinds(self) -> Sequence[tuple[str, str]]:
        """Key and title of every ledger that takes files."""
        return [(name, ledger.spec.title) for name, ledger in self._ledgers.items()]

    def spec(self, kind: str) -> LedgerSpec:
        """What a file of this kind may bring."""
        return _ledger(self._ledgers, kind).import_spec

    def rows(self, kind: str) -> Sequence[LedgerRow]:
        """What is registered already, under the keys that a file brings."""
        return _ledger(self._ledgers, kind).import_rows()

    def units(self) -> Sequence[tuple[int, str]]:
        """The registered units, for the question who sent the file."""
        return [(row.id, str(row.values["name"])) for row in _ledger(self._ledgers, "units").import_rows()]

    def knows_unit(self, name: str) -> bool:
        """Whether a unit is registered under the name, a short one or a former one."""
        with self._db.read() as session:
            return Resolver(session, self._settings.get("county_name")).find("units", name) is not None

    def read(
        self,
        kind: str,
        file: Path,
        unit: str | None = None,
        mapping: Mapping[str, str | None] | None = None,
        progress: Progress | None = None,
        sheet: str | None = None,
        corrections: Mapping[Place, CellValue] | None = None,
    ) -> ImportReading:
        """What accepting the file would do. Corrections of the mapping are remembered for the unit."""
        ledger = _ledger(self._ledgers, kind)
        with self._db.read() as session:
            context = self._context(session, ledger, unit, progress)
            reading = read_import(file, ledger.import_spec, context, mapping, sheet, corrections)
            if mapping is None:
                known = self._remembered(session, kind, unit, reading)
                if known:
                    reading = read_import(file, ledger.import_spec, context, known, sheet, corrections)
        if mapping is not None:
            self._remember(kind, unit, reading)
        return reading

    def accept(self, kind: str, reading: ImportReading, progress: Progress | None = None) -> Outcome:
        """Store new and changed rows in one transaction; rejected ones stay out. All or nothing."""
        ledger, counts = _ledger(self._ledgers, kind), reading.counts
        if not counts["new"] and not counts["changed"]:
            raise ConflictError("没有可以存入的行：都与现有记录相同，或者都有错误。")
        with self._db.write(f"导入{ledger.spec.title}：{reading.file.name}"[:100], Right.IMPORT) as session:
            self.store(session, kind, reading, progress)
            group = session.info.get("group")
        back = f"，退回{counts['error']}行" if counts["error"] else ""
        stored = counts["new"] + counts["changed"]
        return Outcome(f"已导入{stored}行（新增{counts['new']}，更新{counts['changed']}）{back}。", group)

    def store(self, session: Session, kind: str, reading: ImportReading, progress: Progress | None = None) -> int:
        """The part of `accept` inside a transaction that is already open; the id of the import batch."""
        ledger, counts = _ledger(self._ledgers, kind), reading.counts
        wanted = [row for row in reading.rows if row.action in (RowAction.NEW, RowAction.CHANGED)]
        keys = ledger.import_spec.match_on
        wanted.sort(key=lambda row: any(row.values.get(k) in (None, "") for k in keys))  # new numbers follow given ones
        for done, row in enumerate(wanted, start=1):
            _store(session, ledger, row)
            if progress:
                progress(done, len(wanted))
        batch = ImportBatch(
            kind=kind,
            file_name=reading.file.name[:200],
            sha256=hashlib.sha256(reading.file.read_bytes()).hexdigest() if reading.file.is_file() else "",
            new_count=counts["new"],
            changed_count=counts["changed"],
            same_count=counts["same"],
            error_count=counts["error"],
        )
        session.add(batch)
        session.flush()
        return batch.id

    def write_rejects(self, reading: ImportReading, target: Path) -> Path:
        """The rejected rows in the agency's own layout with code, reason and advice."""
        write_rejects(reading, target)
        return target

    # --- what reading needs of the data ---------------------------------------------------------
    def _context(
        self, session: Session, ledger: ImportableLedger, unit: str | None, progress: Progress | None
    ) -> ImportContext:
        spec = ledger.import_spec
        existing = Existing(spec.match_on, _by_keys(spec, ledger.import_rows()))

        def row_check(values: Mapping[str, Any], _raw: Mapping[str, str]) -> Sequence[Problem]:
            found = existing.find(values)
            merged = {**(found.values if found else {}), **values}
            problems = ledger.import_check(merged, found.id if found else None)
            return [Problem(Level.ERROR, RULE_CODE, key, words) for key, words in problems.items()]

        return ImportContext(
            today=self._now().date(),
            resolve_reference=Resolver(session, self._settings.get("county_name")).find,
            default_unit=unit or None,
            existing=existing.find,
            row_check=row_check,
            progress=progress or (lambda _done, _total: None),
        )

    def _remembered(
        self, session: Session, kind: str, unit: str | None, reading: ImportReading
    ) -> dict[str, str | None] | None:
        found = session.scalar(
            select(ImportMapping.mapping).where(
                ImportMapping.kind == kind,
                ImportMapping.unit == (unit or ""),
                ImportMapping.fingerprint == reading.mapping.fingerprint,
                ImportMapping.deleted_at.is_(None),
            )
        )
        return dict(found) if found and dict(found) != _choices(reading) else None

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


class Resolver:
    """Finds rows of other ledgers by the names that files use."""

    def __init__(self, session: Session, county: str) -> None:
        self._units = UnitMatcher(session, county)
        self._officers: dict[str, Match | None] = {}
        rows = session.execute(
            select(EnforcementOfficer.id, EnforcementOfficer.name, EnforcementOfficer.id_no).where(
                EnforcementOfficer.deleted_at.is_(None)
            )
        )
        for row_id, name, id_no in rows:
            if id_no:
                self._officers[id_no] = Match(row_id, name)
            # a name that two officers bear means neither: the file must give the number
            self._officers[name] = None if name in self._officers else Match(row_id, name)

    def find(self, ledger: str, text: str) -> Match | None:
        """The row of `ledger` that `text` names; None where none or more than one fits."""
        if ledger == "units":
            found = self._units.find(text)
            return Match(found.agency_id, found.name, not found.exact) if found and found.agency_id else None
        return self._officers.get(text.strip()) if ledger == "officers" else None


def _store(session: Session, ledger: ImportableLedger, row: ImportRow) -> None:
    keys = row.changes if row.action is RowAction.CHANGED else [k for k, v in row.values.items() if v not in (None, "")]
    values = {key: row.values[key] for key in keys}
    try:
        ledger.store_import(session, row.existing_id, row.existing_version, values)
    except ValidationError as error:
        raise ConflictError(f"第{row.row}行存不进去：{error} 一行也没有存入。") from error
    except ServiceError as error:
        raise ConflictError(f"第{row.row}行存不进去：{error} 一行也没有存入。重新读一遍文件再试。") from error


def _by_keys(spec: LedgerSpec, rows: Sequence[LedgerRow]) -> dict[tuple[Any, ...], LedgerRow]:
    found: dict[tuple[Any, ...], LedgerRow] = {}
    for row in rows:
        found.setdefault(tuple(row.values.get(key) for key in spec.match_on), row)
    return found


def _choices(reading: ImportReading) -> dict[str, str | None]:
    return {column.letter: column.name for column in reading.mapping.columns}


def _ledger(ledgers: Mapping[str, LedgerService], kind: str) -> ImportableLedger:
    if kind not in ledgers:
        names = "、".join(ledgers)
        raise ValidationError({"kind": f"没有叫“{kind}”的台账。可以用的有：{names}。"})
    ledger: Any = ledgers[kind]
    found: ImportableLedger = ledger
    return found
