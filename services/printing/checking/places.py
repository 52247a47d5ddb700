"""Names the place of a finding in the words of an author: 标题, 第3段, 附件1表1第2行第1列."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.printing.official_model import BodyItem, OfficialDocument, Paragraph, Picture

_NAMES = {
    "mark": "发文机关标志",
    "issuer": "发文机关",
    "number": "发文字号",
    "copy_no": "份号",
    "secrecy": "密级和保密期限",
    "urgency": "紧急程度",
    "signers": "签发人",
    "title": "标题",
    "to": "主送机关",
    "body": "正文",
    "attachments": "附件说明",
    "appendices": "附件",
    "sign": "署名",
    "date": "成文日期",
    "note": "附注",
    "cc": "抄送机关",
    "printed_by": "印发机关",
    "printed_on": "印发日期",
    "format": "格式",
    "page": "页面",
}
_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")


def place_words(document: OfficialDocument, where: str) -> str:
    """The place `where` of a finding; paragraphs and tables are counted for themselves, from 1."""
    steps = [int(index) if index else name for name, index in _STEP.findall(where)]
    name, rest = steps[0], steps[1:]
    if name == "body" and rest:
        return _in_body(document.body, rest)
    if name == "appendices" and rest and isinstance(rest[0], int):
        label = f"附件{rest[0] + 1}"
        if rest[1:2] == ["title"]:
            return f"{label}标题"
        return label + _in_body(document.appendices[rest[0]].body, rest[2:]) if len(rest) > 2 else label
    return _NAMES.get(str(name), "全文")


def _in_body(items: Sequence[BodyItem], steps: Sequence[str | int]) -> str:
    at = int(steps[0])
    kind = type(items[at])
    count = sum(isinstance(item, kind) for item in items[: at + 1])
    if kind is Paragraph:
        return f"第{count}段"
    if kind is Picture:
        return f"图{count}"
    numbers = [int(step) + 1 for step in steps[1:] if isinstance(step, int)]
    return f"表{count}第{numbers[0]}行第{numbers[1]}列" if len(numbers) > 1 else f"表{count}"
