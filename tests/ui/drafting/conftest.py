"""The editor in the real window on a real desk with 示例县, and fingers for its keys."""

import gc
import re

import pypdfium2
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog

from services.access import Actor, Role
from services.documents.draft_text import DraftText, Origin
from tests.conftest import USER

ORDINARY = {
    "format": "信函",
    "mark": "示例县司法局",
    "issuer": "示例县司法局",
    "title": "示例县司法局关于商请提供目录的函",
    "to": ["县水务局"],
    "body": [
        {"level": 0, "text": "为核对行政执法事项，现商请提供目录。"},
        {"level": 0, "text": "请于2026年6月30日前书面提供。"},
        {"level": 0, "text": "特此函告。"},
    ],
    "sign": [{"name": "示例县司法局", "seal": True}],
}


def words_of(file):
    document = pypdfium2.PdfDocument(str(file))
    try:
        return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


@pytest.fixture
def make_hands(qtbot, sample_desk, jobs, notify, errors, machine):
    made = []

    def make(role=Role.ADMINISTRATOR, size=(1366, 768)):
        if role is not Role.ADMINISTRATOR:
            sample_desk.database.actor = lambda: Actor("简若宁", role)
        made.append(Hands(qtbot, sample_desk, jobs, notify, machine, size))
        return made[-1]

    yield make
    for each in made:
        each.close()
    assert jobs.shut_down()
    gc.collect()
    assert errors == []


@pytest.fixture
def hands(make_hands):
    return make_hands()


class Hands(QObject):
    """Drives the window as a clerk does."""

    def __init__(self, qtbot, desk, jobs, notify, machine, size):
        super().__init__()
        from services.folder import DataFolder
        from ui.bridge import Bridge
        from ui.context import UiContext
        from ui.desk_face import DeskFace
        from ui.main_window import MainWindow
        from ui.pages.registry import page_entries

        class Opened:
            folder, user, key = DataFolder(desk.folder.root), USER, b""

        self.qtbot, self.desk, self.jobs, self.said, self.asked = qtbot, desk, jobs, [], []
        notify.toasted.connect(self.said.append)
        notify.asked.connect(self.asked.append)
        self.context = UiContext(desk, jobs, notify, Bridge())
        desk.database.subscribe(self.context.bridge.publish)
        self.window = MainWindow(self.context, DeskFace(desk, Opened()), page_entries(), machine)
        self.window.resize(*size)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window, timeout=10_000):
            self.window.show()
            self.window.activateWindow()
        self.settle()

    # --- drafts --------------------------------------------------------------------------
    def stored(self, content=ORDINARY, template="函", **text):
        """A draft in the data file; its id."""
        draft_id = self.desk.drafting.start(template)
        shown = DraftText(content, text.get("kind", "letter"), text.get("prefix", "示司监函"))
        self.desk.drafting.save(draft_id, self.desk.drafting.open(draft_id).row_version, shown)
        return draft_id

    def about(self, name):
        """Origin of a draft about a task."""
        from services.query import LedgerQuery

        task = self.desk.ledgers["tasks"].search(LedgerQuery(text=name)).rows[0]
        unit = self.desk.documents.late_units(task)[0]
        return Origin("plan_task", task.id, task.values["summary"], unit[0]), unit[1]

    def open(self, draft_id):
        with self.qtbot.waitSignal(self.editor.opened_draft, timeout=10_000):
            self.window.go("drafting", draft_id)
        self.settle()
        return self.editor

    @property
    def editor(self):
        if self.window.stack.made_page("drafting") is None:
            self.window.go("drafting")
        return self.window.stack.made_page("drafting")

    @property
    def form(self):
        return self.editor.form

    @property
    def rows(self):
        return self.form.body.rows

    def view(self):
        return self.desk.drafting.open(self.editor.opened.id)

    @property
    def texts(self):
        return [(item["level"], item["text"]) for item in self.form.body.items()]

    # --- fingers -------------------------------------------------------------------------
    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier, times=1):
        for _ in range(times):
            self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def ctrl(self, key):
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def type(self, words):
        """Chinese words as an input method hands them over."""
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    def paste(self, words):
        QGuiApplication.clipboard().setText(words)
        self.ctrl(Qt.Key.Key_V)

    def into(self, number, place=-1):
        self.rows[number].focus_words(place)
        QApplication.processEvents()

    # --- waiting -------------------------------------------------------------------------
    def settle(self):
        """Until nothing is read, laid out or stored any more."""
        for _ in range(3):
            QApplication.processEvents()
            self.qtbot.waitUntil(lambda: not self.jobs.busy, timeout=20_000)

    def laid_out(self):
        """Until the pages show what is typed now; their words."""
        pane = self.editor.bench.preview
        self.qtbot.waitUntil(lambda: not pane.waiting and not self.jobs.busy, timeout=20_000)
        QApplication.processEvents()
        return words_of(pane.file)

    def dialog(self, kind=QDialog):
        self.qtbot.waitUntil(lambda: any(self._shown(kind)), timeout=10_000)
        return self._shown(kind)[-1]

    def _shown(self, kind):
        return [d for d in self.window.findChildren(kind) if d.isVisible()]

    def yes(self):
        """Agree to the question that was asked last."""
        self.qtbot.waitUntil(lambda: bool(self.asked), timeout=10_000)
        question = self.asked.pop()
        words = question.windowTitle()
        question.accept()
        self.settle()
        return words

    def refocus(self):
        with self.qtbot.waitActive(self.window, timeout=10_000):
            self.window.activateWindow()

    def close(self):
        self.window._leaving = True
        self.context.notify.attach(None)
        self.window.hide()
        self.settle()
        QApplication.processEvents()
