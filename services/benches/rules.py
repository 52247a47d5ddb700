"""What of the province's rules the benches go by, read at once."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.province import ProvinceRule
from models.setting import StoredSetting

GENERAL = "通用"
OWN_TIERS = (180, 90, 60, 30)  # how the list is divided where the province says nothing; nobody is judged by it


@dataclass(frozen=True, slots=True)
class BenchRules:
    """Values of the profile in force by key; a rule that neither it nor 通用 knows is not there."""

    values: dict[str, str]

    def integer(self, key: str) -> int | None:
        """A whole number; None where it is not known."""
        value = self.values.get(key)
        return None if value is None else int(value)

    def words(self, key: str) -> tuple[str, ...]:
        """The parts of a list; none where it is not known."""
        return tuple(part.strip() for part in self.values.get(key, "").split("、") if part.strip())

    def yes(self, key: str) -> bool | None:
        """是 or 否; None where it is not known."""
        value = self.values.get(key)
        return None if value is None else value == "是"

    @property
    def tiers(self) -> tuple[int, ...]:
        """Days before the end that part the list of expiring cards, smallest first."""
        return tuple(sorted({int(part) for part in self.words("expiry_tiers")} or OWN_TIERS))


def read_rules(session: Session) -> BenchRules:
    """The rules in force: the chosen profile's, and 通用 where it leaves one open."""
    stored = session.scalar(select(StoredSetting.value).where(StoredSetting.key == "province_rules"))
    profile = str(json.loads(stored)) if stored else GENERAL
    rows = session.execute(
        select(ProvinceRule.profile, ProvinceRule.key, ProvinceRule.value).where(
            ProvinceRule.profile.in_((profile, GENERAL)), ProvinceRule.deleted_at.is_(None)
        )
    ).all()
    known = {(row.profile, row.key): row.value for row in rows if row.value}
    keys = {key for _profile, key in known}
    return BenchRules({key: known.get((profile, key)) or known[(GENERAL, key)] for key in keys})
