"""What the desk counts itself beside the figures that tasks ask for: hours, lectures, complaints answered in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy.orm import Session

from models.plan import PlanTarget
from services.evaluation.periodic.matters import complaint_table
from services.training.compliance import compliance
from services.training.quotas import quota_year

HOURS, TIMES, PERCENT = frozenset({"学时", "课时"}), frozenset({"场", "次", "期", "堂"}), frozenset({"%", "％"})
LECTURE, LEADERS, ANSWERED = "讲座", ("班子", "领导"), ("办结率", "答复率")


def present_figures(session: Session, targets: Iterable[PlanTarget], day: date) -> dict[int, str]:
    """By the id of the target; a target that nothing here counts is left out. The year of `day` up to that day."""
    counts: list[Callable[[Session, PlanTarget, date], str]] = [_hours, _lectures, _answered]
    found = {}
    for target in targets:
        words = next((said for count in counts if (said := count(session, target, day))), "")
        if words:
            found[target.id] = words
    return found


def _hours(session: Session, target: PlanTarget, day: date) -> str:
    if target.unit not in HOURS:
        return ""
    year = compliance(session, day.year, day)
    return f"{day.year}年应训{year.rate.due:,}人，达标{year.rate.met:,}人，{year.rate.words}"


def _lectures(session: Session, target: PlanTarget, day: date) -> str:
    """How many units have held as many lectures as the year's quota asks; those for the leadership apart."""
    if target.unit not in TIMES:
        return ""
    leaders = any(word in target.source_text for word in LEADERS)
    if not leaders and LECTURE not in target.source_text:
        return ""
    year = quota_year(session, day.year, day)
    places = [n for n, q in enumerate(year.quotas) if LECTURE in q.name and q.leaders_only == leaders]
    if not places or not year.units:
        return ""
    through = sum(not unit.progress[places[0]].missing for unit in year.units)
    return f"{year.quotas[places[0]].words}：{through}/{len(year.units)}个单位办够"


def _answered(session: Session, target: PlanTarget, day: date) -> str:
    if target.unit not in PERCENT or not any(word in target.source_text for word in ANSWERED):
        return ""
    table = complaint_table(session, date(day.year, 1, 1), day)
    share = table.share(table.total, table.column("in_time_rate"))
    return f"{day.year}年投诉举报到期{share.due:,}件，按期答复{share.met:,}件，{share.words}"
