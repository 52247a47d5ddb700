"""What each unit owes of a task: who owes it, what is done to it, and what a clerk is kept from doing."""

from datetime import date

import pytest
from sqlalchemy import select

from models.obligation import TaskNote
from services.errors import ConflictError, ValidationError
from services.plans.store import load_plan
from services.query import Condition, LedgerQuery, Operator

TODAY = date(2026, 6, 15)
PLAN = """样板县人民政府办公室关于印发样板县执法提升方案（2025—2026年）的通知

样府办〔2026〕3号

样板县执法提升方案

一、主要任务
1.整理名册。各单位核对在岗人员。（牵头单位：县水务局；责任单位：各执法单位、县气象局；完成时限：2026年6月20日前）
2.办好讲座。全年举办讲座不少于4次。（责任单位：各执法单位；完成时限：每年12月底前）
3.公开结果。及时公开执法结果。（牵头单位：县水务局；完成时限：2026年6月10日前并长期坚持）
4.畅通渠道。公布投诉电话。（责任单位：县水务局；完成时限：长期坚持）
5.整理文件。清理规范性文件。（责任单位：县水务局、县林业局；完成时限：2026年6月20日前）
6.答复建议。逐件答复收到的建议。（责任单位：县林业局；完成时限：自收到建议之日起30日内）

样板县人民政府办公室
2026年1月20日
"""


@pytest.fixture
def desk(empty_desk, tmp_path):
    for name in ("县水务局", "县林业局"):
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
    empty_desk.ledgers["unit_groups"].save(None, 0, {"name": "各执法单位", "covers": "all"})
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    empty_desk.plans.accept(load_plan(file))
    return empty_desk


def task(desk, position):
    return desk.task_ledger.search(LedgerQuery(sort="position")).rows[position - 1]


def rows(desk, position=None):
    wanted = task(desk, position).id if position else None
    found = desk.ledgers["obligations"].search(LedgerQuery(sort="unit")).rows
    return [row for row in found if wanted in (None, row.values["task_id"])]


def unit(desk, position, name):
    return next(row for row in rows(desk, position) if row.values["unit"] == name)


def act(desk, name, row, **values):
    return desk.ledgers["obligations"].perform(name, desk.ledgers["obligations"].load(row.id), values)


def state(desk, position, name):
    return unit(desk, position, name).values["state"]


def passed(desk, position, name):
    act(desk, "report", unit(desk, position, name), text="已做完", on=TODAY)
    act(desk, "pass", unit(desk, position, name), by="容知秋", on=TODAY)


def notes(desk, row=None):
    with desk.database.read() as session:
        found = session.scalars(select(TaskNote).order_by(TaskNote.id)).all()
    return [note for note in found if row is None or note.obligation_id == row.id]


def test_a_unit_named_twice_owes_once_in_its_strongest_role(desk):
    found = [(r.values["unit"], r.values["role"], r.values["printed"]) for r in rows(desk, 1)]
    assert set(found) == {
        ("县林业局", "responsible", "各执法单位"),
        ("县水务局", "lead", "县水务局"),
        ("县气象局", "responsible", "县气象局"),
    }
    assert len(found) == 3
    assert unit(desk, 1, "县气象局").values["agency_id"] is None


def test_what_is_owed_carries_the_date_and_the_long_term_part_has_none(desk):
    assert {r.values["due_on"] for r in rows(desk, 1)} == {date(2026, 6, 20)}
    long_term = rows(desk, 4)[0].values
    assert (long_term["state"], long_term["due_state"], long_term["due_on"]) == ("ongoing", "long", None)


def test_the_plan_has_the_period_of_its_title(desk):
    plan = desk.plan_ledger.search(LedgerQuery()).rows[0].values
    assert (plan["starts_on"], plan["ends_on"]) == (date(2025, 1, 1), date(2026, 12, 31))


def test_late_and_soon_come_from_the_dates_alone(desk):
    chips = {(r.values["unit"], r.values["due_state"]) for r in rows(desk)}
    assert ("县水务局", "late") in chips  # task 3, due on 10 June
    assert ("县气象局", "due") in chips
    assert {r.values["state"] for r in rows(desk)} == {"todo", "ongoing"}


def test_progress_report_and_check_lead_to_done(desk):
    row = unit(desk, 1, "县林业局")
    act(desk, "progress", row, text="已核对一半", percent=50, on=TODAY)
    assert (state(desk, 1, "县林业局"), unit(desk, 1, "县林业局").values["percent"]) == ("running", 50)
    act(desk, "report", row, text="已核对完", on=TODAY)
    assert unit(desk, 1, "县林业局").values["due_state"] == "wait"
    act(desk, "pass", row, by="容知秋", on=TODAY, text="")
    after = unit(desk, 1, "县林业局").values
    assert (after["state"], after["percent"], after["done_on"], after["checked_by"]) == ("done", 100, TODAY, "容知秋")
    assert [n.kind.value for n in notes(desk, row)] == ["progress", "report", "check"]
    assert task(desk, 1).values["units_done"] == "1/3"
    assert task(desk, 1).values["percent_now"] == 33


def test_what_was_sent_back_counts_and_is_reported_again(desk):
    row = unit(desk, 1, "县林业局")
    act(desk, "report", row, text="已核对完", on=TODAY)
    act(desk, "return", row, text="缺名册", by="容知秋", on=TODAY)
    after = unit(desk, 1, "县林业局").values
    assert (after["state"], after["returns"]) == ("returned", 1)
    act(desk, "report", row, text="名册已补", on=TODAY)
    assert state(desk, 1, "县林业局") == "reported"


@pytest.mark.parametrize(
    ("name", "values", "word"),
    [
        ("pass", {"by": "容知秋", "on": TODAY}, "还没有报送自评"),
        ("return", {"by": "容知秋", "on": TODAY, "text": "缺"}, "还没有报送自评"),
        ("reopen", {"text": "再看", "on": TODAY}, "还没有办结"),
    ],
)
def test_an_act_that_does_not_fit_the_state_says_why(desk, name, values, word):
    with pytest.raises(ConflictError, match=word):
        act(desk, name, unit(desk, 1, "县林业局"), **values)


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("progress", {"text": "", "on": TODAY}, "text"),
        ("progress", {"text": "一半", "percent": 101, "on": TODAY}, "percent"),
        ("progress", {"text": "一半", "on": date(2026, 6, 16)}, "on"),
        ("exempt", {"text": "", "on": TODAY}, "text"),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused_at_its_field(desk, name, values, field):
    with pytest.raises(ValidationError) as caught:
        act(desk, name, unit(desk, 1, "县林业局"), **values)
    assert list(caught.value.problems) == [field]
    assert notes(desk) == []


def test_opened_again_the_first_completion_stays_in_the_notes(desk):
    passed(desk, 1, "县林业局")
    act(desk, "reopen", unit(desk, 1, "县林业局"), text="抽查发现漏报", on=TODAY)
    after = unit(desk, 1, "县林业局").values
    assert (after["state"], after["done_on"], after["percent"]) == ("running", None, 0)
    assert [n.kind.value for n in notes(desk)] == ["report", "check", "reopened"]


def test_many_units_are_checked_in_one_act_and_taken_back_in_one(desk):
    ledger = desk.ledgers["obligations"]
    ids = [row.id for row in rows(desk, 1)]
    ledger.batch("report", ids, {"text": "已报", "on": TODAY})
    outcome = ledger.batch("pass", ids, {"by": "容知秋", "on": TODAY})
    assert "3项" in outcome.message
    assert {r.values["state"] for r in rows(desk, 1)} == {"done"}
    desk.undo(outcome.group)
    assert {r.values["state"] for r in rows(desk, 1)} == {"reported"}


def test_a_batch_is_done_to_all_or_to_none_and_names_who_stands_against_it(desk):
    ledger = desk.ledgers["obligations"]
    act(desk, "report", unit(desk, 1, "县林业局"), text="已报", on=TODAY)
    with pytest.raises(ConflictError) as caught:
        ledger.batch("pass", [row.id for row in rows(desk, 1)], {"by": "容知秋", "on": TODAY})
    assert "2项不能这样办，3项都没有改动" in str(caught.value)
    assert "先登记报送自评：县气象局、县水务局" in str(caught.value)
    assert state(desk, 1, "县林业局") == "reported"


def test_a_unit_gets_more_time_and_both_dates_are_kept(desk):
    row = unit(desk, 1, "县林业局")
    act(desk, "extend", row, new_due_on=date(2026, 7, 10), reason="人手不足", on=TODAY, percent=40)
    assert unit(desk, 1, "县林业局").values["due_on"] == date(2026, 6, 20)
    act(desk, "decide", row, granted="granted", approver="容知秋", on=TODAY)
    after = unit(desk, 1, "县林业局").values
    assert (after["due_on"], after["original_due_on"]) == (date(2026, 7, 10), date(2026, 6, 20))
    assert task(desk, 1).values["due_on"] == date(2026, 6, 20)
    asked = desk.ledgers["extensions"].search(LedgerQuery()).rows[0].values
    assert (asked["state"], asked["unit"], asked["old_due_on"]) == ("granted", "县林业局", date(2026, 6, 20))


def test_a_refused_extension_leaves_the_date(desk):
    row = unit(desk, 1, "县林业局")
    act(desk, "extend", row, new_due_on=date(2026, 7, 10), reason="人手不足", on=TODAY)
    ledger = desk.ledgers["extensions"]
    pending = ledger.search(LedgerQuery()).rows[0]
    with pytest.raises(ValidationError, match="理由"):
        ledger.perform("decide", pending, {"granted": "refused", "approver": "容知秋", "on": TODAY})
    ledger.perform("decide", pending, {"granted": "refused", "approver": "容知秋", "on": TODAY, "decision": "按期办"})
    assert unit(desk, 1, "县林业局").values["due_on"] == date(2026, 6, 20)
    with pytest.raises(ConflictError):
        ledger.perform("decide", ledger.load(pending.id), {"granted": "granted", "approver": "容", "on": TODAY})


@pytest.mark.parametrize(
    ("position", "values", "error", "word"),
    [
        (3, {"new_due_on": date(2026, 7, 1)}, ConflictError, "已过"),
        (4, {"new_due_on": date(2026, 7, 1)}, ConflictError, "没有"),
        (5, {"new_due_on": date(2026, 6, 20)}, ValidationError, "晚于"),
        (5, {"new_due_on": date(2026, 7, 1), "on": date(2026, 6, 16)}, ValidationError, "晚于今天"),
    ],
)
def test_more_time_is_asked_for_before_the_date_and_for_a_later_one(desk, position, values, error, word):
    asked = {"reason": "人手不足", "on": TODAY} | values
    with pytest.raises(error, match=word):
        act(desk, "extend", unit(desk, position, "县水务局"), **asked)
    assert desk.ledgers["extensions"].search(LedgerQuery()).total == 0


def test_one_request_waits_at_a_time_and_their_number_is_limited(desk):
    ledger = desk.ledgers["obligations"]
    row = unit(desk, 5, "县林业局")
    for day in (25, 30):
        act(desk, "extend", row, new_due_on=date(2026, 6, day), reason="人手不足", on=TODAY)
        with pytest.raises(ConflictError, match="等审批"):
            ledger.batch("extend", [row.id], {"new_due_on": date(2026, 8, 1), "reason": "再等", "on": TODAY})
        act(desk, "decide", row, granted="granted", approver="容知秋", on=TODAY)
    with pytest.raises(ConflictError, match="延期2次"):
        act(desk, "extend", row, new_due_on=date(2026, 7, 9), reason="人手不足", on=TODAY)


def test_an_extension_of_the_whole_task_takes_its_open_units_along(desk):
    passed(desk, 1, "县林业局")
    tasks = desk.task_ledger
    tasks.perform("extend", task(desk, 1), {"new_due_on": date(2026, 7, 1), "reason": "汛期", "on": TODAY})
    tasks.perform("decide", task(desk, 1), {"granted": "granted", "approver": "容知秋", "on": TODAY})
    found = {r.values["unit"]: r.values["due_on"] for r in rows(desk, 1)}
    assert found == {"县水务局": date(2026, 7, 1), "县气象局": date(2026, 7, 1), "县林业局": date(2026, 6, 20)}
    assert task(desk, 1).values["original_due_on"] == date(2026, 6, 20)


def test_a_task_is_closed_when_its_units_are_through_or_with_a_reason(desk):
    tasks, done = desk.task_ledger, {"progress": "名册已齐", "done_on": TODAY}
    passed(desk, 1, "县林业局")
    passed(desk, 1, "县水务局")
    with pytest.raises(ValidationError, match="理由"):
        tasks.perform("finish", task(desk, 1), done)
    act(desk, "exempt", unit(desk, 1, "县气象局"), text="没有执法人员", on=TODAY)
    tasks.perform("finish", task(desk, 1), done)
    assert task(desk, 1).values["due_state"] == "done"
    with pytest.raises(ConflictError, match="任务已经办结"):
        act(desk, "reopen", unit(desk, 1, "县气象局"), text="有了", on=TODAY)


def test_a_repeated_task_begins_its_next_round_and_keeps_the_last_one_in_notes(desk):
    passed(desk, 2, "县林业局")
    row = unit(desk, 2, "县林业局")
    outcome = desk.task_ledger.perform(
        "finish", task(desk, 2), {"progress": "讲座办完", "done_on": TODAY, "why": "县水务局并入下期"}
    )
    assert "2027-12-31" in outcome.message
    assert {(r.values["state"], r.values["due_on"]) for r in rows(desk, 2)} == {("todo", date(2027, 12, 31))}
    assert unit(desk, 2, "县林业局").values["done_on"] is None
    last = notes(desk, row)[-1]
    assert last.kind.value == "closed"
    assert "2026-12-31这一期：已完成" in last.text
    assert last.percent == 100


def test_after_its_date_a_compound_task_goes_on_for_good_and_is_never_late(desk):
    passed(desk, 3, "县水务局")
    desk.task_ledger.perform("finish", task(desk, 3), {"progress": "已公开", "done_on": TODAY})
    after = task(desk, 3).values
    assert (after["due_state"], after["due_on"], after["next_check_on"]) == ("long", None, date(2026, 7, 1))
    assert rows(desk, 3)[0].values["state"] == "ongoing"


def test_a_long_term_task_is_looked_at_on_the_first_working_day_of_each_quarter(desk):
    assert task(desk, 4).values["next_check_on"] == date(2026, 7, 1)
    outcome = desk.task_ledger.perform("check", task(desk, 4), {"text": "电话畅通", "on": TODAY})
    assert "下次检查2026-10-08" in outcome.message  # 1 to 7 October are a holiday
    assert task(desk, 4).values["due_state"] == "long"


def test_a_closed_plan_asks_nothing_any_more_and_can_be_opened_again(desk):
    plan = desk.plan_ledger.search(LedgerQuery()).rows[0]
    desk.plan_ledger.perform("close", plan, {"closed_on": TODAY})
    assert {r.values["due_state"] for r in rows(desk)} == {"void"}
    with pytest.raises(ConflictError, match="计划已经结束"):
        act(desk, "progress", unit(desk, 1, "县林业局"), text="一半", on=TODAY)
    desk.plan_ledger.perform("reopen", desk.plan_ledger.load(plan.id), {})
    assert unit(desk, 3, "县水务局").values["due_state"] == "late"


def test_a_removed_task_takes_its_obligations_along_and_brings_them_back(desk):
    wanted = task(desk, 1)
    before = len(rows(desk))
    desk.task_ledger.remove([wanted.id])
    assert len(rows(desk)) == before - 3
    desk.task_ledger.restore([wanted.id])
    assert len(rows(desk)) == before


def test_the_pane_of_a_task_shows_units_dates_and_figures(desk):
    act(desk, "progress", unit(desk, 2, "县林业局"), text="办了一次", percent=25, on=TODAY)
    found = {detail.title: detail.lines for detail in desk.task_ledger.details(task(desk, 2))}
    assert ("推进中", "县林业局（25%）") in found["各单位，完成0/2"]
    assert any("≥4次" in words for _name, words in found["指标"])
    assert any("办了一次" in words for _day, words in found["进展"])


def test_a_limit_that_runs_from_an_event_gets_its_date_and_slides_off_a_day_of_rest(desk):
    waiting = task(desk, 6)
    assert waiting.values["due_on"] is None
    limit = next(a for a in desk.task_ledger.actions(waiting) if a.name == "event")
    outcome = desk.task_ledger.perform("event", waiting, {**limit.values, "on": date(2026, 5, 21)})
    assert "最后一日是2026-06-22" in outcome.message  # 20 June is a Saturday
    assert task(desk, 6).values["due_on"] == date(2026, 6, 22)
    assert unit(desk, 6, "县林业局").values["due_on"] == date(2026, 6, 22)
    assert all(a.name != "event" for a in desk.task_ledger.actions(task(desk, 6)))


def test_a_figure_that_the_desk_counts_stands_beside_what_was_asked(desk):
    units = {row.values["name"]: row.id for row in desk.ledgers["units"].search(LedgerQuery()).rows}
    for day in (5, 12, 19, 26):
        desk.ledgers["unit_activities"].save(
            None, 0, {"agency_id": units["县水务局"], "kind": "lecture", "held_on": date(2026, 3, day), "title": "讲座"}
        )
    found = {detail.title: detail.lines for detail in desk.task_ledger.details(task(desk, 2))}
    assert "今年已有1/2个单位达到" in found["指标"][0][1]


def test_a_file_of_an_older_release_gets_its_obligations_when_it_is_opened(empty_desk, tmp_path, monkeypatch):
    from services.desk import open_for
    from services.plans import store
    from tests.conftest import PASSWORD, USER, clock

    for name in ("县水务局", "县林业局"):
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
    file = tmp_path / "旧方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    with monkeypatch.context() as older:
        older.setattr(store, "make_obligations", lambda _session, _tasks: 0)
        empty_desk.plans.accept(load_plan(file))
    done = {"progress": "办完", "done_on": TODAY}
    empty_desk.task_ledger.perform("finish", task(empty_desk, 5), done)
    assert rows(empty_desk) == []
    empty_desk.close()
    opened = open_for(empty_desk.folder.root, USER, PASSWORD, clock)
    try:
        assert {r.values["state"] for r in rows(opened, 5)} == {"done"}
        assert {r.values["done_on"] for r in rows(opened, 5)} == {TODAY}
        assert unit(opened, 1, "县水务局").values["state"] == "todo"
        count = len(rows(opened))
    finally:
        opened.close()
    again = open_for(empty_desk.folder.root, USER, PASSWORD, clock)
    try:
        assert len(rows(again)) == count
    finally:
        again.close()


def test_the_table_of_tasks_leaves_out_what_no_task_has(desk):
    from services.plans.breakdown import breakdown

    plan = desk.plan_ledger.search(LedgerQuery()).rows[0]
    passed(desk, 1, "县林业局")
    table = breakdown(desk.database, desk.task_ledger, plan.id, desk.bureau)
    labels = [column.label for column in table.columns]
    assert "牵头领导" not in labels
    assert "配合单位" not in labels
    first = dict(zip(labels, next(iter(table.rows)), strict=True))
    assert (first["序号"], first["牵头单位"], first["责任单位"]) == ("1", "县水务局", "各执法单位、县气象局")
    assert (first["时限原文"], first["当前时限"]) == ("2026年6月20日前", "2026-06-20")
    assert (first["单位完成"], first["完成率"], first["状态"]) == ("1/3", "33%", "即将到期")


def test_what_units_owe_is_exported_with_its_filter(desk, tmp_path):
    from openpyxl import load_workbook

    from services.exports.office import export_ledger

    file = tmp_path / "单位任务.xlsx"
    forestry = unit(desk, 1, "县林业局").values["agency_id"]
    query = LedgerQuery(conditions=(Condition("agency_id", Operator.EQUALS, forestry),))
    ledger = desk.ledgers["obligations"]
    count = export_ledger(ledger, query, file, bureau=desk.bureau, today=TODAY, masked=True)
    cells = [str(cell.value) for row in load_workbook(file).active.iter_rows() for cell in row if cell.value]
    assert count == 4
    assert cells.count("县林业局") == count
    assert "整理名册" in cells
