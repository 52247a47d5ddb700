"""示例县 with the context that the window hands to its pages."""

import pytest


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def context(desk, jobs, notify):
    from ui.bridge import Bridge
    from ui.context import UiContext

    made = UiContext(desk, jobs, notify, Bridge())
    desk.database.subscribe(made.bridge.publish)
    yield made
    assert jobs.shut_down()  # before the data file is closed


@pytest.fixture
def asked(context):
    """Which pages were asked for."""
    found = []
    context.bridge.page_wanted.connect(lambda key, row: found.append(key))
    return found
