"""Tasks written by hand, the bureau's own plan, and a task put right after it was stored."""

from datetime import date

import pytest
from sqlalchemy import select

from models.obligation import TaskNote
from services.errors import ConflictError, ValidationError
from services.plans.manual import deadline_words
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)


@pytest.fixture
def desk(empty_desk):
    for name in ("县水务局", "县林业局", "县农业农村局"):
        empty_desk.ledgers["units"].save(None, 0, {"name": name, "kind": "department"})
    empty_desk.ledgers["unit_groups"].save(None, 0, {"name": "各执法单位", "covers": "all"})
    empty_desk.plan_ledger.save(None, 0, {"title": "示例县司法局2026年执法监督工作计划"})
    return empty_desk


def plan(desk):
    return desk.plan_ledger.search(LedgerQuery()).rows[0]


def add(desk, **values):
    return desk.task_editor.add({"plan_id": plan(desk).id, "text": "核对执法人员名册。"} | values)


def task(desk, task_id):
    return desk.task_ledger.load(task_id).values


def units(desk, task_id):
    found = desk.ledgers["obligations"].search(LedgerQuery(sort="unit")).rows
    return [row for row in found if row.values["task_id"] == task_id]


def change(desk, task_id, **values):
    shown = desk.task_editor.form(task_id)
    return desk.task_editor.change(shown, {**shown.values, **values})


def test_the_bureaus_own_plan_needs_no_paper(desk):
    found = plan(desk).values
    assert (found["kind"], found["starts_on"], found["ends_on"]) == ("yearly", date(2026, 1, 1), date(2026, 12, 31))
    assert desk.plan_ledger.source(plan(desk).id) == ""


@pytest.mark.parametrize(
    ("words", "due_on", "kind"),
    [
        ("每年6月底前", date(2026, 6, 30), "annual"),
        ("9月底前", date(2026, 9, 30), "by_month_end"),
        ("2026年8月5日前", date(2026, 8, 5), "by_date"),
        ("长期坚持", None, "ongoing"),
        ("适时", None, "other"),
    ],
)
def test_a_time_limit_typed_by_hand_means_what_it_means_in_a_paper(desk, words, due_on, kind):
    task_id, outcome = add(desk, responsible="县水务局", deadline=words)
    found = task(desk, task_id)
    assert (found["due_on"], found["deadline_kind"], found["deadline_text"]) == (due_on, kind, words)
    assert "已增加任务：核对执法人员名册。" in outcome.message
    assert [u.values["due_on"] for u in units(desk, task_id)] == [due_on]


def test_a_group_typed_by_hand_expands_and_an_unknown_unit_is_kept(desk):
    task_id, _outcome = add(desk, lead="县水务局", responsible="各执法单位、县气象局", deadline="9月底前")
    assert {(u.values["unit"], u.values["role"]) for u in units(desk, task_id)} == {
        ("县水务局", "lead"),
        ("县林业局", "responsible"),
        ("县农业农村局", "responsible"),
        ("县气象局", "responsible"),
    }


def test_tasks_are_numbered_on_and_taken_back(desk):
    first, _outcome = add(desk)
    second, outcome = add(desk)
    assert (task(desk, first)["no"], task(desk, second)["no"]) == ("1.", "2.")
    desk.undo(outcome.group)
    assert desk.task_ledger.search(LedgerQuery()).total == 1


def test_without_text_or_in_a_closed_plan_nothing_is_added(desk):
    with pytest.raises(ValidationError) as caught:
        add(desk, text="")
    assert list(caught.value.problems) == ["text"]
    desk.plan_ledger.perform("close", plan(desk), {"closed_on": TODAY})
    with pytest.raises(ConflictError, match="计划已经结束"):
        add(desk)


def test_another_time_limit_moves_the_units_and_notes_both_dates(desk):
    task_id, _outcome = add(desk, responsible="县水务局、县林业局", deadline="9月底前")
    change(desk, task_id, deadline="每季度末")
    assert task(desk, task_id)["due_on"] == date(2026, 3, 31)  # the plan begins in January
    assert {u.values["due_on"] for u in units(desk, task_id)} == {date(2026, 3, 31)}
    with desk.database.read() as session:
        words = session.scalars(select(TaskNote.text)).one()
    assert "由“9月底前”改为“每季度末”" in words
    assert "由2026-09-30改为2026-03-31" in words


def test_a_date_of_its_own_stays_when_the_tasks_date_changes(desk):
    task_id, _outcome = add(desk, responsible="县水务局、县林业局", deadline="9月底前")
    ledger = desk.ledgers["obligations"]
    own = next(u for u in units(desk, task_id) if u.values["unit"] == "县林业局")
    ledger.perform("extend", own, {"new_due_on": date(2026, 11, 1), "reason": "汛期", "on": TODAY})
    approval = {"granted": "granted", "approver": "容知秋", "on": TODAY}
    ledger.perform("decide", ledger.load(own.id), approval)
    change(desk, task_id, deadline="10月底前")
    found = {u.values["unit"]: u.values["due_on"] for u in units(desk, task_id)}
    assert found == {"县水务局": date(2026, 10, 31), "县林业局": date(2026, 11, 1)}


def test_the_same_words_change_no_date(desk):
    task_id, _outcome = add(desk, responsible="县水务局", deadline="每年6月底前")
    done = {"progress": "办完", "done_on": TODAY, "why": "已报齐"}
    desk.task_ledger.perform("finish", desk.task_ledger.load(task_id), done)
    change(desk, task_id, text="核对全部执法人员名册。")
    found = task(desk, task_id)
    assert (found["due_on"], found["summary"]) == (date(2027, 6, 30), "核对全部执法人员名册")


def test_a_unit_taken_off_goes_but_what_was_noted_of_it_stays(desk):
    task_id, _outcome = add(desk, responsible="县水务局、县林业局", deadline="9月底前")
    ledger = desk.ledgers["obligations"]
    noted = next(u for u in units(desk, task_id) if u.values["unit"] == "县林业局")
    ledger.perform("progress", noted, {"text": "一半", "on": TODAY})
    change(desk, task_id, responsible="县农业农村局", cooperate="县气象局")
    found = {u.values["unit"]: u.values["state"] for u in units(desk, task_id)}
    assert found == {"县林业局": "exempt", "县农业农村局": "todo", "县气象局": "todo"}
    assert task(desk, task_id)["unit_words"] == "县农业农村局、县气象局"


def test_another_role_is_taken_over_without_losing_the_state(desk):
    task_id, _outcome = add(desk, responsible="县水务局、县林业局", deadline="9月底前")
    ledger = desk.ledgers["obligations"]
    ledger.batch("progress", [u.id for u in units(desk, task_id)], {"text": "一半", "percent": 50, "on": TODAY})
    change(desk, task_id, lead="县水务局", responsible="县林业局")
    found = {u.values["unit"]: (u.values["role"], u.values["percent"]) for u in units(desk, task_id)}
    assert found == {"县水务局": ("lead", 50), "县林业局": ("responsible", 50)}


def test_somebody_elses_change_is_not_overwritten(desk):
    task_id, _outcome = add(desk, deadline="9月底前")
    shown = desk.task_editor.form(task_id)
    change(desk, task_id, leader="容知秋")
    with pytest.raises(ConflictError, match="刚被改过"):
        desk.task_editor.change(shown, {**shown.values, "leader": "岑知远"})
    assert task(desk, task_id)["leader"] == "容知秋"


def test_a_task_without_a_date_is_given_one_by_hand(desk):
    task_id, _outcome = add(desk, responsible="县水务局", deadline="适时")
    ledger = desk.task_ledger
    ledger.perform("plan_date", ledger.load(task_id), {"due_on": date(2026, 8, 1)})
    assert task(desk, task_id)["due_on"] == date(2026, 8, 1)
    assert units(desk, task_id)[0].values["due_on"] == date(2026, 8, 1)


def test_a_soft_date_is_moved_for_a_reason_without_an_approver(desk):
    task_id, _outcome = add(desk, responsible="县水务局", deadline="原则上2026年9月底前")
    ledger = desk.ledgers["obligations"]
    row = units(desk, task_id)[0]
    outcome = ledger.perform("extend", row, {"new_due_on": date(2026, 10, 8), "reason": "汛期", "on": TODAY})
    assert outcome.group is not None
    assert units(desk, task_id)[0].values["due_on"] == date(2026, 10, 8)
    extension = desk.ledgers["extensions"].search(LedgerQuery()).rows[0].values
    assert (extension["state"], extension["approver"]) == ("granted", None)


def test_milestones_close_one_by_one_while_the_task_stays_open(desk):
    task_id, _outcome = add(
        desk, responsible="县水务局", text="各单位4月8日前报清单，县司法局汇总。", deadline="4月底前"
    )
    ledger = desk.task_ledger
    assert task(desk, task_id)["due_on"] == date(2026, 4, 8)
    act = next(a for a in ledger.actions(ledger.load(task_id)) if a.name == "milestone")
    values = {**act.values, "text": "清单收齐"}
    ledger.perform("milestone", ledger.load(task_id), values)
    found = task(desk, task_id)
    assert (found["due_on"], found["state"]) == (date(2026, 4, 30), "running")
    shown = {d.title: d.lines for d in ledger.details(ledger.load(task_id))}
    assert any("2026-06-15完成" in words for _name, words in shown["时限和节点"])
    assert "milestone" not in [a.name for a in ledger.actions(ledger.load(task_id))]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("每年6月底前", "每年6月底"),
        ("2026年9月底前并长期坚持", "2026年9月30日，长期，没有到期日"),
        ("适时", "换算不出日期，保存后可以定计划日期"),
        ("", ""),
    ],
)
def test_the_form_says_what_the_words_mean(words, said):
    assert deadline_words(words, date(2026, 1, 1)) == said


def test_a_change_is_taken_back_whole(desk):
    task_id, _outcome = add(desk, responsible="县水务局、县林业局", deadline="9月底前")
    before, owed = task(desk, task_id), [u.values for u in units(desk, task_id)]
    outcome = change(desk, task_id, responsible="县农业农村局", deadline="每季度末", text="另一项任务。")
    assert task(desk, task_id) != before
    desk.undo(outcome.group)
    assert task(desk, task_id) == before
    assert [u.values for u in units(desk, task_id)] == owed
    assert desk.task_editor.form(task_id).values["responsible"] == "县水务局、县林业局"


def test_a_closed_round_is_taken_back_whole(desk):
    task_id, _outcome = add(desk, responsible="县水务局、县林业局", deadline="每年6月底前")
    ledger = desk.ledgers["obligations"]
    ledger.batch("progress", [u.id for u in units(desk, task_id)], {"text": "一半", "percent": 50, "on": TODAY})
    owed = [u.values for u in units(desk, task_id)]
    done = {"progress": "办完", "done_on": TODAY, "why": "已报齐"}
    outcome = desk.task_ledger.perform("finish", desk.task_ledger.load(task_id), done)
    assert {u.values["percent"] for u in units(desk, task_id)} == {0}
    desk.undo(outcome.group)
    assert [u.values for u in units(desk, task_id)] == owed


def test_a_long_term_task_may_be_looked_at_more_often_than_usual(desk):
    task_id, _outcome = add(desk, responsible="县水务局", deadline="长期坚持")
    assert task(desk, task_id)["next_check_on"] == date(2026, 7, 1)
    monthly = "FREQ=MONTHLY;BYMONTHDAY=1"
    change(desk, task_id, check_rule=monthly)
    ledger = desk.task_ledger
    ledger.perform("check", ledger.load(task_id), {"text": "正常", "on": TODAY})
    assert task(desk, task_id)["next_check_on"] == date(2026, 8, 3)  # 1 August 2026 is a Saturday


def test_brackets_of_a_name_do_not_cut_it(desk):
    task_id, _outcome = add(desk, responsible="县水务局、各县（市、区）人民政府", deadline="9月底前")
    assert {u.values["unit"] for u in units(desk, task_id)} == {"县水务局", "各县（市、区）人民政府"}
