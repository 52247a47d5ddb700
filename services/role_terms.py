"""Terms of people who serve in a role: what each role is called, and who serves on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_, select
from sqlalchemy.orm import Session

from models.officer import EnforcementOfficer, PostStatus
from models.roles import Role, RoleHolder

ROLE_LABELS = {
    Role.AUXILIARY: "辅助人员",
    Role.LEGAL_REVIEWER: "法制审核人员",
    Role.PUBLIC_LAWYER: "公职律师",
    Role.LEGAL_ADVISER: "法律顾问",
    Role.SUPERVISOR: "执法监督员",
    Role.SOCIAL_SUPERVISOR: "社会监督员",
    Role.TEACHER: "培训师资",
}
ENDED, EXPIRED, ENDING, COMING, SERVING = "ended", "expired", "ending", "coming", "serving"
TERM_LABELS = {
    EXPIRED: "已届满",
    ENDING: "即将到期",
    SERVING: "在任",
    COMING: "未到任期",
    ENDED: "已卸任",
}
TERM_CHIPS = {EXPIRED: "late", ENDING: "due", SERVING: "done", COMING: "wait", ENDED: "void"}
AT_WORK = (PostStatus.ON_POST, PostStatus.OFF_EDUCATION)


def serving_on(day: date) -> ColumnElement[bool]:
    """Whether somebody serves on a day; the day of an early end is the first one without the role."""
    holder = RoleHolder
    return and_(
        holder.deleted_at.is_(None),
        or_(holder.ended_on.is_(None), holder.ended_on > day),
        or_(holder.term_from.is_(None), holder.term_from <= day),
        or_(holder.term_to.is_(None), holder.term_to >= day),
    )


def term_state(today: date, soon_days: int) -> ColumnElement[Any]:
    """SQL for the state of a term on `today`; its last day itself still counts."""
    holder = RoleHolder
    return case(
        (and_(holder.ended_on.is_not(None), holder.ended_on <= today), literal(ENDED)),
        (holder.term_to < today, literal(EXPIRED)),
        (holder.term_from > today, literal(COMING)),
        (holder.term_to <= today + timedelta(soon_days), literal(ENDING)),
        else_=literal(SERVING),
    )


def reviewers_at_home(session: Session, day: date) -> dict[int, tuple[RoleHolder, ...]]:
    """Legal reviewers who serve on `day` by their home unit, each person once.

    A person whom several units name counts where the officer works, one who is no officer where first registered. An
    officer who is not at work any more, or whom his own unit does not name, counts nowhere.
    """
    officer = EnforcementOfficer
    wanted = (
        select(RoleHolder, officer.agency_id, officer.post_status)
        .outerjoin(officer, and_(officer.id == RoleHolder.officer_id, officer.deleted_at.is_(None)))
        .where(RoleHolder.role == Role.LEGAL_REVIEWER, RoleHolder.agency_id.is_not(None), serving_on(day))
        .order_by(RoleHolder.id)
    )
    rows = [(holder, unit, status) for holder, unit, status in session.execute(wanted)]
    found: defaultdict[int, list[RoleHolder]] = defaultdict(list)
    for same in _persons(holder for holder, _unit, _status in rows):
        known = {holder.id: (unit, status) for holder, unit, status in rows if holder in same}
        home = next((known[holder.id] for holder in same if known[holder.id][0] is not None), (None, None))
        counted = next((h for h in same if h.agency_id == home[0]), None) if home[0] is not None else same[0]
        if counted is not None and counted.agency_id is not None and (home[0] is None or home[1] in AT_WORK):
            found[counted.agency_id].append(counted)
    return {unit: tuple(holders) for unit, holders in found.items()}


def _persons(holders: Iterable[RoleHolder]) -> list[list[RoleHolder]]:
    """Rows of one person together: same officer, same ID number, or same name in the same unit."""
    persons: list[list[RoleHolder]] = []
    places: dict[tuple[str, object], int] = {}
    for holder in holders:
        keys: list[tuple[str, object]] = [("named", (holder.agency_id, holder.name))]
        keys += [("officer", holder.officer_id)] if holder.officer_id else []
        keys += [("id_no", holder.id_no)] if holder.id_no else []
        place = next((places[key] for key in keys if key in places), len(persons))
        if place == len(persons):
            persons.append([])
        persons[place].append(holder)
        for key in keys:
            places.setdefault(key, place)
    return persons
