"""Two versions of a plan side by side: which tasks are new, gone, changed or the same, and in what they differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from services.plans.reading.fold import fold
from services.plans.reading.tasks import PlanTaskReading
from services.plans.source import StoredTask

LEAST_ALIKE = 0.55  # of the signs of two tasks that are taken for one
LEAST_NUMBERED = 0.35  # where both carry the same number in the same chapter
LEAST_KEPT = 0.5  # of the pairs of signs of a task that stays under its number
LEAST_PAIRS = 0.2  # of shared pairs of signs, below which the signs are not compared one by one
WORDS = re.compile(r"\W|_")
NUMBER = re.compile(r"[^\w一-鿿]")
ROLES = (("lead", "牵头单位"), ("responsible", "责任单位"), ("cooperate", "配合单位"))
TEXT, LIMIT = "任务内容", "完成时限"


class Difference(StrEnum):
    """What became of a task."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class TaskWords:
    """A task as it is printed, wherever it comes from. `units` are roles (lead, responsible, cooperate) and names."""

    no: str
    text: str
    units: tuple[tuple[str, tuple[str, ...]], ...]
    limit: str
    section: str = ""

    def named(self, role: str) -> str:
        """The units of one role, joined as papers do."""
        return "、".join(name for found, names in self.units if found == role for name in names)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One part of a task that differs."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TaskPair:
    """The places of a task among the old and the new ones; one of them is missing for NEW and GONE."""

    difference: Difference
    old: int | None
    new: int | None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `only` tells that the other version does not have it."""

    words: str
    only: bool


def words_of_reading(task: PlanTaskReading) -> TaskWords:
    """A task that was just read."""
    units = tuple((role, getattr(task, role)) for role, _label in ROLES if getattr(task, role))
    return TaskWords(task.no, task.text, units, task.deadline_text or "", task.section)


def words_of_stored(task: StoredTask) -> TaskWords:
    """A task of the ledger."""
    return TaskWords(task.no, task.text, task.units, task.deadline_text)


def compared(old: Sequence[TaskWords], new: Sequence[TaskWords]) -> list[TaskPair]:
    """Every task of both versions once, in the order of the new one; what is gone stands where it stood."""
    partner = _partners(old, new)
    taken = {at: n for n, at in partner.items()}
    gone = [at for at in range(len(old)) if at not in taken]
    found: list[TaskPair] = []
    for n, task in enumerate(new):
        at = partner.get(n)
        if at is None:
            found.append(TaskPair(Difference.NEW, None, n))
            continue
        while gone and gone[0] < at:
            found.append(TaskPair(Difference.GONE, gone.pop(0), None))
        changes = changes_of(old[at], task)
        found.append(TaskPair(Difference.CHANGED if changes else Difference.SAME, at, n, changes))
    return [*found, *(TaskPair(Difference.GONE, at, None) for at in gone)]


def changes_of(old: TaskWords, new: TaskWords) -> tuple[FieldChange, ...]:
    """What differs: blanks, punctuation of conversions and the order of units do not."""
    found = []
    if bare(old.text) != bare(new.text):
        found.append(FieldChange(TEXT, old.text, new.text))
    for role, label in ROLES:
        before, after = old.named(role), new.named(role)
        if sorted(_names(before)) != sorted(_names(after)):
            found.append(FieldChange(label, before, after))
    if bare(old.limit) != bare(new.limit):
        found.append(FieldChange(LIMIT, old.limit, new.limit))
    return tuple(found)


def pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in stretches that the other one has and has not; joined they are the texts."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    before = tuple(Piece(old[a:b], step != "equal") for step, a, b, _c, _d in steps if b > a)
    after = tuple(Piece(new[c:d], step != "equal") for step, _a, _b, c, d in steps if d > c)
    return before, after


def bare(words: str) -> str:
    """The words alone: no blanks, no punctuation, one width."""
    return WORDS.sub("", fold(words))


def _names(joined: str) -> list[str]:
    return [bare(name) for name in joined.split("、") if name]


def _partners(old: Sequence[TaskWords], new: Sequence[TaskWords]) -> dict[int, int]:
    """The old task of each new one that has any: the same words first, then the most alike."""
    bare_old, bare_new = [bare(task.text) for task in old], [bare(task.text) for task in new]
    found: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for at, words in enumerate(bare_old):
        waiting.setdefault(words, []).append(at)
    for n, words in enumerate(bare_new):
        if same := waiting.get(words):
            nearest = min(same, key=lambda at: (old[at].no != new[n].no, at))
            same.remove(nearest)
            found[n] = nearest
    found |= _in_place(old, new, (bare_old, bare_new), found)
    kept = set(found.values())
    left = [at for at in range(len(old)) if at not in kept]
    open_new = [n for n in range(len(new)) if n not in found]
    alike = sorted(_alike(old, new, (bare_old, bare_new), left, open_new), reverse=True)
    used: set[int] = set()
    for _score, minus_n, minus_at in alike:
        n, at = -minus_n, -minus_at
        if n not in found and at not in used:
            found[n] = at
            used.add(at)
    return found


def _in_place(
    old: Sequence[TaskWords],
    new: Sequence[TaskWords],
    words: tuple[Sequence[str], Sequence[str]],
    found: Mapping[int, int],
) -> dict[int, int]:
    """Tasks under the number that they had, with half of their words as they were: what most amendments leave."""
    numbered: defaultdict[str, list[int]] = defaultdict(list)
    taken = set(found.values())
    for at, task in enumerate(old):
        if at not in taken:
            numbered[NUMBER.sub("", task.no)].append(at)
    partners: dict[int, int] = {}
    for n, task in enumerate(new):
        if n in found or not (there := numbered.get(NUMBER.sub("", task.no))):
            continue
        wanted = _pairs(words[1][n])
        shares = [(len(wanted & _pairs(words[0][at])) / len(wanted), -at) for at in there if _same_place(old[at], task)]
        share, minus_at = max(shares, default=(0.0, 0))
        if share >= LEAST_KEPT:
            partners[n] = -minus_at
            there.remove(-minus_at)
    return partners


def _alike(
    old: Sequence[TaskWords],
    new: Sequence[TaskWords],
    words: tuple[Sequence[str], Sequence[str]],
    left: Sequence[int],
    open_new: Sequence[int],
) -> Iterator[tuple[float, int, int]]:
    """How like those tasks are that may be one. Pairs of signs are cheap to compare and leave few for the rest."""
    before, after = words
    sizes: dict[int, int] = {}
    where: defaultdict[str, list[int]] = defaultdict(list)
    for at in left:
        pairs = _pairs(before[at])
        sizes[at] = len(pairs)
        for pair in pairs:
            where[pair].append(at)
    for n in open_new:
        wanted = _pairs(after[n])
        shared = Counter(at for pair in wanted for at in where.get(pair, ()))
        matcher = SequenceMatcher(None, "", after[n], autojunk=False)  # keeps what it knows of the second text
        for at, count in shared.items():
            numbered = _same_place(old[at], new[n])
            if count < LEAST_PAIRS * min(len(wanted), sizes[at]) and not numbered:
                continue
            matcher.set_seq1(before[at])
            score = matcher.ratio()
            if score >= (LEAST_NUMBERED if numbered else LEAST_ALIKE):
                yield score + (0.1 if numbered else 0.0), -n, -at


def _same_place(old: TaskWords, new: TaskWords) -> bool:
    number = NUMBER.sub("", old.no)
    if not number or number != NUMBER.sub("", new.no):
        return False
    return not (old.section and new.section) or bare(old.section) == bare(new.section)


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[at : at + 2] for at in range(len(words) - 1)) or frozenset((words,))
