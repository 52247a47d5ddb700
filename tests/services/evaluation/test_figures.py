"""Every number is the length of a list, the parts add up to the whole, and a frozen table opens as it was."""

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.figures import Cells, FigureColumn, FigureLine, FigureTable, Listed, with_changes
from services.evaluation.plan_facts import TaskFacts, UnitPart
from services.evaluation.plan_tables import DONE, LEADS, SECTIONS, UNITS, plan_tables
from services.evaluation.standing import Facts, Standing, standing_of

DAY = date(2026, 6, 15)
days = st.integers(-400, 400).map(lambda n: DAY + timedelta(days=n))
UNIT_NAMES = ("县水务局", "县林业局", "示例镇人民政府")
SECTION_NAMES = ("（一）打基础", "（二）抓规范")


def any_facts(random):
    def day():
        return random.choice((None, DAY + timedelta(days=random.randint(-400, 400))))

    return Facts(
        day(),
        random.random() < 0.5,
        day(),
        random.random() < 0.5,
        day(),
        day(),
        *random.choices(YES_NO, k=2),
        day(),
        day(),
    )


YES_NO = (False, False, True)
facts = st.integers(0, 2**32).map(lambda seed: any_facts(Random(seed)))


def ledger(seed):
    """Any tasks with any parts; from a seed, because drawing thousands of small values one by one is slow."""
    random = Random(seed)
    tasks = []
    for number in range(random.randint(0, 12)):
        parts = tuple(
            UnitPart(number * 10 + n, random.choice(UNIT_NAMES), None, any_facts(random))
            for n in range(random.randint(0, 4))
        )
        checks = tuple(
            (number * 10 + n, DAY - timedelta(days=random.randint(-90, 90)), "看过")
            for n in range(random.randint(0, 2))
        )
        leads = tuple(random.sample(UNIT_NAMES, k=random.randint(0, 3)))
        section, extended = random.choice(SECTION_NAMES), random.random() < 0.3
        made = TaskFacts(
            number,
            "样板县方案",
            f"{number}.",
            section,
            f"事项{number}",
            leads,
            extended,
            any_facts(random),
            parts,
            checks,
            (),
        )
        tasks.append(made)
    return tasks


def ledgers():
    return st.integers(0, 2**32).map(ledger)


@given(ledgers(), days)
def test_the_parts_of_every_line_add_up_to_its_total_and_the_lines_to_the_sum(tasks, day):
    for table in plan_tables(tasks, day):
        parts = [column.key for column in table.columns if column.part]
        for line in (*table.lines, table.total):
            assert sum(table.number(line, key) for key in parts) == table.number(line, "total")
            finished = table.number(line, Standing.IN_TIME) + table.number(line, Standing.DONE_LATE)
            assert finished == table.number(line, DONE)
        for column in table.columns:
            whole = table.number(table.total, column.key)
            assert whole == sum(table.number(line, column.key) for line in table.lines)
            assert len(set(table.total.lists.get(column.key, ()))) == whole  # nothing is counted twice


@given(ledgers(), days)
def test_sections_and_leading_units_divide_the_same_tasks_and_units_all_obligations(tasks, day):
    found = {table.key: table for table in plan_tables(tasks, day)}
    for key in (column.key for column in found[SECTIONS].columns if column.cells is Cells.COUNT):
        assert set(found[SECTIONS].total.lists[key]) == set(found[LEADS].total.lists[key])
    assert found[SECTIONS].number(found[SECTIONS].total, "total") == len(tasks)
    assert found[UNITS].number(found[UNITS].total, "total") == sum(len(task.parts) for task in tasks)


@given(ledgers(), days)
def test_a_number_opens_as_many_records_as_it_says_and_a_stored_table_is_the_same(tasks, day):
    for table in plan_tables(tasks, day):
        for line in table.all_lines:
            for column in table.columns:
                if column.cells is Cells.COUNT:
                    assert f"{len(table.behind(line, column)):,}" == table.text(line, column)
        stored = FigureTable.from_json(table.to_json())
        assert stored.to_json() == table.to_json()
        assert [[stored.text(line, c) for c in stored.columns] for line in stored.all_lines] == [
            [table.text(line, c) for c in table.columns] for line in table.all_lines
        ]


@given(facts, days)
def test_what_happens_after_the_day_is_not_known_on_it(found, day):
    standing = standing_of(found, day)
    if found.done_on is not None and found.done_on > day:
        done = standing in (Standing.IN_TIME, Standing.DONE_LATE)
        assert not done or (not found.done and found.round_on <= day)
    if found.due_on is not None and found.due_on >= day and found.round_on is None:
        assert standing is not Standing.LATE


def test_the_day_of_the_limit_is_in_time_and_not_late():
    assert standing_of(Facts(due_on=DAY, done=True, done_on=DAY), DAY) is Standing.IN_TIME
    assert (
        standing_of(Facts(due_on=DAY, done=True, done_on=DAY + timedelta(1)), DAY + timedelta(1)) is Standing.DONE_LATE
    )
    assert standing_of(Facts(due_on=DAY), DAY) is Standing.TODO
    assert standing_of(Facts(due_on=DAY), DAY + timedelta(1)) is Standing.LATE


def test_a_unit_that_reported_waits_for_the_check_even_past_the_limit():
    late = Facts(due_on=DAY, begun=True, reported_on=DAY)
    assert standing_of(late, DAY + timedelta(9)) is Standing.WAITING
    assert standing_of(late, DAY - timedelta(1)) is Standing.RUNNING


def test_a_round_that_was_done_counts_until_the_next_one_falls_due():
    may = Facts(due_on=date(2026, 12, 31), round_on=date(2026, 5, 20), round_due=date(2026, 6, 10))
    assert standing_of(may, date(2026, 5, 19)) is Standing.TODO
    assert standing_of(may, DAY) is Standing.IN_TIME
    assert standing_of(may, date(2026, 12, 31)) is Standing.IN_TIME
    assert standing_of(may, date(2027, 1, 1)) is Standing.LATE
    june = Facts(due_on=date(2026, 12, 31), round_on=date(2026, 6, 12), round_due=date(2026, 6, 10))
    assert standing_of(june, date(2026, 6, 11)) is Standing.LATE
    assert standing_of(june, DAY) is Standing.DONE_LATE


def test_a_repeated_task_that_waits_for_its_next_round_has_not_begun_whatever_was_noted_before():
    assert standing_of(Facts(due_on=DAY, begun=False, begun_on=date(2025, 3, 1)), DAY) is Standing.TODO


def table(**numbers):
    """One line per name; each number is made of records of its own."""
    columns = (
        FigureColumn("all", "总数", "列入的。"),
        FigureColumn("done", "已完成", watched=True),
        FigureColumn("rate", "完成率", cells=Cells.SHARE, upper=("done",), lower=("all",)),
    )
    items, lines = {}, []
    for name, (whole, done) in numbers.items():
        keys = tuple(f"{name}{n}" for n in range(whole))
        items |= {key: Listed("tasks", n, key) for n, key in enumerate(keys)}
        lines.append(FigureLine(name, {"all": keys, "done": keys[:done]}))
    return FigureTable("t", "表", "单位", "项", columns, tuple(lines), items)


def cells(made, label):
    line = next(line for line in made.all_lines if line.label == label)
    return [made.text(line, column) for column in made.columns]


def test_a_share_of_nothing_is_a_dash_and_none_is_rounded_up():
    made = table(县水务局=(0, 0), 县林业局=(2000, 1999))
    assert cells(made, "县水务局") == ["0", "0", "—"]
    assert cells(made, "县林业局") == ["2,000", "1,999", "99.9%"]


def test_a_comparison_says_what_has_changed_by_line_and_in_the_sum():
    now, before = table(县水务局=(5, 4), 县林业局=(3, 1), 县气象局=(1, 1)), table(县水务局=(5, 1), 县林业局=(3, 2))
    made = with_changes(now, before)
    assert [column.label for column in made.columns] == ["总数", "已完成", "较上次", "完成率"]
    assert cells(made, "县水务局")[2] == "+3"
    assert cells(made, "县林业局")[2] == "−1"
    assert cells(made, "县气象局")[2] == "新"
    assert cells(made, "合计")[2] == "+3"
    assert with_changes(now, None) is now
