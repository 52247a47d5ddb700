"""Acts on one unit's part of a task: progress, self-assessment, the bureau's check; each leaves a dated note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.obligation import NoteKind, TaskNote, TaskObligation
from models.plan import Plan, PlanTask, TaskState
from services.errors import ConflictError, ValidationError
from services.plans.machine import STEPS, Act, after, why_not
from services.plans.obligations import WHOLE, is_long_term

FUTURE = "日期晚于今天，请核对。"
OVER_DONE = "任务已经办结。要改先重新打开任务。"
OVER_VOID = "任务已经作废。要改先重新打开任务。"
OVER_PLAN = "计划已经结束。要改先重新打开计划。"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the clerk wrote down. `by` is who checked; `percent` stays as it was where it is None."""

    on: date
    text: str = ""
    percent: int | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, and which day it is."""

    name: str
    today: date


def why_over(task: PlanTask, plan: Plan) -> str:
    """Why nothing is done to a task any more, as a sentence; empty where it is open."""
    if plan.closed_on is not None:
        return OVER_PLAN
    if task.state is TaskState.DONE:
        return OVER_DONE
    return OVER_VOID if task.state is TaskState.VOID else ""


def refuse_over(session: Session, task: PlanTask) -> None:
    """ConflictError where the task or its plan is closed."""
    if why := why_over(task, session.get_one(Plan, task.plan_id)):
        raise ConflictError(why)


def carry_out(session: Session, item: TaskObligation, act: Act, entry: Entry, writer: Writer) -> None:
    """Do the act; ConflictError where the state does not allow it, ValidationError by field for a wrong entry."""
    task = session.get_one(PlanTask, item.task_id)
    refuse_over(session, task)
    if why := why_not(act, item.state):
        raise ConflictError(f"{unit_name(session, item)}{why}")
    if problems := _problems(item, act, entry, writer.today):
        raise ValidationError(problems)
    _WRITE[act](session, item, entry)
    item.state = after(act, item.state, long_term=is_long_term(task))
    if task.state is TaskState.TODO:
        task.state = TaskState.RUNNING
    note(session, item.task_id, STEPS[act].note, entry, writer, obligation=item)


def note(
    session: Session,
    task_id: int,
    kind: NoteKind,
    entry: Entry,
    writer: Writer,
    *,
    obligation: TaskObligation | None = None,
) -> TaskNote:
    """A dated line in the history that clerks read."""
    written = TaskNote(
        task_id=task_id,
        obligation_id=obligation.id if obligation is not None else None,
        kind=kind,
        noted_on=entry.on,
        text=entry.text or STEPS_WORDS[kind],
        percent=entry.percent,
        noted_by=entry.by or writer.name,
        sample=session.get_one(PlanTask, task_id).sample,
    )
    session.add(written)
    return written


STEPS_WORDS: Mapping[NoteKind, str] = {step.note: step.label for step in STEPS.values()} | {
    NoteKind.PERIODIC: "定期检查",
    NoteKind.MILESTONE: "节点完成",
    NoteKind.CLOSED: "办结",
    NoteKind.REOPENED: "重新打开",
}


def unit_name(session: Session, item: TaskObligation) -> str:
    """The register's name, else the plan's."""
    if item.agency_id is None:
        return item.printed
    return session.get_one(EnforcementAgency, item.agency_id).name


def _problems(item: TaskObligation, act: Act, entry: Entry, today: date) -> dict[str, str]:
    problems = {}
    if entry.on > today:
        problems["on"] = FUTURE
    if act in (Act.PASS, Act.RETURN):
        if item.reported_on is not None and entry.on < item.reported_on:
            problems["on"] = f"核验日期早于报送日期{item.reported_on:%Y-%m-%d}，请核对。"
        if not (entry.by or "").strip():
            problems["by"] = "请填写“核验人”。"
    if act is not Act.PASS and not entry.text.strip():
        problems["text"] = "没有写明情况，没有登记。写上情况或理由再试。"
    if entry.percent is not None and not 0 <= entry.percent <= WHOLE:
        problems["percent"] = "完成率应在0到100之间。"
    return problems


def _progress(_session: Session, item: TaskObligation, entry: Entry) -> None:
    item.progress = entry.text
    item.percent = item.percent if entry.percent is None else entry.percent


def _report(_session: Session, item: TaskObligation, entry: Entry) -> None:
    item.reported_on, item.self_assessment, item.progress = entry.on, entry.text, entry.text
    item.checked_on = item.checked_by = item.check_note = None


def _pass(_session: Session, item: TaskObligation, entry: Entry) -> None:
    """The unit was done on the day it reported, not on the day the bureau came round to check."""
    item.checked_on, item.checked_by, item.check_note = entry.on, entry.by, entry.text or None
    item.done_on, item.percent = item.reported_on or entry.on, WHOLE


def _return(_session: Session, item: TaskObligation, entry: Entry) -> None:
    item.checked_on, item.checked_by, item.check_note = entry.on, entry.by, entry.text
    item.returns += 1


def _exempt(_session: Session, item: TaskObligation, entry: Entry) -> None:
    item.progress = entry.text


def _reopen(session: Session, item: TaskObligation, entry: Entry) -> None:
    """The first day of completion stays in the note of the check; the share goes back to what was noted last."""
    item.done_on, item.progress = None, entry.text
    item.percent = _noted_percent(session, item)


def _noted_percent(session: Session, item: TaskObligation) -> int:
    last = (
        select(TaskNote.percent)
        .where(
            TaskNote.obligation_id == item.id,
            TaskNote.kind == NoteKind.PROGRESS,
            TaskNote.percent.is_not(None),
            TaskNote.deleted_at.is_(None),
        )
        .order_by(TaskNote.id.desc())
        .limit(1)
    )
    return session.scalar(last) or 0


_WRITE: Mapping[Act, Callable[[Session, TaskObligation, Entry], None]] = {
    Act.PROGRESS: _progress,
    Act.REPORT: _report,
    Act.PASS: _pass,
    Act.RETURN: _return,
    Act.EXEMPT: _exempt,
    Act.REOPEN: _reopen,
}
