"""Units: who enforces the law, under which names and powers, who answers there, and the groups that plans speak of."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class AgencyKind(StrEnum):
    """Where a unit stands; groups of plans are made from it."""

    DEPARTMENT = "department"
    TOWNSHIP = "township"
    VERTICAL = "vertical"
    AUTHORISED = "authorised"
    ENTRUSTED = "entrusted"
    OTHER = "other"


class AgencyState(StrEnum):
    """An abolished unit keeps its past; no new officer, certificate or task goes to it."""

    ACTIVE = "active"
    ABOLISHED = "abolished"


class GroupCover(StrEnum):
    """Which units a group such as 各执法单位 means; CHOSEN ones are its members."""

    ALL = "all"
    DEPARTMENTS = "departments"
    TOWNSHIPS = "townships"
    VERTICALS = "verticals"
    AUTHORISED = "authorised"
    ENTRUSTED = "entrusted"
    CHOSEN = "chosen"


class NoticeKind(StrEnum):
    """What an announcement said of a subject."""

    CONFIRMED = "confirmed"
    ADJUSTED = "adjusted"
    WITHDRAWN = "withdrawn"


class EnforcementAgency(Record):
    """行政执法机关 (执法主体), and the other units that plans name.

    `enforcer_count` are all on-post enforcers, police and ministry cards included; police never have rows of their own.
    """

    term = "执法单位"
    searched: ClassVar[tuple[str, ...]] = ("name", "short_name", "aliases")
    __tablename__ = "enforcement_agency"
    __table_args__ = (Index("ix_enforcement_agency_name", "name", "id"),)

    name: Mapped[str] = mapped_column(words(100))
    short_name: Mapped[str | None] = mapped_column(words(30), default=None)
    aliases: Mapped[str | None] = mapped_column(String(300), default=None)  # other names in use, joined by 、
    kind: Mapped[AgencyKind] = mapped_column(stored(AgencyKind), default=AgencyKind.DEPARTMENT)
    state: Mapped[AgencyState] = mapped_column(
        stored(AgencyState), default=AgencyState.ACTIVE, server_default=AgencyState.ACTIVE.value
    )
    credit_code: Mapped[str | None] = mapped_column(String(18), default=None)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )
    contact: Mapped[str | None] = mapped_column(words(50), default=None)
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
    complaint_phone: Mapped[str | None] = mapped_column(String(40), default=None)
    address: Mapped[str | None] = mapped_column(String(200), default=None)
    legal_person: Mapped[str | None] = mapped_column(words(50), default=None)
    founding_basis: Mapped[str | None] = mapped_column(String(200), default=None)
    enforcement_basis: Mapped[str | None] = mapped_column(String(500), default=None)
    domain: Mapped[str | None] = mapped_column(String(100), default=None)
    legal_section: Mapped[str | None] = mapped_column(String(60), default=None)
    legal_head: Mapped[str | None] = mapped_column(words(50), default=None)
    staff_quota: Mapped[int | None] = mapped_column(default=None)
    enforcer_count: Mapped[int | None] = mapped_column(default=None)
    police_count: Mapped[int | None] = mapped_column(default=None)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class FormerName(Record):
    """A name that a unit bore until a day: files and cards still carry it."""

    term = "曾用名"
    searched: ClassVar[tuple[str, ...]] = ("name",)
    part_of = "agency_id"
    __tablename__ = "former_name"

    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(words(100))
    used_from: Mapped[date | None] = mapped_column(default=None)
    used_to: Mapped[date | None] = mapped_column(default=None)
    basis: Mapped[str | None] = mapped_column(String(200), default=None)


class AgencyContact(Record):
    """A person of a unit whom the desk calls."""

    term = "单位联系人"
    searched: ClassVar[tuple[str, ...]] = ("name", "duty", "phone")
    part_of = "agency_id"
    __tablename__ = "agency_contact"

    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(words(50))
    duty: Mapped[str | None] = mapped_column(words(60), default=None)  # 联络员、分管领导、法制审核负责人
    post: Mapped[str | None] = mapped_column(words(60), default=None)
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
    note: Mapped[str | None] = mapped_column(String(200), default=None)


class Entrustment(Record):
    """行政执法委托: matter, power and term in writing, not re-delegable (行政处罚法 arts 20–21)."""

    term = "执法委托"
    searched: ClassVar[tuple[str, ...]] = ("doc_no", "matters")
    __tablename__ = "entrustment"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term_order"),
        CheckConstraint("from_agency_id <> to_agency_id", name="two_units"),
    )

    from_agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), index=True)
    to_agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), index=True)
    doc_no: Mapped[str | None] = mapped_column(String(60), default=None)
    matters: Mapped[str] = mapped_column(String(500))
    powers: Mapped[str | None] = mapped_column(String(500), default=None)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None, index=True)
    published_on: Mapped[date | None] = mapped_column(default=None)
    published_at: Mapped[str | None] = mapped_column(String(200), default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class SubjectNotice(Record):
    """执法主体公告: under which number a unit was announced, changed or withdrawn as a subject."""

    term = "主体公告"
    searched: ClassVar[tuple[str, ...]] = ("doc_no", "issuer")
    __tablename__ = "subject_notice"

    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[NoticeKind] = mapped_column(stored(NoticeKind), default=NoticeKind.CONFIRMED)
    doc_no: Mapped[str] = mapped_column(String(60))
    announced_on: Mapped[date]
    issuer: Mapped[str | None] = mapped_column(words(100), default=None)
    place: Mapped[str | None] = mapped_column(String(200), default=None)  # where it is published
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class AgencyGroup(Record):
    """A collective name in plans, such as 各执法单位 or 各乡镇（街道）."""

    term = "单位组"
    searched: ClassVar[tuple[str, ...]] = ("name", "aliases")
    __tablename__ = "agency_group"

    name: Mapped[str] = mapped_column(words(100))
    aliases: Mapped[str | None] = mapped_column(String(300), default=None)
    covers: Mapped[GroupCover] = mapped_column(stored(GroupCover), default=GroupCover.ALL)


class GroupMember(Record):
    """A unit of a group whose units are chosen one by one."""

    term = "组内单位"
    searched: ClassVar[tuple[str, ...]] = ()
    part_of = "group_id"
    __tablename__ = "group_member"

    group_id: Mapped[int] = mapped_column(ForeignKey("agency_group.id", ondelete="RESTRICT"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), index=True)
