"""The five real plans become task ledgers side by side."""

import pytest

from services.plans.store import load_plan
from services.query import LedgerQuery

pytestmark = pytest.mark.seeds


def test_the_five_plans_live_side_by_side_with_all_their_tasks(empty_desk, seeds):
    files = sorted(seeds.glob("*.txt"))
    for file in files:
        empty_desk.plans.accept(load_plan(file))
    counts = [row.values["task_count"] for row in empty_desk.plan_ledger.search(LedgerQuery(sort="source_name")).rows]
    assert sorted(counts) == [13, 16, 20, 43, 49]
    tasks = empty_desk.task_ledger.search(LedgerQuery(limit=1000)).rows
    assert len(tasks) == 141
    for row in tasks:
        source = empty_desk.task_ledger.details(row)[-1]
        assert source.title == "来源"
        assert len(source.lines[1][1]) > 10
    assert min(row.values["due_on"] for row in tasks if row.values["due_on"]).year >= 2023
