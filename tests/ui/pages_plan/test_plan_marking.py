"""Marking the source by keyboard, taking every correction back, stepping through doubts, pasting, and what survives."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeySequence, QTextCursor

from tests.ui.looks import faults
from ui.kit.keys import KEY_LIST
from ui.pages.plan_check import PlanCheckPage
from ui.pages.plan_check.acts import TEXT_ACTS
from ui.pages.plan_check.sheet import LIMIT, UNSURE

PLAN = """样板县夜市管理工作计划
2026年3月2日

一、主要任务
1.划定摊位。沿河路两侧划线编号，向摊主公开。（责任单位：县水务局；完成时限：2026年7月底前）
另外，由县司法局公布夜市名单，便民服务中心配合。（完成时限：2026年8月底前）
2.整理线路。电线入槽，每周巡查一次。（责任单位：县林业局；完成时限：适时）
3.收集意见。设意见箱，每年不少于2次座谈。（责任单位：县司法局、县水务局；完成时限：每季度末）
4.长效管理。原则上2026年6月前形成制度。（责任单位：县便民办；完成时限：2026年9月底前并长期坚持）
"""


@pytest.fixture
def page(context, show, tmp_path, qtbot):
    path = tmp_path / "夜市计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    made = show(PlanCheckPage(context), wait=False)
    with qtbot.waitSignal(made.loaded):
        made.open_file(path)
    return made


def put_cursor(page, words):
    cursor = QTextCursor(page.parts.source.document())
    cursor.setPosition(page.sheet.text.index(words))
    page.parts.source.setTextCursor(cursor)
    page.parts.source.setFocus()


def mark_by_keys(page, qtbot, words):
    """As a clerk does without a mouse: the cursor before the words, Shift and the arrow over them."""
    put_cursor(page, words)
    for _sign in words:
        qtbot.keyClick(page.parts.source, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


def press(page, qtbot, key):
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.parts.source, key)


def numbers(page):
    return [cells[1] for cells in page.parts.table.rows.rows]


def colours(page):
    """The words of the view by the colour that they stand in."""
    view, found = page.parts.source, {}
    for mark in page.sheet.marks:
        cursor = QTextCursor(view.document())
        cursor.setPosition(mark.start + 1)
        found[page.sheet.text[mark.start : mark.end]] = cursor.charFormat().background().color().name()
    return found


# --- marking ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "role"), [(Qt.Key.Key_Q, "牵头单位"), (Qt.Key.Key_D, "责任单位"), (Qt.Key.Key_P, "配合单位")]
)
def test_marked_words_become_a_unit_in_the_role_of_the_key(page, qtbot, key, role):
    mark_by_keys(page, qtbot, "沿河路两侧")
    press(page, qtbot, key)
    assert page.current().no == "1"
    assert "沿河路两侧" in dict(page.current().units)[role]
    assert ("沿河路两侧", UNSURE) in {(page.sheet.text[m.start : m.end], m.kind) for m in page.sheet.marks}


def test_a_unit_changes_its_role_and_is_not_named_twice(page, qtbot):
    mark_by_keys(page, qtbot, "县水务局")
    press(page, qtbot, Qt.Key.Key_Q)
    assert page.current().units == (("牵头单位", ("县水务局",)),)


def test_the_colours_follow_a_correction_at_once_and_go_with_it(page, qtbot):
    before = colours(page)
    assert "每周" not in before
    mark_by_keys(page, qtbot, "每周")
    press(page, qtbot, Qt.Key.Key_S)
    after = colours(page)
    assert after["每周"] == after["2026年7月底前"] != after["县水务局"]
    assert "适时" not in after
    page.undo_step()
    assert colours(page) == before
    cursor = QTextCursor(page.parts.source.document())
    cursor.setPosition(page.sheet.text.index("每周") + 1)
    assert not cursor.charFormat().background().color().isValid() or cursor.charFormat().background().style().value == 0


def test_a_task_ends_where_the_clerk_says_and_the_rest_becomes_a_new_one(page, qtbot):
    put_cursor(page, "另外，由县司法局")
    assert page.current().no == "1"
    assert page.current().limit_words == "2026-07-31、2026-08-31"
    press(page, qtbot, Qt.Key.Key_J)
    assert page.current().text.endswith("向摊主公开。")
    assert page.current().limit_words == "2026-07-31"
    mark_by_keys(page, qtbot, "另外，由县司法局公布夜市名单，便民服务中心配合。（完成时限：2026年8月底前）")
    press(page, qtbot, Qt.Key.Key_C)
    assert numbers(page) == ["1", "", "2", "3", "4"]
    assert page.current().text == "另外，由县司法局公布夜市名单，便民服务中心配合。"
    assert page.current().limit_words == "2026-08-31"
    assert ("2026年8月底前", LIMIT) in {(page.sheet.text[m.start : m.end], m.kind) for m in page.current().marks}


def test_what_stands_beside_every_task_is_no_unit(page, qtbot, notify):
    said = []
    notify.toasted.connect(said.append)
    mark_by_keys(page, qtbot, "样板县夜市")
    qtbot.keyClick(page.parts.source, Qt.Key.Key_D)
    assert said[0].startswith("划选的文字不在任何一项里")


def test_text_and_table_have_the_same_keys_for_a_task(page, qtbot):
    put_cursor(page, "电线入槽")
    press(page, qtbot, Qt.Key.Key_H)
    assert numbers(page) == ["1", "3", "4"]
    press(page, qtbot, Qt.Key.Key_Delete)
    assert numbers(page) == ["3", "4"]


def test_every_act_of_the_text_stands_in_the_menu_and_in_the_list_of_keys(page):
    lines = [key for title, keys in KEY_LIST if title == "计划核对" for key, _words in keys]
    listed = {QKeySequence(key).toString() for line in lines for key in line.split("、")}
    assert {QKeySequence(act.key).toString() for act in TEXT_ACTS} <= listed
    entries = [action.text().split("\t") for action in page.parts.source.acts_menu().actions() if action.text()]
    assert [entry[0] for entry in entries] == [act.words for act in TEXT_ACTS]
    assert all(len(entry) == 2 and entry[1] for entry in entries)


def test_a_stored_plan_is_not_changed_by_the_keys(page, qtbot):
    with qtbot.waitSignal(page.loaded):
        page.open_row(1)
    before = page.sheet
    page.parts.source.selectAll()
    for act in TEXT_ACTS:
        page.parts.source.setFocus()
        qtbot.keyClick(page.parts.source, Qt.Key(QKeySequence(act.key)[0].key()))
    assert page.sheet is before


# --- taking back -----------------------------------------------------------------------------


def test_every_correction_is_taken_back_and_done_again_in_its_order(page, qtbot):
    states = [page.sheet.tasks]
    for words, key in (("沿河路两侧", Qt.Key.Key_D), ("每周", Qt.Key.Key_S)):
        mark_by_keys(page, qtbot, words)
        press(page, qtbot, key)
        states.append(page.sheet.tasks)
    put_cursor(page, "设意见箱")
    press(page, qtbot, Qt.Key.Key_C)
    states.append(page.sheet.tasks)
    for wanted in reversed(states[:-1]):
        assert page.undo_step()
        assert page.sheet.tasks == wanted
    for wanted in states[1:]:
        assert page.redo_step()
        assert page.sheet.tasks == wanted


def test_with_nothing_left_to_take_back_the_ledger_is_left_alone(page, notify, desk):
    said = []
    notify.toasted.connect(said.append)
    assert page.undo_step()
    assert page.redo_step()
    assert said == ["没有可以撤销的改动。", "没有可以重做的改动。"]
    page.close_plan()
    assert not page.undo_step()  # the window's own undo is asked


# --- doubts ----------------------------------------------------------------------------------


def test_f8_steps_through_doubts_both_ways_and_a_look_ends_them(page, qtbot):
    table = page.parts.table
    table.setFocus()
    doubtful = [n for n, task in enumerate(page.sheet.tasks) if task.doubts]
    assert doubtful == [1, 3]
    qtbot.keyClick(table, Qt.Key.Key_F8)
    assert page.row() == 1
    qtbot.keyClick(table, Qt.Key.Key_F8)
    assert page.row() == 3
    qtbot.keyClick(table, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.row() == 1
    for _doubt in page.current().doubts:
        qtbot.keyClick(table, Qt.Key.Key_V)
    assert page.doubts.rows() == [3]
    assert page.parts.counts.text() == "共4项，已核对0项，有疑问1项"
    page.undo_step()
    assert page.doubts.rows() == [1, 3]


def test_the_filter_shows_what_is_doubtful_only(page, qtbot):
    table = page.parts.table
    page.focus_filter()
    assert [n for n in range(4) if not table.isRowHidden(n)] == [1, 3]
    assert page.row() == 1
    page.tick()
    assert [n for n in range(4) if not table.isRowHidden(n)] == [3]
    assert page.row() == 3
    page.focus_filter()
    assert not any(table.isRowHidden(n) for n in range(4))
    assert faults(page) == []


def test_limits_and_figures_stand_as_chips_in_words(page):
    tasks = page.sheet.tasks
    assert tasks[2].limits == (("run", "每季度末"),)
    assert tasks[2].targets == ("每年不少于2次",)
    assert tasks[3].limits == (("run", "2026-09-30"), ("long", "长期坚持"))
    assert tasks[1].limits == (("ask", "没有换算出日期"),)


# --- pasting, dropping, coming back -----------------------------------------------------------


def test_pasted_words_are_read_as_a_plan(context, show, qtbot):
    page = show(PlanCheckPage(context), wait=False)
    QGuiApplication.clipboard().setText(PLAN)
    page.paste_text()
    dialog = page.files.pasting
    assert dialog.words.toPlainText() == PLAN
    assert faults(dialog) == []
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(dialog.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert numbers(page) == ["1", "2", "3", "4"]


def test_empty_words_are_asked_for(context, show, qtbot):
    page = show(PlanCheckPage(context), wait=False)
    QGuiApplication.clipboard().setText("　")
    page.paste_text()
    page.files.pasting.read.click()
    assert page.files.pasting.isVisible()
    assert page.sheet is None


def test_a_file_on_the_clipboard_and_a_dropped_one_are_read(page, tmp_path, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "夜市计划.txt"))])
    with qtbot.waitSignal(page.loaded):
        page.files.take(data)
    assert numbers(page) == ["1", "2", "3", "4"]


def test_a_plan_that_was_not_stored_is_there_after_the_program_was_closed(page, context, show, qtbot, jobs):
    mark_by_keys(page, qtbot, "沿河路两侧")
    press(page, qtbot, Qt.Key.Key_P)
    page.parts.table.select(2)
    page.tick()
    tasks = page.sheet.tasks
    qtbot.waitUntil(lambda: not jobs.busy)
    again = show(PlanCheckPage(context), wait=False)
    qtbot.waitUntil(lambda: again.unfinished.offered is not None)
    assert again.parts.trouble.words == "上次没有存完的计划还在：样板县夜市管理工作计划，已核对1项，共4项。"
    assert faults(again) == []
    again.show_moment(again.unfinished.offered)
    assert [task.units for task in again.sheet.tasks] == [task.units for task in tasks]
    assert [task.limits for task in again.sheet.tasks] == [task.limits for task in tasks]
    assert again.checked == {2}


def test_a_plan_that_was_given_up_or_stored_is_not_offered_again(page, context, show, qtbot, jobs):
    page.give_up()
    qtbot.waitUntil(lambda: not jobs.busy)
    again = show(PlanCheckPage(context), wait=False)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert again.unfinished.offered is None
    assert again.sheet is None
