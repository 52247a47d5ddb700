"""提醒: which dates call today, what was seen of them, and what was put off. The truth is a query, not a timer."""

from __future__ import annotations

from collections import defaultdict
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
OWN_DAY = "自定的日子"
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
    def step(self) -> str:
        """Which step of the rule calls: 提前7天, 到期当天, 逾期后3天; a day of one's own is named so."""
        if self.snoozed:
            return self.rule
        late = (self.fell_on - self.item.due_on).days
        if late > 0:
            return f"逾期后{late}天"
        early = (self.item.act_on - self.fell_on).days
        return f"提前{early}天" if early > 0 else "到期当天"

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

    def remind_on(self, item: DueItem, day: date) -> None:
        """Call `item` to mind on a day of one's own, whatever the rules say; ValidationError as `snooze`."""
        called = next((each for each in self.current() if each.item == item), None)
        self.snooze([called or Reminder(item, OWN_DAY, self._now().date())], day)

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
    marks: defaultdict[tuple[str, int, date], list[ReminderMark]] = defaultdict(list)
    for mark in session.scalars(select(ReminderMark).where(ReminderMark.acted_at.is_(None))):
        marks[(mark.entity, mark.entity_id, mark.due_on)].append(mark)
    over = {_key_of(mark) for mark in session.scalars(select(ReminderMark).where(ReminderMark.acted_at.is_not(None)))}
    found: list[Reminder] = []
    for item in open_items(session, None, last, today):
        ladder = rules.get(ladder_key(item))
        step = ladder.last_step(item, today, calendar) if ladder else None
        own = marks[(item.ledger, item.row_id, item.due_on)]
        called = _put_off(item, own, step, today)
        if called is None and ladder and step and (item.ledger, item.row_id, item.due_on, step) not in over:
            called = _by_rule(item, ladder.label, own, step)
        if called is not None:
            found.append(called)
    return sorted(found, key=lambda each: (each.item.due_on, each.item.ledger, each.item.row_id, each.item.kind))


def _put_off(item: DueItem, marks: Sequence[ReminderMark], step: date | None, today: date) -> Reminder | None:
    """What was put off until today or before, unless a rule has called since."""
    for mark in marks:
        until = mark.snoozed_until
        if until is not None and until <= today and (step is None or step <= until):
            return Reminder(item, OWN_DAY, mark.fell_on, snoozed=True)
    return None


def _by_rule(item: DueItem, rule: str, marks: Sequence[ReminderMark], step: date) -> Reminder | None:
    """The newest step, unless it was put off."""
    mark = next((each for each in marks if each.fell_on == step), None)
    if mark is not None and mark.snoozed_until is not None:
        return None
    return Reminder(item, rule, step, seen=mark is not None)


def _key_of(mark: ReminderMark) -> Key:
    return (mark.entity, mark.entity_id, mark.due_on, mark.fell_on)


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
