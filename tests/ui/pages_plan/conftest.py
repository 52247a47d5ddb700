"""A real data file with 示例县, copied anew for every test; today is Monday, 15 June 2026."""

import shutil
from datetime import date

import pytest

from services.clock import fixed_on
from services.desk import open_for
from services.folder import DataFolder
from services.opening import Setup, create_desk

TODAY = date(2026, 6, 15)
USER, PASSWORD = "admin", "Shili-2026-desk"


class Told:
    """Which pages were asked for."""

    def __init__(self, bridge):
        self.places = []
        bridge.page_wanted.connect(lambda key, row: self.places.append((key, row)))


@pytest.fixture(scope="session")
def county_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "示例县"
    now = fixed_on(TODAY)
    create_desk(DataFolder(folder), Setup("示例县司法局", "示例县", "通用", USER, "容知秋", PASSWORD), now())
    made = open_for(folder, USER, PASSWORD, now)
    made.prepare(sample=True)
    made.close()
    return folder


@pytest.fixture(scope="session")
def bare_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bare") / "样板县"
    create_desk(
        DataFolder(folder), Setup("样板县司法局", "样板县", "通用", USER, "容知秋", PASSWORD), fixed_on(TODAY)()
    )
    return folder


@pytest.fixture
def clock():
    """What the desk takes for now; a test may set another day."""

    class Now:
        day = TODAY

        def __call__(self):
            return fixed_on(self.day)()

    return Now()


@pytest.fixture
def open_copy(tmp_path, clock):
    opened = []

    def make(folder):
        shutil.copytree(folder, tmp_path / "data")
        opened.append(open_for(tmp_path / "data", USER, PASSWORD, clock))
        return opened[-1]

    yield make
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(open_copy, county_folder):
    return open_copy(county_folder)


@pytest.fixture
def context(desk, make_context):
    return make_context(desk)


@pytest.fixture
def make_context(jobs, notify):
    from ui.bridge import Bridge
    from ui.context import UiContext

    def make(desk):
        made = UiContext(desk, jobs, notify, Bridge())
        desk.database.subscribe(made.bridge.publish)
        return made

    yield make
    assert jobs.shut_down()  # before the data file is closed


@pytest.fixture
def told(context):
    return Told(context.bridge)


@pytest.fixture
def show(qtbot):
    """Show a page as the window does, changes passed on to it, and wait until it has read."""

    def make(page, size=(1150, 680), wait=True):
        qtbot.addWidget(page)
        page.resize(*size)
        page._context.bridge.changed.connect(page.on_changes)
        if wait:
            with qtbot.waitSignal(page.loaded):
                page.show()
        else:
            page.show()
        return page

    return make
