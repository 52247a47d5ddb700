"""Further ways of writing who does what: in running sentences, in odd brackets, with marks, in tables of every kind."""

import pytest

from services.errors import UnreadableError
from services.plans.reading.reader import read_plan
from services.plans.store import load_pasted

FRONT = "示例县执法提升方案\n为提升质效，制定本方案。\n一、总体要求\n坚持法治引领。\n二、重点任务\n"
TABLE = "示例县任务分解表\n"
BUREAU, SCHOOL = "县司法局", "县委党校"


def told(text):
    return [
        (task.text, list(task.lead), list(task.responsible), list(task.cooperate), task.deadline_text)
        for task in read_plan(text).tasks
    ]


def table(*rows):
    return TABLE + "".join("\t".join(row) + "\t\n" for row in rows)


def test_roles_in_running_sentences_are_read_and_the_sentence_stays():
    text = (
        "（一）梳理事项。由县司法局牵头，县财政局、县人社局配合，全面梳理事项，2026年6月底前完成。\n"
        "（二）规范行为。由县市场监管局负责，各乡镇（街道）配合，开展检查。\n（三）评查案卷。各单位要牵头做好自查。\n"
    )
    first, second, third = read_plan(FRONT + text).tasks
    assert first.text.endswith("由县司法局牵头，县财政局、县人社局配合，全面梳理事项，2026年6月底前完成。")
    assert (first.lead, first.cooperate) == ((BUREAU,), ("县财政局", "县人社局"))
    assert (second.responsible, second.cooperate) == (("县市场监管局",), ("各乡镇（街道）",))
    assert "责任单位从正文读出。请核对。" in first.warnings
    assert not third.has_units


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("『责任主体：县司法局；时限要求：每季度』", ([], [BUREAU], [], "每季度")),
        ("<责任单位：县司法局>", ([], [BUREAU], [], None)),
        ("「牽頭單位：縣司法局」", (["縣司法局"], [], [], None)),
        ("{承办单位：县司法局；协同单位：县财政局}", ([], [BUREAU], ["县财政局"], None)),
        ("（县司法局、县委党校，长期坚持）", ([], [BUREAU, SCHOOL], [], "长期坚持")),
        ("（★县司法局、县委党校）", ([BUREAU], [SCHOOL], [], None)),
        ("（责任单位：县司法局 邢某）", ([], [BUREAU], [], None)),
        ("（牵头领导：邢某某；责任单位：县司法局；责任人：李某）", ([], [BUREAU], [], None)),
        ("（责任单位：县司法局和县委党校）", ([], [BUREAU, SCHOOL], [], None)),
        ("（县司法局会同县委党校抓好落实）", ([BUREAU], [], [SCHOOL], None)),
        ("（牵头单位：县司法局/配合单位：各乡镇）", ([BUREAU], [], ["各乡镇"], None)),
        (" 责任单位：县司法局 完成时限：6月底前", ([], [BUREAU], [], "6月底前")),
        ("（责任单位：各县〔市、区〕人民政府，各行政执法部门〔含园区〕）",
         ([], ["各县〔市、区〕人民政府", "各行政执法部门〔含园区〕"], [], None)),
    ],
)  # fmt: skip
def test_notes_in_other_brackets_and_manners(note, expected):
    (first, _) = told(f"{FRONT}1.清理主体{note}\n2.公布清单（责任单位：县财政局）\n")
    assert first == ("清理主体", *expected)


def test_words_in_brackets_that_explain_a_unit_are_no_note():
    (first, _) = told(FRONT + "1.报送主管部门（县司法局）。\n2.公布清单。（责任单位：县财政局）\n")
    assert first[0] == "报送主管部门（县司法局）。"


@pytest.mark.parametrize("word", ["问题1：", "问题2:", "第一项 ", "第1项：", "事项一：", "措施1、"])
def test_words_that_number_tasks(word):
    second = word.replace("2", "3").replace("1", "2").replace("一", "二")
    text = (
        f"示例县整改方案\n一、整改任务\n{word}清理主体。\n责任单位：县司法局\n{second}公布清单。\n责任单位：县财政局\n"
    )
    assert [(task[0], task[2]) for task in told(text)] == [("清理主体。", [BUREAU]), ("公布清单。", ["县财政局"])]


def test_details_below_a_task_with_a_note_stay_with_it_where_its_neighbours_are_tasks():
    text = (
        "（一）清理主体。（责任单位：县司法局）\n1.清理机构。\n2.清理人员。\n（二）公布清单。（责任单位：县财政局）\n"
    )
    assert [task[0] for task in told(FRONT + text)] == ["清理主体。\n1.清理机构。\n2.清理人员。", "公布清单。"]


def test_what_follows_the_last_note_of_a_section_is_no_task_text():
    text = (
        "（一）清理主体。组织各单位全面清理执法主体并公布。\n责任单位：县司法局\n"
        "（二）公布清单。逐项编制执法事项清单，报县政府批准后公布。\n责任单位：县财政局\n\n各单位按季报送进展。\n\n示例县司法局\n2026年3月2日\n"
    )
    assert told(FRONT + text)[-1][0] == "公布清单。逐项编制执法事项清单，报县政府批准后公布。"


def test_a_table_of_contents_gives_no_tasks():
    contents = "目录\n一、重点任务.........1\n（一）清理主体.........2\n"
    text = f"示例县执法提升方案\n{contents}一、重点任务\n（一）清理主体。（责任单位：县司法局）\n"
    assert [task[0] for task in told(text)] == ["清理主体。"]


def test_rows_that_tell_one_task_with_several_units_are_one_task():
    rows = [
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("1", "清理主体", BUREAU, "6月底前"),
        ("1", "清理主体", "县财政局", "6月底前"),
        ("2", "开展轮训", SCHOOL, "长期"),
    ]
    assert told(table(*rows)) == [
        ("清理主体", [], [BUREAU, "县财政局"], [], "6月底前"),
        ("开展轮训", [], [SCHOOL], [], "长期"),
    ]


def test_notes_inside_a_cell_and_rows_about_the_table():
    rows = [
        ("月份", "任务内容", "分工"),
        ("3月", "清理主体", "牵头：县司法局 配合：县财政局、各乡镇"),
        ("全年", "开展轮训", "县委党校牵头，县财政局配合"),
        ("填表人：岑知远", "填表人：岑知远", ""),
    ]
    assert told(table(*rows)) == [
        ("清理主体", [BUREAU], [], ["县财政局", "各乡镇"], "3月"),
        ("开展轮训", [SCHOOL], [], ["县财政局"], "全年"),
    ]


def test_a_table_of_other_things_behind_the_tasks_is_none_of_them():
    rows = [("序号", "任务", "责任单位"), ("1", "清理主体", BUREAU), ("2", "开展轮训", SCHOOL)]
    text = table(*rows) + "附件2\n服务团成员名单\n组别\t组长\t成员\t\n第一组\t柏舟\t司南\t\n"
    assert [task[0] for task in told(text)] == ["清理主体", "开展轮训"]


def test_a_table_without_a_header_is_read_by_its_cells_and_says_so():
    tasks = read_plan(TABLE + "1\t清理执法主体\t县司法局\t2026年6月底前\t\n2\t开展轮训工作\t县委党校\t长期\t\n").tasks
    assert [(task.text, task.responsible, task.deadline_text) for task in tasks] == [
        ("清理执法主体", (BUREAU,), "2026年6月底前"),
        ("开展轮训工作", (SCHOOL,), "长期"),
    ]
    assert all("没有表头" in task.warnings[-1] for task in tasks)


SPACED = [
    "序号 工作任务 责任单位 完成时限",
    "1 清理执法主体 县司法局 2026年6月底前",
    "2 开展 轮训 县委党校、县财政局 2026年7月底前",
    "3 评查案卷 各乡镇（街道） 长期",
]


@pytest.mark.parametrize("between", ["\n", " "])
@pytest.mark.parametrize("gap", [" ", "    "])
def test_a_table_with_only_blanks_between_its_columns(between, gap):
    text = TABLE + between.join(SPACED).replace(" ", gap) + "\n"
    assert [(task[0], task[2], task[4]) for task in told(text)] == [
        ("清理执法主体", [BUREAU], "2026年6月底前"),
        ("开展轮训", [SCHOOL, "县财政局"], "2026年7月底前"),
        ("评查案卷", ["各乡镇（街道）"], "长期"),
    ]


def test_cells_of_several_lines_in_a_flattened_table_over_two_pages():
    heads = "序号\n任务\n牵头部门\n配合部门\n完成时间\n"
    text = (
        f"{TABLE}{heads}1\n梳理执法事项清单，\n制作流程图\n县司法局\n县财政局、\n县委编办\n2026年4月底前\n"
        f"— 1 —\n{heads}2\n开展轮训\n县委党校\n各乡镇\n长期\n"
    )
    assert told(text) == [
        ("梳理执法事项清单，制作流程图", [BUREAU], [], ["县财政局", "县委编办"], "2026年4月底前"),
        ("开展轮训", [SCHOOL], [], ["各乡镇"], "长期"),
    ]


def test_duties_of_the_text_and_other_duties_of_a_table_are_all_there():
    text = FRONT + (
        "（一）清理主体，公布清单。（责任单位：县司法局）\n（二）开展轮训，组织考试。（责任单位：县委党校）\n附件\n任务表\n"
        "序号\t任务\t责任单位\t\n1\t更新执法装备\t县财政局\t\n2\t改造办案场所\t各乡镇\t\n"
    )
    assert [task[0] for task in told(text)] == [
        *("清理主体，公布清单。", "开展轮训，组织考试。", "更新执法装备", "改造办案场所"),
    ]


def test_pasted_text_is_read_also_with_the_marks_of_a_page():
    loaded = load_pasted(
        "<p>示例县执法提升方案</p><p>一、重点任务</p><table><tr><th>序号</th><th>任务</th><th>责任单位</th></tr>"
        "<tr><td>1</td><td>清理主体</td><td rowspan=2>县司法局</td></tr><tr><td>2</td><td>公布清单</td></tr></table>"
    )
    assert [(task.text, task.responsible) for task in loaded.reading.tasks] == [
        ("清理主体", (BUREAU,)),
        ("公布清单", (BUREAU,)),
    ]
    assert loaded.name == "粘贴的文字：示例县执法提升方案"
    with pytest.raises(UnreadableError, match="没有找到任务"):
        load_pasted("明天上午开会。")
    with pytest.raises(UnreadableError, match="太长"):
        load_pasted("会" * 5_000_001)


def test_a_plan_of_400_tasks_is_read_whole():
    items = "".join(f"{n}.做好第{n}类清理。（责任单位：县司法局；完成时限：2026年6月底前）\n" for n in range(1, 401))
    tasks = read_plan(FRONT + items).tasks
    assert [task.no for task in tasks] == [f"{n}." for n in range(1, 401)]
