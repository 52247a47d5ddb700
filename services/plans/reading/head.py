"""What stands above a plan's tasks: its title, who issued it, under which number and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from services.plans.reading.calendar_words import number
from services.plans.reading.fold import Line, fold, tidy
from services.plans.reading.numbering import Rank, marker_at
from services.plans.reading.paragraphs import KNOWN_HEADINGS
from services.plans.reading.units import looks_like_unit

_NUMBER = re.compile(
    r"(?:文 ?号 ?：|发文字号 ?：)? ?([\u3400-\u9fff]{2,16})（ ?((?:19|20)\d\d) ?） ?(?:第 ?)?(\d{1,4}) ?号"
)
_OF_NUMBER = re.compile(r"（(20\d\d)）(?=第?\d)")
_BARE_NUMBER = re.compile(r"（ ?20\d\d ?） ?(?:第 ?)?\d{1,4} ?[号期]|第 ?\d{1,4} ?期")
_CN = "[一二三四五六七八九十]"
_DATE = re.compile(
    r"(?:(?:成文|发文|印发|制定|发布|填报|制表|编制)(?:日期|时间) ?： ?)?"
    r"(?P<y>20\d\d|二[〇零○O][〇零○O一二三四五六七八九]{2}) ?[年\-/.] ?"
    rf"(?P<m>\d{{1,2}}|{_CN}{{1,2}}) ?[月\-/.] ?(?P<d>\d{{1,2}}|{_CN}{{1,3}}) ?日?"
)
_SIGNED = re.compile(rf"（?(?P<who>[\u3400-\u9fff]{{4,24}}?)[ （，、]*(?P<when>{_DATE.pattern})(?:印发|发布|制定)?）?")
_NOTED = re.compile(r"（[^（）]*(?:会议|通过|审议|议定|修订|修正|讨论|试行)[^（）]*）")
_META = re.compile(r"索引号|发布机构|成文日期|发文字号|信息分类|主题分类|有 ?效 ?性")
_PAGE_HEAD = re.compile(
    r"(?:填报|填表|制表)(?:单位|日期|时间|人) ?：|浏览次数|字体 ?：|打印|分享|首页|当前位置|来源 ?：.*时间"
)
_PRINTED = re.compile(r"(?P<who>.{0,24}?) ?(?P<y>20\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日 ?印发")
_ISSUER = re.compile(r"(?:发文|发布|制发|制定)(?:机关|单位) ?： ?(.+)")
_MASTHEAD = re.compile(r"(.{4,30}?)(?:文件|（?函）?)$")
_SALUTATION = re.compile(r"：$")
_ASIDE = re.compile(r"（此件|附件|附 ?：|（?征求意见|索引号|主题分类|（?审议稿|（?讨论稿|[—\-]+$")
_SENTENCE = re.compile(r"[。；]|，.*，")
_KINDS = re.compile(r"方案|计划|要点|分工|通知|意见|任务|清单|办法|措施|安排|行动|台账|表")
_BODY = re.compile(r"为(?!民服务)|根据|按照|依据|遵照|现将|经研究|近年来|《|以习")
_ATTACHED = re.compile(r"附件 ?：")
LEAST_TITLE, LONGEST_TITLE = 10, 60
MOST_PARTS = 4
ISSUED_ABOVE = 8  # lines in which an issuer stands above 关于印发…
FRONT = 60


@dataclass(frozen=True, slots=True)
class Head:
    """Title, issuer, document number and date; what is not printed is empty or None."""

    title: str
    issuer: str
    doc_number: str
    issued: date | None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(number(found["y"]), number(found["m"]), number(found["d"]))
    except (ValueError, KeyError):
        return None


def _dated(lines: list[Line]) -> tuple[date | None, int | None]:
    """The date on a line of its own in front of the body (or at the very end), and the place of that line."""
    for index, line in enumerate(lines):
        found = _DATE.fullmatch(line.piece.folded.strip("（） "))
        if found and _date(found):
            return _date(found), index
    return None, None


def _printed(lines: list[Line]) -> tuple[date | None, str]:
    for line in lines[-12:]:
        found = _PRINTED.fullmatch(line.piece.folded)
        if found and _date(found):
            return _date(found), found["who"].strip()
    return None, ""


def _name(text: str) -> str:
    name = tidy(text).strip(" 　")
    return name if looks_like_unit(name) and len(name) >= 4 else ""


def _parted(line: Line) -> list[Line]:
    """县司法局 2026年3月5日, on one line or in cells of one row of a sheet, is two lines."""
    if line.row:
        ends = [-1, *(found.start() for found in re.finditer(r"[\t|]", line.piece.text)), len(line.piece.text)]
        pieces = [line.piece.cut(a + 1, b) for a, b in pairwise(ends)]
        pieces = [piece for piece in pieces if piece.text]
        alike = all(_name(piece.text) or _DATE.fullmatch(piece.folded.strip("（） ")) for piece in pieces)
        dated = any(_DATE.fullmatch(piece.folded.strip("（） ")) for piece in pieces)
        return [replace(line, piece=piece, row=False) for piece in pieces] if alike and dated else [line]
    found = _SIGNED.fullmatch(line.piece.folded)
    if found is None or not _name(found["who"]):
        return [line]
    return [replace(line, piece=line.piece.cut(*found.span(part))) for part in ("who", "when")]


def _opened(line: Line) -> list[Line]:
    """A text that lost its line ends: title, issuer and date have only blanks between them."""
    words = line.piece.folded.split(" ")
    dated = any(_DATE.fullmatch(word) for word in words[:MOST_PARTS])
    if line.row or not dated or not _KINDS.search(words[0]) or len(words[0]) > LONGEST_TITLE:
        return [line]
    edges = [found.start() for found in re.finditer(" ", line.piece.text)][:MOST_PARTS]
    return [replace(line, piece=line.piece.cut(a, b)) for a, b in pairwise([0, *edges, len(line.piece.text)]) if b > a]


def _without_cells(line: Line) -> Line:
    """A row of a sheet in which only one cell, perhaps a merged one, holds words is a plain line."""
    words = {cell.strip() for cell in re.split(r"[\t|]", line.piece.text)} - {""}
    if not line.row or len(words) != 1:
        return line
    start = line.piece.text.index(word := words.pop())
    return replace(line, piece=line.piece.cut(start, start + len(word)), row=False)


def _front(lines: list[Line]) -> list[Line]:
    """The lines above the first chapter, or above the header of a table."""
    lines = [_without_cells(line) for line in lines[: FRONT * 2]]
    attached = False
    for index, line in enumerate(lines):
        marker = marker_at(line.piece.folded)
        attached = bool(_ATTACHED.match(line.piece.folded)) or (
            attached and marker is not None and marker.rank == Rank.FIGURE and not _SENTENCE.search(line.piece.folded)
        )
        if attached:
            continue
        if line.row or KNOWN_HEADINGS.fullmatch(line.piece.folded) or (marker and marker.rank <= Rank.FIGURE):
            return lines[:index]
    return lines[:FRONT]


def _is_title_line(line: Line) -> bool:
    text = line.piece.folded.strip()
    if (
        _SENTENCE.search(text)
        or _SALUTATION.search(text)
        or _ASIDE.match(text)
        or _NOTED.fullmatch(text)
        or _BARE_NUMBER.fullmatch(text)
        or _PAGE_HEAD.search(text)
        or text.endswith(("，", "。", "：", "；"))
    ):
        return False
    return len(text) <= 60 and not _DATE.fullmatch(text.strip("（） ")) and not _NUMBER.fullmatch(text)


def _title(front: list[Line]) -> str:
    """The block of short lines nearest to the body: the plan's own title rather than the notice's."""
    blocks: list[list[Line]] = [[]]
    body = False
    for line in front:
        text = line.piece.folded
        body = body or bool(len(text) >= 18 and _BODY.match(text) and not text.endswith("通知"))
        if not body and _is_title_line(line):
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
        body = body and not text.endswith(("。", "："))
    found = [block for block in blocks if block]
    if named := [line for line in front if line.heading and _KINDS.search(line.piece.folded) and _is_title_line(line)]:
        return tidy(([line for line in named if len(line.piece.text) >= LEAST_TITLE] or named[:1])[-1].piece.text)
    for block in [
        *(block for block in reversed(found) if any(_KINDS.search(line.piece.folded) for line in block)),
        *found[:1],
    ]:
        return tidy("".join(line.piece.text for line in _without_masthead(block)))
    return ""


def _without_masthead(block: list[Line]) -> list[Line]:
    """Drops 某某文件 and a bare issuer above the title, and an issuer that signs below it."""
    kept = list(block)
    while len(kept) > 1 and _name(kept[-1].piece.text) and not _KINDS.search(kept[-1].piece.folded):
        kept.pop()
    while len(kept) > 1 and (_MASTHEAD.fullmatch(kept[0].piece.folded) or _bare_issuer(kept)):
        kept.pop(0)
    return kept


def _bare_issuer(block: list[Line]) -> bool:
    following = block[1].piece.folded
    return bool(_name(block[0].piece.text)) and not following.startswith("关于") and len(block) > 1


def _issuer(lines: list[Line], front: list[Line], dated: int | None, printed_by: str) -> str:
    if dated:
        name = _name(lines[dated - 1].piece.text)
        if name:
            return name
    for line in front:
        labelled = _ISSUER.fullmatch(line.piece.folded)
        if labelled and _name(labelled.group(1)):
            return _name(labelled.group(1))
    for line in front[:4]:
        masthead = _MASTHEAD.fullmatch(line.piece.folded)
        if masthead and _name(masthead.group(1)):
            return _name(line.piece.text[: masthead.end(1)])
    for line, below in pairwise(front[:ISSUED_ABOVE]):
        if below.piece.folded.startswith("关于") and _name(line.piece.text):
            return _name(line.piece.text)
    return _name(printed_by)


def _doc_number(front: list[Line]) -> str:
    for line in front:
        found = _NUMBER.fullmatch(line.piece.folded) or re.search(r"文 ?号 ?： ?" + _NUMBER.pattern, line.piece.folded)
        if found:
            return tidy(line.piece.text[found.start(1) : found.end()]).replace(" ", "")
        if _BARE_NUMBER.fullmatch(line.piece.folded) and "20" in line.piece.text:
            return tidy(line.piece.text).replace(" ", "")
    return ""


def reference_day(head: Head) -> date | None:
    """The day from which a phrase without a year counts: the document's, or the year of its title or number."""
    title = fold(head.title)
    years = set(re.findall(r"(20\d\d)(?=年|[—\-–至~～])", title)) or set(_OF_NUMBER.findall(fold(head.doc_number)))
    if head.issued or len(years) != 1:
        return head.issued
    return date(int(years.pop()), 1, 1)


def read_head(lines: list[Line]) -> Head:
    """Reads what stands in front of the tasks; the particulars that a site puts above a document are no part of it."""
    lines = [line for line in lines[:FRONT] if not (line.row and _META.search(line.piece.folded))] + lines[FRONT:]
    lines = [part for whole in lines[:FRONT] for line in _opened(whole) for part in _parted(line)] + lines[FRONT:]
    front = _front(lines)
    issued, place = _dated(lines[: len(front)])
    tail = lines[-8:] if issued is None else []
    if issued is None:
        issued, at_end = _dated(tail)
        place = None if at_end is None else len(lines) - len(tail) + at_end
    printed_on, printed_by = _printed(lines)
    return Head(_title(front), _issuer(lines, front, place, printed_by), _doc_number(front), issued or printed_on)
