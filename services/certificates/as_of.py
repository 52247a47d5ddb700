"""What a certificate was on any day (I6), with the event that made it so; case files ask it of their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, func, or_, select
from sqlalchemy.orm import Session

from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate
from services.certificates.events import counts, effective_kind, matter
from services.certificates.kinds import CERTIFYING, ENFORCING, EVENT_LABELS, STATUS_LABELS

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StatusOn:
    """The status of one certificate on a day and the event that left it."""

    status: CertificateStatus
    event: CertificateEvent

    @property
    def reference(self) -> str:
        """The event in words: day, what happened, under which number."""
        return event_words(self.event)


@dataclass(frozen=True, slots=True)
class Certified:
    """Whether an officer could enforce on a day. `status` is a CertificateStatus, expired, not_begun or none."""

    certified: bool
    status: str
    certificate_id: int | None
    event_id: int | None
    words: str
    reference: str = ""


def status_on(session: Session, certificate_id: int, day: date) -> StatusOn | None:
    """What the certificate was at the end of `day`; None before its first event."""
    event = CertificateEvent
    found = session.scalars(
        select(event)
        .where(event.certificate_id == certificate_id, event.happened_on <= day, counts(event))
        .order_by(event.happened_on.desc(), matter(event).desc())
        .limit(1)
    ).first()
    return StatusOn(found.status, found) if found is not None else None


def certified_on(session: Session, officer_id: int, day: date) -> Certified:
    """Whether any card of the officer allowed enforcing on `day`; where none did, the nearest one says why."""
    cards = session.scalars(
        select(EnforcementCertificate)
        .where(
            EnforcementCertificate.officer_id == officer_id,
            EnforcementCertificate.kind.in_(ENFORCING),
            EnforcementCertificate.deleted_at.is_(None),
        )
        .order_by(EnforcementCertificate.id.desc())
    ).all()
    answers = [_answer(card, status_on(session, card.id, day), day) for card in cards]
    return max(answers, key=_weight, default=Certified(False, "none", None, None, "否（无执法证）"))


def certified_officers(day: date) -> Select[int]:
    """SQL: the ids of all officers who could enforce on `day`, for lists over the whole county."""
    state = states_on(day)
    card = EnforcementCertificate
    return (
        select(card.officer_id)
        .join(state, state.c.certificate_id == card.id)
        .where(
            card.deleted_at.is_(None),
            card.kind.in_(ENFORCING),
            state.c.status.in_(CERTIFYING),
            or_(card.valid_to.is_(None), card.valid_to >= day),
            or_(_begins(card).is_(None), _begins(card) <= day),
        )
        .distinct()
    )


def states_on(day: date) -> Subquery:
    """SQL: certificate_id, status and event_id of every certificate as it was at the end of `day`."""
    event = CertificateEvent
    place = func.row_number().over(
        partition_by=event.certificate_id, order_by=(event.happened_on.desc(), matter(event).desc())
    )
    ranked = (
        select(event.certificate_id, event.status, event.id.label("event_id"), place.label("place"))
        .where(event.happened_on <= day, counts(event))
        .subquery()
    )
    return select(ranked.c.certificate_id, ranked.c.status, ranked.c.event_id).where(ranked.c.place == 1).subquery()


def event_words(event: CertificateEvent) -> str:
    """2026-05-01暂扣，示司监函〔2026〕9号."""
    taken_back = event.details is not None and event.details.get("withdrawn")
    what = EVENT_LABELS[effective_kind(event)] + ("（更正：未发生）" if taken_back else "")
    return "，".join(filter(None, (f"{event.happened_on:%Y-%m-%d}{what}", event.doc_no)))


def _begins(card: Any) -> Any:
    return func.coalesce(card.valid_from, card.issue_date)


def _answer(card: EnforcementCertificate, found: StatusOn | None, day: date) -> Certified:
    number = f"执法证{card.cert_no}" if card.cert_no else "申领中的执法证"
    if found is None:
        return Certified(False, UNKNOWN, card.id, None, "否（当日没有持证记录）", f"{number}在此之后登记")
    event, reference = found.event.id, f"{number}：{found.reference}"
    begins = card.valid_from or card.issue_date
    if found.status not in CERTIFYING:
        word = STATUS_LABELS[found.status.value]
        return Certified(False, found.status.value, card.id, event, f"否（{word}）", reference)
    if begins and day < begins:
        return Certified(False, "not_begun", card.id, event, f"否（{begins:%Y-%m-%d}起有效）", reference)
    if card.valid_to and card.valid_to < day:
        return Certified(False, "expired", card.id, event, f"否（{card.valid_to:%Y-%m-%d}到期）", reference)
    last = "是（今日到期）" if card.valid_to == day else "是"
    return Certified(True, found.status.value, card.id, event, last, reference)


def _weight(answer: Certified) -> tuple[bool, int, int]:
    """A card that certified first; then what says most: held, expired, ended, not yet recorded."""
    order = (
        "none",
        UNKNOWN,
        "not_begun",
        "replaced",
        "rejected",
        "cancelled",
        "revoked",
        "recalled",
        "expired",
        "lost",
    )
    known = order.index(answer.status) if answer.status in order else len(order)
    return (answer.certified, known, answer.certificate_id or 0)
