"""计划核对 in the real window: undo belongs to the page while a plan is checked, nothing is cut off, keys reach it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from tests.ui import looks
from tests.ui.test_every_page import LOW, OFFICE, Walked, cut_buttons, filled, outside, sideways

PLAN = """样板县夜市管理工作计划
2026年3月2日

一、主要任务
1.划定摊位。沿河路两侧划线编号，向摊主公开。（责任单位：县水务据；完成时限：2026年7月底前）
2.整理线路。原则上2026年6月前电线入槽，每人每年巡查不少于6次。（责任单位：夜市管理专班；完成时限：2026年8月底前并长期坚持）
"""
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def walked(qtbot, desk, jobs, notify, errors, machine):
    made = Walked(qtbot, desk, jobs, notify, errors, machine)
    yield made
    made.close()
    assert jobs.shut_down()


@pytest.fixture
def page(walked, qtbot):
    walked.window.go("plan_check")
    walked.settle()
    with qtbot.waitSignal(walked.page.loaded):
        walked.page.files.open_words(PLAN)
    walked.settle()
    return walked.page


def test_ctrl_z_and_y_belong_to_the_page_while_a_plan_is_checked(walked, page, qtbot, desk):
    cursor = QTextCursor(page.parts.source.document())
    cursor.setPosition(page.sheet.text.index("沿河路"))
    cursor.setPosition(page.sheet.text.index("划线编号"), QTextCursor.MoveMode.KeepAnchor)
    page.parts.source.setTextCursor(cursor)
    page.parts.source.setFocus()
    before = page.sheet.tasks
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.parts.source, Qt.Key.Key_Q)
    after = page.sheet.tasks
    assert after[0].units[0] == ("牵头单位", ("沿河路两侧",))
    qtbot.keyClick(page.parts.source, Qt.Key.Key_Z, CTRL)
    assert page.sheet.tasks == before
    qtbot.keyClick(page.parts.source, Qt.Key.Key_Y, CTRL)
    assert page.sheet.tasks == after
    walked.settle()


def test_the_keys_of_the_page_reach_it_from_either_side(walked, page, qtbot):
    page.parts.table.setFocus()
    page.parts.table.select(0)
    qtbot.keyClick(page.parts.table, Qt.Key.Key_F8)
    assert page.row() == 1
    page.parts.source.setFocus()
    qtbot.keyClick(page.parts.source, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.row() == 0
    qtbot.keyClick(page.parts.source, Qt.Key.Key_F, CTRL)
    assert page.parts.filters[1].isChecked()
    qtbot.keyClick(page.parts.source, Qt.Key.Key_V, CTRL)
    assert page.files.pasting.isVisible()
    page.files.pasting.reject()


@pytest.mark.parametrize("size", [OFFICE, LOW])
def test_a_plan_under_check_fits_the_smallest_screens(walked, page, size):
    walked.window.resize(*size)
    walked.settle()
    for n in range(2):
        page.parts.table.select(n)
        walked.settle()
        assert looks.faults(page) == []
        assert cut_buttons(page) + outside(page) + sideways(page, tables=size == OFFICE) + filled(page) == []
