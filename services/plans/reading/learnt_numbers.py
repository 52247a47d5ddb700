"""Numbers of a plan's own making (一是, 举措1-1, 01, A., ❶), learnt from its lines: one pattern whose counters rise."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from services.plans.reading.fold import Line
from services.plans.reading.numbering import Marker, Rank, chinese_number, marker_at

_SIGNS = ((0x2776, 10), (0x2780, 10), (0x278A, 10), (0x24F5, 10), (0x3280, 10), (0x1F100, 10))
_CN = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    r"(?P<open>[（]?)(?P<word>[第其]|[\u3400-\u9fff]{2,4}?)?? ?"
    rf"(?:(?P<pair>\d{{1,2}}(?:[\-—－–.]\d{{1,2}}){{1,2}})|(?P<figure>\d{{1,3}})|(?P<letter>[A-Z])|(?P<circle>[①-⑳])|(?P<chinese>{_CN}))"
    r"(?P<unit>[类批组]|板块|方面|部分|大类)?(?P<close> ?(?:[是，。、：.）—·-]{1,2}|(?<= )|(?=[“《\u3400-\u9fff])) ?)"
)
_OTHER_WORDS = re.compile(
    r"附件|附表|附录|附图|备注|专栏|阶段|步骤|页|时间|截|共计?|总计|星期|议程|议题|电话|年|月|日|每|近|前|约|至|满|是|第."
)
_COUNTED_THINGS = re.compile(r"[年月日号个项条名次天人家户周期届季级类批件处岁时分秒元万亿倍%％]")
FEWEST, FEWEST_WEAK = 2, 3
MOST_STRAY = 0.2  # of a pattern's lines that do not follow the one before
Shape = tuple[str, str, str, str]
_RANKS = {
    "pair": Rank.FIGURE_PAIR,
    "figure": Rank.FIGURE,
    "padded": Rank.FIGURE,
    "letter": Rank.FIGURE_BRACKET,
    "chinese": Rank.CHINESE_BRACKET,
    "circle": Rank.CIRCLE,
    "sign": Rank.CIRCLE,
}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number as it may stand at the head of a line: its pattern, its counter and how many characters it takes."""

    shape: Shape
    counts: tuple[int, ...]
    length: int

    @property
    def is_weak(self) -> bool:
        """Whether figures may begin a line like this without numbering it."""
        return self.shape[2] in ("figure", "letter") and self.shape[3].strip() == "" and not self.shape[1]

    def follows(self, before: _Mark | None) -> bool:
        """Whether it counts on, or begins again."""
        if self.counts[-1] == 1:
            return True
        return before is not None and self.counts == (*before.counts[:-1], before.counts[-1] + 1)


def learn_numbers(lines: list[Line]) -> list[Line]:
    """The lines, with the number of each that the document's own pattern counts; usual numbers are left to others."""
    found: dict[Shape, list[tuple[int, _Mark]]] = defaultdict(list)
    usual: dict[int, Rank] = {}
    for place, line in enumerate(lines):
        if line.row:
            continue
        marker, mark = marker_at(line.piece.folded), _mark(line.piece.folded)
        if marker:
            usual[place] = marker.rank
        if mark and (marker is None or marker.rank is Rank.FIGURE_PAIR):  # 1.2公布… may be a measure in metres
            found[mark.shape].append((place, mark))
    learnt: dict[int, Marker] = {}
    for marks in found.values():
        if _counts(marks):
            rank = _rank(marks, usual)
            learnt |= {place: Marker(rank, mark.counts[-1], mark.length) for place, mark in marks}
    return [replace(line, marker=learnt[at]) if at in learnt else line for at, line in enumerate(lines)]


def _mark(folded: str) -> _Mark | None:
    for first, count in _SIGNS:
        if folded and first <= ord(folded[0]) < first + count:
            return _Mark(("", "", "sign", chr(first)), (ord(folded[0]) - first + 1,), 1)
    found = _MARK.match(folded)
    if found and found["unit"] and found["word"] != "第":
        return None
    if found is None or not (found["close"] or found["figure"] or found["pair"] or found["circle"]):
        return None
    word = found["word"] or ""
    kind = next(name for name in ("pair", "figure", "letter", "circle", "chinese") if found[name])
    rest = folded[found.end() :]
    if _OTHER_WORDS.search(word) or not rest or (kind == "figure" and _COUNTED_THINGS.match(rest)):
        return None
    padded = kind == "figure" and found[kind].startswith("0")
    if "，" in found["close"] and kind != "chinese":  # cells parted by commas
        return None
    if kind in ("chinese", "letter") and not (found["close"].strip() or word):
        return None
    counts = tuple(_count(part) for part in re.split(r"[^\dA-Z①-⑳一二三四五六七八九十]", found[kind]))
    style = f"{kind}{len(counts)}" if kind == "pair" else "padded" if padded else kind
    shape = (found["open"], word, style, (found["unit"] or "") + found["close"].strip())
    return _Mark(shape, counts, found.end())


def _count(printed: str) -> int:
    for first in "A①":
        if 0 <= ord(printed[0]) - ord(first) < 26:
            return ord(printed[0]) - ord(first) + 1
    return chinese_number(printed)


def _counts(marks: list[tuple[int, _Mark]]) -> bool:
    """Whether the marks of one pattern rise one by one from the first."""
    run = [mark for _, mark in marks]
    if len(run) < (FEWEST_WEAK if run[0].is_weak else FEWEST) or run[0].counts[-1] != 1:
        return False
    if all(mark.counts[-1] == 1 for mark in run) and run[0].shape[2] != "pair2":
        return False
    stray = sum(1 for before, mark in pairwise(run) if not mark.follows(before))
    return stray <= MOST_STRAY * len(run)


def _rank(marks: list[tuple[int, _Mark]], usual: dict[int, Rank]) -> Rank:
    """Above the usual numbers that stand between two of them; else as deep as such a number usually is."""
    _, word, kind, close = marks[0][1].shape
    rank = _RANKS[kind.rstrip("0123456789")]
    if close.startswith("是") or (word and close.startswith("，")):
        rank = Rank.CIRCLE
    elif kind == "chinese" and not word:
        rank = Rank.CHINESE
    ends = [place for place, _ in marks]
    inner = [min((usual[at] for at in range(a + 1, b) if at in usual), default=None) for a, b in pairwise(ends)]
    below = [each for each in inner if each is not None]
    if len(below) * 2 <= len(inner) or not below:
        return rank
    deepest = max(below)
    return Rank(max(0, min(int(rank), int(deepest) - 1)))
