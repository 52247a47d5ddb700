"""The figures of cards that run out: tiers, months, units; worked out from the rows of the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.query import LedgerRow

MONTHS = 24
EXPIRED, LATER, FOREVER, UNKNOWN = "expired", "later", "forever", "unknown"
TIER_WORDS = {
    EXPIRED: "已过期",
    "t1": "一档内到期",
    "t2": "二档内到期",
    "t3": "三档内到期",
    "t4": "四档内到期",
    LATER: "其余未到期",
    FOREVER: "长期有效",
    UNKNOWN: "有效期不明",
}
ONE_YEAR_FROM = 2  # holders: below that there is nothing to spread


def tier_of(valid_to: date | None, forever: bool, today: date, tiers: Sequence[int]) -> str:
    """In which part of the list a card belongs; its last valid day still counts as valid."""
    if forever:
        return FOREVER
    if valid_to is None:
        return UNKNOWN
    if valid_to < today:
        return EXPIRED
    for place, days in enumerate(sorted(tiers), 1):
        if valid_to <= today + timedelta(days=days):
            return f"t{place}"
    return LATER


@dataclass(frozen=True, slots=True)
class Month:
    """Cards whose last day lies in one month from `first` on, which is today in the present month."""

    first: date
    count: int

    @property
    def year(self) -> int:
        """Its year."""
        return self.first.year

    @property
    def month(self) -> int:
        """Its number in the year."""
        return self.first.month

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitForecast:
    """One unit: how many cards in which tier, and the year in which all of them end (None where they are spread)."""

    unit: str
    tiers: Mapping[str, int]
    count: int
    one_year: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The months from the present one on, the tiers, the units; what has no end or no known one stands apart."""

    day: date
    months: tuple[Month, ...]
    tiers: Mapping[str, int]
    units: tuple[UnitForecast, ...]

    @property
    def one_year(self) -> tuple[UnitForecast, ...]:
        """Units that lose all their holders in one year unless somebody acts."""
        return tuple(unit for unit in self.units if unit.one_year is not None)


def forecast(rows: Sequence[LedgerRow], day: date, months: int = MONTHS) -> Forecast:
    """The figures of the list's own rows, so that chart, chips and list agree."""
    ends = [row.values["valid_to"] for row in rows if row.values["valid_to"] and row.values["tier"] != FOREVER]
    by_month = Counter((end.year, end.month) for end in ends if end >= day)
    start = day.year * 12 + day.month - 1
    asked = [max(day, date(n // 12, n % 12 + 1, 1)) for n in range(start, start + months)]
    by_unit: dict[str, list[LedgerRow]] = {}
    for row in rows:
        by_unit.setdefault(row.labels["agency_id"], []).append(row)
    return Forecast(
        day,
        tuple(Month(first, by_month[first.year, first.month]) for first in asked),
        Counter(row.values["tier"] for row in rows),
        tuple(_unit(name, held, day) for name, held in by_unit.items()),
    )


def _unit(name: str, rows: Sequence[LedgerRow], day: date) -> UnitForecast:
    ends = {row.values["valid_to"] for row in rows if row.values["tier"] != FOREVER}
    years = {end.year if end else None for end in ends}
    endless = any(row.values["tier"] == FOREVER for row in rows)
    year = next(iter(years)) if len(years) == 1 and len(rows) >= ONE_YEAR_FROM and not endless else None
    return UnitForecast(
        name,
        Counter(row.values["tier"] for row in rows),
        len(rows),
        year if year is not None and year >= day.year else None,
    )


def tier_word(key: str, tiers: Sequence[int]) -> str:
    """The part of the list in words with its days: 30天内到期."""
    days = sorted(tiers)
    if not key.startswith("t"):
        return TIER_WORDS[key]
    place = int(key[1:])
    return f"{days[place - 1]}天内到期" if place <= len(days) else TIER_WORDS[key]
