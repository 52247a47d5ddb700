"""Text files in the encodings that occur: UTF-8 with or without mark, UTF-16, GB18030."""

from __future__ import annotations

import re

from services.errors import UnreadableError
from services.imports.sniff import wide_encoding
from services.plans.files.refusals import BINARY, KINDS

_CHINESE = re.compile("[\u3400-\u9fff]")
MOST_LOST = 0.002  # of the characters of a UTF-8 text, broken by a cut file or a bad transfer


def plain_text(data: bytes, name: str) -> str:
    """The text of bytes without a format; UnreadableError where they are no text."""
    wide = wide_encoding(data[:4096])
    if wide:
        data = data[: len(data) // 2 * 2]  # cut in the middle of a character
    for encoding in (wide,) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text):
            return text
    return _mended(data, name)


def _mended(data: bytes, name: str) -> str:
    """A UTF-8 or GB18030 text with a few broken characters, which are left out."""
    for encoding in ("utf-8-sig", "gb18030"):
        text = data.decode(encoding, errors="replace")
        lost = text.count("\ufffd")
        if lost <= max(2, len(text) * MOST_LOST) and len(_CHINESE.findall(text)) > len(text) // 4:
            text = text.replace("\ufffd", "")
            if not _is_binary(text):
                return text
    raise UnreadableError(BINARY.format(name=name, kinds=KINDS), code="PL02")


def _is_binary(text: str) -> bool:
    strange = sum(1 for char in text if (char < " " and char not in "\t\n\r\f\v\x1a") or "\ue000" <= char <= "\uf8ff")
    return "\x00" in text or strange * 50 > len(text)
