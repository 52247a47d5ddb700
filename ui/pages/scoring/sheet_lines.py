"""The lines of a scoring sheet as the page shows them: veto heads, items, and what counts for the whole file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from services.reviews.standard import (
    Bonus,
    Criterion,
    Minus,
    Rule,
    RuleKind,
    Standard,
    Veto,
    VetoEffect,
    plain,
)

WHOLE = "整卷"


class LineKind(StrEnum):
    """What a line is marked with."""

    VETO = "veto"
    RULES = "rules"
    CRITERIA = "criteria"
    BASE = "base"
    BONUS = "bonus"
    MINUS = "minus"

    @property
    def is_item(self) -> bool:
        """Whether the line is an item of the sheet, which may be left out or missing."""
        return self in (LineKind.RULES, LineKind.CRITERIA)


class Amount(StrEnum):
    """What an entry asks for beside yes or no: so many occurrences, or points inside a range."""

    NONE = "none"
    COUNT = "count"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be marked on a line. `price` says what it costs or brings, `basis` where it comes from."""

    id: str
    text: str
    price: str
    amount: Amount = Amount.NONE
    basis: str = ""
    has_page: bool = False
    has_note: bool = False
    may_be_left_out: bool = False
    span: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet with its entries; `key` is unique in the sheet, `code` is what is printed."""

    key: str
    kind: LineKind
    code: str
    name: str
    section: str
    entries: tuple[Entry, ...]
    most: Decimal | None = None
    may_be_left_out: bool = False
    may_be_absent: bool = False

    @property
    def title(self) -> str:
        """2.2　询问笔录."""
        return "　".join(filter(None, (self.code, self.name)))

    def entry(self, entry_id: str) -> Entry:
        """The entry of that id; KeyError where the line has none."""
        for found in self.entries:
            if found.id == entry_id:
                return found
        raise KeyError(entry_id)


def lines_of(standard: Standard) -> tuple[Line, ...]:
    """All lines in the order of the page: veto heads, items by section, then what counts for the whole file."""
    return (*_veto_lines(standard), *_item_lines(standard), *_whole_lines(standard))


def decimals(standard: Standard) -> int:
    """Decimals for the columns of points: one where every point value fits it, else two."""
    tenth = Decimal("0.1")
    return 1 if all(value % tenth == 0 for value in _points(standard)) else 2


def phrases(entry: Entry, page: str, count: Decimal | None, earlier: Iterable[str] = ()) -> tuple[str, ...]:
    """Sentences to start the ground of a deduction from; those already used on this sheet come first."""
    words = entry.text.partition("，每")[0]
    times = f"，共{plain(count)}处" if count is not None and count > 1 else ""
    own = (f"第{page}页{words}{times}。",) if page else ()
    return tuple(dict.fromkeys((*earlier, *own, f"{words}{times}。")))[:6]


def veto_words(standard: Standard, *, complete: bool) -> str:
    """The banner of a sheet with a veto: what it does to the score, and what is still to be written."""
    lowest = min(standard.bands, key=lambda band: band.start).name
    effect = {
        VetoEffect.SCORE_ZERO: "本卷记0分",
        VetoEffect.NO_SCORE: "本卷不计分",
        VetoEffect.GRADE_ONLY: f"本卷定为{lowest}",
    }[standard.veto_effect]
    return f"存在否决项，{effect}。" + ("" if complete else "请写明具体事实和页码。")


def _veto_lines(standard: Standard) -> Iterator[Line]:
    heads: dict[str, list[Veto]] = {}
    for veto in standard.vetoes:
        heads.setdefault(veto.head or "否决情形", []).append(veto)
    for head, vetoes in heads.items():
        entries = tuple(Entry(v.id, v.text, "", basis=v.basis, has_page=True, has_note=True) for v in vetoes)
        yield Line(f"veto:{head}", LineKind.VETO, "", head, "否决项", entries)


def _item_lines(standard: Standard) -> Iterator[Line]:
    by_criteria = standard.mode.by_criteria
    for section in standard.sections:
        for item in section.items:
            entries = tuple(map(_criterion, item.criteria)) if by_criteria else tuple(map(_rule, item.rules))
            yield Line(
                f"item:{item.id}",
                LineKind.CRITERIA if by_criteria else LineKind.RULES,
                item.id,
                item.name,
                section_title(section.name, section.max),
                entries,
                item.max,
                item.na,
                item.absent_zero,
            )


def section_title(name: str, most: Decimal | None) -> str:
    """立案　10分."""
    return name if most is None else f"{name}　{plain(most)}分"


def _whole_lines(standard: Standard) -> Iterator[Line]:
    if standard.base:
        entries = tuple(Entry(b.id, b.text, f"扣{plain(b.points)}", has_page=True) for b in standard.base)
        yield Line("base", LineKind.BASE, "", "基础要素", WHOLE, entries)
    if standard.bonus:
        yield Line("bonus", LineKind.BONUS, "", "加分", WHOLE, tuple(map(_bonus, standard.bonus)))
    if standard.minus:
        yield Line("minus", LineKind.MINUS, "", "另行扣分", WHOLE, tuple(map(_minus, standard.minus)))


def _rule(rule: Rule) -> Entry:
    price, amount, span = f"扣{plain(rule.points)}", Amount.NONE, ""
    match rule.kind:
        case RuleKind.PER_UNIT:
            amount = Amount.COUNT
            price += "" if rule.cap is None else f"，至多{plain(rule.cap)}"
        case RuleKind.RANGE:
            span = f"{plain(rule.min)}—{plain(rule.max)}"
            price, amount = f"扣{span}", Amount.POINTS
        case RuleKind.ZERO_ITEM:
            price = "整项0分"
    raised = f"情形严重的，按否决项{rule.escalates_to}判定" if rule.escalates_to else ""
    basis = "；".join(filter(None, (rule.basis, raised)))
    return Entry(rule.id, rule.text, price, amount, basis, has_page=True, has_note=True, span=span)


def _criterion(criterion: Criterion) -> Entry:
    price = "缺则整项0分" if criterion.zero_item else f"{plain(criterion.points)}分"
    return Entry(criterion.id, criterion.text, price, may_be_left_out=criterion.na)


def _bonus(bonus: Bonus) -> Entry:
    if bonus.min is None or bonus.max is None:
        return Entry(bonus.id, bonus.text, f"加{plain(bonus.points)}")
    span = f"{plain(bonus.min)}—{plain(bonus.max)}"
    return Entry(bonus.id, bonus.text, f"加{span}", Amount.POINTS, span=span)


def _minus(minus: Minus) -> Entry:
    cap = "" if minus.cap is None else f"，至多{plain(minus.cap)}"
    return Entry(minus.id, minus.text, f"扣{plain(minus.points)}{cap}", Amount.COUNT, has_note=True)


def _points(standard: Standard) -> Iterator[Decimal]:
    for item in standard.items():
        parts = [item.max, *(c.points for c in item.criteria)]
        for rule in item.rules:
            parts += [rule.points, rule.min, rule.max, rule.cap]
        yield from (part for part in parts if part is not None)
