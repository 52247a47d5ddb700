"""Whether a scoring standard may be locked: its sums, its bands, its codes, and what each rule needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from services.problems import Level, Problem
from services.reviews.standard import (
    Band,
    Bonus,
    Item,
    Mode,
    NaPolicy,
    Rule,
    RuleKind,
    Section,
    Standard,
    fixed,
    plain,
)

HUNDRED = Decimal(100)
ZERO = Decimal(0)
MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class StandardCheck:
    """`sum` is what the items' points add up to; `ok` is false while any problem is an error."""

    ok: bool
    problems: tuple[Problem, ...]
    sum: Decimal

    def to_json(self) -> dict[str, object]:
        """The answer of `standard check`."""
        return {"ok": self.ok, "problems": [problem.to_json() for problem in self.problems], "sum": fixed(self.sum)}


def check_standard(standard: Standard) -> StandardCheck:
    """Every fault at once, in the order of the standard."""
    problems = (
        *_limits(standard),
        *_bands(standard),
        *_doubles(standard),
        *_sums(standard),
        *_items(standard),
        *_lists(standard),
    )
    ok = all(problem.level is not Level.ERROR for problem in problems)
    return StandardCheck(ok, problems, _sum(standard))


def _error(code: str, where: str, message: str, raw: Decimal | str | None = None) -> Problem:
    return Problem(Level.ERROR, code, where, message, plain(raw) if isinstance(raw, Decimal) else raw)


def _warning(code: str, where: str, message: str) -> Problem:
    return Problem(Level.WARNING, code, where, message)


def _sum(standard: Standard) -> Decimal:
    """Deductions from a total need no points of items: then the sum is the total itself."""
    points = [item.max for item in standard.items()]
    if standard.mode is Mode.FROM_TOTAL and None in points:
        return standard.total
    return sum((value for value in points if value is not None), ZERO)


def _limits(standard: Standard) -> Iterator[Problem]:
    if standard.total <= 0:
        yield _error("ST01", "total", "总分应当大于0。", standard.total)
    if standard.na_policy is not NaPolicy.RESCALE and standard.total != HUNDRED:
        message = f"总分是{plain(standard.total)}分，不适用的项目只能按比例折算。请把总分改为100分，或改用折算。"
        yield _error("ST02", "na_policy", message, standard.na_policy.value)
    split = standard.legality_points
    if standard.mode is Mode.SPLIT and (split is None or not 0 <= split <= HUNDRED):
        yield _error("ST03", "legality_points", "合法性分值应当在0至100分之间。", split)
    if standard.mode is not Mode.SPLIT and split is not None:
        yield _warning("ST04", "legality_points", "这种计分方式不用合法性分值，所填分值不起作用。")
    if standard.mode is Mode.SPLIT and standard.minus:
        yield _warning("ST04", "minus", "这种计分方式不用另行扣分，所列的项不起作用。")
    caps = {"base_cap": standard.base_cap, "bonus_cap": standard.bonus_cap, "minus_cap": standard.minus_cap}
    for where, cap in caps.items():
        if cap is not None and cap < 0:
            yield _error("ST05", where, "上限不能小于0。", cap)
    if standard.cap_total is not None and standard.cap_total <= 0:
        yield _error("ST05", "cap_total", "得分上限应当大于0。", standard.cap_total)
    if not 0 <= standard.digits <= MOST_DIGITS:
        yield _error("ST06", "round", f"得分保留的小数应当是0至{MOST_DIGITS}位。", str(standard.digits))


def _bands(standard: Standard) -> Iterator[Problem]:
    bands = sorted(standard.bands, key=lambda band: band.start)
    if not bands or bands[0].start != 0:
        found = bands[0].start if bands else None
        yield _error("ST10", "bands", "等次应当从0分起，最低一等的下限要填0。", found)
    for name in _twice(band.name for band in bands):
        yield _error("ST11", "bands", f"等次“{name}”写了两次。", name)
    top = standard.cap_total or HUNDRED
    for place, band in enumerate(bands):
        yield from _band(band, bands[place + 1] if place + 1 < len(bands) else None, top)
    if any(lower.passes and not upper.passes for lower, upper in pairwise(bands)):
        yield _warning("ST15", "bands", "有一个较高的等次不算合格，较低的却算合格，请核对。")


def _band(band: Band, upper: Band | None, top: Decimal) -> Iterator[Problem]:
    """A stated upper end must be the next band's lower end, or values between two bands have no grade."""
    if upper is not None and upper.start == band.start:
        message = f"等次“{band.name}”与“{upper.name}”重叠，都从{plain(band.start)}分起。"
        yield _error("ST12", "bands", message, band.start)
        return
    if band.to is None:
        return
    if band.to <= band.start:
        yield _error("ST13", "bands", f"等次“{band.name}”的上限不高于下限。", band.to)
    elif upper is not None and band.to > upper.start:
        yield _error("ST12", "bands", f"等次“{band.name}”与“{upper.name}”重叠。", band.to)
    elif band.to < (upper.start if upper else top):
        reached = plain(upper.start if upper else top)
        message = f"{plain(band.to)}分至{reached}分之间没有等次。上限不含本数，可以只填下限。"
        yield _error("ST14", "bands", message, band.to)


def _twice(values: Iterable[str]) -> list[str]:
    seen: dict[str, int] = {}
    for value in values:
        seen[value] = seen.get(value, 0) + 1
    return [value for value, times in seen.items() if times > 1]


def _doubles(standard: Standard) -> Iterator[Problem]:
    items = list(standard.items())
    marks = [rule.id for item in items for rule in item.rules] + [c.id for item in items for c in item.criteria]
    groups = {
        "项目": [item.id for item in items],
        "扣分规则或评查要点": marks,
        "否决项": [veto.id for veto in standard.vetoes],
        "基础要素": [base.id for base in standard.base],
        "加分项": [bonus.id for bonus in standard.bonus],
        "另行扣分项": [minus.id for minus in standard.minus],
    }
    for kind, ids in groups.items():
        for found in _twice(ids):
            yield _error("ST20", found, f"{kind}的编号“{found}”用了不止一次。", found)


def _sums(standard: Standard) -> Iterator[Problem]:
    for section in standard.sections:
        yield from _section(section, standard.mode)
    points = [section.max for section in standard.sections]
    if None in points:
        points = [item.max for item in standard.items()]
    if None in points:
        return
    found = sum((value for value in points if value is not None), ZERO)
    if found != standard.total:
        message = f"各部分合计{plain(found)}分，与总分{plain(standard.total)}分不一致，不能锁定。请核对各项分值。"
        yield _error("ST31", "total", message, standard.total)


def _section(section: Section, mode: Mode) -> Iterator[Problem]:
    where = section.name
    if section.max is None and mode is not Mode.FROM_TOTAL:
        yield _error("ST32", where, f"“{section.name}”没有填写分值。")
    missing = [item for item in section.items if item.max is None]
    for item in missing if mode is not Mode.FROM_TOTAL else []:
        yield _error("ST32", item.id, f"项目{item.id}没有填写分值。")
    if section.max is None or missing:
        return
    found = sum((item.max for item in section.items if item.max is not None), ZERO)
    if found != section.max:
        message = f"“{section.name}”下各项合计{plain(found)}分，与本部分{plain(section.max)}分不一致。"
        yield _error("ST30", where, message, section.max)


def _items(standard: Standard) -> Iterator[Problem]:
    vetoes = {veto.id for veto in standard.vetoes}
    for item in standard.items():
        if item.max is not None and item.max < 0:
            yield _error("ST33", item.id, f"项目{item.id}的分值不能小于0。", item.max)
        if item.max is None and item.absent_zero and standard.mode is Mode.FROM_TOTAL:
            yield _error("ST34", item.id, f"项目{item.id}没有分值，不能按缺失记零分。")
        if standard.mode.by_criteria:
            yield from _criteria(item)
        else:
            yield from _rules(item, vetoes)


def _criteria(item: Item) -> Iterator[Problem]:
    if item.rules:
        yield _warning("ST40", item.id, f"项目{item.id}的扣分规则在这种计分方式下不起作用。")
    if not item.criteria:
        yield _warning("ST41", item.id, f"项目{item.id}没有评查要点，只能整项得分。")
        return
    for criterion in item.criteria:
        if criterion.points < 0:
            yield _error("ST42", criterion.id, f"评查要点{criterion.id}的分值不能小于0。", criterion.points)
    found = sum((criterion.points for criterion in item.criteria), ZERO)
    if item.max is not None and found != item.max:
        message = f"项目{item.id}的评查要点合计{plain(found)}分，与本项{plain(item.max)}分不一致。"
        yield _error("ST43", item.id, message, item.max)


def _rules(item: Item, vetoes: set[str]) -> Iterator[Problem]:
    if item.criteria:
        yield _warning("ST40", item.id, f"项目{item.id}的评查要点在这种计分方式下不起作用。")
    if not item.rules and not item.absent_zero:
        yield _warning("ST41", item.id, f"项目{item.id}没有扣分规则，只能得满分。")
    for rule in item.rules:
        yield from _rule(rule, item)
        if rule.escalates_to is not None and rule.escalates_to not in vetoes:
            message = f"扣分规则{rule.id}要转为否决项“{rule.escalates_to}”，否决项里没有这一条。"
            yield _error("ST55", rule.id, message, rule.escalates_to)


def _rule(rule: Rule, item: Item) -> Iterator[Problem]:
    if rule.cap is not None and rule.cap <= 0:
        yield _error("ST54", rule.id, f"扣分规则{rule.id}的上限应当大于0。", rule.cap)
    if rule.kind is RuleKind.RANGE:
        if not _is_range(rule.min, rule.max):
            yield _error("ST52", rule.id, f"扣分规则{rule.id}要填最低和最高扣分，最低不能高于最高。")
    elif rule.kind is RuleKind.ZERO_ITEM:
        if any(value is not None for value in (rule.points, rule.min, rule.max, rule.cap)):
            yield _warning("ST53", rule.id, f"扣分规则{rule.id}使整项记零分，所填分值不起作用。")
        if item.max is None:
            yield _error("ST34", rule.id, f"项目{item.id}没有分值，扣分规则{rule.id}不能使整项记零分。")
    elif rule.points is None or rule.points <= 0:
        yield _error("ST51", rule.id, f"扣分规则{rule.id}要填大于0的分值。", rule.points)


def _is_range(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and 0 <= low <= high and high > 0


def _lists(standard: Standard) -> Iterator[Problem]:
    for base in standard.base:
        if base.points <= 0:
            yield _error("ST60", base.id, f"基础要素{base.id}的分值应当大于0。", base.points)
    for bonus in standard.bonus:
        yield from _bonus(bonus)
    for minus in standard.minus:
        if minus.points <= 0 or (minus.cap is not None and minus.cap <= 0):
            yield _error("ST60", minus.id, f"另行扣分项{minus.id}的分值和上限应当大于0。", minus.points)


def _bonus(bonus: Bonus) -> Iterator[Problem]:
    ranged = bonus.min is not None or bonus.max is not None
    if ranged and not _is_range(bonus.min, bonus.max):
        yield _error("ST61", bonus.id, f"加分项{bonus.id}要填最低和最高加分，最低不能高于最高。")
    if ranged and bonus.points is not None:
        yield _warning("ST62", bonus.id, f"加分项{bonus.id}填了分值区间，固定分值不起作用。")
    if not ranged and (bonus.points is None or bonus.points <= 0):
        yield _error("ST60", bonus.id, f"加分项{bonus.id}要填大于0的分值。", bonus.points)
