"""期限日历: the grid, the marks of the holiday table, keys, filters and views."""

import calendar
import itertools
from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import event, select

from models.plan import PlanDeadline, PlanTask
from services.calendar_view import CalendarView, DayMark, month_days, shift_month
from services.due.colours import DueColour
from services.due.items import DueKind
from tests.ui.looks import faults
from ui.kit.theme import u
from ui.kit.tokens import STATE
from ui.pages.calendar import CalendarPage
from ui.pages.calendar.agenda import ITEM
from ui.pages.calendar.day_list import in_pages
from ui.pages.calendar.filters import Filter
from ui.pages.calendar.grid import NUMBER
from ui.pages.calendar.page import NOT_DRAGGED
from ui.pages.calendar.tools import LIST, MONTH, WEEK, YEAR
from ui.pages.calendar.words import KINDS, rest_words, spoken
from ui.pages.calendar.year_grid import heat_steps
from ui.pages.today.words import day_title

TODAY = date(2026, 6, 15)
MONTHS = st.tuples(st.integers(1990, 2100), st.integers(1, 12))


@pytest.fixture
def view(desk, clock):
    return CalendarView(desk.database, clock)


@pytest.fixture
def page(context, show):
    made = show(CalendarPage(context))
    made.focus_first()
    return made


def labels(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def choose(box, words):
    """As a clerk does: the list opened, a line clicked."""
    place = next(n for n in range(box.count()) if box.itemText(n).startswith(words))
    box.setCurrentIndex(place)
    box.activated.emit(place)


def settle(page, qtbot, day):
    qtbot.waitUntil(
        lambda: page.day == day and (page.shown.month.year, page.shown.month.month) == (day.year, day.month)
    )


# --- the grid ------------------------------------------------------------------------------


@given(MONTHS)
def test_a_grid_is_whole_weeks_from_monday_and_holds_every_day_of_the_month_once(when):
    year, month = when
    days = month_days(year, month)
    assert len(days) % 7 == 0
    assert days[0].weekday() == 0
    assert all(b - a == timedelta(days=1) for a, b in itertools.pairwise(days))
    inside = [d for d in days if (d.year, d.month) == when]
    assert [d.day for d in inside] == list(range(1, calendar.monthrange(year, month)[1] + 1))
    assert (days.index(inside[0]), len(days) - 1 - days.index(inside[-1])) < (7, 7)


@pytest.mark.parametrize(
    ("year", "month", "weeks"),
    [(2026, 6, 5), (2026, 9, 5), (2026, 7, 5), (2026, 10, 5), (2026, 5, 5), (2026, 8, 6), (2026, 11, 6), (2027, 2, 4)],
)
def test_months_that_begin_on_each_weekday(view, year, month, weeks):
    found = view.month(year, month)
    assert len(found.weeks) == weeks
    assert found.days[0].day.weekday() == 0
    first = next(d for d in found.days if d.in_month)
    assert first.day == date(year, month, 1)


def test_february_2028_has_its_29th_and_begins_on_a_tuesday(view):
    found = view.month(2028, 2)
    inside = [d.day for d in found.days if d.in_month]
    assert inside[-1] == date(2028, 2, 29)
    assert found.days[0].day == date(2028, 1, 31)
    assert len(found.weeks) == 5


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(-60, 60))
def test_a_month_on_is_the_same_day_or_the_last(day, months):
    found = shift_month(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == min(day.day, calendar.monthrange(found.year, found.month)[1])


def test_every_due_thing_stands_on_its_day_and_nowhere_else(view, desk):
    found = view.month(2026, 6)
    due = [item for item in found.items if not item.expected]
    assert due == list(desk.due.between(date(2026, 6, 1), date(2026, 6, 30)))
    assert all(item.due_on == day.day for day in found.days for item in day.items)


# --- rest and work -------------------------------------------------------------------------


def test_rest_days_and_worked_weekends_come_from_the_holiday_table(view):
    days = {d.day: d for d in view.month(2026, 10).days}
    rest = [d for d in days.values() if d.mark is DayMark.REST]
    worked = [d for d in days.values() if d.mark is DayMark.WORK]
    assert rest
    assert worked
    assert not any(d.workday for d in rest)
    assert all(d.workday and d.day.weekday() > 4 for d in worked)
    assert days[date(2026, 10, 1)].name == "国庆节"
    assert [d.name for d in rest].count("国庆节") == 1


def test_a_day_that_is_entered_later_is_marked(view, desk):
    desk.ledgers["holidays"].save(None, 0, {"day": date(2026, 6, 27), "working": True, "name": "调休"})
    view.forget()
    day = next(d for d in view.month(2026, 6).days if d.day == date(2026, 6, 27))
    assert (day.mark, day.workday) == (DayMark.WORK, True)


def test_a_year_without_an_arrangement_says_how_it_counts(view, page, qtbot):
    assert view.note(2026) == ""
    assert view.note(2027) == "明年的放假安排还没有公布，明年的工作日按周一至周五暂算。"
    assert view.note(2028) == "2028年的放假安排还没有公布，2028年的工作日按周一至周五暂算。"
    page.go_to(date(2027, 3, 1))
    settle(page, qtbot, date(2027, 3, 1))
    assert view.note(2027) in labels(page)
    page.go_to(TODAY)
    settle(page, qtbot, TODAY)
    assert view.note(2027) not in labels(page)


def test_the_note_goes_when_the_arrangement_is_entered(page, desk, qtbot):
    page.go_to(date(2027, 1, 4))
    settle(page, qtbot, date(2027, 1, 4))
    with qtbot.waitSignal(page.loaded):
        desk.ledgers["holidays"].save(None, 0, {"day": date(2027, 1, 1), "working": False, "name": "元旦"})
    assert page.shown.month.note == ""


# --- keys ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "day"),
    [
        (Qt.Key.Key_Left, date(2026, 6, 14)),
        (Qt.Key.Key_Right, date(2026, 6, 16)),
        (Qt.Key.Key_Up, date(2026, 6, 8)),
        (Qt.Key.Key_Down, date(2026, 6, 22)),
        (Qt.Key.Key_Home, date(2026, 6, 15)),
        (Qt.Key.Key_End, date(2026, 6, 21)),
        (Qt.Key.Key_PageUp, date(2026, 5, 15)),
        (Qt.Key.Key_PageDown, date(2026, 7, 15)),
    ],
)
def test_the_keys_move_the_chosen_day(page, qtbot, key, day):
    qtbot.keyClick(page.month, key)
    settle(page, qtbot, day)
    assert page.month.day == day


def test_an_arrow_over_the_edge_of_the_month_turns_it(page, qtbot):
    for _ in range(8):  # faster than the months are read
        qtbot.keyClick(page.month, Qt.Key.Key_Down)
    settle(page, qtbot, date(2026, 8, 10))
    assert page.tools.title.text() == "2026年8月"
    qtbot.keyClick(page.month, Qt.Key.Key_J)
    settle(page, qtbot, TODAY)


def test_the_figures_choose_the_view(page, qtbot):
    for key, view, shown in (
        (Qt.Key.Key_4, LIST, page.table),
        (Qt.Key.Key_3, WEEK, page.week),
        (Qt.Key.Key_1, YEAR, page.year),
        (Qt.Key.Key_2, MONTH, page.month),
    ):
        qtbot.keyClick(page._faces.currentWidget(), key)
        assert page.tools.view == view
        assert shown.isVisible()
        assert shown.hasFocus()


def test_enter_goes_into_the_agenda_and_from_there_to_the_ledger(page, told, qtbot):
    qtbot.keyClick(page.month, Qt.Key.Key_Return)
    assert page.agenda.hasFocus()
    item = page.agenda.current()
    assert item.due_on == TODAY
    qtbot.keyClick(page.agenda, Qt.Key.Key_Return)
    assert told.places == [(item.ledger, item.row_id)]


def test_a_click_chooses_the_day_under_the_pointer(page, qtbot):
    place = next(n for n, d in enumerate(page.month.view.days) if d.day == date(2026, 6, 25))
    qtbot.mouseClick(page.month, Qt.MouseButton.LeftButton, pos=page.month.cell(place).center())
    assert page.day == date(2026, 6, 25)
    assert page.agenda.item(0).text() == day_title(date(2026, 6, 25), TODAY)


# --- views ---------------------------------------------------------------------------------


def test_the_agenda_begins_with_the_chosen_day_even_when_it_is_free(page, qtbot):
    page.go_to(date(2026, 6, 16))
    words = [page.agenda.item(n).text() for n in range(2)]
    assert words == ["6月16日　星期二", "没有到期的事项"]


def test_the_list_the_grid_and_the_counts_agree(page, qtbot):
    month = page.month.view.items
    page.choose_view(LIST)
    assert page.list.items == list(month)
    late = sum(i.days < 0 for i in month)
    assert page.counts.text() == f"本月{len(month)}项，逾期{late}项"


def test_the_week_lists_seven_days_in_columns(page, qtbot):
    page.choose_view(WEEK)
    assert page.tools.title.text() == "2026年6月15日—21日"
    assert [d.day for d in page.week.days] == [TODAY + timedelta(days=n) for n in range(7)]
    page.step(1)
    assert page.tools.title.text() == "2026年6月22日—28日"
    due = [i for d in page.week.days for i in d.items]
    assert due
    assert all(date(2026, 6, 22) <= i.due_on <= date(2026, 6, 28) for i in due)


def test_the_year_holds_what_its_months_hold(page, view, qtbot):
    with qtbot.waitSignal(page.loaded):
        page.choose_view(YEAR)
    whole = sum(len(d.items) for d in page.year.days.values())
    assert whole == sum(len(view.month(2026, m).items) for m in range(1, 13))
    assert page.year.day_at(page.year.cell(date(2026, 12, 31)).center().toPoint()) == date(2026, 12, 31)


def test_a_row_of_the_list_moves_the_chosen_day(page, qtbot):
    page.choose_view(LIST)
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    assert page.day == page.list.items[-1].due_on


def test_a_filter_holds_for_grid_list_and_agenda(page, qtbot):
    choose(page.tools.kinds, "证件")
    shown = page.month.view.items
    assert shown
    assert {i.kind for i in shown} == {DueKind.CERTIFICATE}
    page.choose_view(LIST)
    assert page.list.items == list(shown)
    assert page.filter_words() == "证件"


def test_a_cell_shows_what_fits_and_says_how_many_more(page, desk, qtbot):
    units = desk.ledgers["units"].options("parent_id")
    problems = desk.ledgers["problems"]
    template = problems.load(1).values
    with qtbot.waitSignal(page.loaded):
        for n in range(12):
            values = {k: v for k, v in template.items() if k not in ("number", "due_state")}
            values |= {"title": f"样板问题{n}", "due_on": date(2026, 6, 24), "agency_id": units[0][0]}
            problems.save(None, 0, values)
    qtbot.waitUntil(lambda: len(next(d for d in page.month.view.days if d.day == date(2026, 6, 24)).items) == 12)
    place = next(n for n, d in enumerate(page.month.view.days) if d.day == date(2026, 6, 24))
    few, more = page.month.shown_in(place)
    assert len(few) + more == 12
    assert more > 0
    page.resize(1150, 1400)
    qtbot.waitUntil(lambda: page.month.shown_in(place)[1] < more)


def test_the_month_prints_as_a_file(context, show, qtbot):
    files = []
    page = show(CalendarPage(context, files.append))
    page.print_page()
    qtbot.waitUntil(lambda: bool(files), timeout=20_000)
    assert files[0].read_bytes().startswith(b"%PDF")
    assert files[0].name == "2026年6月期限月历.pdf"


def test_the_page_keeps_to_the_rules_of_every_screen(page, qtbot):
    for view in (YEAR, WEEK, LIST, MONTH):
        page.choose_view(view)
        for size in ((1150, 680), (1080, 560)):
            page.resize(*size)
            qtbot.wait(1)
            assert faults(page) == []
    assert page.month.accessibleName().startswith("2026年6月，选中6月15日，1项")


# --- week, year, list ----------------------------------------------------------------------


def place_in_week(page, day):
    return next(n for n, d in enumerate(page.week.days) if d.day == day)


def test_the_week_marks_rest_and_opens_what_is_clicked_twice(page, told, qtbot):
    page.choose_view(WEEK)
    page.go_to(date(2026, 6, 19))
    column = place_in_week(page, date(2026, 6, 19))
    assert page.week.days[column].mark is DayMark.REST
    area, item = next(page.week._blocks(column))
    qtbot.mouseDClick(page.week, Qt.MouseButton.LeftButton, pos=area.center())
    assert told.places == [(item.ledger, item.row_id)]
    qtbot.keyClick(page.week, Qt.Key.Key_PageDown)
    assert page.day == date(2026, 6, 26)


def test_a_full_day_of_the_week_says_how_many_more(page, qtbot):
    page.choose_view(WEEK)
    template = next(i for d in page.week.days for i in d.items)
    days = [replace(d, items=(template,) * 40) if d.day == TODAY else d for d in page.week.days]
    page.week.show_week(days, TODAY, TODAY)
    shown, more = page.week.shown_in(0)
    assert len(shown) + more == 40
    assert more > 0
    assert "40项" in page.week.accessibleName()


def test_the_year_says_how_much_falls_on_a_day_by_shade_and_word(page, qtbot):
    with qtbot.waitSignal(page.loaded):
        page.choose_view(YEAR)
    year = page.year
    most = max(year.days.values(), key=lambda d: len(d.items))
    empty = next(d for d in year.days.values() if not d.items)
    assert year.heat(most.day) > year.heat(empty.day) == 0
    words = year.words_at(year.cell(most.day).center().toPoint())
    assert words.startswith(f"{most.day.month}月{most.day.day}日，{len(most.items)}项")
    assert year.words_at(year.cell(empty.day).center().toPoint()).startswith(
        f"{empty.day.month}月{empty.day.day}日，没有到期"
    )
    page.go_to(most.day)
    assert f"选中{most.day.month}月{most.day.day}日，{len(most.items)}项" in year.accessibleName()


@given(st.integers(0, 30_000))
def test_the_shades_of_a_year_rise_and_reach_its_fullest_day(most):
    steps = heat_steps(most)
    assert list(steps) == sorted(set(steps))
    assert steps[0] == 1
    assert steps[-1] <= max(most, 10)


@given(st.lists(st.integers(1, 400), max_size=12), st.integers(1, 300))
def test_the_pages_of_the_list_lose_nothing_and_hold_no_more_than_they_should(counts, size):
    bands = [(f"第{n}天", tuple(range(n * 1000, n * 1000 + count))) for n, count in enumerate(counts)]
    pages = in_pages(bands, size)
    assert [i for page in pages for _title, items in page for i in items] == [i for _t, items in bands for i in items]
    assert all(sum(len(items) for _title, items in page) <= size for page in pages)
    assert all(sum(len(items) for _title, items in page) == size for page in pages[:-1])
    titles = {i: title for title, items in bands for i in items}
    assert all(titles[i] == title for page in pages for title, items in page for i in items)


def test_the_list_turns_its_pages_and_finds_the_chosen_day(page, qtbot):
    page.choose_view(LIST)
    template = page.list.items[0]
    rows = [(f"第{n}天", tuple(replace(template, row_id=n * 100 + m) for m in range(100))) for n in range(7)]
    page.list.show_bands(rows)
    assert page.list.place.text() == "第1/3页"
    qtbot.mouseClick(page.list.on, Qt.MouseButton.LeftButton)
    assert page.list.place.text() == "第2/3页"
    assert page.table.items == [*rows[3][1], *rows[4][1], *rows[5][1]]
    page.list.select(rows[6][1][50])
    assert page.list.place.text() == "第3/3页"
    assert page.table.current() is rows[6][1][50]
    assert not page.list.on.isEnabled()


# --- colours, days of rest, what is expected -------------------------------------------------


def test_colours_stand_with_shape_and_word(page):
    shapes = {STATE[kind][2] for kind in KINDS.values()}
    assert len(shapes) == len(KINDS) == len(DueColour)
    items = [i for d in page.shown.month.days for i in d.items]
    for item in items:
        assert spoken(item).split("，")[0]
    late = next(i for i in items if i.days < -14 or i.days < 0)
    assert "期" in spoken(late).split("，")[0]


def test_a_plan_date_on_a_day_of_rest_says_the_last_working_day(page):
    item = next(i for i in page.shown.month.items if i.act_on != i.due_on)
    assert item.due_on == date(2026, 6, 6)
    assert rest_words(item) == "逢休息日，最晚6月5日办"
    assert rest_words(item) in spoken(item)


def test_dates_of_a_year_without_an_arrangement_say_so(page, desk, qtbot):
    problems = desk.ledgers["problems"]
    template = {k: v for k, v in problems.load(1).values.items() if k not in ("number", "due_state")}
    with qtbot.waitSignal(page.loaded):
        problems.save(None, 0, template | {"title": "跨年的问题", "due_on": date(2027, 3, 3)})
    with qtbot.waitSignal(page.loaded):
        page.go_to(date(2027, 3, 3))
    (item,) = [i for i in page.shown.month.items if i.title == "跨年的问题"]
    assert rest_words(item) == "放假安排未公布"
    entry = next(page.agenda.item(n) for n in range(page.agenda.count()) if page.agenda.item(n).data(ITEM) is item)
    assert "放假安排未公布" in entry.data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_recurs_is_shown_ahead_as_expected(page, desk, qtbot):
    with desk.database.write("样板") as session:
        task = session.scalars(select(PlanTask).where(PlanTask.due_on == date(2026, 6, 27))).one()
        session.add(PlanDeadline(task_id=task.id, kind="recurring", rule="FREQ=MONTHLY;BYMONTHDAY=27"))
    page.on_changes(None)
    page.go_to(date(2026, 8, 27))
    settle(page, qtbot, date(2026, 8, 27))
    qtbot.waitUntil(lambda: any(i.expected for i in page.shown.month.items))
    (item,) = [i for i in page.shown.month.items if i.expected]
    assert (item.due_on, item.colour) == (date(2026, 8, 27), DueColour.GREY)
    assert spoken(item).startswith("预计，")


# --- filters, memory, dragging ---------------------------------------------------------------


def test_filters_by_plan_unit_and_colour_narrow_what_is_shown(page, qtbot):
    choose(page.tools.colours, "红")
    red = page.month.view.items
    assert red
    assert {i.colour for i in red} == {DueColour.RED}
    qtbot.mouseClick(page.tools.all, Qt.MouseButton.LeftButton)
    assert len(page.month.view.items) > len(red)
    assert not page.tools.all.isEnabled()
    choose(page.tools.units, "县水务局")
    assert all("县水务局" in i.unit for i in page.month.view.items)
    page.tools.clear()
    qtbot.waitUntil(lambda: page.tools.plans.count() > 1)
    choose(page.tools.plans, page.tools.plans.itemText(1))
    plan = page.tools.plans.currentData()
    assert {i.plan_id for i in page.month.view.items} == {plan}
    assert page.filter_words() == page.tools.plans.currentText()


def test_the_filters_offer_what_occurs_in_the_year_and_not_only_in_the_month(page, view, qtbot):
    kinds = {i.kind for d in view.year(2026) for i in d.items}
    assert kinds > {i.kind for i in page.month.view.items}
    qtbot.waitUntil(lambda: {page.tools.kinds.itemData(n) for n in range(1, page.tools.kinds.count())} == kinds)


def test_view_and_filters_are_as_they_were_left(page, context, show, qtbot):
    choose(page.tools.kinds, "证件")
    page.choose_view(WEEK)
    again = show(CalendarPage(context))
    assert again.tools.view == WEEK
    assert again.week.isVisible()
    assert again.tools.kinds.currentText() == "证件"
    assert {i.kind for d in again.week.days for i in d.items} <= {DueKind.CERTIFICATE}


def test_a_damaged_memory_shows_everything(context, desk, show):
    desk.sealed.write("page.calendar", {"view": 9, "filter": {"kind": "moon", "plan": "一", "colour": 3}})
    page = show(CalendarPage(context))
    assert page.tools.view == MONTH
    assert page.filter == Filter()


def test_a_thing_that_is_drawn_to_another_day_stays_and_the_page_says_why(page, desk, notify, qtbot):
    grid = page.month
    place = next(n for n, d in enumerate(grid.view.days) if d.items and d.in_month)
    item = grid.view.days[place].items[0]
    start = grid.cell(place).topLeft() + QPoint(20, round(u(NUMBER)) + 6)
    assert grid.item_at(start) is item
    qtbot.mousePress(grid, Qt.MouseButton.LeftButton, pos=start)
    before = desk.due.between(None, date(2027, 1, 1))
    for step in range(1, 4):
        where = start + QPoint(0, grid.cell(place).height() * step // 2)
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            where.toPointF(),
            grid.mapToGlobal(where).toPointF(),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(grid, move)
    qtbot.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=where)
    assert notify.current_toast.words == NOT_DRAGGED
    assert desk.due.between(None, date(2027, 1, 1)) == before


def test_ctrl_home_goes_back_to_today(page, qtbot):
    page.go_to(date(2026, 8, 3))
    settle(page, qtbot, date(2026, 8, 3))
    qtbot.keyClick(page.month, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot, TODAY)


# --- reading -------------------------------------------------------------------------------


def test_turning_to_a_month_that_was_read_costs_no_query(page, view, qtbot):
    qtbot.waitUntil(lambda: page._view.has(date(2026, 1, 1), date(2026, 12, 31)))
    asked = []
    event.listen(page._context.desk.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    page.step(1)
    page.choose_view(WEEK)
    page.step(1)
    page.choose_view(YEAR)
    assert page.tools.title.text() == "2026年"
    assert [words for words in asked if "due_on" in words] == []


def test_what_was_read_while_something_was_stored_is_not_kept(view, desk):
    span = date(2026, 6, 1), date(2026, 6, 30)

    def store_meanwhile(*_given):
        view.forget()

    event.listen(desk.database.engine, "before_cursor_execute", store_meanwhile)
    assert len(view.days(*span)) == 30
    event.remove(desk.database.engine, "before_cursor_execute", store_meanwhile)
    assert not view.has(*span)
    view.days(*span)
    assert view.has(*span)


def test_what_another_window_stores_is_seen_at_the_next_visit(page, desk, qtbot):
    page.hide()
    problems = desk.ledgers["problems"]
    template = {k: v for k, v in problems.load(1).values.items() if k not in ("number", "due_state")}
    problems.save(None, 0, template | {"title": "新登记的问题", "due_on": date(2026, 6, 25)})
    with qtbot.waitSignal(page.loaded):
        page.show()
    assert "新登记的问题" in [i.title for i in page.month.view.items]


def test_from_november_on_the_calendar_says_that_next_years_arrangement_is_missing(clock, view):
    clock.day = date(2026, 11, 2)
    assert view.note(2026) == "2027年的放假安排还没有登记，跨年的期限按周一至周五暂算。"
    assert view.note(2025) == ""


# --- paper and files -------------------------------------------------------------------------


def test_what_is_shown_goes_into_a_sheet_and_a_calendar_file(page, notify, tmp_path, qtbot):
    choose(page.tools.kinds, "问题整改")
    shown = page.month.view.items
    page.side.save_sheet_to(tmp_path / "清单.xlsx")
    qtbot.waitUntil(lambda: notify.current_toast is not None)
    assert notify.current_toast.words == f"已导出{len(shown)}项到“清单.xlsx”。"
    page.side.save_calendar_to(tmp_path / "期限.ics")
    qtbot.waitUntil(lambda: "期限.ics" in notify.current_toast.words)
    made = icalendar.Calendar.from_ical((tmp_path / "期限.ics").read_bytes())
    assert sorted(str(e["summary"]) for e in made.walk("VEVENT")) == sorted(f"整改：{i.title}" for i in shown)


def test_other_views_print_their_list(context, show, qtbot):
    files = []
    page = show(CalendarPage(context, files.append))
    page.choose_view(WEEK)
    page.print_page()
    qtbot.waitUntil(lambda: bool(files), timeout=20_000)
    assert files[0].name == "2026年6月15日—21日期限清单.pdf"


def test_nothing_is_printed_where_no_preview_is(page, notify):
    page.print_page()
    assert "没有打印" in notify.current_toast.words
