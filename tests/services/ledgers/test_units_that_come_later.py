"""Units that are registered after a plan came in owe its open tasks as soon as the clerk says so."""

from datetime import date

import pytest

from services.plans.store import load_plan
from services.query import LedgerQuery

PLAN = """样板县执法提升方案

一、主要任务
1.整理名册。核对在岗人员。（责任单位：各执法单位、县气象局；完成时限：2026年6月20日前）
2.公布电话。公布投诉电话。（责任单位：各镇人民政府；完成时限：2026年6月20日前）
3.清理文件。清理规范性文件。（责任单位：各执法单位；完成时限：2026年5月20日前）

样板县人民政府办公室
2026年1月20日
"""


@pytest.fixture
def desk(empty_desk, tmp_path):
    register(empty_desk, "县水务局")
    empty_desk.ledgers["unit_groups"].save(None, 0, {"name": "各执法单位", "covers": "departments"})
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    empty_desk.plans.accept(load_plan(file))
    closed = empty_desk.task_ledger.search(LedgerQuery(sort="position")).rows[2]
    values = {"done_on": date(2026, 6, 1), "progress": "办完", "why": "已当面核对"}
    empty_desk.task_ledger.perform("finish", closed, values)
    return empty_desk


def register(desk, name, kind="department"):
    return desk.ledgers["units"].save(None, 0, {"name": name, "kind": kind})


def owed(desk):
    found = desk.ledgers["obligations"].search(LedgerQuery()).rows
    return sorted((row.values["task_no"], row.values["unit"], row.values["agency_id"]) for row in found)


def fill_in(desk):
    row = desk.plan_ledger.search(LedgerQuery()).rows[0]
    return desk.plan_ledger.perform("fill_in", row, {})


def test_new_units_owe_what_is_open_and_names_are_known_at_last(desk):
    before = owed(desk)
    water = before[1][2]
    weather, forest = register(desk, "县气象局"), register(desk, "县林业局")
    town = register(desk, "示例镇人民政府", "township")
    desk.ledgers["unit_groups"].save(None, 0, {"name": "各镇人民政府", "covers": "townships"})
    assert owed(desk) == before
    outcome = fill_in(desk)
    assert outcome.message == "已按名册补齐《样板县执法提升方案》的单位，认出原来不认识的2项，增加2项。"
    assert owed(desk) == sorted(
        [
            ("1.", "县水务局", water),
            ("1.", "县气象局", weather),
            ("1.", "县林业局", forest),
            ("2.", "示例镇人民政府", town),
            ("3.", "县水务局", water),
        ]
    )
    desk.undo(outcome.group)
    assert [row[:2] for row in owed(desk)] == [row[:2] for row in before]


def test_where_nothing_is_new_nothing_is_written(desk):
    before = owed(desk)
    assert fill_in(desk).message == "《样板县执法提升方案》的单位和名册一致，没有增加。"
    assert owed(desk) == before
