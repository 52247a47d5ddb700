"""A stored plan: read again after the reader has learned, followed by another version, imported twice."""

from dataclasses import replace
from datetime import date

import pytest

from services.errors import ConflictError, ValidationError
from services.plans import edit
from services.plans.compare import Difference
from services.plans.draft import UnfinishedPlan, from_values, to_values
from services.plans.reread import DATES, Rereader
from services.plans.source import PlanSource
from services.plans.store import load_pasted
from services.plans.versions import Follows, PlanVersions
from services.query import LedgerQuery

PLAN = """样板县夜市管理工作计划
2026年3月2日

一、主要任务
1.划定摊位。沿河路两侧划线编号，向摊主公开。（责任单位：县水务局；完成时限：2026年7月底前）
2.整理线路。电线入槽，每周巡查一次。（责任单位：县林业局；完成时限：2026年8月底前）
3.收集意见。设意见箱，每月汇总。（责任单位：县司法局、县水务局；完成时限：每年11月底前）
"""


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def versions(desk):
    return PlanVersions(desk.database, desk.plans, desk.now)


@pytest.fixture
def rereader(desk):
    return Rereader(desk.database, desk.settings, desk.now)


def older(plan):
    """What a reader that knew less would have made of it: no second task, no unit and no meaning in the third."""
    first, _second, third = plan.reading.tasks
    third = replace(third, responsible=("县司法局",), deadlines=())
    return replace(plan, reading=replace(plan.reading, tasks=(first, third)))


def store(desk, plan):
    desk.plans.accept(plan)
    return newest(desk)


def newest(desk):
    return max(row.id for row in desk.plan_ledger.search(LedgerQuery()).rows)


def tasks(desk, plan_id):
    return PlanSource(desk.database).plan(plan_id).tasks


def task_row(desk, row_id):
    return desk.task_ledger.load(row_id)


# --- read again --------------------------------------------------------------------------------


def test_a_plan_that_was_read_by_the_same_reader_has_no_differences(desk, rereader):
    plan_id = store(desk, load_pasted(PLAN))
    assert rereader.differences(plan_id).items == ()


def test_what_a_better_reader_finds_is_listed_task_by_task(desk, rereader):
    plan_id = store(desk, older(load_pasted(PLAN)))
    found = rereader.differences(plan_id)
    assert [item.difference for item in found.items] == [Difference.NEW, Difference.CHANGED]
    assert found.items[0].new.text.startswith("整理线路")
    assert {change.label for change in found.items[1].changes} == {"责任单位", DATES}
    assert found.items[1].changes[-1].new == "每年11月30日"


def test_only_what_was_chosen_is_taken_over_and_one_undo_takes_it_back(desk, rereader):
    plan_id = store(desk, older(load_pasted(PLAN)))
    before = tasks(desk, plan_id)
    found = rereader.differences(plan_id)
    done = rereader.take_over(found, {found.items[0].key})
    assert done.message == "已按新识别的结果新增1项，进展和状态没有动。"
    now = tasks(desk, plan_id)
    assert [task.no for task in now] == ["1.", "2.", "3."]
    assert now[2] == before[1]
    assert now[1].due_on == date(2026, 8, 31)
    rest = rereader.differences(plan_id)
    assert [item.difference for item in rest.items] == [Difference.CHANGED]
    desk.undo(done.group)
    assert tasks(desk, plan_id) == before


def test_units_and_dates_are_taken_over_and_progress_stays(desk, rereader):
    plan_id = store(desk, older(load_pasted(PLAN)))
    third = tasks(desk, plan_id)[1]
    act = {"progress": "意见箱已设。", "percent": 40, "on": desk.now().date()}
    desk.task_ledger.perform("progress", task_row(desk, third.row_id), act)
    found = rereader.differences(plan_id)
    rereader.take_over(found, {found.items[1].key})
    row = task_row(desk, third.row_id)
    assert row.values["progress"] == "意见箱已设。"
    assert row.values["state"] == "running"
    assert row.values["unit_words"] == "县司法局、县水务局"
    assert row.values["due_on"] == date(2026, 11, 30)
    assert [item.difference for item in rereader.differences(plan_id).items] == [Difference.NEW]


def test_what_a_clerk_put_right_is_marked_before_it_is_overwritten(desk, versions, rereader):
    plan = edit.with_unit(load_pasted(PLAN), 0, "县司法局")
    versions.accept(plan)
    plan_id = newest(desk)
    second = tasks(desk, plan_id)[1]
    form = desk.task_editor.form(second.row_id)
    desk.task_editor.change(form, {**form.values, "responsible": "县水务局"})
    found = rereader.differences(plan_id).items
    assert [(item.difference, item.by_hand) for item in found] == [(Difference.CHANGED, True)] * 2
    assert "核对时手工改过。" in tasks(desk, plan_id)[0].warnings


def test_a_task_with_progress_is_not_removed(desk, rereader):
    read = load_pasted(PLAN)
    more, _n = edit.added(edit.without(read, 0), *_place("1.划定摊位", read.text))
    extra = replace(more.reading.tasks[0], text="没有这样一项。全是另外的字句，与原文毫不相干。", no="9.")
    plan_id = store(desk, replace(read, reading=replace(read.reading, tasks=(*read.reading.tasks, extra))))
    lost = tasks(desk, plan_id)[-1]
    act = {"progress": "做了一半。", "percent": 50, "on": desk.now().date()}
    found = rereader.differences(plan_id)
    assert [(item.difference, item.refusal) for item in found.items] == [(Difference.GONE, "")]
    desk.task_ledger.perform("progress", task_row(desk, lost.row_id), act)
    with pytest.raises(ConflictError, match="任务刚被改过"):
        rereader.take_over(found, {found.items[0].key})
    again = rereader.differences(plan_id)
    assert again.items[0].refusal.startswith("已有进展")
    with pytest.raises(ValidationError, match="没有勾选"):
        rereader.take_over(again, {again.items[0].key})


def _place(words, text):
    start = text.index(words)
    return start, text.index("\n", start)


def test_tasks_written_by_hand_are_no_business_of_the_reader(desk, rereader):
    plan_id = store(desk, load_pasted(PLAN))
    desk.task_editor.add({"plan_id": plan_id, "text": "另外办理的事项。", "responsible": "县水务局"})
    assert rereader.differences(plan_id).items == ()


def test_a_plan_made_here_has_no_text_to_read(desk, rereader):
    desk.plan_ledger.save(None, 0, {"title": "示例县司法局2026年要点"})
    with pytest.raises(ValidationError, match="没有原文"):
        rereader.differences(newest(desk))


# --- versions ----------------------------------------------------------------------------------

NEXT = (
    PLAN.replace("2026年3月2日", "2027年3月1日")
    .replace("2.整理线路。电线入槽，每周巡查一次。", "2.整理线路。电线入槽，每天巡查一次。")
    .replace("3.收集意见。", "4.收集意见。")
    .replace("4.", "3.清理广告。沿街广告逐块登记，破损的限期更换。（责任单位：县水务局；完成时限：长期）\n4.", 1)
)


def test_the_same_plan_is_known_by_its_text_and_another_year_by_its_title(desk, versions):
    plan_id = store(desk, load_pasted(PLAN))
    assert [(plan.plan_id, plan.same) for plan in versions.alike(load_pasted(PLAN))] == [(plan_id, True)]
    other = load_pasted(NEXT.replace("样板县夜市管理工作计划", "样板县2027年夜市管理工作计划（修订稿）"))
    assert [(plan.plan_id, plan.same) for plan in versions.alike(other)] == [(plan_id, False)]
    assert versions.alike(load_pasted(PLAN.replace("夜市管理", "消防安全大检查行动"))) == []


def test_a_later_version_is_stored_beside_the_first_and_carries_progress_where_asked(desk, versions):
    plan_id = store(desk, load_pasted(PLAN))
    first = tasks(desk, plan_id)[0]
    act = {"progress": "已划线。", "percent": 60, "on": desk.now().date()}
    desk.task_ledger.perform("progress", task_row(desk, first.row_id), act)
    new = load_pasted(NEXT)
    comparison = versions.compare(new, plan_id)
    assert [pair.difference for pair in comparison.pairs] == [
        Difference.SAME,
        Difference.CHANGED,
        Difference.NEW,
        Difference.SAME,
    ]
    done = versions.accept(new, Follows(plan_id, carry=True))
    later = newest(desk)
    assert later != plan_id
    values = [task_row(desk, task.row_id).values for task in tasks(desk, later)]
    assert [v["progress"] for v in values] == ["已划线。", None, None, None]
    assert task_row(desk, first.row_id).values["progress"] == "已划线。"
    desk.undo(done.group)
    assert newest(desk) == plan_id


def test_progress_is_not_carried_over_unasked(desk, versions):
    plan_id = store(desk, load_pasted(PLAN))
    first = tasks(desk, plan_id)[0]
    act = {"progress": "已划线。", "percent": 60, "on": desk.now().date()}
    desk.task_ledger.perform("progress", task_row(desk, first.row_id), act)
    versions.accept(load_pasted(NEXT), Follows(plan_id))
    assert task_row(desk, tasks(desk, newest(desk))[0].row_id).values["progress"] is None


def test_a_draft_whose_text_is_no_plan_any_more_is_stored_as_it_was_checked(desk, versions):
    plan = replace(load_pasted(PLAN), text="便条。今天下午开会。")
    versions.accept(plan)
    assert [task.no for task in tasks(desk, newest(desk))] == ["1.", "2.", "3."]


# --- a draft -----------------------------------------------------------------------------------


def test_a_draft_gives_back_what_was_put_right():
    import json

    plan = edit.with_deadline(edit.with_unit(load_pasted(PLAN), 1, "县司法局"), 0, "每季度末")
    draft = UnfinishedPlan(plan, frozenset({0, 2}), frozenset({(3, "一处疑问。")}), 1)
    assert from_values(json.loads(json.dumps(to_values(draft)))) == draft


@pytest.mark.parametrize("values", [None, {}, {"form": 0}, {"form": 1}, {"form": 1, "tasks": 3, "issued": None}])
def test_values_of_another_program_are_no_draft(values):
    assert from_values(values) is None
