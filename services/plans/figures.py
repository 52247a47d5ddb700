"""The figures that a task asks for, beside what the desk can count by itself today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.plan import PlanTarget
from models.training import ActivityKind, UnitActivity
from services.plans.timeline import Lines, target_words
from services.training.compliance import compliance
from services.training.quotas import enforcing_units

HOURS = frozenset({"学时", "课时"})
TIMES = frozenset({"次", "场", "期", "件", "个", "篇", "例"})
ACTIVITIES = {"讲座": ActivityKind.LECTURE, "心理": ActivityKind.PSYCHOLOGICAL, "柔性": ActivityKind.FLEXIBLE_CASE}
LEADERS = ("领导", "班子")


def figure_lines(session: Session, targets: Sequence[PlanTarget], text: str, today: date) -> Lines:
    """Each target with its sentence, and where hours or activities of units are asked for how many have them by now.

    `text` is the task's, where a clause of its own does not say what is counted (至少1场请班子成员听).
    """
    return tuple(
        ("指标", f"{target_words(target)}　原文：{target.source_text}{_present(session, target, text, today)}")
        for target in targets
    )


def _present(session: Session, target: PlanTarget, text: str, today: date) -> str:
    if target.unit in HOURS:
        found = compliance(session, today.year, today)
        return f"　今年已有{sum(p.met for p in found.people)}/{len(found.people)}人达标，明细在“学时达标”。"
    kind = next((kind for word, kind in ACTIVITIES.items() if word in target.source_text or word in text), None)
    if kind is None or target.unit not in TIMES or target.period != "year":
        return ""
    done, units = _held(session, kind, any(word in target.source_text for word in LEADERS), today)
    enough = sum(done[unit] * 100 >= target.amount_hundredths for unit in units)
    return f"　今年已有{enough}/{len(units)}个单位达到，明细在“单位年度活动”。"


def _held(session: Session, kind: ActivityKind, leaders: bool, today: date) -> tuple[Counter[int], Sequence[int]]:
    """How often each unit did it this year, and the units that are asked."""
    item = UnitActivity
    rows = select(item.agency_id).where(
        item.kind == kind, item.held_on.between(date(today.year, 1, 1), today), item.deleted_at.is_(None)
    )
    if leaders:
        rows = rows.where(item.for_leaders)
    return Counter(session.scalars(rows)), list(enforcing_units(session))
