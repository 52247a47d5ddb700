"""The tables of an evaluation: by section, by the unit that leads, by the unit that owes, by target figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.evaluation.counting import Count, table
from services.evaluation.figures import Cells, FigureColumn, FigureLine, FigureTable, Listed
from services.evaluation.plan_facts import TaskFacts, said
from services.evaluation.standing import DEFINITIONS, STANDING_LABELS, Standing, standing_of
from services.plans.timeline import target_words

SECTIONS, LEADS, UNITS, TARGETS = "sections", "leads", "units", "targets"
DONE, CHECKS = "done", "checks"
FINISHED = (Standing.IN_TIME, Standing.DONE_LATE)
TASK_PARTS = (
    Standing.IN_TIME,
    Standing.DONE_LATE,
    Standing.RUNNING,
    Standing.LATE,
    Standing.TODO,
    Standing.LONG,
    Standing.EXEMPT,
)
UNIT_PARTS = (*TASK_PARTS[:2], Standing.WAITING, *TASK_PARTS[2:])
WATCHED = frozenset({Standing.LATE})
REPEATED = "每年、每季、每月重复的任务，上一期已经办结、下一期还没有到时限的算完成，按上一期判断是否按期。"
ONE_LEAD = "一项任务只算一次：算在第一个牵头单位，没有牵头单位的算在第一个责任单位，单位按计划原文。"
OF_UNITS = (
    "按单位任务计数：一项任务分给几个单位就是几项，牵头、责任、配合都算，一个组按组里的单位分别计算；"
    "待核验的是按期或逾期要等核验后再定。"
)
SHARE_OF_DONE = "已完成÷（总数－长期－不适用）；没有应完成的写“—”，四舍五入到一位小数。"
SHARE_IN_TIME = "按期完成÷（按期完成＋逾期完成＋滞后）；没有到期和完成的写“—”，四舍五入到一位小数。"


def plan_tables(
    tasks: Sequence[TaskFacts], day: date, present: Mapping[int, str] | None = None
) -> tuple[FigureTable, ...]:
    """The four tables of a plan on `day`; `present` says by target what the desk counts itself."""
    found = (
        of_tasks(tasks, day, SECTIONS, "任务完成情况（按章节）", "章节", lambda task: task.section, REPEATED),
        of_tasks(
            tasks, day, LEADS, "任务完成情况（按牵头单位）", "牵头单位", lambda task: task.lead, ONE_LEAD + REPEATED
        ),
        of_units(tasks, day),
    )
    targets = of_targets(tasks, day, present or {})
    return (*found, targets) if targets.lines else found


def of_tasks(
    tasks: Sequence[TaskFacts],
    day: date,
    key: str,
    title: str,
    head: str,
    group: Callable[[TaskFacts], str],
    remark: str,
) -> FigureTable:
    """Tasks counted once each, by what `group` says, the groups in the order in which they come."""
    count = Count()
    for task in tasks:
        found = standing_of(replace(task.facts, reported_on=None), day)  # a unit's report does not settle the task
        columns = [*_columns_of(found), *(["extended"] if task.extended else [])]
        listed = Listed("tasks", task.id, task.title, task.lead, task.words(day))
        count.put(group(task), f"task:{task.id}", listed, columns)
        for note_id, noted_on, text in task.checks:
            if noted_on <= day:
                looked = replace(listed, words=f"{noted_on:%Y-%m-%d}　{text}")
                count.put(group(task), f"check:{note_id}", looked, (CHECKS,))
    more = (
        FigureColumn("extended", "其中延期", "批准过延期的任务，完成的和没有完成的都在内。"),
        FigureColumn(CHECKS, "检查次数", "长期任务登记过的定期检查，一次算一次。"),
    )
    return table(key, title, head, "项", (*_columns(TASK_PARTS, "任务"), *more), count, remark)


def of_units(tasks: Sequence[TaskFacts], day: date) -> FigureTable:
    """What units owe, each part counted once under its unit; units that lag most first."""
    count = Count()
    for task in tasks:
        for part in task.parts:
            listed = Listed("obligations", part.id, task.title, part.unit, said(part.facts, day))
            count.put(part.unit, f"unit:{part.id}", listed, _columns_of(standing_of(part.facts, day)))
    found = list(count.lines())
    found.sort(key=lambda line: (-len(line.lists.get(Standing.LATE, ())), -len(line.lists.get("total", ()))))
    return FigureTable(
        UNITS,
        "单位任务完成情况（按单位）",
        "单位",
        "项",
        _columns(UNIT_PARTS, "单位任务"),
        tuple(found),
        count.items,
        OF_UNITS,
    )


def of_targets(tasks: Sequence[TaskFacts], day: date, present: Mapping[int, str]) -> FigureTable:
    """The figures that tasks ask for, with what the desk counts itself beside them."""
    items = {f"task:{task.id}": Listed("tasks", task.id, task.title, task.lead, task.words(day)) for task in tasks}
    columns = (
        FigureColumn("source", "原文", cells=Cells.WORDS, width=4),
        FigureColumn("present", "台账里的数", cells=Cells.WORDS, width=3),
        FigureColumn("standing", "任务状态", cells=Cells.WORDS, width=1.2),
        FigureColumn("task", "任务"),
    )
    lines = []
    for task in tasks:
        for target in task.targets:
            words = {
                "source": target.source_text,
                "present": present.get(target.id, ""),
                "standing": STANDING_LABELS[standing_of(task.facts, day)],
            }
            lines.append(FigureLine(target_words(target), {"task": (f"task:{task.id}",)}, words))
    remark = "台账里能数的写在“台账里的数”一栏，其余由经办人对照材料填写。"
    return FigureTable(TARGETS, "量化指标", "指标", "项", columns, tuple(lines), items, remark, summed=False)


def _columns(parts: Sequence[Standing], what: str) -> tuple[FigureColumn, ...]:
    """总数, 已完成, then the parts that divide the whole, then two shares."""
    divided = tuple(
        FigureColumn(part, STANDING_LABELS[part], DEFINITIONS[part], part=True, watched=part in WATCHED)
        for part in parts
    )
    others = tuple(part.value for part in parts if part not in (Standing.LONG, Standing.EXEMPT))
    return (
        FigureColumn("total", "总数", f"列入计划的{what}，等于后面各栏（按期完成至不适用）之和。"),
        FigureColumn(DONE, "已完成", "按期完成和逾期完成之和。", watched=True),
        *divided,
        FigureColumn("rate", "完成率", SHARE_OF_DONE, Cells.SHARE, (DONE,), others),
        FigureColumn(
            "in_time_rate",
            "按期率",
            SHARE_IN_TIME,
            Cells.SHARE,
            (Standing.IN_TIME,),
            (Standing.IN_TIME, Standing.DONE_LATE, Standing.LATE),
        ),
    )


def _columns_of(found: Standing) -> tuple[str, ...]:
    return ("total", found.value, DONE) if found in FINISHED else ("total", found.value)
