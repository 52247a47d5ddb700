import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def qapp_args():
    return ["desk"]


@pytest.fixture(scope="session")
def collector(qapp):
    """As in the program: garbage with Qt's objects in it is let go on this thread only, never on a job's."""
    from ui.collector import Collector

    made = Collector(qapp)
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def collected(request):
    """Between two tests, where no event loop runs that the collector's timer could look in."""
    made = request.getfixturevalue("collector") if "qapp" in request.fixturenames else None
    yield
    if made is not None:
        made.look()


@pytest.fixture
def app_theme(qapp):
    """The theme with the face that is shipped, so that every computer measures the same; Qt's own words in Chinese."""
    from ui.kit import icons, theme

    if not qapp.property("desk_theme"):
        assert theme.translate(qapp)
        theme.apply(qapp, shipped_face=True)
        qapp.setProperty("desk_theme", True)
    yield qapp
    if theme.u(1) != 4:
        theme.apply(qapp, shipped_face=True)
    icons.forget()
    _let_go_of_the_keys()


def _let_go_of_the_keys():
    """A simulated Ctrl+X leaves Ctrl down for the whole program; the next test would extend its selection with it."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    if QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyClick(QWidget(), Qt.Key.Key_F35)


@pytest.fixture
def errors():
    return []


@pytest.fixture
def notify(app_theme, errors):
    from ui.notify import Notify

    return Notify(errors.append)


@pytest.fixture
def jobs(app_theme, notify):
    from ui.jobs import Jobs

    made = Jobs(notify.failed)
    yield made
    assert made.shut_down()


@pytest.fixture
def small_desk():
    from tests.ui.desk import SmallDesk

    return SmallDesk()


@pytest.fixture
def shell_context(small_desk, jobs, notify):
    from ui.bridge import Bridge
    from ui.context import UiContext

    return UiContext(small_desk, jobs, notify, Bridge())


@pytest.fixture
def machine(tmp_path):
    from ui.machine import MachineSettings

    return MachineSettings(tmp_path / "desk.ini")


@pytest.fixture
def make_window(qtbot, shell_context, small_desk, machine):
    made = []

    def make(pages=None, size=(1366, 768)):
        from tests.ui.pages import entries
        from ui.main_window import MainWindow

        window = MainWindow(shell_context, small_desk, pages or entries(), machine, "0.1.0")
        window.resize(*size)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: not shell_context.jobs.busy)
        made.append(window)
        return window

    yield make
    for window in made:
        window._leaving = True
        shell_context.notify.attach(None)


@pytest.fixture
def window(make_window):
    return make_window()


@pytest.fixture
def press(qtbot):
    """One key in a widget, by its name in Qt."""
    from PySide6.QtCore import Qt

    def send(widget, key, *held):
        held_keys = Qt.KeyboardModifier.NoModifier
        for name in held:
            held_keys |= getattr(Qt.KeyboardModifier, f"{name}Modifier")
        qtbot.keyClick(widget, getattr(Qt.Key, f"Key_{key}"), held_keys)

    return send


# --- pages on a real data file -------------------------------------------------------------------
@pytest.fixture
def make_context(jobs, notify):
    """What the window hands to its pages, for a desk; nothing is read any more when its data file is closed."""
    from ui.bridge import Bridge
    from ui.context import UiContext

    def make(desk):
        made = UiContext(desk, jobs, notify, Bridge())
        desk.database.subscribe(made.bridge.publish)
        return made

    yield make
    assert jobs.shut_down()


@pytest.fixture
def sample_context(sample_desk, make_context):
    return make_context(sample_desk)


@pytest.fixture
def empty_context(empty_desk, make_context):
    return make_context(empty_desk)


@pytest.fixture
def as_reader():
    """Makes the signed-in person of a desk a reader."""
    from services.access import Actor, Role

    def make(desk):
        desk.database.actor = lambda: Actor("简若宁", Role.READER)

    return make


@pytest.fixture
def wait_for_jobs(qtbot):
    """Until nothing is read any more, and what was read is shown."""

    def wait(context):
        qtbot.wait(1)
        qtbot.waitUntil(lambda: not context.jobs.busy, timeout=30_000)
        qtbot.wait(1)

    return wait


@pytest.fixture
def show(qtbot, wait_for_jobs):
    """Shows a page in a size, the room that the smallest office screen leaves, and waits until it has read."""

    def shown(page, context, size=(1366 - 200, 768 - 46 - 28)):
        qtbot.addWidget(page)
        if hasattr(page, "on_changes"):  # as the stack of pages does
            context.bridge.changed.connect(page.on_changes)
        page.resize(*size)
        page.show()
        wait_for_jobs(context)
        return page

    return shown


@pytest.fixture
def toasts(notify):
    """What was said."""
    found = []
    notify.toasted.connect(found.append)
    return found


@pytest.fixture
def questions(notify):
    """What was asked."""
    found = []
    notify.asked.connect(found.append)
    return found
