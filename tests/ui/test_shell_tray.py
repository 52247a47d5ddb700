"""The icon beside the clock: told once for what is new, never while the desk is locked, always beside the bell."""

from datetime import datetime
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, Signal

from ui import tray
from ui.tray import Tray


class Icon(QObject):
    """A place beside the clock that notes what it was asked to show."""

    messageClicked = Signal()  # noqa: N815 — Qt's own name
    activated = Signal(object)

    class MessageIcon:
        Information = 1

    made: ClassVar[list] = []

    def __init__(self, _icon, parent):
        super().__init__(parent)
        self.said = []
        Icon.made.append(self)

    @staticmethod
    def isSystemTrayAvailable():
        return True

    def setToolTip(self, words):
        self.tip = words

    def show(self):
        self.shown = True

    def showMessage(self, title, words, _kind, _time):
        self.said.append((title, words))


@pytest.fixture
def icon(monkeypatch):
    monkeypatch.setattr(tray, "QSystemTrayIcon", Icon)
    Icon.made = []
    return lambda: Icon.made[-1]


def counted(window, qtbot):
    with qtbot.waitSignal(window.edges.reminders_counted):
        window.edges.refresh()


def test_only_more_than_before_is_told(qapp, icon):
    parent = QObject()
    told = Tray(qapp.windowIcon(), "执法监督工作台", lambda *_: None, parent)
    for count in (0, 3, 3, 1, 2):
        told.tell(count)
    assert [words for _title, words in icon().said] == ["有3条提醒还没有看。", "有2条提醒还没有看。"]


def test_a_click_on_the_message_opens_the_reminders(icon, make_window, small_desk, qtbot):
    small_desk.reminders = 2
    window = make_window()
    assert [words for _title, words in icon().said] == ["有2条提醒还没有看。"]
    opened = []
    window.go = opened.append
    icon().messageClicked.emit()
    assert opened == ["reminders"]


def test_a_locked_desk_tells_nothing_until_it_is_opened(icon, make_window, small_desk, qtbot):
    window = make_window()
    window.lock()
    small_desk.reminders = 5
    counted(window, qtbot)
    assert icon().said == []
    opened = []
    window.go = opened.append
    icon().activated.emit(None)
    assert opened == []
    with qtbot.waitSignal(window.edges.reminders_counted):
        window.unlock()
    assert [words for _title, words in icon().said] == ["有5条提醒还没有看。"]


def test_new_steps_are_told_after_midnight_and_after_the_computer_slept(icon, make_window, small_desk, qtbot):
    window = make_window()
    small_desk.reminders = 1
    small_desk.moment = datetime(2026, 6, 16, 0, 0, 5)
    with qtbot.waitSignal(window.edges.reminders_counted):
        window.days.look()
    small_desk.reminders = 4
    small_desk.moment = datetime(2026, 6, 16, 8, 30)
    with qtbot.waitSignal(window.edges.reminders_counted):
        window.days.look()
    assert [words for _title, words in icon().said] == ["有1条提醒还没有看。", "有4条提醒还没有看。"]


def test_without_a_place_beside_the_clock_the_bell_counts_alone(monkeypatch, icon, make_window, small_desk, qtbot):
    monkeypatch.setattr(Icon, "isSystemTrayAvailable", staticmethod(lambda: False))
    small_desk.reminders = 3
    window = make_window()
    counted(window, qtbot)
    assert Icon.made == []
    assert "3" in window.top.bell.text()
