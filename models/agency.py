"""Units: who enforces the law, under which names, and the groups that plans speak of."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
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


class GroupCover(StrEnum):
    """Which units a group such as 各执法单位 means."""

    ALL = "all"
    DEPARTMENTS = "departments"
    TOWNSHIPS = "townships"


class EnforcementAgency(Record):
    """行政执法机关 (执法主体), and the other units that plans name."""

    term = "执法单位"
    searched: ClassVar[tuple[str, ...]] = ("name", "short_name", "aliases")
    __tablename__ = "enforcement_agency"
    __table_args__ = (Index("ix_enforcement_agency_name", "name", "id"),)

    name: Mapped[str] = mapped_column(words(100))
    short_name: Mapped[str | None] = mapped_column(words(30), default=None)
    aliases: Mapped[str | None] = mapped_column(String(300), default=None)  # former and other names, joined by 、
    kind: Mapped[AgencyKind] = mapped_column(stored(AgencyKind), default=AgencyKind.DEPARTMENT)
    credit_code: Mapped[str | None] = mapped_column(String(18), default=None)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )
    contact: Mapped[str | None] = mapped_column(words(50), default=None)
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
    address: Mapped[str | None] = mapped_column(String(200), default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class AgencyGroup(Record):
    """A collective name in plans, such as 各执法单位 or 各乡镇（街道）."""

    term = "单位组"
    searched: ClassVar[tuple[str, ...]] = ("name", "aliases")
    __tablename__ = "agency_group"

    name: Mapped[str] = mapped_column(words(100))
    aliases: Mapped[str | None] = mapped_column(String(300), default=None)
    covers: Mapped[GroupCover] = mapped_column(stored(GroupCover), default=GroupCover.ALL)
