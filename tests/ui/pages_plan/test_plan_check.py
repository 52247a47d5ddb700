"""计划核对: text beside tasks, ticking, unknown names, and storing everything once."""

import itertools
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from services.access import Actor, Role
from services.plans.reading.reader import NO_PLAN
from services.query import Condition, LedgerQuery, Operator
from tests.ui.looks import faults
from ui.pages.plan_check import PlanCheckPage
from ui.pages.plan_check.sheet import LIMIT, NUMBER, UNIT, UNSURE
from ui.pages.plan_check.source_view import widths

PLAN = """样板县人民政府办公室
关于印发样板县窗口服务改进计划的通知

样府办发〔2026〕9号

样板县窗口服务改进计划

一、主要任务
1.公开办事指南。各窗口逐项公开办理条件，每季度更新一次。（责任单位：县水务局、县林业局；完成时限：2026年7月底前）
2.缩短排队时间。合理安排窗口，2026年8月15日前报送安排表。（牵头单位：县司法局；责任单位：县行政审批办；完成时限：2026年9月底前）
3.听取群众意见。每年至少召开两次座谈会。（责任单位：县司法局；完成时限：每年11月底前）
4.改进帮办服务。老年人办事有人陪同。（责任单位：各执法单位；完成时限：长期坚持）
5.评价服务效果。形成评价报告。（责任单位：县司法局；完成时限：适时）
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "样板县窗口服务改进计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def empty_page(context, show):
    return show(PlanCheckPage(context), wait=False)


@pytest.fixture
def page(empty_page, file, qtbot):
    with qtbot.waitSignal(empty_page.loaded):
        empty_page.open_file(file)
    return empty_page


def rows(page, column):
    return [cells[column] for cells in page.parts.table.rows.rows]


def stored(desk):
    return desk.plan_ledger.search(LedgerQuery()).total, desk.task_ledger.search(LedgerQuery(limit=1)).total


def lit_words(page):
    start, end = page.parts.source.lit()
    return page.sheet.text[start:end]


def press(page, name):
    found = next(b for b in page.findChildren(QPushButton) if b.text() == name and b.isVisible())
    found.click()


# --- reading -------------------------------------------------------------------------------


def test_the_tasks_stand_in_the_table_with_units_limits_and_doubts(page):
    assert rows(page, 1) == ["1", "2", "3", "4", "5"]
    assert rows(page, 2)[:2] == ["公开办事指南", "缩短排队时间"]
    assert rows(page, 3) == ["县水务局等2个", "县司法局等2个", "县司法局", "各执法单位", "县司法局"]
    assert rows(page, 4) == ["2026-07-31", "2026-09-30", "每年11月30日", "长期", "适时"]
    assert [cell.word for cell in rows(page, 0)] == ["待核对", "有疑问", "待核对", "待核对", "有疑问"]
    assert rows(page, 5)[0] is None
    assert page.parts.counts.text() == "共5项，已核对0项，有疑问2项"


def test_numbers_units_and_limits_are_coloured_where_they_stand(page):
    text = page.sheet.text
    found = {(text[m.start : m.end], m.kind) for m in page.sheet.marks}
    assert ("县水务局", UNIT) in found
    assert ("县行政审批办", UNSURE) in found
    assert ("2026年7月底前", LIMIT) in found
    assert ("2026年8月15日前", LIMIT) in found
    assert ("1.", NUMBER) in found
    assert ("适时", UNSURE) in found
    ordered = sorted(page.sheet.marks, key=lambda m: m.start)
    assert all(a.end <= b.start for a, b in itertools.pairwise(ordered))


def test_the_source_follows_the_task(page, qtbot):
    page.parts.table.setFocus()
    qtbot.keyClick(page.parts.table, Qt.Key.Key_Down)
    assert lit_words(page).startswith("2.缩短排队时间")
    assert lit_words(page).endswith("2026年9月底前）")
    qtbot.keyClick(page.parts.table, Qt.Key.Key_End)
    assert lit_words(page).startswith("5.评价服务效果")


def test_the_task_follows_the_source(page):
    place = page.sheet.text.index("座谈会")
    cursor = QTextCursor(page.parts.source.document())
    cursor.setPosition(place)
    page.parts.source.setTextCursor(cursor)
    assert page.current().no == "3"
    assert lit_words(page).startswith("3.听取群众意见")


def test_a_click_beside_every_task_changes_nothing(page):
    page.parts.table.select(2)
    cursor = QTextCursor(page.parts.source.document())
    cursor.setPosition(page.sheet.text.index("样府办发"))
    page.parts.source.setTextCursor(cursor)
    assert page.current().no == "3"


@pytest.mark.parametrize("text", ["甲\r\n乙丙", "𠮷县\n丁", "", "\n\n", "a\rb"])
def test_places_in_the_text_are_places_in_the_view(qtbot, app_theme, text):
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    document.setPlainText(text)
    places = widths(text)
    assert len(places) == len(text) + 1
    assert places[-1] == document.characterCount() - 1


def test_a_plan_with_line_ends_of_windows_lights_the_right_stretch(empty_page, tmp_path, qtbot):
    path = tmp_path / "样板.txt"
    path.write_bytes(PLAN.replace("\n", "\r\n").encode("utf-8"))
    with qtbot.waitSignal(empty_page.loaded):
        empty_page.open_file(path)
    empty_page.parts.table.select(3)
    view = empty_page.parts.source
    assert view.extraSelections()[0].cursor.selectedText().startswith("4.改进帮办服务")


def test_short_forms_and_groups_tell_what_they_stand_for(page):
    shown = []
    for n in (2, 3):
        page.parts.table.select(n)
        shown.append([label.text() for label in page.parts.panel.findChildren(QLabel)])
    assert any("各执法单位（单位组，" in words for words in shown[1])
    assert "县司法局" in shown[0]
    assert page.sheet.meanings.keys() == {"各执法单位"}


# --- checking ------------------------------------------------------------------------------


def test_space_ticks_and_goes_on_and_w_goes_to_the_next_doubt(page, qtbot):
    table = page.parts.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert page.current().no == "2"
    assert rows(page, 0)[0].word == "已核对"
    qtbot.keyClick(table, Qt.Key.Key_W)
    assert page.current().no == "5"
    qtbot.keyClick(table, Qt.Key.Key_W)
    assert page.current().no == "2"
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert page.parts.counts.text() == "共5项，已核对2项，有疑问1项"
    table.select(0)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert rows(page, 0)[0].word == "待核对"
    assert page.current().no == "1"


def test_an_unknown_name_is_named_with_its_task(page):
    assert page.parts.unknown.words == "第2项的“县行政审批办”不在单位名册中。"


def test_a_new_unit_is_registered_in_the_unit_ledger(page, told):
    press(page, "登记为新单位")
    assert told.places == [("units", None)]


def test_registering_the_unit_clears_the_doubt(page, desk, qtbot):
    page.parts.table.select(1)
    page.tick()
    with qtbot.waitSignal(page.loaded):
        desk.ledgers["units"].save(None, 0, {"name": "县行政审批办", "kind": "department"})
    assert not page.sheet.unknown
    assert page.parts.unknown.isHidden()
    assert page.checked == {1}
    assert page.current().no == "3"


def test_a_name_becomes_an_alias_of_a_registered_unit(page, desk, qtbot, notify):
    units = desk.ledgers["units"]
    said = []
    notify.toasted.connect(said.append)
    press(page, "作为别名")
    qtbot.waitUntil(lambda: page.parts.unknown.dialog is not None)
    dialog = page.parts.unknown.dialog
    assert faults(dialog) == []
    dialog.save.click()
    assert dialog.isVisible()  # nothing chosen yet
    target = next(row for row in units.search(LedgerQuery()).rows if row.values["name"] == "县应急管理局")
    dialog.box.set_value(target.id)
    with qtbot.waitSignal(page.loaded):
        dialog.save.click()
    qtbot.waitUntil(lambda: not page.sheet.unknown)
    assert "县行政审批办" in units.load(target.id).values["aliases"]
    qtbot.waitUntil(lambda: said == ["“县行政审批办”已记为县应急管理局的别名。"])


def test_nothing_is_stored_before_the_plan_is_accepted(page, desk):
    before = stored(desk)
    page.tick()
    page.next_doubt()
    page.close_plan()
    assert stored(desk) == before
    assert page.sheet is None


# --- storing -------------------------------------------------------------------------------


def test_accepting_stores_every_task_once_and_goes_to_the_ledger(page, desk, told, notify, qtbot):
    plans, tasks = stored(desk)
    said = []
    notify.toasted.connect(said.append)
    press(page, "存为计划")
    page.accept()  # a second press while the first is under way
    qtbot.waitUntil(lambda: told.places == [("tasks", None)])
    assert stored(desk) == (plans + 1, tasks + 5)
    assert said == ["已导入计划《样板县窗口服务改进计划》，共5项任务，分到单位21项。"]
    assert page.sheet is None
    toast = notify.current_toast
    toast.button.click()
    qtbot.waitUntil(lambda: stored(desk) == (plans, tasks))


def test_the_same_plan_a_second_time_is_refused_with_a_sentence(page, desk, file, told, qtbot):
    page.accept()
    qtbot.waitUntil(lambda: bool(told.places))
    before = stored(desk)
    with qtbot.waitSignal(page.loaded):
        page.open_file(file)
    with qtbot.waitSignal(page.failed):
        page.accept()
    assert page.parts.trouble.words == "这份计划已经导入过：样板县窗口服务改进计划。没有重复存入。"
    assert stored(desk) == before
    assert page.sheet is not None
    assert page.parts.accept.isEnabled()


def test_a_text_that_is_no_plan_shows_its_sentence_and_stores_nothing(page, desk, tmp_path, qtbot):
    before = stored(desk)
    letter = tmp_path / "便条.txt"
    letter.write_text("今天下午三点开会，请带上材料。\n", encoding="utf-8")
    with qtbot.waitSignal(page.failed):
        page.open_file(letter)
    assert page.parts.trouble.words == NO_PLAN
    assert len(page.sheet.tasks) == 5  # the plan before it stays
    assert stored(desk) == before
    assert faults(page) == []


def test_a_file_that_is_gone_shows_its_sentence(empty_page, tmp_path, qtbot):
    with qtbot.waitSignal(empty_page.failed):
        empty_page.open_file(tmp_path / "没有.docx")
    assert empty_page.parts.trouble.words.startswith("找不到文件")
    assert empty_page.sheet is None
    press(empty_page, "换一个文件")
    assert empty_page.files.dialog.isVisible()
    empty_page.files.dialog.reject()


def test_the_file_dialog_does_not_stop_the_window(empty_page, file, qtbot):
    press(empty_page, "导入计划")
    dialog = empty_page.files.dialog
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(empty_page.loaded):
        dialog.fileSelected.emit(str(file))
    dialog.reject()


def test_an_account_without_the_right_sees_why(desk, make_context, show, monkeypatch):
    monkeypatch.setattr(desk.database, "actor", lambda: Actor("岑望舒", Role.READER))
    page = show(PlanCheckPage(make_context(desk)), wait=False)
    assert not page.parts.first.isEnabled()
    assert "权限" in page.parts.first.toolTip()
    page.choose_file()
    page.paste_text()
    assert page.files.dialog is None
    assert page.files.pasting is None
    assert not page.parts.reread.isEnabled()
    assert "权限" in page.parts.reread.toolTip()


# --- stored plans --------------------------------------------------------------------------


def test_a_stored_task_opens_at_its_paragraph_and_cannot_be_changed(empty_page, desk, told, qtbot):
    wanted = Condition("summary", Operator.CONTAINS, "建立突出问题清单")
    task = desk.task_ledger.search(LedgerQuery(conditions=(wanted,))).rows[0]
    with qtbot.waitSignal(empty_page.loaded):
        empty_page.open_row(task.id)
    assert empty_page.current().row_id == task.id
    assert lit_words(empty_page).startswith("9.建立突出问题清单")
    assert len(empty_page.sheet.tasks) == 15
    assert not empty_page.parts.accept.isVisible()
    empty_page.tick()
    assert empty_page.checked == set()
    empty_page.next_act()
    assert told.places == [("tasks", task.id)]
    assert faults(empty_page) == []


def test_a_stored_plan_opens_with_its_text(empty_page, desk, qtbot):
    plan = desk.plan_ledger.search(LedgerQuery()).rows[0]
    with qtbot.waitSignal(empty_page.loaded):
        empty_page.open_plan(plan.id)
    assert empty_page.sheet.text == desk.plan_ledger.source(plan.id)
    assert rows(empty_page, 1) == [str(n) for n in range(1, 16)]


def test_a_look_at_a_stored_plan_keeps_the_one_that_is_being_checked(page, qtbot):
    page.tick()
    with qtbot.waitSignal(page.loaded):
        page.open_row(1)
    assert page.sheet.loaded is None
    press(page, "回到核对")
    assert page.sheet.loaded is not None
    assert page.checked == {0}


def test_a_task_that_is_gone_says_so(empty_page, qtbot):
    with qtbot.waitSignal(empty_page.failed):
        empty_page.open_row(99_999)
    assert "不在台账里" in empty_page.parts.trouble.words


# --- the whole -----------------------------------------------------------------------------


def test_the_file_is_never_read_on_the_thread_of_the_window(context, desk, file, show, qtbot, monkeypatch):
    readers, read = set(), desk.database.read

    def noted():
        readers.add(threading.current_thread() is threading.main_thread())
        return read()

    monkeypatch.setattr(desk.database, "read", noted)
    page = show(PlanCheckPage(context), wait=False)
    with qtbot.waitSignal(page.loaded):
        page.open_file(file)
    with qtbot.waitSignal(page.loaded):
        page.open_row(1)
    assert readers == {False}


def test_the_page_keeps_to_the_rules_of_every_screen(page, qtbot):
    for size in ((1316, 680), (1228, 560)):
        page.resize(*size)
        for n in range(5):
            page.parts.table.select(n)
            qtbot.wait(1)
            assert faults(page) == []
    page.close_plan()
    assert faults(page) == []
