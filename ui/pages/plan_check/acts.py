"""What can be done with the text of a plan: one list for the keys, the menu, the tool row and the help."""

from __future__ import annotations

from dataclasses import dataclass

LEAD, RESPONSIBLE, COOPERATE = "lead", "responsible", "cooperate"
LIMIT, END, START, JOIN, DROP = "limit", "end", "start", "join", "drop"


@dataclass(frozen=True, slots=True)
class TextAct:
    """`key` is a key of the text's own, in QKeySequence words."""

    name: str
    words: str
    key: str
    picture: str = ""
    line_before: bool = False


TEXT_ACTS = (
    TextAct(LEAD, "这是牵头单位", "Q", "building"),
    TextAct(RESPONSIBLE, "这是责任单位", "D", "building"),
    TextAct(COOPERATE, "这是配合单位", "P", "building"),
    TextAct(LIMIT, "这是时限", "S", "calendar"),
    TextAct(END, "任务到此为止", "J", "st-void", line_before=True),
    TextAct(START, "从这里起是新任务", "C", "split"),
    TextAct(JOIN, "并入上一项", "H", "join"),
    TextAct(DROP, "不是任务", "Delete", "close"),
)
ROLE_ACTS = (LEAD, RESPONSIBLE, COOPERATE)
