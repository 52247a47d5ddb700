"""Where a task, or one unit's part of it, stands on a day: exactly one of eight, so that every division adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """按期完成, 逾期完成, 待核验, 推进中, 滞后, 未启动, 长期, 不适用."""

    IN_TIME = "in_time"
    DONE_LATE = "done_late"
    WAITING = "waiting"
    RUNNING = "running"
    LATE = "late"
    TODO = "todo"
    LONG = "long"
    EXEMPT = "exempt"


STANDING_LABELS: Mapping[Standing, str] = {
    Standing.IN_TIME: "按期完成",
    Standing.DONE_LATE: "逾期完成",
    Standing.WAITING: "待核验",
    Standing.RUNNING: "推进中",
    Standing.LATE: "滞后",
    Standing.TODO: "未启动",
    Standing.LONG: "长期",
    Standing.EXEMPT: "不适用",
}
DEFINITIONS: Mapping[Standing, str] = {
    Standing.IN_TIME: "已经完成，完成日期不晚于时限；批准延期的按延期后的时限，没有时限的也算按期。",
    Standing.DONE_LATE: "已经完成，完成日期晚于时限。",
    Standing.WAITING: "单位已经报送自评，司法局还没有核验。",
    Standing.RUNNING: "没有完成，时限没有过，已经登记过进展。",
    Standing.LATE: "没有完成，时限已过；截至当天到期的不算。",
    Standing.TODO: "没有完成，时限没有过，还没有登记过进展。",
    Standing.LONG: "长期坚持、没有时限的，不计入完成率。",
    Standing.EXEMPT: "作废的，或所有单位都列为不适用的，不计入完成率。",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the ledger knows. `begun` is its present word, `begun_on` the first dated note where there is one.

    Of what comes back every year or month, `round_on` is the day on which the last round was done, `round_due` the day
    on which it fell due; `due_on` is then the date of the round that runs.
    """

    due_on: date | None = None
    done: bool = False
    done_on: date | None = None
    begun: bool = False
    begun_on: date | None = None
    reported_on: date | None = None
    long_term: bool = False
    exempt: bool = False
    round_on: date | None = None
    round_due: date | None = None


def standing_of(facts: Facts, day: date) -> Standing:
    """Where it stands at the end of `day`; what happened after that day is not known yet."""
    if facts.exempt:
        return Standing.EXEMPT
    if facts.done and (facts.done_on is None or facts.done_on <= day):
        return _finished(facts.done_on, facts.due_on)
    if facts.long_term:
        return Standing.LONG
    due_on = facts.due_on
    if facts.round_on is not None and facts.round_on > day:
        due_on = facts.round_due or due_on  # on that day the last round was still the one to be done
    elif facts.round_on is not None and due_on is not None and due_on >= day and not facts.done:
        return _finished(facts.round_on, facts.round_due)
    if not facts.done and facts.reported_on is not None and facts.reported_on <= day:
        return Standing.WAITING
    if due_on is not None and due_on < day:
        return Standing.LATE
    return Standing.RUNNING if _begun(facts, day) else Standing.TODO


def _finished(done_on: date | None, due_on: date | None) -> Standing:
    late = done_on is not None and due_on is not None and done_on > due_on
    return Standing.DONE_LATE if late else Standing.IN_TIME


def _begun(facts: Facts, day: date) -> bool:
    """By the present word, so that notes of past rounds of a repeated task do not count for the round that runs."""
    noted = facts.begun_on is not None and facts.begun_on <= day
    if facts.done or (facts.round_on is not None and facts.round_on > day):
        return noted
    return facts.begun and (facts.begun_on is None or noted)
