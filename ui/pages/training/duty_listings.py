"""What units owe, not persons: their training plans, and the activities of a year."""

from __future__ import annotations

from collections.abc import Iterable

from services.training.overview import PlanOfUnit
from services.training.quotas import Progress, QuotaYear
from services.training.words import lacking_text
from ui.kit.table import RIGHT, Column, State
from ui.pages.training.listing import Listing, Row

UNIT = Column("单位", 9, stretch=True)
QUOTA_CHIPS = {"done": "done", "done_late": "due", "late": "late", "run": "run"}
PLANS_NOTE = (
    "备案以收到计划的日期为准，晚于报备截止日的为逾期；截止日逢休息日是否顺延按设置。"
    "缺口是计划学时比照当年学时规则各项要求还差的学时。已办是有培训班次对应的计划班次。"
)


def plans(year: int, found: Iterable[PlanOfUnit]) -> Listing:
    """Every unit: filed or not, what the plan lacks, what was held."""
    listed = sorted(found, key=lambda plan: ("late", "todo", "due", "done").index(plan.state))
    columns = (
        UNIT,
        Column("备案", 8),
        Column("截止日", 6),
        Column("备案日期", 6),
        Column("班次", 3, RIGHT),
        Column("已办", 3, RIGHT),
        Column("对照规则的缺口", 17, stretch=True),
    )
    rows = tuple(
        (
            plan.unit,
            State(plan.state, plan.filing),
            f"{plan.due_on:%Y-%m-%d}",
            f"{plan.filed_on:%Y-%m-%d}" if plan.filed_on else "",
            plan.classes,
            plan.held,
            _gaps(plan),
        )
        for plan in listed
    )
    filed = sum(plan.filed_on is not None for plan in listed)
    late = sum(plan.state in ("late", "due") for plan in listed)
    return Listing(
        f"{year}年培训计划备案与执行情况",
        f"{len(listed)}个单位，已备案{filed}个，逾期{late}个。",
        columns,
        rows,
        PLANS_NOTE,
        {(n, -1): Row("training_plans", plan.plan_id) for n, plan in enumerate(listed)},
        "还没有登记执法单位。",
    )


def quotas(found: QuotaYear) -> Listing:
    """Every unit and quota."""
    columns = (UNIT, *(Column(quota.name, max(9, len(quota.name) + 1)) for quota in found.quotas))
    rows = tuple((unit.name, *(_quota_cell(one) for one in unit.progress)) for unit in found.units)
    late = sum(any(one.state == "late" for one in unit.progress) for unit in found.units)
    return Listing(
        f"{found.year}年单位年度任务完成情况",
        f"{len(rows)}个单位，{late}个有逾期没有完成的。" if late else f"{len(rows)}个单位，没有逾期的。",
        columns,
        rows if found.quotas else (),
        found.footing,
        {(n, -1): Row("unit_activities") for n in range(len(rows))},
        "没有启用的年度任务指标。在“年度任务指标”里启用。" if not found.quotas else "还没有登记执法单位。",
    )


def _gaps(plan: PlanOfUnit) -> str:
    if plan.plan_id is None:
        return "没有登记计划"
    return "；".join(f"{gap.constraint.label}差{lacking_text(gap.missing)}学时" for gap in plan.gaps) or "没有缺口"


def _quota_cell(found: Progress) -> State:
    return State(QUOTA_CHIPS[found.state], found.words)
