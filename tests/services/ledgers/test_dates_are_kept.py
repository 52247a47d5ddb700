"""Dates of tasks stay what they were said to be: extended, met, counted from an event, put in other words."""

from datetime import date

import pytest
from sqlalchemy import select

from models.obligation import TaskObligation
from models.plan import PlanDeadline
from services.plans.store import load_plan
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)
PLAN = """样板县人民政府办公室关于印发样板县执法提升方案（2025—2026年）的通知

样府办〔2026〕3号

样板县执法提升方案

一、主要任务
1.整理名册。各单位于2026年6月20日前报送名册，由司法局汇总。（责任单位：县水务局；完成时限：2026年7月底前）
2.办好讲座。全年举办讲座不少于4次。（责任单位：县水务局；完成时限：每年12月底前）
3.答复建议。逐件答复收到的建议。（责任单位：县林业局；完成时限：自收到建议之日起30日内）
4.备案审查。收到文件后逐件审查。（责任单位：县林业局；完成时限：自收到文件之日起15日内，并长期坚持）

样板县人民政府办公室
2026年1月20日
"""


@pytest.fixture
def desk(empty_desk, tmp_path):
    for name in ("县水务局", "县林业局"):
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    empty_desk.plans.accept(load_plan(file))
    return empty_desk


def task(desk, position):
    return desk.task_ledger.search(LedgerQuery(sort="position")).rows[position - 1]


def act(desk, position, name, **values):
    row = task(desk, position)
    start = next(a for a in desk.task_ledger.actions(row) if a.name == name).values
    return desk.task_ledger.perform(name, row, {**start, **values})


def due(desk, position):
    wanted = task(desk, position).id
    return [
        (item.what, item.due_on)
        for item in desk.due.items(days=400)
        if item.ledger == "tasks" and item.row_id == wanted
    ]


def units(desk, position):
    with desk.database.read() as session:
        found = select(TaskObligation).where(TaskObligation.task_id == task(desk, position).id)
        return [(item.state.value, item.due_on) for item in session.scalars(found)]


def test_the_time_limit_of_a_task_stands_in_the_calendar_while_an_earlier_milestone_is_due_first(desk):
    assert due(desk, 1) == [("计划任务", date(2026, 6, 20)), ("任务节点", date(2026, 7, 31))]


def test_an_extended_milestone_is_not_late_on_the_date_that_it_was_extended_from(desk):
    act(desk, 1, "extend", new_due_on=date(2026, 7, 10), reason="汛期")
    act(desk, 1, "decide", granted="granted", approver="容知秋")
    assert due(desk, 1) == [("计划任务", date(2026, 7, 10)), ("任务节点", date(2026, 7, 31))]


def test_the_next_round_of_a_repeated_task_begins_without_the_share_that_was_typed_for_the_last(desk):
    act(desk, 2, "progress", progress="办了三次", percent=80)
    act(desk, 2, "finish", progress="四次都办了", why="已当面核对")
    assert task(desk, 2).values["due_on"] == date(2027, 12, 31)
    assert task(desk, 2).values["percent_now"] == 0


def test_a_long_term_task_with_a_limit_from_an_event_is_owed_by_its_units_when_the_event_has_a_day(desk):
    assert task(desk, 4).values["ongoing"]
    act(desk, 4, "event", on=date(2026, 6, 10))
    assert task(desk, 4).values["due_on"] == date(2026, 6, 25)
    assert units(desk, 4) == [("running", date(2026, 6, 25))]


def test_other_words_for_a_task_do_not_lose_the_day_that_was_counted_from_an_event(desk):
    act(desk, 3, "event", on=date(2026, 6, 1))
    editor = desk.task_editor
    form = editor.form(task(desk, 3).id)
    editor.change(form, {**form.values, "text": "答复建议。逐件书面答复收到的建议。"})
    with desk.database.read() as session:
        found = select(PlanDeadline.due_on).where(
            PlanDeadline.task_id == task(desk, 3).id, PlanDeadline.deleted_at.is_(None)
        )
        assert list(session.scalars(found)) == [date(2026, 7, 1)]
    assert task(desk, 3).values["due_on"] == date(2026, 7, 1)
