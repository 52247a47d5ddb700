"""What stands behind one row of the due list: calls, units, the person to call, what waits for an answer."""

from datetime import date, timedelta

import pytest

from services.due.items import DueKind
from services.query import LedgerQuery
from services.reporting.chase import Call

TODAY = date(2026, 6, 15)


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def item(desk, title, kind=DueKind.TASK):
    return next(each for each in desk.due.items(days=60) if each.title == title and each.kind is kind)


def parts(desk, task_id):
    rows = desk.ledgers["obligations"].search(LedgerQuery(limit=1000)).rows
    return [row for row in rows if row.values["task_id"] == task_id]


def test_a_task_counts_its_units_and_names_those_that_are_late(desk):
    late = item(desk, "更新事项目录")
    behind = desk.due.background(late)
    assert (behind.done, behind.total) == (1, 3)
    assert behind.late_units == ("县市场监督管理局", "县水务局")
    states = {row.values["agency_id"]: row.values["state"] for row in parts(desk, late.row_id)}
    assert sorted(states[each.agency_id] for each in behind.owing) == ["returned", "todo"]


def test_several_units_called_on_one_day_are_one_chase_of_the_task(desk):
    late = item(desk, "更新事项目录")
    before = desk.due.background(late)
    keys = {each.key for each in before.owing}
    for unit in desk.reporting.chasing.units():
        if chosen := [matter for matter in unit.matters if matter.key in keys]:
            desk.reporting.chasing.record(chosen, Call("visit", chased_on=TODAY))
    behind = desk.due.background(late)
    assert behind.chases == before.chases + 1
    assert behind.last_chase == (TODAY, "上门")


def test_who_has_reported_is_not_chased_any_more(desk):
    late = item(desk, "更新事项目录")
    first = desk.due.background(late).owing[0]
    ledger = desk.ledgers["obligations"]
    row = next(row for row in parts(desk, late.row_id) if row.values["agency_id"] == first.agency_id)
    ledger.perform("report", row, {"text": "材料已报。", "on": TODAY})
    behind = desk.due.background(late)
    assert first.unit not in behind.late_units
    assert behind.reported == 1


def test_a_request_for_more_time_waits_in_words(desk):
    behind = desk.due.background(item(desk, "落实三项制度"))
    assert behind.extensions == ("范例街道办事处6月14日申请延到2026年7月5日，等审批",)


def test_one_unit_has_its_contact_person_and_several_have_none(desk):
    report = next(each for each in desk.due.items() if each.kind is DueKind.REPORT)
    behind = desk.due.background(report)
    assert behind.contact is not None
    assert behind.contact.phone.startswith("0000-")
    assert [each.unit for each in behind.owing] == [report.unit]
    assert desk.due.background(item(desk, "更新事项目录")).contact is None


def test_what_is_far_off_is_not_chased(desk):
    far = item(desk, "推动整改销号")
    assert far.days > desk.settings.get("slip_blue_days")
    assert desk.due.background(far).owing == ()


def test_a_letter_that_waits_for_its_own_reply_is_not_chased_by_another_letter(desk):
    late = item(desk, "更新事项目录")
    owing = desk.due.background(late).owing
    drafts = desk.reporting.letters.draft_letters([each.agency_id for each in owing], [each.key for each in owing])
    desk.reporting.letters.issue(drafts[:1])
    paper = next(each for each in desk.due.items(on=TODAY + timedelta(days=40)) if "催报" in each.title)
    assert desk.due.background(paper).owing == ()
    assert desk.due.background(late).last_chase == (TODAY, "催报函")


def test_the_members_of_a_group_are_found_behind_its_task(desk):
    group = item(desk, "落实三项制度")
    involved = desk.due.involved_units([group])
    assert "县水务局" not in group.unit
    assert "县林业局" in involved.names[group.row_id]
    assert group.row_id in involved.owed
    assert desk.due.involved_units([]).names == {}
