"""示例县 with the context that the window hands to its pages, and a page shown on its first row."""

import pytest
from PySide6.QtWidgets import QApplication, QDialog


@pytest.fixture
def shown(qtbot, sample_desk, jobs, notify):
    from ui.bridge import Bridge
    from ui.context import UiContext
    from ui.pages.registry import page_entries

    context = UiContext(sample_desk, jobs, notify, Bridge())
    sample_desk.database.subscribe(context.bridge.publish)

    def show(key):
        page = next(entry for entry in page_entries() if entry.key == key).make(context)
        qtbot.addWidget(page)
        page.resize(1166, 694)
        page.show()
        qtbot.waitUntil(lambda: page.pane.content is not None, timeout=20_000)
        return page

    yield show
    assert jobs.shut_down()  # before the data file is closed


@pytest.fixture
def dialog(qtbot):
    """The one dialog that is open, once it is."""

    def find(kind=QDialog):
        def open_ones():
            return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

        qtbot.waitUntil(lambda: bool(open_ones()), timeout=20_000)
        return open_ones()[-1]

    return find
