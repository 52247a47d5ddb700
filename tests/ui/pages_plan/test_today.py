"""今天: figures, bands, keys, and what happens when something changes."""

import threading
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.ui.looks import faults
from ui.pages.today import TodayPage
from ui.pages.today.board import Board
from ui.pages.today.words import long_date, next_act, span_words, state_words

TODAY = date(2026, 6, 15)
SETTLED = {"progress": "已报齐。", "done_on": TODAY, "why": "各单位当面报齐。"}


@pytest.fixture
def page(context, show, qtbot):
    made = show(TodayPage(context))
    qtbot.waitUntil(lambda: made.pane.facts is not None)
    return made


def tile(page, name):
    return next(t for t in page.tiles if t.name == name)


def choose(page, qtbot, fits):
    item = next(i for i in page.table.items if fits(i))
    page.table.select_item(item.ledger, item.row_id)
    qtbot.waitUntil(lambda: page.pane.facts is not None and page.pane.facts.item == item)
    qtbot.waitUntil(page.pane.act_button.isVisible)  # a layout shows its new parts with the next turn of the loop
    return item


def test_a_tile_counts_exactly_the_rows_that_it_leaves_in_the_table(page, qtbot):
    whole = len(page.table.items)
    for made in page.tiles:
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert made.number == f"{len(page.table.items):,}"
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert len(page.table.items) == whole


def test_the_list_is_the_due_list_and_the_latest_stands_first(page, desk):
    days = [item.days for item in page.table.items if page.board.band(item) != "reply"]
    assert days == sorted(days)
    assert days[0] < 0
    assert sorted(page.table.items, key=repr) == sorted(desk.due.items(on=TODAY), key=repr)
    assert page.table.rows.rows[0][0] == f"逾期　{sum(d < 0 for d in days)}项"


def test_a_tile_that_counts_nothing_offers_the_way_back(page, desk, qtbot):
    documents = desk.ledgers["documents"]
    waiting = [item for item in page.table.items if item.ledger == "documents"]
    for item in waiting:
        documents.perform("reply", documents.load(item.row_id), {"replied_on": TODAY})
    qtbot.waitUntil(lambda: tile(page, "等待回复").number == "0")
    qtbot.mouseClick(tile(page, "等待回复"), Qt.MouseButton.LeftButton)
    clear = next(b for b in page.findChildren(QPushButton) if b.text() == "清除筛选")
    assert clear.isVisible()
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert page.table.isVisible()
    assert page.table.items


def test_the_heading_names_the_day(page):
    from PySide6.QtWidgets import QLabel

    assert "6月15日　星期一　先办逾期，再办今天。" in [label.text() for label in page.findChildren(QLabel)]


def test_enter_opens_the_row_in_its_ledger(page, told, qtbot):
    item = choose(page, qtbot, lambda i: i.ledger == "problems")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert told.places == [("problems", item.row_id)]


def test_the_arrow_keys_never_stop_at_the_title_of_a_band(page, qtbot):
    seen = []
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    for _ in range(len(page.table.items)):
        seen.append(page.table.current())
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert seen == page.table.items
    qtbot.keyClick(page.table, Qt.Key.Key_PageUp)
    assert page.table.current() is not None
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    assert page.table.current() == page.table.items[-1]


def test_a_certificate_that_runs_out_leads_to_its_ledger(page, told, qtbot):
    item = choose(page, qtbot, lambda i: i.ledger == "officers")
    page.next_act()
    assert told.places == [("officers", item.row_id)]


def test_a_task_shows_its_paragraph_and_leads_to_it(page, told, qtbot):
    item = choose(page, qtbot, lambda i: i.title == "核清人员底数")
    assert any("逐人核对执法证件" in words for words in page.pane.facts.source)
    link = next(b for b in page.pane.findChildren(QPushButton) if b.isVisible() and b.text() == "看原文")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert told.places == [("plan_check", item.row_id)]


def test_what_was_settled_elsewhere_leaves_the_list_at_once(page, desk, context, qtbot):
    ledger = desk.task_ledger
    item = choose(page, qtbot, lambda i: i.title == "建立突出问题清单")
    before = int(tile(page, "逾期未办").number)
    with qtbot.waitSignal(page.loaded):
        ledger.perform("finish", ledger.load(item.row_id), SETTLED)
    assert item.row_id not in [i.row_id for i in page.table.items if i.ledger == "tasks"]
    assert tile(page, "逾期未办").number == str(before - 1)


def test_the_current_row_stays_current_when_others_change(page, desk, qtbot):
    held = choose(page, qtbot, lambda i: i.ledger == "problems")
    other = next(i for i in page.table.items if i.ledger == "tasks" and i.days < 0)
    with qtbot.waitSignal(page.loaded):
        desk.task_ledger.perform("finish", desk.task_ledger.load(other.row_id), SETTLED)
    assert page.table.current().row_id == held.row_id


def test_a_new_day_moves_everything(page, clock, qtbot):
    today = [i for i in page.table.items if i.days == 0]
    clock.day = TODAY + timedelta(days=1)
    with qtbot.waitSignal(page.loaded):
        page.on_day(clock.day)
    moved = [i for i in page.table.items if (i.ledger, i.row_id) in {(t.ledger, t.row_id) for t in today}]
    assert moved
    assert all(i.days == -1 for i in moved)


def test_a_change_while_another_page_is_shown_is_read_on_return(page, desk, qtbot):
    item = next(i for i in page.table.items if i.ledger == "tasks" and i.days < 0)
    page.hide()
    desk.task_ledger.perform("finish", desk.task_ledger.load(item.row_id), SETTLED)
    with qtbot.waitSignal(page.loaded):
        page.show()
    assert item not in page.table.items


def test_a_desk_without_anything_due_says_how_to_begin(open_copy, made_desks, make_context, show):
    page = show(TodayPage(make_context(open_copy(made_desks["empty"]))))
    assert not page.table.isVisible()
    shown = [b.text() for b in page.findChildren(QPushButton) if b.isVisible()]
    assert "导入计划" in shown
    assert [t.number for t in page.tiles] == ["0"] * 6
    assert faults(page) == []


def test_the_list_prints_as_a_file_that_is_shown(context, show, qtbot):
    files = []
    page = show(TodayPage(context, show_pdf=files.append))
    page.filter("late")
    page.print_page()
    qtbot.waitUntil(lambda: bool(files), timeout=20_000)
    assert files[0].read_bytes().startswith(b"%PDF")
    assert files[0].name == "6月15日办事清单.pdf"


def test_the_file_is_never_read_on_the_thread_of_the_window(context, desk, show, qtbot, monkeypatch):
    readers, read = set(), desk.database.read

    def noted():
        readers.add(threading.current_thread() is threading.main_thread())
        return read()

    monkeypatch.setattr(desk.database, "read", noted)
    page = show(TodayPage(context))
    for _ in range(4):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    page.filter("papers")
    qtbot.waitUntil(lambda: page.pane.facts is not None and page.pane.facts.item.ledger == "officers")
    assert readers == {False}


def test_the_page_keeps_to_the_rules_of_every_screen(page, qtbot):
    for size in ((1150, 680), (1080, 560)):
        page.resize(*size)
        for kind in ("tasks", "problems", "complaints", "officers"):
            choose(page, qtbot, lambda i, name=kind: i.ledger == name)
            qtbot.wait(1)
            assert faults(page) == []


def test_the_week_ends_on_sunday(desk):
    board = Board(tuple(desk.due.items(on=TODAY)), TODAY)
    assert board.week_end == date(2026, 6, 21)
    week = [i for i in board.items if board.band(i) == "week"]
    assert week
    assert all(TODAY < i.due_on <= date(2026, 6, 21) for i in week)
    sunday = Board((), date(2026, 6, 21))
    assert sunday.week_end == sunday.today


def test_words_of_dates_and_states(desk):
    assert span_words(date(2026, 6, 29), date(2026, 7, 2)) == "6月29日—7月2日"
    assert span_words(date(2026, 6, 16), date(2026, 6, 18)) == "6月16日—18日"
    assert span_words(TODAY, TODAY) == "6月15日"
    assert long_date(TODAY) == "2026年6月15日，星期一"
    words = {state_words(item) for item in desk.due.items(on=TODAY)}
    assert "今天" in words
    assert "过期6天" in words
    assert {next_act(i).word for i in desk.due.items(on=TODAY)} >= {"催报", "办理", "答复", "换证"}
