"""培训登记卡: one officer's year, row by row, with the sums and whether the rule is met (certificates note §3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from models.training import AttendanceStatus, TrainingRecord
from services.settings import value_of
from services.training.attendance import attended_by
from services.training.compliance import PersonYear, person_year, shortfall_words
from services.training.doubles import CLASH_LABELS, suspicions
from services.training.population import Holder
from services.training.rules import RuleSet, rule_of_year
from services.training.words import CATEGORY_LABELS, MODE_LABELS, STATUS_LABELS


@dataclass(frozen=True, slots=True)
class CardRow:
    """One training. `why_not` says why it does not count; empty where it does."""

    record_id: int
    first: date
    last: date | None
    title: str
    organiser: str
    category: str
    mode: str
    place: str
    minutes: int
    score: str
    evidence: str
    why_not: str = ""

    @property
    def days(self) -> str:
        """2026-03-02 or 2026-03-02至03-04."""
        if self.last is None or self.last == self.first:
            return f"{self.first:%Y-%m-%d}"
        return f"{self.first:%Y-%m-%d}至{self.last:%m-%d}"


@dataclass(frozen=True, slots=True)
class TrainingCard:
    """What the card holds: who, which year, every training, sums, exemptions, and the judgement."""

    officer_id: int
    name: str
    gender: str
    post: str
    unit: str
    cert_no: str
    year: int
    as_of: date
    rule: RuleSet
    rows: tuple[CardRow, ...]
    person: PersonYear

    @property
    def sums(self) -> tuple[tuple[str, int, int], ...]:
        """Category in words, minutes earned, minutes exempted; only those with either."""
        earned, exempt = self.person.earned, self.person.exempt
        found = ((label, earned.get(key, 0), exempt.get(key, 0)) for key, label in CATEGORY_LABELS.items())
        return tuple(line for line in found if line[1] or line[2])

    @property
    def verdict(self) -> str:
        """达标, or what is missing in words."""
        return "达标" if self.person.met else f"未达标：{shortfall_words(self.rule, self.person)}"


def training_card(session: Session, officer_id: int, year: int, as_of: date) -> TrainingCard:
    """The card of one officer; NoResultFound for an unknown id."""
    officer = session.get_one(EnforcementOfficer, officer_id)
    first, last = date(year, 1, 1), min(date(year, 12, 31), as_of)
    rule = rule_of_year(session, year).rule
    why = _why_not(session, officer_id, first, last)
    rows = tuple(_row(item, why) for item in _records(session, officer_id, first, last))
    unit = session.scalar(select(EnforcementAgency.name).where(EnforcementAgency.id == officer.agency_id)) or ""
    holder = Holder(officer_id, officer.name, officer.agency_id, unit, PostStatus(officer.post_status))
    return TrainingCard(
        officer_id,
        officer.name,
        officer.gender or "",
        officer.post or "",
        unit,
        _number(session, officer_id),
        year,
        last,
        rule,
        rows,
        person_year(session, holder, year, as_of),
    )


def _records(session: Session, officer_id: int, first: date, last: date) -> Any:
    record = TrainingRecord
    return session.scalars(
        select(record)
        .where(record.officer_id == officer_id, record.deleted_at.is_(None), record.held_on.between(first, last))
        .order_by(record.held_on, record.start_time, record.id)
    )


def _why_not(session: Session, officer_id: int, first: date, last: date) -> Mapping[int, str]:
    doubtful = suspicions(attended_by(session, (officer_id,), first, last), value_of(session, "training_day_minutes"))
    return {found.later.id: f"{CLASH_LABELS[found.clash.value]}，待认定" for found in doubtful}


def _row(item: TrainingRecord, doubtful: Mapping[int, str]) -> CardRow:
    why = doubtful.get(item.id, "")
    if item.status is not AttendanceStatus.CONFIRMED:
        why = STATUS_LABELS[item.status.value]
    elif item.duplicate_of_id not in (None, item.id):
        why = "重复"
    return CardRow(
        item.id,
        item.held_on,
        item.ends_on,
        item.title,
        item.organiser or "",
        item.category.value,
        MODE_LABELS[item.mode.value],
        item.place or "",
        item.minutes,
        item.score or "",
        item.evidence or "",
        why,
    )


def _number(session: Session, officer_id: int) -> str:
    card = EnforcementCertificate
    live = (card.officer_id == officer_id, card.current, card.deleted_at.is_(None))
    return session.scalar(select(card.cert_no).where(*live).order_by(card.id)) or ""
