"""Pages on a real data file, as the window hands them out."""

import pytest

from services.access import Actor, Role


def context_on(desk, jobs, notify):
    from ui.bridge import Bridge
    from ui.context import UiContext

    bridge = Bridge()
    desk.database.subscribe(bridge.publish)
    return UiContext(desk, jobs, notify, bridge)


@pytest.fixture
def sample_context(sample_desk, jobs, notify):
    return context_on(sample_desk, jobs, notify)


@pytest.fixture
def empty_context(empty_desk, jobs, notify):
    return context_on(empty_desk, jobs, notify)


@pytest.fixture
def as_reader():
    """Makes the signed-in person of a desk a reader."""

    def make(desk):
        desk.database.actor = lambda: Actor("简若宁", Role.READER)

    return make


@pytest.fixture
def show(qtbot):
    """Shows a page in a size and waits until nothing is read any more."""

    def shown(page, context, size=(1366 - 200, 768 - 46 - 28)):
        qtbot.addWidget(page)
        if hasattr(page, "on_changes"):  # as the stack of pages does
            context.bridge.changed.connect(page.on_changes)
        page.resize(*size)
        page.show()
        settled(qtbot, context)
        return page

    return shown


def settled(qtbot, context):
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not context.jobs.busy, timeout=30_000)
    qtbot.wait(1)


@pytest.fixture
def wait_for_jobs(qtbot):
    return lambda context: settled(qtbot, context)


@pytest.fixture
def toasts(notify):
    found = []
    notify.toasted.connect(found.append)
    return found


@pytest.fixture
def questions(notify):
    found = []
    notify.asked.connect(found.append)
    return found
