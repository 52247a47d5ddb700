"""Round, plans and cards: what the page 学时达标 shows beside the yearly hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.training import TrainingPlan, TrainingPlanItem, TrainingRecord, TrainingSession
from services.training.attendance import counting
from services.training.compliance import Rate
from services.training.plans import PlannedSum, filing_words, plan_due_day, planned_sums
from services.training.population import Holder, holders
from services.training.quotas import enforcing_units
from services.training.rules import rule_of_year


@dataclass(frozen=True, slots=True)
class Round:
    """The all-hands round of a year: who held a certificate on post at its last day, and who has been trained by then.

    `until` is the last day, or the day that is looked at where that is earlier.
    """

    year: int
    deadline: date
    until: date
    trained: tuple[Holder, ...]
    missing: tuple[Holder, ...]

    @property
    def rate(self) -> Rate:
        """轮训覆盖率."""
        return Rate(len(self.trained), len(self.trained) + len(self.missing))

    @property
    def units(self) -> tuple[tuple[int, str, Rate], ...]:
        """By unit, the lowest rate first."""
        due: defaultdict[tuple[int, str], int] = defaultdict(int)
        done: defaultdict[tuple[int, str], int] = defaultdict(int)
        for holder in (*self.trained, *self.missing):
            due[holder.agency_id, holder.unit] += 1
        for holder in self.trained:
            done[holder.agency_id, holder.unit] += 1
        rates = [(key, name, Rate(done[key, name], due[key, name])) for key, name in due]
        return tuple(sorted(rates, key=lambda unit: (unit[2].ratio or 0, -unit[2].due, unit[1])))

    @property
    def footing(self) -> str:
        """Definition with its figures, as it stands under the table."""
        rate = self.rate
        return (
            f"轮训覆盖率＝截止日前参加过标为轮训的培训的人数÷截止日在岗持证人数。轮训截止日{self.deadline:%Y-%m-%d}，"
            f"截至{self.until:%Y-%m-%d}，应训{rate.due:,}人，已训{rate.met:,}人，覆盖率{rate.words}。"
        )


@dataclass(frozen=True, slots=True)
class PlanOfUnit:
    """A unit's plan of a year, or that there is none; `sums` are its classes against the rule."""

    agency_id: int
    unit: str
    plan_id: int | None
    due_on: date
    filed_on: date | None
    sums: tuple[PlannedSum, ...]
    classes: int
    held: int
    as_of: date

    @property
    def filing(self) -> str:
        """未报, 已备案, 逾期1天, 逾期3天未报."""
        return filing_words(self.due_on, self.filed_on, self.as_of)

    @property
    def state(self) -> str:
        """The chip: late and missing, not there yet, filed late, filed."""
        if self.filed_on is None:
            return "late" if self.as_of > self.due_on else "todo"
        return "due" if self.filed_on > self.due_on else "done"

    @property
    def gaps(self) -> tuple[PlannedSum, ...]:
        """Constraints that the plan does not cover."""
        return tuple(made for made in self.sums if made.missing)


def rotation_round(session: Session, year: int, as_of: date) -> Round:
    """Everyone's training of `year`, by the last day that the rule names."""
    deadline = rule_of_year(session, year).rule.rotation_day(year)
    first, until = date(year, 1, 1), min(deadline, as_of)
    if until < first:
        return Round(year, deadline, until, (), ())
    record = TrainingRecord
    been = set(session.scalars(select(record.officer_id).where(record.rotation, counting(first, until)).distinct()))
    on_post = [holder for holder in holders(session, until, until) if holder.on_post]
    return Round(
        year,
        deadline,
        until,
        tuple(holder for holder in on_post if holder.officer_id in been),
        tuple(holder for holder in on_post if holder.officer_id not in been),
    )


def plans_of_year(session: Session, year: int, as_of: date) -> tuple[PlanOfUnit, ...]:
    """Every unit, by name; what was filed after `as_of` had not come yet."""
    rule, due = rule_of_year(session, year).rule, plan_due_day(session, year)
    plans = {
        plan.agency_id: plan
        for plan in session.scalars(
            select(TrainingPlan).where(TrainingPlan.year == year, TrainingPlan.deleted_at.is_(None))
        )
    }
    classes = _classes(session, [plan.id for plan in plans.values()])
    held = _held(session, as_of)
    found = []
    for agency_id, unit in enforcing_units(session).items():
        plan = plans.get(agency_id)
        items = classes.get(plan.id, ()) if plan else ()
        filed = plan.filed_on if plan and plan.filed_on and plan.filed_on <= as_of else None
        found.append(
            PlanOfUnit(
                agency_id,
                unit,
                plan.id if plan else None,
                plan.due_on or due if plan else due,
                filed,
                tuple(planned_sums(rule, [(item.category, item.minutes) for item in items])) if plan else (),
                len(items),
                sum(item.id in held for item in items),
                as_of,
            )
        )
    return tuple(found)


def _classes(session: Session, plan_ids: Sequence[int]) -> Mapping[int, Sequence[TrainingPlanItem]]:
    found: defaultdict[int, list[TrainingPlanItem]] = defaultdict(list)
    item = TrainingPlanItem
    for made in session.scalars(select(item).where(item.plan_id.in_(plan_ids), item.deleted_at.is_(None))):
        found[made.plan_id].append(made)
    return found


def _held(session: Session, as_of: date) -> set[int]:
    item = TrainingSession
    named = select(item.plan_item_id).where(
        item.plan_item_id.is_not(None), item.deleted_at.is_(None), func.coalesce(item.ends_on, item.held_on) <= as_of
    )
    return {item_id for item_id in session.scalars(named) if item_id is not None}
