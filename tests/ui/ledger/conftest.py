from types import SimpleNamespace

import pytest

from services.access import Right
from tests.ui.ledger import people
from ui.kit.ledger_page import LedgerPage
from ui.kit.ledger_tools import LedgerTools
from ui.kit.view_store import JsonFiles


@pytest.fixture
def service():
    return people.PeopleLedger()


@pytest.fixture
def notes():
    """What the toasts said, with their 撤销."""
    return []


@pytest.fixture
def make_tools(jobs, service, notes, tmp_path):
    def make(**changes):
        stored = JsonFiles(tmp_path / "pages")
        values = {
            "jobs": jobs,
            "notify": lambda message, undo: notes.append(SimpleNamespace(message=message, undo=undo)),
            "history": people.history,
            "undo": service.undo,
            "may": lambda right: True,
            "drafts": JsonFiles(tmp_path / "drafts"),
            "views": stored,
            "export": lambda *_asked: "已导出。",
            "open_import": lambda _name: None,
            "today": lambda: people.TODAY,
        }
        return LedgerTools(**{**values, **changes})

    return make


@pytest.fixture
def tools(make_tools):
    return make_tools()


@pytest.fixture
def reader_tools(make_tools):
    return make_tools(may=lambda right: right is Right.READ)


@pytest.fixture
def open_page(qtbot, service, tools):
    def make(used=None, given=None, size=(1150, 680), **more):
        page = LedgerPage(given or service, used or tools, **more)
        qtbot.addWidget(page)
        page.resize(*size)
        with qtbot.waitSignal(page.loaded):
            page.show()
        qtbot.waitUntil(lambda: page.model.total == 0 or page.pane.content is not None)
        return page

    return make


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def write(app_theme):
    """Chinese text as an input method commits it."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtGui import QInputMethodEvent

    def send(widget, words):
        widget.setFocus()
        event = QInputMethodEvent("", [])
        event.setCommitString(words)
        QCoreApplication.sendEvent(widget, event)

    return send
