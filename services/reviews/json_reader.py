"""JSON from outside, read with its place in the file: a fault of shape is one Chinese sentence, no float is made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from services.errors import UnreadableError

Choice = TypeVar("Choice", bound=StrEnum)

LARGEST_FILE = 5_000_000  # bytes; the longest known standard is below 100 thousand
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = Decimal(1_000_000_000)
_FINEST = Decimal("0.000001")


class Node:
    """One object of the file. `what` names the file in sentences, `where` is the path down to the object."""

    def __init__(self, value: object, what: str, where: str = "") -> None:
        self._what = what
        self._where = where
        if not isinstance(value, dict):
            raise self.fault("", "应当是一个对象")
        self._value: dict[str, object] = value

    def fault(self, key: str, complaint: str) -> UnreadableError:
        """The error for `key` of this object, ready to be raised."""
        path = f"{self._where}.{key}".strip(".")
        return UnreadableError(f"{self._what}读不出来：{f'“{path}”' if path else '内容'}{complaint}。请改正后再用。")

    def get(self, key: str) -> object | None:
        """What stands at `key` as it is; null and missing are the same."""
        return self._value.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text without blanks around it. Without `default` it must be there and not be empty."""
        value = self._value.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.fault(key, "没有填写")
        found = self._plain(key, value)
        if not found and default is None:
            raise self.fault(key, "没有填写")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the key is missing."""
        return tuple(self._plain(f"{key}[{index}]", value) for index, value in enumerate(self._list(key)))

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        value = self._value.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.fault(key, "应当是true或者false")
        return value

    def number(self, key: str) -> Decimal | None:
        """A number, bare or as text, exactly as written; null and missing are None."""
        value = self._value.get(key)
        if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            return Decimal(value.strip())
        if isinstance(value, Decimal) and abs(value) < _LARGEST and (not value or value % _FINEST == 0):
            return value
        if value is None:
            return None
        raise self.fault(key, "应当是普通的数，小数不超过6位")

    def needed_number(self, key: str) -> Decimal:
        """A number that must be there."""
        value = self.number(key)
        if value is None:
            raise self.fault(key, "没有填写")
        return value

    def whole(self, key: str, default: int) -> int:
        """A whole number."""
        value = self.number(key)
        if value is None:
            return default
        if value != value.to_integral_value():
            raise self.fault(key, "应当是整数")
        return int(value)

    def choice(self, key: str, among: type[Choice], default: Choice | None = None) -> Choice:
        """One of the words of an enumeration."""
        value = self._value.get(key)
        if value is None and default is not None:
            return default
        words = [member.value for member in among]
        if not isinstance(value, str) or value not in words:
            raise self.fault(key, f"应当是{'、'.join(words)}中的一个")
        return among(value)

    def day(self, key: str) -> date | None:
        """A date written YYYY-MM-DD."""
        value = self._value.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.fault(key, "应当是YYYY-MM-DD样式的日期")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.fault(key, "写的日子日历上没有") from error

    def nodes(self, key: str) -> Iterable[Node]:
        """The objects of a list, empty where the key is missing."""
        where = f"{self._where}.{key}".strip(".")
        return [Node(value, self._what, f"{where}[{index}]") for index, value in enumerate(self._list(key))]

    def node(self, key: str) -> Node | None:
        """The object at `key`."""
        value = self._value.get(key)
        return None if value is None else Node(value, self._what, f"{self._where}.{key}".strip("."))

    def _list(self, key: str) -> list[object]:
        value = self._value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fault(key, "应当是列表")
        return value

    def _plain(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self.fault(key, "应当是文字，前后加引号")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self.fault(key, "含有残缺的字符")
        return value.strip()


def read_object(text: str, what: str) -> Node:
    """The outermost object of `text`. Raises UnreadableError for what is no JSON object."""
    try:
        value = json.loads(
            text.removeprefix("\ufeff"),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as error:
        message = f"{what}不是JSON文件：第{error.lineno}行第{error.colno}列附近写法不对。请改正后再用。"
        raise UnreadableError(message) from error
    except RecursionError as error:
        raise UnreadableError(f"{what}读不出来：括号套得太深。请改正后再用。") from error
    except (ValueError, ArithmeticError) as error:
        reason = str(error) if isinstance(error, _ShapeError) else "有的数太长"
        raise UnreadableError(f"{what}读不出来：{reason}。请改正后再用。") from error
    return Node(value, what)


def file_text(path: Path, what: str) -> str:
    """The text of a UTF-8 file. Raises UnreadableError where there is none."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError(f"{what}“{path.name}”超过5兆，不像是{what}。请换一个文件。")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{what}“{path.name}”不是UTF-8编码的文字文件。请另存为UTF-8后再用。") from error
    except OSError as error:
        raise UnreadableError(f"{what}“{path.name}”打不开。请检查文件是否还在、能否读取。") from error


class _ShapeError(ValueError):
    """A fault that is found while the JSON text is taken apart."""


def _no_constant(word: str) -> Decimal:
    raise _ShapeError(f"“{word}”不是数")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A key written twice would silently lose the first value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise _ShapeError(f"“{double}”在同一处写了两次")
    return found
