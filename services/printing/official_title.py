"""The lines of a title: whole words, a pleasing outline (7.3.1: 词意完整，排列对称，长短适宜)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from services.printing.kinsoku import break_lines, may_break

_WHOLE = re.compile("|".join([r"《[^》]*》", r"（[^）]*）", r"“[^”]*”"]))
_NUMBER = re.compile(
    r"[\u4e00-\u9fa5]{0,2}〔[^〕]*〕\d*号?"
    r"|第[一二三四五六七八九十百零0-9]+(?:个五年|季度|阶段|批次|[批次号期届年条章])?"
    r"|[〇○零一二三四五六七八九]{4}年(?:度)?"
    r"|[0-9A-Za-z.%—～-]+(?:年度|[年月日号])?"
)
_NOT_FIRST = frozenset("的等县市省区镇乡村局委厅科室队所院站组会者性化")  # the end of a name or word
_NOT_LAST = frozenset("的和与及并不")
_LEAST_LAST = 4_000  # four characters
_GOOD_AFTER = ("关于", "、", "》", "”", "）", "，", " ")
_WORD_LIST = Path(__file__).resolve().parents[2] / "resources" / "data" / "title_words.txt"


def title_lines(title: str, most: int) -> list[str]:
    """`break_title` where the faces are not known: Latin letters and digits count half an em."""
    return break_title(title, [500 if char.isascii() else 1000 for char in title], most)


def break_title(title: str, widths: Sequence[int], most: int, last: int = _LEAST_LAST) -> list[str]:
    """Lines that end between words, in the outline of a trapezoid or a diamond.

    As few lines as `most` (thousandths of an em) allows, one or two more where a name or word would be cut in two.
    Names in 《》〔〕 and numbers stay whole where they can; 的 stays with its noun. The last line has at least `last`.
    A line feed in the title is the author's own break and is kept.
    """
    if "\n" in title:
        return [line for line in title.split("\n") if line]
    if sum(widths) <= most:
        return [title]
    if sum(widths) > most * _BALANCED_LINES:
        return [title[line.start : line.end].strip() for line in break_lines(title, widths, most)]
    return list(_broken(title, tuple(widths), most, last))


_FORBIDDEN = 10_000.0
_CUT_WHOLE, _CUT_NUMBER, _CUT_PARTICLE, _CUT_KIND, _CUT_ORGAN = 80.0, 300.0, 20.0, 100.0, 80.0
_CUT_WORD, _CUT_LONGER_WORD, _WORD_BEGINS = 40.0, 4.0, 3.0
_HOURGLASS, _RECTANGLE, _REMNANT, _ONE_MORE = 60.0, 45.0, 50.0, 12.0
_BALANCED_LINES = 7  # a text longer than that is no title: its lines are simply filled
_SHORTEST = 0.3  # of the mean: shorter lines are not looked at
_EQUAL = 500  # lines that differ by less look equally long
_LONGEST_KIND = 4


@lru_cache(maxsize=256)
def _broken(title: str, widths: tuple[int, ...], most: int, last: int) -> tuple[str, ...]:
    costs = _break_costs(title)
    cheapest = sorted(costs[1:-1])
    fewest = -(-sum(widths) // most)
    best: tuple[float, tuple[int, ...]] | None = None
    for count in range(fewest, len(title) + 1):
        more = _ONE_MORE * (count - fewest)
        bound = best[0] - more if best else math.inf
        # more lines are not tried where even the cheapest places to break would not pay for them
        if bound > sum(cheapest[: count - 1]) and (found := _best_ends(widths, most, count, costs, last, bound)):
            best = found[0] + more, found[1]
        if best and count >= fewest + 2:
            break
    if best is None:
        return (title,)
    return tuple(title[start:end].strip() for start, end in zip((0, *best[1][:-1]), best[1], strict=True))


def _break_costs(title: str) -> list[float]:
    """What it costs to begin a line at each place; dearest where 禁则 forbids it."""
    costs = [0.0] * (len(title) + 1)
    for at in range(1, len(title)):
        costs[at] = 6.0 if may_break(title, at) else _FORBIDDEN
        if title.endswith(_GOOD_AFTER, 0, at):
            costs[at] -= 6.0
        if title[at] in _NOT_FIRST or title[at - 1] in _NOT_LAST:
            costs[at] += _CUT_PARTICLE
        if "的" in title[at - 2 : at] and len(title) - at <= _LONGEST_KIND:
            costs[at] += _CUT_KIND
    for at, cost in enumerate(_word_costs(title)):
        costs[at] += cost
    for pattern, cost in ((_WHOLE, _CUT_WHOLE), (_NUMBER, _CUT_NUMBER)):
        for match in pattern.finditer(title):
            for at in range(match.start() + 1, match.end()):
                costs[at] += cost
    return costs


def _word_costs(title: str) -> list[float]:
    """Dear inside a word, dearer inside a long one, cheap where one begins; the organs before 关于 are words too."""
    inside, begins = [0.0] * len(title), [0.0] * len(title)
    words, longest = title_words()
    for start in range(len(title)):
        for end in range(start + 2, min(start + longest, len(title)) + 1):
            if title[start:end] in words:
                begins[start] = _WORD_BEGINS
                for at in range(start + 1, end):
                    inside[at] = max(inside[at], _CUT_WORD + _CUT_LONGER_WORD * (end - start))
    for organ in re.finditer(r"[^、 \u3000]+", title.partition("关于")[0] if "关于" in title else ""):
        for at in range(organ.start() + 1, organ.end()):
            inside[at] += _CUT_ORGAN
    return [dear - cheap for dear, cheap in zip(inside, begins, strict=True)]


@lru_cache(maxsize=1)
def title_words() -> tuple[frozenset[str], int]:
    """Words of the trade that a line should not cut in two, and the length of the longest."""
    words = frozenset(_WORD_LIST.read_text(encoding="utf-8").split())
    return words, max(map(len, words))


class _Reached(NamedTuple):
    """The cheapest way to a place: its line ends, the width of its last line, whether lines already grow shorter."""

    cost: float
    ends: tuple[int, ...]
    last: int
    shrinking: bool


def _best_ends(
    widths: Sequence[int], most: int, count: int, costs: Sequence[float], last: int, bound: float
) -> tuple[float, tuple[int, ...]] | None:
    """Cheapest `count` lines: near equal, in a good outline, none wider than `most`; None if not below `bound`."""
    length = len(widths)
    ideal = sum(widths) / count
    shortest = ideal * _SHORTEST
    sums = [0, *accumulate(widths)]
    gain = min(0.0, *costs)  # the most that a further line may save
    reached = {(0, 0, False): _Reached(0.0, (), 0, False)}
    for to_come in reversed(range(count)):
        following: dict[tuple[int, int, bool], _Reached] = {}
        for state in reached.values():
            start = state.ends[-1] if state.ends else 0
            for end in range(start + 1, length + 1) if to_come else (length,):
                width = sums[end] - sums[start]
                if width > most:
                    break
                if width < shortest and end < length:
                    continue
                if sums[length] - sums[end] > most * to_come:
                    continue
                outline, shrinking = _outline(state, width)
                cost = state.cost + ((width - ideal) / 1000) ** 2 + costs[end] + outline
                if not to_come and width < last:
                    cost += _REMNANT
                if cost + to_come * gain >= bound:
                    continue
                key = (end, width, shrinking)
                if key not in following or cost < following[key].cost:
                    following[key] = _Reached(cost, (*state.ends, end), width, shrinking)
        reached = following
    whole = [state for (end, _width, _shrinking), state in reached.items() if end == length]
    best = min(whole, key=lambda state: state.cost, default=None)
    return (best.cost, best.ends) if best else None


def _outline(state: _Reached, width: int) -> tuple[float, bool]:
    """What the next line costs by its outline, and whether lines grow shorter from here."""
    if not state.ends:
        return 0.0, False
    if abs(width - state.last) < _EQUAL:
        return _RECTANGLE, state.shrinking
    if width > state.last:
        return (_HOURGLASS if state.shrinking else 0.0), state.shrinking
    return 0.0, True
