"""Sheets in the data file: one's own, frozen when submitted, opened again by a head."""

from datetime import date

import pytest

from services.access import Actor, Role
from services.errors import ConflictError, DeniedError, NotFoundError, ValidationError
from services.query import LedgerQuery
from services.reviews.sheet import FilledSheet, Finding, ItemMarks

MARKS = FilledSheet(items=(ItemMarks("1.1", findings=(Finding("1.1b", page="3"),)),))


@pytest.fixture
def office(sample_desk):
    return sample_desk.scoring


@pytest.fixture
def case_id(sample_desk):
    return sample_desk.ledgers["cases"].search(LedgerQuery(text="明码标价")).rows[0].id


@pytest.fixture
def sheet(office, case_id):
    standard = office.standards_for("penalty")[0][0]
    return office.open(office.start(case_id, standard))


def row(desk):
    return desk.ledgers["sheets"].search(LedgerQuery()).rows[0]


def test_a_sheet_is_scored_and_frozen(sample_desk, office, sheet):
    outcome = office.submit(sheet.sheet_id, sheet.row_version, MARKS)
    assert "99" in outcome.message
    found = row(sample_desk).values
    assert (found["score"], found["grade"], found["state"]) == (9900, "优秀", "submitted")
    with pytest.raises(ConflictError, match="已经提交"):
        office.save(sheet.sheet_id, row(sample_desk).row_version, MARKS)
    with pytest.raises(ConflictError, match="已经提交"):
        sample_desk.ledgers["sheets"].remove([sheet.sheet_id])


def test_using_a_standard_locks_it(sample_desk, office, sheet):
    standards = sample_desk.ledgers["standards"].search(LedgerQuery()).rows
    locked = [s.values["name"] for s in standards if s.values["state"] == "locked"]
    assert locked == [sheet.standard.name]


def test_starting_twice_opens_the_same_draft(office, sheet, case_id):
    assert office.start(case_id, office.standards_for("penalty")[0][0]) == sheet.sheet_id


def test_nobody_writes_on_the_sheet_of_another(sample_desk, office, sheet):
    sample_desk.database.actor = lambda: Actor("别人", Role.CLERK)
    with pytest.raises(ConflictError, match="容知秋"):
        office.save(sheet.sheet_id, sheet.row_version, MARKS)
    with pytest.raises(ConflictError, match="容知秋"):
        office.submit(sheet.sheet_id, sheet.row_version, MARKS)


def test_a_head_hands_it_back_without_the_old_score(sample_desk, office, sheet):
    office.submit(sheet.sheet_id, sheet.row_version, MARKS)
    ledger = sample_desk.ledgers["sheets"]
    with pytest.raises(ValidationError):
        ledger.perform("hand_back", row(sample_desk), {})
    sample_desk.database.actor = lambda: Actor("经办人", Role.CLERK)
    with pytest.raises(DeniedError):
        ledger.perform("hand_back", row(sample_desk), {"why": "页码不对"})
    sample_desk.database.actor = lambda: Actor("负责人", Role.HEAD)
    ledger.perform("hand_back", row(sample_desk), {"why": "页码不对"})
    found = row(sample_desk).values
    assert (found["state"], found["score"], found["grade"]) == ("draft", None, None)
    with pytest.raises(ConflictError):
        ledger.perform("hand_back", row(sample_desk), {"why": "再退一次"})


def test_a_mark_that_cannot_be_used_is_named_and_nothing_is_submitted(sample_desk, office, sheet):
    wrong = FilledSheet(items=(ItemMarks("1.1", findings=(Finding("9.9z"),)),))
    with pytest.raises(ValidationError):
        office.submit(sheet.sheet_id, sheet.row_version, wrong)
    assert row(sample_desk).values["state"] == "draft"


def test_a_removed_case_is_not_scored(sample_desk, office, case_id):
    sample_desk.ledgers["cases"].remove([case_id])
    with pytest.raises(NotFoundError):
        office.start(case_id, office.standards_for("penalty")[0][0])


def test_the_general_standard_of_the_type_comes_first(office):
    assert "普通程序" in office.standards_for("penalty")[0][1]
    assert "简易程序" in office.standards_for("simple_penalty")[0][1]
    assert "许可" in office.standards_for("license")[0][1]


def test_a_task_is_not_finished_in_the_future_nor_twice(sample_desk):
    tasks = sample_desk.task_ledger
    task = tasks.search(LedgerQuery(text="更新事项目录")).rows[0]
    with pytest.raises(ValidationError):
        tasks.perform("finish", task, {"progress": "完成", "done_on": date(2026, 6, 16), "why": "报齐"})
    with pytest.raises(ValidationError):
        tasks.perform("finish", task, {"progress": "", "done_on": date(2026, 6, 15), "why": "报齐"})
    done = {"progress": "完成", "done_on": date(2026, 6, 15), "why": "各单位已当面报齐"}
    with pytest.raises(ValidationError, match="理由"):
        tasks.perform("finish", task, {**done, "why": ""})
    tasks.perform("finish", task, done)
    with pytest.raises(ConflictError):
        tasks.perform("finish", tasks.load(task.id), {"progress": "完成", "done_on": date(2026, 6, 15)})
    with pytest.raises(ConflictError):
        tasks.perform("progress", tasks.load(task.id), {"progress": "又来"})
