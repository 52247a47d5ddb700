"""Plans into tasks, their next dates, what is due, and the reminder letter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import ConflictError, ServiceError, ValidationError
from services.plans.next_due import DueRule, first_due, next_due, yearly_on
from services.plans.store import load_plan, summary_of
from services.query import Condition, LedgerQuery, Operator
from services.workdays import WorkCalendar

PLAN = """样板县人民政府办公室关于印发样板县执法提升方案的通知

样府办〔2026〕3号

样板县执法提升方案

一、主要任务
1.整理名册。各单位核对在岗人员。（责任单位：县水务局、县气象局；完成时限：2026年6月10日前）
2.办好讲座。全年举办四次讲座。（责任单位：各执法单位；完成时限：每年12月底前）
3.公开结果。及时公开执法结果。（牵头单位：县水务局；完成时限：2026年9月底前并长期坚持）
4.畅通渠道。公布投诉电话。（责任单位：县水务局；完成时限：长期坚持）

样板县人民政府办公室
2026年1月20日
"""


@pytest.fixture
def desk(empty_desk):
    empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "short_name": "水务局", "kind": "department"})
    empty_desk.ledgers["unit_groups"].save(None, 0, {"name": "各执法单位", "covers": "all"})
    return empty_desk


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    return load_plan(file)


def tasks(desk):
    return desk.task_ledger.search(LedgerQuery(sort="position")).rows


def finish(desk, row, day=date(2026, 6, 15)):
    return desk.task_ledger.perform("finish", row, {"progress": "已完成", "done_on": day, "why": "单位已当面报齐"})


def test_a_plan_becomes_tasks_with_dates_and_states(desk, plan):
    outcome = desk.plans.accept(plan)
    assert "4项任务" in outcome.message
    found = [(r.values["due_on"], r.values["due_state"], r.values["ongoing"]) for r in tasks(desk)]
    assert found == [
        (date(2026, 6, 10), "late", False),
        (date(2026, 12, 31), "run", False),
        (date(2026, 9, 30), "run", True),
        (None, "long", True),
    ]


def test_units_are_matched_and_the_unknown_ones_named(desk, plan):
    assert desk.plans.unknown_units(plan) == ["县气象局"]
    desk.plans.accept(plan)
    first = tasks(desk)[0]
    assert desk.documents.late_units(first) == [(1, "县水务局")]


def test_the_same_text_is_taken_in_once(desk, plan):
    desk.plans.accept(plan)
    with pytest.raises(ConflictError, match="已经导入过"):
        desk.plans.accept(plan)
    assert len(tasks(desk)) == 4


def test_a_plan_imported_again_is_not_doubled_out_of_the_recycle_bin(desk, plan):
    desk.plans.accept(plan)
    first = desk.plan_ledger.search(LedgerQuery()).rows[0].id
    desk.plan_ledger.remove([first])
    desk.plans.accept(plan)
    with pytest.raises(ConflictError, match="重新导入过"):
        desk.plan_ledger.restore([first])
    assert len(tasks(desk)) == 4


def test_a_plan_comes_back_from_the_recycle_bin_with_its_tasks_and_what_its_units_owe(desk, plan):
    desk.plans.accept(plan)
    finish(desk, tasks(desk)[1])
    before = tasks(desk), desk.due.items(), desk.ledgers["obligations"].search(LedgerQuery(sort="unit")).total
    row = desk.plan_ledger.search(LedgerQuery()).rows[0].id
    desk.plan_ledger.remove([row])
    assert (desk.due.items(), desk.ledgers["obligations"].search(LedgerQuery()).total) == ([], 0)
    desk.plan_ledger.restore([row])
    after = tasks(desk), desk.due.items(), desk.ledgers["obligations"].search(LedgerQuery(sort="unit")).total
    assert [each.values for each in after[0]] == [each.values for each in before[0]]
    assert after[1:] == before[1:]


def test_the_tasks_of_a_plan_that_is_over_are_read_and_not_written(desk, plan):
    desk.plans.accept(plan)
    row = desk.plan_ledger.search(LedgerQuery()).rows[0]
    desk.plan_ledger.perform("close", row, {"closed_on": date(2026, 6, 15)})
    task = tasks(desk)[0]
    with pytest.raises(ConflictError, match="计划已经结束"):
        desk.task_ledger.set_values([task.id], {"progress": "后来改的"})
    with pytest.raises(ConflictError, match="计划已经结束"):
        desk.task_ledger.save(task.id, task.row_version, {**task.values, "summary": "后来改的"})
    desk.plan_ledger.perform("reopen", desk.plan_ledger.load(row.id), {})
    desk.task_ledger.set_values([task.id], {"progress": "还在办"})
    assert tasks(desk)[0].values["progress"] == "还在办"


def test_taking_a_plan_back_takes_its_tasks_back(desk, plan):
    desk.undo(desk.plans.accept(plan).group)
    assert tasks(desk) == []
    assert desk.plan_ledger.search(LedgerQuery()).total == 0


def test_every_task_shows_the_paragraph_it_comes_from(desk, plan):
    desk.plans.accept(plan)
    row = tasks(desk)[2]
    source = desk.plan_ledger.source(row.values["plan_id"])
    with desk.database.read() as session:
        from models.plan import PlanTask

        task = session.get_one(PlanTask, row.id)
        quoted = source[task.source_start : task.source_end]
    assert quoted.startswith("3.公开结果")
    assert "长期坚持" in quoted
    last = desk.task_ledger.details(row)[-1]
    assert last.title == "来源"
    assert "及时公开执法结果" in last.lines[1][1]


def test_a_yearly_task_moves_on_to_next_year_and_a_single_one_is_done(desk, plan):
    desk.plans.accept(plan)
    single, yearly, then_ongoing, ongoing = tasks(desk)
    finish(desk, single)
    assert "2027-12-31" in finish(desk, yearly).message
    finish(desk, then_ongoing)
    finish(desk, ongoing)
    found = [(r.values["due_on"], r.values["due_state"]) for r in tasks(desk)]
    assert found == [(date(2026, 6, 10), "done"), (date(2027, 12, 31), "run"), (None, "long"), (None, "long")]


def test_a_task_is_opened_again_only_when_it_was_done(desk, plan):
    desk.plans.accept(plan)
    row = tasks(desk)[0]
    with pytest.raises(ConflictError):
        desk.task_ledger.perform("reopen", row, {})
    finish(desk, row)
    desk.task_ledger.perform("reopen", tasks(desk)[0], {"text": "漏报一个单位"})
    assert tasks(desk)[0].values["due_state"] == "late"


def test_what_is_late_comes_first_and_what_is_done_is_gone(sample_desk):
    items = sample_desk.due.items(days=30)
    assert [item.due_on for item in items] == sorted(item.due_on for item in items)
    assert {"tasks", "problems", "complaints", "officers"} <= {item.ledger for item in items}
    late = [item for item in items if item.state == "late"]
    assert late
    assert all(item.days < 0 for item in late)
    for item in items:
        row = sample_desk.ledgers[item.ledger].load(item.row_id)
        assert row.values.get("due_state") not in ("done", "void")


def test_the_list_for_another_day_is_the_list_of_that_day(sample_desk):
    later = sample_desk.due.items(on=date(2026, 7, 15), days=0)
    assert all(item.due_on <= date(2026, 7, 15) for item in later)
    assert len(later) > len(sample_desk.due.items(days=0))


def test_a_reminder_is_numbered_laid_out_and_registered_in_one_act(sample_desk):
    row = sample_desk.task_ledger.search(LedgerQuery(text="更新事项目录")).rows[0]
    agency = sample_desk.documents.late_units(row)[0]
    outcome = sample_desk.documents.issue(sample_desk.documents.draft_reminder(row, agency[0]))
    assert outcome.message == "已签发示司监函〔2026〕4号。"
    document = sample_desk.ledgers["documents"].search(LedgerQuery()).rows[0]
    assert document.values["number"] == "示司监函〔2026〕4号"
    assert document.values["recipients"] == agency[1]
    assert document.values["reply_due_on"] == date(2026, 6, 23)  # five working days, 19–21 June are a holiday
    assert sample_desk.documents.pdf_of(document).read_bytes().startswith(b"%PDF")


def test_a_letter_that_cannot_be_laid_out_takes_no_number(sample_desk, monkeypatch):
    from services.documents import signing
    from services.errors import StorageError

    row = sample_desk.task_ledger.search(LedgerQuery(text="更新事项目录")).rows[0]
    draft = sample_desk.documents.draft_reminder(row, sample_desk.documents.late_units(row)[0][0])

    def full_disk(_content, _target, **_options):
        raise StorageError("磁盘已满，文书没有生成。")

    with monkeypatch.context() as patched:
        patched.setattr(signing, "render", full_disk)
        with pytest.raises(StorageError):
            sample_desk.documents.issue(draft)
    assert sample_desk.ledgers["documents"].search(LedgerQuery(text="〔2026〕4号")).total == 0
    assert "〔2026〕4号" in sample_desk.documents.issue(draft).message


def test_numbers_go_on_after_the_last_serial_of_the_old_register(empty_desk):
    registers = empty_desk.ledgers["number_registers"]
    registers.save(None, 0, {"name": "监督函", "prefix": "样司监", "year": 2026, "last_serial": 41})
    from services.documents.registers import allocate

    with empty_desk.database.write("取号") as session:
        assert allocate(session, "样司监", 2026, "监督函") == "样司监〔2026〕42号"
        assert allocate(session, "样司监", 2026, "监督函") == "样司监〔2026〕43号"
        assert allocate(session, "样司监", 2027, "监督函") == "样司监〔2027〕1号"


def test_without_a_number_prefix_nothing_is_issued(desk, plan):
    desk.plans.accept(plan)
    draft = desk.documents.draft_reminder(tasks(desk)[0], 1)
    with pytest.raises(ValidationError, match="机关代字"):
        desk.documents.issue(draft)


def test_an_issued_document_is_frozen(sample_desk):
    row = sample_desk.task_ledger.search(LedgerQuery(text="更新事项目录")).rows[0]
    sample_desk.documents.issue(sample_desk.documents.draft_reminder(row, sample_desk.documents.late_units(row)[0][0]))
    ledger = sample_desk.ledgers["documents"]
    document = ledger.search(LedgerQuery()).rows[0]
    with pytest.raises(ServiceError, match="定稿"):
        ledger.save(document.id, document.row_version, {**document.values, "title": "另一个标题"})
    assert ledger.load(document.id).values["title"] == document.values["title"]


def test_working_days_leave_out_holidays_and_count_worked_weekends(empty_desk):
    with empty_desk.database.read() as session:
        calendar = WorkCalendar.load(session)
    assert calendar.known(2026)
    assert not calendar.known(2027)
    assert calendar.is_workday(date(2026, 2, 28))  # a Saturday that is worked
    assert not calendar.is_workday(date(2026, 2, 16))
    assert calendar.add_workdays(date(2026, 9, 24), 5) == date(2026, 10, 9)
    assert calendar.add_workdays(date(2026, 10, 8), 2) == date(2026, 10, 10)


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(start=DAYS, count=st.integers(0, 60), marks=st.dictionaries(DAYS, st.booleans(), max_size=20))
def test_counting_forward_and_between_agree(start, count, marks):
    calendar = WorkCalendar(marks)
    end = calendar.add_workdays(start, count)
    assert calendar.workdays_between(start, end) == count
    assert count == 0 or calendar.is_workday(end)


@given(month=st.integers(1, 12), day=st.one_of(st.none(), st.integers(1, 31)), start=DAYS)
def test_a_yearly_date_is_the_first_on_or_after_the_start(month, day, start):
    rule = DueRule("annual", None, month, day)
    due = yearly_on(rule, start)
    assert start <= due < start + timedelta(days=368)
    assert due.month == month
    assert next_due([rule], due).year == due.year + 1
    assert first_due([rule], start) == due


def test_a_compound_deadline_is_met_one_after_the_other():
    rules = [DueRule("by_date", date(2026, 4, 8), None, None), DueRule("by_month_end", date(2026, 4, 30), None, None)]
    assert first_due(rules, date(2026, 1, 1)) == date(2026, 4, 8)
    assert next_due(rules, date(2026, 4, 8)) == date(2026, 4, 30)
    assert next_due(rules, date(2026, 4, 30)) is None


def test_a_plan_without_a_date_counts_its_years_from_its_first_dated_task(desk, tmp_path):
    file = tmp_path / "无日期.txt"
    undated = PLAN.replace("样板县人民政府办公室\n2026年1月20日\n", "")
    file.write_text(undated.replace("2026年6月10日前", "2024年6月10日前"), encoding="utf-8")
    loaded = load_plan(file)
    assert loaded.reading.issued is None
    desk.plans.accept(loaded)
    assert [r.values["due_on"] for r in tasks(desk)][:2] == [date(2024, 6, 10), date(2024, 12, 31)]


def test_a_long_first_sentence_is_cut_with_a_sign():
    assert summary_of("短标题。后文") == "短标题"
    long = summary_of("甲" * 60)
    assert len(long) == 40
    assert long.endswith("…")


def test_the_plan_filter_leaves_only_its_tasks(sample_desk, plan):
    sample_desk.plans.accept(plan)
    for row in sample_desk.plan_ledger.search(LedgerQuery()).rows:
        query = LedgerQuery(conditions=(Condition("plan_id", Operator.EQUALS, row.id),))
        assert sample_desk.task_ledger.search(query).total == row.values["task_count"]


def test_the_reminder_asks_for_an_answer_within_the_days_of_the_settings(sample_desk):
    row = next(r for r in tasks(sample_desk) if sample_desk.documents.late_units(r))
    unit = sample_desk.documents.late_units(row)[0][0]
    usual = sample_desk.documents.draft_reminder(row, unit).reply_due_on
    sample_desk.settings.set("reply_workdays", 10)
    assert sample_desk.documents.draft_reminder(row, unit).reply_due_on > usual
