"""Cleaning of lines without losing the place of any character.

Every kept character remembers its offset in the text that was given, so that a task can be shown in its source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from services.plans.reading.numbering import Marker

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_PUNCTUATION = {
    **dict.fromkeys("([【[〔［{｛〖﹝『", "（"),
    **dict.fromkeys(")]】]〕］}｝〗﹞』", "）"),
    **dict.fromkeys(":﹕∶︰", "："),
    **dict.fromkeys(";﹔", "；"),
    **dict.fromkeys(",﹐", "，"),
    **dict.fromkeys("．﹒", "."),
    "﹑": "、",
    "／": "/",
}
_TRADITIONAL = dict(
    zip(
        "責單牽頭門關縣級鄉鎮區務時間節點辦聯協會組長職領導隊處開發個幾後報點實體應過與業項編財農衛"
        "環檢監視應黨團場銀學車產經貿規劃資達對於當動參機構執負舉標總強調圍則歸種類設專見東華廣萬寧陽龍"
        "號計織階驟進準題內條臺賬檔統戰線紀遊質續營貫適",
        "责单牵头门关县级乡镇区务时间节点办联协会组长职领导队处开发个几后报点实体应过与业项编财农卫"
        "环检监视应党团场银学车产经贸规划资达对于当动参机构执负举标总强调围则归种类设专见东华广万宁阳龙"
        "号计织阶骤进准题内条台账档统战线纪游质续营贯适",
        strict=True,
    )
)
_FOLD = str.maketrans({**_WIDE, **_PUNCTUATION, **_TRADITIONAL, "\t": " ", "　": " ", "\xa0": " "})
_BOXED = re.compile(r"[【\[〔][\u3400-\u9fff]{2,8}[】\]〕]|^[（(][\u3400-\u9fff]{4,6}[）)]")
_LABEL_BOX = re.compile(
    r"（((?:牵头|责任|配合|协同|主办|承办|协办|落实|实施|参与|完成|办结|整改|工作|时间|时限|进度)"
    r"(?:单位|部门|机关|科室|主体|时限|时间|节点|期限|要求|安排|责任单位))）(?![、，；）])"
)
LONGEST_ROW = 1000
_DROPPED = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")
_MARKUP = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|#160|#12288);|\*{1,3}|__|`|\\(?=[.*#()_\-])|</?(?:b|strong|p|u|em|i|span|div|font|center|ul|ol|li|h[1-6])\b[^<>]{0,200}>"
)
_UNCLEAN = re.compile(r"[\s*_`\\<>&#+\-\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e•·●■◆▪★☆▲◇○△▶►▷※✦✓√➢➤❖◎□→—–(]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEADING = re.compile(
    r"\s*(?:#{1,6}(?=[\s\S])|>+|[-+•·●■◆▪*](?=\s)|[★☆●◆■▲▪◇○△▶►▷※✦✓√➢➤❖◎□→—–]{1,2}\s*(?=[牵责配完时主协承办整落参截牽責]))\s*"
)
_PINYIN = re.compile(
    r"(?<=[\u3400-\u9fff])\((?=[^()]*[\u00e0-\u01dc\u0251\u0261])[a-z\u00e0-\u01dc\u0251\u0261 ]{1,8}\)"
)
_HEADING_MARK = re.compile(r"\s*#{1,6}\s")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The same text with one width of signs, one kind of brackets and simplified characters; the length is kept.

    A label in brackets of its own (【牵头单位】县司法局) is folded to one with a colon.
    """
    folded = text.translate(_FOLD)
    return _LABEL_BOX.sub(r"\1：：", folded) if _BOXED.search(text) else folded


def tidy(text: str) -> str:
    """Without the blanks that only conversions leave: a blank stays between two Latin words or numbers."""
    return re.sub(r"(?<![A-Za-z0-9])[ \t]+|[ \t]+(?![A-Za-z0-9])", "", text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of kept characters; `places[i]` is the offset of `text[i]` in the given text."""

    text: str
    places: tuple[int, ...]

    @property
    def folded(self) -> str:
        """The folded twin, of the same length."""
        return fold(self.text)

    def cut(self, start: int, end: int | None = None) -> Piece:
        """The part from `start` to before `end`, without blanks at its ends."""
        stop = len(self.text) if end is None else end
        while start < stop and self.text[start].isspace():
            start += 1
        while stop > start and self.text[stop - 1].isspace():
            stop -= 1
        return Piece(self.text[start:stop], self.places[start:stop])

    def __add__(self, other: Piece) -> Piece:
        return Piece(self.text + other.text, self.places + other.places)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that has something in it. `row` marks a line of a table, `heading` a Markdown heading.

    `after_break` stands for the end of a sheet: what was said of a table above it holds no longer. `marker` is a number
    of the document's own pattern at its head.
    """

    number: int
    piece: Piece
    row: bool = False
    heading: bool = False
    after_gap: bool = False
    after_break: bool = False
    marker: Marker | None = None


def _clean(raw: str, offset: int, keep_tabs: bool) -> Piece:
    words = raw.strip()
    if not keep_tabs and not _UNCLEAN.search(words):
        start = offset + raw.find(words)
        return Piece(words, tuple(range(start, start + len(words))))
    gone = [False] * len(raw)
    for pattern in (_DROPPED, _MARKUP, _PINYIN):
        for found in pattern.finditer(raw):
            gone[found.start() : found.end()] = [True] * (found.end() - found.start())
    breaks = set()
    for found in _BREAK.finditer(raw):
        gone[found.start() : found.end()] = [False, *[True] * (found.end() - found.start() - 1)]
        breaks.add(found.start())
    lead = _LEADING.match(raw)
    if lead:
        gone[: lead.end()] = [True] * lead.end()
    kept: list[str] = []
    places: list[int] = []
    for index, char in enumerate(raw):
        if gone[index]:
            continue
        sign = char if not char.isspace() or (keep_tabs and char == "\t") else " "
        sign = " " if index in breaks else sign
        if sign == " " and kept and kept[-1] == " ":
            continue
        kept.append(sign)
        places.append(offset + index)
    piece = Piece("".join(kept), tuple(places))
    return piece if keep_tabs else piece.cut(0)


def _is_cut_row(text: str) -> bool:
    """Whether a row between bars goes on in the next line: it begins with a bar and ends without one."""
    return text.startswith("|") and not text.rstrip().endswith("|") and len(text) < LONGEST_ROW


def is_row(raw: str) -> bool:
    """Whether a line is a row of a table: two tabs between words, or bars."""
    if raw.strip("\n").count("\t") >= 2:
        return True
    bars = raw.count("|") + raw.count("｜")
    framed = raw.lstrip().startswith(("|", "｜")) or raw.rstrip().endswith(("|", "｜"))
    return bars >= 3 if framed else bars >= 2 and "。" not in raw


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything, cleaned; numbers count from 1."""
    found: list[Line] = []
    offset, gap, parted = 0, False, False
    for number, raw in enumerate(re.split(r"(?<=\n)|(?<=\r)(?!\n)", text), start=1):
        row = is_row(raw)
        piece = _clean(raw, offset, row)
        offset += len(raw)
        if not piece.text.strip():
            gap, parted = True, parted or "\f" in raw
            continue
        if found and _is_cut_row(found[-1].piece.text) and not piece.text.startswith("|"):
            whole = found[-1].piece + piece
            found[-1] = replace(found[-1], piece=whole, row=is_row(whole.text))
            continue
        found.append(Line(number, piece, row, bool(_HEADING_MARK.match(raw)), gap, parted))
        gap, parted = False, False
    return found
