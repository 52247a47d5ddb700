"""A problem from finding to closing, with the guards that paper work needs."""

import contextlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.errors import ConflictError, ServiceError, ValidationError
from services.query import LedgerQuery
from services.rectification import STATE_LABELS

ASSIGNED = {"measure": "补正笔录", "person": "曲向晨", "due_on": date(2026, 6, 30)}


@pytest.fixture
def problems(empty_desk):
    return empty_desk.ledgers["problems"]


@pytest.fixture
def unit(empty_desk):
    return empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})


@pytest.fixture
def found(problems, unit):
    """The id of a problem that has just been registered."""
    return problems.save(None, 0, {"agency_id": unit, "title": "笔录缺签名", "found_on": date(2026, 6, 1)})


def do(ledger, row_id, action, **values):
    return ledger.perform(action, ledger.load(row_id), values)


def state(ledger, row_id):
    return STATE_LABELS[ledger.load(row_id).values["state"]]


def attach(desk, row_id, tmp_path):
    proof = tmp_path / "佐证.txt"
    proof.write_text("补正后的笔录", encoding="utf-8")
    desk.attachments.add("problem", row_id, proof)


def to_submitted(desk, ledger, row_id, tmp_path):
    do(ledger, row_id, "assign", **ASSIGNED)
    do(ledger, row_id, "report", result="已补正")
    attach(desk, row_id, tmp_path)


def test_the_whole_way_from_finding_to_closing(empty_desk, problems, found, tmp_path):
    assert state(problems, found) == "已登记"
    do(problems, found, "assign", **ASSIGNED)
    assert state(problems, found) == "整改中"
    do(problems, found, "report", result="已补正")
    assert state(problems, found) == "已报结果"
    attach(empty_desk, found, tmp_path)
    do(problems, found, "close", reviewer="容知秋", closed_on=date(2026, 6, 15))
    row = problems.load(found)
    assert (state(problems, found), row.values["closed_on"], row.values["reviewer"]) == (
        "已销号",
        date(2026, 6, 15),
        "容知秋",
    )
    assert row.values["due_state"] == "done"


def test_nothing_is_closed_without_evidence(problems, found):
    do(problems, found, "assign", **ASSIGNED)
    do(problems, found, "report", result="已补正")
    close = next(a for a in problems.actions(problems.load(found)) if a.name == "close")
    assert "佐证" in close.why_not
    with pytest.raises(ConflictError, match="佐证"):
        do(problems, found, "close", reviewer="容知秋", closed_on=date(2026, 6, 15))
    assert state(problems, found) == "已报结果"


def test_the_reviewer_is_not_the_responsible_person(empty_desk, problems, found, tmp_path):
    to_submitted(empty_desk, problems, found, tmp_path)
    with pytest.raises(ValidationError) as refused:
        do(problems, found, "close", reviewer="曲向晨 ", closed_on=date(2026, 6, 15))
    assert set(refused.value.problems) == {"reviewer"}


@pytest.mark.parametrize("day", [date(2026, 5, 31), date(2026, 6, 16)])
def test_the_closing_day_lies_between_finding_and_today(empty_desk, problems, found, tmp_path, day):
    to_submitted(empty_desk, problems, found, tmp_path)
    with pytest.raises(ValidationError) as refused:
        do(problems, found, "close", reviewer="容知秋", closed_on=day)
    assert set(refused.value.problems) == {"closed_on"}


def test_an_extension_keeps_the_first_date_and_only_goes_forward(empty_desk, problems, found):
    do(problems, found, "assign", **ASSIGNED)
    with pytest.raises(ValidationError):
        do(problems, found, "extend", due_on=date(2026, 6, 30), why="人手不足")
    do(problems, found, "extend", due_on=date(2026, 7, 10), why="人手不足")
    assert problems.load(found).values["due_on"] == date(2026, 7, 10)
    reasons = [entry.reason for entry in empty_desk.history_of("problem", found)]
    assert reasons[0] == "问题延期：人手不足"


def test_after_the_date_there_is_no_extension(problems, found):
    do(problems, found, "assign", **{**ASSIGNED, "due_on": date(2026, 6, 10)})
    with pytest.raises(ConflictError, match="过了"):
        do(problems, found, "extend", due_on=date(2026, 7, 10), why="人手不足")


def test_a_problem_sent_back_or_opened_again_runs_on(empty_desk, problems, found, tmp_path):
    to_submitted(empty_desk, problems, found, tmp_path)
    do(problems, found, "return", why="佐证看不清")
    assert state(problems, found) == "整改中"
    do(problems, found, "report", result="重新补正")
    do(problems, found, "close", reviewer="容知秋", closed_on=date(2026, 6, 15))
    do(problems, found, "reopen", why="再次发生")
    row = problems.load(found)
    assert (state(problems, found), row.values["closed_on"]) == ("整改中", None)


def test_numbers_go_on_after_the_highest_of_an_old_ledger(problems, unit):
    base = {"agency_id": unit, "title": "旧问题", "found_on": date(2026, 2, 1)}
    problems.save(None, 0, {**base, "number": "问题〔2026〕37号", "state": "closed", "closed_on": date(2026, 3, 1)})
    problems.save(None, 0, {**base, "number": "问题〔2025〕90号"})
    fresh = problems.save(None, 0, base)
    assert problems.load(fresh).values["number"] == "问题〔2026〕38号"


def test_a_removed_number_is_not_given_again(problems, found, unit):
    assert problems.load(found).values["number"] == "问题〔2026〕1号"
    problems.remove([found])
    again = problems.save(None, 0, {"agency_id": unit, "title": "另一个", "found_on": date(2026, 6, 2)})
    assert problems.load(again).values["number"] == "问题〔2026〕2号"


def test_dates_in_the_wrong_order_are_refused(problems, unit):
    with pytest.raises(ValidationError) as refused:
        problems.save(
            None, 0, {"agency_id": unit, "title": "甲", "found_on": date(2026, 6, 2), "due_on": date(2026, 6, 1)}
        )
    assert set(refused.value.problems) == {"due_on"}


ACTS = st.lists(
    st.sampled_from(["assign", "report", "close", "extend", "return", "reopen", "attach"]), min_size=1, max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_order_of_acts_closes_a_problem_without_result_and_evidence(empty_desk, problems, unit, tmp_path, acts):
    row_id = problems.save(None, 0, {"agency_id": unit, "title": "甲", "found_on": date(2026, 6, 1)})
    values = {
        "assign": ASSIGNED,
        "report": {"result": "已补正"},
        "close": {"reviewer": "容知秋", "closed_on": date(2026, 6, 15)},
        "extend": {"due_on": date(2026, 8, 1), "why": "甲"},
        "return": {"why": "甲"},
        "reopen": {"why": "甲"},
    }
    for act in acts:
        if act == "attach":
            attach(empty_desk, row_id, tmp_path)
            continue
        row = problems.load(row_id)
        offered = {a.name for a in problems.actions(row) if a.enabled}
        if act not in offered:
            continue
        with contextlib.suppress(ServiceError):  # a guard that the button could not know, such as a date
            problems.perform(act, row, values[act])
        row = problems.load(row_id)
        closed = row.values["state"] == "closed"
        assert closed == (row.values["closed_on"] is not None)
        if closed:
            assert row.values["result"]
            assert empty_desk.attachments.of("problem", row_id)
    assert problems.search(LedgerQuery()).total >= 1
