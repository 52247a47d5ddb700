"""Finds units, officers and rows of other ledgers by the words that files use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate
from models.officer import EnforcementOfficer
from services.beside import UNITS, unit_name, written_beside
from services.imports.cells import Match
from services.imports.named import NamedRow, NamedRows, RowFound
from services.imports.people import People, Person
from services.ledger_select import LABEL, Reference
from services.spec import LedgerSpec
from services.unit_match import UnitMatcher


class Resolver:
    """What the rows of a ledger's file may name; each list is read once, and only where a row names one of it."""

    def __init__(self, session: Session, county: str, spec: LedgerSpec, references: Mapping[str, Reference]) -> None:
        self._session, self._spec, self._references = session, spec, references
        self._units = UnitMatcher(session, county)
        self._named: dict[str, NamedRows] = {}

    @cached_property
    def people(self) -> People:
        """The officers."""
        numbers: dict[int, list[str]] = {}
        held = select(EnforcementCertificate.officer_id, EnforcementCertificate.cert_no)
        for holder, number in self._session.execute(held.where(EnforcementCertificate.deleted_at.is_(None))):
            if number:
                numbers.setdefault(holder, []).append(number)
        officer = EnforcementOfficer
        rows = self._session.execute(
            select(officer.id, officer.name, officer.id_no, officer.phone, officer.agency_id, EnforcementAgency.name)
            .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
            .where(officer.deleted_at.is_(None))
        )
        return People(
            Person(row[0], row[1], row[2], row[3], row[4], row[5], tuple(numbers.get(row[0], ()))) for row in rows
        )

    def find_unit(self, ledger: str, text: str) -> Match | None:
        """The unit that `text` names; None where none or more than one fits."""
        found = self._units.find(text) if ledger == UNITS else None
        return Match(found.agency_id, found.name, not found.exact) if found and found.agency_id else None

    def find_row(self, key: str, name: str, marks: Mapping[str, Any]) -> RowFound:
        """The row that the reference field `key` means by a name and the marks beside it."""
        if key not in self._named:
            self._named[key] = self._read(key)
        return self._named[key].find(name, marks)

    def _read(self, key: str) -> NamedRows:
        reference, columns = self._references[key], written_beside(self._spec).get(key, ())
        record = reference.record
        wanted = [getattr(record, reference.label).label("name")]
        for column in columns:
            assert column.value is not None
            value = column.value(record)
            shown = unit_name(value) if column.field.reference else value
            wanted += [value.label(column.field.key), shown.label(column.field.key + LABEL)]
        found = self._session.execute(select(record.id, *wanted).where(record.deleted_at.is_(None)))
        keys = [column.field.key for column in columns]
        rows = [
            NamedRow(
                row["id"],
                row["name"],
                {name: row[name] for name in keys},
                "，".join(str(row[name + LABEL]) for name in keys if row[name + LABEL] is not None),
            )
            for row in found.mappings()
        ]
        labels = {column.field.key: column.field.label for column in columns}
        return NamedRows(self._spec.field(key).label, labels, rows)
