"""Reading fields of a document's JSON: what cannot be used is refused with a sentence, code OD00."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from services.errors import UnreadableError
from services.printing.page import printable


def refused(sentence: str) -> UnreadableError:
    """The error for input of which no document can be made; `sentence` without its full stop."""
    return UnreadableError(f"{sentence}。没有生成文件。", "OD00")


def object_of(raw: object, where: str) -> dict[str, Any]:
    """An object. Raises UnreadableError."""
    if not isinstance(raw, dict):
        raise refused(f"“{where}”应是一个对象")
    return raw


def list_of(source: dict[str, Any], key: str) -> list[Any]:
    """A list; none at all counts as empty. Raises UnreadableError."""
    found = source.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise refused(f"“{key}”应是一个列表")
    return found


def clean(value: object, key: str) -> str:
    """Text or a number as text without what cannot be printed. Raises UnreadableError."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise refused(f"“{key}”应是文字")
    return printable(str(value)).strip()


def text_of(source: dict[str, Any], key: str) -> str:
    """A text; none at all counts as empty. Raises UnreadableError."""
    return clean(source.get(key), key)


def texts_of(source: dict[str, Any], key: str) -> tuple[str, ...]:
    """The texts of a list without the empty ones. Raises UnreadableError."""
    found = (clean(each, key) for each in list_of(source, key))
    return tuple(text for text in found if text)


def number_of(source: dict[str, Any], key: str, least: float, most: float) -> float | None:
    """A number within its bounds, None where absent. Raises UnreadableError."""
    value = source.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not least <= value <= most:
        raise refused(f"“{key}”只能是{least:g}至{most:g}的数")
    return float(value)


def count_of(source: dict[str, Any], key: str, most: int) -> int:
    """A whole number from 1, 1 where absent. Raises UnreadableError."""
    value = source.get(key, 1)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise refused(f"“{key}”只能是1至{most}的整数")
    return value


def flag_of(source: dict[str, Any], key: str) -> bool:
    """true or false, false where absent. Raises UnreadableError."""
    value = source.get(key)
    if value is not None and not isinstance(value, bool):
        raise refused(f"“{key}”只能是true或者false")
    return value is True


def choice_of(source: dict[str, Any], key: str, choices: Sequence[str]) -> str:
    """One of `choices`, empty where absent. Raises UnreadableError."""
    found = text_of(source, key)
    if found and found not in choices:
        raise refused(f"“{key}”是“{found}”，只能是{'、'.join(choices)}")
    return found
