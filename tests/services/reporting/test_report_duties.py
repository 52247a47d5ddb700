"""Duties, the days they fall on, and the units that owe them: made once, never twice."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reporting import DayShift, ReportDuty
from services.errors import ValidationError
from services.reporting.periods import periods_from, read_rule, rule_words, wanted_periods
from services.workdays import WorkCalendar
from tests.services.reporting.reports_of import duty, owed, rows, start

WEEKDAYS = WorkCalendar({})
FILING = "培训计划备案"


def made(rule, shift=DayShift.NONE, due_on=None):
    return ReportDuty(title="示例", rule=rule, due_on=due_on, shift=shift)


def test_what_comes_with_the_program_waits_with_its_basis(desk):
    shipped = rows(desk, "report_duties")
    assert len(shipped) >= 8
    assert {row.values["force"] for row in shipped} == {"off"}
    assert all(row.values["basis"].startswith("样本计划（") for row in shipped)
    assert rows(desk, "unit_reports") == []


def test_a_duty_put_in_force_asks_its_units_but_neither_others_nor_the_bureau(desk):
    outcome = start(desk, FILING)
    assert outcome.message == "已启用“培训计划备案”，3个单位应在2027年4月15日前报送。"
    assert owed(desk, FILING) == {
        name: ("2027年", date(2027, 4, 15), "run") for name in ("县农业农村局", "县林业局", "县水务局")
    }
    assert duty(desk, FILING).values["progress"] == "0/3"


def test_putting_in_force_can_be_taken_back_as_a_whole(desk):
    desk.undo(start(desk, FILING).group)
    assert duty(desk, FILING).values["force"] == "off"
    assert rows(desk, "unit_reports") == []


def test_units_are_asked_once_however_often_it_is_made(desk):
    start(desk, FILING)
    ledger = desk.ledgers["report_duties"]
    assert "没有增加" in ledger.perform("generate", duty(desk, FILING), {}).message
    assert desk.reporting.catch_up() == 0
    desk.ledgers["units"].save(None, 0, {"name": "县文旅局", "kind": "department"})
    assert ledger.perform("generate", duty(desk, FILING), {}).message.endswith("1个单位应在2027年4月15日前报送。")
    assert len(owed(desk, FILING)) == 4


def test_a_report_that_was_put_away_does_not_come_back(desk):
    start(desk, FILING)
    row = next(each for each in rows(desk, "unit_reports") if each.labels["agency_id"] == "县林业局")
    desk.ledgers["unit_reports"].remove([row.id])
    desk.ledgers["report_duties"].perform("generate", duty(desk, FILING), {})
    assert "县林业局" not in owed(desk, FILING)


def test_the_next_period_begins_when_the_last_is_over_also_after_a_long_pause(desk, at):
    desk.ledgers["report_duties"].save(
        None, 0, {"title": "月报", "scope": "townships", "rule": "每月5日", "shift": "none"}
    )
    assert owed(desk, "月报") == {"示例镇人民政府": ("2026年7月", date(2026, 7, 5), "run")}
    at(2026, 7, 5)
    assert desk.reporting.catch_up() == 0  # the day itself still belongs to it
    at(2026, 9, 20)
    assert desk.reporting.catch_up() == 3
    found = rows(desk, "unit_reports", duty_id="月报")
    assert [(row.values["period"], row.values["report_state"]) for row in found] == [
        ("2026年7月", "late"),
        ("2026年8月", "late"),
        ("2026年9月", "late"),
        ("2026年10月", "run"),
    ]
    assert desk.reporting.catch_up() == 0


def test_a_duty_that_is_stopped_asks_for_nothing_more(desk, at):
    start(desk, FILING)
    desk.ledgers["report_duties"].perform("stop", duty(desk, FILING), {})
    at(2027, 6, 1)
    assert desk.reporting.catch_up() == 0
    assert desk.reporting.chasing.units() == []


def test_another_day_moves_what_is_still_owed(desk):
    start(desk, FILING)
    row = duty(desk, FILING)
    desk.ledgers["report_duties"].save(row.id, row.row_version, {**row.values, "rule": "每年5月20日"})
    assert {day for _period, day, _state in owed(desk, FILING).values()} == {date(2027, 5, 20)}


@pytest.mark.parametrize(
    ("shift", "met"),
    [(DayShift.EARLIER, date(2027, 1, 29)), (DayShift.LATER, date(2027, 2, 1)), (DayShift.NONE, date(2027, 1, 31))],
)
def test_a_day_of_rest_is_met_as_the_duty_says(shift, met):
    rule = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31"  # a Sunday in 2027
    first = next(periods_from(made(rule, shift), date(2026, 6, 15), WEEKDAYS))
    assert (first.words, first.due_on) == ("2027年", met)


def test_the_last_of_february_is_the_29th_in_a_leap_year():
    days = periods_from(made("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"), date(2027, 3, 1), WEEKDAYS)
    assert [next(days).due_on for _ in range(2)] == [date(2028, 2, 29), date(2029, 2, 28)]


def test_a_report_for_once_is_owed_once():
    once = made(None, due_on=date(2026, 6, 30))
    assert [p.due_on for p in wanted_periods(once, None, date(2026, 6, 15), WEEKDAYS)] == [date(2026, 6, 30)]
    assert wanted_periods(once, None, date(2026, 7, 1), WEEKDAYS) == []


@given(
    rule=st.sampled_from(
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10")
    ),
    shift=st.sampled_from(DayShift),
    first=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    gaps=st.lists(st.integers(0, 400), max_size=6),
)
def test_every_period_is_made_exactly_once_whenever_the_desk_is_opened(rule, shift, first, gaps):
    item, today, last, known = made(rule, shift, due_on=date(2019, 1, 1)), first, None, []
    for gap in (0, *gaps):
        today += timedelta(days=gap)
        fresh = [p for p in wanted_periods(item, last, today, WEEKDAYS) if p.words not in {k.words for k in known}]
        known += fresh
        last = max((p.due_on for p in known), default=None)
        assert known[-1].due_on >= today or len(fresh) == 24
    days = [period.due_on for period in known]
    assert days == sorted(set(days))
    whole = periods_from(item, known[0].due_on, WEEKDAYS)
    assert [next(whole).due_on for _ in known] == days  # none left out


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("每年4月15日", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15"),
        ("每年2月底", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
        ("每年6月、12月25日", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=25"),
        ("每月5日", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("每季度首月10日", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
        ("每半年首月8日", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=8"),
        ("每周五", "FREQ=WEEKLY;BYDAY=FR"),
    ],
)
def test_rules_are_written_and_told_in_the_words_of_plans(words, rule):
    assert read_rule(words) == rule
    assert read_rule(rule_words(rule)) == rule


@given(st.integers(1, 12), st.integers(1, 31))
def test_any_day_of_the_year_is_read_back_as_it_was_told_or_refused_where_a_year_lacks_it(month, day):
    words = f"每年{month}月{day}日"
    if day > monthrange(2025, month)[1]:
        with pytest.raises(ValueError, match=words):
            read_rule(words)
        return
    assert rule_words(read_rule(words)) == words
    days = islice(periods_from(made(read_rule(words)), date(2026, 1, 1), WEEKDAYS), 3)
    assert [(each.due_on.month, each.due_on.day) for each in days] == [(month, day)] * 3


def test_other_rules_stay_as_they_are_typed():
    shown = rule_words(read_rule("freq=monthly;byday=1mo"))
    assert shown == "FREQ=MONTHLY; BYDAY=1MO"
    assert read_rule(shown) == "FREQ=MONTHLY;BYDAY=1MO"


def test_a_duty_shows_its_rule_as_it_was_written(desk):
    desk.ledgers["report_duties"].save(None, 0, {"title": "甲", "scope": "all", "rule": "每年 2月底", "shift": "none"})
    assert duty(desk, "甲").values["rule"] == "每年2月底"
    assert desk.ledgers["report_duties"].load(duty(desk, "甲").id).values["rule"] == "每年2月底"


@pytest.mark.parametrize(
    "rule",
    [
        "每年4月",
        "每年2月30日",
        "每月31日",
        "每年13月1日",
        "FREQ=SOMETIMES",
        "BYMONTH=4",
        "DTSTART:20260101\nRRULE:FREQ=DAILY",
        "FREQ=HOURLY",
    ],
)
def test_a_rule_that_cannot_be_reckoned_is_refused_in_words(desk, rule):
    with pytest.raises(ValidationError) as raised:
        desk.ledgers["report_duties"].save(None, 0, {"title": "甲", "scope": "all", "rule": rule, "shift": "none"})
    assert raised.value.problems["rule"].startswith("重复规则")


def test_a_duty_names_its_group_and_its_day(desk):
    with pytest.raises(ValidationError) as raised:
        desk.ledgers["report_duties"].save(None, 0, {"title": "甲", "scope": "group", "shift": "none"})
    assert set(raised.value.problems) == {"group_id", "due_on"}


def test_units_that_a_duty_no_longer_means_are_let_off_and_asked_again_when_it_does(desk):
    ledger = desk.ledgers["report_duties"]
    values = {"title": "甲", "scope": "all", "rule": "每年6月20日", "shift": "none"}
    row = ledger.save(None, 0, values)
    everybody = owed(desk, "甲")
    ledger.save(row, ledger.load(row).row_version, values | {"scope": "townships"})
    states = {unit: state for unit, (_period, _day, state) in owed(desk, "甲").items()}
    assert states.pop("示例镇人民政府") == everybody["示例镇人民政府"][2]
    assert set(states.values()) == {"exempt"}
    assert [each.title for unit in desk.reporting.chasing.units() for each in unit.matters if unit.unit in states] == []
    ledger.save(row, ledger.load(row).row_version, values)
    assert owed(desk, "甲") == everybody


def test_what_a_clerk_has_noted_of_a_report_stays_when_the_duty_means_others(desk):
    ledger, reports = desk.ledgers["report_duties"], desk.ledgers["unit_reports"]
    values = {"title": "甲", "scope": "all", "rule": "每年6月20日", "shift": "none"}
    row = ledger.save(None, 0, values)
    noted = next(each for each in rows(desk, "unit_reports") if each.labels["agency_id"] == "县水务局")
    reports.perform("extend", noted, {"due_on": date(2026, 6, 30), "reason": "汛期"})
    ledger.save(row, ledger.load(row).row_version, values | {"scope": "townships"})
    assert owed(desk, "甲")["县水务局"][1] == date(2026, 6, 30)
    assert owed(desk, "甲")["县水务局"][2] != "exempt"


def test_the_same_duty_is_not_registered_twice_so_that_units_are_asked_once(desk):
    values = {"title": "甲", "scope": "all", "rule": "每年6月20日", "shift": "none"}
    desk.ledgers["report_duties"].save(None, 0, values)
    with pytest.raises(ValidationError, match="已经登记过"):
        desk.ledgers["report_duties"].save(None, 0, values)
