"""A plan that gives each task a small table of its own."""

from __future__ import annotations

from services.plans.reading.reader import read_plan

CARD = "任务{no}\t{duty}\t\n工作措施\t{how}\t\n牵头单位\t{lead}\t\n完成时限\t{when}\t\n备注\t无\t\n\n"


def cards() -> str:
    return "示例县水源保护工作台账\n" + "".join(
        CARD.format(no=no, duty=duty, how=how, lead=lead, when=when)
        for no, duty, how, lead, when in (
            ("一", "水源不清", "普查全县水源", "县水务局", "2026年6月底前"),
            ("二", "名录未公布", "公布水源名录", "县司法局", "长期坚持"),
        )
    )


def test_each_card_is_one_task_with_its_fields():
    tasks = read_plan(cards()).tasks
    assert [task.text for task in tasks] == ["普查全县水源", "公布水源名录"]
    assert [task.lead for task in tasks] == [("县水务局",), ("县司法局",)]
    assert [task.deadline_text for task in tasks] == ["2026年6月底前", "长期坚持"]
    assert [(task.no, task.section) for task in tasks] == [("任务一", "水源不清"), ("任务二", "名录未公布")]


def test_a_card_without_units_takes_none_from_the_card_before():
    tasks = read_plan(cards().replace("牵头单位\t县司法局\t\n", "")).tasks
    assert tasks[1].has_units is False


def test_a_form_about_a_person_gives_no_task_beside_the_cards():
    form = "姓名\t林栖梧\t\n性别\t男\t\n工作单位\t县司法局\t\n执法证号\t990001\t\n"
    assert len(read_plan(cards() + "联系人登记表\n" + form).tasks) == 2
