"""An evaluation drawn from the ledger: who has done what, frozen, on paper, in a workbook; today is 15 June 2026."""

from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from services.errors import NotFoundError, ValidationError
from services.evaluation.figures import Cells
from services.evaluation.plan_tables import LEADS, SECTIONS, TARGETS, UNITS
from services.evaluation.report import EVALUATIONS, ReportKind
from services.plans.store import load_plan
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)
PLAN = """样板县人民政府办公室关于印发样板县执法提升方案（2025—2026年）的通知

样府办〔2026〕3号

样板县执法提升方案

一、打牢基础
1.整理名册。各单位核对在岗人员。（牵头单位：县水务局；责任单位：县林业局；完成时限：2026年6月10日前）
2.畅通渠道。公布投诉电话。（责任单位：县水务局；完成时限：长期坚持）
二、抓好规范
3.公开结果。及时公开执法结果。（牵头单位：县林业局；完成时限：2026年6月20日前）
4.整理文件。清理文件不少于20件。（责任单位：县林业局、县水务局；完成时限：2026年6月1日前）
5.修订办法。修订评查办法。（完成时限：2026年12月底前）

样板县人民政府办公室
2026年1月20日
"""


@pytest.fixture
def desk(empty_desk, tmp_path):
    for name in ("县水务局", "县林业局"):
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    empty_desk.plans.accept(load_plan(file))
    return empty_desk


def plan_id(desk):
    return desk.evaluation.plans()[0].id


def task(desk, position):
    return desk.task_ledger.search(LedgerQuery(sort="position")).rows[position - 1]


def finish(desk, position, on):
    desk.task_ledger.perform("finish", task(desk, position), {"done_on": on, "progress": "已做完", "why": "材料已齐"})


def figures(report, key, label):
    """The counts of a line that are not 0, by the words of their columns."""
    table = report.table(key)
    line = next(line for line in table.all_lines if line.label == label)
    counted = [column for column in table.columns if column.cells is Cells.COUNT]
    return {column.label: table.number(line, column.key) for column in counted if table.number(line, column.key)}


def evaluated(desk, day=TODAY, kind=ReportKind.MID):
    return desk.evaluation.evaluate(plan_id(desk), day, kind)


def test_tasks_are_counted_by_section_and_each_once_by_the_unit_that_leads(desk):
    finish(desk, 1, date(2026, 6, 9))
    finish(desk, 4, date(2026, 6, 8))
    report = evaluated(desk)
    assert figures(report, SECTIONS, "合计") == {
        "总数": 5,
        "已完成": 2,
        "按期完成": 1,
        "逾期完成": 1,
        "未启动": 2,
        "长期": 1,
    }
    assert {line.label for line in report.table(LEADS).lines} == {"县水务局", "县林业局", "没有写明单位"}
    assert figures(report, LEADS, "县林业局") == {"总数": 2, "已完成": 1, "逾期完成": 1, "未启动": 1}
    table = report.table(SECTIONS)
    assert table.text(table.total, table.column("rate")) == "50.0%"  # 2 of 4: the long-term one does not count
    assert table.text(table.total, table.column("in_time_rate")) == "50.0%"


def test_a_late_task_opens_by_its_number_with_the_days_it_is_late(desk):
    report = evaluated(desk)
    table = report.table(SECTIONS)
    found = table.behind(table.total, table.column("late"))
    assert [(item.page, item.row_id, item.unit) for item in found] == [
        ("tasks", task(desk, 1).id, "县水务局"),
        ("tasks", task(desk, 4).id, "县林业局"),
    ]
    assert found[1].words == "滞后，时限2026-06-01，已逾期14天"


def test_units_are_counted_by_what_each_of_them_owes(desk):
    assert figures(evaluated(desk), UNITS, "县水务局") == {"总数": 3, "滞后": 2, "长期": 1}
    assert figures(evaluated(desk), UNITS, "合计")["总数"] == 6
    row = next(
        r
        for r in desk.ledgers["obligations"].search(LedgerQuery()).rows
        if r.values["task_id"] == task(desk, 4).id and r.values["unit"] == "县水务局"
    )
    desk.ledgers["obligations"].perform("report", row, {"text": "已做完", "on": TODAY})
    assert figures(evaluated(desk), UNITS, "县水务局") == {"总数": 3, "滞后": 1, "待核验": 1, "长期": 1}


def test_an_earlier_day_does_not_know_what_came_after_it(desk):
    finish(desk, 4, date(2026, 6, 8))
    assert figures(evaluated(desk, date(2026, 5, 20)), SECTIONS, "合计") == {"总数": 5, "未启动": 4, "长期": 1}
    assert figures(evaluated(desk, date(2026, 6, 7)), SECTIONS, "合计")["滞后"] == 1


def test_a_day_to_come_and_a_plan_in_the_bin_are_refused(desk):
    with pytest.raises(ValidationError, match="晚于今天"):
        evaluated(desk, date(2026, 6, 16))
    with pytest.raises(NotFoundError, match="不在台账"):
        desk.evaluation.evaluate(999, TODAY)


def test_a_yearly_task_whose_round_is_done_counts_as_done_with_the_units_that_were_through(desk):
    values = {"plan_id": plan_id(desk), "text": "报送年度总结。", "lead": "县水务局", "responsible": "县林业局"}
    desk.task_editor.add(values | {"deadline": "每年6月20日前", "section": "三、加强总结"})
    assert figures(evaluated(desk), SECTIONS, "三、加强总结") == {"总数": 1, "未启动": 1}
    ledger = desk.ledgers["obligations"]
    row = next(
        r
        for r in ledger.search(LedgerQuery()).rows
        if r.values["task_id"] == task(desk, 6).id and r.values["role"] == "lead"
    )
    ledger.perform("report", row, {"text": "已报", "on": date(2026, 6, 12)})
    ledger.perform("pass", ledger.load(row.id), {"by": "容知秋", "on": TODAY, "text": ""})
    finish(desk, 6, TODAY)
    assert task(desk, 6).values["due_on"] == date(2027, 6, 20)
    report = evaluated(desk)
    assert figures(report, SECTIONS, "三、加强总结") == {"总数": 1, "已完成": 1, "按期完成": 1}
    assert figures(report, UNITS, "县水务局")["按期完成"] == 1
    assert "按期完成" not in figures(report, UNITS, "县林业局")
    assert figures(evaluated(desk, date(2026, 6, 14)), SECTIONS, "三、加强总结") == {"总数": 1, "推进中": 1}


def test_what_the_desk_counts_itself_stands_beside_the_target(sample_desk):
    found = {}
    for plan in sample_desk.evaluation.plans():
        table = sample_desk.evaluation.evaluate(plan.id, TODAY).table(TARGETS)
        for line in table.lines if table is not None else ():
            found[line.words["source"]] = line.words["present"]
    assert any("个单位办够" in words for source, words in found.items() if "讲座" in source)
    assert any("按期答复" in words for source, words in found.items() if "办结率" in source)


def test_a_target_stands_beside_its_task(desk):
    table = evaluated(desk).table(TARGETS)
    assert [line.label for line in table.lines] == ["≥20件"]
    assert table.behind(table.lines[0], table.column("task"))[0].row_id == task(desk, 4).id


def test_frozen_figures_never_change_whatever_happens_in_the_ledger(desk):
    before = evaluated(desk)
    outcome = desk.evaluation.freeze(before)
    assert "已冻结" in outcome.message
    finish(desk, 1, TODAY)
    desk.ledgers["tasks"].set_values([task(desk, 4).id], {"summary": "改了名字"})
    chosen = desk.evaluation.frozen(EVALUATIONS, plan_id(desk))
    frozen = desk.evaluation.load(chosen[0].id)
    assert [table.to_json() for table in frozen.tables] == [table.to_json() for table in before.tables]
    assert figures(evaluated(desk), SECTIONS, "合计")["已完成"] == 1
    assert "冻结" in frozen.frozen_words
    with pytest.raises(ValidationError, match="已经冻结"):
        desk.evaluation.freeze(frozen)


def test_a_later_evaluation_is_set_against_the_frozen_one(desk):
    desk.evaluation.freeze(evaluated(desk))
    finish(desk, 1, TODAY)
    earlier = desk.evaluation.load(desk.evaluation.frozen(EVALUATIONS)[0].id)
    table = evaluated(desk).compared(earlier).table(SECTIONS)
    said = {column.key: table.text(table.total, column) for column in table.columns if column.label == "较上次"}
    assert said == {"done_change": "+1", "late_change": "−1"}


def test_the_report_is_a_paper_of_facts_with_places_for_the_clerks_own_words(desk):
    finish(desk, 1, TODAY)
    view = desk.drafting.open(desk.evaluation.draft(evaluated(desk)))
    words = [item.get("text", "") for item in view.text.content["body"]]
    heads = [item["text"] for item in view.text.content["body"] if item.get("level") == 1]
    assert heads == ["工作开展情况", "完成情况", "存在问题", "下一步打算"]
    assert any("共5项任务，已完成1项（按期完成0项，逾期完成1项）" in line for line in words)
    assert any("1个单位有1项任务滞后" in line for line in words)
    assert "县林业局" in words
    assert "第4项　整理文件（时限为2026年6月1日，已逾期14天）。" in words
    rows = next(item["table"]["rows"] for item in view.text.content["body"] if "table" in item)
    assert rows[-1][:3] == ["合计", "5", "1"]
    with pytest.raises(ValidationError, match="主送机关"):
        desk.drafting.step("submit", view.id, view.row_version)


def test_the_paper_can_be_laid_out(desk, tmp_path):
    from services.documents.signing import lay_out

    view = desk.drafting.open(desk.evaluation.draft(evaluated(desk)))
    lay_out(view.text.content, tmp_path / "报告.pdf")
    assert "任务完成情况（按章节）" in pdf_words(tmp_path / "报告.pdf")


def pdf_words(file: Path) -> str:
    document = pypdfium2.PdfDocument(str(file))
    try:
        return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    finally:
        document.close()


def test_it_prints_with_bars_figures_and_definitions(desk, tmp_path):
    report = evaluated(desk)
    pages = desk.evaluation.print(report, tmp_path / "评估.pdf")
    words = pdf_words(tmp_path / "评估.pdf")
    assert pages == 7  # bars and figures of three divided tables, and the targets
    assert "滞后：没有完成，时限已过；截至当天到期的不算。" in words
    assert "没有写明单位" in words
    document = pypdfium2.PdfDocument(str(tmp_path / "评估.pdf"))
    assert {tuple(round(side) for side in page.get_size()) for page in document} == {(842, 595)}
    document.close()


def test_the_workbook_holds_the_tables_and_the_list_behind_them(desk, tmp_path):
    report = evaluated(desk)
    count = desk.evaluation.export(report, tmp_path / "评估.xlsx")
    book = openpyxl.load_workbook(tmp_path / "评估.xlsx")
    assert len(book.sheetnames) == len(report.tables) + 1
    first = book[book.sheetnames[0]]
    assert [first.cell(3, n).value for n in (1, 2, 3)] == ["章节", "总数", "已完成"]
    assert [cell.value for cell in first["B"]][3:6] == [2, 3, 5]
    listed = list(book["明细"].iter_rows(min_row=2, values_only=True))
    assert len(listed) == count
    late = [row for row in listed if row[0] == "任务完成情况（按章节）" and row[2] == "滞后"]
    assert [row[3] for row in late] == ["第1项　整理名册", "第4项　整理文件"]
