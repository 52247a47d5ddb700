"""An office with one unit."""

import pytest
from training_kit import Office


@pytest.fixture
def office(empty_desk):
    return Office(empty_desk)
