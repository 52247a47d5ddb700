"""What is due or late over all ledgers: a query at the moment it is asked, never a remembered list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.clock import Clock
from services.due.background import Background, Involved, background, involved_units
from services.due.items import PLAN_KINDS, DueItem
from services.due.matters import matter_sources
from services.due.people import people_sources
from services.due.plans import plan_sources
from services.due.sources import DueSource
from services.due.terms import term_sources
from services.settings import value_of
from services.uow import Database
from services.workdays import EARLIER, WorkCalendar


class DueList:
    """The morning's question: what is late, what is due today, what comes."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

    def items(self, *, on: date | None = None, days: int = 30) -> Sequence[DueItem]:
        """Everything late on `on` (today) or due within `days` after it, the latest first."""
        today = on or self._now().date()
        return self.between(None, today + timedelta(days=days), today)

    def between(self, first: date | None, last: date, today: date | None = None) -> Sequence[DueItem]:
        """Everything open that is due from `first` (None: ever) to `last`."""
        today = today or self._now().date()
        with self._db.read() as session:
            found = list(open_items(session, first, last, today))
        return sorted(found, key=lambda item: (item.due_on, item.ledger, item.row_id, item.kind))

    def background(self, item: DueItem) -> Background:
        """What stands behind one row: calls, contact person, how its units stand."""
        with self._db.read() as session:
            return background(session, item, self._now().date())

    def involved_units(self, items: Collection[DueItem]) -> Involved:
        """The units that still owe their part of the tasks in a list."""
        with self._db.read() as session:
            return involved_units(session, items)


def open_items(session: Session, first: date | None, last: date, today: date) -> Iterator[DueItem]:
    """As `DueList.between`, unsorted, inside a session that is already open."""
    days = _Days(session, today)
    for source in _sources(session, today):
        found = source.rows.where(source.due_on <= last)
        if first is not None:
            found = found.where(source.due_on >= first)
        early = days.early and source.kind in PLAN_KINDS
        for row_id, title, unit, due_on, words, *more in session.execute(found):
            left, workdays, act_on, known = days.of(due_on)
            yield DueItem(
                source.ledger,
                row_id,
                source.kind,
                source.what,
                title,
                unit or "",
                due_on,
                left,
                workdays,
                words or "",
                act_on if early else due_on,
                provisional=not known,
                **dict(zip(source.more, more, strict=True)),
            )


def _sources(session: Session, today: date) -> Iterator[DueSource]:
    yield from plan_sources()
    yield from matter_sources()
    yield from people_sources(session, today)
    yield from term_sources()


class _Days:
    """Days left, working days left and the last working day of a date; twenty thousand rows fall on few days."""

    def __init__(self, session: Session, today: date) -> None:
        self._today, self._calendar = today, WorkCalendar.load(session)
        self.early = value_of(session, "plan_day_shift") == EARLIER
        self._found: dict[date, tuple[int, int, date, bool]] = {}

    def of(self, day: date) -> tuple[int, int, date, bool]:
        if day not in self._found:
            calendar = self._calendar
            self._found[day] = (
                (day - self._today).days,
                calendar.workdays_between(self._today, day),
                calendar.workday_before(day),
                calendar.known(day.year),
            )
        return self._found[day]
