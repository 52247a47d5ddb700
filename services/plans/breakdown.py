"""任务分解表: a plan's tasks on A4 landscape, in the columns that counties use (documents note C1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.plan import Plan, PlanTarget, PlanTask, PlanTaskUnit, UnitRole
from services.plans.ledger import TaskLedger
from services.plans.timeline import target_words
from services.query import Condition, LedgerQuery, LedgerRow, Operator
from services.uow import Database

if TYPE_CHECKING:
    from services.printing.table import TablePrint

MOST_TASKS = 2000
SIGNATURES = ("填报人", "审核人", "日期")


@dataclass(frozen=True, slots=True)
class _Column:
    label: str
    share: float
    optional: bool = False  # left out where no task has anything in it


COLUMNS = (
    _Column("序号", 3),
    _Column("类别", 5, optional=True),
    _Column("任务内容", 17),
    _Column("量化指标", 6, optional=True),
    _Column("牵头单位", 6, optional=True),
    _Column("责任单位", 8, optional=True),
    _Column("配合单位", 6, optional=True),
    _Column("牵头领导", 4, optional=True),
    _Column("时限原文", 6),
    _Column("当前时限", 6),
    _Column("工作措施", 8, optional=True),
    _Column("进展", 8, optional=True),
    _Column("单位完成", 4.5, optional=True),
    _Column("完成率", 4),
    _Column("状态", 4.5),
)


def print_breakdown(database: Database, tasks: TaskLedger, plan_id: int, target: Path, bureau: str) -> int:
    """Write the table as PDF; how many pages it has. StorageError where it cannot be written."""
    from services.printing.table import print_table  # with reportlab: only when somebody prints

    return print_table(breakdown(database, tasks, plan_id, bureau), target)


def breakdown(database: Database, tasks: TaskLedger, plan_id: int, bureau: str) -> TablePrint:
    """The table with the columns that have something in them."""
    from services.printing.grid import Align
    from services.printing.table import TableColumn, TablePrint

    title, lines = _lines(database, tasks, plan_id)
    shown = [n for n, column in enumerate(COLUMNS) if not column.optional or any(line[n] for line in lines)]
    columns = tuple(
        TableColumn(
            COLUMNS[n].label,
            COLUMNS[n].share,
            Align.CENTER if COLUMNS[n].share < 5 else Align.LEFT,
            merge=COLUMNS[n].label == "类别",
        )
        for n in shown
    )
    rows = [[line[n] for n in shown] for line in lines]
    return TablePrint(
        f"{title}任务分解表",
        columns,
        rows,
        tasks.today,
        bureau,
        signatures=SIGNATURES,
        landscape=True,
        continued="续表",
    )


def _lines(database: Database, tasks: TaskLedger, plan_id: int) -> tuple[str, Sequence[Sequence[str]]]:
    mine = Condition("plan_id", Operator.EQUALS, plan_id)
    found = tasks.search(LedgerQuery(conditions=(mine,), sort="position", limit=MOST_TASKS)).rows
    with database.read() as session:
        title = session.scalars(select(Plan.title).where(Plan.id == plan_id)).one()
        units: defaultdict[tuple[int, UnitRole], list[str]] = defaultdict(list)
        worded = select(PlanTask.id, PlanTask.text).where(PlanTask.plan_id == plan_id)
        texts = {row.id: row.text for row in session.execute(worded)}
        of_plan = select(PlanTask.id).where(PlanTask.plan_id == plan_id)
        unit, figure = PlanTaskUnit, PlanTarget
        for row in session.scalars(select(unit).where(unit.task_id.in_(of_plan), unit.deleted_at.is_(None))):
            units[row.task_id, row.role].append(row.printed)
        figures: defaultdict[int, list[str]] = defaultdict(list)
        for target in session.scalars(select(figure).where(figure.task_id.in_(of_plan), figure.deleted_at.is_(None))):
            figures[target.task_id].append(target_words(target))
    return title, [_line(row, texts[row.id], units, figures[row.id], tasks) for row in found]


def _line(
    row: LedgerRow,
    text: str,
    units: Mapping[tuple[int, UnitRole], Sequence[str]],
    figures: Sequence[str],
    tasks: TaskLedger,
) -> list[str]:
    values = row.values
    by_role = ["、".join(units.get((row.id, role), ())) for role in UnitRole]
    due: date | None = values["due_on"]
    return [
        values["no"].strip(".．、 "),
        values["section"] or "",
        text,
        "；".join(figures),
        *by_role,
        values["leader"] or "",
        values["deadline_text"] or "",
        f"{due:%Y-%m-%d}" if due else "长期" if values["ongoing"] else "",
        values["measures"] or "",
        values["progress"] or "",
        values["units_done"],
        f"{int(values['percent_now'])}%",
        row.show(tasks.spec.field("due_state")),
    ]
