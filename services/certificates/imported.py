"""What a roster says of a certificate, as events: taken over, replaced, or changed; nothing that ended comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.certificate import CertificateStatus, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer
from services.audit import plain_value
from services.certificates.cards import current_certificate
from services.certificates.events import EventValues, begin, last_event, record
from services.certificates.kinds import APPLYING, CERTIFYING, ENDED
from services.certificates.situation import open_successor

Status = CertificateStatus


def take_over(
    session: Session, officer: EnforcementOfficer, wanted: Mapping[str, Any], today: date, *, new: bool
) -> None:
    """`wanted` are certificate columns of a file; `new` tells that the officer has none yet."""
    held = None if new else current_certificate(session, officer.id)
    number = wanted.get("cert_no")
    if held is None or (held.status in ENDED and number not in (None, held.cert_no)):
        _register(session, officer, wanted, today, held)
    elif held.status in ENDED:
        _fill(held, wanted)
    elif number and held.status in CERTIFYING | APPLYING and _is_successor(held, wanted):
        _succeed(session, officer, wanted, today, held)
    else:
        _change(session, held, wanted, today)


def vouched_from(valid_from: date | None, issued: date | None, today: date) -> date:
    """Since when the register can vouch for a card of a roster: the printed beginning, else the day of entry."""
    return min(valid_from or issued or today, today)


def _is_successor(held: EnforcementCertificate, wanted: Mapping[str, Any]) -> bool:
    """A new number while a renewal or an application runs, or one that names the held number as the old one."""
    if wanted["cert_no"] == held.cert_no:
        return False
    return held.status is not Status.ACTIVE or wanted.get("old_cert_no") == held.cert_no


def _register(
    session: Session,
    officer: EnforcementOfficer,
    wanted: Mapping[str, Any],
    today: date,
    ended: EnforcementCertificate | None,
) -> None:
    if ended is not None:
        ended.current = False  # what was ended stays as it was; the file brings another one
    made = EnforcementCertificate(officer_id=officer.id, current=True, status=Status.ACTIVE, sample=officer.sample)
    _fill(made, wanted)
    session.add(made)
    session.flush()
    day = vouched_from(made.valid_from, made.issue_date, today)
    begin(session, made, EventValues(EventKind.REGISTERED, day, Status.ACTIVE))


def _succeed(
    session: Session,
    officer: EnforcementOfficer,
    wanted: Mapping[str, Any],
    today: date,
    held: EnforcementCertificate,
) -> None:
    """The file tells that the new card was handed out."""
    if held.status in APPLYING:
        _fill(held, wanted)
        record(session, held, EventValues(EventKind.ISSUED, _not_before(session, held, today), Status.ACTIVE))
        return
    made = open_successor(session, held.id)
    on = _not_before(session, held, today)
    if made is None:
        made = EnforcementCertificate(officer_id=officer.id, kind=held.kind, previous_id=held.id, sample=officer.sample)
        session.add(made)
    _fill(made, {"old_cert_no": held.cert_no, **wanted})
    made.current, held.current = True, False
    made.status = Status.ACTIVE
    session.flush()
    begin(session, made, EventValues(EventKind.ISSUED, on, Status.ACTIVE))
    record(session, held, EventValues(EventKind.REPLACED, on, Status.REPLACED))


def _change(session: Session, held: EnforcementCertificate, wanted: Mapping[str, Any], today: date) -> None:
    """What is filled into a blank is no event; what reads otherwise than before is."""
    old = {key: getattr(held, key) for key in wanted}
    _fill(held, wanted)
    changed = {
        key: [plain_value(before), plain_value(getattr(held, key))]
        for key, before in old.items()
        if before not in (None, "", False) and before != getattr(held, key)
    }
    if changed:
        on = _not_before(session, held, today)
        record(session, held, EventValues(EventKind.CHANGED, on, held.status, reason="按名册更新", details=changed))


def _fill(card: EnforcementCertificate, wanted: Mapping[str, Any]) -> None:
    for key, value in wanted.items():
        setattr(card, key, value)
    card.valid_forever = bool(card.valid_forever)


def _not_before(session: Session, card: EnforcementCertificate, today: date) -> date:
    last = last_event(session, card.id)
    return max(today, last.happened_on) if last is not None else today
