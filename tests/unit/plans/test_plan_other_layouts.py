"""Plans in layouts that copying, conversion and habit make of them."""

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import UnreadableError
from services.plans.reading.deadlines import parse_deadline
from services.plans.reading.document import load_text
from services.plans.reading.reader import read_plan

HEAD = "样板县司法局文件\n样板司发〔2026〕12号\n样板县行政执法提升方案\n2026年3月5日\n"


def brief(text, head=HEAD):
    """(number, text, lead, responsible, cooperate, time limit) of every task."""
    return [
        (task.no, task.text, task.lead, task.responsible, task.cooperate, task.deadline_text)
        for task in read_plan(head + text).tasks
    ]


FLAT = """附件
任务分工表
序号
工作任务
牵头单位
配合单位
完成时限
1
清理主体
县司法局
县财政局
2026年6月底前
2
办好培训
县司法局
县委编办
每年12月底前
"""
FLAT_TASKS = [
    ("1", "清理主体", ("县司法局",), (), ("县财政局",), "2026年6月底前"),
    ("2", "办好培训", ("县司法局",), (), ("县委编办",), "每年12月底前"),
]


@pytest.mark.parametrize("behind", ["", "附件：1.名册\n此件公开发布\n", "样板县司法局办公室 2026年3月5日印发\n"])
def test_a_table_with_one_cell_on_each_line_is_put_together_again(behind):
    assert brief(FLAT + behind) == FLAT_TASKS


def test_such_a_row_is_shown_where_it_stands():
    text = HEAD + FLAT
    first = read_plan(text).tasks[0].source
    assert text[first.start : first.end] == "1\n清理主体\n县司法局\n县财政局\n2026年6月底前"
    assert text.splitlines()[first.line - 1] == "1"


def test_a_flattened_table_without_numbers_goes_by_the_width_of_its_header():
    text = "重点任务\n责任单位\n完成时限\n清理主体\n县司法局\n2026年6月底前\n办好培训\n县财政局\n长期\n"
    assert [(task[1], task[3], task[5]) for task in brief(text)] == [
        ("清理主体", ("县司法局",), "2026年6月底前"),
        ("办好培训", ("县财政局",), "长期"),
    ]


def test_a_table_in_markdown_leaves_the_title_alone():
    text = "| 序号 | 任务 | 责任单位 | 完成时限 |\n|---|---|---|---|\n| 1 | 清理主体 | 县司法局 | 2026年6月底前 |\n"
    plan = read_plan(HEAD + text)
    assert plan.title == "样板县行政执法提升方案"
    assert [task.text for task in plan.tasks] == ["清理主体"]


def test_numbered_labels_below_a_heading_are_one_task():
    text = (
        "（一）清理主体\n1.工作内容：组织清理。\n2.责任单位：县司法局\n3.完成时限：2026年6月底前\n"
        "（二）办好培训\n1.工作内容：举办轮训。\n2.责任单位：县财政局\n3.完成时限：2026年8月底前\n"
    )
    assert [(task[0], task[3], task[5]) for task in brief(text)] == [
        ("（一）", ("县司法局",), "2026年6月底前"),
        ("（二）", ("县财政局",), "2026年8月底前"),
    ]


def test_lines_that_each_name_their_units_are_tasks_also_without_numbers_and_full_stops():
    text = (
        "重点任务\n清理主体。责任单位：县司法局，完成时限：2026年6月底前\n"
        "办好培训。责任单位：县财政局，完成时限：2026年7月底前\n"
    )
    assert [(task[1], task[3], task[5]) for task in brief(text)] == [
        ("清理主体。", ("县司法局",), "2026年6月底前"),
        ("办好培训。", ("县财政局",), "2026年7月底前"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [("第一条 ", "第二条 "), ("工作任务一：", "工作任务二："), ("Ⅰ、", "Ⅱ、"), ("重点任务1：", "重点任务2：")],
)
def test_further_numbers_of_tasks(first, second):
    text = f"{first}清理主体。（责任单位：县司法局）\n{second}办好培训。（责任单位：县财政局）\n"
    assert [(task[1], task[3]) for task in brief(text)] == [
        ("清理主体。", ("县司法局",)),
        ("办好培训。", ("县财政局",)),
    ]


def test_a_dash_before_the_units_is_no_part_of_their_names():
    text = "1.清理主体。——县司法局牵头，县财政局配合。\n2.办好培训。——县司法局负责。\n"
    assert [task[2:5] for task in brief(text)] == [
        (("县司法局",), (), ("县财政局",)),
        ((), ("县司法局",), ()),
    ]


def test_a_month_that_no_year_has_is_no_date():
    assert [deadline.date for deadline in parse_deadline("2026年13月", None)] == [None]


def test_a_rule_with_marks_of_alignment_is_no_row_of_a_table():
    text = "| 序号 | 任务 | 责任单位 |\n|:--|:-:|--:|\n| 1 | 清理主体 | 县司法局 |\n"
    assert [(task[0], task[1]) for task in brief(text)] == [("1", "清理主体")]


@pytest.mark.parametrize(
    "line",
    [
        "样板县司法局 2026年4月7日",
        "样板县司法局（2026年4月7日）",
        "样板县司法局\t\t2026年4月7日\t",
        "> 样板县司法局 2026.4.7",
    ],
)
def test_issuer_and_date_on_one_line_are_both_read(line):
    plan = read_plan(
        f"样板县培训计划\n{line}\n1.清理主体。（责任单位：县司法局）\n2.办好培训。（责任单位：县财政局）\n"
    )
    assert (plan.title, plan.issuer, plan.issued.isoformat()) == ("样板县培训计划", "样板县司法局", "2026-04-07")


def test_numbers_that_a_style_of_word_counts_are_printed(tmp_path):
    made = docx.Document()
    made.add_paragraph("样板县培训计划")
    for words in ("清理主体。（责任单位：县司法局）", "办好培训。（责任单位：县财政局）"):
        made.add_paragraph(words, style="List Number")
    made.save(str(tmp_path / "计划.docx"))
    assert [task.no for task in read_plan(load_text(tmp_path / "计划.docx")).tasks] == ["1.", "2."]


CELLS = st.sampled_from(
    [
        "序号",
        "工作任务",
        "责任单位",
        "完成时限",
        "1",
        "2",
        "3",
        "清理主体",
        "县司法局",
        "2026年6月底前",
        "长期",
        "附件",
        "\t",
        "一、任务",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(CELLS, max_size=24))
def test_no_order_of_cells_on_lines_breaks_the_reader(cells):
    text = "\n".join(cells)
    try:
        plan = read_plan(text)
    except UnreadableError:
        return
    for task in plan.tasks:
        assert 0 <= task.source.start < task.source.end <= len(text)
        assert task.text
