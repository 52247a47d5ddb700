"""Where officers work over time: the open row of officer_post is what EnforcementOfficer says of today.

Whoever changes unit, section, post or status of an officer does it here, so that the intervals have no holes.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.officer import EnforcementOfficer, OfficerPost, PostStatus
from services.certificates.kinds import LEAVERS
from services.errors import ConflictError, ValidationError

PLACE = ("agency_id", "dept", "post", "staffing")
ENTERED = "资料变更"
DAY = timedelta(days=1)


def move(
    session: Session,
    officer: EnforcementOfficer,
    agency_id: int,
    *,
    on: date,
    dept: str | None = None,
    post: str | None = None,
    staffing: str | None = None,
    reason: str = "调动",
) -> None:
    """To another unit, section or post from `on`. ValidationError where `on` lies before the present post began."""
    officer.agency_id, officer.dept, officer.post = agency_id, dept, post
    officer.staffing = staffing or officer.staffing
    officer.post_status, officer.left_on = PostStatus.ON_POST, None
    _next(session, officer, on, reason)


def take_over(session: Session, officer: EnforcementOfficer, agency_id: int, *, on: date, reason: str) -> None:
    """Along with the whole unit into another one from `on`: post and status stay, the section was the old unit's."""
    if open_post(session, officer.id) is None:
        session.add(_interval(officer, None))
        session.flush()
    officer.agency_id, officer.dept = agency_id, None
    _next(session, officer, on, reason)


def leave(session: Session, officer: EnforcementOfficer, status: PostStatus, on: date, reason: str) -> None:
    """Off the post from `on`: for good, or seconded or in education, which is an interval of its own.

    The recall clock runs from `left_on`. Raises ConflictError where the officer is off the post already.
    """
    if officer.post_status in LEAVERS:
        raise ConflictError(f"{officer.name}已经离岗，没有改动。刷新后再看。")
    officer.post_status, officer.left_on = status, on
    if status in LEAVERS:
        _close(open_post(session, officer.id), on, reason)
    else:
        _next(session, officer, on, reason)


def return_to_post(session: Session, officer: EnforcementOfficer, on: date, reason: str = "返岗") -> None:
    """Back to the same place from `on`."""
    officer.post_status, officer.left_on = PostStatus.ON_POST, None
    _next(session, officer, on, reason)


def keep_in_step(session: Session, officer: EnforcementOfficer, on: date, *, new: bool = False) -> None:
    """After a form or a file changed the officer: a changed place begins a new interval, a filled blank does not.

    A `new` officer's first interval has no beginning: nobody said since when.
    """
    held = None if new else open_post(session, officer.id)
    if held is None:
        if officer.post_status not in LEAVERS:
            session.add(_interval(officer, None))
        return
    changed = [key for key in PLACE if getattr(held, key) != getattr(officer, key)]
    if all(getattr(held, key) in (None, "") for key in changed) or held.starts_on == on:
        for key in changed:
            setattr(held, key, getattr(officer, key))
    elif changed:
        _next(session, officer, on, ENTERED)


def open_post(session: Session, officer_id: int) -> OfficerPost | None:
    """The interval that has not ended, or None for who left."""
    return session.scalars(
        select(OfficerPost)
        .where(OfficerPost.officer_id == officer_id, OfficerPost.deleted_at.is_(None), OfficerPost.ends_on.is_(None))
        .order_by(OfficerPost.id.desc())
        .limit(1)
    ).first()


def _next(session: Session, officer: EnforcementOfficer, on: date, reason: str) -> None:
    last = session.scalars(
        select(OfficerPost)
        .where(OfficerPost.officer_id == officer.id, OfficerPost.deleted_at.is_(None))
        .order_by(OfficerPost.id.desc())
        .limit(1)
    ).first()
    _close(last, on, reason)
    session.add(_interval(officer, on))


def _interval(officer: EnforcementOfficer, starts_on: date | None) -> OfficerPost:
    place = {key: getattr(officer, key) for key in PLACE}
    return OfficerPost(
        officer_id=officer.id, starts_on=starts_on, status=officer.post_status, sample=officer.sample, **place
    )


def _close(held: OfficerPost | None, on: date, reason: str) -> None:
    """The day before `on` is the last in it; one that began on that very day lasts that day."""
    if held is None:
        return
    latest = max(filter(None, (held.starts_on, held.ends_on)), default=None)
    if latest is not None and on < latest:
        raise ValidationError({"on": f"日期早于上一段任职的日期（{latest:%Y-%m-%d}），请核对。"})
    if held.ends_on is None:
        held.ends_on = max(on - DAY, held.starts_on) if held.starts_on else on - DAY
        held.end_reason = reason[:80]
