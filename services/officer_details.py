"""What the detail pane tells of an officer beside the fields: the card's life, posts, other cards, bars, trainings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, EnforcementCertificate
from models.officer import OfficerPost
from models.training import TrainingRecord
from services.certificates.cards import current_certificate
from services.certificates.events import effective_events, effective_kind
from services.certificates.kinds import EVENT_LABELS, KIND_LABELS, POST_LABELS, STATUS_LABELS
from services.certificates.rules import life_rules
from services.certificates.situation import open_successor, qualified, read_blocks
from services.query import Detail
from services.spec import hours_text

LAST_TRAININGS = 5
QUALIFIED_WORDS = {
    "passed": "合格",
    "waived": "免试",
    "failed": "不合格",
    "outdated": "已过有效年限",
    "cancelled": "已取消",
}


def officer_details(session: Session, officer_id: int, today: date) -> tuple[Detail, ...]:
    """The parts that hold something, in the order in which a clerk asks."""
    parts = (
        Detail("不能申领", tuple(_blocks(session, officer_id, today))),
        Detail("证件记事", tuple(_events(session, officer_id))),
        Detail("其他证件", tuple(_other_cards(session, officer_id))),
        Detail("任职经历", tuple(_posts(session, officer_id))),
        Detail("资格考试", tuple(_exams(session, officer_id, today))),
        Detail("近期培训", tuple(_trainings(session, officer_id))),
    )
    return tuple(part for part in parts if part.lines)


def event_lines(session: Session, certificate_id: int) -> list[tuple[str, str]]:
    """The events of one certificate, newest first: day, what, number, reason."""
    return [(f"{e.happened_on:%Y-%m-%d}", _words(e)) for e in reversed(effective_events(session, certificate_id))]


def _words(event: CertificateEvent) -> str:
    details = event.details or {}
    what = EVENT_LABELS[effective_kind(event)]
    result = {"failed": "不合格", "passed": "合格"}.get(str(details.get("check_result")), "")
    mark = "（撤销，未发生）" if details.get("withdrawn") else "（已更正）" if event.corrects_id else ""
    until = f"期满日{event.planned_end:%Y-%m-%d}" if event.planned_end else ""
    return "　".join(filter(None, (what + result + mark, event.decided_by, event.doc_no, event.reason, until)))


def _blocks(session: Session, officer_id: int, today: date) -> Iterator[tuple[str, str]]:
    blocked, banned = read_blocks(session, officer_id, today)
    for label, until in (("处分", blocked), ("吊销", banned)):
        if until is not None:
            yield label, f"至{until:%Y-%m-%d}（含当日）"


def _events(session: Session, officer_id: int) -> Iterator[tuple[str, str]]:
    card = current_certificate(session, officer_id)
    if card is None:
        return
    successor = open_successor(session, card.id)
    if successor is not None:
        yield "换证", STATUS_LABELS[successor.status.value]
    yield from event_lines(session, card.id)


def _other_cards(session: Session, officer_id: int) -> Iterator[tuple[str, str]]:
    card, now = EnforcementCertificate, current_certificate(session, officer_id)
    others = select(card).where(card.officer_id == officer_id, card.deleted_at.is_(None)).order_by(card.id.desc())
    for other in session.scalars(others):
        if now is not None and (other.id == now.id or other.previous_id == now.id):
            continue
        until = "长期" if other.valid_forever else f"至{other.valid_to:%Y-%m-%d}" if other.valid_to else ""
        words = (other.cert_no, STATUS_LABELS[other.status.value], until)
        yield KIND_LABELS[other.kind.value], "　".join(filter(None, words))


def _posts(session: Session, officer_id: int) -> Iterator[tuple[str, str]]:
    rows = session.execute(
        select(OfficerPost, EnforcementAgency.name)
        .join(EnforcementAgency, EnforcementAgency.id == OfficerPost.agency_id)
        .where(OfficerPost.officer_id == officer_id, OfficerPost.deleted_at.is_(None))
        .order_by(OfficerPost.id.desc())
    )
    for held, agency in rows:
        status = "" if held.status.value == "on_post" else POST_LABELS[held.status.value]
        until = f"至{held.ends_on:%Y-%m-%d}" if held.ends_on else ""
        words = (agency, held.dept, held.post, status, until, held.end_reason)
        yield f"{held.starts_on:%Y-%m-%d}" if held.starts_on else "入册前", "　".join(filter(None, words))


def _exams(session: Session, officer_id: int, today: date) -> Iterator[tuple[str, str]]:
    words = QUALIFIED_WORDS.get(qualified(session, officer_id, life_rules(session), today).value)
    if words:
        yield "执法资格", words


def _trainings(session: Session, officer_id: int) -> Iterator[tuple[str, str]]:
    found = session.execute(
        select(TrainingRecord.held_on, TrainingRecord.title, TrainingRecord.minutes)
        .where(TrainingRecord.officer_id == officer_id, TrainingRecord.deleted_at.is_(None))
        .order_by(TrainingRecord.held_on.desc(), TrainingRecord.id.desc())
        .limit(LAST_TRAININGS)
    )
    for held_on, title, minutes in found:
        yield f"{held_on:%Y-%m-%d}", f"{title}　{hours_text(minutes)}学时"
