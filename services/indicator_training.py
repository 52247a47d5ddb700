"""What indicators ask about training, and an answer from the training records alone, by one yearly number of hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, func, select

from models.officer import EnforcementOfficer, PostStatus
from models.training import AttendanceStatus, TrainingCategory, TrainingRecord
from services.settings import Settings
from services.spec import MINUTES_PER_HOUR
from services.training.attendance import stands
from services.uow import Database

COUNTED = (TrainingCategory.PUBLIC_LAW, TrainingCategory.PROFESSIONAL, TrainingCategory.SKILL)


@dataclass(frozen=True, slots=True)
class TrainingFigure:
    """Who was to do something and whether each has done it, with the words that are printed under the figure."""

    met: Mapping[int, bool]
    definition: str
    basis: str


class TrainingFigures(Protocol):
    """What the indicators ask of the training part; officers by id."""

    def hours_met(self, as_of: date) -> TrainingFigure: ...
    def round_covered(self, as_of: date) -> TrainingFigure: ...


class LedgerTraining:
    """Officers on post and their confirmed hours of the year until the day."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def hours_met(self, as_of: date) -> TrainingFigure:
        """Whether each has the hours of the setting `yearly_hours`."""
        hours = int(Settings(self._db).get("yearly_hours"))
        record = TrainingRecord
        earned = (
            select(record.officer_id, func.sum(record.minutes))
            .where(*_counts(as_of), record.category.in_(COUNTED))
            .group_by(record.officer_id)
        )
        with self._db.read() as session:
            minutes = {row[0]: row[1] for row in session.execute(earned)}
            people = session.scalars(_on_post()).all()
        met = {person: minutes.get(person, 0) >= hours * MINUTES_PER_HOUR for person in people}
        definition = (
            f"分母是在岗人员，分子是{as_of.year}年到当日达到{hours}学时的人；公共法律、业务知识和执法技能合计。"
        )
        return TrainingFigure(met, definition, "“设置”里的每人全年应达到的学时")

    def round_covered(self, as_of: date) -> TrainingFigure:
        """Whether each came to a training that is part of the round."""
        came = select(TrainingRecord.officer_id).where(*_counts(as_of), TrainingRecord.rotation).distinct()
        with self._db.read() as session:
            present = frozenset(session.scalars(came))
            people = session.scalars(_on_post()).all()
        definition = f"分母是在岗人员，分子是{as_of.year}年到当日参加过轮训的人。"
        return TrainingFigure({person: person in present for person in people}, definition, "当年计划对轮训的要求")


def _counts(as_of: date) -> tuple[ColumnElement[bool], ...]:
    record = TrainingRecord
    return (
        record.deleted_at.is_(None),
        record.status == AttendanceStatus.CONFIRMED,
        stands(record),
        record.held_on.between(date(as_of.year, 1, 1), as_of),
    )


def _on_post() -> Select[Any]:
    officer = EnforcementOfficer
    return select(officer.id).where(officer.deleted_at.is_(None), officer.post_status == PostStatus.ON_POST)
