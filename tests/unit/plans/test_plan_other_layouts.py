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


def test_a_column_whose_name_nobody_knows_is_told_by_what_stands_in_it():
    plan = read_plan(
        "示例县水源保护安排\n序号\t工作任务\t归口\t何时办妥\n1\t普查全县水源\t县水务局\t2026年6月底前\n2\t公布水源名录\t县司法局\t长期坚持\n"
    )
    assert [task.responsible for task in plan.tasks] == [("县水务局",), ("县司法局",)]
    assert [task.deadline_text for task in plan.tasks] == ["2026年6月底前", "长期坚持"]


def test_a_table_of_units_and_times_gives_its_longest_other_column_as_tasks():
    plan = read_plan(
        "示例县宣传活动安排\n月份\t活动\t主办\t协办\n3月\t启动仪式暨宣誓\t县司法局\t县公安局\n4月\t执法开放日\t县水务局\t县林业局\n"
    )
    assert [task.text for task in plan.tasks] == ["启动仪式暨宣誓", "执法开放日"]
    assert [task.lead for task in plan.tasks] == [("县司法局",), ("县水务局",)]


def test_items_whose_sentences_say_who_does_them_are_tasks_under_any_title():
    plan = read_plan(
        "示例县联席会议纪要\n会议议定：\n一、关于采砂执法。由县水利局牵头，县公安局配合，6月中旬联合行动。\n"
        "二、关于编制。由县委编办牵头，县委组织部配合，9月底前提出方案。\n三、关于争议。由县司法局于5月22日前出具意见书。\n出席：林栖梧"
    )
    assert [(task.lead, task.responsible) for task in plan.tasks] == [
        (("县水利局",), ()),
        (("县委编办",), ()),
        ((), ("县司法局",)),
    ]
    assert plan.tasks[-1].text.endswith("出具意见书。")


def test_a_line_with_a_sign_above_each_list_is_its_heading():
    plan = read_plan(
        "示例县2026年便民承诺清单\n▌县公安局\n1.车管业务“一窗通办”。\n2.公布违法多发路段。\n▌县水务局\n1.公布水质。\n2.设置界标。\n"
    )
    assert [task.text for task in plan.tasks] == [
        "车管业务“一窗通办”。",
        "公布违法多发路段。",
        "公布水质。",
        "设置界标。",
    ]
    assert [task.section[-4:] for task in plan.tasks] == ["县公安局", "县公安局", "县水务局", "县水务局"]
