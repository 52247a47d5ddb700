"""Two plans of 示例县: last year's, which has ended, and this year's, in which units are at work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.obligation import DueExtension, NoteKind, ObligationState, TaskNote, TaskObligation
from models.plan import Plan, PlanTask, TaskState
from services.access import Right
from services.clock import Clock
from services.plans.reading.reader import read_plan
from services.plans.store import LoadedPlan, PlanStore
from services.settings import Settings
from services.uow import Database
from services.words import chinese_date

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "sample"
PLACEHOLDER = re.compile(r"\{([+-]\d+)\}")
CHECKER = "容知秋"
LONG_AGO = -60  # days: what was due before is done
ENDED, RUNNING = "示例县上年度安排.txt", "示例县年度方案.txt"
WORDS = (
    "已经布置到科室，材料正在收集。",
    "完成初稿，还差两个科室的情况。",
    "人员已经核对完，正在补照片。",
    "已经开过一次推进会，进度正常。",
)


def add_plans(database: Database, settings: Settings, now: Clock) -> None:
    """Both plans, each taken in as a clerk would, and what became of them until today."""
    today = now().date()
    store = PlanStore(database, settings, now)
    for name, text in ((ENDED, ended_text(today)), (RUNNING, plan_text(today))):
        store.accept(LoadedPlan(name, text, read_plan(text)), sample=True)
    with database.write("载入示例县的任务进展", Right.SETTINGS) as session:
        ended, running = (_plan(session, name) for name in (ENDED, RUNNING))
        _settle(session, ended, date(today.year - 1, 12, 31))
        _advance(session, running, today)


def plan_text(today: date) -> str:
    """This year's plan with its dates around `today`."""
    text = (RESOURCES / "plan.txt").read_text(encoding="utf-8")
    text = PLACEHOLDER.sub(lambda found: chinese_date(today + timedelta(days=int(found[1]))), text)
    issued = today - timedelta(days=200)
    return text.replace("{year}", str(issued.year)).replace("{issued}", chinese_date(issued))


def ended_text(today: date) -> str:
    """The plan of the year before `today`."""
    return (RESOURCES / "plan_last_year.txt").read_text(encoding="utf-8").replace("{last}", str(today.year - 1))


def _plan(session: Session, source: str) -> Plan:
    return session.scalars(select(Plan).where(Plan.source_name == source, Plan.sample)).one()


def _tasks(session: Session, plan: Plan) -> Sequence[PlanTask]:
    return session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id).order_by(PlanTask.position)).all()


def _owed(session: Session, task: PlanTask) -> Sequence[TaskObligation]:
    found = select(TaskObligation).where(TaskObligation.task_id == task.id).order_by(TaskObligation.id)
    return session.scalars(found).all()


def _settle(session: Session, plan: Plan, last: date) -> None:
    """The year is over: most was done in time, some late, two units not at all."""
    for task in _tasks(session, plan):
        owed = _owed(session, task)
        if task.due_on is None:
            _note(session, task, None, NoteKind.PERIODIC, last - timedelta(days=80), "抽查三个单位，电话都有人接。")
            continue
        left = 0
        for place, item in enumerate(owed):
            if task.position == 6 and place in (4, 9):
                left += 1
                item.state, item.percent, item.progress = ObligationState.RUNNING, 60, "互评只查了六本，没有报清单。"
                continue
            late = 9 if (task.position + place) % 7 == 0 else -(3 + (task.position + place) % 12)
            _done(item, min(task.due_on + timedelta(days=late), last))
        finished = max((item.done_on for item in owed if item.done_on), default=last)
        task.state = TaskState.RUNNING if left else TaskState.DONE
        task.done_on = None if left else finished
        task.progress = f"{left}个单位没有完成。" if left else "各单位均已完成。"
        _note(session, task, None, NoteKind.CLOSED if not left else NoteKind.PROGRESS, finished, task.progress)
    plan.closed_on = last


def _advance(session: Session, plan: Plan, today: date) -> None:
    """This year: what is late is partly done, what comes has been begun; every state is met with."""
    for task in _tasks(session, plan):
        owed = _owed(session, task)
        if task.due_on is None or not owed:
            continue
        days = (task.due_on - today).days
        if days < LONG_AGO:
            _finish(session, task, owed)
            continue
        for place, item in enumerate(owed):
            turn = (place + task.position) % 6
            if days > 60 or turn == 0:
                continue
            if (days < 0 and turn in (1, 2, 3)) or (days >= 0 and turn == 1):
                _done(item, min(task.due_on, today) - timedelta(days=turn + 2))
            elif turn == 4:
                _report(item, today - timedelta(days=2))
            elif turn == 5 and days < 15:
                _return(item, today - timedelta(days=4))
            else:
                item.state, item.percent = ObligationState.RUNNING, 20 + 15 * turn
                item.progress = WORDS[place % len(WORDS)]
                _note(session, task, item, NoteKind.PROGRESS, today - timedelta(days=6 + turn), item.progress)
        done = sum(item.state is ObligationState.DONE for item in owed)
        if any(item.state is not ObligationState.TODO for item in owed):
            task.state = TaskState.RUNNING
            task.progress = f"{len(owed)}个单位中{done}个已经完成。"
    _ask_for_time(session, plan, today)


def _finish(session: Session, task: PlanTask, owed: Sequence[TaskObligation]) -> None:
    """Every unit in time, and the task settled on the last one's day."""
    due = task.due_on or date.max
    for place, item in enumerate(owed):
        _done(item, due - timedelta(days=2 + place % 9))
    task.state, task.percent, task.progress = TaskState.DONE, 100, "各单位均已完成。"
    task.done_on = max(item.done_on for item in owed if item.done_on)
    _note(session, task, None, NoteKind.CLOSED, task.done_on, task.progress)


def _ask_for_time(session: Session, plan: Plan, today: date) -> None:
    """One unit has asked for more time and waits for the answer."""
    for task in _tasks(session, plan):
        if task.due_on is None or not 0 <= (task.due_on - today).days <= 30:
            continue
        item = next((each for each in _owed(session, task) if each.state is ObligationState.TODO), None)
        if item is None:
            continue
        session.add(
            DueExtension(
                task_id=task.id,
                obligation_id=item.id,
                asked_on=today - timedelta(days=1),
                reason="机构调整刚刚到位，人员名册还在交接。",
                percent=10,
                old_due_on=task.due_on,
                new_due_on=task.due_on + timedelta(days=20),
                sample=True,
            )
        )
        return


def _done(item: TaskObligation, day: date) -> None:
    item.state, item.percent, item.done_on = ObligationState.DONE, 100, day
    item.reported_on, item.self_assessment = day - timedelta(days=1), "已按要求完成，佐证材料齐全。"
    item.checked_on, item.checked_by, item.progress = day, CHECKER, "核验通过。"


def _report(item: TaskObligation, day: date) -> None:
    item.state, item.percent, item.reported_on = ObligationState.REPORTED, 100, day
    item.progress = item.self_assessment = "已经完成，报送自评材料。"


def _return(item: TaskObligation, day: date) -> None:
    item.state, item.percent, item.reported_on = ObligationState.RETURNED, 80, day - timedelta(days=2)
    item.checked_on, item.checked_by, item.returns = day, CHECKER, 1
    item.progress = item.check_note = "缺少公示网页的截图，补齐后再报。"


def _note(
    session: Session, task: PlanTask, item: TaskObligation | None, kind: NoteKind, day: date, words: str | None
) -> None:
    session.add(
        TaskNote(
            task_id=task.id,
            obligation_id=item.id if item else None,
            kind=kind,
            noted_on=day,
            text=words or "",
            percent=item.percent if item else None,
            noted_by=CHECKER,
            sample=True,
        )
    )
