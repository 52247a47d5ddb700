"""What holds for every text that anyone may hand to the reader."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.errors import ServiceError
from services.plans.reading.reader import normalise, read_plan
from services.plans.reading.units import looks_like_unit

PIECES = [
    "一、重点任务", "二、主要任务", "三、工作要求", "（一）查清底数", "（二）加强巡查", "1.普查水源，",
    "2.建立台账。", "（1）每月巡查；", "①公开", "责任单位：县水务局", "牵头单位：",
    "（责任单位：县水务局；完成时限：长期）", "【配合单位：各乡镇", "）", "（县水务局牵头，各乡镇配合）",
    "完成时限：2026年6月底前", "以上任务均由各乡镇负责落实", "附件：1.名录", "— 3 —",
    "序号\t工作任务\t责任单位\t完成时限", "1\t普查\t县水务局\t长期", "| 1 | 普查 | 县水务局 |", "**",
    "# 示例县方案", "2026年3月5日", "示府办发〔2026〕7号", "为做好保护，制定本方案。", "and", "100%", "　",
    "各县〔市、区〕人民政府", "每年10月底前", "。", "，", "\u200b", "責任單位：縣水務局",
]  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).flatmap(
    lambda parts: st.lists(
        st.sampled_from(["\n", "\n\n", "", " ", "\r\n"]), min_size=len(parts), max_size=len(parts)
    ).map(lambda gaps: "".join(a + b for a, b in zip(parts, gaps, strict=True)))
)
WORDS = st.sampled_from(
    ["普查全县水源", "建立管理台账", "公布水源名录", "开展进村宣传", "查处违法取水", "组织业务培训", "复查整治结果"]
)
UNITS = st.lists(
    st.sampled_from(
        [
            "县水务局",
            "县发展和改革局",
            "各乡（镇）人民政府",
            "各县〔市、区〕人民政府",
            "县委宣传部",
            "示例镇",
            "水政大队",
        ]
    ),
    min_size=1,
    max_size=4,
    unique=True,
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def stretches(text, source):
    """Whether a text can be laid over the source from left to right."""
    place = 0
    for char in text:
        place = source.find(char, place) + 1
        if not place:
            return False
    return True


@QUICK
@given(DOCUMENTS)
def test_no_text_breaks_the_reader_and_nothing_is_invented(text):
    try:
        plan = read_plan(text)
    except ServiceError:
        return
    seen = normalise(text)
    last = 0
    for task in plan.tasks:
        assert task.text
        assert stretches(re.sub(r"\s", "", task.text), seen)
        assert last <= task.source.start < task.source.end <= len(text)
        assert text.count("\n", 0, task.source.start) + 1 <= task.source.line + text.count("\r")
        assert all(word.endswith("。") for word in task.warnings)
        last = task.source.start


@QUICK
@given(st.text())
def test_any_characters_are_read_or_refused(text):
    try:
        found = read_plan(text).tasks
    except ServiceError:
        return
    assert found


@QUICK
@given(
    st.lists(st.tuples(WORDS, UNITS, UNITS), min_size=2, max_size=8),
    st.sampled_from(["（）", "()", "【】", "〔〕", "[]"]),
)
def test_a_written_plan_comes_back_as_it_was_written(duties, brackets):
    left, right = brackets
    lines = ["示例县水源保护方案", "", "一、重点任务", ""]
    for index, (words, lead, others) in enumerate(duties, start=1):
        others = [unit for unit in others if unit not in lead] or ["县司法局"]
        note = f"牵头单位：{'、'.join(lead)}；责任单位：{'、'.join(others)}；完成时限：2026年{index}月底前"
        lines.append(f"{index}.{words}。{left}{note}{right}")
    text = "\n".join(lines)
    tasks = read_plan(text).tasks
    assert len(tasks) == len(duties)
    for index, (task, (words, lead, others)) in enumerate(zip(tasks, duties, strict=True), start=1):
        assert task.no == f"{index}."
        assert task.text == words + "。"
        assert list(task.lead) == lead
        assert list(task.responsible) == ([unit for unit in others if unit not in lead] or ["县司法局"])
        assert task.deadlines[0].month == index
        assert text[task.source.start : task.source.end] == lines[index + 3]
        assert re.sub(r"\s", "", task.text) in normalise(text)


@given(UNITS)
def test_the_units_of_these_plans_look_like_units(units):
    assert all(looks_like_unit(unit.replace("〔", "（").replace("〕", "）")) for unit in units)
