"""The register's indicators: certified share, 5 % legal reviewers, hours met, coverage of the round.

Every figure is a pair of whole numbers with its definition, its basis and the people behind it; nothing is rounded up
to a target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.roles import RoleHolder
from services.clock import Clock
from services.province_rules import rules_in_force
from services.ratio import percent_words
from services.register_day import PersonOnDay, RegisterDay, UnitOnDay, register_on
from services.role_terms import reviewers_at_home
from services.training.compliance import Compliance, compliance
from services.training.overview import Round, rotation_round
from services.training.population import Holder
from services.uow import Database

COUNTY = "全县"
NOT_DUE, NOT_FILLED = "不适用", "未填报"


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody behind a figure: counted in its numerator or not, and why."""

    unit_id: int
    name: str
    counted: bool
    words: str
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One unit's figure, or the county's (`unit_id` None). `denominator` None where the unit did not report it."""

    unit_id: int | None
    unit: str
    numerator: int
    denominator: int | None
    required: int | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether as many as required are there; None where nothing is required."""
        return None if self.required is None or not self.denominator else self.numerator >= self.required

    @property
    def ratio(self) -> Fraction | None:
        """Exact; None where there is nothing to count."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str:
        """With one decimal; whether the requirement is met is compared exactly."""
        if self.denominator is None:
            return NOT_FILLED
        return percent_words(self.numerator, self.denominator, NOT_DUE)

    @property
    def result(self) -> str:
        """Whether the requirement is met, or how many are missing; nothing where there is none."""
        if self.met is None or self.required is None:
            return ""
        return "达到" if self.met else f"缺{self.required - self.numerator}人"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a day: the county's figure, the units', what was counted and who stands behind it."""

    key: str
    name: str
    heads: tuple[str, str]  # what numerator and denominator count
    county: Reading
    units: tuple[Reading, ...]
    definition: str
    basis: str
    ledger: str
    people: tuple[Behind, ...]

    def behind(self, unit_id: int | None) -> tuple[Behind, ...]:
        """The people behind one unit's figure, or all."""
        return tuple(person for person in self.people if unit_id is None or person.unit_id == unit_id)

    @property
    def missed(self) -> tuple[Reading, ...]:
        """Units that have not what is required."""
        return tuple(unit for unit in self.units if unit.met is False)


def required_reviewers(officers: int, percent: int) -> int:
    """How many reviewers `percent` per cent of `officers` are, up to the next whole person."""
    return -(-percent * officers // 100)


class Indicators:
    """Figures of one data file."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

    @property
    def today(self) -> date:
        """The day that is asked for first."""
        return self._now().date()

    def overview(self, day: date) -> tuple[Indicator, ...]:
        """All indicators as of `day`."""
        with self._db.read() as session:
            rules = rules_in_force(session)
            register = register_on(session, day, rules.words("excluded_staff"))
            reviewers = reviewers_at_home(session, day)
            hours, trained = compliance(session, day.year, day), rotation_round(session, day.year, day)
        percent, basis = rules.integer("reviewer_percent") or None, rules.values["reviewer_percent"].basis
        return (
            _certified(register, rules.values["excluded_staff"].basis),
            *(_reviewed(register, reviewers, percent, basis, kind) for kind in DENOMINATORS),
            _hours_met(register, hours),
            _round_covered(register, trained),
        )


@dataclass(frozen=True, slots=True)
class Denominator:
    """One definition of the number that the 5 % are of."""

    key: str
    name: str
    head: str
    words: str
    count: Callable[[UnitOnDay, Sequence[PersonOnDay]], int | None]
    note: Callable[[UnitOnDay], str] = lambda _unit: ""


def _certified_count(_unit: UnitOnDay, people: Sequence[PersonOnDay]) -> int:
    return sum(person.certified for person in people)


def _on_post_count(unit: UnitOnDay, people: Sequence[PersonOnDay]) -> int:
    if unit.enforcer_count is not None:
        return unit.enforcer_count
    return sum(person.on_post and person.enforcing for person in people) + (unit.police_count or 0)


def _quota(unit: UnitOnDay, _people: Sequence[PersonOnDay]) -> int | None:
    return unit.staff_quota


DENOMINATORS = (
    Denominator("reviewers_certified", "审核占比（按持证）", "持证人数", "当日持有效执法证的人数", _certified_count),
    Denominator(
        "reviewers_on_post",
        "审核占比（按在岗）",
        "在岗人数",
        "单位填报的在岗执法人员数（含部委证和人民警察证）；没有填报的，用登记的在岗执法人员加人民警察人数",
        _on_post_count,
        lambda unit: "" if unit.enforcer_count is not None else "按登记推算",
    ),
    Denominator(
        "reviewers_quota",
        "审核占比（按编制）",
        "编制数",
        "单位填报的编制数",
        _quota,
        lambda unit: "" if unit.staff_quota is not None else "没有填编制数",
    ),
)


def _certified(register: RegisterDay, basis: str) -> Indicator:
    readings, behind = [], []
    for unit in register.units:
        due = [p for p in register.people.get(unit.id, ()) if p.on_post and p.enforcing and p.in_establishment]
        readings.append(Reading(unit.id, unit.name, sum(p.certified for p in due), len(due)))
        behind += [
            Behind(unit.id, p.name, p.certified, "持有效执法证" if p.certified else "没有有效执法证", p.id) for p in due
        ]
    definition = "分母是当日在岗、在执法岗位的在编人员，分子是其中持有效执法证的人。"
    return Indicator(
        "certified",
        "持证率",
        ("持证", "应持证"),
        _sum(readings),
        tuple(readings),
        definition,
        basis,
        "officers",
        tuple(behind),
    )


def _reviewed(
    register: RegisterDay,
    reviewers: Mapping[int, tuple[RoleHolder, ...]],
    percent: int | None,
    basis: str,
    kind: Denominator,
) -> Indicator:
    readings, behind = [], []
    for unit in register.units:
        found = reviewers.get(unit.id, ())
        count = kind.count(unit, register.people.get(unit.id, ()))
        required = required_reviewers(count, percent) if count and percent is not None else None
        notes = [kind.note(unit), "没有审核人员" if count and not found else _full_time(found)]
        readings.append(
            Reading(unit.id, unit.name, len(found), count, required, "，".join(note for note in notes if note))
        )
        behind += [
            Behind(unit.id, r.name, True, "专职" if r.full_time else "兼职", r.officer_id) for r in found
        ]  # fmt: skip
    definition = (
        f"分子是当日在任的法制审核人员，多个单位共用的只在所在单位计一次，法律顾问不计；分母是{kind.words}。"
        f"应有人数按{percent}%向上取整。"
    )
    county = _sum(readings, percent)
    return Indicator(
        kind.key,
        kind.name,
        ("审核人员", kind.head),
        county,
        tuple(readings),
        definition,
        basis,
        "reviewers",
        tuple(behind),
    )


def _hours_met(register: RegisterDay, found: Compliance) -> Indicator:
    remark = f"（{found.remark.rstrip('。')}）" if found.remark else ""
    people = [(person.holder, person.met) for person in found.people]
    readings, behind = _trained(register, people, ("没有达标", "达标"))
    return Indicator(
        "hours",
        "学时达标率",
        ("达标", "应训"),
        _sum(readings),
        readings,
        found.definition,
        found.rule.words + remark,
        "training",
        behind,
    )


def _round_covered(register: RegisterDay, found: Round) -> Indicator:
    people = [*((holder, True) for holder in found.trained), *((holder, False) for holder in found.missing)]
    readings, behind = _trained(register, people, ("没有参加轮训", "已参加轮训"))
    return Indicator(
        "round",
        "轮训覆盖率",
        ("参加", "应训"),
        _sum(readings),
        readings,
        found.footing,
        "“学时规则”里的轮训截止日",
        "training",
        behind,
    )


def _trained(
    register: RegisterDay, people: Sequence[tuple[Holder, bool]], words: tuple[str, str]
) -> tuple[tuple[Reading, ...], tuple[Behind, ...]]:
    """All who owe training, in the units that the training part counts them in; `words` of who has not and who has."""
    names = {unit.id: unit.name for unit in register.units}
    by_unit: dict[int, list[tuple[Holder, bool]]] = {unit_id: [] for unit_id in names}
    for holder, met in people:
        names.setdefault(holder.agency_id, holder.unit)  # also a unit that is no longer in force
        by_unit.setdefault(holder.agency_id, []).append((holder, met))
    readings = [
        Reading(unit_id, names[unit_id], sum(met for _holder, met in own), len(own)) for unit_id, own in by_unit.items()
    ]
    behind = [
        Behind(unit_id, holder.name, met, words[met], holder.officer_id)
        for unit_id, own in by_unit.items()
        for holder, met in own
    ]
    return tuple(readings), tuple(behind)


def _sum(readings: Iterable[Reading], percent: int | None = None) -> Reading:
    """The county: units whose denominator is known."""
    rows = list(readings)
    known = [row for row in rows if row.denominator is not None]
    total = sum(row.denominator or 0 for row in known) if known else None
    required = required_reviewers(total, percent) if total and percent is not None else None
    missing = len(rows) - len(known)
    note = f"{missing}个单位没有填报，未计入" if missing and known else ""
    return Reading(None, COUNTY, sum(row.numerator for row in known), total, required, note)


def _full_time(found: Sequence[RoleHolder]) -> str:
    full = sum(reviewer.full_time for reviewer in found)
    return f"专职{full}、兼职{len(found) - full}" if found else ""
