"""What an officer owes in a year: rule sets as data, which of them a year is counted by, and the shipped ones."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.training import TrainingCategory, TrainingConstraint, TrainingRuleSet
from services.settings import value_of
from services.spec import MINUTES_PER_HOUR, hours_text
from services.training.words import category_words, read_categories

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "data" / "training_rules.csv"
GENERAL = "通用"
YEAR_END = (12, 31)


@dataclass(frozen=True, slots=True)
class Constraint:
    """One sum of a rule set: the minutes of `categories` together, at least `minutes`."""

    label: str
    categories: frozenset[TrainingCategory]
    minutes: int

    @property
    def words(self) -> str:
        """公共法律知识 ≥30学时."""
        return f"{self.label}不少于{hours_text(self.minutes)}学时"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What is owed in a year. All constraints have to be met; `rotation` is month and day by which everyone has been
    trained once. `version` counts the changes of the stored set, 0 for one that comes with the program."""

    name: str
    constraints: tuple[Constraint, ...]
    region: str = ""
    rotation: tuple[int, int] | None = None
    unit_minutes: int = MINUTES_PER_HOUR
    version: int = 0

    @property
    def counted(self) -> frozenset[TrainingCategory]:
        """Every category that some constraint asks for."""
        return frozenset().union(*(constraint.categories for constraint in self.constraints))

    @property
    def minutes(self) -> int:
        """All constraints together."""
        return sum(constraint.minutes for constraint in self.constraints)

    @property
    def yearly(self) -> bool:
        """离岗教育 is counted by case, never by year (certificates note §3.1)."""
        return bool(self.constraints) and TrainingCategory.OFF_DUTY not in self.counted

    @property
    def words(self) -> str:
        """The set as it is named under a table: name, version, constraints."""
        version = f"第{self.version}版" if self.version else "随程序提供"
        return f"{self.name}（{version}）：{'；'.join(c.words for c in self.constraints)}"

    def rotation_day(self, year: int) -> date:
        """The last day of the round in `year`; the end of the year where the set names none."""
        month, day = self.rotation or YEAR_END
        return date(year, month, day)


@dataclass(frozen=True, slots=True)
class RuleOfYear:
    """The set by which a year is counted; `remark` says so where no set was put in force for that very year."""

    rule: RuleSet
    remark: str = ""


def rule_of_year(session: Session, year: int) -> RuleOfYear:
    """The set in force for `year`; else the one in force for the nearest year; else the general one that is shipped,
    also where the set in force asks for nothing any more."""
    stored = [item for item in _live_sets(session) if item.in_force]
    chosen = min(stored, key=lambda item: (_years_away(item, year), item.id), default=None)
    if chosen is None:
        return _shipped_answer(session, "没有启用的学时规则")
    rule = _with_switch(session, rule_from(session, chosen))
    if not rule.constraints:
        return _shipped_answer(session, f"“{rule.name}”没有登记学时要求")
    if _years_away(chosen, year):
        return RuleOfYear(rule, f"没有为{year}年启用的学时规则，按“{rule.name}”计算。")
    return RuleOfYear(rule)


def rule_from(session: Session, item: TrainingRuleSet) -> RuleSet:
    """The stored set as a value. Every change of the set or of one of its constraints makes a new version."""
    found = session.scalars(
        select(TrainingConstraint)
        .where(TrainingConstraint.rule_set_id == item.id, TrainingConstraint.deleted_at.is_(None))
        .order_by(TrainingConstraint.id)
    ).all()
    rotation = (item.rotation_month, item.rotation_day) if item.rotation_month and item.rotation_day else None
    return RuleSet(
        item.name,
        tuple(Constraint(c.label, frozenset(read_categories(c.categories)[0]), c.minutes) for c in found),
        item.region or "",
        rotation,
        item.unit_minutes,
        item.row_version + sum(c.row_version - 1 for c in found),
    )


def business_fills_skill(rule: RuleSet) -> RuleSet:
    """The set with 业务知识 counted towards 执法技能, where it names skill alone and 业务知识 nowhere."""
    if TrainingCategory.PROFESSIONAL in rule.counted:
        return rule
    widened = tuple(
        replace(c, categories=c.categories | {TrainingCategory.PROFESSIONAL})
        if TrainingCategory.SKILL in c.categories
        else c
        for c in rule.constraints
    )
    return replace(rule, constraints=widened)


def shipped_rule_sets() -> Sequence[RuleSet]:
    """The sets that come with the program: a general one, one for each sample county, and 离岗教育."""
    return [_from_rows(name, rows) for name, rows in _shipped_rows()]


def take_shipped_training_rules(session: Session, year: int | None = None) -> int:
    """Store the shipped sets whose names are not there; how many were added.

    Where none is in force yet, the one of the bureau's province is put in force from `year` (for all years where None).
    """
    known = set(session.scalars(select(TrainingRuleSet.name)))
    added = 0
    for name, rows in _shipped_rows():
        if name not in known:
            _store(session, _from_rows(name, rows), rows)
            added += 1
    session.flush()
    sets = _live_sets(session)
    if not any(item.in_force for item in sets):
        _put_first_in_force(session, sets, year)
    return added


def _store(session: Session, rule: RuleSet, rows: Sequence[dict[str, str]]) -> None:
    month, day = rule.rotation or (None, None)
    item = TrainingRuleSet(
        name=rule.name,
        region=rule.region,
        unit_minutes=rule.unit_minutes,
        rotation_month=month,
        rotation_day=day,
        basis=rows[0]["basis"],
    )
    session.add(item)
    session.flush()
    for constraint, row in zip(rule.constraints, rows, strict=True):
        session.add(
            TrainingConstraint(
                rule_set_id=item.id,
                label=constraint.label,
                categories=category_words(constraint.categories),
                minutes=constraint.minutes,
                basis=row["basis"],
            )
        )


def _put_first_in_force(session: Session, sets: Sequence[TrainingRuleSet], year: int | None) -> None:
    profile = value_of(session, "province_rules")
    yearly = [item for item in sets if rule_from(session, item).yearly]
    fitting = [item for region in (profile, GENERAL) for item in yearly if item.region == region]
    if fitting:
        fitting[0].in_force, fitting[0].year_from = True, year


def _shipped_answer(session: Session, why: str) -> RuleOfYear:
    general = next(made for made in shipped_rule_sets() if made.region == GENERAL)
    return RuleOfYear(_with_switch(session, general), f"{why}，暂按随程序提供的通用规则计算。")


def _live_sets(session: Session) -> Sequence[TrainingRuleSet]:
    live = select(TrainingRuleSet).where(TrainingRuleSet.deleted_at.is_(None))
    return session.scalars(live.order_by(TrainingRuleSet.id)).all()


def _years_away(item: TrainingRuleSet, year: int) -> int:
    """0 where `year` lies within the set's years."""
    if item.year_from is not None and year < item.year_from:
        return item.year_from - year
    return max(0, year - item.year_to) if item.year_to is not None else 0


def _with_switch(session: Session, rule: RuleSet) -> RuleSet:
    return business_fills_skill(rule) if value_of(session, "business_fills_skill") else rule


def _shipped_rows() -> Iterator[tuple[str, list[dict[str, str]]]]:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for name, rows in groupby(csv.DictReader(file), key=lambda row: row["name"]):
            yield name, list(rows)


def _from_rows(name: str, rows: Sequence[dict[str, str]]) -> RuleSet:
    constraints = tuple(
        Constraint(row["label"], frozenset(read_categories(row["categories"])[0]), int(row["hours"]) * MINUTES_PER_HOUR)
        for row in rows
    )
    month, _, day = rows[0]["rotation"].partition("-")
    return RuleSet(name, constraints, rows[0]["region"], (int(month), int(day)) if day else None)
