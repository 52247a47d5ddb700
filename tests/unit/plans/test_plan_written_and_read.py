"""Plans written from known tasks in every mixture of numbers, notes and line ends, and read back."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.reading.reader import read_plan

UNITS = (
    *("县司法局", "县水务局", "县林业局", "各乡镇人民政府", "县人力资源和社会保障局"),
    *("县市场监督管理局", "各执法单位", "县发展和改革局"),
)
LIMITS = (
    ("2026年6月底前", "by_month_end", "2026-06-30"),
    ("2026年6月15日前", "by_date", "2026-06-15"),
    ("2026年底前", "by_year_end", "2026-12-31"),
    ("长期坚持", "ongoing", None),
    ("每年3月底前", "annual", None),
)
NOTES = (
    "（牵头单位：{lead}；责任单位：{responsible}；配合单位：{cooperate}；完成时限：{limit}）",
    "【牵头单位：{lead} 责任单位：{responsible} 配合单位：{cooperate} 完成时限：{limit}】",
    "\n牵头单位：{lead}\n责任单位：{responsible}\n配合单位：{cooperate}\n完成时限：{limit}",
    "(牵头单位:{lead};责任单位:{responsible};配合单位:{cooperate};完成时限:{limit})",
    "〔{lead}牵头，{cooperate}配合，{responsible}负责落实；{limit}〕",
    "牵头单位：{lead}；责任单位：{responsible}；配合单位：{cooperate}；完成时限：{limit}。",
)
NUMBERS = (
    lambda n: f"{n}.",
    lambda n: f"{n}、",
    lambda n: f"（{'一二三四五六七'[n - 1]}）",
    lambda n: f"（{n}）",
    lambda n: chr(0x2460 + n - 1),
    lambda n: f"任务{n}：",
    lambda n: f"{chr(0xFF10 + n)}．",
)


def wrapped(text, width):
    return "\n".join(line[at : at + width] for line in text.split("\n") for at in range(0, max(1, len(line)), width))


@st.composite
def tasks(draw):
    units = draw(st.permutations(UNITS))
    lead, responsible = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    return (
        units[:lead],
        units[2 : 2 + responsible],
        units[4 : 4 + draw(st.integers(1, 2))],
        draw(st.sampled_from(LIMITS)),
    )


@settings(max_examples=250, deadline=None)
@given(
    st.lists(tasks(), min_size=2, max_size=6),
    st.sampled_from(NOTES),
    st.sampled_from(NUMBERS),
    st.sampled_from(["plain", "wrapped", "gaps", "page", "blanks"]),
    st.integers(26, 42),
)
def test_what_was_written_is_read(written, note, number, layout, width):
    body = "".join(
        f"{number(place)}做好第{'甲乙丙丁戊己'[place - 1]}类事项清理工作。组织开展全面核查，建立台账，限期整改到位。"
        + note.format(
            lead="、".join(lead), responsible="、".join(responsible), cooperate="、".join(cooperate), limit=limit[0]
        )
        + "\n"
        for place, (lead, responsible, cooperate, limit) in enumerate(written, 1)
    )
    text = f"样板县行政执法提升方案\n一、重点任务\n{body}"
    if layout == "wrapped":
        text = wrapped(text, width)
    elif layout == "gaps":
        text = text.replace("\n", "\n\n")
    elif layout == "page":
        lines = text.split("\n")
        text = "\n".join([*lines[: len(lines) // 2], "— 3 —", *lines[len(lines) // 2 :]])
    elif layout == "blanks":
        text = re.sub("([：；])", r"\1 ", text)
    assert [
        (
            *(task.lead, task.responsible, task.cooperate),
            *(task.deadlines[0].kind, task.deadlines[0].date and task.deadlines[0].date.isoformat()),
        )
        for task in read_plan(text).tasks
    ] == [(tuple(lead), tuple(resp), tuple(coop), limit[1], limit[2]) for lead, resp, coop, limit in written]
