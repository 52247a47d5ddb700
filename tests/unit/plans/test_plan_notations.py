"""The ways in which counties write who does what until when, each in a small invented plan."""

import pytest

from services.errors import UnreadableError
from services.plans.reading.reader import read_plan

FRONT = """示例县水源保护行动方案

为做好全县水源保护，按照上级部署，制定本方案。

一、总体要求

坚持节水优先，到2027年底水质明显改善。

"""
LEAD, WORK = "县水务局", "各乡镇"


def read(body, front=FRONT):
    return read_plan(front + body).tasks


def told(task):
    return list(task.lead), list(task.responsible), list(task.cooperate), task.deadline_text


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("（责任单位：县水务局；完成时限：2026年3月底前）", ([], [LEAD], [], "2026年3月底前")),
        ("(责任单位:县水务局;完成时限:2026年3月底前)", ([], [LEAD], [], "2026年3月底前")),
        ("【牵头单位：县水务局 配合单位：各乡镇】", ([LEAD], [], [WORK], None)),
        ("[牵头部门：县水务局，责任部门：各乡镇，时限：长期]", ([LEAD], [WORK], [], "长期")),
        ("〔主办单位：县水务局；协办单位：各乡镇〕", ([LEAD], [], [WORK], None)),
        ("（责任科室：水政股）", ([], ["水政股"], [], None)),
        ("（责任领导：简若宁；责任单位：县水务局）", ([], [LEAD], [], None)),
        ("（县水务局牵头，各乡镇配合，县林业局负责落实）", ([LEAD], ["县林业局"], [WORK], None)),
        ("（县水务局、各乡镇按职责分工负责）", ([], [LEAD, WORK], [], None)),
        ("（县水务局会同各乡镇）", ([LEAD], [], [WORK], None)),
        ("（县水务局、各乡镇；完成时限：长期）", ([], [LEAD, WORK], [], "长期")),
        ("（县水务局负责，2026年底前完成）", ([], [LEAD], [], "2026年底前完成")),
        ("（牵头单位：县水务局；责任单位：各县〔市、区〕人民政府）", ([LEAD], ["各县〔市、区〕人民政府"], [], None)),
        ("（责任单位：各乡(镇)人民政府、县水务局）", ([], ["各乡(镇)人民政府", LEAD], [], None)),
        ("责任单位：县水务局；完成时限：长期。", ([], [LEAD], [], "长期")),
        ("\n责任单位：县水务局\n完成时限：长期", ([], [LEAD], [], "长期")),
        ("\n牵头单位: 县水务局\n\n配合单位: 各乡镇\n\n完成时限: 每年 10 月底前", ([LEAD], [], [WORK], "每年10月底前")),
        ("\n责任单位：\n县水务局\n完成时限：\n长期", ([], [LEAD], [], "长期")),
        ("\n责任部门：县水务局、\n各乡镇", ([], [LEAD, WORK], [], None)),
        ("\n责任部门：县水务局\n各乡镇", ([], [LEAD, WORK], [], None)),
        ("\n责任单位　县水务局", ([], [LEAD], [], None)),
        ("\n（县水务局、各乡镇按职责分工负责）", ([], [LEAD, WORK], [], None)),
        ("\n县水务局牵头，各乡镇配合。", ([LEAD], [], [WORK], None)),
        ("县水务局牵头，各乡镇配合，2026年6月底前完成。", ([LEAD], [], [WORK], "2026年6月底前完成")),
        ("（责任单位为县水务局）", ([], [LEAD], [], None)),
        ("（责任单位：县水务局（联系人：岑知远，电话：12345）；时限：长期）", ([], [LEAD], [], "长期")),
        ("责任单位：县水务局（完成时限：长期）", ([], [LEAD], [], "长期")),
        ("（2026年6月底前完成）", ([], [], [], "2026年6月底前完成")),
        ("（责任单位：经开区管委会、县级各镇街）", ([], ["经开区管委会", "县级各镇街"], [], None)),
        ("（**责任单位：**县水务局；**完成时限：**长期）", ([], [LEAD], [], "长期")),
        ("（责任单位：县水务局；完成时限：2026年\n\n— 3 —\n\n6月底前）", ([], [LEAD], [], "2026年6月底前")),
    ],
)
@pytest.mark.parametrize("number", ["1.", "1．", "1、", "（1）", "(1)", "①"])
def test_every_notation_is_read_and_leaves_the_text(note, expected, number):
    following = {"①": "②", "（1）": "（2）", "(1)": "(2)"}.get(number, number.replace("1", "2"))
    tasks = read(
        f"二、重点任务\n\n（一）查清底数\n\n{number}摸清全县水源，建立台账。{note}\n\n{following}公布名录。（责任单位：县司法局）\n"
    )
    assert [task.text for task in tasks] == ["摸清全县水源，建立台账。", "公布名录。"]
    assert [task.no for task in tasks] == [number, following]
    assert told(tasks[0]) == expected
    assert told(tasks[1]) == ([], ["县司法局"], [], None)
    assert tasks[0].section == "（一）查清底数"


@pytest.mark.parametrize("numbers", [("一、", "二、", "三、"), ("（一）", "（二）", "（三）"), ("1.", "2.", "3.")])
def test_any_number_may_be_the_number_of_a_task(numbers):
    body = "\n".join(f"{number}开展水源普查。责任单位：县水务局。" for number in numbers)
    tasks = read(body, "示例县水务工作要点\n")
    assert [task.no for task in tasks] == list(numbers)
    assert all(task.responsible == (LEAD,) for task in tasks)


def test_numbers_that_begin_again_in_each_section_belong_to_their_section():
    tasks = read(
        "二、重点任务\n（一）查清底数\n1.普查水源。（责任单位：县水务局）\n2.建立台账。（责任单位：县水务局）\n"
        "（二）加强巡查\n1.每月巡查。（责任单位：各乡镇）\n"
    )
    assert [(task.section, task.no) for task in tasks] == [
        ("（一）查清底数", "1."),
        ("（一）查清底数", "2."),
        ("（二）加强巡查", "1."),
    ]
    assert not any(task.warnings for task in tasks)


def test_sentences_cut_by_pages_and_line_ends_are_whole_again():
    (first, second) = read(
        "二、重点任务\n1.组织全县水源普查，各乡镇要在规定时\n间内把点位、水量\n\n- 4 -\n\n和水质"
        "登记造册，备案率达到\n\n100%。（责任单位：各乡镇、县水\n"
        "务局）\n2.公布名录。（责任单位：县水务局\n）\n"
    )
    assert first.text == "组织全县水源普查，各乡镇要在规定时间内把点位、水量和水质登记造册，备案率达到100%。"
    assert first.responsible == (WORK, LEAD)
    assert second.responsible == (LEAD,)


def test_scraps_of_recognition_are_left_out_and_foreign_words_are_reported():
    (first, _) = read(
        "二、重点任务\n1.普查全县水源 and 建立台账。（责任单位：县水务局）\n~~ ^ |\nfl il\n"
        "第 5 页 共 9 页\n2.公布名录。（责任单位：县水务局）\n"
    )
    assert first.text == "普查全县水源and建立台账。"
    assert first.warnings == ("正文里夹着英文“and”，可能是识别错误。请对照原件。",)


def test_a_whole_document_on_one_line_is_still_parted():
    tasks = read(
        "示例县水源方案 一、总体要求。坚持节水。二、重点任务（一）查清底数1.普查水源。（责任单位：县水务局）"
        "2.建立台账。（责任单位：各乡镇）"
        "（二）加强巡查1.每月巡查。（责任单位：县水务局）三、工作要求。加强领导。",
        "",
    )
    assert [(task.section, task.no, task.text) for task in tasks] == [
        ("（一）查清底数", "1.", "普查水源。"),
        ("（一）查清底数", "2.", "建立台账。"),
        ("（二）加强巡查", "1.", "每月巡查。"),
    ]


def test_one_clause_for_all_following_tasks_is_added_to_each_of_them():
    tasks = read(
        "二、重点任务\n1.普查水源。（县水务局负责、各乡镇落实；以下任务均需各乡镇落实，不再逐项列出）\n2.公布名录。（县司法局负责）\n"
    )
    assert told(tasks[0]) == ([], [LEAD, WORK], [], None)
    assert told(tasks[1]) == ([], ["县司法局", WORK], [], None)
    assert "通用说明" in tasks[1].warnings[0]


def test_one_clause_behind_the_tasks_gives_units_and_time():
    tasks = read(
        "二、重点任务\n1.普查水源。\n2.公布名录。\n以上任务由县水务局牵头，各乡镇负责落实，2026年底前完成。\n三、工作要求\n（一）加强领导。\n"
    )
    assert [told(task) for task in tasks] == [([LEAD], [WORK], [], "2026年底前完成")] * 2
    assert [task.text for task in tasks] == ["普查水源。", "公布名录。"]


def test_a_clause_for_unmarked_tasks_leaves_the_others_alone():
    tasks = read(
        "二、重点任务\n1.普查水源。（责任单位：县水务局）\n2.公布名录。\n3.进村宣传。（责任单位：县司法局）\n未注明责任单位的任务均由各乡镇负责落实。\n"
    )
    assert [list(task.responsible) for task in tasks] == [[LEAD], [WORK], ["县司法局"]]


def test_a_plan_without_notes_gives_its_items_and_the_dates_in_them():
    tasks = read(
        "二、重点任务\n（一）普查水源。2026年6月底前完成全县普查。\n（二）整治排口。逐一登记，\n每年10月底前复查。\n三、组织保障\n（一）加强领导。成立专班。\n"
    )
    assert [task.text for task in tasks] == [
        "普查水源。2026年6月底前完成全县普查。",
        "整治排口。逐一登记，每年10月底前复查。",
    ]
    assert [item.text for task in tasks for item in task.inline_deadlines] == ["2026年6月底前", "每年10月底前"]
    assert not any(task.has_units or task.deadlines for task in tasks)


def test_a_short_yearly_plan_is_read_with_its_signature_above():
    plan = read_plan(
        "示例县2026年监督工作计划\n\n示例县司法局\n2026年1月15日\n\n一、指导思想\n坚持依法行政。\n二、监督内容\n1.检查公示\n2.检查记录，6月底前完成\n"
        "三、时间安排\n（一）3月，制定方案。\n（二）9月，开展检查。\n四、要求\n加强领导。\n"
    )
    assert (plan.title, plan.issuer) == ("示例县2026年监督工作计划", "示例县司法局")
    assert [task.text for task in plan.tasks] == ["检查公示", "检查记录，6月底前完成"]
    assert plan.tasks[1].inline_deadlines[0].to_json() == {"text": "6月底前", "date": "2026-06-30"}


def test_preamble_requirements_stages_and_attachments_are_no_tasks():
    tasks = read(
        "二、重点任务\n1.普查水源。（责任单位：县水务局）\n2.公布名录。（责任单位：县水务局）\n"
        "三、实施步骤\n（一）部署阶段（2026年3月底前）。召开会议。\n（二）整治阶段（2026年10月底前完成）。开展整治。\n"
        "四、工作要求\n（一）加强领导。各单位要重视。\n（二）强化督查。县水务局要定期督查。\n"
        "附件：1.水源名录\n2.联系表\n抄送：县委办公室。\n"
    )
    assert [task.text for task in tasks] == ["普查水源。", "公布名录。"]


def test_details_below_a_task_stay_with_it():
    tasks = read(
        "二、重点任务\n1.加强巡查。\n（1）每月巡查水源地；\n（2）建立巡查台账。\n（责任单位：县水务局；完成时限：2026年底）\n"
        "2.加强执法。\n（1）查处违法取水；\n（2）公开典型案例。（责任单位：各乡镇）\n"
    )
    assert [task.no for task in tasks] == ["1.", "2."]
    assert tasks[0].text == "加强巡查。\n（1）每月巡查水源地；\n（2）建立巡查台账。"
    assert told(tasks[0]) == ([], [LEAD], [], "2026年底")


def test_measures_and_aims_on_lines_of_their_own_stay_in_the_text():
    (first, _) = read(
        "二、重点任务\n1.开展普查\n工作目标：查清底数。\n工作措施：建立台账。\n责任单位：县水务局\n完成时限：长期\n"
        "2.公布名录\n责任单位：各乡镇\n"
    )
    assert first.text == "开展普查\n工作目标：查清底数。\n工作措施：建立台账。"
    assert told(first) == ([], [LEAD], [], "长期")


def test_a_bracket_lost_in_the_text_hides_no_note():
    tasks = read(
        "二、重点任务\n1.普查水源（含地下水。建立台账。（责任单位：县水务局；完成时限：长期）\n"
        "2.公布名录（第一批。\n责任单位：各乡镇\n完成时限：长期\n3.回访）用户。（责任单位：县司法局）\n"
    )
    assert [told(task) for task in tasks] == [
        ([], [LEAD], [], "长期"),
        ([], [WORK], [], "长期"),
        ([], ["县司法局"], [], None),
    ]


def test_a_plan_that_gives_only_times_keeps_them():
    tasks = read("二、重点任务\n1.普查水源。（2026年6月底前完成）\n2.公布名录。（长期坚持）\n")
    assert [task.deadline_text for task in tasks] == ["2026年6月底前完成", "长期坚持"]


def test_a_note_at_a_heading_holds_for_the_items_below():
    tasks = read(
        "二、重点任务\n（一）加强巡查（牵头单位：县水务局）\n1.每月巡查。\n2.建立台账。\n（二）执法（牵头单位：县公安局）\n1.查处。\n2.公开。\n"
    )
    assert [list(task.lead) for task in tasks] == [[LEAD], [LEAD], ["县公安局"], ["县公安局"]]
    assert all(task.warnings for task in tasks)


def test_a_note_behind_the_last_item_of_every_section_holds_for_the_section():
    tasks = read(
        "二、重点任务\n（一）底数\n1.普查水源。\n2.建立台账。\n责任单位：县水务局\n（二）巡查\n1.每月巡查。\n2.及时上报。\n责任单位：各乡镇\n"
    )
    assert [list(task.responsible) for task in tasks] == [[LEAD], [LEAD], [WORK], [WORK]]


def test_paragraphs_without_numbers_are_tasks_when_each_names_its_units():
    tasks = read(
        "二、重点任务\n（一）底数\n普查水源点位。（责任单位：县水务局）\n建立水源台账。（责任单位：各乡镇；时限：长期）\n"
    )
    assert [(task.no, task.text) for task in tasks] == [("", "普查水源点位。"), ("", "建立水源台账。")]


def test_doubts_are_told_on_the_task():
    tasks = read(
        "二、重点任务\n1.普查水源。（责任单位：县水务局等单位；完成时限：2026年6月前）\n2.公布名录，建立台账。\n3.进村宣传。（责任单位：县水务局；时限：适时）\n"
        "5.立案查处。（责任单位：县水务局、县公安局\n6.回访。（责任单位：各乡镇）长期巡查。（责任单位：县司法局）\n"
    )
    said = [" ".join(task.warnings) for task in tasks]
    assert "没有列全单位" in said[0]
    assert "也可能指上一个月底" in said[0]
    assert "没有写责任单位" in said[1]
    assert "换算不出日期" in said[2]
    assert "编号从3跳到5" in said[3]
    assert "括号没有闭合" in said[3]
    assert "2处责任说明" in said[4]


def test_dates_in_the_text_are_kept_beside_another_time_limit():
    (first, second) = read(
        "二、重点任务\n1.普查水源，2026年4月8日前报表。（责任单位：县水务局；完成时限：2026年4月）\n2.公布名录，2026年底前完成。（责任单位：县水务局；完成时限：2026年底前）\n"
    )
    assert [item.text for item in first.inline_deadlines] == ["2026年4月8日前"]
    assert second.inline_deadlines == ()


TABLE_ROWS = [
    ("序号", "重点任务", "具体措施", "牵头单位", "配合单位", "完成时限"),
    ("1", "普查水源", "摸清底数", "县水务局", "各乡镇", "2026年3月底前"),
    ("2", "普查水源", "建立台账", "县水务局", "/", "长期"),
    ("3", "整治排口", "逐一登记", "县水务局、县公安局", "各乡镇", "每年10月底前"),
]


@pytest.mark.parametrize("markdown", [True, False])
def test_a_plan_as_a_table_is_read_by_its_columns(markdown):
    rows = ["| " + " | ".join(row) + " |" if markdown else "\t".join(row) for row in TABLE_ROWS]
    if markdown:
        rows.insert(1, "|---|---|---|---|---|---|")
    tasks = read("\n".join(rows) + "\n", "示例县任务分解表\n")
    assert [(task.no, task.section, task.text) for task in tasks] == [
        ("1", "普查水源", "摸清底数"),
        ("2", "普查水源", "建立台账"),
        ("3", "整治排口", "逐一登记"),
    ]
    assert [told(task) for task in tasks] == [
        ([LEAD], [], [WORK], "2026年3月底前"),
        ([LEAD], [], [], "长期"),
        ([LEAD, "县公安局"], [], [WORK], "每年10月底前"),
    ]


def test_a_table_below_a_text_that_names_no_units_gives_the_tasks():
    tasks = read(
        "二、重点任务\n1.普查水源。\n2.公布名录。\n附件：任务分解表\n序号\t工作任务\t责任分工\t\t完成时限\n\t\t牵头单位\t配合单位\t\n"
        "（一）基础工作\t\t\t\t\n1\t普查水源\t县水务局\t各乡镇\t长期\n2\t公布名录\t县司法局\t\t2026年底\n"
    )
    assert [(task.section, task.text) for task in tasks] == [
        ("（一）基础工作", "普查水源"),
        ("（一）基础工作", "公布名录"),
    ]
    assert [told(task) for task in tasks] == [([LEAD], [], [WORK], "长期"), (["县司法局"], [], [], "2026年底")]


def test_the_head_of_a_notice_gives_number_issuer_date_and_the_plan_its_title():
    plan = read_plan(
        "示例县人民政府办公室文件\n\n示府办发〔2026〕7号\n\n示例县人民政府办公室\n关于印发示例县水源保护方案的通知\n\n各乡镇人民政府：\n\n"
        "《示例县水源保护方案》已经同意，现印发给你们，请认真执行。\n\n示例县人民政府办公室\n2026年2月3日\n\n（此件公开发布）\n\n"
        "示例县水源保护\n\n行动方案（2026—2028年）\n\n为做好保护，根据《通知》（示政发〔2025〕9号）要求，\n制定本方案。\n\n"
        "一、重点任务\n1.普查水源。（责任单位：县水务局；完成时限：9月底前）\n2.公布名录。（责任单位：县水务局；完成时限：1月底前）\n"
    )
    data = plan.to_json()
    assert {key: data[key] for key in ("title", "issuer", "doc_number", "issued")} == {
        "title": "示例县水源保护行动方案（2026—2028年）",
        "issuer": "示例县人民政府办公室",
        "doc_number": "示府办发〔2026〕7号",
        "issued": "2026-02-03",
    }
    assert [task.deadlines[0].to_json()["date"] for task in plan.tasks] == ["2026-09-30", "2027-01-31"]


def test_the_answer_has_the_names_of_the_contract_and_the_targets():
    data = read_plan(FRONT + "二、重点任务\n1.普查水源。（责任单位：县水务局；完成时限：长期）\n").to_json()
    assert list(data) == ["title", "issuer", "doc_number", "issued", "tasks"]
    (task,) = data["tasks"]
    assert list(task) == [
        "no", "section", "text", "lead", "responsible", "cooperate", "deadline_text",
        "deadlines", "inline_deadlines", "source", "warnings", "targets",
    ]  # fmt: skip
    assert task["deadlines"] == [{"kind": "ongoing", "date": None, "month": None, "day": None}]
    assert task["source"]["line"] == 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "今天去样板乡。\n1.带水\n2.带饭\n",
        "第一条 为了规范行为，制定本法。\n第二条 本法适用于示例县。\n",
        "关于开会的通知\n各乡镇：\n一、会议时间：2026年3月2日\n二、会议地点：县政府\n三、参会人员：各乡镇、县水务局\n",
        "示例县召开会议\n会议强调，一是加强领导。二是落实责任。（县水务局）\n",
        "\x00\x01\x02",
    ],
)
def test_a_text_that_is_no_plan_is_refused_in_one_sentence(text):
    with pytest.raises(UnreadableError) as refused:
        read_plan(text)
    assert str(refused.value) == "这不像工作计划：没有找到任务。可以手工增加任务，或换一个文件。"
