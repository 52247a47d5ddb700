"""What the page 学时达标 asks for: one year as of a day, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.officer import EnforcementOfficer
from models.training import TrainingRecord
from services.clock import Clock
from services.settings import value_of
from services.training.card import TrainingCard, training_card
from services.training.compliance import Compliance, compliance
from services.training.doubles import Suspicion
from services.training.overview import PlanOfUnit, Round, plans_of_year, rotation_round
from services.training.quotas import QuotaYear, quota_year
from services.uow import Database

BATCH = 500  # of ids in one statement


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A suspicion with the person's name and unit."""

    suspicion: Suspicion
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class TrainingYear:
    """Everything of one year as of a day; `warning_percent` is the share below which people are named in September."""

    compliance: Compliance
    round: Round
    doubtful: tuple[Doubtful, ...]
    plans: tuple[PlanOfUnit, ...]
    quotas: QuotaYear
    warning_percent: int


class TrainingOffice:
    """Years and cards of one data file, by its clock."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

    @property
    def today(self) -> date:
        """The day the figures are of, where nothing else is asked for."""
        return self._now().date()

    def years(self) -> list[int]:
        """This year, and back to the first with a record, at least the one before."""
        with self._db.read() as session:
            first = session.scalar(
                select(TrainingRecord.held_on)
                .where(TrainingRecord.deleted_at.is_(None))
                .order_by(TrainingRecord.held_on)
                .limit(1)
            )
        this = self.today.year
        earliest = min(first.year if first else this, this - 1)
        return list(range(this, max(earliest, this - 10) - 1, -1))

    def year(self, year: int, as_of: date) -> TrainingYear:
        """All figures from one moment of the file."""
        with self._db.read() as session:
            found = compliance(session, year, as_of)
            return TrainingYear(
                found,
                rotation_round(session, year, as_of),
                _named(session, found.suspicions),
                plans_of_year(session, year, as_of),
                quota_year(session, year, as_of),
                value_of(session, "hours_warning_percent"),
            )

    def card(self, officer_id: int, year: int, as_of: date) -> TrainingCard:
        """One officer's 登记卡."""
        with self._db.read() as session:
            return training_card(session, officer_id, year, as_of)


def _named(session: Session, found: Sequence[Suspicion]) -> tuple[Doubtful, ...]:
    wanted = sorted({suspicion.later.officer_id for suspicion in found})
    names: dict[int, tuple[str, str]] = {}
    officer = EnforcementOfficer
    people = select(officer.id, officer.name, EnforcementAgency.name).join(
        EnforcementAgency, EnforcementAgency.id == officer.agency_id
    )
    for start in range(0, len(wanted), BATCH):
        for officer_id, name, unit in session.execute(people.where(officer.id.in_(wanted[start : start + BATCH]))):
            names[officer_id] = name, unit
    made = [Doubtful(one, *names.get(one.later.officer_id, ("", ""))) for one in found]
    return tuple(sorted(made, key=lambda one: (one.unit, one.name, one.suspicion.later.id)))
