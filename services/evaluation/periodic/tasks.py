"""表1 任务推进: every plan that runs, by plan and by the unit that leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from services.evaluation.figures import FigureTable
from services.evaluation.plan_facts import TaskFacts, task_facts
from services.evaluation.plan_tables import ONE_LEAD, REPEATED, of_tasks

RUNNING_PLANS = "统计本期内没有结束的计划，状态为期末的状态；检查次数只计本期内登记的。"


def task_tables(session: Session, first: date, last: date) -> tuple[FigureTable, ...]:
    """By plan and by unit: both divide the same tasks, so both add up to the same total."""
    tasks = [_checked_within(task, first) for task in task_facts(session, running_since=first)]
    return (
        of_tasks(tasks, last, "tasks_plans", "表1　任务推进（按计划）", "计划", lambda task: task.plan, RUNNING_PLANS),
        of_tasks(
            tasks,
            last,
            "tasks_leads",
            "表1　任务推进（按牵头单位）",
            "牵头单位",
            lambda task: task.lead,
            ONE_LEAD + REPEATED,
        ),
    )


def _checked_within(task: TaskFacts, first: date) -> TaskFacts:
    return replace(task, checks=tuple(check for check in task.checks if check[1] >= first))
