"""The province's rules that the life of a certificate depends on, in their types; None where nobody could say."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.province import ProvinceRule
from models.setting import StoredSetting
from services.settings import SETTINGS
from services.spec import MINUTES_PER_HOUR

COMMON = "通用"
SAME_DAY = "同日"


@dataclass(frozen=True, slots=True)
class LifeRules:
    """What stands here as default is the 通用 profile, in force until its rows are in the file."""

    validity_years: int | None = 5
    same_day: bool = False  # the last day is the anniversary itself, not the day before
    late_renewal: bool | None = None
    check_cycle_years: int | None = None
    check_from: tuple[int, int] | None = None
    check_to: tuple[int, int] | None = None
    check_needs_hours: bool = False
    excluded_staff: tuple[str, ...] = ("劳务派遣", "合同", "临时", "借调", "借用", "购买服务")
    ministry_beside: str | None = None
    qualification_years: int | None = None
    recall_days: int | None = 15
    ban_years: int | None = 2
    off_post_minutes: int = 1800
    issuing_body: str | None = None
    yearly_minutes: int = 60 * MINUTES_PER_HOUR

    def last_day(self, first: date) -> date | None:
        """The printed end that follows from the years; None where they are open.

        29 February has no anniversary in most years: the day before it is then counted from 1 March, while a term that
        ends on the same day ends on 28 February (certificates note §8b case 24).
        """
        return last_day(first, self.validity_years, same_day=self.same_day) if self.validity_years else None

    def next_check(self, done_on: date) -> date | None:
        """The day until which the next yearly check is due; None where the province has no cycle."""
        if not self.check_cycle_years:
            return None
        year = done_on.year + self.check_cycle_years
        return date(year, *self.check_to) if self.check_to else last_day(done_on, self.check_cycle_years)


def last_day(first: date, years: int, *, same_day: bool = False) -> date:
    """The end of a term of `years` from `first`."""
    try:
        anniversary = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        return date(first.year + years, 2, 28)
    return anniversary if same_day else anniversary - timedelta(days=1)


def months_end(first: date, months: int) -> date:
    """The last day, inclusive, of a bar of `months` (公务员法 art. 64): one of 10 December ends on a 9 December."""
    count = first.year * 12 + first.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1])) - timedelta(days=1)


def life_rules(session: Session) -> LifeRules:
    """The rules of the profile in force; what it leaves open comes from 通用."""
    profile = _setting(session, "province_rules") or COMMON
    rows = session.execute(
        select(ProvinceRule.profile, ProvinceRule.key, ProvinceRule.value).where(
            ProvinceRule.profile.in_((profile, COMMON)), ProvinceRule.deleted_at.is_(None)
        )
    ).all()
    minutes = _setting(session, "yearly_hours") * MINUTES_PER_HOUR
    if not rows:
        return LifeRules(yearly_minutes=minutes)
    words = {key: value for name, key, value in rows if name == COMMON}
    words |= {key: value for name, key, value in rows if name == profile and value is not None}
    return replace(_read(words), yearly_minutes=minutes)


def _read(words: dict[str, str | None]) -> LifeRules:
    standard = LifeRules()
    minutes = _integer(words.get("off_post_minutes"))
    return LifeRules(
        validity_years=_integer(words.get("validity_years")),
        same_day=words.get("end_rule") == SAME_DAY,
        late_renewal=_yes(words.get("late_renewal")),
        check_cycle_years=_integer(words.get("check_cycle_years")),
        check_from=_month_day(words.get("check_from")),
        check_to=_month_day(words.get("check_to")),
        check_needs_hours=_yes(words.get("check_needs_hours")) or False,
        excluded_staff=_words(words.get("excluded_staff")),
        ministry_beside=words.get("ministry_beside"),
        qualification_years=_integer(words.get("qualification_years")),
        recall_days=_integer(words.get("recall_days")),
        ban_years=_integer(words.get("ban_years")),
        off_post_minutes=standard.off_post_minutes if minutes is None else minutes,
        issuing_body=words.get("issuing_body"),
    )


def _setting(session: Session, key: str) -> Any:
    stored = session.scalar(select(StoredSetting.value).where(StoredSetting.key == key))
    return SETTINGS[key].default if stored is None else json.loads(stored)


def _integer(word: str | None) -> int | None:
    return int(word) if word and word.strip().isdigit() else None


def _yes(word: str | None) -> bool | None:
    return {"是": True, "否": False}.get(word or "")


def _words(word: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (word or "").split("、") if part.strip())


def _month_day(word: str | None) -> tuple[int, int] | None:
    parts = (word or "").split("-")
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 and all(part.isdigit() for part in parts) else None
