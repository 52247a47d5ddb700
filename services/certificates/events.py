"""The only way that a certificate's status changes: one more event, and the status that it leaves, in one step.

Events are never edited (I8). A CORRECTED event takes the place of an earlier one: it names the first entry of the
matter in `corrects_id`, and only the last entry of a matter counts. In order are events by day, then by entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, EventKind
from services.certificates.kinds import DECISIONS, ENDED, EVENT_LABELS, STATUS_LABELS
from services.errors import ConflictError, ValidationError

NOT_WITHDRAWN = frozenset(
    {EventKind.REGISTERED, EventKind.APPLIED, EventKind.ISSUED, EventKind.REPLACED, EventKind.RENEWAL_BEGUN}
)  # other rows of the register rest on them


@dataclass(frozen=True, slots=True)
class EventValues:
    """What an event says, under the names of its columns; `on` is the day from which it holds."""

    kind: EventKind
    on: date
    status: CertificateStatus
    reason_code: str | None = None
    reason: str | None = None
    basis: str | None = None
    decided_by: str | None = None
    doc_no: str | None = None
    planned_end: date | None = None
    due_on: date | None = None
    notice_medium: str | None = None
    notice_on: date | None = None
    notice_text: str | None = None
    card_returned: bool | None = None
    details: dict[str, Any] | None = None
    corrects_id: int | None = None


def begin(session: Session, certificate: EnforcementCertificate, values: EventValues) -> CertificateEvent:
    """The first event of a certificate that was just added and has its id; nothing needs to be asked of the file."""
    certificate.status = values.status
    return _append(session, certificate, values)


def record(session: Session, certificate: EnforcementCertificate, values: EventValues) -> CertificateEvent:
    """Append an event and let the certificate's status follow.

    Raises ConflictError where the certificate has ended (I1), ValidationError where the day lies before the last event
    (I2) or a decision lacks body or number (I7). Corrections go through `correct`.
    """
    last = last_event(session, certificate.id)
    if last is not None and certificate.status in ENDED:
        ended = STATUS_LABELS[certificate.status.value]
        raise ConflictError(f"证件{certificate.cert_no or ''}{ended}，不能再办。登记有误的，更正那一条记事。")
    if last is not None and values.on < last.happened_on:
        raise ValidationError(
            {"on": f"日期早于这本证的上一件记事（{last.happened_on:%Y-%m-%d}{EVENT_LABELS[last.kind]}），请核对。"}
        )
    if missing := _lacking(values):
        raise ValidationError(missing)
    certificate.status = values.status
    return _append(session, certificate, values)


def correct(
    session: Session,
    certificate: EnforcementCertificate,
    event_id: int,
    on: date,
    why: str,
    *,
    withdrawn: bool,
    **new: Any,
) -> CertificateEvent:
    """A CORRECTED event in the place of another: with another day, number or basis, or as if it had never been.

    Its day stays between the events before and after. Raises ValidationError otherwise, ConflictError where the event
    was corrected meanwhile or cannot be withdrawn.
    """
    events = effective_events(session, certificate.id)
    place = next((n for n, event in enumerate(events) if event.id == event_id), None)
    if place is None:
        raise ConflictError("这条记事后来更正过，没有改动。刷新后再看。")
    wrong = events[place]
    if withdrawn and (wrong.kind in NOT_WITHDRAWN or place == 0 or place + 1 < len(events)):
        raise ConflictError("只有最后一条、且没有别的登记依托它的记事可以撤销。可以更正日期和文号。")
    _refuse_out_of_place(events, place, on)
    status = events[place - 1].status if withdrawn else wrong.status
    kept = {} if withdrawn else {key: getattr(wrong, key) for key in _FACTS}
    details = {**(wrong.details or {}), "kind": effective_kind(wrong).value, "withdrawn": withdrawn}
    values = EventValues(
        EventKind.CORRECTED,
        on,
        status,
        **{**kept, **{key: value for key, value in new.items() if value not in (None, "")}, "reason": why},
        details=details,
        corrects_id=wrong.corrects_id or wrong.id,
    )
    made = _append(session, certificate, values)
    if place + 1 == len(events):
        certificate.status = status
    return made


def effective_kind(event: CertificateEvent) -> EventKind:
    """What happened: of a correction, the kind of what it corrects."""
    return EventKind((event.details or {})["kind"]) if event.kind is EventKind.CORRECTED else event.kind


def effective_events(session: Session, certificate_id: int) -> Sequence[CertificateEvent]:
    """The events that count, in order; those that were corrected are left out."""
    event = CertificateEvent
    return session.scalars(
        select(event).where(event.certificate_id == certificate_id, counts(event)).order_by(*in_order(event))
    ).all()


def last_event(session: Session, certificate_id: int) -> CertificateEvent | None:
    """The event that made the certificate what it is."""
    event = CertificateEvent
    order = (event.happened_on.desc(), matter(event).desc())
    return session.scalars(
        select(event).where(event.certificate_id == certificate_id, counts(event)).order_by(*order).limit(1)
    ).first()


def counts(event: Any) -> ColumnElement[bool]:
    """SQL: the event was neither taken back nor corrected."""
    later = aliased(CertificateEvent)
    corrected = exists().where(
        later.certificate_id == event.certificate_id,
        later.corrects_id == matter(event),
        later.id > event.id,
        later.deleted_at.is_(None),
    )
    return event.deleted_at.is_(None) & ~corrected  # type: ignore[no-any-return]


def matter(event: Any) -> ColumnElement[int]:
    """SQL: the first entry of the matter; a correction stands where that stood."""
    return func.coalesce(event.corrects_id, event.id)


def in_order(event: Any) -> tuple[ColumnElement[Any], ...]:
    """SQL: by day, among those of one day by entry."""
    return (event.happened_on.asc(), matter(event).asc())


_FACTS = (
    "reason_code", "basis", "decided_by", "doc_no", "planned_end", "due_on", "notice_medium", "notice_on",
    "notice_text", "card_returned",
)  # fmt: skip


def _append(session: Session, certificate: EnforcementCertificate, values: EventValues) -> CertificateEvent:
    stored = asdict(values)
    stored["happened_on"] = stored.pop("on")
    event = CertificateEvent(certificate_id=certificate.id, sample=certificate.sample, **stored)
    session.add(event)
    return event


def _lacking(values: EventValues) -> dict[str, str]:
    if values.kind not in DECISIONS:
        return {}
    asked = {"decided_by": "决定机关", "doc_no": "文号"}
    what = EVENT_LABELS[values.kind]
    return {key: f"{what}要写明{label}。请填写“{label}”。" for key, label in asked.items() if not getattr(values, key)}


def _refuse_out_of_place(events: Sequence[CertificateEvent], place: int, on: date) -> None:
    before = events[place - 1].happened_on if place else None
    after = events[place + 1].happened_on if place + 1 < len(events) else None
    if (before and on < before) or (after and on > after):
        first, last = (f"{day:%Y-%m-%d}" if day else "" for day in (before, after))
        raise ValidationError({"on": f"更正后的日期要在前后两件记事之间（{first}至{last or '今天'}），请核对。"})
