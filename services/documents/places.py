"""Places of a document's exchange form, such as body[3]: in words, and the text that stands there changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from services.errors import ConflictError

OUTDATED = "这一处已经改过，没有改动。重新检查后再改。"
_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
_NAMES = {
    "title": "标题",
    "mark": "标志",
    "issuer": "发文机关",
    "number": "发文字号",
    "copy_no": "份号",
    "secrecy": "密级",
    "urgency": "紧急程度",
    "signers": "签发人",
    "to": "主送",
    "body": "正文",
    "attachments": "附件说明",
    "appendices": "附件",
    "sign": "落款",
    "date": "成文日期",
    "note": "附注",
    "cc": "抄送",
    "printed_by": "印发机关",
    "printed_on": "印发日期",
}


def steps(place: str) -> list[str | int]:
    """body[3].level as its steps: body, 3, level."""
    return [int(index) if index else name for name, index in _STEP.findall(place)]


def place_words(place: str) -> str:
    """第4段, 标题, 附件1: where a reader would look; empty for the whole document."""
    path = steps(place)
    if not path:
        return ""
    if path[0] == "body" and len(path) > 1:
        return f"第{int(path[1]) + 1}段"
    if path[0] in ("attachments", "appendices") and len(path) > 1:
        return f"附件{int(path[1]) + 1}"
    return _NAMES.get(str(path[0]), "")


def replaced(content: Any, place: str, span: tuple[int, int], old: str, new: str) -> Any:
    """`content` with `new` for the characters `span` of the text at `place`, which must still be `old`.

    Raises ConflictError where the text was edited meanwhile. Nothing beside the path is copied.
    """
    return _replaced(content, steps(place), span, old, new)


def _replaced(value: Any, path: list[str | int], span: tuple[int, int], old: str, new: str) -> Any:
    if not path:
        return _in_text(value, span, old, new)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if not isinstance(value, list | tuple) or step >= len(value):
            raise ConflictError(OUTDATED)
        return [*value[:step], _replaced(value[step], rest, span, old, new), *value[step + 1 :]]
    if isinstance(value, Mapping) and step not in value and "table" in value:
        return {**value, "table": _replaced(value["table"], path, span, old, new)}
    if not isinstance(value, Mapping) or step not in value:
        raise ConflictError(OUTDATED)
    return {**value, step: _replaced(value[step], rest, span, old, new)}


def _in_text(value: Any, span: tuple[int, int], old: str, new: str) -> Any:
    if isinstance(value, Mapping):
        for key in ("text", "name", "caption"):
            if key in value:
                return {**value, key: _in_text(value[key], span, old, new)}
        if "table" in value:
            return {**value, "table": _in_text(value["table"], span, old, new)}
        raise ConflictError(OUTDATED)
    if isinstance(value, int) and not isinstance(value, bool):
        if str(value) != old:
            raise ConflictError(OUTDATED)
        return int(new)
    text = str(value or "")
    skipped = len(text) - len(text.lstrip(" \u3000\n\t"))  # the check reads texts without the blanks around them
    start, end = span[0] + skipped, span[1] + skipped
    if text[start:end] != old:
        raise ConflictError(OUTDATED)
    return text[:start] + new + text[end:]
