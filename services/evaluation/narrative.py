"""评估报告: the facts of an evaluation as a paper; what only people know stays in braces for the clerk to write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.evaluation.figures import Cells, FigureTable, Listed
from services.evaluation.plan_tables import DONE, LEADS, SECTIONS, TARGETS, UNITS
from services.evaluation.report import EVALUATIONS, KIND_LABELS, Report
from services.evaluation.standing import Standing
from services.words import chinese_date

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NAMED_AT_MOST = 60  # late tasks that the paper names; the rest is a number and stands in the workbook
IN_PAPER = ("total", DONE, Standing.IN_TIME, Standing.DONE_LATE, Standing.RUNNING, Standing.LATE, Standing.TODO,
            Standing.LONG, Standing.EXEMPT, "rate")  # fmt: skip


def evaluation_paper(report: Report, bureau: str, written_on: date) -> dict[str, Any]:
    """The paper in the exchange form of the command line; nothing in it is said that the figures do not say."""
    body: list[dict[str, Any]] = [_plain(_opening(report))]
    body += [_head("工作开展情况"), _plain("{工作开展情况：组织部署、措施和典型做法}")]
    body += [_head("完成情况"), *_results(report)]
    body += [_head("存在问题"), *_problems(report)]
    body += [_head("下一步打算"), *_plans(report)]
    kind = KIND_LABELS[report.kind]
    what = f"{report.subject}{kind}情况" if report.kind in EVALUATIONS else f"{report.subject}行政执法监督工作情况"
    return {
        "format": "文件",
        "mark": f"{bureau}文件",
        "issuer": bureau,
        "number": None,
        "title": f"{bureau}关于{_named(report)}的报告" if report.kind in EVALUATIONS else f"{bureau}关于{what}的报告",
        "to": ["{主送机关}"],
        "body": body,
        "attachments": [],
        "sign": [{"name": bureau, "seal": True}],
        "date": written_on.isoformat(),
        "note": None,
        "cc": [],
        "printed_by": None,
        "printed_on": None,
    }


def _named(report: Report) -> str:
    return f"《{report.subject}》{KIND_LABELS[report.kind]}情况"


def _opening(report: Report) -> str:
    span = f"截至{chinese_date(report.last_day)}"
    if report.kind in EVALUATIONS:
        kind = KIND_LABELS[report.kind]
        return f"我局对《{report.subject}》的落实情况进行了{kind}，数据{span}。现将有关情况报告如下："
    return f"现将{report.subject}行政执法监督工作情况报告如下，数据{span}："


def _results(report: Report) -> list[dict[str, Any]]:
    """A sentence and a table for the sections; a sentence for the units."""
    found: list[dict[str, Any]] = []
    table = report.table(SECTIONS)
    if table is not None and table.lines:
        found += [_plain(_totals(table)), _table(table, IN_PAPER)]
    units = report.table(UNITS)
    if units is not None and units.lines:
        line = units.total
        count = {key: units.number(line, key) for key in ("total", DONE, Standing.WAITING, Standing.LATE)}
        found.append(
            _plain(
                f"任务涉及{len(units.lines)}个单位，按单位任务计算共{count['total']:,}项，已完成{count[DONE]:,}项，"
                f"待核验{count[Standing.WAITING]:,}项，滞后{count[Standing.LATE]:,}项。"
            )
        )
    for other in report.tables:
        if other.key not in (SECTIONS, LEADS, UNITS, TARGETS) and other.lines:
            found.append(_table(other, tuple(column.key for column in other.columns)))
    targets = report.table(TARGETS)
    if targets is not None and targets.lines:
        found += [_plain("量化指标落实情况如下："), _table(targets, ("source", "present", "standing"))]
    return found or [_plain("{完成情况}")]


def _totals(table: FigureTable) -> str:
    """共49项，已完成30项，完成率…; the parts add up to the total."""
    line = table.total
    said = [f"共{table.number(line, 'total'):,}项任务，已完成{table.number(line, DONE):,}项"]
    done = [(Standing.IN_TIME, "按期完成"), (Standing.DONE_LATE, "逾期完成")]
    said.append("（" + "，".join(f"{words}{table.number(line, key):,}项" for key, words in done) + "）")
    rest = (
        (Standing.RUNNING, "推进中"),
        (Standing.LATE, "滞后"),
        (Standing.TODO, "未启动"),
        (Standing.LONG, "长期坚持"),
        (Standing.EXEMPT, "不适用"),
    )
    said += [f"，{words}{count:,}项" for key, words in rest if (count := table.number(line, key))]
    rate = table.text(line, table.column("rate"))
    return "".join(said) + (
        f"；完成率{rate}，不计长期坚持和不适用的任务。" if table.share(line, table.column("rate")).due else "。"
    )


def _problems(report: Report) -> list[dict[str, Any]]:
    """Who lags with what, by unit; the reasons are the clerk's."""
    found: list[dict[str, Any]] = []
    late = _late(report)
    if late:
        count = sum(len(items) for _unit, items in late)
        found.append(_plain(f"截至{chinese_date(report.last_day)}，{len(late)}个单位有{count:,}项任务滞后："))
        shown = 0
        for unit, items in late:
            found.append({"level": 2, "text": unit if len(items) == 1 else f"{unit}（{len(items)}项）"})
            for item in items:
                if shown < NAMED_AT_MOST:
                    found.append(_plain(f"{item.title.rstrip('。…')}（{_late_words(item)}）。"))
                shown += 1
        if shown > NAMED_AT_MOST:
            found.append(_plain(f"其余{shown - NAMED_AT_MOST:,}项见附表。"))
    elif report.kind in EVALUATIONS:
        found.append(_plain(f"截至{chinese_date(report.last_day)}没有滞后的任务。"))
    return [*found, _plain("{存在问题和原因分析}")]


def _late(report: Report) -> list[tuple[str, Sequence[Listed]]]:
    table = report.table(LEADS)
    if table is None:
        return []
    column = table.column(Standing.LATE)
    return [(line.label, items) for line in table.lines if (items := table.behind(line, column))]


def _late_words(item: Listed) -> str:
    """时限为2026年6月1日，已逾期14天."""
    words = item.words.removeprefix("滞后，").replace("时限", "时限为", 1)
    return ISO_DAY.sub(lambda day: chinese_date(date.fromisoformat(day[0])), words)


def _plans(report: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    table = report.table(SECTIONS)
    if table is not None:
        line = table.total
        late, todo = (table.number(line, key) for key in (Standing.LATE, Standing.TODO))
        words = [f"滞后的{late:,}项逐项明确完成时间并督办"] if late else []
        words += [f"未启动的{todo:,}项督促责任单位启动" if todo else ""]
        if said := "，".join(filter(None, words)):
            found.append(_plain(f"{said}。"))
    return [*found, _plain("{下一步打算}")]


def _table(table: FigureTable, wanted: Sequence[str]) -> dict[str, Any]:
    """The table with these columns; a lying page where there are many."""
    columns = [column for column in table.columns if column.key in wanted]
    heads = [{"label": table.head, "width": 3}]
    heads += [
        {"label": c.label, "width": c.width, **({} if c.cells is Cells.WORDS else {"align": "right"})} for c in columns
    ]
    rows = [[line.label, *(table.text(line, column) for column in columns)] for line in table.all_lines]
    return {"table": {"caption": table.title, "columns": heads, "rows": rows}}


def _head(text: str) -> dict[str, Any]:
    return {"level": 1, "text": text}


def _plain(text: str) -> dict[str, Any]:
    return {"level": 0, "text": text}
