"""Stores a plan that was read: its text, its tasks, their units matched to the register, their deadlines."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.plan import Plan, PlanDeadline, PlanTask, PlanTaskUnit, UnitRole
from services.access import Right
from services.clock import Clock, local_now
from services.errors import ConflictError
from services.plans.next_due import DueRule, first_due
from services.plans.reading.document import load_text
from services.plans.reading.reader import PlanReading, PlanTaskReading, read_plan
from services.query import Outcome
from services.settings import Settings
from services.unit_match import UnitMatcher
from services.uow import Database

SUMMARY_LENGTH = 40
SENTENCE_END = re.compile(r"[。；！？：\n]")
ONGOING = "ongoing"


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A plan document and what was read from it; nothing is stored yet."""

    name: str
    text: str
    reading: PlanReading

    @property
    def sha256(self) -> str:
        """Tells whether the same text was taken in before."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def load_plan(file: Path) -> LoadedPlan:
    """Read a plan document; UnreadableError where it is none."""
    text = load_text(file)
    return LoadedPlan(file.name, text, read_plan(text))


class PlanStore:
    """Takes plans into the database."""

    def __init__(self, database: Database, settings: Settings, now: Clock = local_now) -> None:
        self._db, self._settings, self._now = database, settings, now

    def accept(self, loaded: LoadedPlan, *, sample: bool = False) -> Outcome:
        """Store the plan and its tasks in one transaction; ConflictError where the same text is already there."""
        with self._db.write(f"导入计划：{loaded.reading.title or loaded.name}"[:100], Right.IMPORT) as session:
            double = select(Plan.title).where(Plan.sha256 == loaded.sha256, Plan.deleted_at.is_(None))
            if title := session.scalar(double):
                raise ConflictError(f"这份计划已经导入过：{title}。没有重复存入。")
            plan = Plan(
                title=loaded.reading.title or loaded.name,
                issuer=loaded.reading.issuer or None,
                doc_number=loaded.reading.doc_number or None,
                issued=loaded.reading.issued,
                source_name=loaded.name,
                source_text=loaded.text,
                sha256=loaded.sha256,
                sample=sample,
            )
            session.add(plan)
            session.flush()
            matcher = UnitMatcher(session, self._settings.get("county_name"))
            tasks = loaded.reading.tasks
            start = first_day(loaded.reading, self._now().date())
            for position, task in enumerate(tasks, start=1):
                _add_task(session, plan, position, task, matcher, start)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已导入计划《{plan.title}》，共{len(tasks)}项任务。", group)

    def unknown_units(self, loaded: LoadedPlan) -> list[str]:
        """Printed unit names that the register does not know, in the plan's order."""
        with self._db.read() as session:
            matcher = UnitMatcher(session, self._settings.get("county_name"))
            printed = [
                name for task in loaded.reading.tasks for name in (*task.lead, *task.responsible, *task.cooperate)
            ]
            return [name for name in dict.fromkeys(printed) if matcher.find(name) is None]


def first_day(reading: PlanReading, today: date) -> date:
    """From when yearly deadlines count: the plan's date, else its earliest dated deadline, else today."""
    dated = [d.date for task in reading.tasks for d in task.deadlines]
    dated += [d.date for task in reading.tasks for d in task.inline_deadlines]
    return reading.issued or min((day for day in dated if day), default=today)


def _add_task(
    session: Session, plan: Plan, position: int, task: PlanTaskReading, matcher: UnitMatcher, start: date
) -> None:
    rules = [DueRule(str(d.kind), d.date, month, day) for d in task.deadlines for month, day in d.days]
    milestones = [DueRule("by_date", d.date, None, None) for d in task.inline_deadlines]
    kinds = [rule.kind for rule in rules]
    stored = PlanTask(
        plan_id=plan.id,
        position=position,
        no=task.no,
        section=(task.section or "")[:200] or None,
        summary=summary_of(task.text),
        text=task.text,
        unit_words="、".join((*task.lead, *task.responsible, *task.cooperate)) or None,
        deadline_text=task.deadline_text,
        deadline_kind=next((k for k in kinds if k != ONGOING), kinds[0] if kinds else "other"),
        due_on=first_due((*rules, *milestones), start),
        ongoing=ONGOING in kinds,
        source_line=task.source.line,
        source_start=task.source.start,
        source_end=task.source.end,
        warnings="\n".join(task.warnings) or None,
        sample=plan.sample,
    )
    session.add(stored)
    session.flush()
    _add_units(session, stored, task, matcher)
    _add_deadlines(session, stored, task, rules)


def _add_units(session: Session, stored: PlanTask, task: PlanTaskReading, matcher: UnitMatcher) -> None:
    named = [(UnitRole.LEAD, task.lead), (UnitRole.RESPONSIBLE, task.responsible), (UnitRole.COOPERATE, task.cooperate)]
    for role, names in named:
        for name in names:
            match = matcher.find(name)
            session.add(
                PlanTaskUnit(
                    task_id=stored.id,
                    role=role,
                    printed=name[:200],
                    agency_id=match.agency_id if match else None,
                    group_id=match.group_id if match else None,
                    sample=stored.sample,
                )
            )


def _add_deadlines(session: Session, stored: PlanTask, task: PlanTaskReading, rules: list[DueRule]) -> None:
    for rule in rules:
        session.add(
            PlanDeadline(
                task_id=stored.id,
                kind=rule.kind,
                due_on=rule.due_on,
                month=rule.month,
                day=rule.day,
                source_text=task.deadline_text,
                sample=stored.sample,
            )
        )
    for milestone in task.inline_deadlines:
        session.add(
            PlanDeadline(
                task_id=stored.id,
                kind="by_date",
                due_on=milestone.date,
                inline=True,
                source_text=milestone.text,
                sample=stored.sample,
            )
        )


def summary_of(text: str) -> str:
    """The task in a few words: its heading or first sentence, at most forty characters."""
    first = SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= SUMMARY_LENGTH else first[: SUMMARY_LENGTH - 1] + "…"
