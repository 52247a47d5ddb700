"""The figures that a task asks for, beside what the desk can count by itself today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from models.plan import PlanTarget
from services.plans.timeline import Lines, target_words
from services.training.compliance import compliance

HOURS = frozenset({"学时", "课时"})
WHERE = "在“学时达标”里看明细"


def figure_lines(session: Session, targets: Sequence[PlanTarget], today: date) -> Lines:
    """Each target with its sentence; hours of training with how many officers have met the year's rule."""
    present = ""
    if any(target.unit in HOURS for target in targets):
        found = compliance(session, today.year, today)
        present = f"　现在{sum(p.met for p in found.people)}/{len(found.people)}人达标，{WHERE}"
    return tuple(
        (target_words(target), target.source_text + (present if target.unit in HOURS else "")) for target in targets
    )
