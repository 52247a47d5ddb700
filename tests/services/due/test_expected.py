"""What recurs is shown ahead: after the day that is due already, up to the plan's end, and never as due."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import Plan, PlanDeadline, PlanTask
from models.reporting import DayShift, DutyScope, ReportDuty, UnitReport
from services.due.colours import DueColour
from services.due.expected import expected_items
from services.due.items import DueKind
from services.due.listing import DueList

TODAY = date(2026, 6, 15)
QUARTERS = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"


@pytest.fixture
def desk(empty_desk):
    return empty_desk


def add_task(desk, due_on, *, rule=None, kind="recurring", month=None, day=None, ends_on=None, check=None, **more):
    with desk.database.write("样板") as session:
        plan = Plan(title="样板县年度计划", source_text="", sha256="0" * 64, ends_on=ends_on)
        session.add(plan)
        session.flush()
        task = PlanTask(
            plan_id=plan.id, position=1, no="1", summary="报送执法数据", text="", due_on=due_on,
            source_line=1, source_start=0, source_end=1, **more,
        )  # fmt: skip
        if check:
            task.check_rule, task.next_check_on = check
        session.add(task)
        session.flush()
        if rule or month:
            session.add(PlanDeadline(task_id=task.id, kind=kind, rule=rule, month=month, day=day))
        return plan.id


def expected(desk, first, last, today=TODAY):
    with desk.database.read() as session:
        return list(expected_items(session, first, last, today))


def days(desk, first, last, today=TODAY):
    return [item.due_on for item in expected(desk, first, last, today)]


def test_a_quarterly_task_is_expected_after_the_quarter_that_is_due(desk):
    add_task(desk, date(2026, 6, 30), rule=QUARTERS)
    assert days(desk, date(2026, 1, 1), date(2026, 12, 31)) == [date(2026, 9, 30), date(2026, 12, 31)]


def test_a_yearly_date_is_expected_in_the_years_to_come(desk):
    add_task(desk, date(2027, 2, 28), kind="annual", month=2, day=None)
    assert days(desk, date(2027, 1, 1), date(2028, 12, 31)) == [date(2028, 2, 29)]


def test_nothing_is_expected_after_the_plans_end_or_before_tomorrow(desk):
    add_task(desk, date(2026, 3, 31), rule=QUARTERS, ends_on=date(2026, 11, 30))
    assert days(desk, date(2026, 1, 1), date(2027, 12, 31)) == [date(2026, 6, 30), date(2026, 9, 30)]
    assert days(desk, date(2026, 1, 1), TODAY) == []


def test_every_second_year_is_counted_from_the_day_that_is_due(desk):
    add_task(desk, date(2026, 12, 31), rule="FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=31")
    assert days(desk, date(2026, 1, 1), date(2030, 12, 31)) == [date(2028, 12, 31), date(2030, 12, 31)]


def test_what_is_expected_is_grey_says_its_plan_and_is_not_due(desk):
    plan = add_task(desk, date(2026, 6, 30), rule=QUARTERS)
    (item,) = expected(desk, date(2026, 9, 1), date(2026, 9, 30))
    assert (item.expected, item.colour, item.colour_words) == (True, DueColour.GREY, "预计")
    assert (item.kind, item.plan_id, item.source) == (DueKind.TASK, plan, "样板县年度计划")
    due = DueList(desk.database, desk.now).between(None, date(2026, 12, 31))
    assert [(found.due_on, found.expected) for found in due] == [(date(2026, 6, 30), False)]


def test_checks_of_a_long_term_task_fall_on_the_first_working_day(desk):
    add_task(desk, None, check=("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1", date(2026, 7, 1)))
    found = expected(desk, date(2026, 7, 1), date(2026, 12, 31))
    assert [(item.due_on, item.kind) for item in found] == [(date(2026, 10, 8), DueKind.CHECK)]


def test_a_settled_task_is_expected_no_more(desk):
    add_task(desk, date(2026, 6, 30), rule=QUARTERS, state="void")
    assert days(desk, date(2026, 1, 1), date(2026, 12, 31)) == []


def test_a_rule_that_cannot_be_read_shows_nothing_and_stops_nothing(desk):
    add_task(desk, date(2026, 6, 30), rule="每逢初一")
    assert days(desk, date(2026, 1, 1), date(2026, 12, 31)) == []


def add_duty(desk, rule, shift, raised=()):
    with desk.database.write("样板") as session:
        duty = ReportDuty(
            title="执法月报", rule=rule, shift=shift, scope=DutyScope.DEPARTMENTS, due_on=date(2026, 1, 5)
        )
        session.add(duty)
        session.flush()
        for day in raised:
            session.add(UnitReport(duty_id=duty.id, period=f"{day:%Y-%m}", agency_id=1, due_on=day))


def test_a_report_is_expected_after_the_periods_that_were_raised_and_off_the_days_of_rest(desk):
    desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    add_duty(desk, "FREQ=MONTHLY;BYMONTHDAY=5", DayShift.EARLIER, [date(2026, 6, 5), date(2026, 7, 3)])
    found = expected(desk, date(2026, 7, 1), date(2026, 10, 31))
    assert [item.due_on for item in found] == [date(2026, 8, 5), date(2026, 9, 4), date(2026, 9, 30)]
    assert {(item.ledger, item.unit) for item in found} == {("report_duties", "县直部门")}


def test_a_report_may_slide_to_the_next_working_day(desk):
    add_duty(desk, "FREQ=MONTHLY;BYMONTHDAY=5", DayShift.LATER)
    assert days(desk, date(2026, 10, 1), date(2026, 10, 31)) == [date(2026, 10, 8)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.dates(date(2026, 6, 16), date(2027, 6, 1)), st.integers(0, 200), st.integers(1, 200))
def test_two_spans_side_by_side_show_what_the_whole_shows(desk, first, left, right):
    """However a span is cut into pages, nothing is shown twice and nothing is lost."""
    if not expected(desk, date(2026, 1, 1), date(2029, 1, 1)):
        add_task(desk, date(2026, 6, 20), rule="FREQ=WEEKLY;BYDAY=SA")
        add_task(desk, None, check=("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 7, 1)))
        add_duty(desk, "FREQ=MONTHLY;BYMONTHDAY=-1", DayShift.LATER)
    middle = date.fromordinal(first.toordinal() + left)
    last = date.fromordinal(middle.toordinal() + right)
    after = date.fromordinal(middle.toordinal() + 1)
    parts = days(desk, first, middle) + days(desk, after, last)
    assert sorted(parts) == sorted(days(desk, first, last))
