"""计划评估 and 月报季报 on 示例县: numbers open lists, frozen figures stay, papers and files are made."""

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from services.query import LedgerQuery
from tests.ui.looks import faults
from ui.pages.evaluation.frozen_page import FrozenPage
from ui.pages.evaluation.page import EvaluationPage
from ui.pages.evaluation.periodic_page import PeriodicPage


@pytest.fixture
def page(sample_context, show):
    return show(EvaluationPage(sample_context, lambda _file: None), sample_context)


@pytest.fixture
def periodic(sample_context, show):
    return show(PeriodicPage(sample_context, lambda _file: None), sample_context)


def put(page, label, column):
    """The keyboard onto the cell of a line and a column."""
    grid = page.view.grid
    line = next(n for n, each in enumerate(grid.figures.all_lines) if each.label == label)
    place = next(n for n, each in enumerate(grid.figures.columns, start=1) if each.label == column)
    grid.setCurrentIndex(grid.rows.index(line, place))
    return grid.rows.index(line, place).data()


def dialog_of(page):
    return page.findChild(QDialog)


def choose_table(page, title):
    page.view.tables.setCurrentIndex(page.view.tables.findText(title))


def test_enter_opens_the_tasks_behind_a_number_and_enter_again_goes_to_one(page, press, qtbot, sample_context):
    number = int(put(page, "合计", "滞后"))
    assert number > 0
    press(page.view.grid, "Return")
    dialog = dialog_of(page)
    assert len(dialog.listed) == number
    with qtbot.waitSignal(sample_context.bridge.page_wanted) as went:
        press(dialog.table, "Return")
    assert went.args == ["tasks", dialog.listed[0].row_id]


def test_the_column_under_the_keyboard_is_explained(page):
    put(page, "合计", "滞后")
    assert "时限已过" in page.view._meaning.text()
    put(page, "合计", "完成率")
    assert "÷" in page.view._meaning.text()


def test_frozen_figures_are_chosen_again_and_do_not_change(page, sample_context, wait_for_jobs, toasts):
    before = put(page, "合计", "已完成")
    page.freezing.click()
    wait_for_jobs(sample_context)
    assert any("已冻结" in words for words in toasts)
    done = page.view.table.behind(page.view.table.total, page.view.table.column("late"))[0]
    row = sample_context.desk.task_ledger.load(done.row_id)
    sample_context.desk.task_ledger.perform(
        "finish", row, {"done_on": sample_context.desk.now().date(), "progress": "已做完", "why": "材料已齐"}
    )
    wait_for_jobs(sample_context)
    assert int(put(page, "合计", "已完成")) == int(before) + 1
    page.source.setCurrentIndex(1)
    wait_for_jobs(sample_context)
    assert put(page, "合计", "已完成") == before
    assert not page.freezing.isEnabled()
    assert "冻结" in page._state.text()


def test_what_has_changed_since_the_frozen_one_stands_in_columns(page, sample_context, wait_for_jobs):
    page.freezing.click()
    wait_for_jobs(sample_context)
    page.against.setCurrentIndex(1)
    wait_for_jobs(sample_context)
    assert put(page, "合计", "较上次") == "0"


def test_the_report_opens_in_the_drafting_desk(page, sample_context, qtbot):
    with qtbot.waitSignal(sample_context.bridge.page_wanted) as went:
        page.drafting.click()
    key, draft_id = went.args
    assert key == "drafting"
    assert "评估情况的报告" in sample_context.desk.drafting.open(draft_id).text.content["title"]


def test_a_file_and_a_print_hold_what_is_shown(page, sample_context, wait_for_jobs, tmp_path):
    page.export_to(tmp_path / "评估.xlsx")
    wait_for_jobs(sample_context)
    assert "明细" in openpyxl.load_workbook(tmp_path / "评估.xlsx").sheetnames
    shown = []
    page._show_pdf = shown.append
    page.print_page()
    wait_for_jobs(sample_context)
    assert shown[0].is_file()


def test_bars_are_drawn_where_there_are_parts_and_the_figures_are_copied(page):
    page.view.looks.choose(1)
    assert page.view.bars.isVisible()
    assert any(sum(bar.parts) for bar in page.view.bars.bars)
    page.copy_rows()
    assert QGuiApplication.clipboard().text().startswith("章节\t总数\t已完成")


def test_another_plan_is_evaluated_on_its_own_day(page, sample_context, wait_for_jobs):
    assert page.plans.count() == 2
    page.plans.setCurrentIndex(1 - page.plans.currentIndex())
    wait_for_jobs(sample_context)
    assert page.report.plan_id == page.plan_id()
    assert page.report.last_day == page.day.value()


def test_a_reader_looks_and_cannot_freeze(sample_context, as_reader, show):
    as_reader(sample_context.desk)
    page = show(EvaluationPage(sample_context), sample_context)
    assert not page.freezing.isEnabled()
    assert "权限" in page.freezing.toolTip()
    assert not page.drafting.isEnabled()
    assert page.view.grid.rows.rowCount() > 1


def test_an_empty_desk_says_that_there_is_nothing(empty_context, show):
    page = show(EvaluationPage(empty_context), empty_context)
    assert not page.freezing.isEnabled()
    assert "计划" in page.freezing.toolTip()


def test_every_table_of_a_quarter_can_be_shown(periodic, sample_context, wait_for_jobs):
    periodic.lengths.choose(1)
    wait_for_jobs(sample_context)
    assert periodic.period.currentText() == "2026年第二季度"
    titles = [periodic.view.tables.itemText(n) for n in range(periodic.view.tables.count())]
    assert [title[:2] for title in titles] == ["表1", "表1", "表2", "表2", "表3", "表4", "表5", "表6", "表6"]
    choose_table(periodic, "表5　人员证件")
    assert int(put(periodic, "合计", "在册")) > 100
    assert "复议诉讼" in periodic.view._missing.text()


def test_the_head_is_filled_in_and_frozen_with_the_figures(periodic, sample_context, wait_for_jobs):
    periodic.ask_head()
    dialog = dialog_of(periodic)
    dialog.grid.rows["checked_by"].editor.set_value("容知秋")
    dialog.submit()
    wait_for_jobs(sample_context)
    periodic.freezing.click()
    wait_for_jobs(sample_context)
    desk = sample_context.desk
    row = desk.ledgers["frozen_reports"].search(LedgerQuery()).rows[0]
    assert desk.evaluation.load(row.id).head["checked_by"] == "容知秋"


def test_a_frozen_report_opens_from_its_ledger(periodic, sample_context, wait_for_jobs, show, qtbot):
    periodic.freezing.click()
    wait_for_jobs(sample_context)
    ledger = show(FrozenPage(sample_context), sample_context)
    with qtbot.waitSignal(sample_context.bridge.page_wanted) as went:
        ledger.open_current()
    key, row_id = went.args
    assert key == "periodic"
    periodic.open_row(row_id)
    wait_for_jobs(sample_context)
    assert periodic.report.frozen_id == row_id


def test_the_pages_look_like_the_others(page, periodic):
    assert faults(page) == []
    assert faults(periodic) == []
