"""示例县 with its plan, and one of the pages of its tasks shown on the first row."""

import pytest
from PySide6.QtWidgets import QApplication, QDialog


@pytest.fixture
def shown(qtbot, sample_context):
    from ui.pages.registry import page_entries

    def show(key):
        page = next(entry for entry in page_entries() if entry.key == key).make(sample_context)
        qtbot.addWidget(page)
        page.resize(1166, 694)
        page.show()
        qtbot.waitUntil(lambda: page.pane.content is not None, timeout=20_000)
        return page

    return show


@pytest.fixture
def dialog(qtbot):
    """The one dialog that is open, once it is."""

    def find(kind=QDialog):
        def open_ones():
            return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

        qtbot.waitUntil(lambda: bool(open_ones()), timeout=20_000)
        return open_ones()[-1]

    return find
