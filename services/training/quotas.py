"""What units owe in a year – lectures, a psychological activity, flexible-enforcement cases – and how far they are."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyKind, AgencyState, EnforcementAgency
from models.training import ActivityKind, QuotaRule, UnitActivity
from services.settings import value_of
from services.training.rules import GENERAL

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "data" / "quota_rules.csv"
UNDECIDED = frozenset({ActivityKind.CONTEST, ActivityKind.JOINT_TRAINING})
"""No plan names a number for these: the general rows wait for the bureau to put them in force."""


@dataclass(frozen=True, slots=True)
class Quota:
    """`times` activities of a kind by a day of the year; `leaders_only` counts those held for the leadership."""

    name: str
    kind: ActivityKind
    times: int
    leaders_only: bool
    due_on: date

    @property
    def words(self) -> str:
        """法治讲座≥4，12-31前."""
        return f"{self.name}≥{self.times}，{self.due_on:%m-%d}前"


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that a unit did."""

    agency_id: int
    kind: ActivityKind
    held_on: date
    for_leaders: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How often a unit did what a quota asks for. What came after the due day is counted, and shown as late."""

    quota: Quota
    in_time: int
    afterwards: int
    as_of: date

    @property
    def done(self) -> int:
        """Until the day that is looked at."""
        return self.in_time + self.afterwards

    @property
    def missing(self) -> int:
        """How many are still owed."""
        return max(0, self.quota.times - self.done)

    @property
    def state(self) -> str:
        """done, done late, late (past due and short), or run."""
        if self.in_time >= self.quota.times:
            return "done"
        if not self.missing:
            return "done_late"
        return "late" if self.as_of > self.quota.due_on else "run"

    @property
    def words(self) -> str:
        """3/4, with the days where it is late."""
        share = f"{self.done}/{self.quota.times}"
        days = (self.as_of - self.quota.due_on).days
        return (
            f"{share}　逾期{days}天"
            if self.state == "late"
            else f"{share}　补办"
            if self.state == "done_late"
            else share
        )


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """A unit and its progress on each quota, in the order of the quotas."""

    agency_id: int
    name: str
    progress: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class QuotaYear:
    """All units in a year as of a day."""

    year: int
    as_of: date
    quotas: tuple[Quota, ...]
    units: tuple[UnitProgress, ...]

    @property
    def footing(self) -> str:
        """What is counted, as it stands under the table."""
        asked = "；".join(quota.words for quota in self.quotas) or "没有启用的年度任务指标"
        return f"截至{self.as_of:%Y-%m-%d}。指标：{asked}。按单位活动登记的日期计，领导班子讲座同时计入讲座总数。"


def progress(quota: Quota, activities: Iterable[Activity], as_of: date) -> Progress:
    """One unit's activities against one quota; only those of the quota's year up to `as_of`."""
    days = [
        a.held_on
        for a in activities
        if a.kind is quota.kind
        and (a.for_leaders or not quota.leaders_only)
        and a.held_on.year == quota.due_on.year
        and a.held_on <= as_of
    ]
    in_time = sum(day <= quota.due_on for day in days)
    return Progress(quota, in_time, len(days) - in_time, as_of)


def quota_year(session: Session, year: int, as_of: date) -> QuotaYear:
    """Every unit that enforces, by name."""
    quotas = tuple(quotas_of(session, year))
    by_unit: defaultdict[int, list[Activity]] = defaultdict(list)
    item = UnitActivity
    rows = session.execute(
        select(item.agency_id, item.kind, item.held_on, item.for_leaders).where(
            item.deleted_at.is_(None), item.held_on.between(date(year, 1, 1), date(year, 12, 31))
        )
    )
    for agency_id, kind, held_on, leaders in rows:
        by_unit[agency_id].append(Activity(agency_id, kind, held_on, leaders))
    units = tuple(
        UnitProgress(agency_id, name, tuple(progress(quota, by_unit[agency_id], as_of) for quota in quotas))
        for agency_id, name in enforcing_units(session).items()
    )
    return QuotaYear(year, as_of, quotas, units)


def quotas_of(session: Session, year: int) -> Iterable[Quota]:
    """The quotas in force for `year`, in the order of the kinds."""
    rule = QuotaRule
    rows = session.scalars(select(rule).where(rule.in_force, rule.deleted_at.is_(None)).order_by(rule.id)).all()
    order = {kind: place for place, kind in enumerate(ActivityKind)}
    for item in sorted(rows, key=lambda r: (order[r.kind], r.leaders_only)):
        if (item.year_from or year) <= year <= (item.year_to or year):
            yield Quota(item.name, item.kind, item.times, item.leaders_only, date(year, item.due_month, item.due_day))


def enforcing_units(session: Session) -> Mapping[int, str]:
    """Id and name of the units that there are now, by name; not those kept only because plans name them."""
    unit = EnforcementAgency
    rows = session.execute(
        select(unit.id, unit.name)
        .where(unit.deleted_at.is_(None), unit.state == AgencyState.ACTIVE, unit.kind != AgencyKind.OTHER)
        .order_by(unit.name.collate("PINYIN"))
    )
    return dict(iter(rows))


def take_shipped_quota_rules(session: Session) -> int:
    """Store the shipped rows that are not there; how many were added. Those of the bureau's province are in force."""
    profile = value_of(session, "province_rules") or GENERAL
    known = {(row.name, row.region) for row in session.execute(select(QuotaRule.name, QuotaRule.region))}
    added = 0
    for row in _shipped_rows():
        if (row["name"], row["region"]) in known:
            continue
        kind = ActivityKind(row["kind"])
        month, day = (int(part) for part in row["due"].split("-"))
        session.add(
            QuotaRule(
                name=row["name"],
                kind=kind,
                times=int(row["times"]),
                leaders_only=row["leaders_only"] == "1",
                due_month=month,
                due_day=day,
                region=row["region"],
                in_force=row["region"] == profile and kind not in UNDECIDED,
                basis=row["basis"],
            )
        )
        added += 1
    session.flush()
    return added


def _shipped_rows() -> Sequence[Mapping[str, str]]:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
