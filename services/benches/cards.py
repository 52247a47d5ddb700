"""Which cards the benches count, and the one door through which they decide about a card."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer
from services.certificates.acts import carry_out
from services.certificates.events import EventValues, record
from services.certificates.kinds import APPLYING, ENFORCING, HELD
from services.certificates.machine import TRANSITIONS, transition
from services.certificates.rules import life_rules
from services.certificates.situation import open_successor
from services.errors import ConflictError

Status = CertificateStatus
ENDING = frozenset({EventKind.RECALLED, EventKind.CANCELLED})
EXPIRY = {"renewal_reason": "expiry"}
NOT_NOW = "{name}的证件现在不能这样办，没有改动。刷新后再看。"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one card, and on which paper."""

    kind: EventKind
    on: date
    reason_code: str | None = None
    reason: str | None = None
    basis: str | None = None
    decided_by: str | None = None
    doc_no: str | None = None
    due_on: date | None = None
    card_returned: bool | None = None
    details: dict[str, Any] | None = None


def decide(session: Session, card: EnforcementCertificate, decision: Decision, name: str) -> CertificateEvent:
    """Append the event and move the card on; `name` is the holder's.

    A clean-up recalls and cancels by the transitions of the state machine, but not by their guards: it decides about
    people who are still on post as well. Any other kind leaves the card as it is.

    ConflictError where the card's state does not allow it, ValidationError where the day lies before its last event or
    a decision lacks its paper (I1, I2, I7).
    """
    ending = decision.kind in ENDING
    status = _after(card.status, decision.kind) if ending else card.status
    if status is None:
        raise ConflictError(NOT_NOW.format(name=name))
    event = record(session, card, EventValues(status=status, **asdict(decision)))
    if ending:
        _end_application(session, card, decision)
        card.reason, card.basis, card.decided_on = decision.reason, decision.doc_no, decision.on  # lists read them here
    return event


def begin_renewal(session: Session, officer: EnforcementOfficer, card: EnforcementCertificate, today: date) -> None:
    """发起换证 for a term that ends. ConflictError where the state machine is against it; nothing is changed then."""
    act = transition("renew", card.status)
    if act is None:
        raise ConflictError(NOT_NOW.format(name=officer.name))
    carry_out(session, officer, card, act, EXPIRY | {"on": today}, life_rules(session), today)


def held_cards(session: Session, officer_id: int) -> list[EnforcementCertificate]:
    """The cards of one officer that allow enforcing and were not ended, the one that counts first."""
    found = session.scalars(
        select(EnforcementCertificate)
        .where(
            EnforcementCertificate.officer_id == officer_id,
            EnforcementCertificate.deleted_at.is_(None),
            EnforcementCertificate.kind.in_(ENFORCING),
            EnforcementCertificate.status.in_(HELD | {Status.RECALLED}),
        )
        .order_by(EnforcementCertificate.current.desc(), EnforcementCertificate.id.desc())
    )
    return list(found)


def _after(status: CertificateStatus, kind: EventKind) -> CertificateStatus | None:
    """What the machine makes of the card by an event of this kind; None where none begins there."""
    return next((act.target for act in TRANSITIONS if act.event is kind and status in act.sources), None)


def _end_application(session: Session, card: EnforcementCertificate, decision: Decision) -> None:
    """Nobody waits any longer for the card that was to take this one's place."""
    successor = open_successor(session, card.id)
    if successor is not None and successor.status in APPLYING:
        values = EventValues(
            EventKind.REJECTED, decision.on, Status.REJECTED, reason=f"原证{decision.reason or '已收回'}"
        )
        record(session, successor, values)
