"""会商 in the window: a meeting typed with the keyboard alone, kept, stored, made into minutes and tasks."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from models.meeting import Presence
from services.query import LedgerQuery
from tests.ui.looks import faults
from ui.pages.meetings.list_page import MeetingPage
from ui.pages.meetings.sheet_page import KEPT_KEY, MeetingSheetPage


@pytest.fixture
def context(empty_context):
    desk = empty_context.desk
    for name in ("县水务局", "县林业局"):
        desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
    units = {row.values["name"]: row.id for row in desk.ledgers["units"].search(LedgerQuery()).rows}
    for name, unit, role in (("容知秋", "县水务局", "convener"), ("简若宁", "县林业局", "member")):
        desk.ledgers["meeting_members"].save(None, 0, {"name": name, "agency_id": units[unit], "role": role})
    return empty_context


@pytest.fixture
def page(context, show):
    return show(MeetingSheetPage(context), context)


@pytest.fixture
def type_words(qtbot):
    """Types into the cell of the keyboard and goes on with Enter, as fingers do."""

    def type_into(grid, words):
        qtbot.keyClicks(grid, words[0]) if words.isascii() else grid.edit(grid.currentIndex())
        found = [*grid.findChildren(QLineEdit), *grid.findChildren(QPlainTextEdit)]
        editor = next(each for each in found if each.isVisible())
        if isinstance(editor, QLineEdit):
            editor.setText(words)
        else:
            editor.setPlainText(words)
        qtbot.keyClick(editor, "\r")

    return type_into


def go(grid, row, column):
    grid.setCurrentIndex(grid.lines.index(row, column))


def stored(context):
    rows = context.desk.ledgers["meetings"].search(LedgerQuery()).rows
    return context.desk.meetings.open(rows[0].id) if rows else None


def save(page, context, wait_for_jobs):
    page.save()
    wait_for_jobs(context)


def decide(page, type_words):
    """One decision with its unit and its day, from cell to cell."""
    page.form.show_part(2)
    grid = page.form.decisions
    go(grid, 0, 0)
    for words in ("报送突出问题清单", "县水务局", "县林业局", "7.10"):
        type_words(grid, words)


def test_a_new_meeting_shows_the_members_of_today(page):
    lines = page.form.sheet().attendance
    assert [(line.name, line.unit) for line in lines] == [("容知秋", "县水务局"), ("简若宁", "县林业局")]
    assert not page.typed


def test_space_turns_presence_and_a_name_below_the_last_is_a_new_line(page, context, press, type_words, wait_for_jobs):
    grid = page.form.attendance
    go(grid, 1, 3)
    press(grid, "Space")
    go(grid, 2, 0)
    type_words(grid, "祁望山")
    type_words(grid, "水务局")
    assert grid.lines.rowCount() == 4  # and an empty one again
    save(page, context, wait_for_jobs)
    assert [(line.name, line.unit, line.presence) for line in stored(context).attendance] == [
        ("容知秋", "县水务局", Presence.PRESENT),
        ("简若宁", "县林业局", Presence.EXCUSED),
        ("祁望山", "县水务局", Presence.PRESENT),
    ]


def test_enter_goes_from_cell_to_cell_and_a_day_is_read_as_it_is_typed(page, context, type_words, wait_for_jobs):
    decide(page, type_words)
    save(page, context, wait_for_jobs)
    (decision,) = stored(context).decisions
    assert (decision.text, decision.lead, decision.cooperate) == ("报送突出问题清单", "县水务局", "县林业局")
    assert decision.due_on == date(2026, 7, 10)
    assert page._state.text() == "已保存"


def test_what_is_no_date_is_said_and_stays(page, context, type_words, wait_for_jobs):
    decide(page, type_words)
    grid = page.form.decisions
    go(grid, 0, 3)
    type_words(grid, "下个月")
    page.form.show_part(0)
    save(page, context, wait_for_jobs)
    assert "时限" in page.form.error.words()
    assert page.form.parts.index() == 2
    assert grid.lines.index(0, 3).data() == "下个月"
    assert stored(context) is None


def test_a_unit_that_is_not_in_the_register_is_refused_in_words(page, context, type_words, wait_for_jobs):
    go(page.form.attendance, 0, 1)
    type_words(page.form.attendance, "县无此局")
    save(page, context, wait_for_jobs)
    assert "名册里没有“县无此局”" in page.form.error.words()
    assert stored(context) is None


def test_a_line_is_dropped_and_moved(page, press):
    grid = page.form.attendance
    go(grid, 0, 0)
    press(grid, "Down", "Alt")
    assert [line.name for line in page.form.sheet().attendance] == ["简若宁", "容知秋"]
    press(grid, "Delete", "Control")
    assert [line.name for line in page.form.sheet().attendance] == ["简若宁"]


def test_decisions_become_tasks_and_show_their_state(page, context, type_words, wait_for_jobs, toasts):
    decide(page, type_words)
    assert not page.tasking.isEnabled()
    assert "先保存" in page.tasking.toolTip()
    save(page, context, wait_for_jobs)
    page.tasking.click()
    wait_for_jobs(context)
    assert any("已转为" in words for words in toasts)
    grid = page.form.decisions
    assert grid.lines.index(0, 4).data() == "未开始，时限2026-07-10"
    assert not page.tasking.isEnabled()
    before = grid.lines.lines()
    grid.lines.drop(0)
    assert grid.lines.lines() == before


def test_the_minutes_open_in_the_drafting_desk(page, context, type_words, wait_for_jobs, qtbot):
    decide(page, type_words)
    save(page, context, wait_for_jobs)
    with qtbot.waitSignal(context.bridge.page_wanted) as went:
        page.minuting.click()
    key, draft_id = went.args
    assert key == "drafting"
    assert context.desk.drafting.open(draft_id).text.content["format"] == "纪要"


def test_what_was_typed_and_not_stored_is_offered_again(page, context, type_words, wait_for_jobs, show):
    decide(page, type_words)
    page.hide()
    assert context.desk.sealed.get(KEPT_KEY)
    again = show(MeetingSheetPage(context), context)
    assert again.form.sheet().decisions == ()
    next(b for b in again.findChildren(type(again.saving)) if b.text() == "接着写").click()
    assert again.form.sheet().decisions[0].text == "报送突出问题清单"
    assert again.typed
    save(again, context, wait_for_jobs)
    assert context.desk.sealed.get(KEPT_KEY) is None
    assert stored(context).decisions[0].due_on == date(2026, 7, 10)


def test_looking_elsewhere_does_not_lose_what_is_offered(page, context, type_words, show):
    decide(page, type_words)
    page.hide()
    again = show(MeetingSheetPage(context), context)
    again.hide()
    assert context.desk.sealed.get(KEPT_KEY)


def test_the_ledger_leads_to_sheet_minutes_and_tasks(page, context, type_words, wait_for_jobs, show, qtbot):
    decide(page, type_words)
    save(page, context, wait_for_jobs)
    ledger = show(MeetingPage(context), context)
    row = ledger.current_row()
    assert [a.label for a in ledger.offered(row)] == ["打开会议记录", "生成会议纪要", "转为任务"]
    with qtbot.waitSignal(context.bridge.page_wanted) as went:
        ledger.open_current()
    assert went.args == ["meeting_sheet", row.id]
    qtbot.waitUntil(lambda: ledger.pane.content is not None)
    ledger.do(ledger.offered(row)[2])
    wait_for_jobs(context)
    assert context.desk.task_ledger.search(LedgerQuery()).total == 1
    assert not ledger.offered(ledger.current_row())[2].enabled


def test_a_line_is_as_high_as_its_words_also_where_it_was_out_of_sight(page, context, type_words, wait_for_jobs):
    decide(page, type_words)
    save(page, context, wait_for_jobs)
    page.form.show_part(0)
    page.open_row(stored(context).id)
    wait_for_jobs(context)
    page.form.show_part(2)
    wait_for_jobs(context)
    grid = page.form.decisions
    assert grid.rowHeight(0) == grid.rowHeight(1)  # one line of words, like the empty one below it


def test_a_reader_reads_a_meeting_and_writes_nothing(page, context, type_words, wait_for_jobs, as_reader, show):
    decide(page, type_words)
    save(page, context, wait_for_jobs)
    meeting = stored(context)
    as_reader(context.desk)
    reading = show(MeetingSheetPage(context), context)
    reading.open_row(meeting.id)
    wait_for_jobs(context)
    assert reading.form.decisions.lines.rowCount() == 2
    assert not reading.saving.isEnabled()
    assert "权限" in reading.saving.toolTip()
    assert reading.form.heads["title"].isReadOnly()


def test_the_page_looks_like_the_others(page):
    for place in range(4):
        page.form.show_part(place)
        assert faults(page) == []
