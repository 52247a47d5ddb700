"""What is due or late over all ledgers: a query at the moment it is asked, never a remembered list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.clock import Clock
from services.due.background import Background, Involved, background, involved_units
from services.due.colours import LATE, DueColour
from services.due.day_facts import Days
from services.due.items import PLAN_KINDS, DueItem
from services.due.matters import matter_sources
from services.due.people import people_sources
from services.due.plans import plan_sources
from services.due.sources import DueSource
from services.due.terms import term_sources
from services.uow import Database

MILD = frozenset((DueColour.GREEN, DueColour.BLUE))  # what is behind is yellow at least


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


def open_items(
    session: Session, first: date | None, last: date, today: date, days: Days | None = None
) -> Iterator[DueItem]:
    """As `DueList.between`, unsorted, inside a session that is already open."""
    days = days or Days(session, today)
    for source in _sources(session, today):
        yield from _items(session, source, first, last, days)


def _sources(session: Session, today: date) -> Iterator[DueSource]:
    yield from plan_sources()
    yield from matter_sources()
    yield from people_sources(session, today)
    yield from term_sources()


def _items(session: Session, source: DueSource, first: date | None, last: date, days: Days) -> Iterator[DueItem]:
    wanted = source.rows.where(source.due_on <= last)
    if first is not None:
        wanted = wanted.where(source.due_on >= first)
    early = days.early and source.kind in PLAN_KINDS
    for row_id, title, unit, due_on, words, *rest in session.execute(wanted):
        facts, more = days.of(due_on), dict(zip(source.more, rest, strict=True))
        colour = facts.colour if early else facts.plain_colour
        behind = days.rules.is_behind(more.get("percent"), more.get("since"), due_on, days.today)
        yield DueItem(
            source.ledger,
            row_id,
            source.kind,
            source.what,
            title,
            unit or "",
            due_on,
            facts.days,
            facts.workdays,
            words or "",
            facts.act_on if early else due_on,
            provisional=not facts.known,
            colour=DueColour.YELLOW if behind and colour in MILD else colour,
            behind=behind and colour not in LATE,
            **more,
        )
