"""Bench pages on a real data file with 示例县; today is 15 June 2026."""

from datetime import date

import pytest
from sqlalchemy import select

from models.officer import EnforcementOfficer, PostStatus
from models.province import ProvinceRule

RULES = {"expiry_tiers": "180、90、60、30", "idle_months": "12", "recall_days": "10", "off_post_minutes": "1800"}


@pytest.fixture
def county(sample_desk):
    """The sample county with the rules that the benches go by, and one person who retired."""
    with sample_desk.database.write("登记规则") as session:
        for row in session.scalars(select(ProvinceRule).where(ProvinceRule.key.in_(RULES))):
            row.value = RULES[row.key] if row.profile == "通用" else row.value
        officer = session.get(EnforcementOfficer, 4)
        officer.post_status, officer.left_on = PostStatus.RETIRED, date(2026, 5, 20)
    return sample_desk


@pytest.fixture
def context(county, make_context):
    return make_context(county)


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
