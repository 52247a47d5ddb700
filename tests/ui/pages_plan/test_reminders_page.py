"""提醒: unread first, read on leaving, put off and ticked by hand; the bell follows."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from services.errors import ValidationError
from services.query import LedgerQuery
from tests.ui.looks import faults
from ui.kit.form_dialog import FormDialog
from ui.pages.reminders import RemindersPage
from ui.pages.today.later import later_days

TODAY = date(2026, 6, 15)


@pytest.fixture
def page(context, show, qtbot):
    made = show(RemindersPage(context))
    qtbot.waitUntil(lambda: made.pane.facts is not None)
    return made


def test_the_page_keeps_to_the_looks(context, show, qtbot):
    page = show(RemindersPage(context), (1080, 566))
    qtbot.waitUntil(lambda: page.pane.facts is not None)
    assert faults(page, (1080, 566)) == []


def test_what_was_seen_is_read_on_leaving_and_the_bell_falls(page, desk, qtbot):
    assert page.table.rows.rows[0][0].startswith("未读")
    assert desk.reminders.waiting() == len(page.table.items) > 0
    page.hide()
    qtbot.waitUntil(lambda: desk.reminders.waiting() == 0)
    page.show()
    qtbot.waitUntil(lambda: page.table.rows.rows and page.table.rows.rows[0][0].startswith("已读"))


def test_a_ticked_reminder_is_gone_until_its_next_step(page, desk, clock, qtbot):
    item = page.table.current()
    many = len(page.table.items)
    qtbot.keyClick(page.table, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: len(page.table.items) == many - 1)
    assert all((each.ledger, each.row_id) != (item.ledger, item.row_id) for each in page.table.items)
    clock.day = TODAY + timedelta(days=7)
    assert any(r.item.row_id == item.row_id and r.item.ledger == item.ledger for r in desk.reminders.current())


def test_what_was_put_off_comes_back_on_its_day(page, desk, clock, qtbot):
    item = page.table.current()
    many = len(page.table.items)
    page.put_off(TODAY + timedelta(days=1))
    qtbot.waitUntil(lambda: len(page.table.items) == many - 1)
    clock.day = TODAY + timedelta(days=1)
    again = [r for r in desk.reminders.current() if (r.item.ledger, r.item.row_id) == (item.ledger, item.row_id)]
    assert [r.seen for r in again] == [False]


def test_enter_opens_the_row(page, told, qtbot):
    item = page.table.current()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert told.places == [(item.ledger, item.row_id)]


def test_the_way_to_the_rules(page, told, qtbot):
    qtbot.mouseClick(
        next(b for b in page.findChildren(QPushButton) if b.text() == "提醒规则"), Qt.MouseButton.LeftButton
    )
    assert told.places == [("reminder_rules", None)]


def test_days_to_put_off_to_are_named_and_no_day_off_is_tomorrow():
    assert [words for words, _day in later_days(date(2026, 6, 19))] == ["三天后", "下周一", "一个月后"]
    assert dict(later_days(TODAY))["下周一"] == date(2026, 6, 22)
    assert dict(later_days(TODAY))["明天"] == date(2026, 6, 16)


def test_a_row_is_settled_where_it_called(page, desk, qtbot):
    item = next(i for i in page.table.items if i.ledger == "complaints")
    page.table.select_item(item.ledger, item.row_id)
    qtbot.waitUntil(lambda: page.pane.facts is not None and page.pane.facts.item == item)
    page.next_act()
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None)
    form = page.findChild(FormDialog)
    form.fill({"result": "已经当面答复。", "answered_on": TODAY})
    with qtbot.waitSignal(page.loaded):
        form.submit()
    assert item not in page.table.items
    assert desk.ledgers["complaints"].load(item.row_id).values["state"] == "answered"


def change(desk, label, **values):
    rows = desk.ledgers["reminder_rules"].search(LedgerQuery()).rows
    row = next(row for row in rows if row.values["label"].startswith(label))
    desk.ledgers["reminder_rules"].save(row.id, row.row_version, {**row.values, **values})


def test_a_rule_that_is_switched_off_calls_no_more(page, desk, qtbot):
    expiring = [i for i in page.table.items if i.ledger == "officers"]
    assert expiring
    with qtbot.waitSignal(page.loaded):
        change(desk, "证件到期", active=False)
    assert [i for i in page.table.items if i.ledger == "officers"] == []
    with qtbot.waitSignal(page.loaded):
        change(desk, "证件到期", active=True)
    assert [i for i in page.table.items if i.ledger == "officers"] == expiring


def test_other_days_of_a_rule_call_on_other_days(page, desk, qtbot):
    coming = [i for i in page.table.items if i.ledger == "problems" and i.days > 1]
    assert coming
    for label in ("一次性时限（不足60天）", "一次性时限（提前60天以上得知）"):
        with qtbot.waitSignal(page.loaded):
            change(desk, label, before="1")
    assert not set(coming) & set(page.table.items)
    with pytest.raises(ValidationError):
        change(desk, "证件到期", before="三十天")


def test_a_new_day_brings_its_steps_while_the_page_is_open(page, clock, qtbot):
    before = {(r.item.ledger, r.item.row_id, r.step) for r in page._found}
    clock.day = TODAY + timedelta(days=1)
    with qtbot.waitSignal(page.loaded):
        page.on_day(clock.day)
    fresh = {(r.item.ledger, r.item.row_id, r.step) for r in page._found} - before
    assert "逾期后1天" in {step for _ledger, _row, step in fresh}
