"""Who owes training in a year: everyone who held a certificate on some day of it, and whether still on post at its
end (certificates note §3.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer, OfficerPost, PostStatus
from services.certificates.events import in_order
from services.certificates.kinds import CERTIFYING, ENFORCING

OWING = CERTIFYING | {CertificateStatus.SUSPENDED}  # states in which a card makes its holder owe training
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who held a certificate in the time that was asked for; unit and post are those of its last day."""

    officer_id: int
    name: str
    agency_id: int
    unit: str
    post: PostStatus

    @property
    def on_post(self) -> bool:
        """Leavers, and those away for education or elsewhere, are listed apart."""
        return self.post is PostStatus.ON_POST


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a certificate that stands, as far as its state on a day needs it."""

    kind: EventKind
    on: date
    status: CertificateStatus


@dataclass(frozen=True, slots=True)
class Card:
    """A certificate: the state that is stored with it, and the days printed on it."""

    status: CertificateStatus
    valid_from: date | None
    valid_to: date | None
    decided_on: date | None = None

    def held_between(self, events: Sequence[Happened], first: date, last: date) -> bool:
        """Whether it was in force or suspended, and not past its last day, on some day from `first` to `last`.

        Without events the stored state counts, and what ended the card on a known day left it in force before.
        """
        begins, ends = self.valid_from or date.min, self.valid_to or date.max
        if events:
            spans = _spans(events, begins)
        elif self.status in OWING:
            spans = [(begins, date.max, self.status)]
        elif self.decided_on is not None:
            spans = [(begins, self.decided_on - ONE_DAY, CertificateStatus.ACTIVE)]
        else:
            return False
        return any(max(start, begins, first) <= min(end, ends, last) for start, end, status in spans if status in OWING)


def holders(session: Session, first: date, last: date) -> list[Holder]:
    """Everyone who held an enforcing certificate on some day from `first` to `last`, by unit and name."""
    holding = _holding(session, first, last)
    posts = _posts(session)
    units = dict(iter(session.execute(select(EnforcementAgency.id, EnforcementAgency.name))))
    officer = EnforcementOfficer
    rows = session.execute(
        select(officer.id, officer.name, officer.agency_id, officer.post_status, officer.left_on).where(
            officer.deleted_at.is_(None)
        )
    )
    found = []
    for officer_id, name, agency_id, status, left_on in rows:
        if officer_id in holding:
            at, post = post_on(last, posts.get(officer_id, ()), agency_id, status, left_on)
            found.append(Holder(officer_id, name, at, units.get(at, ""), post))
    return sorted(found, key=lambda holder: (holder.agency_id, holder.officer_id))


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody worked from a day to a day; None is open."""

    agency_id: int
    starts_on: date | None
    ends_on: date | None
    status: PostStatus

    def covers(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return (self.starts_on or date.min) <= day <= (self.ends_on or date.max)


def post_on(
    day: date, posts: Iterable[Post], agency_id: int, status: PostStatus, left_on: date | None
) -> tuple[int, PostStatus]:
    """Unit and post on `day`: from the history where it covers the day, else from what is true today."""
    ordered = sorted(posts, key=lambda post: post.starts_on or date.min)
    if covering := [post for post in ordered if post.covers(day)]:
        return covering[-1].agency_id, covering[-1].status
    if ordered and (ordered[0].starts_on or date.min) > day:
        return ordered[0].agency_id, PostStatus.LEFT  # came after that day
    if status is not PostStatus.ON_POST and left_on is not None and day < left_on:
        return agency_id, PostStatus.ON_POST
    return agency_id, status


def _holding(session: Session, first: date, last: date) -> set[int]:
    card = EnforcementCertificate
    rows = session.execute(
        select(
            card.id, card.officer_id, card.status, card.valid_from, card.issue_date, card.valid_to, card.valid_forever,
            card.decided_on,
        ).where(card.deleted_at.is_(None), card.kind.in_(ENFORCING))
    )  # fmt: skip
    events = _events_since(session, first)
    found = set()
    for card_id, officer_id, status, valid_from, issued, valid_to, forever, decided_on in rows:
        held = Card(status, valid_from or issued, None if forever else valid_to, decided_on)
        if held.held_between(events.get(card_id, ()), first, last):
            found.add(officer_id)
    return found


def _events_since(session: Session, first: date) -> Mapping[int, Sequence[Happened]]:
    """All events of the certificates to which something happened since `first`; the others are as they are stored."""
    event = CertificateEvent
    touched = select(event.certificate_id).where(event.happened_on >= first, event.deleted_at.is_(None))
    rows = session.connection().execute(
        select(event.certificate_id, event.id, event.kind, event.happened_on, event.status, event.corrects_id)
        .where(event.certificate_id.in_(touched), event.deleted_at.is_(None))
        .order_by(*in_order(event))
    )
    # as services.certificates.events.counts, which asks about every event on its own
    read = rows.all()
    corrected: dict[int, int] = {}  # the last correction of an event
    for _card, event_id, _kind, _on, _status, corrects_id in read:
        if corrects_id:
            corrected[corrects_id] = max(event_id, corrected.get(corrects_id, 0))
    found: defaultdict[int, list[Happened]] = defaultdict(list)
    for certificate_id, event_id, kind, happened_on, status, corrects_id in read:
        if corrected.get(corrects_id or event_id, event_id) <= event_id:
            found[certificate_id].append(Happened(kind, happened_on, status))
    return found


def _posts(session: Session) -> Mapping[int, Sequence[Post]]:
    post = OfficerPost
    rows = session.execute(
        select(post.officer_id, post.agency_id, post.starts_on, post.ends_on, post.status).where(
            post.deleted_at.is_(None)
        )
    )
    found: defaultdict[int, list[Post]] = defaultdict(list)
    for officer_id, agency_id, starts_on, ends_on, status in rows:
        found[officer_id].append(Post(agency_id, starts_on, ends_on, status))
    return found


def _spans(events: Sequence[Happened], begins: date) -> list[tuple[date, date, CertificateStatus]]:
    """From which day to which day each state held; the events come in their order.

    A card taken over from a roster was in its state before anybody registered it.
    """
    spans = []
    for place, event in enumerate(events):
        start = min(event.on, begins) if event.kind is EventKind.REGISTERED and place == 0 else event.on
        end = events[place + 1].on - ONE_DAY if place + 1 < len(events) else date.max
        spans.append((start, end, event.status))
    return spans
