"""What the dated notes of tasks tell: when work began, when long-term tasks were looked at, which round was closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.obligation import NoteKind, TaskNote
from models.plan import PlanDeadline, PlanTask
from services.plans.next_due import DueRule
from services.plans.obligations import WHOLE
from services.plans.reading.recurrence import occurrences

Rows = Select[*tuple[Any, ...]]
Check = tuple[int, date, str]
LOOKED_BACK = timedelta(days=400)  # further than any round but one of several years


@dataclass
class NoteFacts:
    """By task and by obligation. A closed round is forgotten where the task was opened again after it.

    Of an obligation only a round that was carried through counts, on the day on which the unit reported.
    """

    begun: dict[int, date] = field(default_factory=dict)
    checks: defaultdict[int, list[Check]] = field(default_factory=lambda: defaultdict(list))
    closed: dict[int, date] = field(default_factory=dict)
    part_begun: dict[int, date] = field(default_factory=dict)
    part_closed: dict[int, date] = field(default_factory=dict)
    _reported: dict[int, date] = field(default_factory=dict)

    def take(self, note: TaskNote) -> None:
        """One note, in the order in which they were written."""
        self.begun[note.task_id] = min(note.noted_on, self.begun.get(note.task_id, note.noted_on))
        if note.obligation_id is not None:
            self._take_part(note, note.obligation_id)
        elif note.kind is NoteKind.PERIODIC:
            self.checks[note.task_id].append((note.id, note.noted_on, note.text))
        elif note.kind is NoteKind.CLOSED:
            self.closed[note.task_id] = note.noted_on
        elif note.kind is NoteKind.REOPENED:
            self.closed.pop(note.task_id, None)

    def _take_part(self, note: TaskNote, part_id: int) -> None:
        self.part_begun[part_id] = min(note.noted_on, self.part_begun.get(part_id, note.noted_on))
        if note.kind is NoteKind.REPORT:
            self._reported[part_id] = note.noted_on
        elif note.kind is NoteKind.CLOSED:
            self.part_closed.pop(part_id, None)
            if note.percent == WHOLE:
                self.part_closed[part_id] = self._reported.get(part_id, note.noted_on)


def read_notes(session: Session, plan_id: int | None) -> NoteFacts:
    """The notes of one plan's tasks, or of all."""
    found = NoteFacts()
    for note in session.scalars(of_plan(select(TaskNote), TaskNote, plan_id).order_by(TaskNote.id)):
        found.take(note)
    return found


def past_rounds(session: Session, plan_id: int | None) -> dict[int, date | None]:
    """Tasks that come back, each with the day on which its last round fell due; None where that is not known."""
    rules: defaultdict[int, list[DueRule]] = defaultdict(list)
    due: dict[int, date | None] = {}
    rows = of_plan(select(PlanDeadline, PlanTask.due_on, PlanTask.original_due_on), PlanDeadline, plan_id)
    for deadline, due_on, original in session.execute(rows):
        rule = DueRule(deadline.kind, deadline.due_on, deadline.month, deadline.day, deadline.rule)
        rules[deadline.task_id].append(rule)
        due[deadline.task_id] = original or due_on
    repeated = {task_id: found for task_id, found in rules.items() if any(rule.repetition for rule in found)}
    return {task_id: last_due(found, due[task_id]) for task_id, found in repeated.items()}


def last_due(rules: Sequence[DueRule], due_on: date | None) -> date | None:
    """The deadline before `due_on`; a rule of every n-th time does not tell from where it is counted."""
    if due_on is None:
        return None
    day = timedelta(days=1)
    found = [rule.due_on for rule in rules if rule.due_on is not None and rule.due_on < due_on]
    for rule in rules:
        if rule.repetition and "INTERVAL" not in rule.repetition:
            found += occurrences(rule.repetition, due_on - LOOKED_BACK, due_on - day)[-1:]
    return max(found, default=None)


def of_plan(statement: Rows, part: Any, plan_id: int | None) -> Rows:
    """Live parts of the live tasks of a plan, or of every plan."""
    joined = statement.join(PlanTask, PlanTask.id == part.task_id).where(
        part.deleted_at.is_(None), PlanTask.deleted_at.is_(None)
    )
    return joined if plan_id is None else joined.where(PlanTask.plan_id == plan_id)
