"""Clashes on which nobody has decided: what does not count because of them, for all officers, for one, and for a
column of a ledger. Whatever tells 学时 takes them off here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from models.officer import EnforcementOfficer
from models.training import TrainingCategory, TrainingRecord
from services.settings import value_of
from services.training.attendance import attended_by, could_clash, counting
from services.training.doubles import Attended, Suspicion, suspicions
from services.training.rules import rule_of_year
from services.uow import ChangeSet, Database

DECIDING = frozenset({"training_record", "setting"})  # tables on which it depends what clashes


def undecided(session: Session, first: date, last: date) -> Sequence[Suspicion]:
    """Everything from `first` to `last` that does not count as long as nobody has decided."""
    day_minutes = value_of(session, "training_day_minutes")
    return suspicions(could_clash(session, first, last, day_minutes), day_minutes)


def counted_by(session: Session, officer_id: int, first: date, last: date) -> Sequence[Attended]:
    """The records of one officer that count."""
    return _counted(attended_by(session, (officer_id,), first, last), value_of(session, "training_day_minutes"))


# --- 离岗教育 -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Away:
    """An officer's days off the post, both ends included."""

    officer_id: int
    since: date
    until: date


def off_duty_courses(session: Session, away: Away) -> Sequence[Attended]:
    """The 离岗教育 of those days that counts, by day; it never counts to a year."""
    return off_duty_by_case(session, {0: away})[0]


def off_duty_minutes(session: Session, officer_id: int, since: date, until: date) -> int:
    """Minutes of 离岗教育 of one officer from `since` to `until`."""
    return sum(course.minutes for course in off_duty_courses(session, Away(officer_id, since, until)))


def off_duty_by_case(session: Session, cases: Mapping[int, Away]) -> dict[int, Sequence[Attended]]:
    """As `off_duty_courses` for many cases in one reading, by their ids."""
    if not cases:
        return {}
    day_minutes = value_of(session, "training_day_minutes")
    first, last = min(away.since for away in cases.values()), max(away.until for away in cases.values())
    by_officer: defaultdict[int, list[Attended]] = defaultdict(list)
    for record in attended_by(session, {away.officer_id for away in cases.values()}, first, last):
        by_officer[record.officer_id].append(record)
    return {case_id: _courses(by_officer[away.officer_id], away, day_minutes) for case_id, away in cases.items()}


# --- a ledger's column ----------------------------------------------------------------------------
class CountedHours:
    """The minutes that count to the year so far, as a column beside each row of enforcement_officer.

    A table is asked for often and what clashes changes rarely: it is looked for again once a training was stored.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._changes = 0
        self._found: tuple[tuple[date, int], str] | None = None  # day and count of changes, ids as JSON
        database.subscribe(self._changed)

    def column(self, today: date) -> ScalarSelect[Any]:
        """Minutes from the first of the year to `today` in the categories that the rule of the year asks for."""
        record, first = TrainingRecord, date(today.year, 1, 1)
        with self._db.read() as session:
            rule = rule_of_year(session, today.year).rule
            doubtful = self._doubtful(session, first, today)
        ids = func.json_each(doubtful).table_valued("value")
        return (
            select(func.coalesce(func.sum(record.minutes), 0))
            .where(
                record.officer_id == EnforcementOfficer.id,
                record.category.in_(rule.counted),
                counting(first, today),
                record.id.not_in(select(ids.c.value)),
            )
            .scalar_subquery()
        )

    def _doubtful(self, session: Session, first: date, today: date) -> str:
        asked = today, self._changes  # before reading: what is stored meanwhile makes the answer an old one
        found = self._found
        if found is None or found[0] != asked:
            found = asked, json.dumps([s.later.id for s in undecided(session, first, today)])
            self._found = found
        return found[1]

    def _changed(self, changes: ChangeSet) -> None:
        if DECIDING & changes.touched.keys():
            self._changes += 1


def _courses(records: Sequence[Attended], away: Away, day_minutes: int) -> Sequence[Attended]:
    counted = _counted([r for r in records if away.since <= r.first <= away.until], day_minutes)
    found = [record for record in counted if record.category == TrainingCategory.OFF_DUTY.value]
    return sorted(found, key=lambda course: (course.first, course.id))


def _counted(records: Sequence[Attended], day_minutes: int) -> Sequence[Attended]:
    doubtful = {suspicion.later.id for suspicion in suspicions(records, day_minutes)}
    return [record for record in records if record.id not in doubtful]
