"""Numbers of a plan's own making are learnt from the lines that count with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.reading.reader import read_plan

DUTIES = ("普查全县水源，逐一登记造册。", "公布水源名录，接受群众监督。", "设置界标和警示牌。")
UNITS = ("县水务局", "县司法局", "县生态环境分局")


def plan_of(marks: tuple[str, ...]) -> str:
    lines = [f"{mark}{duty}责任单位：{unit}" for mark, duty, unit in zip(marks, DUTIES, UNITS, strict=False)]
    return "\n".join(("示例县2026年水源保护工作安排", *lines))


@pytest.mark.parametrize(
    "marks",
    [
        ("一是", "二是", "三是"),
        ("第一，", "第二，", "第三，"),
        ("A.", "B.", "C."),
        ("1-1 ", "1-2 ", "1-3 "),
        ("举措1-1：", "举措1-2：", "举措2-1："),
        ("01 ", "02 ", "03 "),
        ("1。", "2。", "3。"),
        ("❶", "❷", "❸"),
        ("举措①　", "举措②　", "举措③　"),
        ("1.1", "1.2", "1.3"),
    ],
    ids=lambda marks: marks[0].strip(),
)
def test_a_number_of_the_plans_own_begins_a_task(marks):
    tasks = read_plan(plan_of(marks)).tasks
    assert [task.text for task in tasks] == list(DUTIES)
    assert [task.responsible for task in tasks] == [(unit,) for unit in UNITS]
    assert [task.no for task in tasks] == [mark.strip(" 　：") for mark in marks]


@given(st.sampled_from("甲乙丙丁东南西北") | st.text("任务事项举措工程", min_size=2, max_size=4), st.integers(3, 30))
def test_any_word_with_a_rising_counter_is_a_number(word, count):
    words = word * 2 if len(word) == 1 else word
    lines = [f"{words}{at}：登记第{at}处水源。责任单位：县水务局" for at in range(1, count + 1)]
    tasks = read_plan("\n".join(("示例县水源保护工作安排", *lines))).tasks
    assert [task.text for task in tasks] == [f"登记第{at}处水源。" for at in range(1, count + 1)]


def test_a_year_at_the_head_of_each_line_is_no_number():
    plan = read_plan(
        "示例县水源保护工作方案\n一、重点任务\n1.分年推进水源地整治。责任单位：县水务局\n2026年整治6处；\n2027年整治7处；\n2028年整治8处。"
    )
    assert len(plan.tasks) == 1
