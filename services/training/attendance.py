"""What was attended, read in a few statements: sums by the database, single records only where two could clash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, select, type_coerce
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from models.training import AttendanceStatus, TrainingCategory, TrainingExemption, TrainingRecord
from services.training.doubles import Attended, plain_title

OFFICER, MINUTES, HELD, ENDS, START, TITLE = 1, 3, 4, 5, 6, 8  # places in a row of `_columns`
BATCH = 500  # of ids in one statement
Sums = dict[int, dict[str, int]]
"""Minutes by officer, and by category of each."""


def counting(first: date, last: date, record: Any = TrainingRecord) -> ColumnElement[bool]:
    """Confirmed records from `first` to `last`; not those that a clerk found to be doubles."""
    return and_(
        unindexed(record.deleted_at).is_(None),
        record.status == AttendanceStatus.CONFIRMED,
        unindexed(record.held_on).between(first, last),
        stands(record),
    )


def stands(record: Any = TrainingRecord) -> ColumnElement[bool]:
    """SQL: no double of another record; one that points to itself was looked at and found to stand for itself."""
    itself: ColumnElement[bool] = func.coalesce(record.duplicate_of_id, record.id) == record.id
    return itself


def unindexed(column: Any) -> ColumnElement[Any]:
    """The column with a plus before it, which keeps SQLite off the column's index: most of a table is read quicker in
    one pass than row by row."""
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def sums(session: Session, first: date, last: date) -> Sums:
    """Minutes of all counting records, clashes not looked at. One pass over an index that holds all it asks for, in the
    order of the officers."""
    record = TrainingRecord
    category, names = type_coerce(record.category, String), [category.value for category in TrainingCategory]
    minutes = (func.sum(record.minutes).filter(category == name) for name in names)
    rows = session.connection().execute(
        select(record.officer_id, *minutes).where(counting(first, last)).group_by(record.officer_id)
    )
    return {
        officer_id: {name: told for name, told in zip(names, found, strict=True) if told is not None}
        for officer_id, *found in rows
    }


def exempted(session: Session, year: int, officer_id: int | None = None) -> Sums:
    """Minutes that officers need not earn in `year`, by officer and category; of one officer where named."""
    item = TrainingExemption
    category = type_coerce(item.category, String)
    wanted = select(item.officer_id, category, func.sum(item.minutes)).where(
        item.deleted_at.is_(None), item.year == year
    )
    if officer_id is not None:
        wanted = wanted.where(item.officer_id == officer_id)
    return _by_officer(session, wanted.group_by(item.officer_id, category))


def could_clash(session: Session, first: date, last: date, day_minutes: int) -> Sequence[Attended]:
    """The counting records that may clash with another one: few of all, found through the index.

    Records of one day that a day holds, under different titles and without clock times, are left out at once.
    """
    record = TrainingRecord
    same_day = (
        select(record.officer_id, record.held_on)
        .where(counting(first, last))
        .group_by(record.officer_id, record.held_on)
        .having(func.count() > 1)
        .cte("same_day")
        .prefix_with("MATERIALIZED", dialect="sqlite")
    )
    joined = _columns().join(
        same_day, and_(record.officer_id == same_day.c.officer_id, record.held_on == same_day.c.held_on)
    )
    by_day: defaultdict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in session.connection().execute(joined.where(counting(first, last))).all():
        by_day[row[OFFICER], row[HELD]].append(row)
    doubtful = [_attended(row) for own in by_day.values() if _may_clash(own, day_minutes) for row in own]
    return list({r.id: r for r in (*doubtful, *_in_ranges(session, first, last))}.values())


def _may_clash(rows: Sequence[Any], day_minutes: int) -> bool:
    if len(rows) == 1:
        return False
    if sum(row[MINUTES] for row in rows) > day_minutes or any(row[ENDS] or row[START] for row in rows):
        return True
    return len({plain_title(row[TITLE]) for row in rows}) < len(rows)


def _by_officer(session: Session, statement: Select[*tuple[Any, ...]]) -> Sums:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for officer_id, category, minutes in session.connection().execute(statement):
        found[officer_id][category] = minutes
    return found


def attended_by(session: Session, officer_ids: Collection[int], first: date, last: date) -> Sequence[Attended]:
    """All confirmed records of these officers, clashes not looked at."""
    wanted, found = sorted(officer_ids), []
    for start in range(0, len(wanted), BATCH):
        some = TrainingRecord.officer_id.in_(wanted[start : start + BATCH])
        found += [_attended(row) for row in session.execute(_columns().where(some, counting(first, last)))]
    return found


def _in_ranges(session: Session, first: date, last: date) -> Iterable[Attended]:
    """Trainings of several days that hold the first day of another one, and those others."""
    long, other = aliased(TrainingRecord), aliased(TrainingRecord)
    pairs = (
        select(long.id, other.id)
        .join(
            other,
            and_(other.officer_id == long.officer_id, other.held_on > long.held_on, other.held_on <= long.ends_on),
        )
        .where(long.ends_on > long.held_on, counting(first, last, long), counting(first, last, other))
    )
    ids = sorted({row_id for pair in session.execute(pairs) for row_id in pair})
    if not ids:
        return []
    found: list[Attended] = []
    for start in range(0, len(ids), BATCH):
        rows = session.execute(_columns().where(TrainingRecord.id.in_(ids[start : start + BATCH])))
        found += [_attended(row) for row in rows]
    return found


def _columns() -> Any:
    record = TrainingRecord
    return select(
        record.id,
        record.officer_id,
        type_coerce(record.category, String),
        record.minutes,
        type_coerce(record.held_on, String),
        type_coerce(record.ends_on, String),
        record.start_time,
        record.end_time,
        record.title,
        record.source,
        record.duplicate_of_id,
    )


def _attended(row: Any) -> Attended:
    row_id, officer_id, category, minutes, held, ends, start, end, title, source, double = row
    first = date.fromisoformat(held)
    last = date.fromisoformat(ends) if ends else first
    return Attended(
        row_id, officer_id, category, minutes, first, max(first, last), start or "", end or "", title, source or "",
        double == row_id,
    )  # fmt: skip
