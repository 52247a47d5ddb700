"""Figures over the ledgers: what expires, what was answered in time, what was found, who has the hours. Always counted
at the moment they are asked for; shares stay pairs of whole numbers, so nothing is rounded up to a target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from models.problem import Complaint, Problem, ProblemState
from services.certificates.kinds import CERTIFYING, ENFORCING
from services.clock import Clock
from services.code_tables import PROBLEM_KINDS
from services.training.compliance import Compliance, compliance
from services.uow import Database

FORECAST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Days that figures are counted over, both ends included."""

    first: date
    last: date

    @classmethod
    def year(cls, year: int) -> Period:
        """The calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def half(cls, year: int, number: int) -> Period:
        """The first (1) or second (2) half of a year."""
        return cls(date(year, 1, 1), date(year, 6, 30)) if number == 1 else cls(date(year, 7, 1), date(year, 12, 31))


@dataclass(frozen=True, slots=True)
class Share:
    """`done` of `due`; where nothing was due there is no ratio, and no target is met or missed."""

    name: str
    done: int
    due: int

    @property
    def ratio(self) -> Fraction | None:
        """Exact; None where nothing was due."""
        return Fraction(self.done, self.due) if self.due else None

    def meets(self, percent: int) -> bool | None:
        """Whether it reaches `percent` per cent, without rounding; None where nothing was due."""
        return self.done * 100 >= percent * self.due if self.due else None


@dataclass(frozen=True, slots=True)
class Shares:
    """The units, the lowest share first, and all of them together."""

    units: tuple[Share, ...]

    @property
    def total(self) -> Share:
        """All units together."""
        return Share("合计", sum(unit.done for unit in self.units), sum(unit.due for unit in self.units))

    def missing(self, percent: int) -> tuple[Share, ...]:
        """Units below `percent` per cent."""
        return tuple(unit for unit in self.units if unit.meets(percent) is False)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Certificates whose last day lies in one month."""

    year: int
    month: int
    count: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The months to come, the present one first, and how many are past their last day already."""

    months: tuple[MonthCount, ...]
    expired: int

    @property
    def total(self) -> int:
        """Over all months."""
        return sum(month.count for month in self.months)

    @property
    def peak(self) -> MonthCount | None:
        """The month with most, the earliest among equals; None where nothing expires."""
        found = max(self.months, key=lambda month: month.count, default=None)
        return found if found and found.count else None


@dataclass(frozen=True, slots=True)
class KindCount:
    """Problems of one kind; `open` are those not closed yet."""

    kind: str
    name: str
    count: int
    open: int


@dataclass(frozen=True, slots=True)
class UnitProblems:
    """Problems of one unit by state; `late` are open ones past their date, counted in their state as well."""

    unit: str
    registered: int
    rectifying: int
    submitted: int
    closed: int
    late: int

    @property
    def open(self) -> int:
        """Not closed yet."""
        return self.registered + self.rectifying + self.submitted

    @property
    def count(self) -> int:
        """All of them."""
        return self.open + self.closed


class Statistics:
    """Figures of one data file, by its clock."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

    @property
    def today(self) -> date:
        """The day the figures are of."""
        return self._now().date()

    def expiry_forecast(self, months: int = FORECAST_MONTHS) -> Forecast:
        """Current certificates of officers on post by the month of their last day; the present month from today on.

        Suspended, recalled, cancelled, revoked and replaced ones and those without an end are left out.
        """
        today = self.today
        asked = [_month_after(today, n) for n in range(months)]
        year, month = _month_after(today, months)
        certificate = EnforcementCertificate
        counted = (
            certificate.current,
            certificate.kind.in_(ENFORCING),
            certificate.deleted_at.is_(None),
            certificate.status.in_(CERTIFYING),
            certificate.valid_forever.is_(False),
            EnforcementOfficer.deleted_at.is_(None),
            EnforcementOfficer.post_status == PostStatus.ON_POST,
        )
        by_month = func.strftime("%Y-%m", certificate.valid_to)
        base = (
            select(func.count())
            .select_from(certificate)
            .join(EnforcementOfficer, EnforcementOfficer.id == certificate.officer_id)
        )
        coming = (
            base.add_columns(by_month)
            .where(*counted, certificate.valid_to >= today, certificate.valid_to < date(year, month, 1))
            .group_by(by_month)
        )
        with self._db.read() as session:
            found = {name: count for count, name in session.execute(coming)}
            expired = session.scalar(base.where(*counted, certificate.valid_to < today)) or 0
        counts = tuple(MonthCount(y, m, found.get(f"{y:04d}-{m:02d}", 0)) for y, m in asked)
        return Forecast(counts, expired)

    def answered_in_time(self, period: Period) -> Shares:
        """Complaints whose limit lies in `period`: answered not after it, of those answered or past it unanswered.

        Those without a limit, and those still open whose limit has not passed, are not judged.
        """
        in_time = _sum(Complaint.answered_on <= Complaint.due_on)
        statement = (
            select(EnforcementAgency.name, in_time, func.count())
            .select_from(Complaint)
            .join(EnforcementAgency, EnforcementAgency.id == Complaint.agency_id)
            .where(
                Complaint.deleted_at.is_(None),
                Complaint.due_on.between(period.first, period.last),
                or_(Complaint.answered_on.is_not(None), Complaint.due_on < self.today),
            )
            .group_by(EnforcementAgency.id)
        )
        return self._shares(statement)

    def training(self, year: int) -> Compliance:
        """学时达标 of `year` as of today, of a past year as of its last day: the figures of the page of that name."""
        with self._db.read() as session:
            return compliance(session, year, self.today)

    def problem_kinds(self, period: Period) -> tuple[KindCount, ...]:
        """Problems found in `period` by kind, the most frequent first."""
        is_open = _sum(Problem.state != ProblemState.CLOSED)
        statement = (
            select(Problem.kind, func.count(), is_open)
            .where(Problem.deleted_at.is_(None), Problem.found_on.between(period.first, period.last))
            .group_by(Problem.kind)
        )
        with self._db.read() as session:
            rows = session.execute(statement).all()
        found = [KindCount(kind, PROBLEM_KINDS.get(kind, kind), count, still) for kind, count, still in rows]
        order = {kind: place for place, kind in enumerate(PROBLEM_KINDS)}
        return tuple(sorted(found, key=lambda item: (-item.count, order.get(item.kind, len(order)))))

    def problems_by_unit(self, period: Period) -> tuple[UnitProblems, ...]:
        """Problems found in `period` by unit and state; units with late ones first, then those with most open."""
        late = _sum((Problem.state != ProblemState.CLOSED) & (Problem.due_on < self.today))
        statement = (
            select(EnforcementAgency.name, *(_sum(Problem.state == state) for state in ProblemState), late)
            .select_from(Problem)
            .join(EnforcementAgency, EnforcementAgency.id == Problem.agency_id)
            .where(Problem.deleted_at.is_(None), Problem.found_on.between(period.first, period.last))
            .group_by(EnforcementAgency.id)
        )
        with self._db.read() as session:
            rows = session.execute(statement).all()
        found = [UnitProblems(row[0], *row[1:6]) for row in rows]
        return tuple(sorted(found, key=lambda unit: (-unit.late, -unit.open, -unit.count, unit.unit)))

    def _shares(self, statement: Select[*tuple[Any, ...]]) -> Shares:
        with self._db.read() as session:
            found = [Share(*row) for row in session.execute(statement)]
        return Shares(tuple(sorted(found, key=lambda unit: (unit.ratio or 0, -unit.due, unit.name))))


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows fulfil it; a comparison with nothing (NULL) is not fulfilled."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _month_after(day: date, months: int) -> tuple[int, int]:
    """Year and month, `months` after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1
