"""Rosters of thousands of officers into the register: the same records and history as one by one, in chunks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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

CHUNK = 500  # rows between two calls of progress
DOUBLED = "第{row}行存不进去：“身份证号”{number}已经登记过。一行也没有存入。"
LOST = "第{row}行存不进去：所选“单位”已不在台账里。一行也没有存入。"


def store_new_officers(session: Session, rows: Sequence[StoredRow], today: date, progress: Progress) -> None:
    """Insert the officers of rows that match nobody, with their posts, cards and the cards' first events.

    Values are those of a roster (the import's field keys) and taken as checked. ConflictError names a row that no
    longer fits.
    """
    _refuse_unfit(session, rows)
    for start in range(0, len(rows), CHUNK):
        chunk = [_split(row.values) for row in rows[start : start + CHUNK]]
        ids = insert_records(session, EnforcementOfficer, [officer for officer, _card in chunk])
        insert_records(session, OfficerPost, [_post(i, officer) for i, (officer, _) in zip(ids, chunk, strict=True)])
        cards = [{"officer_id": i, **card} for i, (_officer, card) in zip(ids, chunk, strict=True) if card]
        card_ids = insert_records(session, EnforcementCertificate, cards)
        events = [_registered(i, card, today) for i, card in zip(card_ids, cards, strict=True)]
        insert_records(session, CertificateEvent, events)
        progress(start + len(chunk), len(rows))


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a row says of the officer, and of the certificate; nothing where it names none."""
    officer = {key: value for key, value in values.items() if key not in CERTIFICATE_FIELDS and key != "unit"}
    officer |= {"agency_id": values["unit"], "post_status": PostStatus.ON_POST}
    card = {key: values[key] for key in CERTIFICATE_FIELDS if values.get(key) not in (None, "", False)}
    if card:
        card |= {"status": CertificateStatus.ACTIVE, "current": True}
        card["valid_forever"] = bool(values.get("valid_forever"))
    return officer, card


def _post(officer_id: int, officer: Mapping[str, Any]) -> dict[str, Any]:
    """The first interval has no beginning: a roster does not say since when."""
    place = {key: officer.get(key) for key in PLACE}
    return {"officer_id": officer_id, "status": PostStatus.ON_POST, **place}


def _registered(card_id: int, card: Mapping[str, Any], today: date) -> dict[str, Any]:
    return {
        "certificate_id": card_id,
        "kind": EventKind.REGISTERED,
        "happened_on": vouched_from(card.get("valid_from"), card.get("issue_date"), today),
        "status": CertificateStatus.ACTIVE,
    }


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
