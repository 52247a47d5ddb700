"""The 回收站: what was removed can be found there and taken back."""

import pytest

from services.query import LedgerQuery


@pytest.fixture
def page(qtbot, context):
    from ui.pages.recycle import RecyclePage

    made = RecyclePage(context)
    qtbot.addWidget(made)
    made.resize(1150, 680)
    context.bridge.changed.connect(made.on_changes)
    return made


@pytest.fixture
def show(qtbot, page, jobs):
    def make():
        with qtbot.waitSignal(page.loaded):
            page.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        return page

    return make


def rows(desk, name, count):
    return [row.id for row in desk.ledgers[name].search(LedgerQuery(limit=count)).rows[:count]]


def offered(page):
    return [page.ledgers.itemText(n) for n in range(page.ledgers.count())]


def test_an_empty_one_says_what_it_is_for(show):
    from PySide6.QtWidgets import QLabel

    page = show()
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "回收站是空的" in words
    assert not page.page.isVisible()


def test_ledgers_with_something_in_it_come_first_with_their_counts(desk, show):
    desk.ledgers["training"].remove(rows(desk, "training", 2))
    desk.ledgers["holidays"].remove(rows(desk, "holidays", 1))
    page = show()
    assert offered(page)[:3] == ["培训学时　2条", "节假日安排　1天", "执法单位"]
    assert page.total.text() == "回收站里共3条，分在2本台账里。"
    assert page.page.service.spec.name == "training"
    assert page.page.model.total == 2


def test_what_is_removed_appears_and_what_is_restored_is_back_in_its_ledger(desk, show, qtbot, jobs):
    page, units = show(), desk.ledgers["training"]
    (gone,) = rows(desk, "training", 1)
    units.remove([gone])
    qtbot.waitUntil(lambda: page.page.isVisible() and page.page.model.total == 1)
    assert page.page.current_row().id == gone
    qtbot.waitUntil(lambda: page.page.pane.main_action() is not None)
    page.next_act()
    qtbot.waitUntil(lambda: not page.page.isVisible())
    qtbot.waitUntil(lambda: not jobs.busy)
    assert gone in [row.id for row in units.search(LedgerQuery(ids=(gone,))).rows]
    assert units.search(LedgerQuery(removed=True)).total == 0


def test_another_ledger_is_chosen_and_only_its_page_stays(desk, show, qtbot, jobs):
    from ui.kit.ledger_page import LedgerPage

    desk.ledgers["training"].remove(rows(desk, "training", 2))
    desk.ledgers["holidays"].remove(rows(desk, "holidays", 1))
    page = show()
    page.ledgers.setCurrentIndex(1)
    page.ledgers.activated.emit(1)
    qtbot.waitUntil(lambda: page.page.model.total == 1)
    assert page.page.service.spec.name == "holidays"
    qtbot.waitUntil(lambda: len(page.findChildren(LedgerPage)) == 1)


def test_the_chosen_ledger_stays_when_its_last_row_is_restored_but_others_wait(desk, show, qtbot, jobs):
    desk.ledgers["training"].remove(rows(desk, "training", 1))
    desk.ledgers["holidays"].remove(rows(desk, "holidays", 1))
    page = show()
    desk.ledgers["training"].restore([row.id for row in page.page.service.search(LedgerQuery(removed=True)).rows])
    qtbot.waitUntil(lambda: page.counts.get("training") == 0)
    assert page.page.service.spec.name == "training"
    assert page.page.isVisible()


def test_a_place_of_the_page_is_a_ledger(desk, show):
    desk.ledgers["holidays"].remove(rows(desk, "holidays", 1))
    page = show()
    page.open_row("units")
    assert page.ledgers.currentData() == "units"
    page.open_row("no such ledger")
    assert page.ledgers.currentData() == "units"


def test_a_reader_sees_the_rows_and_cannot_restore(desk, show, qtbot, monkeypatch):
    from services.access import Actor, Role

    desk.ledgers["training"].remove(rows(desk, "training", 1))
    monkeypatch.setattr(type(desk), "actor", property(lambda _desk: Actor("凌望舒", Role.READER)))
    page = show()
    assert page.page.model.total == 1
    page.page.commands.restore()
    assert desk.ledgers["training"].search(LedgerQuery(removed=True)).total == 1


def test_keys_that_the_page_answers_are_known_before_it_has_read(page):
    from ui.page_stack import own_keys

    assert {"Ctrl+F", "F5"} <= own_keys(page)


@pytest.mark.parametrize("size", [(1366, 768), (1280, 640)])
def test_the_page_has_no_faults_full_and_empty(desk, show, qtbot, size):
    from tests.ui.looks import faults

    page = show()
    page.resize(*size)
    assert faults(page) == []
    desk.ledgers["training"].remove(rows(desk, "training", 2))
    qtbot.waitUntil(lambda: page.page.isVisible() and page.page.model.total == 2)
    assert faults(page) == []
