"""The kinds of papers that a bureau sends out, in the words of its register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

KIND_LABELS = {
    "notice": "通知",
    "circular": "通报",
    "report": "报告",
    "request": "请示",
    "opinion_paper": "意见",
    "reply": "批复",
    "letter": "函",
    "reminder": "催报函",
    "slip": "督办单",
    "minutes": "纪要",
    "opinion": "监督意见书",
    "decision": "监督决定书",
    "advice": "建议书",
    "order": "命令",
    "other": "其他",
}
LONGEST_RECIPIENTS = 300  # characters of the register's column


def recipient_words(content: Mapping[str, Any]) -> str:
    """主送机关 as the register shows them; a list too long for its column ends in 等n个单位."""
    names: Sequence[str] = [str(name) for name in content.get("to") or ()]
    whole = "、".join(names)
    if len(whole) <= LONGEST_RECIPIENTS:
        return whole
    tail = f"等{len(names)}个单位"
    shown = ""
    for name in names:
        if len(shown) + len(name) + len(tail) + 1 > LONGEST_RECIPIENTS:
            break
        shown = f"{shown}、{name}" if shown else name
    return (shown or whole[: LONGEST_RECIPIENTS - len(tail)]) + tail
