"""A task as read becomes rows: the task, its units matched to the register, its deadlines, its targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy.orm import Session

from models.plan import Plan, PlanDeadline, PlanTarget, PlanTask, PlanTaskUnit, UnitRole
from services.plans.next_due import DueRule, first_due
from services.plans.reading.deadlines import Deadline
from services.plans.reading.targets import Comparator, Target
from services.plans.reading.tasks import PlanTaskReading
from services.unit_match import UnitMatcher

SUMMARY_LENGTH = 40
SECTION_LENGTH, DEADLINE_LENGTH = 200, 200
SENTENCE_END = re.compile(r"[。；！？：\n]")
ONGOING = "ongoing"


@dataclass(frozen=True, slots=True)
class Due:
    """What a task's deadlines say about now. `soft` and `strict_on` belong to the deadline that `due_on` comes from."""

    kind: str
    due_on: date | None
    ongoing: bool
    soft: bool = False
    strict_on: date | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where new rows go: the plan, the names of the register, the day from which yearly dates count."""

    plan: Plan
    matcher: UnitMatcher
    start: date


def rule_of(deadline: Deadline) -> DueRule:
    """What decides about its days."""
    return DueRule(str(deadline.kind), deadline.date, deadline.month, deadline.day, deadline.rule)


def due_of(task: PlanTaskReading, start: date) -> Due:
    """The date to be met first, of the note and of the running text, counted from `start`."""
    noted = list(task.deadlines)
    inside = [item.deadline for item in task.inline_deadlines]
    kinds = [str(deadline.kind) for deadline in noted]
    due_on = first_due((rule_of(deadline) for deadline in (*noted, *inside)), start)
    whose = next((d for d in (*noted, *inside) if due_on and first_due([rule_of(d)], start) == due_on), None)
    return Due(
        next((kind for kind in kinds if kind != ONGOING), kinds[0] if kinds else "other"),
        due_on,
        ONGOING in kinds,
        whose.soft if whose else False,
        whose.strict if whose else None,
    )


def add_task(session: Session, place: Placed, position: int, task: PlanTaskReading) -> PlanTask:
    """The task with everything that belongs to it but its obligations."""
    due = due_of(task, place.start)
    stored = PlanTask(
        plan_id=place.plan.id,
        position=position,
        no=task.no,
        section=(task.section or "")[:SECTION_LENGTH] or None,
        summary=summary_of(task.text),
        text=task.text,
        unit_words=unit_words(task),
        deadline_text=(task.deadline_text or "")[:DEADLINE_LENGTH] or None,
        deadline_kind=due.kind,
        due_on=due.due_on,
        ongoing=due.ongoing,
        soft=due.soft,
        strict_on=due.strict_on,
        source_line=task.source.line,
        source_start=task.source.start,
        source_end=task.source.end,
        warnings="\n".join(task.warnings) or None,
        sample=place.plan.sample,
    )
    session.add(stored)
    session.flush()
    add_units(session, stored, task, place.matcher)
    add_deadlines(session, stored, task)
    add_targets(session, stored, task.targets)
    return stored


def unit_words(task: PlanTaskReading) -> str | None:
    """The units as printed, for search and the table."""
    return "、".join((*task.lead, *task.responsible, *task.cooperate)) or None


def add_units(session: Session, stored: PlanTask, task: PlanTaskReading, matcher: UnitMatcher) -> None:
    """Every name in its role, matched to the register where it is known."""
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


def add_deadlines(session: Session, stored: PlanTask, task: PlanTaskReading) -> None:
    """Those of the note, then those of the running text with their sentence."""
    noted = [(deadline, task.deadline_text, False) for deadline in task.deadlines]
    inside = [(item.deadline, item.sentence or item.text, True) for item in task.inline_deadlines]
    for deadline, words, inline in (*noted, *inside):
        session.add(
            PlanDeadline(
                task_id=stored.id,
                kind=str(deadline.kind),
                due_on=deadline.date,
                month=deadline.month,
                day=deadline.day,
                inline=inline,
                source_text=words,
                rule=deadline.rule,
                soft=deadline.soft,
                strict_on=deadline.strict,
                trigger=deadline.trigger,
                offset_days=deadline.offset_days,
                workdays=deadline.workdays,
                sample=stored.sample,
            )
        )


def add_targets(session: Session, stored: PlanTask, targets: Sequence[Target]) -> None:
    """The figures that the task asks for; one that is part of another points to it."""
    kept: list[PlanTarget] = []
    for target in targets:
        within = kept[target.part_of].id if target.part_of is not None else None
        row = PlanTarget(
            task_id=stored.id,
            source_text=target.text,
            amount_hundredths=int((target.amount * 100).quantize(Decimal(1), ROUND_HALF_UP)),
            unit=target.unit,
            at_least=target.comparator not in (Comparator.AT_MOST, Comparator.LESS),
            period=target.period,
            per=target.per,
            within_id=within,
            sample=stored.sample,
        )
        session.add(row)
        session.flush()
        kept.append(row)


def summary_of(text: str) -> str:
    """The task in a few words: its heading or first sentence, at most forty characters."""
    first = SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= SUMMARY_LENGTH else first[: SUMMARY_LENGTH - 1] + "…"
