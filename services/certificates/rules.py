"""The province's rules that the life of a certificate depends on, in their types; None where nobody could say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.province_rules import RulesInForce, rules_in_force

SAME_DAY = "同日"


@dataclass(frozen=True, slots=True)
class LifeRules:
    """What stands here as default is the 通用 profile, in force while its rows are not in the file."""

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
    suspension_reminders: tuple[int, ...] = (30, 60, 90)  # days after which an open-ended suspension is looked at

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


def life_rules(session: Session) -> LifeRules:
    """The rules of the profile in force; what it leaves open comes from 通用."""
    found = rules_in_force(session)
    return _read(found) if found.known else LifeRules()


def _read(rules: RulesInForce) -> LifeRules:
    minutes = rules.integer("off_post_minutes")
    return LifeRules(
        validity_years=rules.integer("validity_years"),
        same_day=rules.values["end_rule"].value == SAME_DAY,
        late_renewal=rules.yes("late_renewal"),
        check_cycle_years=rules.integer("check_cycle_years"),
        check_from=_month_day(rules.values["check_from"].value),
        check_to=_month_day(rules.values["check_to"].value),
        check_needs_hours=rules.yes("check_needs_hours") or False,
        excluded_staff=rules.words("excluded_staff"),
        ministry_beside=rules.values["ministry_beside"].value,
        qualification_years=rules.integer("qualification_years"),
        recall_days=rules.integer("recall_days"),
        ban_years=rules.integer("ban_years"),
        off_post_minutes=LifeRules().off_post_minutes if minutes is None else minutes,
        issuing_body=rules.values["issuing_body"].value,
        suspension_reminders=tuple(sorted(rules.integers("suspension_reminder_days"))),
    )


def _month_day(word: str | None) -> tuple[int, int] | None:
    parts = (word or "").split("-")
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 and all(part.isdigit() for part in parts) else None
