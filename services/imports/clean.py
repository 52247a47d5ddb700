"""Takes out of a text what nobody meant to type, and says whether anything was taken out."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\ufeff\u00ad"
_NO_INVISIBLE = {ord(c): None for c in INVISIBLE}
APOSTROPHES = "'’‘`＇"
HYPHENS = re.compile("[－—‐‑‒–―−﹣]")
DOTS = re.compile("[•・･‧∙⋅●．]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ODD = re.compile(rf"[\s\x00-\x1f\x7f{INVISIBLE}{APOSTROPHES}]")  # most cells hold none of these
# read as empty with WA13; Excel's fault words stand in cells whose formula failed
_SAYS_NOTHING = (
    "/ // \\ - -- —— — – _ . 。 、 * 无 暂无 没有 空 空白 不详 N/A NA NULL NONE "
    "#N/A #NAME? #REF! #VALUE! #DIV/0! #NULL! #NUM! ####"
)
PLACEHOLDERS = frozenset(_SAYS_NOTHING.split())
LONGEST_PLACEHOLDER = 12  # in full-width signs or with blanks


class Cleaned(NamedTuple):
    """The text that is left; `removed` where blanks, apostrophes, breaks or invisible characters were taken out."""

    text: str
    removed: bool


def is_placeholder(text: str) -> bool:
    """Whether the text only says that there is nothing."""
    if len(text) > LONGEST_PLACEHOLDER:
        return False
    return text in PLACEHOLDERS or unicodedata.normalize("NFKC", text).strip().upper() in PLACEHOLDERS


def line(text: str) -> Cleaned:
    """One line of ordinary text: ends stripped, breaks inside become nothing between Chinese, one blank otherwise."""
    if text.isalnum() or not _ODD.search(text):
        return Cleaned(text, False)
    plain = CONTROLS.sub("", text.translate(_NO_INVISIBLE))
    plain = plain.replace("\xa0", " ").strip().strip("\u3000").strip()
    plain = re.sub(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*", _joint, plain)
    plain = plain[1:].lstrip() if plain[:1] in APOSTROPHES and plain[:1] else plain
    return Cleaned(plain, plain != text)


def paragraph(text: str) -> Cleaned:
    """Long text keeps its breaks; only the ends and what cannot be seen go."""
    plain = CONTROLS.sub("", text.translate(_NO_INVISIBLE)).replace("\r\n", "\n").replace("\r", "\n").strip()
    return Cleaned(plain, plain != text.replace("\r\n", "\n").replace("\r", "\n"))


def code(text: str) -> Cleaned:
    """A number of a certificate or a document: NFKC, upper case, no blanks, one kind of hyphen (contract)."""
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return Cleaned(text.upper(), False)
    bare = _bare(text)
    folded = HYPHENS.sub("-", unicodedata.normalize("NFKC", HYPHENS.sub("-", bare))).upper()
    return Cleaned(re.sub(r"\s", "", folded), bare != text)


def digits(text: str) -> Cleaned:
    """Text that holds a number or a date: NFKC, no blanks at the ends."""
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return Cleaned(text, False)
    bare = CONTROLS.sub("", text.translate(_NO_INVISIBLE)).strip().strip("\u3000")
    bare = bare.lstrip(APOSTROPHES).strip()
    return Cleaned(unicodedata.normalize("NFKC", bare), bare != text)


def person(text: str) -> Cleaned:
    """A name: NFC, the middle dot as U+00B7, no blank unless between Latin words."""
    if text.isalnum() and unicodedata.is_normalized("NFC", text):
        return Cleaned(text, False)
    plain = line(unicodedata.normalize("NFC", text))
    joined = re.sub(r"(?<![A-Za-z.])\s+|\s+(?![A-Za-z])", "", plain.text)
    dotted = DOTS.sub("·", joined)
    return Cleaned(dotted, plain.removed or joined != plain.text)


def _bare(text: str) -> str:
    plain = CONTROLS.sub("", text.translate(_NO_INVISIBLE))
    return "".join(c for c in plain if not c.isspace() and c not in APOSTROPHES)


def _joint(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return " " if before.isascii() and after.isascii() else ""
