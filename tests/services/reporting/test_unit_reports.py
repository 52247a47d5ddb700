"""Reports: received, sent back, excused, given more time; one or many, each with one undo; the figures over them."""

from datetime import date

import pytest

from services.errors import ConflictError, ValidationError
from tests.services.reporting.reports_of import duty, owed, rows, start

PLANS = "专项整治结果报告"  # 30 June: ahead on 15 June
TODAY = date(2026, 6, 15)


@pytest.fixture
def reports(desk):
    start(desk, PLANS)
    return desk.ledgers["unit_reports"]


def of(desk, unit):
    [row] = rows(desk, "unit_reports", agency_id=unit)
    return row


def state(desk, unit):
    return of(desk, unit).values["report_state"]


def test_received_in_time_and_received_late_are_told_apart(desk, reports, at):
    reports.perform("receive", of(desk, "县水务局"), {"received_on": TODAY})
    at(2026, 7, 3)
    reports.perform("receive", of(desk, "县林业局"), {"received_on": date(2026, 7, 2)})
    assert [state(desk, unit) for unit in ("县水务局", "县林业局", "县农业农村局")] == ["done", "came_late", "late"]
    assert of(desk, "县林业局").values["late_words"] == "2天"
    assert of(desk, "县农业农村局").values["late_words"] == "3天"
    [period] = desk.reporting.overview()
    assert period.words == "已报2/4，其中逾期报送1个，逾期未报2个"
    assert duty(desk, PLANS).values["progress"] == "2/4"


def test_the_last_day_is_not_late(desk, reports, at):
    at(2026, 6, 30)
    assert state(desk, "县水务局") == "due"


def test_many_are_received_in_one_act_and_taken_back_in_one(desk, reports):
    ids = [row.id for row in rows(desk, "unit_reports")]
    outcome = reports.perform_many("receive", ids, {"received_on": TODAY})
    assert outcome.message == "已登记收到4条。"
    assert {period[2] for period in owed(desk, PLANS).values()} == {"done"}
    desk.undo(outcome.group)
    assert {period[2] for period in owed(desk, PLANS).values()} == {"run"}


def test_rows_that_an_act_does_not_fit_are_left_alone_and_counted(desk, reports):
    reports.perform("receive", of(desk, "县水务局"), {"received_on": TODAY})
    ids = [row.id for row in rows(desk, "unit_reports")]
    outcome = reports.perform_many("send_back", ids, {"reason": "缺附表"})
    assert outcome.message == "已退回重报1条。另有3条状态不合，没有改动。"
    assert state(desk, "县水务局") == "back"
    assert "缺附表" in of(desk, "县水务局").values["note"]
    with pytest.raises(ConflictError, match="没有可以退回重报的"):
        reports.perform_many("send_back", ids, {"reason": "缺附表"})


def test_an_excused_unit_is_not_counted_and_can_be_asked_again(desk, reports):
    reports.perform("excuse", of(desk, "示例镇人民政府"), {"reason": "没有这项职责"})
    [period] = desk.reporting.overview()
    assert (period.units, period.exempt) == (3, 1)
    reports.perform("reopen", of(desk, "示例镇人民政府"), {})
    assert desk.reporting.overview()[0].units == 4


def test_an_extension_keeps_both_days_and_only_goes_forward(desk, reports):
    row = of(desk, "县水务局")
    with pytest.raises(ValidationError) as raised:
        reports.perform("extend", row, {"due_on": date(2026, 6, 30), "reason": "材料多"})
    assert "晚于原来的截止日2026-06-30" in raised.value.problems["due_on"]
    reports.perform("extend", row, {"due_on": date(2026, 7, 10), "reason": "材料多"})
    reports.perform("extend", of(desk, "县水务局"), {"due_on": date(2026, 7, 20), "reason": "仍不齐"})
    found = of(desk, "县水务局").values
    assert (found["due_on"], found["original_due_on"]) == (date(2026, 7, 20), date(2026, 6, 30))
    desk.ledgers["report_duties"].perform("generate", duty(desk, PLANS), {})
    assert of(desk, "县水务局").values["due_on"] == date(2026, 7, 20)  # its duty does not draw it back


def test_what_is_received_cannot_have_come_tomorrow_nor_without_a_day(desk, reports):
    with pytest.raises(ValidationError):
        reports.perform("receive", of(desk, "县水务局"), {"received_on": date(2026, 6, 16)})
    with pytest.raises(ValidationError):
        reports.perform_many("receive", [of(desk, "县水务局").id], {"received_on": None})
    assert state(desk, "县水务局") == "run"


def test_the_calendar_and_the_morning_list_know_the_report_under_its_ledger(desk, reports, at):
    at(2026, 7, 3)
    items = [item for item in desk.due.items(on=date(2026, 7, 3)) if item.ledger == "unit_reports"]
    assert {item.unit for item in items} == {"县水务局", "县林业局", "县农业农村局", "示例镇人民政府"}
    assert desk.ledgers["unit_reports"].load(items[0].row_id).values["report_state"] == "late"
