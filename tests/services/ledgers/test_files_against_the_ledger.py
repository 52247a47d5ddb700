"""What a file or an act says against what is stored: it is told, and no deadline or date goes wrong silently."""

from datetime import date, timedelta

import pytest
import xlsxwriter

from services.access import Actor, Role
from services.errors import ValidationError
from services.query import LedgerQuery

DUE_HEAD = ("编号", "责任单位", "问题描述", "发现日期", "整改时限", "整改状态", "销号日期")


@pytest.fixture
def unit(empty_desk):
    return empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})


@pytest.fixture
def read(empty_desk, unit, tmp_path):
    def make(kind, *rows):
        file = tmp_path / "报表.xlsx"
        with xlsxwriter.Workbook(str(file)) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return empty_desk.imports.read(kind, file)

    return make


def said(reading):
    return [problem.message for row in reading.rows for problem in row.problems]


def test_an_answer_in_the_future_does_not_settle_a_complaint(empty_desk, unit, read):
    today = empty_desk.now().date()
    late = {"received_on": today - timedelta(14), "due_on": today - timedelta(5)}
    values = {"number": "投1", "channel": "letter", "agency_id": unit, "content": "甲"}
    empty_desk.ledgers["complaints"].save(None, 0, values | late)
    reading = read("complaints", ("编号", "答复日期"), ("投1", "2062-06-09"))
    assert said(reading) == ["答复日期晚于今天，请核对。"]
    assert reading.counts["error"] == 1


def test_a_new_row_whose_state_contradicts_its_date_is_returned(read):
    row = ("问9", "县水务局", "甲", "2026-05-01", "2026-05-20", "整改中", "2026-05-19")
    assert said(read("problems", DUE_HEAD, row)) == ["有销号日期，状态却不是已销号。请改其中一个。"]


def test_a_blank_cell_hides_no_stored_date_from_the_checks(empty_desk, unit, read):
    case = {
        "decision_no": "罚1",
        "agency_id": unit,
        "case_type": "penalty",
        "name": "案",
        "opened_on": date(2026, 5, 1),
    }
    empty_desk.ledgers["cases"].save(None, 0, case)
    head = ("决定书文号", "办案单位", "案卷类型", "案件名称", "立案日期", "决定日期")
    found = said(read("cases", head, ("罚1", "县水务局", "行政处罚", "案", "", "2026-04-01")))
    assert len(found) == 1
    assert "决定日期早于立案日期" in found[0]


def test_numbers_that_a_file_gives_go_before_numbers_that_the_desk_makes(empty_desk, read):
    head = DUE_HEAD[:4]
    year = empty_desk.now().year - 1
    day, given = f"{year}-05-01", f"问题〔{year}〕1号"
    reading = read("problems", head, ("", "县水务局", "新", day), (given, "县水务局", "旧", day))
    empty_desk.imports.accept("problems", reading)
    rows = empty_desk.ledgers["problems"].search(LedgerQuery()).rows
    assert {r.values["title"]: r.values["number"] for r in rows} == {"旧": given, "新": f"问题〔{year}〕2号"}


def test_an_import_with_a_closed_row_can_be_undone_and_redone(empty_desk, read):
    rows = (
        ("问1", "县水务局", "甲", "2026-05-01", "2026-05-20", "已销号", "2026-05-19"),
        ("问2", "县水务局", "乙", "2026-05-01", "2026-05-20", "", ""),
    )
    stored = empty_desk.imports.accept("problems", read("problems", DUE_HEAD, *rows))
    taken_back = empty_desk.undo(stored.group)
    assert empty_desk.ledgers["problems"].search(LedgerQuery()).total == 0
    empty_desk.undo(taken_back.group)
    found = empty_desk.ledgers["problems"].search(LedgerQuery()).rows
    assert {r.values["number"]: r.values["state"] for r in found}["问1"] == "closed"
    assert len(found) == 2


def test_handing_a_problem_to_its_unit_does_not_move_a_date_once_set(empty_desk, unit):
    problems, today = empty_desk.ledgers["problems"], empty_desk.now().date()
    fixed = today - timedelta(3)
    row_id = problems.save(None, 0, {"agency_id": unit, "title": "丙", "found_on": fixed, "due_on": fixed})
    empty_desk.database.actor = lambda: Actor("简若宁", Role.CLERK)
    order = {"measure": "补正", "person": "曲向晨"}
    with pytest.raises(ValidationError, match="整改时限已定"):
        problems.perform("assign", problems.load(row_id), order | {"due_on": today + timedelta(300)})
    assert problems.load(row_id).values["due_state"] == "late"
    problems.perform("assign", problems.load(row_id), order | {"due_on": fixed})
    assert problems.load(row_id).values["state"] == "rectifying"
