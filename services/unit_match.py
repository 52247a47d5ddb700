"""Finds the registered unit behind a printed name: by name, short name, alias or group."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyGroup, EnforcementAgency

BLANKS = re.compile(r"[\s　]+")
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
