"""A bureau whose units owe tasks and reports, and its pages on screen."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from services.query import LedgerQuery
from ui.bridge import Bridge
from ui.context import UiContext

UNITS = ("县水务局", "县林业局", "县农业农村局")


@pytest.fixture
def desk(empty_desk):
    for name in UNITS:
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department", "contact": "程望山"})
    empty_desk.settings.set_many({"document_prefix": "示司监函", "slip_prefix": "示司督"})
    return empty_desk


@pytest.fixture
def late(desk):
    """Two reports: one late for all units, one near for all."""
    ledger = desk.ledgers["report_duties"]
    for title, day in (("季度小结", date(2026, 6, 20)), ("问题清单", date(2026, 6, 25))):
        ledger.save(None, 0, {"title": title, "scope": "all", "due_on": day, "shift": "none"})
    reports = desk.ledgers["unit_reports"]
    with desk.database.write("时限已过") as session:
        for row in reports.search(LedgerQuery()).rows:
            if row.labels["duty_id"] == "季度小结":
                session.get(reports.record, row.id).due_on = date(2026, 6, 10)
    return desk


@pytest.fixture
def gone():
    """Where the pages wanted to go."""
    return []


@pytest.fixture
def printed():
    return []


@pytest.fixture
def show(qtbot, desk, jobs, notify, gone):
    def make(page_class, *more):
        context = UiContext(desk, jobs, notify, Bridge())
        context.bridge.page_wanted.connect(lambda key, row: gone.append((key, row)))
        desk.database.subscribe(context.bridge.publish)
        page = page_class(context, *more)
        context.bridge.changed.connect(page.on_changes)
        qtbot.addWidget(page)
        page.resize(1150, 640)
        with qtbot.waitSignal(page.loaded):
            page.show()
        return page

    return make


@pytest.fixture
def settle(qtbot, jobs):
    def wait():
        for _ in range(3):
            qtbot.waitUntil(lambda: not jobs.busy, timeout=30_000)
            QApplication.processEvents()  # change notices are queued
        qtbot.waitUntil(lambda: not jobs.busy, timeout=30_000)

    return wait
