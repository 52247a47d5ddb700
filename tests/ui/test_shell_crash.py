import logging
import sys
import threading
from datetime import datetime

import pytest
from PySide6.QtGui import QGuiApplication

from tests.ui.looks import faults
from ui.crash import CrashDialog, CrashReporter, log_to, report_of


def bug(words="于安禾的身份证号"):
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


def other_bug():
    try:
        raise KeyError("x")
    except KeyError as error:
        return error


@pytest.fixture
def reporter(app_theme, qtbot):
    made = CrashReporter("0.1.0")
    yield made
    for dialog in list(made.dialogs):
        dialog.reject()


def test_the_same_bug_is_shown_once_and_another_one_again(qtbot, reporter, caplog):
    for _n in range(3):
        reporter.report(bug())
    qtbot.waitUntil(lambda: len(reporter.dialogs) == 1)
    reporter.report(other_bug())
    qtbot.waitUntil(lambda: len(reporter.dialogs) == 2)
    assert len([r for r in caplog.records if r.levelno == logging.CRITICAL]) == 4
    reporter.dialogs[0].accept()
    assert len(reporter.dialogs) == 1


def test_a_bug_in_a_thread_is_shown_too(qtbot, reporter):
    thread = threading.Thread(target=lambda: reporter.report(bug()))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(reporter.dialogs) == 1)


def test_the_report_names_places_and_never_the_data(qtbot, app_theme):
    report = report_of(bug("990101199001011137"), datetime(2026, 6, 15, 10, 42, 31), "0.1.0")
    words = report.words()
    assert "990101199001011137" not in words
    assert "ValueError" in words
    assert "test_shell_crash.py" in words
    assert report.number.startswith("20260615-104231-")


def test_the_dialog_says_what_happened_and_copies_its_report(qtbot, app_theme):
    dialog = CrashDialog(report_of(bug(), datetime(2026, 6, 15, 10, 42), "0.1.0"))
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert faults(dialog) == []
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.report.words()
    assert dialog.copy.text() == "已复制"


def test_the_reporter_becomes_the_last_resort(monkeypatch, reporter, qtbot):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reporter.install()
    error = bug()
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: len(reporter.dialogs) == 1)


def test_the_log_is_written_beside_the_data(tmp_path):
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        path = log_to(tmp_path / "日志")
        logging.getLogger("x").warning("备份没有写成")
        assert "备份没有写成" in path.read_text(encoding="utf-8")
    finally:
        for handler in [h for h in root.handlers if h not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
