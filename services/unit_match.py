"""Finds the registered unit behind a printed name: by name, short name, alias, former name or group."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyGroup, AgencyKind, AgencyState, EnforcementAgency, FormerName

BLANKS = re.compile(r"[\s　]+")
OFFICE = re.compile(r"(人民政府|办事处)$")
SHORTEST = 2  # characters of a name that is looked for inside other words
REGION = re.compile(r"^(县|市|区|本县|全县)")
ABOVE = re.compile(r"[省市区州盟]$")  # what stands before a county's name in a full one
LEAST_LEFT = 3  # signs of a name after the county's own name was taken off


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The register's row for a printed name; `exact` is False where another name or a short form led to it."""

    agency_id: int | None
    group_id: int | None
    name: str
    exact: bool

    @property
    def target(self) -> tuple[int | None, int | None]:
        """What it points to."""
        return self.agency_id, self.group_id


class _Rank(IntEnum):
    """Whose claim to a name goes first."""

    NAME = 0
    ALIAS = 1
    FORMER = 2
    ABOLISHED = 3


@dataclass(frozen=True, slots=True)
class _Claim:
    """A unit's claim to a name, and the days on which it bore it (None: open)."""

    match: UnitMatch
    rank: _Rank
    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def unit_key(name: str) -> str:
    """A printed name without blanks and width variants."""
    return BLANKS.sub("", unicodedata.normalize("NFKC", name)).replace("(", "（").replace(")", "）")


class UnitMatcher:
    """All names of the register, read once per batch."""

    def __init__(self, session: Session, county: str = "") -> None:
        self._county = unit_key(county)
        self._named: defaultdict[str, list[_Claim]] = defaultdict(list)
        self._loose: defaultdict[str, list[_Claim]] = defaultdict(list)
        former: defaultdict[int, list[FormerName]] = defaultdict(list)
        for name in session.scalars(select(FormerName).where(FormerName.deleted_at.is_(None)).order_by(FormerName.id)):
            former[name.agency_id].append(name)
        agencies = select(EnforcementAgency).where(EnforcementAgency.deleted_at.is_(None))
        for agency in session.scalars(agencies.order_by(EnforcementAgency.id)):
            for printed, claim in _claims(agency, former[agency.id]):
                self._add(printed, claim, township=agency.kind is AgencyKind.TOWNSHIP)
        for group in session.scalars(select(AgencyGroup).where(AgencyGroup.deleted_at.is_(None))):
            for printed in [group.name, *split_names(group.aliases)]:
                exact = printed == group.name
                match = UnitMatch(None, group.id, group.name, exact)
                self._add(printed, _Claim(match, _Rank.NAME if exact else _Rank.ALIAS))

    def find(self, printed: str, on: date | None = None) -> UnitMatch | None:
        """The one unit or group that the name can mean; None when nothing or more than one fits.

        `on` is the day of the paper that carries the name: a name that passed from one unit to another means the one
        that bore it on that day.
        """
        key = unit_key(printed)
        if key in self._named:
            return _one(self._named[key], on)
        for bare in self._bare_forms(key):
            if bare in self._loose:
                return _one(self._loose[bare], on)
        return None

    def find_in(self, text: str) -> UnitMatch | None:
        """The one unit whose name stands in `text`, such as the name of a file; a longer name goes before a shorter
        one that is part of it. None where no unit or more than one is named."""
        rest = unit_key(text)
        named: dict[int, UnitMatch] = {}
        for words, match in self._spoken:
            if words in rest:
                rest = rest.replace(words, "\n")
                named[match.agency_id or 0] = match
        return next(iter(named.values())) if len(named) == 1 else None

    @cached_property
    def _spoken(self) -> list[tuple[str, UnitMatch]]:
        """Every way to name a unit inside other words, longest first; what could mean two units is left out."""
        found: dict[str, UnitMatch | None] = {}
        pairs = [(key, _one(claims, None)) for names in (self._named, self._loose) for key, claims in names.items()]
        for key, match in pairs:
            for words in {key, self._bare(key), OFFICE.sub("", key), OFFICE.sub("", self._bare(key))}:
                if match is None or match.agency_id is None or len(words) < SHORTEST:
                    continue
                first = found.setdefault(words, match)
                if first is not None and first.agency_id != match.agency_id:
                    found[words] = None
        known = [(words, match) for words, match in found.items() if match is not None]
        return sorted(known, key=lambda pair: (-len(pair[0]), pair[0]))

    def _add(self, printed: str, claim: _Claim, *, township: bool = False) -> None:
        key = unit_key(printed)
        self._named[key].append(claim)
        loose = UnitMatch(claim.match.agency_id, claim.match.group_id, claim.match.name, False)
        weaker = _Claim(loose, claim.rank, claim.first, claim.last)
        bare = self._bare(key)
        self._loose[bare].append(weaker)
        short = bare.replace("监督管理", "监管")
        if township:
            short = bare.removesuffix("人民政府").removesuffix("办事处")
        if short != bare:
            self._loose[short].append(weaker)

    def _bare_forms(self, key: str) -> Iterator[str]:
        """Without the county's own name in front, also where its last sign is left out: 示例水务局."""
        yield self._bare(key)
        stem = self._county[:-1]
        if len(stem) > 1 and key.startswith(stem) and len(key) - len(stem) >= LEAST_LEFT:
            yield key[len(stem) :]

    def _bare(self, key: str) -> str:
        """Without the county's own name in front: 样板市示例县水务局, 示例县水务局, 县水务局 and 水务局 are one."""
        place = key.find(self._county) if self._county else -1
        if place == 0 or (place > 0 and ABOVE.search(key[:place])):
            key = key[place + len(self._county) :]
        return REGION.sub("", key)


def split_names(joined: str | None) -> list[str]:
    """Names joined by 、 or ； or ，."""
    return [part.strip() for part in re.split(r"[、；;，,]", joined or "") if part.strip()]


def _claims(agency: EnforcementAgency, former: Iterable[FormerName]) -> Iterator[tuple[str, _Claim]]:
    """Every name of a unit; those of an abolished one stand back behind whoever bears the name now."""
    gone = agency.state is AgencyState.ABOLISHED
    ends = [name.used_to for name in former if name.used_to]
    first = max(ends) + timedelta(1) if ends else agency.valid_from
    last = agency.valid_to if gone else None
    exact = UnitMatch(agency.id, None, agency.name, True)
    other = UnitMatch(agency.id, None, agency.name, False)
    yield agency.name, _Claim(exact, _Rank.ABOLISHED if gone else _Rank.NAME, first, last)
    for printed in filter(None, (agency.short_name, *split_names(agency.aliases))):
        if printed != agency.name:
            yield printed, _Claim(other, _Rank.ABOLISHED if gone else _Rank.ALIAS, None, last)
    for name in former:
        rank = _Rank.ABOLISHED if gone else _Rank.FORMER
        yield name.name, _Claim(other, rank, name.used_from, name.used_to)


def _one(claims: list[_Claim], on: date | None) -> UnitMatch | None:
    """The strongest claim, among those that hold on the day where any does; None where two units share it."""
    held = [claim for claim in claims if claim.holds(on)] if on is not None else []
    best = min(claim.rank for claim in held or claims)
    found = [claim.match for claim in held or claims if claim.rank is best]
    return found[0] if len({match.target for match in found}) == 1 else None
