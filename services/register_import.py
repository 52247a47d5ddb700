"""Rosters of thousands of officers into the register: the same records and history as one by one, in chunks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from services.bulk import insert_records
from services.errors import ConflictError
from services.ledger import Progress, StoredRow

CHUNK = 500  # rows between two calls of progress
DOUBLED = "第{row}行存不进去：“身份证号”{number}已经登记过。一行也没有存入。"
LOST = "第{row}行存不进去：所选“单位”已不在台账里。一行也没有存入。"


def store_new_officers(
    session: Session, rows: Sequence[StoredRow], certificate_fields: Sequence[str], progress: Progress
) -> None:
    """Insert the officers and certificates of rows that match nobody; ConflictError names a row that no longer fits.

    Values are those of a roster (the import's field keys) and taken as checked.
    """
    _refuse_unfit(session, rows)
    for start in range(0, len(rows), CHUNK):
        chunk = [_split(row.values, certificate_fields) for row in rows[start : start + CHUNK]]
        ids = insert_records(session, EnforcementOfficer, [officer for officer, _card in chunk])
        cards = [{"officer_id": i, **card} for i, (_officer, card) in zip(ids, chunk, strict=True) if card]
        insert_records(session, EnforcementCertificate, cards)
        progress(start + len(chunk), len(rows))


def _split(values: Mapping[str, Any], certificate_fields: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a row says of the officer, and of the certificate; nothing where it names none."""
    officer = {key: value for key, value in values.items() if key not in certificate_fields and key != "unit"}
    officer |= {"agency_id": values["unit"], "post_status": PostStatus.ON_POST}
    card = {key: values[key] for key in certificate_fields if values.get(key) not in (None, "", False)}
    if card:
        card |= {"status": CertificateStatus.ACTIVE, "current": True}
        card["valid_forever"] = bool(values.get("valid_forever"))
    return officer, card


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
