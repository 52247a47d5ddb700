"""What the desk says of a day as a time limit: days left, working days left, when to act, which colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.due.colours import ColourRules, DueColour
from services.settings import value_of
from services.workdays import EARLIER, WorkCalendar


@dataclass(frozen=True, slots=True)
class DayFacts:
    """`act_on` is the last working day on or before it, `known` whether the year's holidays were entered; `colour`
    holds for what is met early, `plain_colour` for what keeps its day."""

    days: int
    workdays: int
    act_on: date
    known: bool
    colour: DueColour
    plain_colour: DueColour


class Days:
    """Facts by day, each worked out once: twenty thousand rows fall on few days."""

    def __init__(self, session: Session, today: date) -> None:
        self.today = today
        self.calendar = WorkCalendar.load(session)
        self.rules = ColourRules.load(session)
        self.early = value_of(session, "plan_day_shift") == EARLIER
        self._found: dict[date, DayFacts] = {}

    def of(self, day: date) -> DayFacts:
        """The facts of a day."""
        found = self._found.get(day)
        if found is None:
            found = self._found[day] = self._facts(day)
        return found

    def _facts(self, day: date) -> DayFacts:
        left, act_on = (day - self.today).days, self.calendar.workday_before(day)
        return DayFacts(
            left,
            self.calendar.workdays_between(self.today, day),
            act_on,
            self.calendar.known(day.year),
            self.rules.by_days(left, (act_on - self.today).days),
            self.rules.by_days(left, left),
        )
