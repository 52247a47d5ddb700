"""The window around stored plans: unknown names in one go, the same plan twice, another version, a better reading."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from services.plans.source import PlanSource
from services.plans.store import load_pasted
from services.query import LedgerQuery
from tests.ui.looks import faults
from ui.pages.plan_check import PlanCheckPage

PLAN = """样板县夜市管理工作计划
2026年3月2日

一、主要任务
1.划定摊位。沿河路两侧划线编号，向摊主公开。（责任单位：县水务据；完成时限：2026年7月底前）
2.整理线路。电线入槽，每周巡查一次。（责任单位：夜市管理专班；完成时限：2026年8月底前）
3.收集意见。设意见箱，每月汇总。（责任单位：县司法局、县水务局；完成时限：每年11月底前）
"""
NEXT = PLAN.replace("2026年3月2日", "2027年3月1日").replace("每周巡查一次", "每天巡查两次")


@pytest.fixture
def page(context, show):
    return show(PlanCheckPage(context), wait=False)


def read(page, qtbot, words):
    with qtbot.waitSignal(page.loaded):
        page.files.open_words(words)


def newest(desk):
    return max(row.id for row in desk.plan_ledger.search(LedgerQuery()).rows)


# --- names -----------------------------------------------------------------------------------


def test_unknown_names_are_decided_by_figures_and_hold_for_the_next_plan(page, qtbot, desk):
    read(page, qtbot, PLAN)
    assert page.sheet.unknown == ("县水务据", "夜市管理专班")
    page.parts.unknown.ask_all(page.sheet)
    qtbot.waitUntil(lambda: page.parts.unknown.names is not None)
    dialog = page.parts.unknown.names
    assert faults(dialog) == []
    assert dialog.rows.rows[0] == ["县水务据", "第1项", "还没有定"]
    assert "就是县水务局" in dialog.choices.item(0).text()
    qtbot.keyClick(dialog.table, Qt.Key.Key_1)
    assert dialog.rows.rows[0][2] == "就是县水务局"
    assert dialog.table.currentIndex().row() == 1
    keep = next(n for n in range(dialog.choices.count()) if "照原文保留" in dialog.choices.item(n).text())
    qtbot.keyClick(dialog.table, str(keep + 1))
    with qtbot.waitSignal(page.loaded):
        dialog.save.click()
    qtbot.waitUntil(lambda: not page.sheet.unknown)
    assert page.parts.unknown.isHidden()
    assert desk.plans.unknown_units(load_pasted(PLAN)) == []


def test_nothing_is_stored_where_nothing_was_decided(page, qtbot):
    read(page, qtbot, PLAN)
    page.parts.unknown.ask_all(page.sheet)
    qtbot.waitUntil(lambda: page.parts.unknown.names is not None)
    dialog = page.parts.unknown.names
    dialog.save.click()
    assert dialog.isVisible()
    dialog.reject()
    assert len(page.sheet.unknown) == 2


# --- the same plan, another version ----------------------------------------------------------


def test_the_same_plan_is_named_at_once_with_the_way_to_the_stored_one(page, qtbot, desk):
    desk.plans.accept(load_pasted(PLAN))
    read(page, qtbot, PLAN)
    qtbot.waitUntil(lambda: bool(page.parts.trouble.words))
    assert page.parts.trouble.words == "这份计划已经导入过：样板县夜市管理工作计划（2026-03-02）。"
    with qtbot.waitSignal(page.loaded):
        next(
            b for b in page.parts.trouble.findChildren(type(page.parts.accept)) if b.text() == "打开已存的计划"
        ).click()
    assert page.sheet.plan_id == newest(desk)
    assert not page.parts.accept.isVisible()
    page.parts.back.click()
    assert page.sheet.loaded is not None


def test_another_version_is_compared_and_stored_as_one(page, qtbot, desk, told):
    desk.plans.accept(load_pasted(PLAN))
    first = newest(desk)
    read(page, qtbot, NEXT)
    qtbot.waitUntil(lambda: "相近的计划" in page.parts.trouble.words)
    page.versions.compare(first)
    qtbot.waitUntil(lambda: page.versions.dialog is not None)
    dialog = page.versions.dialog
    assert faults(dialog) == []
    assert [(row[0].word, row[1]) for row in dialog.rows.rows] == [("有变化", "2")]
    assert "line-through" in dialog.old.toHtml()
    assert "两" in dialog.new.toPlainText()
    dialog.option.setChecked(True)
    dialog.act.click()
    assert page.versions.follows.plan_id == first
    assert page.versions.follows.carry
    page.accept()
    qtbot.waitUntil(lambda: bool(told.places))
    assert newest(desk) != first


def test_a_choice_to_follow_is_taken_back_by_its_toast(page, qtbot, desk, notify):
    desk.plans.accept(load_pasted(PLAN))
    read(page, qtbot, NEXT)
    page.versions.compare(newest(desk))
    qtbot.waitUntil(lambda: page.versions.dialog is not None)
    page.versions.dialog.act.click()
    notify.current_toast.button.click()
    assert page.versions.follows is None


# --- a better reading --------------------------------------------------------------------------


def test_a_stored_plan_is_read_again_and_only_ticked_differences_are_taken_over(page, qtbot, desk):
    plan = load_pasted(PLAN)
    tasks = plan.reading.tasks
    desk.plans.accept(replace(plan, reading=replace(plan.reading, tasks=(replace(tasks[0], responsible=()), tasks[2]))))
    with qtbot.waitSignal(page.loaded):
        page.open_plan(newest(desk))
    page.parts.reread.click()
    qtbot.waitUntil(lambda: page.versions.dialog is not None)
    dialog = page.versions.dialog
    assert faults(dialog) == []
    assert [(row[0], row[1].word) for row in dialog.rows.rows] == [(False, "有变化"), (False, "新识别出")]
    dialog.act.click()
    qtbot.waitUntil(lambda: dialog._problem.isVisible())
    assert "没有勾选" in dialog._problem.text()
    dialog.table.selectRow(1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.loaded):
        dialog.act.click()
    stored = PlanSource(desk.database).plan(newest(desk)).tasks
    assert [task.no for task in stored] == ["1.", "2.", "3."]
    assert stored[0].units == ()


def test_a_plan_that_reads_the_same_says_so(page, qtbot, desk, notify):
    said = []
    notify.toasted.connect(said.append)
    desk.plans.accept(load_pasted(PLAN))
    with qtbot.waitSignal(page.loaded):
        page.open_plan(newest(desk))
    page.parts.reread.click()
    qtbot.waitUntil(lambda: said == ["按新规则重新识别，与台账没有不同。"])
    assert page.versions.dialog is None
