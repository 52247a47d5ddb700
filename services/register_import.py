"""Rosters of thousands of officers into the register: the same records and history as one by one, in chunks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import compress
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer, OfficerPost, PostStatus
from services.bulk import insert_records
from services.certificates.imported import vouched_from
from services.errors import ConflictError
from services.ledger import Progress, StoredRow
from services.officer_posts import PLACE
from services.officer_spec import CERTIFICATE_FIELDS

CHUNK = 2500  # rows between two calls of progress
DOUBLED = "第{row}行存不进去：“身份证号”{number}已经登记过。一行也没有存入。"
LOST = "第{row}行存不进去：所选“单位”已不在台账里。一行也没有存入。"


def store_new_officers(session: Session, rows: Sequence[StoredRow], today: date, progress: Progress) -> None:
    """Insert the officers of rows that match nobody, with their posts, cards and the cards' first events.

    Values are those of a roster (the import's field keys) and taken as checked. ConflictError names a row that no
    longer fits.
    """
    _refuse_unfit(session, rows)
    for start in range(0, len(rows), CHUNK):
        chunk = [row.values for row in rows[start : start + CHUNK]]
        columns = _officers(chunk)
        ids = insert_records(session, EnforcementOfficer, len(chunk), columns)
        # the first interval has no beginning: a roster does not say since when
        posts = {key: columns[key] for key in PLACE if key in columns}
        posts |= {"officer_id": ids, "status": columns["post_status"]}
        insert_records(session, OfficerPost, len(chunk), posts)
        _store_cards(session, chunk, ids, today)
        progress(start + len(chunk), len(rows))


def _officers(chunk: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[Any]]:
    """What the rows say of the officers, column by column."""
    keys = {key for values in chunk for key in values} - {*CERTIFICATE_FIELDS, "unit"}
    columns: dict[str, Sequence[Any]] = {key: [values.get(key) for values in chunk] for key in keys}
    columns["agency_id"] = [values["unit"] for values in chunk]
    columns["post_status"] = [PostStatus.ON_POST] * len(chunk)
    return columns


def _store_cards(session: Session, chunk: Sequence[Mapping[str, Any]], officers: Sequence[int], today: date) -> None:
    """The certificates of those rows that name one, and of each that it was taken over."""
    said = {key: [values.get(key) or None for values in chunk] for key in CERTIFICATE_FIELDS}
    named = [any(card) for card in zip(*said.values(), strict=True)]
    count = sum(named)
    columns: dict[str, Sequence[Any]] = {
        key: list(compress(values, named)) for key, values in said.items() if any(values)
    }
    unsaid, status = [None] * count, [CertificateStatus.ACTIVE] * count
    dates = (columns.get("valid_from", unsaid), columns.get("issue_date", unsaid))
    days = [vouched_from(valid_from, issued, today) for valid_from, issued in zip(*dates, strict=True)]
    columns |= {"officer_id": list(compress(officers, named)), "status": status}
    ids = insert_records(session, EnforcementCertificate, count, columns)
    events = {"certificate_id": ids, "kind": [EventKind.REGISTERED] * count, "happened_on": days, "status": status}
    insert_records(session, CertificateEvent, count, events)


def _refuse_unfit(session: Session, rows: Sequence[StoredRow]) -> None:
    """What services.ledger_rules asks of each record, asked once for all."""
    officer, agency = EnforcementOfficer, EnforcementAgency
    taken = set(session.scalars(select(officer.id_no).where(officer.deleted_at.is_(None), officer.id_no.is_not(None))))
    units = set(session.scalars(select(agency.id).where(agency.deleted_at.is_(None))))
    for row in rows:
        number = row.values.get("id_no")
        if number in taken:
            raise ConflictError(DOUBLED.format(row=row.row, number=number))
        if row.values.get("unit") not in units:
            raise ConflictError(LOST.format(row=row.row))
        taken |= {number} if number else set()
