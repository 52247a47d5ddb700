"""The score of one case file: pure reckoning on Decimal, from a standard and a filled sheet.

The rulings are those of the command line's contract; where a rule comes from a practice of case review, the domain
note on case review (sections 1.0, 7 and 8) is the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from services.errors import ServiceError
from services.problems import Problem
from services.reviews.item_scoring import ItemResult, ItemScorer, is_count
from services.reviews.mark_log import MarkLog
from services.reviews.sheet import BonusMark, FilledSheet, ItemMarks, MinusMark
from services.reviews.standard import (
    BaseCounts,
    Bonus,
    GradeOn,
    Mode,
    NaPolicy,
    Standard,
    VetoEffect,
    digest,
    fixed,
    plain,
)
from services.reviews.standard_check import check_standard

ZERO = Decimal(0)
HUNDRED = Decimal(100)
# A quotient is cut at 60 digits and rounded once at the end: no sum of points can come that near to a tie.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """Points are exact; `to_json` rounds. `score` is final and rounded, None where there is none."""

    family: str
    version: str
    sha256: str
    applicable_total: Decimal
    earned: Decimal
    base: Decimal
    bonus: Decimal
    minus: Decimal
    before_cap: Decimal
    score: Decimal | None
    grade: str | None
    vetoes: tuple[str, ...]
    items: tuple[ItemResult, ...]
    problems: tuple[Problem, ...]
    digits: int = 2

    @property
    def veto(self) -> bool:
        """Whether a veto was found."""
        return bool(self.vetoes)

    @property
    def broken(self) -> bool:
        """Whether a mark could not be used, so that there is no score."""
        return MarkLog(list(self.problems)).broken

    def to_json(self) -> dict[str, object]:
        """The answer of `review score`: decimal strings, the score with the standard's decimals, all else with two."""
        return {
            "standard": {"family": self.family, "version": self.version, "sha256": self.sha256},
            "applicable_total": fixed(self.applicable_total),
            "earned": fixed(self.earned),
            "base": fixed(self.base),
            "bonus": fixed(self.bonus),
            "minus": fixed(self.minus),
            "before_cap": fixed(self.before_cap),
            "score": None if self.score is None else fixed(self.score, self.digits),
            "grade": self.grade,
            "veto": self.veto,
            "vetoes": list(self.vetoes),
            "items": [_item_json(item) for item in self.items],
            "problems": [problem.to_json() for problem in self.problems],
        }


def score(standard: Standard, sheet: FilledSheet) -> ScoreResult:
    """Scores one sheet. Raises ServiceError for a standard that may not be locked or is not the sheet's own."""
    _refuse(standard, sheet)
    with localcontext(EXACT):
        return _score(standard, sheet)


def _score(standard: Standard, sheet: FilledSheet) -> ScoreResult:
    log = MarkLog()
    vetoes = _vetoes(standard, sheet, log)
    items = _items(standard, sheet, frozenset(vetoes), log)
    applicable, earned = _sums(standard, items)
    base = _base(standard, sheet, log)
    bonus = _bonus(standard, sheet, log)
    minus = _minus(standard, sheet, log)
    nothing = applicable <= 0 or all(item.left_out for item in items)
    before_cap = ZERO
    if nothing:
        log.doubt("RV30", "items", "所有项目都不适用，这份案卷没有得分。")
    else:
        before_cap = _before_cap(standard, earned, applicable, (base, bonus, minus))
    final, grade = (None, None) if nothing or log.broken else _final(standard, before_cap, bool(vetoes))
    return ScoreResult(
        family=standard.family,
        version=standard.version,
        sha256=digest(standard),
        applicable_total=applicable,
        earned=earned,
        base=base,
        bonus=bonus,
        minus=minus,
        before_cap=before_cap,
        score=final,
        grade=grade,
        vetoes=vetoes,
        items=items,
        problems=tuple(log.problems),
        digits=standard.digits,
    )


def _refuse(standard: Standard, sheet: FilledSheet) -> None:
    named = sheet.standard
    if named is not None:
        own = (standard.family, standard.version, digest(standard))
        asked = (named.family, named.version, named.sha256)
        if any(word and word != mine for word, mine in zip(asked, own, strict=True)):
            wanted = f"“{named.family or standard.family}”{named.version}版"
            given = f"“{standard.family}”{standard.version}版"
            raise ServiceError(f"评分表用的标准是{wanted}，现在给的是{given}，内容不是同一份。请换用评分表自己的标准。")
    check = check_standard(standard)
    if not check.ok:
        faults = [problem.message for problem in check.problems if problem.level == "error"]
        raise ServiceError(f"标准“{standard.name}”有{len(faults)}处错误，不能用来打分。第一处：{faults[0]}")


def _vetoes(standard: Standard, sheet: FilledSheet, log: MarkLog) -> tuple[str, ...]:
    """The vetoes found, in the order of the standard. One without page and fact is no veto yet."""
    known = {veto.id for veto in standard.vetoes}
    found: set[str] = set()
    for mark in sheet.vetoes:
        if mark.id not in known:
            log.error("RV02", mark.id, f"标准里没有编号为“{mark.id}”的否决项。", mark.id)
        elif not (mark.page and mark.note):
            log.error("RV10", mark.id, f"否决项{mark.id}没有写明具体事实和页码。请补全。")
        else:
            found.add(mark.id)
    return tuple(veto.id for veto in standard.vetoes if veto.id in found)


def _items(standard: Standard, sheet: FilledSheet, vetoes: frozenset[str], log: MarkLog) -> tuple[ItemResult, ...]:
    marks: dict[str, ItemMarks] = {}
    known = {item.id for item in standard.items()}
    for entry in sheet.items:
        if entry.id not in known:
            log.error("RV01", entry.id, f"标准里没有编号为“{entry.id}”的项目。", entry.id)
        elif entry.id in marks:
            log.error("RV01", entry.id, f"项目{entry.id}在评分表里出现了两次，请合并成一处。", entry.id)
        else:
            marks[entry.id] = entry
    scorer = ItemScorer(standard, vetoes, log)
    return tuple(scorer.score(item, marks.get(item.id, ItemMarks(item.id))) for item in standard.items())


def _sums(standard: Standard, items: Iterable[ItemResult]) -> tuple[Decimal, Decimal]:
    """What counts in all and what was earned of it."""
    items = tuple(items)
    if standard.mode is not Mode.FROM_TOTAL:
        return sum((item.max for item in items), ZERO), sum((item.earned for item in items), ZERO)
    out = {result.id for result in items if result.left_out}
    left = sum((item.max for item in standard.items() if item.id in out and item.max is not None), ZERO)
    applicable = standard.total - left if standard.na_policy is NaPolicy.RESCALE else standard.total
    unearned = left if standard.na_policy is NaPolicy.AS_ZERO else ZERO
    return applicable, applicable - unearned - sum((item.deducted for item in items), ZERO)


def _base(standard: Standard, sheet: FilledSheet, log: MarkLog) -> Decimal:
    points = {base.id: base.points for base in standard.base}
    seen: set[str] = set()
    total = ZERO
    for mark in sheet.base:
        if mark.id not in points:
            log.error("RV02", mark.id, f"标准里没有编号为“{mark.id}”的基础要素。", mark.id)
        elif mark.id in seen and standard.base_counts is BaseCounts.ONCE:
            log.doubt("RV21", mark.id, f"基础要素{mark.id}记了不止一次，只扣一次。")
        else:
            seen.add(mark.id)
            total += points[mark.id]
    return total if standard.base_cap is None else min(total, standard.base_cap)


def _bonus(standard: Standard, sheet: FilledSheet, log: MarkLog) -> Decimal:
    merits = {bonus.id: bonus for bonus in standard.bonus}
    seen: set[str] = set()
    total = ZERO
    for mark in sheet.bonus:
        bonus = merits.get(mark.id)
        if bonus is None:
            log.error("RV02", mark.id, f"标准里没有编号为“{mark.id}”的加分项。", mark.id)
            continue
        ranged = bonus.max is not None
        if mark.id in seen and ranged:
            log.error("RV11", mark.id, f"加分项{mark.id}填了两次，不知道按哪一次加分。请只留一次。")
        elif mark.id in seen:
            log.doubt("RV21", mark.id, f"加分项{mark.id}记了不止一次，只加一次。")
        else:
            total += _merit(bonus, mark, log)
        seen.add(mark.id)
    return total if standard.bonus_cap is None else min(total, standard.bonus_cap)


def _merit(bonus: Bonus, mark: BonusMark, log: MarkLog) -> Decimal:
    if bonus.min is None or bonus.max is None:
        points = bonus.points if bonus.points is not None else ZERO
        if mark.points not in (None, points):
            message = f"加分项{mark.id}固定加{plain(points)}分，不能填{plain(mark.points)}分。"
            log.error("RV07", mark.id, message, plain(mark.points))
        return points
    span = f"{plain(bonus.min)}至{plain(bonus.max)}分"
    if mark.points is None:
        log.error("RV09", mark.id, f"加分项{mark.id}要在{span}之间填写加分，现在没有填。")
    elif not bonus.min <= mark.points <= bonus.max:
        message = f"加分项{mark.id}填了{plain(mark.points)}分，应当在{span}之间。"
        log.error("RV07", mark.id, message, plain(mark.points))
    else:
        return mark.points
    return ZERO


def _minus(standard: Standard, sheet: FilledSheet, log: MarkLog) -> Decimal:
    counts: dict[str, Decimal] = {}
    for mark in sheet.minus:
        counts[mark.id] = counts.get(mark.id, ZERO) + _count(mark, log)
    total = ZERO
    for minus in standard.minus:
        cost = minus.points * counts.pop(minus.id, ZERO)
        total += cost if minus.cap is None else min(cost, minus.cap)
    for unknown in counts:
        log.error("RV02", unknown, f"标准里没有编号为“{unknown}”的另行扣分项。", unknown)
    if standard.mode is Mode.SPLIT and total:
        log.doubt("RV24", "minus", "这个标准按合法性和评查要点两部分计分，另行扣分不计入。")
        return ZERO
    return total if standard.minus_cap is None else min(total, standard.minus_cap)


def _count(mark: MinusMark, log: MarkLog) -> Decimal:
    count = Decimal(1) if mark.count is None else mark.count
    if is_count(count):
        return count
    log.error("RV08", mark.id, f"另行扣分项{mark.id}的处数应当是大于0的整数。", plain(count))
    return ZERO


def _before_cap(
    standard: Standard, earned: Decimal, applicable: Decimal, extras: tuple[Decimal, Decimal, Decimal]
) -> Decimal:
    """The score before floor and cap. Multiplied before it is divided, so that whole results stay whole."""
    base, bonus, minus = extras
    if standard.mode is not Mode.SPLIT:
        return HUNDRED * earned / applicable + bonus - minus - base
    legality = standard.legality_points if standard.legality_points is not None else ZERO
    return legality + (HUNDRED - legality) * (earned + bonus) / applicable - base


def _final(standard: Standard, before_cap: Decimal, veto: bool) -> tuple[Decimal | None, str]:
    """Score and grade: floor and cap first, then rounding, then the band; a veto overrides."""
    bands = sorted(standard.bands, key=lambda band: band.start)
    exact = max(ZERO, before_cap)
    exact = exact if standard.cap_total is None else min(exact, standard.cap_total)
    rounded = exact.quantize(Decimal(1).scaleb(-standard.digits), ROUND_HALF_UP)
    if veto:
        effects = {VetoEffect.SCORE_ZERO: ZERO, VetoEffect.NO_SCORE: None, VetoEffect.GRADE_ONLY: rounded}
        return effects[standard.veto_effect], bands[0].name
    value = rounded if standard.grade_on is GradeOn.ROUNDED else exact
    return rounded, [band.name for band in bands if band.start <= value][-1]


def _item_json(item: ItemResult) -> dict[str, str]:
    return {
        "id": item.id,
        "max": fixed(item.max),
        "raw": fixed(item.raw),
        "deducted": fixed(item.deducted),
        "earned": fixed(item.earned),
    }
