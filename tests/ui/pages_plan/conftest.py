"""A real data file with 示例县, copied anew for every test; today is Monday, 15 June 2026."""

import shutil
from datetime import date

import pytest

from services.clock import fixed_on
from services.desk import open_for
from tests.conftest import PASSWORD, USER

TODAY = date(2026, 6, 15)


class Told:
    """Which pages were asked for."""

    def __init__(self, bridge):
        self.places = []
        bridge.page_wanted.connect(lambda key, row: self.places.append((key, row)))


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
def desk(open_copy, made_desks):
    return open_copy(made_desks["sample"])


@pytest.fixture
def context(desk, make_context):
    return make_context(desk)


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
