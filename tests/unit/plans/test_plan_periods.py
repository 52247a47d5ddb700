"""The period of a plan, the days on which long-term tasks are looked at, and the table of acts on a unit's task."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.obligation import ObligationState
from services.plans.machine import OPEN, STEPS, Act, after, why_not
from services.plans.periods import next_check, plan_period
from services.settings import CHECK_RULES
from services.workdays import WorkCalendar

ISSUED = date(2023, 11, 20)


@pytest.mark.parametrize(
    ("title", "issued", "found"),
    [
        ("某县提升行政执法质量三年行动方案（2023—2025年）", ISSUED, (2023, 2025)),
        ("某县执法提升计划（2023-2025年）", ISSUED, (2023, 2025)),
        ("某县执法提升计划（２０２３至２０２５年）", ISSUED, (2023, 2025)),
        ("某县2024年度执法监督工作计划", ISSUED, (2024, 2024)),
        ("某县执法提升方案", ISSUED, (2023, 2023)),
        ("某县执法提升方案", None, (None, None)),
        ("关于修订2023年方案并做好2025年工作的通知", ISSUED, (None, None)),
        ("某县执法提升计划（2025—2023年）", ISSUED, (None, None)),
    ],
)
def test_the_period_is_that_of_the_title_else_of_the_papers_year(title, issued, found):
    first, last = plan_period(title, issued)
    assert (first and first.year, last and last.year) == found
    if first is not None:
        assert ((first.month, first.day), (last.month, last.day)) == ((1, 1), (12, 31))


def test_a_plan_issued_late_in_the_year_lasts_until_its_last_date():
    assert plan_period("某县执法提升方案", ISSUED, "", date(2024, 6, 30)) == (date(2023, 1, 1), date(2024, 12, 31))


def test_the_covering_notice_may_name_the_years():
    head = "关于印发《某县执法提升方案（2024—2026年）》的通知"
    assert plan_period("某县执法提升方案", ISSUED, head) == (date(2024, 1, 1), date(2026, 12, 31))


DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))


@given(
    rule=st.sampled_from(sorted(CHECK_RULES.values())),
    day=DAYS,
    marks=st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.booleans(), max_size=10),
)
def test_the_next_look_is_a_working_day_that_lies_ahead(rule, day, marks):
    calendar = WorkCalendar(marks)
    found = next_check(calendar, rule, day)
    assert found > day
    assert calendar.is_workday(found)
    assert (found - day).days < 400


@given(day=DAYS)
def test_looks_follow_one_another_without_standing_still(day):
    calendar, rule = WorkCalendar({}), CHECK_RULES["每季度"]
    days = [day]
    for _ in range(4):
        days.append(next_check(calendar, rule, days[-1]))
    assert len({(found.year, (found.month - 1) // 3) for found in days[1:]}) == 4


@pytest.mark.parametrize("state", list(ObligationState))
@pytest.mark.parametrize("act", list(Act))
def test_every_act_either_leads_on_or_says_why_not(act, state):
    why = why_not(act, state)
    if state in STEPS[act].targets:
        assert why == ""
        assert isinstance(after(act, state, long_term=False), ObligationState)
    else:
        assert why.endswith("。")


def test_from_every_state_something_can_be_done_and_done_is_reached():
    for state in ObligationState:
        assert any(state in step.targets for step in STEPS.values())
    assert after(Act.PASS, ObligationState.REPORTED, long_term=False) is ObligationState.DONE
    assert ObligationState.DONE not in OPEN
    assert after(Act.REOPEN, ObligationState.DONE, long_term=True) is ObligationState.ONGOING
