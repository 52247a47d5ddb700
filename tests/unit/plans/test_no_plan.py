"""What offices write besides plans: it names units, dates and numbers as well, and holds no task."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.errors import UnreadableError
from services.plans.reading.reader import read_plan

DOCUMENTS = sorted((Path(__file__).parent / "corpus" / "other").glob("*.txt"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.stem for document in DOCUMENTS])
def test_a_document_that_is_no_plan_is_refused(document: Path):
    with pytest.raises(UnreadableError) as refusal:
        read_plan(document.read_text("utf-8"))
    assert "不像工作计划" in str(refusal.value)


def test_definitions_in_an_attachment_are_no_tasks():
    plan = read_plan(
        "示例县水源保护方案\n一、重点任务\n1.开展普查。（责任单位：县水务局）\n2.公布名录。（责任单位：县司法局）\n"
        "附件1\n名词解释\n1.水源：指饮用水源。\n2.排口：指入河排污口。"
    )
    assert [task.text for task in plan.tasks] == ["开展普查。", "公布名录。"]


def test_what_each_office_is_there_for_is_no_task_beside_the_tasks():
    plan = read_plan(
        "示例县水源保护方案\n一、重点任务\n1.开展普查。（责任单位：县水务局）\n2.公布名录。（责任单位：县司法局）\n"
        "二、职责分工\n县水务局：负责技术指导。\n县财政局：负责经费保障。"
    )
    assert [task.text for task in plan.tasks] == ["开展普查。", "公布名录。"]
