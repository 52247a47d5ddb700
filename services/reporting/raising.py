"""应报: the rows that say which unit owes which report for which period. Made from the duties, never twice."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.agency import AgencyGroup, EnforcementAgency, GroupCover
from models.reporting import DayShift, DutyScope, ReportDuty, ReportState, UnitReport
from services.reporting.periods import Period, wanted_periods
from services.settings import value_of
from services.unit_match import UnitMatcher
from services.units.groups import units_of_group
from services.workdays import WorkCalendar

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "data" / "report_duties.csv"
OUT_OF_SCOPE = "不再列为报送单位"
COVERS = {
    DutyScope.ALL: GroupCover.ALL,
    DutyScope.DEPARTMENTS: GroupCover.DEPARTMENTS,
    DutyScope.TOWNSHIPS: GroupCover.TOWNSHIPS,
}


@dataclass(frozen=True, slots=True)
class Raised:
    """What one look at a duty came to."""

    made: int = 0
    moved: int = 0
    period: Period | None = None

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.made or self.moved)


def units_of_duty(session: Session, duty: ReportDuty) -> Sequence[EnforcementAgency]:
    """The units in force that owe the report; the bureau owes itself none."""
    if duty.scope is DutyScope.GROUP:
        group = session.get(AgencyGroup, duty.group_id) if duty.group_id else None
        found = units_of_group(session, group) if group is not None and group.deleted_at is None else ()
    else:
        found = units_of_group(session, AgencyGroup(name="", covers=COVERS[duty.scope]))
    own = bureau_id(session)
    return [unit for unit in found if unit.id != own]


def bureau_id(session: Session) -> int | None:
    """The bureau's own row in the register, where it has one."""
    match = UnitMatcher(session, value_of(session, "county_name")).find(value_of(session, "bureau_name"))
    return match.agency_id if match else None


def raise_reports(session: Session, duty: ReportDuty, today: date) -> Raised:
    """Make what is missing of the duty's periods up to the next one ahead.

    Rows that a clerk removed stay removed. Units that the duty no longer means owe no round that lies ahead. A row that
    is still owed and was never extended follows its duty to another date.
    """
    if not duty.active or duty.deleted_at is not None:
        return Raised()
    calendar = WorkCalendar.load(session)
    report = UnitReport
    last = session.scalar(
        select(func.max(func.coalesce(report.original_due_on, report.due_on))).where(report.duty_id == duty.id)
    )
    periods = wanted_periods(duty, _as_date(last), today, calendar)
    units = units_of_duty(session, duty) if periods else ()
    made = moved = 0
    for period in periods:
        rows = session.scalars(select(report).where(report.duty_id == duty.id, report.period == period.words)).all()
        known = {row.agency_id for row in rows}
        moved += _follow(rows, period)
        if rows and period.due_on < today:
            continue  # a round that is over asks no unit that came later
        _keep_scope(rows, {unit.id for unit in units})
        fresh = [unit for unit in units if unit.id not in known]
        session.add_all(
            UnitReport(
                duty_id=duty.id, period=period.words, agency_id=unit.id, due_on=period.due_on, sample=unit.sample
            )
            for unit in fresh
        )
        made += len(fresh)
    session.flush()
    return Raised(made, moved, periods[-1] if periods else None)


def duties_in_force(session: Session) -> Sequence[ReportDuty]:
    """What units have to report at present."""
    return session.scalars(
        select(ReportDuty).where(ReportDuty.deleted_at.is_(None), ReportDuty.active).order_by(ReportDuty.id)
    ).all()


def is_behind(session: Session, today: date) -> bool:
    """Whether a duty in force has no round ahead although its rule gives one: cheap, for asking at every start."""
    calendar = WorkCalendar.load(session)
    report = UnitReport
    ahead: dict[int, date | None] = {
        duty_id: _as_date(last)
        for duty_id, last in session.execute(
            select(report.duty_id, func.max(func.coalesce(report.original_due_on, report.due_on))).group_by(
                report.duty_id
            )
        )
    }
    for duty in duties_in_force(session):
        last = ahead.get(duty.id)
        if last is not None and last >= today:
            continue
        if any(last is None or period.due_on > last for period in wanted_periods(duty, last, today, calendar)):
            return True
    return False


def take_shipped_report_duties(session: Session) -> int:
    """Store the duties known from sample plans, none of them in force; how many were added."""
    known = set(session.scalars(select(ReportDuty.title)))
    added = 0
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["title"] in known:
                continue
            session.add(
                ReportDuty(
                    title=row["title"],
                    scope=DutyScope(row["scope"]),
                    rule=row["rule"] or None,
                    shift=DayShift(row["shift"]),
                    basis=row["basis"],
                    active=False,
                )
            )
            added += 1
    session.flush()
    return added


def _follow(rows: Sequence[UnitReport], period: Period) -> int:
    open_states = (ReportState.OWED, ReportState.RETURNED)
    moved = 0
    for row in rows:
        own = row.deleted_at is None and row.state in open_states and row.original_due_on is None
        if own and row.due_on != period.due_on:
            row.due_on = period.due_on
            moved += 1
    return moved


def _keep_scope(rows: Sequence[UnitReport], wanted: Collection[int]) -> None:
    """Units that the duty no longer means are let off, unless a clerk has dealt with their row; and asked again."""
    for row in rows:
        untouched = row.state is ReportState.OWED and not row.note and row.original_due_on is None
        if row.deleted_at is not None:
            continue
        if row.agency_id not in wanted and untouched:
            row.state, row.note = ReportState.EXEMPT, OUT_OF_SCOPE
        elif row.agency_id in wanted and row.state is ReportState.EXEMPT and row.note == OUT_OF_SCOPE:
            row.state, row.note = ReportState.OWED, None


def _as_date(value: date | str | None) -> date | None:
    """SQLite gives the largest of coalesced dates back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
