"""Reads what the clean-up looks at: every holder of a card in a handful of queries."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import AnnualAssessment, Discipline, EnforcementOfficer, OfficerPost
from models.review import CaseFile
from services.benches.cleanup_reasons import Card, CaseWork, Holder
from services.certificates.kinds import ENFORCING, HELD
from services.province_rules import RulesInForce

NAMES_APART = re.compile(r"[、，,;；/]")
BLANKS = re.compile(r"\s+")  # 王　五 is one name


@dataclass
class Cases:
    """Cases since a day: the last one by unit and handler's name, and how many each unit listed."""

    since: date
    last: dict[tuple[int, str], date] = field(default_factory=dict)
    by_unit: Counter[int] = field(default_factory=Counter)


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last one of that month."""
    place = day.year * 12 + day.month - 1 - months
    year, month = place // 12, place % 12 + 1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return date(year, month, min(day.day, length))


def read_holders(session: Session, today: date, rules: RulesInForce) -> list[Holder]:
    """Everybody who holds a card that was not ended, or whose recalled card waits for being cancelled."""
    cards = _cards(session)
    posts = _posts(session)
    blocked = _blocks(session)
    grades = _grades(session)
    idle = rules.integer("idle_months")
    cases = _cases(session, months_before(today, idle)) if idle else None
    namesakes = _namesakes(session)
    officer = EnforcementOfficer
    wanted = select(
        officer.id,
        officer.name,
        officer.gender,
        officer.birth,
        officer.staffing,
        officer.agency_id,
        officer.post_status,
        officer.left_on,
        officer.enforcing,
    ).where(officer.deleted_at.is_(None))
    return [
        Holder(
            officer_id=row.id,
            name=row.name,
            gender=row.gender or "",
            birth=row.birth,
            staffing=row.staffing or "",
            post_status=row.post_status,
            left_on=row.left_on,
            enforcing=row.enforcing,
            last_end_reason=posts.ended.get(row.id, ""),
            blocked_until=blocked.get(row.id),
            grades=tuple(grades.get(row.id, ())),
            cards=tuple(cards[row.id]),
            work=_work(row, cases, posts.units.get(row.id, frozenset()), namesakes),
        )
        for row in session.execute(wanted)
        if row.id in cards
    ]


def _cards(session: Session) -> dict[int, list[Card]]:
    card = EnforcementCertificate
    wanted = (
        select(
            card.officer_id,
            card.id,
            card.kind,
            card.status,
            card.cert_no,
            card.valid_from,
            card.issue_date,
            card.valid_to,
            card.valid_forever,
        )
        .where(card.deleted_at.is_(None), card.status.in_(HELD | {CertificateStatus.RECALLED}))
        .order_by(card.kind.in_(ENFORCING).desc(), card.current.desc(), card.id.desc())
    )
    found: dict[int, list[Card]] = defaultdict(list)
    for row in session.execute(wanted):
        valid_to = None if row.valid_forever else row.valid_to
        found[row.officer_id].append(
            Card(row.id, row.kind.value, row.status, row.cert_no or "", row.valid_from or row.issue_date, valid_to)
        )
    return found


@dataclass(frozen=True, slots=True)
class _Posts:
    units: Mapping[int, frozenset[int]]  # every unit that the officer was in
    ended: Mapping[int, str]  # why the last closed post ended


def _posts(session: Session) -> _Posts:
    post = OfficerPost
    units: dict[int, set[int]] = defaultdict(set)
    ended: dict[int, str] = {}
    rows = session.execute(
        select(post.officer_id, post.agency_id, post.ends_on, post.end_reason)
        .where(post.deleted_at.is_(None))
        .order_by(post.ends_on.nulls_first(), post.id)
    )
    for row in rows:
        units[row.officer_id].add(row.agency_id)
        if row.ends_on is not None:
            ended[row.officer_id] = row.end_reason or ""
    return _Posts({officer: frozenset(found) for officer, found in units.items()}, ended)


def _blocks(session: Session) -> dict[int, date]:
    rows = session.execute(
        select(Discipline.officer_id, func.max(Discipline.blocked_until))
        .where(Discipline.deleted_at.is_(None), Discipline.blocked_until.is_not(None))
        .group_by(Discipline.officer_id)
    )
    return {officer: until for officer, until in rows if until is not None}


def _grades(session: Session) -> dict[int, list[tuple[str, int, str]]]:
    found: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    wanted = select(
        AnnualAssessment.officer_id, AnnualAssessment.scheme, AnnualAssessment.year, AnnualAssessment.grade
    ).where(AnnualAssessment.deleted_at.is_(None))
    for row in session.execute(wanted):
        found[row.officer_id].append((row.scheme.value, row.year, row.grade))
    return found


def _cases(session: Session, since: date) -> Cases:
    found = Cases(since)
    day = func.coalesce(CaseFile.closed_on, CaseFile.decided_on, CaseFile.opened_on)
    rows = session.execute(
        select(CaseFile.agency_id, CaseFile.officers, day.label("day")).where(
            CaseFile.deleted_at.is_(None), day >= since
        )
    )
    for row in rows:
        found.by_unit[row.agency_id] += 1
        for name in filter(None, NAMES_APART.split(BLANKS.sub("", row.officers or ""))):
            key = (row.agency_id, name)
            found.last[key] = max(found.last.get(key, since), row.day)
    return found


def _namesakes(session: Session) -> Counter[tuple[int, str]]:
    rows = session.execute(
        select(EnforcementOfficer.agency_id, EnforcementOfficer.name).where(EnforcementOfficer.deleted_at.is_(None))
    )
    return Counter((row.agency_id, row.name) for row in rows)


def _work(
    row: Any, cases: Cases | None, former: frozenset[int], namesakes: Mapping[tuple[int, str], int]
) -> CaseWork | None:
    """Handlers are known by unit and name only; a case of a name that two officers bear proves nothing of either."""
    if cases is None:
        return None
    units = former | {row.agency_id}
    alike = max(namesakes.get((unit, row.name), 0) for unit in units)
    days = [cases.last[unit, row.name] for unit in units if (unit, row.name) in cases.last]
    last = max(days) if days and alike <= 1 else None
    return CaseWork(cases.since, last, sum(cases.by_unit[unit] for unit in units), alike)
