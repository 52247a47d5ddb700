"""A file with tasks from before units had parts of their own, opened by this release: the tasks live on."""

import shutil
from datetime import date, datetime

import pytest
from sqlalchemy import text

from services.desk import Desk
from services.folder import DataFolder
from services.opening import Setup, create_desk, open_desk
from services.query import LedgerQuery
from services.upgrade import SCRIPTS

PASSWORD, LAST = "desk-2026-Kept", "r0009"
NOW = datetime(2026, 6, 15, 9)
TASKS = (  # what a clerk had: state, date, kind, kept up for good, day of closing
    ("todo", "2026-06-30", "by_date", 0, None),
    ("done", "2025-06-30", "by_date", 0, "2025-06-20"),
    ("running", None, "ongoing", 1, None),
    ("void", "2026-06-30", "by_date", 0, None),
    ("todo", "2026-12-31", "annual", 0, None),
)


def insert(connection, table, **values):
    """A row as that release wrote it: columns without a default get an empty value."""
    for _place, name, kind, needed, default, key in connection.execute(text(f"pragma table_info({table})")):
        if name not in values and needed and default is None and not key:
            values[name] = 0 if kind.startswith(("INT", "BOOL")) else "2026-01-01 00:00:00" if "DATE" in kind else ""
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"insert into {table} ({columns}) values ({marks})"), values)
    return connection.scalar(text("select last_insert_rowid()"))


@pytest.fixture
def desk(tmp_path):
    scripts = tmp_path / "脚本"
    (scripts / "versions").mkdir(parents=True)
    shutil.copy(SCRIPTS / "env.py", scripts)
    for file in (SCRIPTS / "versions").glob("r*.py"):
        if file.name[: len(LAST)] <= LAST:
            shutil.copy(file, scripts / "versions")
    folder = DataFolder(tmp_path / "旧数据")
    create_desk(folder, Setup("示例县司法局", "示例县", "通用", "admin", "容知秋", PASSWORD), NOW, scripts=scripts)
    old = open_desk(folder, "admin", PASSWORD, lambda: NOW, scripts=scripts, head=LAST)
    with old.database.engine.begin() as connection:
        insert(connection, "holiday_day", day="2026-01-01", working=0, name="元旦")
        units = [
            insert(connection, "enforcement_agency", name=name, kind="department", state="active")
            for name in ("县水务局", "县林业局")
        ]
        group = insert(connection, "agency_group", name="各执法单位", covers="all")
        plan = insert(connection, "plan", title="示例县方案（2025—2026年）", source_text="方案", sha256="a")
        for place, (state, due_on, kind, ongoing, done_on) in enumerate(TASKS, start=1):
            values = {"state": state, "due_on": due_on, "deadline_kind": kind, "ongoing": ongoing, "done_on": done_on}
            words = {"no": f"{place}.", "summary": f"任务{place}", "text": "任务。", "progress": "旧的进展"}
            task = insert(connection, "plan_task", plan_id=plan, position=place, **words, **values)
            if kind == "annual":
                insert(connection, "plan_deadline", task_id=task, kind=kind, month=12, day=31)
            insert(connection, "plan_task_unit", task_id=task, role="lead", printed="县水务局", agency_id=units[0])
            insert(connection, "plan_task_unit", task_id=task, role="responsible", printed="各执法单位", group_id=group)
            insert(connection, "plan_task_unit", task_id=task, role="cooperate", printed="县气象局")
    old.close()
    opened = Desk(open_desk(folder, "admin", PASSWORD, lambda: NOW), lambda: NOW)
    yield opened
    opened.close()


def tasks(desk):
    return desk.task_ledger.search(LedgerQuery(sort="position")).rows


def owed(desk, position):
    wanted = tasks(desk)[position - 1].id
    found = desk.ledgers["obligations"].search(LedgerQuery(sort="unit")).rows
    return {
        row.values["unit"]: (row.values["role"], row.values["state"], row.values["due_on"], row.values["done_on"])
        for row in found
        if row.values["task_id"] == wanted
    }


def test_every_unit_owes_its_part_as_the_task_stood(desk):
    assert owed(desk, 1) == {
        "县水务局": ("lead", "todo", date(2026, 6, 30), None),
        "县林业局": ("responsible", "todo", date(2026, 6, 30), None),
        "县气象局": ("cooperate", "todo", date(2026, 6, 30), None),
    }
    assert {row[1:] for row in owed(desk, 2).values()} == {("done", date(2025, 6, 30), date(2025, 6, 20))}
    assert {row[1:] for row in owed(desk, 3).values()} == {("ongoing", None, None)}
    assert owed(desk, 4) == {}


def test_what_was_noted_of_tasks_is_still_there(desk):
    found = [(row.values["state"], row.values["due_on"], row.values["progress"]) for row in tasks(desk)]
    days = [task[1] and date.fromisoformat(task[1]) for task in TASKS]
    assert found == [(task[0], day, "旧的进展") for task, day in zip(TASKS, days, strict=True)]


def test_a_long_term_task_is_looked_at_from_now_on_and_the_plan_has_its_end(desk):
    assert [row.values["next_check_on"] for row in tasks(desk)] == [None, None, date(2026, 7, 1), None, None]
    found = {(item.what, item.due_on) for item in desk.due.items(days=200)}
    assert {("长期任务检查", date(2026, 7, 1)), ("计划期满", date(2026, 12, 31))} <= found


def test_a_repeated_task_goes_on_to_its_next_year(desk):
    row = tasks(desk)[4]
    desk.task_ledger.perform("finish", row, {"done_on": NOW.date(), "progress": "办了", "why": "已当面核对"})
    assert tasks(desk)[4].values["due_on"] == date(2027, 12, 31)


def test_a_void_task_that_is_opened_again_is_owed_by_its_units(desk):
    desk.task_ledger.perform("reopen", tasks(desk)[3], {"text": "作废有误"})
    assert {row[1:] for row in owed(desk, 4).values()} == {("todo", date(2026, 6, 30), None)}
