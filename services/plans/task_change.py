"""A stored task in other words: dates, figures and units follow, and nothing that was noted is thrown away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.obligation import NoteKind, ObligationState, TaskNote, TaskObligation
from models.plan import PlanDeadline, PlanTarget, PlanTask, PlanTaskUnit, UnitRole
from services.parts import put_away
from services.plans.obligations import (
    STRENGTH,
    Owed,
    expand,
    is_long_term,
    make_obligations,
    members_of,
    obligations_of,
)
from services.plans.progress import Entry, Writer, note
from services.plans.reading.tasks import PlanTaskReading
from services.plans.rounds import schedule_checks
from services.plans.task_rows import Due, add_deadlines, add_targets, add_units, due_of, summary_of, unit_words
from services.unit_match import UnitMatcher

ROLE_KEYS = {UnitRole.LEAD: "lead", UnitRole.RESPONSIBLE: "responsible", UnitRole.COOPERATE: "cooperate"}
NOT_LISTED = "任务里不再列这个单位。"


class TaskChange:
    """One change of one task inside an open transaction; `moment` is UTC, for what goes into the 回收站."""

    def __init__(
        self, session: Session, task: PlanTask, matcher: UnitMatcher, writer: Writer, moment: datetime
    ) -> None:
        self._session, self._task, self._matcher, self._writer, self._moment = session, task, matcher, writer, moment

    def to(self, reading: PlanTaskReading, start: date, *, reparsed: bool = False) -> None:
        """Make the task what was read; dates without a year count from `start`, after a first closing from today.

        `reparsed` tells that the same words mean other dates now; a date that was extended or met already stays.
        """
        task = self._task
        retimed = (reading.deadline_text or "") != (task.deadline_text or "")
        rewritten = reading.text != task.text
        task.text, task.no, task.section = reading.text, reading.no, reading.section or None
        if rewritten:
            task.summary = summary_of(reading.text)
        if rewritten or reparsed:
            self._put_targets(reading)
        retimed = retimed or (reparsed and task.original_due_on is None and task.done_on is None)
        if retimed or rewritten or reparsed:
            self._put_dates(reading, start if task.done_on is None else self._writer.today, retimed=retimed)
        if unit_words(reading) != task.unit_words or self._roles_differ(reading):
            self._put_units(reading)

    def _put_targets(self, reading: PlanTaskReading) -> None:
        self._drop(PlanTarget)
        add_targets(self._session, self._task, reading.targets)

    def _put_dates(self, reading: PlanTaskReading, start: date, *, retimed: bool) -> None:
        task = self._task
        old = self._live(PlanDeadline)
        met = {d.due_on: d.met_on for d in old if d.met_on is not None}
        counted = {(d.trigger, d.offset_days, d.workdays): d.due_on for d in old if d.trigger and not retimed}
        self._drop(PlanDeadline)
        add_deadlines(self._session, task, reading)
        self._session.flush()
        for deadline in self._live(PlanDeadline):
            event = (deadline.trigger, deadline.offset_days, deadline.workdays)
            deadline.due_on = deadline.due_on or counted.get(event)
            deadline.met_on = met.get(deadline.due_on)
        old_words, task.deadline_text = task.deadline_text, reading.deadline_text
        if retimed:
            self._retime(due_of(reading, start), old_words)

    def _retime(self, due: Due, old_words: str | None) -> None:
        """The new date, in the task and in the units that went by the old one; both stay in the notes."""
        task, old = self._task, self._task.due_on
        task.deadline_kind, task.ongoing, task.due_on = due.kind, due.ongoing, due.due_on
        task.soft, task.strict_on, task.original_due_on = due.soft, due.strict_on, None
        for item in obligations_of(self._session, task.id):
            if item.due_on == old:
                item.due_on = item.original_due_on = due.due_on
            item.state = self._state(item)
        task.next_check_on, task.check_rule = (task.next_check_on, task.check_rule) if due.ongoing else (None, None)
        schedule_checks(self._session, [task], self._writer.today)
        words = f"时限由“{old_words or '没有写明'}”改为“{task.deadline_text or '没有写明'}”"
        words = "时限按新规则重新识别" if old_words == task.deadline_text else words
        if old != task.due_on:
            words += f"，当前时限由{_day(old)}改为{_day(task.due_on)}"
        note(self._session, task.id, NoteKind.PROGRESS, Entry(self._writer.today, f"{words}。"), self._writer)

    def _state(self, item: TaskObligation) -> ObligationState:
        if is_long_term(self._task):
            unbound = item.state in (ObligationState.TODO, ObligationState.RUNNING, ObligationState.RETURNED)
            return ObligationState.ONGOING if unbound else item.state
        return ObligationState.RUNNING if item.state is ObligationState.ONGOING else item.state

    def _roles_differ(self, reading: PlanTaskReading) -> bool:
        stored = [(unit.role, unit.printed) for unit in units_of(self._session, self._task.id)]
        return stored != [(role, name) for role, key in ROLE_KEYS.items() for name in getattr(reading, key)]

    def _put_units(self, reading: PlanTaskReading) -> None:
        task = self._task
        self._drop(PlanTaskUnit)
        add_units(self._session, task, reading, self._matcher)
        task.unit_words = unit_words(reading)
        self._session.flush()
        wanted = {owed.key: owed for owed in expand(units_of(self._session, task.id), members_of(self._session))}
        for item in obligations_of(self._session, task.id):
            owed = wanted.get(Owed(item.agency_id, item.group_id, item.printed, item.role).key)
            if owed is not None:
                item.role, item.printed, item.group_id = owed.role, owed.printed, owed.group_id
            else:
                self._take_off(item)
        make_obligations(self._session, [task])

    def _take_off(self, item: TaskObligation) -> None:
        """What was noted of a unit is never thrown away."""
        noted = select(TaskNote.id).where(TaskNote.obligation_id == item.id, TaskNote.deleted_at.is_(None)).limit(1)
        if self._session.scalar(noted) is None:
            put_away(self._session, item, self._moment)
        elif item.state is not ObligationState.EXEMPT:
            item.state = ObligationState.EXEMPT
            entry = Entry(self._writer.today, NOT_LISTED)
            note(self._session, item.task_id, NoteKind.EXEMPT, entry, self._writer, obligation=item)

    def _drop(self, kind: type[PlanTarget] | type[PlanDeadline] | type[PlanTaskUnit]) -> None:
        for row in self._live(kind):
            put_away(self._session, row, self._moment)

    def _live(self, kind: Any) -> Any:
        found = select(kind).where(kind.task_id == self._task.id, kind.deleted_at.is_(None)).order_by(kind.id)
        return self._session.scalars(found).all()


def units_of(session: Session, task_id: int) -> list[PlanTaskUnit]:
    """The units that a task names, leading ones first."""
    found = select(PlanTaskUnit).where(PlanTaskUnit.task_id == task_id, PlanTaskUnit.deleted_at.is_(None))
    return sorted(session.scalars(found.order_by(PlanTaskUnit.id)), key=lambda unit: STRENGTH[unit.role])


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day is not None else "没有日期"
