"""The rules that differ by province: reading the ones in force, and the rows that come with the program."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.province import ProvinceRule
from services.province_keys import GENERAL, RULE_KEYS, YES
from services.settings import Settings, value_of
from services.uow import Database

SHIPPED = Path(__file__).resolve().parents[1] / "resources" / "data" / "province_rules.csv"


@dataclass(frozen=True, slots=True)
class RuleValue:
    """A rule as it holds now. `value` is None where neither the profile nor 通用 says; the desk then asks.

    `profile` is the one that the value comes from.
    """

    key: str
    label: str
    value: str | None
    basis: str
    verified: bool
    profile: str


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """All declared rules as they hold at one moment, by key."""

    profile: str
    values: Mapping[str, RuleValue]

    @property
    def known(self) -> bool:
        """Whether the file says anything about the province at all."""
        return any(rule.value for rule in self.values.values())

    def integer(self, key: str) -> int | None:
        """A whole number; None where it is not known."""
        value = self.values[key].value
        return None if value is None else int(value)

    def integers(self, key: str) -> tuple[int, ...]:
        """Whole numbers, largest first; none where they are not known."""
        return tuple(sorted({int(part) for part in self.words(key)}, reverse=True))

    def yes(self, key: str) -> bool | None:
        """是 or 否; None where it is not known."""
        value = self.values[key].value
        return None if value is None else value == YES

    def words(self, key: str) -> tuple[str, ...]:
        """The parts of a list; none where it is not known."""
        return tuple(part.strip() for part in (self.values[key].value or "").split("、") if part.strip())

    def excluded_word(self, staffing: str | None) -> str:
        """The word of 编制性质 for which somebody cannot get a certificate; empty where nothing speaks against it."""
        return excluded_word(self.words("excluded_staff"), staffing)


def rules_in_force(session: Session) -> RulesInForce:
    """The rules of the profile that the setting `province_rules` names; what it leaves open follows 通用."""
    profile = str(value_of(session, "province_rules") or GENERAL)
    wanted = select(ProvinceRule).where(ProvinceRule.profile.in_((profile, GENERAL)), ProvinceRule.deleted_at.is_(None))
    rows = {(row.profile, row.key): row for row in session.scalars(wanted)}
    return RulesInForce(
        profile, {key: _in_force(key, rows.get((profile, key)), rows.get((GENERAL, key))) for key in RULE_KEYS}
    )


def excluded_word(words: Iterable[str], staffing: str | None) -> str:
    """The first of `words` that stands in 编制性质; empty where none does."""
    return next((word for word in words if word in (staffing or "")), "")


class ProvinceRules:
    """The rules in force, for who has no session open; every question reads anew."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @property
    def profile(self) -> str:
        """The profile in force."""
        return profile_in_force(Settings(self._db))

    def in_force(self) -> RulesInForce:
        """All of them, in one read."""
        with self._db.read() as session:
            return rules_in_force(session)

    def value(self, key: str) -> RuleValue:
        """One rule with its basis; KeyError for a key that is not declared."""
        return self.in_force().values[key]

    def all(self) -> Mapping[str, RuleValue]:
        """Every declared rule."""
        return self.in_force().values

    def integer(self, key: str) -> int | None:
        """A whole number; None where it is not known."""
        return self.in_force().integer(key)

    def integers(self, key: str) -> tuple[int, ...]:
        """Whole numbers, largest first; none where they are not known."""
        return self.in_force().integers(key)

    def yes(self, key: str) -> bool | None:
        """是 or 否; None where it is not known."""
        return self.in_force().yes(key)

    def words(self, key: str) -> tuple[str, ...]:
        """The parts of a list; none where it is not known."""
        return self.in_force().words(key)

    def excluded_word(self, staffing: str | None) -> str:
        """The word of 编制性质 for which somebody cannot get a certificate; empty where nothing speaks against it."""
        return self.in_force().excluded_word(staffing)


def profile_in_force(settings: Settings) -> str:
    """The chosen profile, 通用 where none was chosen."""
    return str(settings.get("province_rules"))


def take_shipped_province_rules(session: Session) -> int:
    """Add the rules that come with the program and are not in the file yet; how many that were.

    What a bureau put right stays as it is. What came empty, was not touched since and is known by now is filled.
    """
    present = {(row.profile, row.key): row for row in session.scalars(select(ProvinceRule))}
    added = 0
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            value, basis = line["value"] or None, line["basis"] or None
            row = present.get((line["profile"], line["key"]))
            if row is None:
                row = ProvinceRule(profile=line["profile"], key=line["key"])
                session.add(row)
            elif row.row_version > 1 or row.value or not value:
                continue
            row.value, row.basis, row.verified = value, basis, line["verified"] == "1"
            added += 1
    return added


def _in_force(key: str, own: ProvinceRule | None, general: ProvinceRule | None) -> RuleValue:
    found = own if own is not None and own.value else general
    if found is None or not found.value:
        return RuleValue(key, RULE_KEYS[key].label, None, "", False, own.profile if own else GENERAL)
    return RuleValue(key, RULE_KEYS[key].label, found.value, found.basis or "", found.verified, found.profile)
