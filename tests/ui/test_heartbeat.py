"""The window's thread beats on while a ledger holds 100,000 rows: no act of the page keeps it for 100 ms."""

import gc
import time

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

ROWS = 100_000
BEAT_MS, LATEST_MS, TRIES = 5, 100, 3

pytestmark = pytest.mark.slow


class Heart:
    """A timer on the window's thread; remembers the longest pause between two beats, in ms."""

    def __init__(self):
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = self.longest = 0.0
        self._timer.start()

    def start(self):
        self._last, self.longest = time.perf_counter(), 0.0

    def _beat(self):
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now


@pytest.fixture
def big_desk(empty_desk):
    from tests.bench.ledger_100k import fill

    fill(empty_desk, ROWS)
    return empty_desk


@pytest.fixture
def hands(qtbot, big_desk, jobs, notify, errors):
    made = Hands(qtbot, big_desk, jobs, notify)
    yield made
    made.heart._timer.stop()
    gc.unfreeze()
    assert jobs.shut_down()
    assert errors == []


class Hands:
    """Opens the problems' ledger as the window does, and does what a clerk does with it."""

    def __init__(self, qtbot, desk, jobs, notify):
        from ui.bridge import Bridge
        from ui.context import UiContext
        from ui.kit.initials import load_pinyin

        load_pinyin()  # the window does this once, in a job, after the first ledger was read
        gc.collect()
        gc.freeze()  # what other tests left behind is not this page's work
        self.qtbot, self.jobs = qtbot, jobs
        self.context = UiContext(desk, jobs, notify, Bridge())
        self.heart = Heart()
        self.page = None

    def open(self):
        from ui.kit.ledger_page import LedgerPage
        from ui.pages.tools import ledger_tools

        service = self.context.desk.ledgers["problems"]
        self.page = LedgerPage(service, ledger_tools(self.context, "problems"), watches=service.tables)
        self.qtbot.addWidget(self.page)
        self.page.resize(1150, 680)
        self.page.show()

    def settle(self):
        self.qtbot.waitUntil(lambda: not self.jobs.busy and not self.page.pane._pause.isActive(), timeout=30_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.jobs.busy, timeout=30_000)

    def beat(self, act):
        """The longest pause of the window's thread from the act until everything is read and shown."""
        self.heart.start()
        act()
        self.heart._beat()
        self.settle()
        self.heart._beat()
        return self.heart.longest


def sort_by(page, key):
    page._sort(page.model.column_of(key))


def search(page, words):
    page.filters.search.setText(words)
    page.filters.search.returnPressed.emit()


def press(page, key, modifier=Qt.KeyboardModifier.NoModifier):
    from PySide6.QtTest import QTest

    QTest.keyClick(page.table, key, modifier)


ACTS = {
    "scroll to the end": lambda page: page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum()),
    "go to the last row": lambda page: press(page, Qt.Key.Key_End),
    "sort by number": lambda page: sort_by(page, "number"),
    "sort by date": lambda page: sort_by(page, "due_on"),
    "sort by words": lambda page: sort_by(page, "title"),
    "search": lambda page: search(page, "见证"),
    "search no more": lambda page: page.filters.clear(),
    "filter by a chip": lambda page: page.parts.chips.chip("late").click(),
    "all again": lambda page: page.parts.chips.chip(None).click(),
    "tick all": lambda page: press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier),
    "copy": lambda page: press(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier),
}


def test_the_window_answers_within_100_ms_while_100000_rows_are_read(hands):
    slow = {}
    least = [hands.beat(hands.open)]
    assert hands.page.model.total == ROWS
    for name, act in ACTS.items():
        tries = []
        for _ in range(TRIES):  # the machine may be busy with something else: the best of three is the page's own
            tries.append(hands.beat(lambda act=act: act(hands.page)))
            if tries[-1] < LATEST_MS:
                break
        least.append(min(tries))
        if min(tries) >= LATEST_MS:
            slow[name] = round(min(tries))
    for _ in range(TRIES - 1):  # a page opens once: another one beside it
        if least[0] < LATEST_MS:
            break
        least[0] = min(least[0], hands.beat(hands.open))
    if least[0] >= LATEST_MS:
        slow["open the page"] = round(least[0])
    assert slow == {}
