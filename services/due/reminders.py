"""提醒: which dates call today, what was seen of them, and what was put off. The truth is a query, not a timer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.reminder import ReminderMark
from services.access import Right
from services.clock import Clock
from services.due.items import DueItem
from services.due.listing import open_items
from services.due.reminder_rules import ladder_key, ladders
from services.errors import ValidationError
from services.uow import Database
from services.workdays import WorkCalendar

Key = tuple[str, int, date, date]
KEPT = timedelta(days=800)
PAST = "稍后提醒的日子要晚于今天。"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One call: the thing, the rule's words, the day the step fell on, and whether somebody saw it."""

    item: DueItem
    rule: str
    fell_on: date
    seen: bool = False
    snoozed: bool = False

    @property
    def key(self) -> Key:
        """What its mark is kept by."""
        return (self.item.ledger, self.item.row_id, self.item.due_on, self.fell_on)


class Reminders:
    """Every step is shown once; it can be put off or ticked; a new step calls again. Works after any pause."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

    def current(self) -> Sequence[Reminder]:
        """What calls now, the latest first; what was put off until later or acted on is left out."""
        today = self._now().date()
        with self._db.read() as session:
            return _current(session, today)

    def waiting(self) -> int:
        """How many of them nobody has seen: the number beside the bell."""
        return sum(not reminder.seen for reminder in self.current())

    def saw(self, reminders: Iterable[Reminder]) -> None:
        """They were shown; the same step does not call again."""
        self._mark(reminders, "提醒已读", None, acted=False)

    def snooze(self, reminders: Iterable[Reminder], until: date) -> None:
        """Put off: they call again on `until`. ValidationError for a day that is not ahead."""
        if until <= self._now().date():
            raise ValidationError({"until": PAST})
        self._mark(reminders, "稍后提醒", until, acted=False)

    def acted(self, reminders: Iterable[Reminder]) -> None:
        """Somebody is at it: the step is over."""
        self._mark(reminders, "提醒已处理", None, acted=True)

    def _mark(self, reminders: Iterable[Reminder], words: str, until: date | None, *, acted: bool) -> None:
        now = self._now()
        with self._db.write(words, Right.READ) as session:
            for stale in session.scalars(select(ReminderMark).where(ReminderMark.due_on < now.date() - KEPT)):
                session.delete(stale)
            for reminder in reminders:
                mark = _mark_of(session, reminder.key) or _new_mark(session, reminder.key)
                mark.shown_at = mark.shown_at or now
                mark.seen_by = mark.seen_by or self._db.actor().name
                mark.snoozed_until = until
                if acted:
                    mark.acted_at = now


def _current(session: Session, today: date) -> Sequence[Reminder]:
    rules = ladders(session)
    if not rules:
        return ()
    calendar = WorkCalendar.load(session)
    last = today + timedelta(days=max(ladder.reach for ladder in rules.values()) + 10)
    marks = {
        (mark.entity, mark.entity_id, mark.due_on, mark.fell_on): mark for mark in session.scalars(select(ReminderMark))
    }
    found: list[Reminder] = []
    for item in open_items(session, None, last, today):
        ladder = rules.get(ladder_key(item))
        step = ladder.last_step(item, today, calendar) if ladder else None
        if ladder is None or step is None:
            continue
        mark = marks.get((item.ledger, item.row_id, item.due_on, step))
        if mark is not None and (mark.acted_at or (mark.snoozed_until and mark.snoozed_until > today)):
            continue
        called_again = mark is not None and mark.snoozed_until is not None
        found.append(Reminder(item, ladder.label, step, mark is not None and not called_again, called_again))
    return sorted(found, key=lambda each: (each.item.due_on, each.item.ledger, each.item.row_id, each.item.kind))


def _mark_of(session: Session, key: Key) -> ReminderMark | None:
    entity, entity_id, due_on, fell_on = key
    return session.scalar(
        select(ReminderMark).where(
            ReminderMark.entity == entity,
            ReminderMark.entity_id == entity_id,
            ReminderMark.due_on == due_on,
            ReminderMark.fell_on == fell_on,
        )
    )


def _new_mark(session: Session, key: Key) -> ReminderMark:
    entity, entity_id, due_on, fell_on = key
    mark = ReminderMark(entity=entity, entity_id=entity_id, due_on=due_on, fell_on=fell_on)
    session.add(mark)
    return mark
