"""What happened to a card, as far as a form prints it: the last event of a kind that stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from models.certificate import CertificateEvent, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer, PostStatus
from models.province import ReasonGroup
from services.certificates.events import counts
from services.reasons import reasons
from services.register_papers.filling import Filling
from services.register_papers.people import Person

MOVED_POST, OVERDUE, LOST_CARD = "Z07", "Z09", "Z10"
_LEFT = {
    PostStatus.MOVED: "Z01",
    PostStatus.RETIRED: "Z02",
    PostStatus.RESIGNED: "Z03",
    PostStatus.DISMISSED: "Z04",
    PostStatus.EXPELLED: "Z05",
    PostStatus.DECEASED: "Z06",
}
"""Codes of the group 注销原因 that the register itself gives a reason for."""

Events = Mapping[int, CertificateEvent]


def last_events(filling: Filling, people: Iterable[Person], kinds: Collection[EventKind]) -> Events:
    """By card the last event of these kinds that was neither corrected nor taken back."""
    event = CertificateEvent
    ids = [person.card.id for person in people if person.card is not None]
    rows = filling.session.scalars(
        select(event)
        .where(event.certificate_id.in_(ids), event.kind.in_(kinds), counts(event))
        .order_by(event.happened_on, event.id)
    )
    return {row.certificate_id: row for row in rows}


def event_of(events: Events, card: EnforcementCertificate | None) -> CertificateEvent | None:
    """The event of a card; None without a card."""
    return events.get(card.id) if card is not None else None


def cancel_codes(person: Person, event: CertificateEvent | None, known: Collection[str]) -> tuple[str, ...]:
    """Why a card is cancelled: what was registered with it, else what the register says of the officer today."""
    if event is not None and event.reason_code in known:
        return (event.reason_code or "",)
    return tuple(code for code in _codes_today(person.officer, person.state) if code in known)


def cancel_reasons(filling: Filling) -> dict[str, str]:
    """The bureau's reasons for cancelling, code and words."""
    return reasons(filling.session, ReasonGroup.CANCEL)


def _codes_today(officer: EnforcementOfficer, state: str) -> Iterable[str]:
    if officer.post_status in _LEFT:
        yield _LEFT[officer.post_status]
    elif not officer.enforcing:
        yield MOVED_POST
    if state == "lost":
        yield LOST_CARD
    elif state == "expired" and officer.post_status is PostStatus.ON_POST:
        yield OVERDUE
