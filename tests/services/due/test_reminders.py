"""What calls today: steps before and after a date, shown once, put off, ticked; correct after any pause."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.due.items import DueItem, DueKind
from services.due.reminder_rules import Ladder, ladder_key, numbers
from services.due.reminders import Reminders
from services.errors import ValidationError
from services.plans.store import load_plan
from services.query import LedgerQuery
from services.workdays import WorkCalendar

PLAN = """样板县人民政府办公室关于印发样板县执法提升方案的通知

样府办〔2026〕3号

样板县执法提升方案

一、主要任务
1.整理名册。各单位核对在岗人员。（责任单位：县水务局；完成时限：2026年6月30日前）
2.办好讲座。全年举办四次讲座。（责任单位：县水务局；完成时限：每年12月底前）

样板县人民政府办公室
2026年1月20日
"""
DUE = date(2026, 6, 30)


@pytest.fixture
def desk(empty_desk, tmp_path):
    empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    empty_desk.plans.accept(load_plan(file))
    return empty_desk


def reminders_on(desk, day):
    return Reminders(desk.database, lambda: datetime.combine(day, time(9)))


def called(desk, day):
    return [r for r in reminders_on(desk, day).current() if r.item.due_on == DUE]


def test_nothing_calls_before_the_first_step(desk):
    assert called(desk, date(2026, 4, 30)) == []


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 6, 29), date(2026, 6, 29)),
        (DUE, DUE),
        (date(2026, 7, 1), date(2026, 7, 1)),
        (date(2026, 7, 5), date(2026, 7, 3)),
        (date(2026, 7, 7), date(2026, 7, 7)),
        (date(2026, 7, 21), date(2026, 7, 21)),
        (date(2026, 8, 1), date(2026, 7, 28)),
    ],
)
def test_only_the_newest_step_calls_however_long_the_computer_was_off(desk, day, step):
    assert [r.fell_on for r in called(desk, day)] == [step]


def test_a_step_is_shown_once_and_the_next_one_calls_again(desk):
    first = reminders_on(desk, date(2026, 6, 27))
    first.saw(first.current())
    assert all(r.seen for r in called(desk, date(2026, 6, 28)))
    assert [r.seen for r in called(desk, date(2026, 6, 29))] == [False]


def test_the_bell_counts_what_nobody_has_seen(desk):
    service = reminders_on(desk, DUE)
    assert service.waiting() >= 1
    service.saw(service.current())
    assert service.waiting() == 0


def test_what_was_put_off_comes_back_on_its_day(desk):
    service = reminders_on(desk, date(2026, 6, 27))
    service.snooze(service.current(), date(2026, 6, 28))
    assert called(desk, date(2026, 6, 27)) == []
    assert [(r.seen, r.snoozed) for r in called(desk, date(2026, 6, 28))] == [(False, True)]


def test_putting_off_until_today_is_refused_in_words(desk):
    service = reminders_on(desk, DUE)
    with pytest.raises(ValidationError) as told:
        service.snooze(service.current(), DUE)
    assert told.value.problems == {"until": "稍后提醒的日子要晚于今天。"}


def test_what_somebody_is_at_does_not_call_until_the_next_step(desk):
    service = reminders_on(desk, date(2026, 6, 27))
    service.acted(service.current())
    assert called(desk, date(2026, 6, 28)) == []
    assert len(called(desk, date(2026, 6, 29))) == 1


def test_a_settled_task_calls_no_more(desk):
    row = next(r for r in desk.task_ledger.search(LedgerQuery()).rows if r.values["due_on"] == DUE)
    desk.task_ledger.perform(
        "finish", row, {"progress": "已完成", "done_on": date(2026, 6, 1), "why": "各单位已口头报告"}
    )
    assert called(desk, DUE) == []


def test_a_rule_switched_off_does_not_call(desk):
    ledger = desk.ledgers["reminder_rules"]
    for row in ledger.search(LedgerQuery()).rows:
        ledger.save(row.id, row.row_version, {**row.values, "active": False})
    assert reminders_on(desk, DUE).current() == ()


def test_steps_are_whole_numbers_in_words(desk):
    ledger = desk.ledgers["reminder_rules"]
    row = ledger.search(LedgerQuery()).rows[0]
    with pytest.raises(ValidationError) as told:
        ledger.save(row.id, row.row_version, {**row.values, "before": "三十天"})
    assert told.value.problems["before"].startswith("“提前几天”要填0到3650之间的整数")


def item(due_on, act_on=None, kind=DueKind.TASK, **more):
    return DueItem("tasks", 1, kind, "", "", "", due_on, 0, 0, "", act_on or due_on, **more)


def test_steps_count_back_from_the_last_working_day():
    ladder = Ladder("once", "", (3, 0), (), False, False)
    thing = item(date(2026, 6, 28), date(2026, 6, 26))
    assert ladder.last_step(thing, date(2026, 6, 23), WorkCalendar({})) == date(2026, 6, 23)
    assert ladder.last_step(thing, date(2026, 6, 28), WorkCalendar({})) == date(2026, 6, 26)


def test_short_reply_periods_count_working_days():
    ladder = Ladder("reply", "", (5, 1), (), False, True)
    thing = item(date(2026, 6, 15), kind=DueKind.DOCUMENT)
    assert ladder.last_step(thing, date(2026, 6, 8), WorkCalendar({})) == date(2026, 6, 8)
    assert ladder.last_step(thing, date(2026, 6, 7), WorkCalendar({})) is None


def test_each_kind_has_its_rule():
    day = date(2026, 6, 30)
    assert ladder_key(item(day, since=date(2026, 1, 1))) == "once_far"
    assert ladder_key(item(day, since=date(2026, 6, 1))) == "once_near"
    assert ladder_key(item(day, recurring=True)) == "recurring"
    assert ladder_key(item(day, kind=DueKind.CHECK)) == "check"
    assert ladder_key(item(day, kind=DueKind.CERTIFICATE)) == "certificate"
    assert ladder_key(item(day, kind=DueKind.PLAN_END)) == "term"


@given(
    st.lists(st.integers(0, 200), max_size=6),
    st.lists(st.integers(1, 60), max_size=4),
    st.booleans(),
    st.integers(-250, 250),
)
def test_a_step_never_lies_ahead_and_never_moves_back(before, after, weekly, offset):
    ladder = Ladder("x", "", tuple(before), tuple(sorted(after, reverse=True)), weekly, False)
    thing, calendar = item(date(2026, 6, 30)), WorkCalendar({})
    today = thing.due_on + timedelta(days=offset)
    step = ladder.last_step(thing, today, calendar)
    following = ladder.last_step(thing, today + timedelta(days=1), calendar)
    assert step is None or step <= today
    assert following is None or step is None or following >= step
    assert step is not None or offset <= 0


@given(st.lists(st.integers(0, 3650), unique=True))
def test_numbers_are_read_as_they_are_written(found):
    assert numbers("、".join(map(str, found))) == tuple(sorted(found, reverse=True))


def test_each_reminder_says_which_step_it_is(desk):
    assert [r.step for r in called(desk, date(2026, 6, 23))] == ["提前7天"]
    assert [r.step for r in called(desk, DUE)] == ["到期当天"]
    assert [r.step for r in called(desk, date(2026, 7, 4))] == ["逾期后3天"]


def test_anything_due_can_be_called_to_mind_on_a_day_of_ones_own(desk):
    service = reminders_on(desk, date(2026, 3, 2))
    item = next(i for i in desk.due.between(date(2026, 6, 1), DUE, date(2026, 3, 2)) if i.due_on == DUE)
    service.remind_on(item, date(2026, 3, 10))
    assert called(desk, date(2026, 3, 9)) == []
    again = reminders_on(desk, date(2026, 3, 10))
    assert [r.step for r in called(desk, date(2026, 3, 10))] == ["自定的日子"]
    again.saw(again.current())
    assert called(desk, date(2026, 3, 11)) == []
