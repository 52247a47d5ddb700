import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from services.errors import StorageError
from services.lock import LockedError
from tests.ui.door import CODE, SmallDoor
from tests.ui.looks import faults
from ui.start.login import LoginPage
from ui.start.print_code import sheet
from ui.start.recovery import RecoveryPage
from ui.start.trouble import TroublePage
from ui.start.window import StartWindow
from ui.start.wizard import Wizard

WRONG = "密码不对，还可以试4次。请检查大写锁定。"


@pytest.fixture
def door():
    return SmallDoor()


@pytest.fixture
def start(qtbot, jobs, machine, door, tmp_path):
    made = StartWindow(door, jobs, machine, tmp_path / "数据")
    made.resize(1280, 640)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def page_of(qtbot, start):
    def wait(kind):
        qtbot.waitUntil(lambda: isinstance(start.currentWidget(), kind))
        return start.currentWidget()

    return wait


def begun(start, page_of, kind):
    start.begin()
    return page_of(kind)


def test_a_folder_with_a_desk_asks_for_the_password(qtbot, start, page_of, machine):
    login = begun(start, page_of, LoginPage)
    qtbot.waitUntil(lambda: login.user.count() == 1)
    qtbot.keyClicks(login.password, "Shili-2026")
    with qtbot.waitSignal(start.opened) as opened:
        qtbot.keyClick(login.password, Qt.Key.Key_Return)
    assert opened.args[0].face.bureau == "示例县司法局"
    assert (machine.user, machine.folder, machine.bureau) == ("齐明川", start.folder, "示例县司法局")
    assert login.password.text() == ""


def test_a_wrong_password_says_how_many_tries_are_left(qtbot, start, page_of):
    login = begun(start, page_of, LoginPage)
    qtbot.waitUntil(lambda: login.user.count() == 1)
    login.try_password()
    assert login.field.error.words() == "请输入密码。"
    qtbot.keyClicks(login.password, "wrong-one")
    login.enter.click()
    qtbot.waitUntil(lambda: login.field.error.words() == WRONG)
    assert login.password.accessibleDescription() == WRONG
    assert login.password.selectedText()
    assert faults(start) == []
    qtbot.keyClicks(login.password, "x")
    assert login.field.error.words() == ""


def test_after_too_many_tries_the_button_waits(qtbot, start, page_of, door):
    door.left = 1
    login = begun(start, page_of, LoginPage)
    qtbot.waitUntil(lambda: login.user.count() == 1)
    qtbot.keyClicks(login.password, "wrong-one")
    login.try_password()
    qtbot.waitUntil(lambda: "请等5秒" in login.field.error.words())
    assert not login.enter.isEnabled()
    assert login._wait.interval() == 5000
    assert login._wait.isActive()
    login._wait.timeout.emit()
    assert login.enter.isEnabled()


def test_data_that_are_in_use_stay_on_the_login_page(qtbot, start, page_of, door):
    door.broken = LockedError(None)
    login = begun(start, page_of, LoginPage)
    qtbot.waitUntil(lambda: login.user.count() == 1)
    login.password.setText("Shili-2026")
    login.try_password()
    qtbot.waitUntil(lambda: "另一个程序" in login.field.error.words())
    assert start.currentWidget() is login


def test_damaged_data_offer_the_backups(qtbot, start, page_of, door):
    door.broken = StorageError("数据文件有损坏，没有打开。从最近的备份恢复。")
    login = begun(start, page_of, LoginPage)
    qtbot.waitUntil(lambda: login.user.count() == 1)
    login.password.setText("Shili-2026")
    login.try_password()
    trouble = page_of(TroublePage)
    assert trouble.words.text() == "数据文件有损坏，没有打开。从最近的备份恢复。"
    qtbot.waitUntil(lambda: trouble.model.rowCount() == 2)
    assert faults(start) == []
    assert trouble.act.isEnabled()
    trouble.table.selectRow(1)
    assert not trouble.act.isEnabled()
    trouble.table.selectRow(0)
    trouble.user.setText("齐明川")
    trouble.password.setText("Shili-2026")
    trouble.act.click()
    login = page_of(LoginPage)
    assert door.restored[0][1:] == ("齐明川", "Shili-2026")
    assert login.note.text().startswith("已从备份恢复")


def test_only_one_backup_is_chosen_even_with_ctrl_held(qtbot, start):
    trouble = start.trouble(StorageError("钥匙文件不见了。"))
    qtbot.waitUntil(lambda: trouble.model.rowCount() == 2)
    place = trouble.table.visualRect(trouble.model.index(1, 0)).center()
    click = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(trouble.table.viewport(), Qt.MouseButton.LeftButton, click, place)
    assert [index.row() for index in trouble.table.selectionModel().selectedRows()] == [1]
    assert not trouble.act.isEnabled()


def test_a_backup_is_restored_by_the_recovery_code_as_well(qtbot, start, page_of, door):
    trouble = start.trouble(StorageError("钥匙文件不见了。"))
    qtbot.waitUntil(lambda: trouble.model.rowCount() == 2)
    trouble.code.setText(CODE)
    trouble.act.click()
    page_of(LoginPage)
    assert door.restored[0][1] == CODE


def test_a_refused_restore_is_said_beside_its_field(qtbot, start, page_of, door, monkeypatch):
    def refuse(*_args):
        raise StorageError("这份备份读不出来，没有改动。")

    monkeypatch.setattr(door, "restore", refuse)
    trouble = start.trouble(StorageError("钥匙文件不见了。"))
    qtbot.waitUntil(lambda: trouble.model.rowCount() == 2)
    trouble.act.click()
    qtbot.waitUntil(lambda: trouble.password_field.error.words() == "这份备份读不出来，没有改动。")
    assert trouble.act.isEnabled()


def test_a_forgotten_password_is_reset_by_the_recovery_code(qtbot, start, page_of, door):
    login = begun(start, page_of, LoginPage)
    qtbot.waitUntil(lambda: login.user.count() == 1)
    login.forgot.click()
    page = page_of(RecoveryPage)
    assert faults(start) == []
    page.first.setText("Neues-2026")
    page.second.setText("Neues-2025")
    page.act.click()
    assert page.fields["second"].error.words() == "两次输入的密码不一样。请再输一次。"
    page.second.setText("Neues-2026")
    page.code.setText("2222")
    page.act.click()
    qtbot.waitUntil(lambda: "现在是4个" in page.fields["code"].error.words())
    page.code.setText(CODE)
    page.first.setText("1234567")
    page.second.setText("1234567")
    page.act.click()
    qtbot.waitUntil(lambda: page.fields["password"].error.words() == "密码至少8位，现在是7位。")
    page.first.setText("Neues-2026")
    page.second.setText("Neues-2026")
    qtbot.keyClick(page.second, Qt.Key.Key_Return)
    login = page_of(LoginPage)
    assert login.note.text().startswith("密码已重设")
    assert door.passwords["齐明川"] == "Neues-2026"


def test_recovery_can_be_left(qtbot, start, page_of):
    login = begun(start, page_of, LoginPage)
    login.forgot.click()
    page_of(RecoveryPage).leave.click()
    page_of(LoginPage)


def test_data_that_vanished_are_never_made_anew_silently(qtbot, start, page_of, door, machine):
    door.there = False
    machine.folder, machine.user = start.folder, "齐明川"
    trouble = begun(start, page_of, TroublePage)
    assert "没有新建" in trouble.words.text()


def answered(wizard, password="Shili-2026", user="qimc"):
    wizard.bureau.bureau.setText("示例县司法局")
    wizard.bureau.county.setText("示例县")
    wizard.rules.choices["山东"].setChecked(True)
    wizard.admin.user.setText(user)
    wizard.admin.name.setText("齐明川")
    wizard.admin.password.setText(password)
    wizard.admin.again.setText(password)


def reach(qtbot, wizard, number):
    while wizard.number < number:
        before = wizard.number
        wizard.forward()
        qtbot.waitUntil(lambda before=before: wizard.number > before)


def test_the_first_start_sets_the_desk_up_and_shows_the_code_once(qtbot, start, page_of, door, machine):
    door.there = False
    wizard = begun(start, page_of, Wizard)
    qtbot.waitUntil(wizard.bureau.bureau.hasFocus)
    answered(wizard)
    for number in range(6):
        reach(qtbot, wizard, number)
        assert faults(start) == []
        if number == 4:
            assert wizard.code.code.text() == CODE
            wizard.forward()
            assert wizard.code.error.words() == "请先抄好或打印恢复码，再打勾。"
            assert not wizard.previous.isEnabled()
            assert wizard.previous.toolTip() == "已经设立，不能再返回"
            wizard.code.copy.click()
            assert QGuiApplication.clipboard().text() == CODE
            wizard.code.kept.setChecked(True)
    with qtbot.waitSignal(start.opened):
        wizard.forward()
    folder, values = door.made
    assert folder == start.folder
    assert values == {
        "bureau": "示例县司法局",
        "county": "示例县",
        "rules": "山东",
        "admin_user": "qimc",
        "admin_name": "齐明川",
        "password": "Shili-2026",
    }
    assert door.sample is True
    assert machine.user == "qimc"


def test_a_start_without_sample_data_stays_empty(qtbot, start, page_of, door):
    door.there = False
    wizard = begun(start, page_of, Wizard)
    answered(wizard)
    wizard.code.kept.setChecked(True)
    reach(qtbot, wizard, 5)
    wizard.begin.empty.setChecked(True)
    with qtbot.waitSignal(start.opened):
        wizard.forward()
    assert door.sample is False


@pytest.mark.parametrize(
    ("password", "again", "key", "sentence"),
    [
        ("1234567", "1234567", "password", "密码至少8位，现在是7位。"),
        ("qimingchuan", "qimingchuan", "password", "密码不能和用户名相同。请换一个。"),
        ("aaaaaaaa", "aaaaaaaa", "password", "密码不能是同一个字符。请换一个。"),
        ("Shili-2026", "Shili-2025", "again", "两次输入的密码不一样。请再输一次。"),
    ],
)
def test_a_bad_password_is_said_beside_its_field(qtbot, start, page_of, door, password, again, key, sentence):
    door.there = False
    wizard = begun(start, page_of, Wizard)
    answered(wizard, password, "qimingchuan")
    wizard.admin.again.setText(again)
    reach(qtbot, wizard, 3)
    wizard.forward()
    qtbot.waitUntil(lambda: wizard.admin.fields[key].error.words() == sentence)
    assert wizard.number == 3
    assert door.made is None
    assert faults(start) == []


def test_missing_answers_and_refused_places_are_said_at_once(qtbot, start, page_of, door, tmp_path):
    door.there = False
    wizard = begun(start, page_of, Wizard)
    wizard.forward()
    assert wizard.bureau.fields["bureau"].error.words() == "请填写“单位名称”。"
    assert wizard.bureau.fields["county"].error.words() == "请填写“县（市、区）名称”。"
    wizard.bureau.bureau.setText("示例县司法局")
    qtbot.keyClick(wizard.bureau.bureau, Qt.Key.Key_Return)
    assert wizard.bureau.fields["bureau"].error.words() == ""
    answered(wizard)
    reach(qtbot, wizard, 2)
    for place, words in (("", "请选择数据文件夹。"), ("数据", "请写完整的位置，从盘符开始。")):
        wizard.place.place.setText(place)
        wizard.forward()
        assert wizard.place.fields["folder"].error.words() == words
    wizard.place.place.setText(str(tmp_path / "百度网盘"))
    wizard.forward()
    qtbot.waitUntil(lambda: "不同步的本机文件夹" in wizard.place.fields["folder"].error.words())
    wizard.back()
    assert wizard.number == 1


def test_a_folder_that_holds_a_desk_is_opened_instead(qtbot, start, page_of, door, tmp_path):
    door.there = False
    wizard = begun(start, page_of, Wizard)
    answered(wizard)
    reach(qtbot, wizard, 2)
    wizard.place.place.setText(str(tmp_path / "已有"))
    wizard.forward()
    qtbot.waitUntil(wizard.open_found.isVisible)
    wizard.open_found.click()
    page_of(LoginPage)
    assert start.folder == tmp_path / "已有"


def test_alt_left_goes_back_and_keeps_what_was_typed(qtbot, start, page_of, door):
    door.there = False
    wizard = begun(start, page_of, Wizard)
    answered(wizard)
    reach(qtbot, wizard, 2)
    start.activateWindow()
    qtbot.waitUntil(start.isActiveWindow)
    qtbot.keyClick(wizard.place.place, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert wizard.number == 1
    wizard.back()
    assert wizard.bureau.bureau.text() == "示例县司法局"


def test_leaving_the_first_start_ends_the_program(qtbot, start, page_of, door):
    door.there = False
    wizard = begun(start, page_of, Wizard)
    with qtbot.waitSignal(start.leave):
        wizard.quit.click()


def test_the_printed_sheet_holds_the_whole_code(app_theme):
    words = sheet("AB23-CD45-EF67-GH89-AB23-CD45-EF67-GH89", "示例县司法局").toPlainText()
    assert "示例县司法局" in words
    assert words.count("AB23") == 2
    assert "GH89" in words


def test_passwords_are_never_shown(start, page_of):
    login = begun(start, page_of, LoginPage)
    assert login.password.echoMode() == QLineEdit.EchoMode.Password
