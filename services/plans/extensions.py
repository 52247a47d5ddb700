"""More time for a task or for one unit: asked for before the date, decided by an approver, both dates kept (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.obligation import DueExtension, ExtensionState, TaskObligation
from models.plan import PlanTask
from services.errors import ConflictError, ValidationError
from services.plans.machine import OPEN
from services.plans.obligations import obligations_of
from services.plans.progress import FUTURE, Writer, refuse_over, unit_name
from services.settings import value_of

NO_DATE = "没有时限，不用延期。"
PENDING = "已有一份延期申请等审批，没有再登记。先审批那一份。"
SOFT = "原则上的时限，说明理由即可，不另审批。"
DECIDED = "这份延期申请已经审批过，没有改动。"
MOVED = "申请以后时限已经变了，不能同意。改为不同意，需要时按现在的时限重新申请。"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; `percent` is how far the work had come, where it is known."""

    on: date
    new_due_on: date
    reason: str
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the approver said."""

    on: date
    granted: bool
    approver: str
    words: str = ""


def why_no_extension(due_on: date | None, on: date) -> str:
    """Why no more time can be asked for on that day, as a sentence; empty where it can."""
    if due_on is None:
        return NO_DATE
    if on > due_on:
        return f"已过{due_on:%Y-%m-%d}的时限，不能再申请延期。延期要在到期以前申请。"
    return ""


def ask(session: Session, task: PlanTask, item: TaskObligation | None, asked: Asked, writer: Writer) -> DueExtension:
    """Note a request for a whole task (item None) or one unit; a soft date is moved at once, for a reason is enough.

    Raises ConflictError where no request is possible now, ValidationError by field where it is filled in wrongly.
    """
    refuse_over(session, task)
    old = item.due_on if item is not None else task.due_on
    whose = unit_name(session, item) if item is not None else ""
    if item is not None and item.state not in OPEN:
        raise ConflictError(f"{whose}没有要办的事，不用延期。")
    if why := why_no_extension(old, asked.on):
        raise ConflictError(f"{whose}{why}")
    assert old is not None
    if problems := _problems(asked, old, writer.today):
        raise ValidationError(problems)
    _refuse_more(session, task, item, whose)
    extension = DueExtension(
        task_id=task.id,
        obligation_id=item.id if item is not None else None,
        asked_on=asked.on,
        reason=asked.reason,
        percent=asked.percent,
        old_due_on=old,
        new_due_on=asked.new_due_on,
        sample=task.sample,
    )
    session.add(extension)
    if task.soft:
        extension.state, extension.decided_on, extension.decision = ExtensionState.GRANTED, asked.on, SOFT
        _move(session, task, item, asked.new_due_on)
    return extension


def decide(session: Session, extension: DueExtension, decision: Decision, writer: Writer) -> None:
    """Grant or refuse; a refusal leaves the date as it is.

    Raises ConflictError where it was decided or the date was moved meanwhile, ValidationError by field.
    """
    if extension.state is not ExtensionState.ASKED:
        raise ConflictError(DECIDED)
    problems = {}
    if decision.on > writer.today:
        problems["on"] = FUTURE
    elif decision.on < extension.asked_on:
        problems["on"] = f"审批日期早于申请日期{extension.asked_on:%Y-%m-%d}，请核对。"
    if not decision.approver.strip():
        problems["approver"] = "请填写“审批人”。"
    if not decision.granted and not decision.words.strip():
        problems["decision"] = "不同意的，写明理由。"
    if problems:
        raise ValidationError(problems)
    task = session.get_one(PlanTask, extension.task_id)
    item = session.get_one(TaskObligation, extension.obligation_id) if extension.obligation_id is not None else None
    if decision.granted:
        refuse_over(session, task)
        if (item.due_on if item is not None else task.due_on) != extension.old_due_on:
            raise ConflictError(MOVED)
        _move(session, task, item, extension.new_due_on)
    extension.state = ExtensionState.GRANTED if decision.granted else ExtensionState.REFUSED
    extension.decided_on, extension.approver = decision.on, decision.approver
    extension.decision = decision.words or None


def _problems(asked: Asked, old: date, today: date) -> dict[str, str]:
    problems = {}
    if asked.on > today:
        problems["on"] = FUTURE
    if asked.new_due_on <= old:
        problems["new_due_on"] = f"新的时限要晚于现在的时限{old:%Y-%m-%d}。"
    if not asked.reason.strip():
        problems["reason"] = "没有写延期理由，没有登记。"
    return problems


def _refuse_more(session: Session, task: PlanTask, item: TaskObligation | None, whose: str) -> None:
    """One request at a time, and no more than the bureau allows for the same original date."""
    mine = DueExtension.obligation_id == item.id if item is not None else DueExtension.obligation_id.is_(None)
    of_it = (DueExtension.task_id == task.id, mine, DueExtension.deleted_at.is_(None))
    if session.scalar(select(DueExtension.id).where(*of_it, DueExtension.state == ExtensionState.ASKED).limit(1)):
        raise ConflictError(f"{whose}{PENDING}")
    first = (item.original_due_on or item.due_on) if item is not None else (task.original_due_on or task.due_on)
    granted = (*of_it, DueExtension.state == ExtensionState.GRANTED, DueExtension.old_due_on >= first)
    limit = value_of(session, "extension_limit")
    if (session.scalar(select(func.count()).where(*granted)) or 0) >= limit:
        raise ConflictError(f"{whose}这个时限已经延期{limit}次，不能再延。次数在设置里规定。")


def _move(session: Session, task: PlanTask, item: TaskObligation | None, new: date) -> None:
    """Both dates stay; a whole task takes its open units along, but none of them back to an earlier date."""
    if item is not None:
        item.original_due_on, item.due_on = item.original_due_on or item.due_on, new
        return
    task.original_due_on, task.due_on = task.original_due_on or task.due_on, new
    for unit in obligations_of(session, task.id):
        if unit.state in OPEN and unit.due_on is not None and unit.due_on < new:
            unit.original_due_on, unit.due_on = unit.original_due_on or unit.due_on, new
