"""Bench pages on a real data file with 示例县; today is 15 June 2026."""

from datetime import date

import pytest

from models.officer import EnforcementOfficer, PostStatus
from models.province import ProvinceRule

RULES = {"expiry_tiers": "180、90、60、30", "idle_months": "12", "recall_days": "10", "off_post_minutes": "1800"}


@pytest.fixture
def county(sample_desk):
    """The sample county with the rules that the benches go by, and one person who retired."""
    with sample_desk.database.write("登记规则") as session:
        session.add_all(ProvinceRule(profile="通用", key=key, value=value) for key, value in RULES.items())
        officer = session.get(EnforcementOfficer, 4)
        officer.post_status, officer.left_on = PostStatus.RETIRED, date(2026, 5, 20)
    return sample_desk


@pytest.fixture
def context(county, jobs, notify):
    from ui.bridge import Bridge
    from ui.context import UiContext

    made = UiContext(county, jobs, notify, Bridge())
    county.database.subscribe(made.bridge.publish)
    yield made
    assert jobs.shut_down()  # before the data file is closed


@pytest.fixture
def settle(qtbot, context):
    def settled():
        for _ in range(4):
            qtbot.wait(1)
            qtbot.waitUntil(lambda: not context.jobs.busy, timeout=30_000)

    return settled


@pytest.fixture
def show(qtbot, context, settle):
    """Shows a page as the window does and waits until nothing is read any more."""

    def shown(page, size=(1366 - 200, 768 - 46 - 28)):
        qtbot.addWidget(page)
        context.bridge.changed.connect(page.on_changes)
        page.resize(*size)
        page.show()
        settle()
        return page

    return shown


@pytest.fixture
def toasts(notify):
    found = []
    notify.toasted.connect(found.append)
    return found


@pytest.fixture
def as_reader(county):
    from services.access import Actor, Role

    county.database.actor = lambda: Actor("简若宁", Role.READER)
