"""Reads the JSON of an official document for the commands that take one."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from services.errors import UnreadableError
from services.printing.official_model import OfficialDocument

_CODE = "OD00"
_NOT_RENDERED = "没有生成文件"


def load_document(path: Path, left_undone: str = _NOT_RENDERED) -> OfficialDocument:
    """The document in a file; `left_undone` says what was not done where none can be made of it.

    Raises UnreadableError.
    """
    try:
        return OfficialDocument.from_json(read_json(path), path.parent)
    except UnreadableError as error:
        raise UnreadableError(str(error).replace(_NOT_RENDERED, left_undone), error.code) from error


def read_json(path: Path) -> object:
    """Any JSON, with decimals for its figures. Raises UnreadableError."""
    try:
        found: object = json.loads(
            path.read_text(encoding="utf-8-sig"), parse_float=Decimal, parse_constant=_no_constant
        )
    except FileNotFoundError as error:
        raise UnreadableError(f"找不到“{path.name}”。{_NOT_RENDERED}。", _CODE) from error
    except OSError as error:
        raise UnreadableError(f"“{path.name}”打不开。{_NOT_RENDERED}。", _CODE) from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"“{path.name}”不是UTF-8编码的文字。{_NOT_RENDERED}。", _CODE) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"“{path.name}”不是完整的JSON。{_NOT_RENDERED}。", _CODE) from error
    return found


def _no_constant(word: str) -> Decimal:
    raise ValueError(word)
