from datetime import datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from services.tries import SignInError
from tests.ui.looks import faults
from tests.ui.typing_keys import press
from ui.idle import DayWatch, IdleWatch


def test_the_lock_hides_everything_and_asks_for_the_password(qtbot, window, shell_context, small_desk):
    window.go("officers")
    shell_context.notify.toast("已将3条移入回收站。", lambda: None)
    dialog = shell_context.notify.question("清空回收站", "其中12条不能再恢复。", "清空回收站", lambda: None)
    window.lock()
    assert not dialog.isVisible()
    assert not window.stack.page.isVisible()
    assert "执法人员" not in window.windowTitle()
    assert faults(window) == []
    assert not any(entry.isEnabled() for entry in window.menus.entries.values())
    press(qtbot, window, Qt.Key.Key_3)
    assert window.stack.key == "officers"
    lock = window.lock_screen
    qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    assert lock.error.words() == "请输入密码。"
    qtbot.keyClicks(lock.password, "wrong")
    qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lock.error.words() == "密码不对。请检查大写锁定。")
    assert window.locked
    qtbot.keyClicks(lock.password, small_desk.password)
    with qtbot.waitSignal(window.locked_changed):
        qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert window.stack.page.isVisible()
    dialog.reject()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(qtbot, window, Qt.Key.Key_3)
    assert window.stack.key == "page2"


def test_ctrl_l_locks_and_an_idle_desk_locks_itself(qtbot, window):
    press(qtbot, window, Qt.Key.Key_L)
    assert window.locked
    window.unlock()
    window.idle.idle.emit()
    assert window.locked


def test_a_locked_desk_waits_after_too_many_tries(qtbot, window, small_desk, monkeypatch):
    def refuse(_password):
        raise SignInError("密码不对。请等5秒再试，并检查大写锁定。", 5)

    monkeypatch.setattr(small_desk, "password_matches", refuse)
    window.lock()
    lock = window.lock_screen
    qtbot.keyClicks(lock.password, "wrong")
    qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "请等5秒" in lock.error.words())
    assert not lock.enter.isEnabled()
    assert lock._wait.isActive()
    qtbot.keyClicks(lock.password, "again")
    lock.try_password()
    assert lock.password.text() == "again"
    lock._wait.timeout.emit()
    assert lock.enter.isEnabled()


def test_a_computer_that_slept_is_noticed(app_theme, qtbot):
    moments = [datetime(2026, 6, 15, 9, 0), datetime(2026, 6, 15, 9, 5), datetime(2026, 6, 15, 9, 16)]
    owner = QWidget()
    qtbot.addWidget(owner)
    watch = DayWatch(owner, lambda: moments[0])
    del moments[0]
    with qtbot.assertNotEmitted(watch.resumed):
        watch.look()
    del moments[0]
    with qtbot.waitSignal(watch.resumed), qtbot.assertNotEmitted(watch.day_changed):
        watch.look()


def test_nobody_at_the_desk_is_noticed_after_the_minutes_of_the_settings(app_theme, qtbot):
    seconds = [0.0]
    owner = QWidget()
    qtbot.addWidget(owner)
    watch = IdleWatch(owner, 15, lambda: seconds[0])
    seconds[0] = 899
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    watch.eventFilter(owner, QEvent(QEvent.Type.KeyPress))
    seconds[0] = 1700
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    seconds[0] = 899 + 900
    with qtbot.waitSignal(watch.idle):
        watch.look()
    watch.minutes = 0
    seconds[0] = 99_999
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
