"""Plans written from known tasks in every mixture of numbers, notes and line ends, and read back."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.reading.document import without_marks
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
    "\n【牵头单位】{lead}\n【责任单位】{responsible}\n【配合单位】{cooperate}\n【完成时限】{limit}",
    "『牵头部门：{lead}；责任部门：{responsible}；协同部门：{cooperate}；办结时限：{limit}』",
    "\n- **牵头单位**：{lead}\n- **责任单位**：{responsible}\n- **配合单位**：{cooperate}\n- **完成时限**：{limit}",
    "（牽頭單位：{lead}；責任單位：{responsible}；配合單位：{cooperate}；完成時限：{limit}）",
    "（主办单位：{lead}；责任领导：某某某；责任单位：{responsible}；协办单位：{cooperate}；时间节点：{limit}）",
)
NUMBERS = (
    lambda n: f"{n}.",
    lambda n: f"{n}、",
    lambda n: f"（{'一二三四五六七'[n - 1]}）",
    lambda n: f"（{n}）",
    lambda n: chr(0x2460 + n - 1),
    lambda n: f"任务{n}：",
    lambda n: f"{chr(0xFF10 + n)}．",
    lambda n: f"问题{n}：",
    lambda n: f"2.{n} ",
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
    st.sampled_from(["plain", "wrapped", "gaps", "page", "blanks", "web"]),
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
    elif layout == "web":
        text = without_marks("".join(f"<p>{line}</p>" for line in text.split("\n")))
    elif layout == "blanks":
        text = re.sub("([：；])", r"\1 ", text)
    assert [
        (
            *(task.lead, task.responsible, task.cooperate),
            *(task.deadlines[0].kind, task.deadlines[0].date and task.deadlines[0].date.isoformat()),
        )
        for task in read_plan(text).tasks
    ] == [(tuple(lead), tuple(resp), tuple(coop), limit[1], limit[2]) for lead, resp, coop, limit in written]


ROWS_AS = {
    "tabs": lambda rows: "".join("\t".join(row) + "\t\n" for row in rows),
    "bars": lambda rows: "".join("| " + " | ".join(row) + " |\n" for row in rows),
    "blanks": lambda rows: "".join("   ".join(row) + "\n" for row in rows),
    "one line": lambda rows: " ".join(" ".join(row) for row in rows) + "\n",
    "one cell on each line": lambda rows: "".join("\n".join(row) + "\n" for row in rows),
    "html": lambda rows: without_marks(
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    ),
}


@settings(max_examples=150, deadline=None)
@given(st.lists(tasks(), min_size=2, max_size=6), st.sampled_from(sorted(ROWS_AS)))
def test_a_table_of_any_make_gives_what_was_written(written, make):
    heads = ("序号", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限")
    rows = [
        (str(n), f"做好第{'甲乙丙丁戊己'[n - 1]}类事项清理", *("、".join(names) for names in task[:3]), task[3][0])
        for n, task in enumerate(written, 1)
    ]
    read = read_plan("样板县任务分解表\n" + ROWS_AS[make]([heads, *rows])).tasks
    assert [(task.no, task.text, task.lead, task.responsible, task.cooperate, task.deadline_text) for task in read] == [
        (row[0], row[1], tuple(task[0]), tuple(task[1]), tuple(task[2]), row[5])
        for row, task in zip(rows, written, strict=True)
    ]
