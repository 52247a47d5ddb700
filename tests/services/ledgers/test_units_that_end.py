"""A unit that is merged or abolished still owed tasks and reports: somebody owes them after it, once."""

from datetime import date

import pytest
from sqlalchemy import select

from models.obligation import TaskNote
from services.plans.store import load_plan
from services.query import LedgerQuery

ENDED = {"last_day": date(2026, 6, 14), "doc_no": "示府发〔2026〕9号"}
PLAN = """样板县执法提升方案

一、主要任务
1.整理名册。核对在岗人员。（责任单位：县水务局、县林业局；完成时限：2026年6月20日前）
2.公布电话。公布投诉电话。（责任单位：县林业局；完成时限：2026年6月20日前）
3.清理文件。清理规范性文件。（责任单位：县林业局；完成时限：2026年5月20日前）

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
    empty_desk.ledgers["report_duties"].save(
        None, 0, {"title": "名册", "scope": "all", "due_on": date(2026, 6, 30), "shift": "none"}
    )
    settled = next(row for row in rows(empty_desk, "obligations") if row.values["task_no"] == "3.")
    ledger = empty_desk.ledgers["obligations"]
    ledger.perform("report", settled, {"text": "已做完", "on": date(2026, 5, 10)})
    ledger.perform("pass", ledger.load(settled.id), {"by": "容知秋", "on": date(2026, 5, 12)})
    return empty_desk


def rows(desk, ledger):
    return desk.ledgers[ledger].search(LedgerQuery()).rows


def unit(desk, name):
    return next(row for row in rows(desk, "units") if row.values["name"] == name)


def owed(desk):
    return sorted((r.values["task_no"], r.values["unit"], r.values["state"]) for r in rows(desk, "obligations"))


def reports(desk):
    return sorted((r.labels["agency_id"], r.values["report_state"]) for r in rows(desk, "unit_reports"))


def end(desk, act, **more):
    return desk.ledgers["units"].perform(act, unit(desk, "县林业局"), {**ENDED, **more})


def test_open_matters_of_a_merged_unit_are_owed_by_the_one_it_joins_and_settled_ones_stay(desk):
    outcome = end(desk, "merge", into_id=unit(desk, "县水务局").id)
    assert outcome.message.endswith("没有办完的2项任务、1份报送也转了过去。")
    assert owed(desk) == [
        ("1.", "县林业局", "exempt"),
        ("1.", "县水务局", "todo"),
        ("2.", "县水务局", "todo"),
        ("3.", "县林业局", "done"),
    ]
    assert reports(desk) == [("县林业局", "exempt"), ("县水务局", "run")]
    with desk.database.read() as session:
        said = list(session.scalars(select(TaskNote.text).order_by(TaskNote.id)))[-2:]
    assert said == ["由县水务局一并承担。", "原由县林业局承担，改由县水务局承担。"]


def test_a_merger_taken_back_gives_every_unit_its_own_again(desk):
    before = owed(desk), reports(desk)
    outcome = end(desk, "merge", into_id=unit(desk, "县水务局").id)
    desk.undo(outcome.group)
    assert (owed(desk), reports(desk)) == before


def test_an_abolished_unit_without_a_successor_says_what_it_left_open(desk):
    assert end(desk, "abolish").message.endswith("还有2项任务、1份报送没有办完，没有改动，请逐项处理。")
    assert ("2.", "县林业局", "todo") in owed(desk)
