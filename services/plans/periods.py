"""The period a plan is made for, from its title or its date; and the rule by which long-term tasks are looked at."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.plans.reading.recurrence import next_after
from services.settings import CHECK_RULES, value_of
from services.workdays import WorkCalendar

HEAD = 120  # characters in which the covering notice gives the name of the plan
_SPAN = re.compile(r"(20\d{2})年?\s*(?:[-—–~～─―‐]+|至|到)\s*(20\d{2})")
_YEAR = re.compile(r"(20\d{2})(?=年)")


def plan_period(
    title: str, issued: date | None, text: str = "", last: date | None = None
) -> tuple[date | None, date | None]:
    """First and last day: 2023—2025年 and 2025年度 as the title says, else the year of the plan's date up to the year
    of its `last` deadline.

    `text` is the paper itself: the covering notice above the title may name the span as well. A title of more than one
    year that is no span (修订2023年方案…2025年) tells nothing.
    """
    words = unicodedata.normalize("NFKC", title)
    if span := _SPAN.search(words) or _SPAN.search(unicodedata.normalize("NFKC", text[:HEAD])):
        from_year, to_year = int(span[1]), int(span[2])
        return (date(from_year, 1, 1), date(to_year, 12, 31)) if from_year <= to_year else (None, None)
    years = {int(year) for year in _YEAR.findall(words)}
    if not years and issued is not None:
        return date(issued.year, 1, 1), date(max(issued.year, last.year if last else 0), 12, 31)
    if len(years) != 1:
        return None, None
    year = years.pop()
    return date(year, 1, 1), date(year, 12, 31)


def check_rule(session: Session) -> str:
    """The rule for long-term tasks that the bureau has set; its days slide to the first working day."""
    return CHECK_RULES[value_of(session, "long_term_check")]


def next_check(calendar: WorkCalendar, rule: str, after: date) -> date | None:
    """The first working day on or after the rule's next day, later than `after`; None where the rule has ended."""
    day = next_after(rule, after)
    while day is not None:
        worked = _workday_from(calendar, day)
        if worked > after:
            return worked
        day = next_after(rule, day)
    return None


def _workday_from(calendar: WorkCalendar, day: date) -> date:
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day
