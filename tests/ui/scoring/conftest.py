"""A scoring page on a real desk with 示例县, and fingers for its keys."""

import gc

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

GENERAL = "行政处罚案卷评查量化评分表"
ECO = "评分表（一般行政处罚）"


@pytest.fixture
def bench(qtbot, sample_desk, jobs, notify):
    """`bench.open(...)` starts a sheet for the first case and shows it."""
    from ui.bridge import Bridge
    from ui.context import UiContext

    bridge = Bridge()
    sample_desk.database.subscribe(bridge.publish)
    made = Hands(qtbot, UiContext(sample_desk, jobs, notify, bridge))
    yield made
    qtbot.waitUntil(lambda: not jobs.busy, timeout=10_000)
    gc.collect()


class Hands(QObject):
    """Drives the page as a clerk does."""

    def __init__(self, qtbot, context):
        super().__init__()
        from ui.pages.scoring import ScoringPage

        self.qtbot, self.context, self.desk = qtbot, context, context.desk
        self.said = []
        context.notify.toasted.connect(self.said.append)
        self.page = ScoringPage(context)
        qtbot.addWidget(self.page)
        context.bridge.changed.connect(self.page.on_changes)
        self.page.resize(1290, 690)
        with qtbot.waitActive(self.page, timeout=10_000):
            self.page.show()
            self.page.activateWindow()
        qtbot.waitUntil(lambda: bool(self.page.picker.table.model().rowCount()), timeout=10_000)

    @property
    def view(self):
        return self.page.desk

    @property
    def editor(self):
        return self.page.desk.editor

    @property
    def cases(self):
        return self.page.picker._shown.cases

    def open(self, standard=GENERAL, case=0):
        found = self.cases[case]
        standards = self.desk.scoring.standards_for(found.case_type)
        standard_id = next(number for number, name in standards if standard in name)
        sheet_id = self.desk.scoring.start(found.id, standard_id)
        self.show(sheet_id)
        return sheet_id

    def show(self, sheet_id):
        self.page.open_row(sheet_id)
        self.qtbot.waitUntil(lambda: self.page._sheet is not None and self.page._sheet.sheet_id == sheet_id)

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier, times=1):
        for _ in range(times):
            self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, words):
        """Latin words key by key, Chinese ones as an input method hands them over."""
        target = QApplication.focusWidget()
        if words.isascii():
            self.qtbot.keyClicks(target, words)
        else:
            event = QInputMethodEvent()
            event.setCommitString(words)
            QApplication.sendEvent(target, event)

    def enter(self, times=1):
        self.key(Qt.Key.Key_Return, times=times)

    def go(self, code):
        """Enter, as often as it takes to come to that item."""
        while self.view.current != f"item:{code}":
            before = self.view.current
            self.enter()
            assert self.view.current != before

    def write(self, words):
        """Type into the field with the focus and give the keys back."""
        self.type(words)
        self.enter()

    def submit(self):
        """Ctrl+Enter, and yes to the question."""
        asked = []
        self.context.notify.asked.connect(asked.append)
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.context.notify.asked.disconnect(asked.append)
        title = asked[0].windowTitle()
        asked[0].accept()
        with self.qtbot.waitActive(self.page, timeout=10_000):
            self.page.activateWindow()
        self.settled()
        return title

    def kept(self):
        self.qtbot.waitUntil(lambda: not self.page.saver.dirty and not self.page.saver.underway, timeout=10_000)

    def settled(self):
        self.qtbot.waitUntil(lambda: not self.context.jobs.busy, timeout=10_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.context.jobs.busy, timeout=10_000)

    @property
    def score(self):
        return self.view.totals.score.text()

    @property
    def grade(self):
        return self.view.totals.grade.accessibleName()

    def row(self, code):
        return self.view.table.words(f"item:{code}")
