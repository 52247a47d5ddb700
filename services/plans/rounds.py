"""Closing a task, and what comes after: the next milestone, the next round of a repeated task, or keeping it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.obligation import NoteKind, ObligationState, TaskObligation
from models.plan import PlanDeadline, PlanTask, TaskState
from services.errors import ConflictError, ValidationError
from services.plans.labels import OBLIGATION_LABELS
from services.plans.machine import OPEN
from services.plans.next_due import DueRule, next_due
from services.plans.obligations import is_long_term, make_obligations, obligations_of
from services.plans.periods import check_rule, next_check
from services.plans.progress import FUTURE, Entry, Writer, note, refuse_over, unit_name
from services.workdays import WorkCalendar

NAMED_AT_MOST = 3  # units in a sentence


@dataclass(frozen=True, slots=True)
class Closing:
    """`on` the day, `text` the outcome, `why` the reason where units are not through."""

    on: date
    text: str
    why: str = ""


def deadlines_of(session: Session, task_id: int) -> Sequence[PlanDeadline]:
    """The deadlines of a task in the order of the plan."""
    found = select(PlanDeadline).where(PlanDeadline.task_id == task_id, PlanDeadline.deleted_at.is_(None))
    return session.scalars(found.order_by(PlanDeadline.id)).all()


def task_rules(session: Session, task_id: int) -> list[DueRule]:
    """What the stored deadlines of a task still ask for; a milestone that was met asks no more."""
    return [_rule(deadline) for deadline in deadlines_of(session, task_id) if deadline.met_on is None]


def open_units(session: Session, task_id: int) -> list[TaskObligation]:
    """The units that stand against closing the task."""
    return [item for item in obligations_of(session, task_id) if item.state in OPEN]


def finish(session: Session, task: PlanTask, closing: Closing, writer: Writer) -> str:
    """Close what is due now. The sentence says what comes next.

    Raises ValidationError where the day lies in the future, or where units are open and no reason is given.
    """
    refuse_over(session, task)
    if closing.on > writer.today:
        raise ValidationError({"done_on": "办结日期晚于今天，请核对。"})
    waiting = open_units(session, task.id)
    if waiting and not closing.why.strip():
        raise ValidationError({"why": f"{_named(session, waiting)}还没有完成。写明仍要办结的理由，或先逐个核验。"})
    met = task.original_due_on or task.due_on
    _mark_met(session, task.id, met, closing.on)
    following = next_due(task_rules(session, task.id), met) if met else None
    words = (
        f"{closing.text}　未完成的单位：{_named(session, waiting)}。理由：{closing.why}" if waiting else closing.text
    )
    note(session, task.id, NoteKind.CLOSED, Entry(closing.on, words), writer)
    task.progress, task.done_on = closing.text, closing.on
    return _go_on(session, task, following, closing.on, writer)


def meet_milestone(session: Session, task: PlanTask, deadline_id: int, entry: Entry, writer: Writer) -> str:
    """One of several dates is kept; the task stays open for what follows."""
    refuse_over(session, task)
    deadline = next((d for d in open_milestones(session, task) if d.id == deadline_id), None)
    if deadline is None:
        raise ConflictError("这个节点已经登记过，或者任务的时限已改，没有改动。刷新后再看。")
    if entry.on > writer.today:
        raise ValidationError({"on": FUTURE})
    deadline.met_on = entry.on
    words = f"{deadline.due_on:%Y-%m-%d}的节点完成。{entry.text}".strip()
    note(session, task.id, NoteKind.MILESTONE, Entry(entry.on, words), writer)
    current = task.original_due_on or task.due_on
    if current is None or deadline.due_on is None or deadline.due_on != current:
        return f"已登记节点完成：{task.summary}。"
    following = next_due(task_rules(session, task.id), current)
    return _go_on(session, task, following, entry.on, writer)


def open_milestones(session: Session, task: PlanTask) -> list[PlanDeadline]:
    """Dated deadlines that are not met yet, where the task goes on after each of them; else closing the task is it."""
    found = [d for d in deadlines_of(session, task.id) if d.met_on is None]
    dated = sorted((d for d in found if d.due_on is not None), key=lambda d: (d.due_on or date.max, d.id))
    lasting = task.ongoing or any(_rule(d).repetition for d in found)
    return dated if lasting else dated[:-1]


def reopen(session: Session, task: PlanTask, entry: Entry, writer: Writer) -> None:
    """A closed task runs again with the date it had; its first closing stays in the notes."""
    for deadline in deadlines_of(session, task.id):
        if deadline.due_on is not None and deadline.due_on == (task.original_due_on or task.due_on):
            deadline.met_on = None
    note(session, task.id, NoteKind.REOPENED, entry, writer)
    task.state, task.done_on = TaskState.RUNNING, None
    make_obligations(session, [task])  # of a task that was void when an older file was taken over


def look_at(session: Session, task: PlanTask, entry: Entry, writer: Writer) -> str:
    """A long-term task was looked at; the next day comes by its rule and is never late."""
    refuse_over(session, task)
    if not is_long_term(task):
        raise ConflictError("这项任务有时限，不用定期检查。")
    if entry.on > writer.today:
        raise ValidationError({"on": FUTURE})
    note(session, task.id, NoteKind.PERIODIC, entry, writer)
    task.progress, task.state = entry.text, TaskState.RUNNING
    rule = task.check_rule or check_rule(session)
    since = max(entry.on, task.next_check_on or entry.on)
    task.check_rule, task.next_check_on = rule, next_check(WorkCalendar.load(session), rule, since)
    following = f"下次检查{task.next_check_on:%Y-%m-%d}" if task.next_check_on else "此后不再检查"
    return f"已登记检查，{following}：{task.summary}。"


def schedule_checks(session: Session, tasks: Iterable[PlanTask], today: date) -> None:
    """Long-term tasks that have no day for their next look get one."""
    waiting = [task for task in tasks if task.ongoing and task.next_check_on is None]
    if not waiting:
        return
    calendar, usual = WorkCalendar.load(session), check_rule(session)
    for task in waiting:
        task.check_rule = task.check_rule or usual
        if is_long_term(task):
            task.next_check_on = next_check(calendar, task.check_rule, today)


def _go_on(session: Session, task: PlanTask, following: date | None, on: date, writer: Writer) -> str:
    repeated = following is not None and _is_repeated(session, task.id, following)
    if following is None and not task.ongoing:
        task.state = TaskState.DONE
        return f"已办结：{task.summary}。"
    ended, task.due_on, task.original_due_on = task.due_on, following, None
    for item in obligations_of(session, task.id):
        _begin_again(session, item, following, repeated, ended, on, writer)
    if following is not None:
        task.state = TaskState.TODO if repeated else TaskState.RUNNING
        task.percent = 0 if repeated else task.percent
        _take_over_limits(session, task, following)
        return f"已登记办结，下一次时限是{following:%Y-%m-%d}：{task.summary}。"
    task.state, task.soft, task.strict_on = TaskState.RUNNING, False, None
    task.next_check_on = None
    task.check_rule = task.check_rule or check_rule(session)
    task.next_check_on = next_check(WorkCalendar.load(session), task.check_rule, writer.today)
    return f"已登记办结，此后长期坚持：{task.summary}。"


def _begin_again(
    session: Session,
    item: TaskObligation,
    following: date | None,
    repeated: bool,
    ended: date | None,
    on: date,
    writer: Writer,
) -> None:
    """The next round of one unit; how the past one went stays in its notes."""
    if item.state is not ObligationState.EXEMPT:
        if item.state is not ObligationState.ONGOING:
            note(
                session,
                item.task_id,
                NoteKind.CLOSED,
                Entry(on, _past(item, ended), item.percent),
                writer,
                obligation=item,
            )
        item.state = _next_state(item.state, following, repeated)
        if repeated:
            item.percent, item.progress = 0, None
        item.reported_on = item.checked_on = item.done_on = None
        item.self_assessment = item.checked_by = item.check_note = None
        item.returns = 0
    item.due_on = item.original_due_on = following


def _next_state(state: ObligationState, following: date | None, repeated: bool) -> ObligationState:
    if following is None:
        return ObligationState.ONGOING
    if repeated or state is ObligationState.TODO:
        return ObligationState.TODO
    return ObligationState.RUNNING


def _past(item: TaskObligation, ended: date | None) -> str:
    """2025-12-31这一期：已完成，2025-12-20报送，容知秋核验。"""
    parts = [OBLIGATION_LABELS[item.state.value]]
    parts += [f"{item.reported_on:%Y-%m-%d}报送"] if item.reported_on else []
    parts += [f"{item.checked_by}核验"] if item.checked_by else []
    parts += [f"退回{item.returns}次"] if item.returns else []
    if item.original_due_on and item.due_on and item.due_on != item.original_due_on:
        parts.append(f"时限由{item.original_due_on:%Y-%m-%d}延到{item.due_on:%Y-%m-%d}")
    head = f"{ended:%Y-%m-%d}这一期：" if ended else ""
    return f"{head}{'，'.join(parts)}。{item.progress or ''}"


def _mark_met(session: Session, task_id: int, met: date | None, on: date) -> None:
    """The dated deadline that was due, and earlier ones that nobody ticked off."""
    for deadline in deadlines_of(session, task_id):
        if deadline.met_on is None and deadline.due_on is not None and met is not None and deadline.due_on <= met:
            deadline.met_on = on


def _is_repeated(session: Session, task_id: int, following: date) -> bool:
    """Whether the next date comes from a rule and not from a milestone of its own."""
    return not any(d.due_on == following for d in deadlines_of(session, task_id))


def _take_over_limits(session: Session, task: PlanTask, following: date) -> None:
    """Soft or strict as the deadline that is due now."""
    found = deadlines_of(session, task.id)
    whose = [d for d in found if d.due_on == following] or [d for d in found if _rule(d).repetition]
    task.soft = whose[0].soft if whose else False
    task.strict_on = whose[0].strict_on if whose else None


def _rule(deadline: PlanDeadline) -> DueRule:
    return DueRule(deadline.kind, deadline.due_on, deadline.month, deadline.day, deadline.rule)


def _named(session: Session, units: Sequence[TaskObligation]) -> str:
    names = [unit_name(session, item) for item in units[:NAMED_AT_MOST]]
    return "、".join(names) + (f"等{len(units)}个单位" if len(units) > NAMED_AT_MOST else "")
