"""Tasks written by hand: added to any plan, and put right later, with the same reader that reads papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.plan import Plan, PlanTask
from services.clock import Clock, local_now, utc_from_local
from services.errors import ConflictError, NotFoundError, ValidationError
from services.ledger import GONE
from services.plans.obligations import (
    make_obligations,
)
from services.plans.progress import Writer, why_over
from services.plans.reading.deadlines import parse_deadline
from services.plans.reading.recurrence import rule_words
from services.plans.reading.roles import Note
from services.plans.reading.tasks import Found, PlanTaskReading, SourceSpan, settle
from services.plans.reading.units import split_units
from services.plans.rounds import schedule_checks
from services.plans.task_change import ROLE_KEYS, TaskChange, units_of
from services.plans.task_rows import (
    DEADLINE_LENGTH,
    SECTION_LENGTH,
    Placed,
    add_task,
)
from services.query import Outcome
from services.settings import CHECK_RULES, Settings
from services.spec import FieldSpec, Kind, faults
from services.unit_match import UnitMatcher
from services.uow import CONFLICT, Database

JOINED = "多个单位用顿号隔开；写统称的，按单位组展开。"
CHECKS = {rule: words for words, rule in CHECK_RULES.items()}
TASK_FIELDS = (
    FieldSpec("plan_id", "列入哪份计划", Kind.REFERENCE, reference="plans", required=True),
    FieldSpec("no", "序号", max_length=20),
    FieldSpec("text", "任务内容", Kind.LONG_TEXT, required=True, max_length=4000),
    FieldSpec("lead", "牵头单位", max_length=500, help=JOINED),
    FieldSpec("responsible", "责任单位", max_length=500, help=JOINED),
    FieldSpec("cooperate", "配合单位", max_length=500, help=JOINED),
    FieldSpec("deadline", "完成时限", max_length=DEADLINE_LENGTH, example="每年6月底前"),
    FieldSpec("section", "章节", max_length=SECTION_LENGTH),
    FieldSpec("leader", "牵头领导", max_length=100),
    FieldSpec("check_rule", "定期检查", Kind.CHOICE, choices=CHECKS, help="只对长期任务起作用；不填按设置里的周期。"),
    FieldSpec("measures", "工作措施", Kind.LONG_TEXT, max_length=2000),
)
CHANGE_FIELDS = tuple(field for field in TASK_FIELDS if field.key != "plan_id")


@dataclass(frozen=True, slots=True)
class TaskForm:
    """A task as its form shows it, and the version that was read."""

    task_id: int
    row_version: int
    values: Mapping[str, Any]


class TaskEditor:
    """Adds and changes tasks; what is stored follows from the words as it does for a paper."""

    def __init__(self, database: Database, settings: Settings, now: Clock = local_now) -> None:
        self._db, self._settings, self._now = database, settings, now

    def form(self, task_id: int) -> TaskForm:
        """The task in the words of its form; NotFoundError where it is gone."""
        with self._db.read() as session:
            task = _task(session, task_id)
            values: dict[str, Any] = {key: getattr(task, key) for key in ("plan_id", "no", "text", "section", "leader")}
            values |= {"measures": task.measures, "deadline": task.deadline_text or "", "check_rule": task.check_rule}
            for unit in units_of(session, task_id):
                key = ROLE_KEYS[unit.role]
                values[key] = f"{values[key]}、{unit.printed}" if values.get(key) else unit.printed
            return TaskForm(task.id, task.row_version, values)

    def starts(self) -> Mapping[int, date]:
        """The day from which dates without a year count, by plan."""
        today = self._now().date()
        with self._db.read() as session:
            return {plan.id: _start(plan, today) for plan in session.scalars(select(Plan)).all()}

    def add(self, values: Mapping[str, Any]) -> tuple[int, Outcome]:
        """A new task at the end of a plan, its id and the sentence for the toast.

        Raises ValidationError by field, ConflictError where the plan is closed, NotFoundError where it is gone.
        """
        _refuse_faults(TASK_FIELDS, values)
        with self._db.write("增加任务") as session:
            plan = session.get(Plan, values["plan_id"])
            if plan is None or plan.deleted_at is not None:
                raise NotFoundError("这份计划已不在台账里，没有增加任务。刷新后重新选择。")
            task = self.add_in(session, plan, values)
            group = session.info.get("group")
        return task.id, Outcome(f"已增加任务：{task.summary}。{_when(task)}{_doubts(task)}", group)

    def add_in(self, session: Session, plan: Plan, values: Mapping[str, Any]) -> PlanTask:
        """The part of `add` inside a transaction that is already open, with what the task's units owe."""
        if plan.closed_on is not None:
            raise ConflictError("计划已经结束，没有增加任务。先重新打开计划。")
        today = self._now().date()
        start = _start(plan, today)
        last = select(func.max(PlanTask.position)).where(PlanTask.plan_id == plan.id)
        position = (session.scalar(last) or 0) + 1
        place = Placed(plan, self._matcher(session), start)
        task = add_task(session, place, position, _read(values, start, position))
        _put_own(task, values)
        schedule_checks(session, [task], today)
        make_obligations(session, [task])
        return task

    def change(self, shown: TaskForm, values: Mapping[str, Any]) -> Outcome:
        """The task in other words. Units that are no longer named go, or are 不适用 where something was noted of them;
        a date is computed anew only where the words of the time limit changed.

        Raises ValidationError by field, ConflictError where somebody was faster or the task is closed.
        """
        _refuse_faults(CHANGE_FIELDS, values)
        with self._db.write("修改任务") as session:
            task = _task(session, shown.task_id)
            if task.row_version != shown.row_version:
                raise ConflictError(CONFLICT)
            if why := why_over(task, session.get_one(Plan, task.plan_id)):
                raise ConflictError(why)
            today = self._now().date()
            matcher, writer = self._matcher(session), Writer(self._db.actor().name, today)
            start = _start(session.get_one(Plan, task.plan_id), today)
            change = TaskChange(session, task, matcher, writer, utc_from_local(self._now()))
            change.to(_read(values, start, task.position), start)
            _put_own(task, values)
            schedule_checks(session, [task], today)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已修改任务：{task.summary}。{_when(task)}", group)

    def _matcher(self, session: Session) -> UnitMatcher:
        return UnitMatcher(session, self._settings.get("county_name"))


def deadline_words(words: str, start: date) -> str:
    """What the reader makes of a time limit, for the hint under the field; empty for an empty field."""
    found = parse_deadline(words, start) if words.strip() else ()
    parts = []
    for deadline in found:
        if deadline.date is not None:
            parts.append(f"{deadline.date:%Y年}{deadline.date.month}月{deadline.date.day}日")
        elif deadline.rule:
            parts.append(rule_words(deadline.rule))
        elif str(deadline.kind) == "ongoing":
            parts.append("长期，没有到期日")
    return "，".join(parts) or ("换算不出日期，保存后可以定计划日期" if found else "")


def _read(values: Mapping[str, Any], start: date, position: int) -> PlanTaskReading:
    named = {key: split_units(values.get(key) or "") for key in ROLE_KEYS.values()}
    found = Found(
        values.get("no") or f"{position}.", values.get("section") or "", values["text"].strip(), SourceSpan(0, 0, 0)
    )
    words = (values.get("deadline") or "").strip() or None
    return settle(found, Note(named["lead"], named["responsible"], named["cooperate"], words), start)


def _put_own(task: PlanTask, values: Mapping[str, Any]) -> None:
    """What no paper says. Another rule of checking asks for another day."""
    task.leader, task.measures = values.get("leader") or None, values.get("measures") or None
    rule = values.get("check_rule") or None
    if task.ongoing and rule is not None and rule != task.check_rule:
        task.check_rule, task.next_check_on = rule, None


def _refuse_faults(fields: tuple[FieldSpec, ...], values: Mapping[str, Any]) -> None:
    if problems := faults(fields, values):
        raise ValidationError(problems)


def _task(session: Session, task_id: int) -> PlanTask:
    task = session.get(PlanTask, task_id)
    if task is None or task.deleted_at is not None:
        raise NotFoundError(GONE)
    return task


def _start(plan: Plan, today: date) -> date:
    return plan.issued or plan.starts_on or today


def _when(task: PlanTask) -> str:
    if task.due_on is not None:
        return f"当前时限{task.due_on:%Y-%m-%d}。"
    return "长期坚持，没有到期日。" if task.ongoing else "没有到期日，可以定计划日期。"


def _doubts(task: PlanTask) -> str:
    return (task.warnings or "").split("\n")[0]
