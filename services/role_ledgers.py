"""The seven roles as ledgers, each with what its people have to be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func

from models.officer import EnforcementOfficer
from models.roles import RoleHolder
from services.ledger_select import Reference
from services.province_rules import ProvinceRules
from services.role_kinds import ADVISERS, AUXILIARY, LAWYERS, REVIEWERS, SOCIAL, SUPERVISORS, TEACHERS
from services.roles import RoleLedger
from services.unit_reference import UNIT

OFFICER = Reference(EnforcementOfficer, further=("id_no",))
TARGETS: Mapping[str, Reference] = {"agency_id": UNIT, "officer_id": OFFICER}


class AuxiliaryLedger(RoleLedger):
    """辅助人员."""

    kind = AUXILIARY
    spec = AUXILIARY.spec()
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}


class ReviewerLedger(RoleLedger):
    """法制审核人员: the one whose numbers the 5 % asks for."""

    kind = REVIEWERS
    spec = REVIEWERS.spec()
    references: ClassVar[Mapping[str, Reference]] = TARGETS

    def doubts(self) -> list[tuple[ColumnElement[bool], str]]:
        """行政处罚法 art. 58: who reviews for the first time needs the legal qualification."""
        since = ProvinceRules(self._db).value("reviewer_qualified_from").value
        if since is None:
            return super().doubts()
        unqualified = and_(
            RoleHolder.began_on >= date.fromisoformat(since), func.coalesce(RoleHolder.qualification_no, "") == ""
        )
        return [(unqualified, "没有法律职业资格"), *super().doubts()]


class LawyerLedger(RoleLedger):
    """公职律师."""

    kind = LAWYERS
    spec = LAWYERS.spec()
    references: ClassVar[Mapping[str, Reference]] = TARGETS


class AdviserLedger(RoleLedger):
    """法律顾问: from outside, so never counted as reviewers."""

    kind = ADVISERS
    spec = ADVISERS.spec()
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}


class SupervisorLedger(RoleLedger):
    """执法监督员."""

    kind = SUPERVISORS
    spec = SUPERVISORS.spec()
    references: ClassVar[Mapping[str, Reference]] = TARGETS


class SocialSupervisorLedger(RoleLedger):
    """社会监督员."""

    kind = SOCIAL
    spec = SOCIAL.spec()
    references: ClassVar[Mapping[str, Reference]] = {}

    def doubts(self) -> list[tuple[ColumnElement[bool], str]]:
        """The age on the first day of the term, by the limits of the rules."""
        rules = ProvinceRules(self._db)
        youngest, oldest = rules.integer("supervisor_min_age"), rules.integer("supervisor_max_age")
        holder, before = (
            RoleHolder,
            func.strftime("%m-%d", RoleHolder.term_from) < func.strftime("%m-%d", RoleHolder.birth),
        )
        years = cast(func.strftime("%Y", holder.term_from), Integer) - cast(func.strftime("%Y", holder.birth), Integer)
        age = years - case((before, 1), else_=0)
        doubts: list[tuple[ColumnElement[bool], str]] = []
        if youngest is not None:
            doubts.append((age < youngest, f"聘任时不满{youngest}岁"))
        if oldest is not None:
            doubts.append((age > oldest, f"聘任时超过{oldest}岁"))
        return doubts


class TeacherLedger(RoleLedger):
    """培训师资."""

    kind = TEACHERS
    spec = TEACHERS.spec()
    references: ClassVar[Mapping[str, Reference]] = TARGETS


ROLE_LEDGERS: tuple[type[RoleLedger], ...] = (
    AuxiliaryLedger,
    ReviewerLedger,
    LawyerLedger,
    AdviserLedger,
    SupervisorLedger,
    SocialSupervisorLedger,
    TeacherLedger,
)
