"""What the indicators ask about training, answered by the rule of the year instead of one number of hours."""

from __future__ import annotations

from datetime import date

from services.indicator_training import TrainingFigure
from services.training.compliance import compliance
from services.training.overview import rotation_round
from services.uow import Database


class RuleTraining:
    """The figures of 学时达标, in the shape that the indicators read."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def hours_met(self, as_of: date) -> TrainingFigure:
        """Who met every constraint, of those who owe training."""
        with self._db.read() as session:
            found = compliance(session, as_of.year, as_of)
        met = {person.holder.officer_id: person.met for person in found.people}
        return TrainingFigure(met, found.definition, f"{found.rule.words}{found.remark}")

    def round_covered(self, as_of: date) -> TrainingFigure:
        """Who has been trained in the round, of those who held a card on post on its last day."""
        with self._db.read() as session:
            found = rotation_round(session, as_of.year, as_of)
        been = {holder.officer_id: True for holder in found.trained}
        met = been | {holder.officer_id: False for holder in found.missing}
        return TrainingFigure(met, found.footing, "“学时规则”里的轮训截止日")
