"""操作日志: reading, filtering, and taking one act back."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from models.meeting import Presence
from services.operation_log import changes_of, log_page
from services.query import LedgerQuery
from tests.ui.looks import faults
from ui.kit.table import plain
from ui.pages.system.history_page import HistoryPage
from ui.pages.system.log_words import story_of


@pytest.fixture
def unit_problem(sample_desk):
    """One problem edited: other unit, other date."""
    ledger = sample_desk.ledgers["problems"]
    row = ledger.load(3)
    other = next(key for key, name, *_others in ledger.options("agency_id") if name == "县林业局")
    ledger.save(3, row.row_version, {**row.values, "agency_id": other, "found_on": date(2026, 5, 1)})
    return row


@pytest.fixture
def page(sample_context, unit_problem, show):
    return show(HistoryPage(sample_context), sample_context)


def words_of(page):
    return [[plain(value) for value in cells] for cells in page.rows.rows]


def shown(page):
    return [label.text() for label in page._roll.widget().findChildren(QLabel)]


@pytest.mark.parametrize("size", [(1166, 694), (1080, 566)])
def test_the_page_keeps_to_the_looks(sample_context, unit_problem, show, size):
    assert faults(show(HistoryPage(sample_context), sample_context, size), (1080, 566)) == []


def test_the_newest_act_comes_first_with_its_changes_in_words(page):
    assert words_of(page)[0] == ["2026-06-15 09:00", "容知秋", "修改问题", "问题1条", ""]
    said = shown(page)
    assert said[0] == "修改"
    assert said[1].startswith("问题　")
    assert set(said[2].split("\n")) == {"责任单位：县水务局 → 县林业局", "发现日期：2026-05-06 → 2026-05-01"}


def test_a_step_is_taken_back_and_marked(page, sample_desk, sample_context, unit_problem, toasts, wait_for_jobs):
    page.undo_button.click()
    wait_for_jobs(sample_context)
    assert toasts == ["已撤销“修改问题”，1条记录回到之前的样子。"]
    assert sample_desk.ledgers["problems"].load(3).values["found_on"] == unit_problem.values["found_on"]
    assert [cells[2] for cells in words_of(page)[:2]] == ["撤销：修改问题", "修改问题"]
    assert words_of(page)[1][4] == "已撤销"
    page.table.selectRow(1)
    assert not page.undo_button.isEnabled()
    assert page.undo_button.toolTip() == "已经撤销过"


def test_a_refusal_stands_beside_the_button(page, sample_desk, sample_context, wait_for_jobs):
    ledger = sample_desk.ledgers["problems"]
    row = ledger.load(3)
    ledger.save(3, row.row_version, {**row.values, "found_on": date(2026, 5, 2)})
    wait_for_jobs(sample_context)
    page.table.setCurrentIndex(page.rows.index(1, 0))
    wait_for_jobs(sample_context)
    page.undo()
    wait_for_jobs(sample_context)
    assert "后来又被容知秋改过" in page.refusal.words()
    assert page.undo_button.isEnabled()
    assert faults(page) == []


def test_filtering_by_words_looks_at_reasons_and_changed_values(
    page, sample_desk, qtbot, sample_context, wait_for_jobs
):
    sample_desk.settings.set("contact_name", "沃若宁改")
    page.words.setText("沃若宁改")
    qtbot.waitUntil(lambda: page.count.text() == "显示1次，共1次")
    page.words.setText("修改问题")
    qtbot.waitUntil(lambda: words_of(page)[0][2] == "修改问题")
    qtbot.waitUntil(lambda: page.count.text() == "显示1次，共1次")
    page.words.setText("没有这样的事")
    qtbot.waitUntil(lambda: page.count.text() == "显示0次，共0次")
    assert not page.pane.isVisible()
    page.clear()
    wait_for_jobs(sample_context)
    qtbot.waitUntil(lambda: len(page.groups) > 1)


def test_filtering_by_person(page, qtbot, sample_context, wait_for_jobs):
    wait_for_jobs(sample_context)
    names = [page.person.itemText(n) for n in range(page.person.count())]
    assert names[0] == "全部人员"
    page.person.setCurrentIndex(names.index("系统"))
    wait_for_jobs(sample_context)
    assert {cells[1] for cells in words_of(page)} == {"系统"}


def test_two_hundred_at_a_time(empty_desk, empty_context, show, wait_for_jobs):
    for n in range(205):
        empty_desk.settings.set("contact_name", f"联系人{n}")
    page = show(HistoryPage(empty_context), empty_context)
    assert len(page.groups) == 200
    assert page.older_button.isVisible()
    page.older()
    wait_for_jobs(empty_context)
    total = log_page(empty_desk.database).total
    assert len(page.groups) == total > 204
    assert not page.older_button.isVisible()
    assert len({group.id for group in page.groups}) == total


def test_a_setting_is_named_and_shown_in_its_own_words(sample_desk):
    sample_desk.settings.set("due_soon_days", 15)
    group = log_page(sample_desk.database).groups[0]
    assert story_of(sample_desk, group.id) == [("修改", "设置　时限前几天列为即将到期", "7 → 15")]


def told(desk):
    return "\n".join(words for _act, _which, words in story_of(desk, log_page(desk.database).groups[0].id))


def rows(desk, ledger):
    return desk.ledgers[ledger].search(LedgerQuery(limit=500)).rows


def test_reports_and_duties_say_how_they_changed(sample_desk):
    report = next(row for row in rows(sample_desk, "unit_reports") if row.values["received_on"] is None)
    sample_desk.ledgers["unit_reports"].perform("receive", report, {"received_on": date(2026, 6, 12)})
    assert "报送情况：未报 → 已报" in told(sample_desk)
    duty = next(row for row in rows(sample_desk, "report_duties") if row.values["force"] == "on")
    sample_desk.ledgers["report_duties"].perform("stop", duty, {})
    assert "使用：是 → 否" in told(sample_desk)


def test_what_was_changed_on_the_sheet_of_a_meeting_is_told_line_by_line(sample_desk):
    sheet = sample_desk.meetings.open(rows(sample_desk, "meetings")[0].id)
    person = replace(sheet.attendance[0], presence=Presence.ABSENT)
    matter = replace(sheet.matters[0], title="另一个议题")
    attendance, matters = (person, *sheet.attendance[1:]), (matter, *sheet.matters[1:])
    sample_desk.meetings.save(replace(sheet, attendance=attendance, matters=matters))
    assert "参会情况：" in told(sample_desk)
    assert "→ 另一个议题" in told(sample_desk)


def test_account_acts_are_not_taken_back_here(page, sample_desk, sample_context, wait_for_jobs):
    sample_desk.accounts.change(1, "容知秋二", sample_desk.actor.role)
    wait_for_jobs(sample_context)
    page.table.setCurrentIndex(page.rows.index(0, 0))
    wait_for_jobs(sample_context)
    assert shown(page)[2] == "姓名：容知秋 → 容知秋二"
    assert page.undo_button.toolTip() == "账户的改动到“账户”里改回来"


def test_what_went_to_the_recycle_bin_says_so(sample_desk):
    sample_desk.ledgers["problems"].remove([1])
    group = log_page(sample_desk.database).groups[0]
    assert story_of(sample_desk, group.id)[0][0] == "移入回收站"


def test_a_reader_reads_the_log_and_takes_nothing_back(sample_context, sample_desk, unit_problem, as_reader, show):
    as_reader(sample_desk)
    page = show(HistoryPage(sample_context), sample_context)
    assert len(page.groups) > 0
    assert not page.undo_button.isEnabled()
    assert "权限" in page.undo_button.toolTip()


def test_a_large_act_is_cut_to_what_can_be_read(sample_desk):
    loaded = next(g for g in log_page(sample_desk.database).groups if g.reason == "载入示例县")
    assert len(changes_of(sample_desk.database, loaded.id)) == 60
    assert sum(loaded.touched.values()) > 60
