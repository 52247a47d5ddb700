"""An officer of one unit, and a card for him; today is 15 June 2026."""

import pytest
from life import CARD, PERSON, do


@pytest.fixture
def officers(empty_desk):
    return empty_desk.ledgers["officers"]


@pytest.fixture
def person(empty_desk, officers):
    unit = empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    return officers.save(None, 0, {**PERSON, "agency_id": unit})


@pytest.fixture
def holder(officers, person):
    """The officer with a card that was registered by hand."""
    do(officers, person, "register", **CARD)
    return person
