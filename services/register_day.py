"""The register as it was on a day: which units there were, who worked where, and who was certified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyState, EnforcementAgency
from models.officer import EnforcementOfficer, OfficerPost, PostStatus
from services.certificates.as_of import certified_officers
from services.province_rules import excluded_word


@dataclass(frozen=True, slots=True)
class UnitOnDay:
    """A unit with the numbers that it reported; None where it did not."""

    id: int
    name: str
    staff_quota: int | None
    enforcer_count: int | None
    police_count: int | None


@dataclass(frozen=True, slots=True)
class PersonOnDay:
    """An officer of a unit on that day. `in_establishment` is False for those whom the province excludes."""

    id: int
    name: str
    unit_id: int
    on_post: bool
    enforcing: bool
    in_establishment: bool
    certified: bool


@dataclass(frozen=True, slots=True)
class RegisterDay:
    """Everything that indicators of a day are counted from."""

    day: date
    units: tuple[UnitOnDay, ...]
    people: Mapping[int, tuple[PersonOnDay, ...]]  # by unit


def register_on(session: Session, day: date, excluded: Collection[str]) -> RegisterDay:
    """Units in force on `day` by name, and their officers; `excluded` are words of 编制性质 that do not count.

    Posts say who worked where; an officer without any counts in today's unit. What is beyond the last record of a post
    follows today's.
    """
    units = _units(session, day)
    certified = frozenset(session.scalars(certified_officers(day)))
    posts: defaultdict[int, list[OfficerPost]] = defaultdict(list)
    for post in session.scalars(select(OfficerPost).where(OfficerPost.deleted_at.is_(None)).order_by(OfficerPost.id)):
        posts[post.officer_id].append(post)
    people: defaultdict[int, list[PersonOnDay]] = defaultdict(list)
    officers = select(EnforcementOfficer).where(EnforcementOfficer.deleted_at.is_(None))
    for officer in session.scalars(officers.order_by(EnforcementOfficer.name, EnforcementOfficer.id)):
        place = _place_on(day, officer, posts[officer.id])
        if place is None:
            continue
        unit_id, status, staffing = place
        people[unit_id].append(
            PersonOnDay(
                officer.id,
                officer.name,
                unit_id,
                status is PostStatus.ON_POST,
                officer.enforcing,
                not excluded_word(excluded, staffing),
                officer.id in certified,
            )
        )
    return RegisterDay(day, units, {unit: tuple(found) for unit, found in people.items()})


def _units(session: Session, day: date) -> tuple[UnitOnDay, ...]:
    unit = EnforcementAgency
    wanted = select(unit).where(unit.deleted_at.is_(None)).order_by(unit.name.collate("PINYIN"), unit.id)
    return tuple(
        UnitOnDay(found.id, found.name, found.staff_quota, found.enforcer_count, found.police_count)
        for found in session.scalars(wanted)
        if (found.valid_from is None or found.valid_from <= day)
        and (found.state is AgencyState.ACTIVE or (found.valid_to is not None and day <= found.valid_to))
    )


def _place_on(
    day: date, officer: EnforcementOfficer, posts: list[OfficerPost]
) -> tuple[int, PostStatus, str | None] | None:
    """Unit, status and staffing on the day; None for who was not there yet or had left for good."""
    held = [p for p in posts if (p.starts_on is None or p.starts_on <= day) and (p.ends_on is None or p.ends_on >= day)]
    if posts and not held:
        return None
    away = officer.left_on is not None and day >= officer.left_on
    if not held:
        still = officer.left_on is not None and not away
        return officer.agency_id, PostStatus.ON_POST if still else officer.post_status, officer.staffing
    post = max(held, key=lambda p: (p.starts_on or date.min, p.id))
    if post.ends_on is not None:
        return post.agency_id, post.status, post.staffing or officer.staffing
    status = officer.post_status if away or officer.left_on is None else PostStatus.ON_POST
    return post.agency_id, status, post.staffing or officer.staffing
