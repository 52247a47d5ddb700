"""Python and Qt binding are a pair that was tried: one known pair takes a reference from None on every call."""

import sys
from importlib.metadata import version

from PySide6.QtCore import QObject
from test_locks import pins, project_pin

CALLS = 1000


def test_calls_into_qt_leave_the_references_to_none_alone():
    """PySide6 6.12 on Python 3.11 loses one per call and ends the process after a few thousand."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < CALLS // 10


def test_the_installed_binding_is_the_pinned_one():
    pinned = project_pin("PySide6-Essentials")
    assert version("PySide6-Essentials") == version("shiboken6") == pinned
    assert pins("runtime.txt")["pyside6-essentials"] == pins("runtime.txt")["shiboken6"] == pinned
