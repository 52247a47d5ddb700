"""Which units a collective name in a plan means."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyGroup, AgencyKind, AgencyState, EnforcementAgency, GroupCover, GroupMember

KIND_COVERED = {
    GroupCover.DEPARTMENTS: AgencyKind.DEPARTMENT,
    GroupCover.TOWNSHIPS: AgencyKind.TOWNSHIP,
    GroupCover.VERTICALS: AgencyKind.VERTICAL,
    GroupCover.AUTHORISED: AgencyKind.AUTHORISED,
    GroupCover.ENTRUSTED: AgencyKind.ENTRUSTED,
}


def units_of_group(session: Session, group: AgencyGroup) -> Sequence[EnforcementAgency]:
    """The group's units by name; abolished ones, and for 全部执法单位 those that enforce nothing, are left out."""
    unit = EnforcementAgency
    wanted = select(unit).where(unit.deleted_at.is_(None), unit.state == AgencyState.ACTIVE)
    if group.covers is GroupCover.CHOSEN:
        member = GroupMember
        wanted = wanted.join(member, member.agency_id == unit.id).where(
            member.group_id == group.id, member.deleted_at.is_(None)
        )
    elif group.covers is GroupCover.ALL:
        wanted = wanted.where(unit.kind != AgencyKind.OTHER)
    else:
        wanted = wanted.where(unit.kind == KIND_COVERED[group.covers])
    return session.scalars(wanted.order_by(unit.name.collate("PINYIN"), unit.id).distinct()).all()
