"""What became of the sample's tasks: last year's plan done and ended, this year's half way with some behind."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.plan import Plan, PlanTask
from services.plans.machine import Act
from services.plans.obligations import obligations_of
from services.plans.progress import Entry, Writer, carry_out
from services.plans.rounds import Closing, finish

CHECKER = "容知秋"
EARLY = (2, 5, 9, 4)  # days before the date on which units report, in turn
LATELY = timedelta(days=20)  # of what fell due since then nothing has come in yet
BEHIND = 5  # every fifth unit has only begun
REPORTED, BEGUN = "已按要求完成，材料一并报来。", "已经布置，正在汇总。"


def add_plan_life(session: Session, today: date) -> None:
    """Progress, self-assessments and checks before `today`."""
    writer = Writer(CHECKER, today)
    plans = session.scalars(select(Plan).where(Plan.sample, Plan.deleted_at.is_(None)).order_by(Plan.id)).all()
    for plan in plans:
        ended = plan.ends_on is not None and plan.ends_on < today and plan.issued is not None
        tasks = session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id).order_by(PlanTask.position)).all()
        for task in tasks:
            _work(session, task, ended=ended, writer=writer)
        if ended:
            plan.closed_on = plan.ends_on


def _work(session: Session, task: PlanTask, *, ended: bool, writer: Writer) -> None:
    due = task.due_on
    if due is None or due > writer.today - LATELY:
        return
    units = obligations_of(session, task.id)
    behind = [] if ended else units[BEHIND - 1 :: BEHIND]
    for place, item in enumerate(units):
        if item in behind:
            carry_out(session, item, Act.PROGRESS, Entry(due - timedelta(days=1), BEGUN, 40), writer)
        else:
            reported = due - timedelta(days=EARLY[place % len(EARLY)])
            carry_out(session, item, Act.REPORT, Entry(reported, REPORTED), writer)
            carry_out(session, item, Act.PASS, Entry(due, by=CHECKER), writer)
    if ended:
        finish(session, task, Closing(due, REPORTED), writer)
