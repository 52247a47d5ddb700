"""设置: what the clerk sees and what is stored."""

import pytest
from PySide6.QtCore import Qt

from services.settings import SETTINGS
from tests.ui.looks import faults
from ui.pages.system.settings_page import SettingsPage

SIZES = [(1166, 694), (1080, 566)]


@pytest.fixture
def page(sample_context, show):
    return show(SettingsPage(sample_context), sample_context)


def retype(page, key, words):
    line = page.rows[key].line
    line.clear()
    line.setText(words)
    line.textEdited.emit(words)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_keeps_to_the_looks(sample_context, show, size):
    assert faults(show(SettingsPage(sample_context), sample_context, size), (1080, 566)) == []


def test_every_setting_stands_there_with_its_value(page, sample_desk):
    assert set(page.rows) == set(SETTINGS)
    assert page.rows["bureau_name"].typed() == "示例县司法局"
    assert page.rows["due_soon_days"].typed() == "7"
    assert not page.save_button.isEnabled()
    assert page.save_button.toolTip() == "没有改动，不用保存"


def test_ctrl_s_stores_what_was_changed(qtbot, page, sample_desk, sample_context, toasts, wait_for_jobs):
    retype(page, "due_soon_days", "15")
    retype(page, "idle_lock_minutes", "20")
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait_for_jobs(sample_context)
    assert sample_desk.settings.get("due_soon_days") == 15
    assert sample_desk.settings.get("idle_lock_minutes") == 20
    assert page.rows["due_soon_days"].typed() == "15"
    assert toasts == ["已保存2项设置。“无人操作几分钟后锁定”在窗口里下次启动时生效。"]
    assert page.can_leave()


def test_all_wrong_fields_are_named_at_once_and_nothing_is_stored(
    qtbot, page, sample_desk, sample_context, wait_for_jobs
):
    retype(page, "bureau_name", " ")
    retype(page, "idle_lock_minutes", "一刻钟")
    retype(page, "contact_name", "岑知远")
    page.save()
    wait_for_jobs(sample_context)
    wrong = {key: found.error.words() for key, found in page.rows.items() if found.error.words()}
    assert wrong == {
        "bureau_name": "请填写“单位名称”。",
        "idle_lock_minutes": "“无人操作几分钟后锁定”要填1到240之间的整数。",
    }
    assert page.rows["idle_lock_minutes"].typed() == "一刻钟"
    assert sample_desk.settings.get("contact_name") == "容知秋"
    assert faults(page) == []


def test_leaving_with_unsaved_settings_asks_and_can_give_them_up(page, questions):
    retype(page, "contact_phone", "0000-7654321")
    assert not page.can_leave()
    questions[0].accept()
    assert page.rows["contact_phone"].typed() == "0000-0000000"
    assert page.can_leave()


def test_typed_text_survives_a_reload(page, sample_context, wait_for_jobs):
    retype(page, "contact_name", "岑知远")
    page.reload()
    wait_for_jobs(sample_context)
    assert page.rows["contact_name"].typed() == "岑知远"


def test_a_reader_sees_the_settings_and_why_they_stay(sample_context, sample_desk, as_reader, show):
    as_reader(sample_desk)
    page = show(SettingsPage(sample_context), sample_context)
    assert page.rows["bureau_name"].line.isReadOnly()
    assert not page.save_button.isEnabled()
    assert page.save_button.toolTip() == "当前账户没有“修改系统设置”的权限。需要时由管理员调整账户。"


def test_the_province_is_chosen_from_a_list_and_not_typed(page, sample_desk, wait_for_jobs):
    row = page.rows["province_rules"]
    assert row.list.currentText() == "通用"
    row.list.setCurrentText("山东")
    assert row.changed
    page.save()
    wait_for_jobs(page._context)
    assert sample_desk.settings.get("province_rules") == "山东"
