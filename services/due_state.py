"""The state chip of a row with a due date: late, due soon, running, done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, literal

DUE_LABELS = {
    "late": "逾期",
    "due": "即将到期",
    "run": "办理中",
    "long": "长期坚持",
    "wait": "待核查",
    "todo": "未定时限",
    "done": "已办结",
    "void": "作废",
}
DUE_CHIPS = {key: key for key in DUE_LABELS}


def due_state(today: date, soon_days: int, due_on: Any, *firsts: tuple[Any, str]) -> ColumnElement[str]:
    """SQL for the chip key; yellow from `soon_days` before the date (documents note C5, a setting).

    `firsts` are (condition, key) pairs that come before the date is looked at.
    """
    return case(
        *((condition, literal(key)) for condition, key in firsts),
        (due_on.is_(None), literal("todo")),
        (due_on < today, literal("late")),
        (due_on <= today + timedelta(days=soon_days), literal("due")),
        else_=literal("run"),
    )
