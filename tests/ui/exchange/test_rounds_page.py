"""报送情况: a round is made, sheets go out, what is missing is seen, asked for and printed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from services.exchange.returns import ReturnState
from ui.kit.table import VALUE, State, Wrong
from ui.pages.exchange_round_dialog import RoundDialog
from ui.pages.exchange_rounds import RoundsPage

SLOW = 30_000


@pytest.fixture
def printed():
    return []


@pytest.fixture
def open_rounds(qtbot, desk, make_context, jobs, printed):
    def make():
        context = make_context(desk)
        page = RoundsPage(context, printed.append)
        context.bridge.changed.connect(page.on_changes)
        qtbot.addWidget(page)
        page.resize(1180, 640)
        with qtbot.waitSignal(page.loaded):
            page.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        return page

    return make


@pytest.fixture
def round_id(desk):
    return desk.collections.open_round(
        "officers", "2026年执法人员清理", date(2026, 6, 20), [row_id for row_id, _name in desk.imports.units()]
    )


@pytest.fixture
def page(round_id, open_rounds):
    return open_rounds()


def lines(page):
    model = page.units.model()
    cells = [[model.index(row, column).data(VALUE) for column in (1, 2, 3)] for row in range(model.rowCount())]
    return [[c.word if isinstance(c, State) else c for c in row] for row in cells]


def settle(qtbot, jobs):
    qtbot.waitUntil(lambda: not jobs.busy, timeout=SLOW)
    QApplication.processEvents()  # change notices are queued
    qtbot.waitUntil(lambda: not jobs.busy, timeout=SLOW)


def test_without_a_round_the_page_says_how_to_begin(qtbot, jobs, open_rounds):
    page = open_rounds()
    assert page._nothing.isVisible()
    top = page.create_button.mapTo(page, page.create_button.rect().bottomLeft()).y()
    assert page._nothing.height() > 0.8 * (page.height() - top)  # what is hidden keeps no part of the page
    page.acts.ask_round()
    settle(qtbot, jobs)
    dialog = page.findChild(RoundDialog)
    assert dialog.title.text() == "2026年执法人员与证件填报"
    dialog.tick(lambda name: name != "县林业局")
    dialog.due.set_raw("2026-6-1")
    dialog._submit()
    settle(qtbot, jobs)
    assert dialog.fields["due_on"].error.words() == "报送期限早于今天，请改期限。"
    dialog.due.set_raw("2026-6-30")
    dialog._submit()
    settle(qtbot, jobs)
    assert not page._nothing.isVisible()
    assert sorted(line[0] for line in lines(page)) == ["县农业农村局", "县水务局"]


def test_what_was_registered_and_what_is_late_is_seen_at_once(qtbot, jobs, page, desk, round_id):
    first = desk.collections.returns(round_id)[0]
    desk.collections.receive([first.id])
    settle(qtbot, jobs)
    assert [line for line in lines(page) if line[0] == first.unit] == [[first.unit, "已报", "2026-06-15"]]
    desk.collections.extend(round_id, date(2026, 6, 12))
    settle(qtbot, jobs)
    assert [line[1] for line in lines(page)] == ["逾期3天", "逾期3天", "已报"]
    assert isinstance(page.rounds.model().index(0, 1).data(VALUE), Wrong)
    assert page.chips[ReturnState.LATE].count == 2
    page.chips[ReturnState.RETURNED].click()
    assert [line[1] for line in lines(page)] == ["已报"]


def test_ticked_units_are_meant_and_without_ticks_all_who_owe(qtbot, jobs, page):
    assert page.remind_button.text() == "催报3个单位"
    page.units.selectRow(0)
    qtbot.keyClick(page.units, Qt.Key.Key_Space)
    assert page.remind_button.text() == "催报1个单位"
    page.receive_button.click()
    settle(qtbot, jobs)
    assert [line[1] for line in lines(page)] == ["未报", "未报", "已报"]


def test_a_reminder_opens_on_the_drafting_desk(qtbot, jobs, page, desk):
    went = []
    page._context.bridge.page_wanted.connect(lambda key, row_id: went.append((key, row_id)))
    page.remind_button.click()
    qtbot.waitUntil(lambda: bool(went), timeout=SLOW)
    assert went[0][0] == "drafting"
    assert len(desk.drafting.open(went[0][1]).text.content["to"]) == 3


def test_sheets_are_made_for_every_unit(qtbot, jobs, page, round_id, tmp_path):
    page.acts.send(round_id, tmp_path / "发出")
    settle(qtbot, jobs)
    assert len(list((tmp_path / "发出").iterdir())) == 4
    assert page.words.text() == "2026-06-15发出。"


def test_the_list_of_those_missing_is_shown_as_it_prints(qtbot, jobs, page, printed):
    page.print_page()
    qtbot.waitUntil(lambda: bool(printed), timeout=SLOW)
    assert printed[0].read_bytes().startswith(b"%PDF")


def test_a_round_that_goes_leaves_the_page_empty(qtbot, jobs, page):
    page.remove_button.click()
    settle(qtbot, jobs)
    assert page._nothing.isVisible()


def test_a_reader_sees_all_and_changes_nothing(desk, round_id, open_rounds, as_reader):
    as_reader(desk)
    page = open_rounds()
    acts = (page.create_button, page.send_button, page.remind_button, page.receive_button, page.remove_button)
    assert [act.isEnabled() for act in acts] == [False] * 5
    assert all("权限" in act.toolTip() for act in acts)
    assert page.print_button.isEnabled()
