"""Finds the registered unit behind a printed name: by name, short name, alias or group."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyGroup, EnforcementAgency

BLANKS = re.compile(r"[\s　]+")
OFFICE = re.compile(r"(人民政府|办事处)$")
SHORTEST = 2  # characters of a name that is looked for inside other words
REGION = re.compile(r"^(县|市|区|本县|全县)")


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The register's row for a printed name; `exact` is False where an alias or a short form led to it."""

    agency_id: int | None
    group_id: int | None
    name: str
    exact: bool


def unit_key(name: str) -> str:
    """A printed name without blanks and width variants."""
    return BLANKS.sub("", unicodedata.normalize("NFKC", name)).replace("(", "（").replace(")", "）")


class UnitMatcher:
    """All names of the register, read once per batch."""

    def __init__(self, session: Session, county: str = "") -> None:
        self._county = county
        self._found: dict[str, UnitMatch] = {}
        self._loose: dict[str, UnitMatch | None] = {}
        agencies = select(EnforcementAgency).where(EnforcementAgency.deleted_at.is_(None))
        for agency in session.scalars(agencies.order_by(EnforcementAgency.id)):
            names = [agency.name, agency.short_name or "", *split_names(agency.aliases)]
            for name in filter(None, names):
                self._add(name, UnitMatch(agency.id, None, agency.name, name == agency.name))
        for group in session.scalars(select(AgencyGroup).where(AgencyGroup.deleted_at.is_(None))):
            for name in [group.name, *split_names(group.aliases)]:
                self._add(name, UnitMatch(None, group.id, group.name, name == group.name))

    def find(self, printed: str) -> UnitMatch | None:
        """The one unit or group that the name can mean; None when nothing or more than one fits."""
        key = unit_key(printed)
        return self._found.get(key) or self._loose.get(self._bare(key))

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
        for key, match in [*self._found.items(), *((k, m) for k, m in self._loose.items() if m)]:
            for words in {key, self._bare(key), OFFICE.sub("", key), OFFICE.sub("", self._bare(key))}:
                if match.agency_id is None or len(words) < SHORTEST:
                    continue
                known = found.setdefault(words, match)
                if known is not None and known.agency_id != match.agency_id:
                    found[words] = None
        pairs = [(words, match) for words, match in found.items() if match is not None]
        return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))

    def _add(self, name: str, match: UnitMatch) -> None:
        key = unit_key(name)
        self._found.setdefault(key, match)
        bare = self._bare(key)
        known = self._loose.setdefault(bare, UnitMatch(match.agency_id, match.group_id, match.name, False))
        if known is not None and (known.agency_id, known.group_id) != (match.agency_id, match.group_id):
            self._loose[bare] = None  # two units fit: the clerk decides

    def _bare(self, key: str) -> str:
        """Without the county's own name in front: 示例县水务局, 县水务局 and 水务局 are one."""
        if self._county and key.startswith(self._county):
            key = key[len(self._county) :]
        return REGION.sub("", key)


def split_names(joined: str | None) -> list[str]:
    """Names joined by 、 or ； or ，."""
    return [part for part in re.split(r"[、；;，,]", joined or "") if part.strip()]
