"""Corrections before a plan is stored: fields, marked words, joining, splitting, leaving out, and taking them back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from services.errors import ValidationError
from services.plans import edit
from services.plans.reading.reader import read_plan
from services.plans.store import LoadedPlan
from services.query import Condition, LedgerQuery, Operator
from tests.ui.looks import faults
from ui.pages.plan_check import PlanCheckPage

PLAN = """样板县夜市管理工作计划
2026年3月2日

一、主要任务
1.划定摊位。沿河路两侧划线编号，向摊主公开。（责任单位：县水务局；完成时限：2026年7月底前）
2.整理线路。电线入槽，每周巡查一次。（责任单位：县林业局；完成时限：适时）
3.收集意见。设意见箱，每月汇总。（责任单位：县司法局、县水务局；完成时限：每年11月底前）
"""


@pytest.fixture
def plan():
    return LoadedPlan("夜市计划.txt", PLAN, read_plan(PLAN))


@pytest.fixture
def page(context, show, tmp_path, qtbot):
    path = tmp_path / "夜市计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    made = show(PlanCheckPage(context), wait=False)
    with qtbot.waitSignal(made.loaded):
        made.open_file(path)
    return made


def mark(page, words):
    place = page.sheet.text.index(words)
    cursor = QTextCursor(page.parts.source.document())
    cursor.setPosition(place)
    cursor.setPosition(place + len(words), QTextCursor.MoveMode.KeepAnchor)
    page.parts.source.setTextCursor(cursor)


def column(page, n):
    return [cells[n] for cells in page.parts.table.rows.rows]


# --- the reading ---------------------------------------------------------------------------


def test_other_words_for_a_limit_are_worked_out_anew_and_clear_the_doubt(plan):
    assert plan.reading.tasks[1].warnings
    found = edit.with_deadline(plan, 1, "2026年8月 15日前")
    assert found.reading.tasks[1].deadlines[0].date == date(2026, 8, 15)
    assert found.reading.tasks[1].warnings == ()
    assert plan.reading.tasks[1].warnings  # the old reading stays as it was


def test_a_unit_is_added_once(plan):
    found = edit.with_unit(edit.with_unit(plan, 0, "县司法局"), 0, "县 司法局")
    assert found.reading.tasks[0].responsible == ("县水务局", "县司法局")


def test_joining_keeps_text_units_and_limits_of_both(plan):
    found = edit.merged(plan, 1).reading.tasks
    assert len(found) == 2
    assert found[0].text.startswith("划定摊位")
    assert "整理线路" in found[0].text
    assert found[0].responsible == ("县水务局", "县林业局")
    assert PLAN[found[0].source.start : found[0].source.end].endswith("适时）")
    with pytest.raises(ValidationError, match="前面没有可以合并的任务"):
        edit.merged(plan, 0)


def test_splitting_parts_the_text_at_the_place(plan):
    found = edit.split(plan, 1, PLAN.index("每周巡查")).reading.tasks
    assert [t.text for t in found[1:3]] == ["整理线路。电线入槽，", "每周巡查一次。"]
    assert [t.no for t in found] == ["1.", "2.", "2-2", "3."]
    assert found[1].responsible == found[2].responsible == ("县林业局",)
    assert found[1].source.end == found[2].source.start


@given(st.integers(0, len(PLAN)))
def test_a_split_loses_no_word_or_is_refused(place):
    plan = LoadedPlan("夜市计划.txt", PLAN, read_plan(PLAN))
    try:
        found = edit.split(plan, 1, place).reading.tasks
    except ValidationError:
        return
    assert found[1].text + found[2].text == plan.reading.tasks[1].text
    assert found[0] == plan.reading.tasks[0]
    assert found[3] == plan.reading.tasks[2]


def test_the_last_task_cannot_be_left_out(plan):
    one = edit.without(edit.without(plan, 0), 0)
    assert [t.text[:4] for t in one.reading.tasks] == ["收集意见"]
    with pytest.raises(ValidationError, match="只剩这一项任务"):
        edit.without(one, 0)


# --- the page ------------------------------------------------------------------------------


def test_marked_words_become_the_limit_of_the_task_that_they_stand_in(page, qtbot):
    mark(page, "每周")
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.parts.source, Qt.Key.Key_S)
    assert page.current().no == "2"
    assert page.current().limit == "每周"


def test_marked_words_become_a_unit(page, qtbot, notify):
    said = []
    notify.toasted.connect(said.append)
    mark(page, "摊主")
    with qtbot.waitSignal(page.loaded):
        page.parts.as_unit.click()
    assert "摊主" in page.current().names
    assert said == ["已将“摊主”定为责任单位。"]
    assert "摊主" in page.sheet.unknown
    with qtbot.waitSignal(page.loaded):
        notify.current_toast.button.click()
    assert "摊主" not in page.current().names


def test_without_marked_words_nothing_changes(page, notify, qtbot):
    said = []
    notify.toasted.connect(said.append)
    before = page.sheet
    page.parts.as_limit.click()
    assert page.sheet is before
    assert said[0].startswith("没有划选文字")


def test_joining_and_splitting_keep_the_ticks_of_the_other_tasks(page, qtbot):
    page.parts.table.select(2)
    page.tick()
    page.parts.table.select(1)
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.parts.table, Qt.Key.Key_H)
    assert column(page, 1) == ["1", "3"]
    assert page.checked == {1}
    page.parts.table.select(0)
    cursor = QTextCursor(page.parts.source.document())
    cursor.setPosition(page.sheet.text.index("向摊主"))
    page.parts.source.setTextCursor(cursor)
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.parts.source, Qt.Key.Key_C)
    assert column(page, 1) == ["1", "1-2", "3"]
    assert page.checked == {2}


def test_a_task_that_is_none_is_left_out_and_comes_back(page, qtbot, notify):
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.parts.table, Qt.Key.Key_Delete)
    assert column(page, 1) == ["2", "3"]
    with qtbot.waitSignal(page.loaded):
        notify.current_toast.button.click()
    assert column(page, 1) == ["1", "2", "3"]


def test_the_fields_of_a_task_are_edited_in_a_form_and_stored_with_the_plan(page, desk, told, qtbot):
    page.parts.table.select(1)
    qtbot.keyClick(page.parts.table, Qt.Key.Key_Return)
    dialog = page.edits.dialog
    assert faults(dialog) == []
    assert dialog.values()["responsible"] == "县林业局"
    dialog.grid.rows["deadline"].editor.set_value("2026年10月底前")
    dialog.grid.rows["lead"].editor.set_value("县司法局")
    with qtbot.waitSignal(page.loaded):
        dialog.submit()
    assert page.current().limit_words == "2026-10-31"
    assert page.current().units[0] == ("牵头单位", ("县司法局",))
    page.accept()
    qtbot.waitUntil(lambda: bool(told.places))
    wanted = Condition("summary", Operator.CONTAINS, "整理线路")
    row = desk.task_ledger.search(LedgerQuery(conditions=(wanted,))).rows[0]
    assert row.values["due_on"] == date(2026, 10, 31)
    assert row.values["unit_words"] == "县司法局、县林业局"


def test_giving_up_stores_nothing_and_can_be_taken_back(page, desk, notify, qtbot):
    before = desk.task_ledger.search(LedgerQuery(limit=1)).total
    page.tick()
    page.parts.drop.click()
    assert page.sheet is None
    assert desk.task_ledger.search(LedgerQuery(limit=1)).total == before
    notify.current_toast.button.click()
    assert page.checked == {0}
    assert column(page, 1) == ["1", "2", "3"]
