"""What units have to send in by when, who was chased for what, and reports whose figures are frozen."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class DutyScope(StrEnum):
    """Which units owe a report: all, the departments, the townships, or one group."""

    ALL = "all"
    DEPARTMENTS = "departments"
    TOWNSHIPS = "townships"
    GROUP = "group"


class DayShift(StrEnum):
    """Where a date that is no working day is met: last working day before, next one after, or the day itself."""

    EARLIER = "earlier"
    LATER = "later"
    NONE = "none"


class ReportState(StrEnum):
    """What is stored about one unit's report; lateness is derived from its date."""

    OWED = "owed"
    RECEIVED = "received"
    RETURNED = "returned"
    EXEMPT = "exempt"


class ChaseWay(StrEnum):
    """How a unit was chased."""

    PHONE = "phone"
    WECHAT = "wechat"
    VISIT = "visit"
    LETTER = "letter"
    SLIP = "slip"


class ReportDuty(Record):
    """报送事项: what units file with the bureau, once or by a rule (RRULE without DTSTART)."""

    term = "报送事项"
    searched: ClassVar[tuple[str, ...]] = ("title", "basis")
    __tablename__ = "report_duty"

    title: Mapped[str] = mapped_column(words(100))
    basis: Mapped[str | None] = mapped_column(String(200), default=None)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("plan_task.id", ondelete="RESTRICT"), default=None)
    scope: Mapped[DutyScope] = mapped_column(stored(DutyScope), default=DutyScope.ALL)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("agency_group.id", ondelete="RESTRICT"), default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)  # once; with a rule the first one
    rule: Mapped[str | None] = mapped_column(String(120), default=None)
    shift: Mapped[DayShift] = mapped_column(stored(DayShift), default=DayShift.EARLIER)
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class UnitReport(Record):
    """What one unit owes of one duty for one period, and when it came."""

    term = "单位报送"
    searched: ClassVar[tuple[str, ...]] = ("period", "note")
    part_of = "duty_id"
    __tablename__ = "unit_report"
    __table_args__ = (
        UniqueConstraint("duty_id", "period", "agency_id"),
        Index("ix_unit_report_agency_id", "agency_id", "state"),
        Index("ix_unit_report_due_on", "due_on", "id"),
    )

    duty_id: Mapped[int] = mapped_column(ForeignKey("report_duty.id", ondelete="RESTRICT"))
    period: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    due_on: Mapped[date]
    original_due_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[ReportState] = mapped_column(stored(ReportState), default=ReportState.OWED)
    received_on: Mapped[date | None] = mapped_column(default=None)
    returned_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class ChaseRecord(Record):
    """催办记录: one call, message, visit, letter or slip about something that a unit owes.

    `entity` and `entity_id` name the row it is about. Three of them are grounds in the 督办 slip.
    """

    term = "催办记录"
    searched: ClassVar[tuple[str, ...]] = ("contact", "said", "answer")
    __tablename__ = "chase_record"
    __table_args__ = (
        Index("ix_chase_record_subject", "entity", "entity_id"),
        Index("ix_chase_record_agency_id", "agency_id", "chased_on"),
    )

    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )
    entity: Mapped[str] = mapped_column(String(50))
    entity_id: Mapped[int]
    subject: Mapped[str] = mapped_column(words(200))
    chased_on: Mapped[date]
    way: Mapped[ChaseWay] = mapped_column(stored(ChaseWay), default=ChaseWay.PHONE)
    contact: Mapped[str | None] = mapped_column(words(50), default=None)
    said: Mapped[str | None] = mapped_column(Text, default=None)
    answer: Mapped[str | None] = mapped_column(Text, default=None)
    promised_on: Mapped[date | None] = mapped_column(default=None)
    colour: Mapped[str | None] = mapped_column(String(10), default=None)  # of a 督办 slip: blue, yellow, red
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_document.id", ondelete="RESTRICT"), default=None)


class FrozenReport(Record):
    """An evaluation or a monthly or quarterly report with its figures as they stood: never computed again."""

    __undoable__ = False  # what was reported stays as it was
    term = "评估与报表"
    searched: ClassVar[tuple[str, ...]] = ("title",)
    __tablename__ = "frozen_report"

    kind: Mapped[str] = mapped_column(String(20))  # mid, final, month, quarter, half, year, lagging
    title: Mapped[str] = mapped_column(words(200))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"), default=None, index=True)
    first_day: Mapped[date | None] = mapped_column(default=None)
    last_day: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("document_draft.id", ondelete="SET NULL"), default=None)
