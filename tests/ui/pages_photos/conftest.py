"""示例县 in the real window, and a folder of photos as an agency sends it."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from models.officer import EnforcementOfficer
from tests.conftest import USER
from tests.services.photo_check.photo_files import jpeg, png, put

SLOW = 30_000


@pytest.fixture
def agency(sample_desk):
    """The unit with the most officers, these, and somebody of another unit."""
    with sample_desk.database.read() as session:
        wanted = select(EnforcementOfficer.agency_id).group_by(EnforcementOfficer.agency_id)
        key = session.scalar(wanted.order_by(func.count().desc(), EnforcementOfficer.agency_id).limit(1))
        people = session.scalars(
            select(EnforcementOfficer)
            .where(EnforcementOfficer.agency_id == key, EnforcementOfficer.post_status == "on_post")
            .order_by(EnforcementOfficer.id)
        ).all()
        other = session.scalar(select(EnforcementOfficer).where(EnforcementOfficer.agency_id != key))
    name = next(row.values["name"] for row in _units(sample_desk) if row.id == key)
    return SimpleNamespace(name=name, people=people, other=other)


def _units(desk):
    from services.query import LedgerQuery

    return desk.ledgers["units"].search(LedgerQuery(limit=500)).rows


@pytest.fixture
def folder(tmp_path, agency):
    """Two that fit, a PNG under a wrong name, two of one person, one of nobody, an empty file, a list."""
    made = tmp_path / "报来的照片"
    one, two, three, four, five, *_rest = agency.people
    for name, body in {
        f"{one.id_no}.jpg": jpeg(1),
        f"{two.name}.jpg": jpeg(2),
        f"{three.name}.jpg": png(),
        f"{four.name}.jpg": jpeg(4),
        f"第二批/{four.id_no}.jpg": jpeg(5),
        f"{five.name}.jpg": b"",
        "IMG_0001.jpg": jpeg(6),
        "名单.xlsx": b"PK\x03\x04",
    }.items():
        put(made, name, body)
    return made


@pytest.fixture
def office_window(qtbot, sample_desk, jobs, notify, machine):
    """The window with all its pages; `said` are its toasts."""
    from services.folder import DataFolder
    from ui.bridge import Bridge
    from ui.context import UiContext
    from ui.desk_face import DeskFace
    from ui.main_window import MainWindow
    from ui.pages.registry import page_entries

    class Opened:
        folder, user, key = DataFolder(sample_desk.folder.root), USER, b""

    said = []
    notify.toasted.connect(said.append)
    context = UiContext(sample_desk, jobs, notify, Bridge())
    sample_desk.database.subscribe(context.bridge.publish)
    window = MainWindow(context, DeskFace(sample_desk, Opened()), page_entries(), machine)
    window.resize(1366, 768)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    def settle():
        for _ in range(3):
            QApplication.processEvents()
            qtbot.waitUntil(lambda: not jobs.busy, timeout=SLOW)
        QApplication.processEvents()

    settle()
    yield SimpleNamespace(window=window, context=context, said=said, settle=settle, notify=notify, desk=sample_desk)
    window._leaving = True
    notify.attach(None)
    window.hide()
    assert jobs.shut_down()  # before the data file is closed


@pytest.fixture
def page(office_window, agency):
    """The page, begun with the agency."""
    office_window.context.go("photos", agency.name)
    office_window.settle()
    return office_window.window.stack.page


@pytest.fixture
def checked(office_window, page, folder):
    """The page after the folder was read."""
    page.add_files([folder])
    office_window.settle()
    return page
