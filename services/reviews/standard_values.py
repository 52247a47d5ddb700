"""What a scoring standard is made of. All points are Decimal; nothing here knows how a file is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Mode(StrEnum):
    """How a file's points come about (domain note on case review, section 1.0)."""

    ADD_CAP = "ADD_CAP"  # every item starts full, deductions stop at the item's points
    EARN = "EARN"  # every criterion is earned or lost
    SPLIT = "SPLIT"  # legality all or nothing, the rest in proportion to the criteria earned
    FROM_TOTAL = "FROM_TOTAL"  # deductions from the total, items are headings without a cap

    @property
    def by_criteria(self) -> bool:
        """True where criteria are marked, false where rules deduct."""
        return self in (Mode.EARN, Mode.SPLIT)


class NaPolicy(StrEnum):
    """What an item that does not apply counts."""

    RESCALE = "RESCALE"  # it leaves numerator and denominator
    FULL_CREDIT = "FULL_CREDIT"  # it is earned
    AS_ZERO = "AS_ZERO"  # it stays in the denominator and earns nothing


class VetoEffect(StrEnum):
    """What a veto does besides the lowest band."""

    SCORE_ZERO = "SCORE_ZERO"
    NO_SCORE = "NO_SCORE"
    GRADE_ONLY = "GRADE_ONLY"


class RuleKind(StrEnum):
    """How one rule deducts."""

    FIXED = "FIXED"  # its points, once
    PER_UNIT = "PER_UNIT"  # its points for each occurrence
    RANGE = "RANGE"  # what the reviewer sets between min and max
    ZERO_ITEM = "ZERO_ITEM"  # the whole item


class BaseCounts(StrEnum):
    """Whether an element missing in several documents costs once or each time."""

    ONCE = "once"
    EACH = "each document"


class GradeOn(StrEnum):
    """Which value meets the bands: the printed one or the one before rounding."""

    ROUNDED = "rounded"
    EXACT = "exact"


class Status(StrEnum):
    """Where a standard comes from."""

    OFFICIAL = "official"
    COMPILED = "compiled"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Rule:
    """One ground for a deduction. `cap` is the most it may cost in one file; it may instead be raised to a veto."""

    id: str
    text: str
    kind: RuleKind
    points: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    cap: Decimal | None = None
    escalates_to: str | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One point to be earned. `zero_item`: when it is lost the whole item is 0."""

    id: str
    text: str
    points: Decimal
    na: bool = False
    zero_item: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the sheet. `na`: may be left out; `absent_zero`: 0 where the document is missing."""

    id: str
    name: str
    max: Decimal | None
    na: bool = False
    absent_zero: bool = False
    rules: tuple[Rule, ...] = ()
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A group of items; `max` is the sum of theirs."""

    name: str
    max: Decimal | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Veto:
    """A fault that decides the file whatever its points."""

    id: str
    head: str
    text: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class BaseDeduction:
    """An element every document must show; its points go where it is missing."""

    id: str
    text: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Bonus:
    """A merit: either fixed points or a range from min to max."""

    id: str
    text: str
    points: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Minus:
    """A deduction from the whole file: points for each occurrence, up to its cap."""

    id: str
    text: str
    points: Decimal
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A grade from its lower bound up to the next band's. `to` (exclusive) only where a file states it."""

    name: str
    start: Decimal
    passes: bool
    to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of one standard. `digits` is the number of decimals of the score; points are of `total`."""

    family: str
    name: str
    version: str
    case_type: str
    valid_from: date | None
    issuer: str
    status: Status
    mode: Mode
    na_policy: NaPolicy
    veto_effect: VetoEffect
    total: Decimal
    legality_points: Decimal | None
    base_cap: Decimal | None
    base_counts: BaseCounts
    bonus_cap: Decimal | None
    minus_cap: Decimal | None
    cap_total: Decimal | None
    digits: int
    grade_on: GradeOn
    bands: tuple[Band, ...]
    sections: tuple[Section, ...]
    vetoes: tuple[Veto, ...] = ()
    base: tuple[BaseDeduction, ...] = ()
    bonus: tuple[Bonus, ...] = ()
    minus: tuple[Minus, ...] = ()

    def items(self) -> Iterator[Item]:
        """All items in their order."""
        for section in self.sections:
            yield from section.items
