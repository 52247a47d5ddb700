"""学时达标: who owes what in a year, who has met every constraint of the rule, and who is short of which by how much.

Minutes are whole numbers; a constraint is met on minutes, never on rounded 学时 (certificates note §3.1, §3.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from models.training import TrainingCategory
from services.collecting import uncollected
from services.ratio import percent_words
from services.training.attendance import Sums, exempted, sums
from services.training.doubles import Suspicion
from services.training.population import Holder, holders
from services.training.rules import Constraint, RuleSet, rule_of_year
from services.training.undecided import counted_by, undecided
from services.training.words import lacking_text

COUNTED_FROM = frozenset(
    {
        "training_record", "training_rule_set", "training_constraint", "training_exemption", "enforcement_officer",
        "officer_post", "enforcement_certificate", "certificate_event", "enforcement_agency", "setting",
    }
)  # fmt: skip
"""The tables whose changes change the figures."""


@dataclass(frozen=True, slots=True)
class PersonYear:
    """One officer and one year. `earned` and `exempt` are minutes by category, `shortfalls` minutes by constraint in
    the order of the rule."""

    holder: Holder
    earned: Mapping[str, int]
    exempt: Mapping[str, int]
    shortfalls: tuple[int, ...]

    @property
    def met(self) -> bool:
        """Every constraint, not the total (case 35)."""
        return not any(self.shortfalls)

    @property
    def shortfall(self) -> int:
        """Minutes that are missing, all constraints together."""
        return sum(self.shortfalls)

    def minutes(self, categories: Iterable[TrainingCategory]) -> int:
        """What was earned in these categories."""
        return sum(self.earned.get(category.value, 0) for category in categories)

    def exempted(self, categories: Iterable[TrainingCategory]) -> int:
        """What need not be earned in these categories."""
        return sum(self.exempt.get(category.value, 0) for category in categories)


@dataclass(frozen=True, slots=True)
class Rate:
    """`met` of `due` people; where nobody is due there is no rate."""

    met: int
    due: int

    @property
    def ratio(self) -> Fraction | None:
        """Exact; None where nobody is due."""
        return Fraction(self.met, self.due) if self.due else None

    @property
    def words(self) -> str:
        """93.2%; a dash where nobody is due."""
        return percent_words(self.met, self.due)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit's people who owe training: how many met everything, and how many each constraint."""

    agency_id: int | None
    name: str
    whole: Rate
    parts: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class Compliance:
    """The year as of a day. `people` were on post then; `leavers` held a certificate too and are listed apart."""

    year: int
    as_of: date
    rule: RuleSet
    remark: str
    people: tuple[PersonYear, ...]
    leavers: tuple[PersonYear, ...]
    suspicions: tuple[Suspicion, ...] = ()

    @property
    def rate(self) -> Rate:
        """达标率."""
        return _rate(self.people)

    @property
    def total(self) -> UnitFigures:
        """All units together."""
        return _figures(None, "合计", self.people, len(self.rule.constraints))

    @property
    def units(self) -> tuple[UnitFigures, ...]:
        """Every unit with somebody who owes training, the lowest rate first."""
        by_unit: defaultdict[tuple[int, str], list[PersonYear]] = defaultdict(list)
        for person in self.people:
            by_unit[person.holder.agency_id, person.holder.unit].append(person)
        made = [_figures(key, name, own, len(self.rule.constraints)) for (key, name), own in by_unit.items()]
        return tuple(sorted(made, key=lambda unit: (unit.whole.ratio or 0, -unit.whole.due, unit.name)))

    def of_unit(self, agency_id: int | None, constraint: int | None = None) -> tuple[PersonYear, ...]:
        """The people behind a figure; None for all units, and for the rule as a whole. Those short of most first."""
        own = [p for p in self.people if agency_id is None or p.holder.agency_id == agency_id]

        def missing(person: PersonYear) -> int:
            return person.shortfall if constraint is None else person.shortfalls[constraint]

        return tuple(sorted(own, key=lambda p: (-missing(p), p.holder.unit, p.holder.officer_id)))

    def behind(self, percent: int) -> tuple[PersonYear, ...]:
        """On post and below `percent` per cent of some constraint: who will not make it without more training."""
        return tuple(p for p in self.of_unit(None) if any(self._below(p, n, percent) for n in self._places))

    @property
    def definition(self) -> str:
        """What the figures mean, as it stands under every table."""
        return (
            "达标率＝达标人数÷应训人数。应训人员是本年内任何一天持有有效或暂扣的执法证件、截止日仍在岗的人，离岗的另列；"
            "规则的每一项都达到才算达标。只计已确认的培训，疑似重复和时间重叠的认定前只算一条；减免另列，不计入已得学时；"
            "离岗教育不计。每学时45分钟，按分钟比较，不四舍五入。"
        )

    @property
    def footing(self) -> str:
        """Numerator, denominator, rule with its version and the day: what is printed under the definition."""
        rate = self.rate
        figures = f"截至{self.as_of:%Y-%m-%d}，应训{rate.due:,}人，达标{rate.met:,}人，达标率{rate.words}。"
        return f"{figures}规则：{self.rule.words}。{self.remark}"

    @property
    def _places(self) -> range:
        return range(len(self.rule.constraints))

    def _below(self, person: PersonYear, place: int, percent: int) -> bool:
        constraint = self.rule.constraints[place]
        need = owed(constraint, person.exempt)
        return (need - person.shortfalls[place]) * 100 < percent * need


@uncollected(most_stay=False)
def compliance(session: Session, year: int, as_of: date) -> Compliance:
    """The year's figures as of `as_of`; a day after the year's end means its last day."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), as_of)
    found = rule_of_year(session, year)
    if last < first:
        return Compliance(year, as_of, found.rule, found.remark, (), ())
    doubtful = undecided(session, first, last)
    earned = without(sums(session, first, last), doubtful)
    everyone = judge(holders(session, first, last), found.rule, earned, exempted(session, year))
    return Compliance(
        year,
        last,
        found.rule,
        found.remark,
        tuple(person for person in everyone if person.holder.on_post),
        tuple(person for person in everyone if not person.holder.on_post),
        tuple(doubtful),
    )


def judge(population: Iterable[Holder], rule: RuleSet, earned: Sums, exempt: Sums) -> list[PersonYear]:
    """Each person against each constraint. Pure: all that is known comes in as values."""
    nothing: Mapping[str, int] = {}
    asked = [(c, tuple(category.value for category in c.categories)) for c in rule.constraints]
    found = []
    for holder in population:
        own, spared = earned.get(holder.officer_id, nothing), exempt.get(holder.officer_id, nothing)
        shortfalls = tuple(
            max(0, (owed(c, spared) if spared else c.minutes) - sum(own.get(name, 0) for name in names))
            for c, names in asked
        )
        found.append(PersonYear(holder, own, spared, shortfalls))
    return found


def owed(constraint: Constraint, exempt: Mapping[str, int]) -> int:
    """What is left of a constraint after exemptions."""
    return max(0, constraint.minutes - sum(exempt.get(category.value, 0) for category in constraint.categories))


def without(earned: Sums, doubtful: Iterable[Suspicion]) -> Sums:
    """The sums less what does not count until somebody has decided."""
    left = {officer_id: dict(minutes) for officer_id, minutes in earned.items()}
    for found in doubtful:
        left[found.later.officer_id][found.later.category] -= found.later.minutes
    return left


def person_year(session: Session, holder: Holder, year: int, as_of: date) -> PersonYear:
    """One person's year as `compliance` counts it, also of somebody who held no certificate in it."""
    earned: defaultdict[str, int] = defaultdict(int)
    for record in counted_by(session, holder.officer_id, date(year, 1, 1), min(date(year, 12, 31), as_of)):
        earned[record.category] += record.minutes
    rule = rule_of_year(session, year).rule
    spared = exempted(session, year, holder.officer_id)
    return judge([holder], rule, {holder.officer_id: dict(earned)}, spared)[0]


def shortfall_words(rule: RuleSet, person: PersonYear) -> str:
    """What is missing by constraint: 公共法律知识还差2学时；业务知识还差0.1学时; nothing where all is met."""
    pairs = zip(rule.constraints, person.shortfalls, strict=True)
    return "；".join(f"{c.label}还差{lacking_text(short)}学时" for c, short in pairs if short)


def _rate(people: Sequence[PersonYear]) -> Rate:
    return Rate(sum(person.met for person in people), len(people))


def _figures(agency_id: int | None, name: str, people: Sequence[PersonYear], constraints: int) -> UnitFigures:
    parts = tuple(Rate(sum(not p.shortfalls[n] for p in people), len(people)) for n in range(constraints))
    return UnitFigures(agency_id, name, _rate(people), parts)
