"""From printed lines to paragraphs: noise out, sentences that a page or a line break cut joined again."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace

from services.plans.reading.brackets import groups, is_open
from services.plans.reading.fold import Line, Piece
from services.plans.reading.labels import Role, label_at, labels
from services.plans.reading.numbering import Counted, Marker, Rank, inner_markers, marker_at
from services.plans.reading.units import looks_like_unit, split_units

_PAGE = re.compile(
    r"[-—–－﹣―‐_·•.=~〜 ]*(?:第 ?)?\d{1,3}(?: ?页)?[-—–－﹣―‐_·•.=~〜 ]*(?:[/／共，]+ ?(?:共 ?)?\d{1,3} ?页?)?[-—–_ ]*"
    r"|(?:page )?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[^\u3400-\u9fff0-9A-Za-z%％]*")
_CLOSERS = re.compile(r"[）》”’]*[。；，]?")
_GARBLED = re.compile(r"[^\u3400-\u9fff%％]*")
_ENDS = ("。", "！", "？", "：", "；", "!", "?", "…")
_SENTENCE = re.compile(r"[，；。：]")
KNOWN_HEADINGS = re.compile(
    r"(?:总体要求|指导思想|(?:工作|总体|主要|行动)目标|基本原则|(?:重点|主要|目标|工作)任务(?:及分工)?|任务分工|重点工作|主要措施|工作措施"
    r"|保障措施|职责分工|部门职责|(?:成员)?单位职责|组织实施|组织保障|组织领导|工作要求|有关要求|相关要求|实施步骤|方法步骤|工作步骤|目标要求)"
)
_FRESH = re.compile(r"附件|附表|附 ?：|抄送|（此件|主办：|主送")
_DATE_LINE = re.compile(
    r"(?:20\d\d|二[〇零○O].{2}) ?年 ?[\d一二三四五六七八九十]{1,3} ?月 ?[\d一二三四五六七八九十]{1,3} ?日(?: ?印发)?"
)
_SCRAP = re.compile(r"[^\u3400-\u9fff0-9A-Za-z%％]+[一丨丿丶乙亅]?[^\u3400-\u9fff0-9A-Za-z%％]*")
LONGEST_SCRAP = 6
LONGEST_CONTENTS = 120  # a line of a table of contents
_DOTTED = re.compile(r".{2,60}?(?:\.{4,}|…{2,}|·{4,})[.…· ]*\d{1,3}")
_CHAPTER_LINE = re.compile(r"\d{1,2} [\u3400-\u9fff]{2,20}")
_PAIR = re.compile(r"(\d{1,2})\.\d")
_BARE_NUMBER = re.compile(r"(\d{1,2}) ?(?=[\u3400-\u9fff])(?![年月日号个项条])")
MAX_TITLE = 46
MAX_OPEN = 400
MAX_PARAGRAPH = 6000
MAX_LINES = 200
NARROWEST = 20  # characters of a line in a text that was broken by hand
LONGEST_LABEL = 8
_CONTENT = re.compile(r"(?:工作|主要|任务|具体|重点)?(?:内容|措施|举措|目标|要求|标准)：")
_OF_A_TASK = frozenset({Role.LEAD, Role.RESPONSIBLE, Role.COOPERATE, Role.DEADLINE, Role.PERSON})
_CUT_DATE = re.compile(r"(?:\d[年月]?\d{0,2}|[年月])\n(?:\d{0,3}[年月日]|\d{1,3}年|底?前|底)")
_LABEL_ALONE = re.compile(r"[：:]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its number, if it has one. `heading` marks what can only be a heading."""

    piece: Piece
    line: int
    marker: Marker | None = None
    heading: bool = False
    row: bool = False

    @property
    def body(self) -> Piece:
        """The paragraph without its number."""
        return self.piece.cut(self.marker.length) if self.marker else self.piece

    @property
    def number(self) -> str:
        """The number as printed."""
        return self.piece.cut(0, self.marker.length).text if self.marker else ""


def is_noise(line: Line) -> bool:
    """Page numbers, rules and scraps of recognition that are no words."""
    text = line.piece.folded.strip()
    if len(text) <= LONGEST_CONTENTS and _DOTTED.fullmatch(text):
        return True
    if text.replace(" ", "") == "目录":
        return True
    if _PAGE.fullmatch(text):
        return not re.search(r"[%％。]", text)
    if _NO_WORD.fullmatch(text):
        return not _CLOSERS.fullmatch(text)
    bare = text.replace(" ", "")
    if len(bare) <= LONGEST_SCRAP and _SCRAP.fullmatch(bare):
        return True
    letters = re.sub(r"[\W\d_]", "", text)
    return bool(_GARBLED.fullmatch(text)) and bool(letters) and not re.search(r"\d|[。；，]$", text)


def _running_heads(lines: list[Line]) -> set[str]:
    """Short lines that come back on every page and are no label, number or unit of a task."""
    counts = Counter(line.piece.folded for line in lines if not line.row and 4 <= len(line.piece.text) <= 30)
    return {
        text
        for text, count in counts.items()
        if count >= 4
        and not _SENTENCE.search(text)
        and marker_at(text) is None
        and label_at(text, loose=True) is None
        and not all(looks_like_unit(unit) for unit in split_units(text))
        and "（" not in text
        and not re.search(r"长期|每年|20\d\d|[前底月]$", text)
    }


def useful_lines(lines: list[Line]) -> list[Line]:
    """The lines without noise and without running heads of pages."""
    kept = [line for line in lines if line.row or not is_noise(line)]
    heads = _running_heads(kept)
    return [line for line in kept if line.piece.folded not in heads]


def looks_like_heading(folded: str, marker: Marker | None) -> bool:
    """A short numbered line without an end of sentence (or with nothing behind its only full stop)."""
    body = folded[marker.length :].strip() if marker else folded
    if not body or len(body) > MAX_TITLE:
        return False
    if marker is None:
        return bool(KNOWN_HEADINGS.fullmatch(body))
    inside = body.rstrip("。；：:")
    if marker.rank <= Rank.CHINESE_BRACKET:
        return len(_SENTENCE.findall(inside)) <= 1 and "。" not in inside and not body.endswith("，")
    return not _SENTENCE.search(inside) and len(inside) <= 30


def _starts_new(line: Line) -> bool:
    text = line.piece.folded
    if line.heading or line.row or _marker(line) or label_at(text, loose=True):
        return True
    return bool(
        _FRESH.match(text)
        or _CHAPTER_LINE.fullmatch(text)
        or KNOWN_HEADINGS.fullmatch(text)
        or _DATE_LINE.fullmatch(text)
    )


def _finished(text: str) -> bool:
    """Whether a paragraph's last line ends like one."""
    bare = text.rstrip("”’\"' ")
    if bare.endswith(_ENDS):
        return True
    if not bare.endswith("）"):
        return False
    found = groups(bare)
    if not found or found[-1].start == 0:
        return True
    inside = bare[found[-1].start + 1 : -1]
    return "，" in inside or "、" in inside or label_at(inside) is not None or len(inside) > 8


def _only_units(folded: str) -> bool:
    return len(folded) <= MAX_OPEN and all(looks_like_unit(unit) for unit in split_units(folded.rstrip("。；")))


def _ends_in_label(folded: str) -> bool:
    """Whether the units or the time that a label announces must follow on the next line."""
    found = labels(folded) if _LABEL_ALONE.search(folded) else ()
    return bool(found) and found[-1].end == len(folded)


def _continues(before: Paragraph, line: Line, width: int) -> bool:
    """Whether a line goes on with the paragraph before it."""
    text, new = before.piece.folded, line.piece.folded
    if before.row or line.row or line.heading or len(text) > MAX_PARAGRAPH:
        return False
    if is_open(text) and len(text) - text.rfind("（") < MAX_OPEN and _marker(line) is None:
        return not (text.endswith("。") and label_at(new))
    if _ends_in_label(text) and not _starts_new(line):
        return True
    if before.heading or _starts_new(line) or _finished(text) or _same_labels(text, new):
        return False
    if label_at(text, loose=True):
        return bool(
            text.endswith(("、", "，", "和", "及", "）")) or _only_units(new) or _CUT_DATE.search(f"{text}\n{new}")
        )
    if new.startswith("（") and not text.endswith("，"):
        return False
    if before.marker and looks_like_heading(text, before.marker):
        full = len(text) >= width * 3 // 4 and not line.after_gap
        tail = len(new) <= width // 2 and not _SENTENCE.search(new)
        return full and (before.marker.rank > Rank.CHINESE_BRACKET or tail)
    return True


def _is_cut(before: Paragraph, line: Line) -> bool:
    """Whether a line of full length in a text broken by hand was cut inside a list of units or inside a label."""
    text, new = before.piece.folded, line.piece.folded
    if before.row or line.row or line.heading or line.after_gap or not labels(text) or _finished(text):
        return False
    inside = any((found := label_at(text[-k:] + new)) and found.end > k for k in range(1, LONGEST_LABEL))
    return inside or bool(label_at(text, loose=True) and not _starts_new(line))


def _is_broken_by_hand(lines: list[Line], width: int) -> bool:
    """Whether most lines have one length: then a full line says nothing about the end of a paragraph."""
    lengths = [len(line.piece.text) for line in lines if not line.row]
    full = sum(1 for length in lengths if width - 1 <= length <= width)
    return width >= NARROWEST and max(lengths, default=0) <= width + 2 and full * 3 >= len(lengths)


def _same_labels(text: str, new: str) -> bool:
    """Two lines that each give their units are two paragraphs, also without full stops."""
    roles = {label.role for label in labels(text)} & {label.role for label in labels(new)}
    return bool(roles & {Role.LEAD, Role.RESPONSIBLE})


def _without_label_numbers(lines: list[Line]) -> list[Line]:
    """1.工作内容：… 2.责任单位：… number the lines of one task, not tasks: such lines lose their numbers."""
    markers = [_marker(line) for line in lines]

    def rest(index: int) -> str:
        marker = markers[index]
        return lines[index].piece.folded[marker.length :].strip() if marker and marker.rank >= Rank.FIGURE else ""

    numbered = {index for index in range(len(lines)) if (label := label_at(rest(index))) and label.role in _OF_A_TASK}
    if not numbered:
        return lines
    numbered |= {index for index in range(len(lines)) if _CONTENT.match(rest(index))}
    return [
        replace(line, piece=line.piece.cut(marker.length), marker=None) if index in numbered and marker else line
        for index, (line, marker) in enumerate(zip(lines, markers, strict=True))
    ]


def _width(lines: list[Line]) -> int:
    """The length of a full printed line: where lines were broken by hand, most unfinished ones have it."""
    lengths = sorted(len(line.piece.text) for line in lines if not line.row)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def split_lines(lines: list[Line]) -> list[Line]:
    """Lines that lost their breaks, split where their items begin."""
    found: list[Line] = []
    counted: Counted = ()
    for line in lines:
        cuts: tuple[int, ...] = ()
        if not line.row:
            cuts, counted = inner_markers(line.piece.folded, counted)
        edges = [0, *cuts, len(line.piece.text)]
        found += [
            replace(line, piece=line.piece.cut(a, b), marker=None if a else line.marker)
            for a, b in itertools.pairwise(edges)
            if b > a
        ]
    return found


def _marker(line: Line) -> Marker | None:
    """The number at the head of a line, the document's own ones included."""
    return None if line.row else line.marker or marker_at(line.piece.folded)


def _paragraph(line: Line) -> Paragraph:
    marker = _marker(line)
    heading = line.heading or bool(marker is None and KNOWN_HEADINGS.fullmatch(line.piece.folded))
    return Paragraph(line.piece, line.number, marker, heading, line.row)


def paragraphs(kept: list[Line]) -> list[Paragraph]:
    """The paragraphs of the useful lines of a text, in their order."""
    width = _width(kept)
    by_hand = _is_broken_by_hand(kept, width)
    found: list[Paragraph] = []
    joined, full = 0, False
    for line in _without_label_numbers(split_lines(kept)):
        joined += 1
        follows = bool(found) and (_continues(found[-1], line, width) or (full and _is_cut(found[-1], line)))
        full = by_hand and len(line.piece.text) >= width - 1
        if follows and joined < MAX_LINES:
            before = found[-1]
            found[-1] = replace(before, piece=_join(before.piece, line.piece))
        else:
            found.append(_paragraph(line))
            joined = 0
    return _with_bare_numbers(found)


def _with_bare_numbers(found: list[Paragraph]) -> list[Paragraph]:
    """Above items 1.1, 1.2 a heading may have the bare number 1."""
    pairs = {_PAIR.match(each.piece.folded) for each in found if each.marker and each.marker.rank is Rank.FIGURE_PAIR}
    chapters = {int(pair[1]) for pair in pairs if pair}
    if not chapters:
        return found
    kept = []
    for each in found:
        bare = _BARE_NUMBER.match(each.piece.folded) if each.marker is None and not each.row else None
        if bare and int(bare[1]) in chapters and len(each.piece.text) <= MAX_TITLE:
            each = replace(each, marker=Marker(Rank.FIGURE, int(bare[1]), bare.end()))
        kept.append(each)
    return kept


_LIST_MEMBER = re.compile(r"[各县市区省镇乡]")
_LIST_END = re.compile(r"[局委办部院会所队]$|单位$|部门$|机关$|政府$|乡镇$|街道$|中心$|）$")


def _join(left: Piece, right: Piece) -> Piece:
    """Two parts of a cut sentence; a blank stays between Latin words, a comma is put between units on own lines."""
    first, second = left.folded, right.folded
    place = left.places[-1:]
    if place and left.text[-1].isascii() and left.text[-1].isalnum() and second[:1].isascii() and second[:1].isalpha():
        return left + Piece(" ", place) + right
    if label_at(first, loose=True) and _LIST_END.search(first) and _LIST_MEMBER.match(second) and _only_units(second):
        return left + Piece("、", place) + right
    return left + right
