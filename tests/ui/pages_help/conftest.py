"""示例县 with the context that the window hands to its pages."""

import pytest


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def context(desk, make_context):
    return make_context(desk)


@pytest.fixture
def asked(context):
    """Which pages were asked for."""
    found = []
    context.bridge.page_wanted.connect(lambda key, row: found.append(key))
    return found
