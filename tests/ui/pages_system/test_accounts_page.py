"""账户: creating, changing, switching off; passwords; the recovery code."""

import pytest
from PySide6.QtGui import QGuiApplication

from services.access import Role
from services.keys import KeyFile
from services.opening import recover
from tests.conftest import PASSWORD, USER
from tests.ui.looks import faults
from ui.kit.table import plain
from ui.pages.system.account_dialogs import AccountDialog, CodeDialog
from ui.pages.system.accounts_page import AccountsPage

NEW = "shui-wu-2026"


@pytest.fixture
def page(sample_context, show):
    return show(AccountsPage(sample_context), sample_context)


def dialog_of(page, kind=AccountDialog):
    return next(found for found in page.findChildren(kind) if found.isVisible())


def fill(dialog, **words):
    for key, word in words.items():
        found = dialog.inputs[key]
        if hasattr(found, "findData"):
            found.setCurrentIndex(found.findData(word))
        else:
            found.setText(word)


def words_of(page):
    return [[plain(value) for value in cells] for cells in page.rows.rows]


def add(page, context, wait_for_jobs, user="zhiyuan", name="岑知远", role=Role.CLERK):
    page.new_row()
    dialog = dialog_of(page)
    fill(dialog, user_name=user, display_name=name, role=role.value, password=NEW, second=NEW)
    dialog.submit()
    wait_for_jobs(context)


def choose(page, name):
    place = next(n for n, info in enumerate(page._infos) if info.display_name == name)
    page.table.setCurrentIndex(page.rows.index(place, 0))


@pytest.mark.parametrize("size", [(1166, 694), (1080, 566)])
def test_the_page_keeps_to_the_looks(sample_context, show, size):
    found = faults(show(AccountsPage(sample_context), sample_context, size), (1080, 566))
    assert [fault for fault in found if USER not in fault] == []  # a user name is the clerk's own word


def test_a_new_account_stands_in_the_list_and_can_sign_in(page, sample_desk, sample_context, toasts, wait_for_jobs):
    assert words_of(page) == [["容知秋", "admin", "管理员", "能登录", "2026-06-15"]]
    add(page, sample_context, wait_for_jobs)
    assert toasts == ["已登记账户：岑知远，经办。"]
    assert words_of(page)[1] == ["岑知远", "zhiyuan", "经办", "能登录", "2026-06-15"]
    assert KeyFile.load(sample_desk.folder.keys).open("zhiyuan", NEW) is not None


def test_every_wrong_field_of_a_new_account_is_named_and_the_form_stays(qtbot, page, sample_context, wait_for_jobs):
    page.new_row()
    dialog = dialog_of(page)
    fill(dialog, user_name="a b", display_name="容知秋", password="kurz", second="kurz")
    dialog.submit()
    wait_for_jobs(sample_context)
    assert dialog.isVisible()
    said = {key: field.error.words() for key, field in dialog.fields.items() if field.error.words()}
    assert set(said) == {"user_name", "password"}
    assert said["password"] == "密码至少8位，现在是4位。"
    fill(dialog, user_name="rong", password=NEW, second=NEW)
    dialog.submit()
    wait_for_jobs(sample_context)
    assert "这个姓名已有账户" in dialog.fields["display_name"].error.words()
    page.window().repaint()
    wait_for_jobs(sample_context)
    assert faults(dialog) == []


def test_passwords_are_typed_twice_and_compared_before_anything_is_stored(page, sample_desk, sample_context):
    page.own_button.click()
    dialog = dialog_of(page)
    fill(dialog, old=PASSWORD, password=NEW, second=NEW + "x")
    dialog.submit()
    assert dialog.fields["second"].error.words() == "两次输入的密码不一样。请再输一次。"
    assert not sample_context.jobs.busy
    assert KeyFile.load(sample_desk.folder.keys).open(USER, PASSWORD) is not None


def test_the_own_password_needs_the_old_one(page, sample_desk, sample_context, wait_for_jobs):
    page.own_button.click()
    dialog = dialog_of(page)
    fill(dialog, old="wrong-2026", password=NEW, second=NEW)
    dialog.submit()
    wait_for_jobs(sample_context)
    assert dialog.fields["old"].error.words() == "原密码不对，没有改动。请检查大写锁定。"
    fill(dialog, old=PASSWORD)
    dialog.submit()
    wait_for_jobs(sample_context)
    keys = KeyFile.load(sample_desk.folder.keys)
    assert keys.open(USER, NEW) is not None
    assert keys.open(USER, PASSWORD) is None


def test_role_reset_stop_and_start_of_another_account(
    page, sample_desk, sample_context, questions, toasts, wait_for_jobs
):
    add(page, sample_context, wait_for_jobs)
    choose(page, "岑知远")
    page.edit_current()
    fill(dialog_of(page), role=Role.HEAD.value)
    dialog_of(page).submit()
    wait_for_jobs(sample_context)
    assert words_of(page)[1][2] == "负责人"
    page.stop_button.click()
    questions[-1].accept()
    wait_for_jobs(sample_context)
    assert words_of(page)[1][3] == "已停用"
    assert not page.stop_button.isEnabled()
    assert page.reset_button.text() == "启用账户"
    page.reset_button.click()
    fill(dialog_of(page), password=NEW + "2", second=NEW + "2")
    dialog_of(page).submit()
    wait_for_jobs(sample_context)
    assert words_of(page)[1][3] == "能登录"
    assert toasts[-2:] == ["已停用账户：岑知远。", "已启用账户：岑知远。"]


def test_the_last_administrator_cannot_be_switched_off_by_the_page(page):
    assert not page.stop_button.isEnabled()
    assert page.stop_button.toolTip() == "自己的账户由另一位管理员来停用"


def test_the_new_recovery_code_is_shown_once_and_opens_the_data(
    page, sample_desk, sample_context, questions, wait_for_jobs
):
    page.code_button.click()
    questions[0].accept()
    wait_for_jobs(sample_context)
    dialog = dialog_of(page, CodeDialog)
    dialog.reject()
    assert dialog.isVisible()  # it cannot be shown a second time
    assert not dialog.leave.isEnabled()
    next(b for b in dialog.findChildren(type(dialog.leave)) if b.text() == "复制").click()
    code = QGuiApplication.clipboard().text()
    assert code.replace("-", "") == "".join(dialog.shown.text().split())
    dialog.kept.setChecked(True)
    dialog.leave.click()
    sample_desk.close()
    recover(sample_desk.folder, code, USER, NEW, sample_desk.now)
    assert KeyFile.load(sample_desk.folder.keys).open(USER, NEW) is not None


def test_a_reader_may_only_change_the_own_password(sample_context, sample_desk, as_reader, show):
    as_reader(sample_desk)
    page = show(AccountsPage(sample_context), sample_context)
    for act in (page.create_button, page.code_button, page.change_button, page.reset_button, page.stop_button):
        assert not act.isEnabled()
        assert act.toolTip()
    assert page.own_button.isEnabled()
    page.new_row()
    assert not page.findChildren(AccountDialog)
