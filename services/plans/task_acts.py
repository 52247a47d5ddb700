"""What can be done with a whole task: progress, closing, milestones, a look at a long-term one, more time, a date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.obligation import DueExtension, ExtensionState, NoteKind
from models.plan import Plan, PlanDeadline, PlanTask, TaskState
from services.errors import ConflictError, ValidationError
from services.plans.event_dates import event_happened, event_words, waiting_for_event
from services.plans.extensions import Asked, Decision, ask, decide, why_no_extension
from services.plans.fields import DECIDE, MORE_TIME, day, words
from services.plans.obligations import WHOLE, is_long_term, obligations_of
from services.plans.progress import FUTURE, Entry, Writer, note, refuse_over, why_over
from services.plans.rounds import (
    Closing,
    finish,
    look_at,
    meet_milestone,
    open_milestones,
    open_units,
    reopen,
    task_rules,
)
from services.query import Action
from services.spec import FieldSpec, Kind

WHY = FieldSpec("why", "作废理由", Kind.LONG_TEXT, required=True, max_length=80)
PROGRESS = FieldSpec("progress", "进展情况", Kind.LONG_TEXT, required=True, max_length=2000)
DONE_ON = FieldSpec("done_on", "办结日期", Kind.DATE, required=True)
STILL = FieldSpec("why", "仍要办结的理由", Kind.LONG_TEXT, required=True, max_length=500)
HAND_PERCENT = FieldSpec("percent", "完成率（%）", Kind.INTEGER, help="手填后不再按单位平均计算；填0改回按单位平均。")
PLANNED = FieldSpec("due_on", "计划日期", Kind.DATE, required=True, help="原文没有写明日期，由本局定一个。")
HAPPENED = FieldSpec(
    "on", "起算的那一天", Kind.DATE, required=True, help="当天不计入，从第二天数起；法定期限逢休息日的办法在“设置”里。"
)
NOT_OVER = "任务还没有办结。"
LONG_TERM = "长期任务没有时限。"
LABELS = {
    "progress": "登记任务进展",
    "finish": "任务办结",
    "milestone": "登记节点完成",
    "check": "登记定期检查",
    "extend": "申请延期",
    "decide": "审批延期",
    "plan_date": "定计划日期",
    "event": "登记起算日",
    "reopen": "重新打开任务",
    "void": "任务作废",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What decides about the acts of one task."""

    over: str
    late: bool
    waiting: int
    milestones: Sequence[PlanDeadline]
    long_term: bool
    free: bool
    pending: bool
    events: Sequence[PlanDeadline]
    due_on: date | None


def offer(session: Session, task: PlanTask, today: date) -> Offer:
    """How the task stands now."""
    over = why_over(task, session.get_one(Plan, task.plan_id))
    return Offer(
        over,
        not over and task.due_on is not None and task.due_on < today,
        len(open_units(session, task.id)),
        open_milestones(session, task) if not over else (),
        is_long_term(task),
        not any(rule.due_on or rule.repetition or rule.month for rule in task_rules(session, task.id)),
        pending_of(session, task.id) is not None,
        waiting_for_event(session, task.id) if not over else (),
        task.due_on,
    )


def actions(now: Offer, task: Mapping[str, Any], today: date, writer: str) -> Sequence[Action]:
    """The next acts; the letter comes first where the task is late."""
    open_still = f"还有{now.waiting}个单位没有完成。写明理由，或先逐个核验。"
    why = (replace(STILL, help=open_still),) if now.waiting else ()
    found = [
        Action("letter", "生成催报函", "letter", main=now.late, why_not=now.over),
        Action(
            "finish",
            "办结",
            "st-done",
            (PROGRESS, DONE_ON, *why),
            {"done_on": today},
            main=not now.late and not now.long_term,
            why_not=now.over,
        ),
        Action(
            "progress",
            "登记进展",
            "edit",
            (PROGRESS, HAND_PERCENT, day("日期")),
            {"progress": task.get("progress"), "on": today},
            why_not=now.over,
        ),
    ]
    if now.long_term:
        look = (words("检查情况"), day("检查日期"))
        found.append(Action("check", "定期检查", "preview", look, {"on": today}, main=True, why_not=now.over))
    if now.milestones:
        which = {str(d.id): f"{d.due_on:%Y-%m-%d}　{d.source_text or ''}"[:60] for d in now.milestones}
        form = (
            FieldSpec("deadline", "哪个节点", Kind.CHOICE, required=True, choices=which),
            day("完成日期"),
            words("完成情况"),
        )
        start = {"deadline": next(iter(which)), "on": today}
        found.append(Action("milestone", "节点完成", "ok", form, start, why_not=now.over))
    no_more = now.over or (LONG_TERM if now.long_term else why_no_extension(now.due_on, today))
    found.append(Action("extend", "申请延期", "extend", MORE_TIME, {"on": today}, why_not=no_more))
    if now.pending:
        found.append(Action("decide", "审批延期", "sign", DECIDE, {"on": today, "approver": writer}))
    if now.events:
        limits = {str(d.id): event_words(d)[:60] for d in now.events}
        which_limit = FieldSpec("deadline", "哪个时限", Kind.CHOICE, required=True, choices=limits)
        start = {"deadline": next(iter(limits)), "on": today}
        found.append(Action("event", "登记起算日", "calendar", (which_limit, HAPPENED), start, why_not=now.over))
    if now.free and not now.long_term:
        found.append(
            Action("plan_date", "定计划日期", "calendar", (PLANNED,), {"due_on": now.due_on}, why_not=now.over)
        )
    reopening = (words("重新打开的理由"),)
    found.append(Action("reopen", "重新打开", "undo", reopening, why_not="" if now.over else NOT_OVER))
    found.append(Action("void", "作废", "st-void", (WHY,), why_not=now.over))
    return found


def perform(session: Session, action: str, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    """Do it; the sentence for the toast. Errors are those of the act."""
    return _ACTS[action](session, task, values, writer)


def pending_of(session: Session, task_id: int) -> DueExtension | None:
    """The request for the whole task that waits for its approver."""
    item = DueExtension
    return session.scalar(
        select(item).where(
            item.task_id == task_id,
            item.obligation_id.is_(None),
            item.state == ExtensionState.ASKED,
            item.deleted_at.is_(None),
        )
    )


def _finish(session: Session, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    return finish(session, task, Closing(values["done_on"], values["progress"], values.get("why") or ""), writer)


def _progress(session: Session, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    on, percent = values.get("on") or writer.today, values.get("percent")
    if on > writer.today:
        raise ValidationError({"on": FUTURE})
    if percent is not None and not 0 <= percent <= WHOLE:
        raise ValidationError({"percent": "完成率应在0到100之间。"})
    task.progress, task.state = values["progress"], TaskState.RUNNING
    task.percent = task.percent if percent is None else percent
    note(session, task.id, NoteKind.PROGRESS, Entry(on, values["progress"], percent), writer)
    return f"已登记进展：{task.summary}。"


def _milestone(session: Session, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    return meet_milestone(session, task, int(values["deadline"]), Entry(values["on"], values["text"]), writer)


def _check(session: Session, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    return look_at(session, task, Entry(values["on"], values["text"]), writer)


def _extend(session: Session, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    asked = Asked(values["on"], values["new_due_on"], values["reason"], values.get("percent"))
    extension = ask(session, task, None, asked, writer)
    if extension.state is ExtensionState.GRANTED:
        return f"时限已推迟到{extension.new_due_on:%Y-%m-%d}：{task.summary}。"
    return f"已登记延期申请，等审批：{task.summary}。"


def _decide(session: Session, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    pending = pending_of(session, task.id)
    if pending is None:
        raise ConflictError("没有等审批的延期申请，没有改动。刷新后再看。")
    granted = values["granted"] == "granted"
    decide(session, pending, Decision(values["on"], granted, values["approver"], values.get("decision") or ""), writer)
    result = f"时限改为{pending.new_due_on:%Y-%m-%d}" if granted else "时限不变"
    return f"已审批延期，{result}：{task.summary}。"


def _plan_date(session: Session, task: PlanTask, values: Mapping[str, Any], _writer: Writer) -> str:
    """Units that go by the task's date follow it; a date of their own stays."""
    refuse_over(session, task)
    for item in obligations_of(session, task.id):
        if item.due_on == task.due_on:
            item.due_on = item.original_due_on = values["due_on"]
    task.due_on = values["due_on"]
    return f"计划日期定为{task.due_on:%Y-%m-%d}：{task.summary}。"


def _event(session: Session, task: PlanTask, values: Mapping[str, Any], _writer: Writer) -> str:
    refuse_over(session, task)
    wanted = next((d for d in waiting_for_event(session, task.id) if d.id == int(values["deadline"])), None)
    if wanted is None:
        raise ConflictError("这个时限已经有日期，没有改动。刷新后再看。")
    due_on = event_happened(session, task, wanted, values["on"])
    return f"{event_words(wanted)}，最后一日是{due_on:%Y-%m-%d}：{task.summary}。"


def _reopen(session: Session, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    plan = session.get_one(Plan, task.plan_id)
    if plan.closed_on is not None:
        raise ConflictError(why_over(task, plan))
    reopen(session, task, Entry(writer.today, values["text"]), writer)
    return f"已重新打开：{task.summary}。"


def _void(session: Session, task: PlanTask, values: Mapping[str, Any], writer: Writer) -> str:
    task.state = TaskState.VOID
    note(session, task.id, NoteKind.CLOSED, Entry(writer.today, f"作废：{values['why']}"), writer)
    return f"已作废：{task.summary}。"


_ACTS: Mapping[str, Callable[[Session, PlanTask, Mapping[str, Any], Writer], str]] = {
    "finish": _finish,
    "progress": _progress,
    "milestone": _milestone,
    "check": _check,
    "extend": _extend,
    "decide": _decide,
    "plan_date": _plan_date,
    "event": _event,
    "reopen": _reopen,
    "void": _void,
}
