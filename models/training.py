"""Training: the bureau's rules, the units' plans, sessions, every officer's hours, and what units owe in a year."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class TrainingCategory(StrEnum):
    """What training hours count for (certificates note §3.1)."""

    POLITICAL = "political"
    PUBLIC_LAW = "public_law"
    PROFESSIONAL = "professional"
    SKILL = "skill"
    ETHICS = "ethics"
    OFF_DUTY = "off_duty"
    OTHER = "other"


class TrainingMode(StrEnum):
    """How it was held."""

    CLASSROOM = "classroom"
    ONLINE = "online"
    ON_SITE = "on_site"
    CASE_STUDY = "case_study"
    CONTEST = "contest"
    OTHER = "other"


class AttendanceStatus(StrEnum):
    """Only confirmed hours count."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    VOID = "void"


class ActivityKind(StrEnum):
    """What units, not persons, owe in a year."""

    LECTURE = "lecture"
    PSYCHOLOGICAL = "psychological"
    FLEXIBLE_CASE = "flexible_case"
    CONTEST = "contest"
    JOINT_TRAINING = "joint_training"


class TrainingRuleSet(Record):
    """How many hours of what an officer owes in a year, in which counties and years."""

    term = "学时规则"
    searched: ClassVar[tuple[str, ...]] = ("name", "region")
    __tablename__ = "training_rule_set"

    name: Mapped[str] = mapped_column(words(60))
    region: Mapped[str | None] = mapped_column(words(60), default=None)
    year_from: Mapped[int | None] = mapped_column(default=None)
    year_to: Mapped[int | None] = mapped_column(default=None)
    unit_minutes: Mapped[int] = mapped_column(default=45, server_default="45")
    rotation_month: Mapped[int | None] = mapped_column(default=None)  # all-hands round: until when in a year
    rotation_day: Mapped[int | None] = mapped_column(default=None)
    in_force: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # the one the desk counts by
    basis: Mapped[str | None] = mapped_column(String(300), default=None)


class TrainingConstraint(Record):
    """One sum that a rule set asks for: the minutes of these categories together, at least."""

    term = "学时要求"
    searched: ClassVar[tuple[str, ...]] = ("label",)
    part_of = "rule_set_id"
    __tablename__ = "training_constraint"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("training_rule_set.id", ondelete="RESTRICT"), index=True)
    label: Mapped[str] = mapped_column(words(60))
    categories: Mapped[str] = mapped_column(String(120))  # their words, joined by 、 (services.training.words)
    minutes: Mapped[int]
    basis: Mapped[str | None] = mapped_column(String(300), default=None)


class TrainingPlan(Record):
    """A unit's training plan of a year, filed with the bureau by 15 April where the county's plan says so."""

    term = "培训计划"
    searched: ClassVar[tuple[str, ...]] = ("title",)
    __tablename__ = "training_plan"
    __table_args__ = (Index("ix_training_plan_agency_id", "agency_id", "year"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    year: Mapped[int] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(words(120))
    due_on: Mapped[date | None] = mapped_column(default=None, index=True)
    filed_on: Mapped[date | None] = mapped_column(default=None)
    opinion: Mapped[str | None] = mapped_column(String(300), default=None)
    responsible: Mapped[str | None] = mapped_column(words(50), default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class TrainingPlanItem(Record):
    """One class of a plan."""

    term = "计划班次"
    searched: ClassVar[tuple[str, ...]] = ("title", "audience")
    part_of = "plan_id"
    __tablename__ = "training_plan_item"
    __table_args__ = (CheckConstraint("minutes >= 0", name="minutes_not_negative"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("training_plan.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(words(120))
    category: Mapped[TrainingCategory] = mapped_column(stored(TrainingCategory), default=TrainingCategory.PUBLIC_LAW)
    audience: Mapped[str | None] = mapped_column(String(100), default=None)
    headcount: Mapped[int | None] = mapped_column(default=None)
    content: Mapped[str | None] = mapped_column(String(500), default=None)
    minutes: Mapped[int]
    mode: Mapped[TrainingMode] = mapped_column(stored(TrainingMode), default=TrainingMode.CLASSROOM)
    held_from: Mapped[date | None] = mapped_column(default=None)
    held_to: Mapped[date | None] = mapped_column(default=None)
    place: Mapped[str | None] = mapped_column(String(100), default=None)
    teachers: Mapped[str | None] = mapped_column(String(200), default=None)
    cost: Mapped[int | None] = mapped_column(default=None)  # 分
    responsible: Mapped[str | None] = mapped_column(words(50), default=None)


class TrainingSession(Record):
    """A class that was held; attendance rows name it."""

    term = "培训班次"
    searched: ClassVar[tuple[str, ...]] = ("title", "organiser", "place")
    __tablename__ = "training_session"
    __table_args__ = (CheckConstraint("minutes >= 0", name="minutes_not_negative"),)

    title: Mapped[str] = mapped_column(words(120))
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None, index=True
    )  # the unit that held it; None for the bureau and higher
    organiser: Mapped[str | None] = mapped_column(words(100), default=None)
    category: Mapped[TrainingCategory] = mapped_column(stored(TrainingCategory), default=TrainingCategory.PUBLIC_LAW)
    mode: Mapped[TrainingMode] = mapped_column(stored(TrainingMode), default=TrainingMode.CLASSROOM)
    held_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    minutes: Mapped[int]
    place: Mapped[str | None] = mapped_column(String(100), default=None)
    teachers: Mapped[str | None] = mapped_column(String(200), default=None)
    rotation: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # 轮训
    makeup: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # 补训
    plan_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_plan_item.id", ondelete="RESTRICT"), default=None, index=True
    )
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class TrainingRecord(Record):
    """One officer's hours in one training, in minutes. A double stands by what it doubles and counts once."""

    term = "培训记录"
    searched: ClassVar[tuple[str, ...]] = ("title", "organiser")
    __tablename__ = "training_record"
    __table_args__ = (
        Index(  # holds all that a year's sums ask for: services.training.attendance
            "ix_training_record_officer_id",
            "officer_id",
            "held_on",
            "minutes",
            "category",
            "ends_on",
            "status",
            "deleted_at",
            "duplicate_of_id",
        ),
        Index("ix_training_record_external_id", "source", "external_id"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
    )

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_session.id", ondelete="RESTRICT"), default=None, index=True
    )
    title: Mapped[str] = mapped_column(words(120))
    category: Mapped[TrainingCategory] = mapped_column(stored(TrainingCategory), default=TrainingCategory.PUBLIC_LAW)
    mode: Mapped[TrainingMode] = mapped_column(
        stored(TrainingMode), default=TrainingMode.CLASSROOM, server_default=TrainingMode.CLASSROOM.value
    )
    held_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    start_time: Mapped[str | None] = mapped_column(String(5), default=None)  # 09:00, for overlaps on one day
    end_time: Mapped[str | None] = mapped_column(String(5), default=None)
    minutes: Mapped[int]
    hours_raw: Mapped[str | None] = mapped_column(String(40), default=None)  # as the source printed them
    organiser: Mapped[str | None] = mapped_column(words(100), default=None)
    place: Mapped[str | None] = mapped_column(String(100), default=None)
    score: Mapped[str | None] = mapped_column(String(20), default=None)
    rotation: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # 轮训
    makeup: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # 补训
    status: Mapped[AttendanceStatus] = mapped_column(
        stored(AttendanceStatus), default=AttendanceStatus.CONFIRMED, server_default=AttendanceStatus.CONFIRMED.value
    )
    duplicate_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_record.id", ondelete="RESTRICT"), default=None
    )
    source: Mapped[str | None] = mapped_column(String(60), default=None)  # the platform or list it came from
    external_id: Mapped[str | None] = mapped_column(String(80), default=None)
    evidence: Mapped[str | None] = mapped_column(String(200), default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class TrainingExemption(Record):
    """Minutes of a year that an officer need not earn, with basis and approver; shown apart from earned ones."""

    term = "学时减免"
    searched: ClassVar[tuple[str, ...]] = ("basis", "approver")
    __tablename__ = "training_exemption"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"), index=True)
    year: Mapped[int]
    category: Mapped[TrainingCategory] = mapped_column(stored(TrainingCategory), default=TrainingCategory.PUBLIC_LAW)
    minutes: Mapped[int]
    basis: Mapped[str] = mapped_column(String(200))
    approver: Mapped[str] = mapped_column(words(50))
    approved_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class QuotaRule(Record):
    """How often a unit owes something in a year, and until when."""

    term = "年度任务指标"
    searched: ClassVar[tuple[str, ...]] = ("name", "region")
    __tablename__ = "quota_rule"
    __table_args__ = (CheckConstraint("times > 0", name="times_positive"),)

    name: Mapped[str] = mapped_column(words(60))
    kind: Mapped[ActivityKind] = mapped_column(stored(ActivityKind))
    times: Mapped[int]
    leaders_only: Mapped[bool] = mapped_column(default=False, server_default=text("0"))  # counts leaders' ones only
    due_month: Mapped[int] = mapped_column(default=12, server_default="12")
    due_day: Mapped[int] = mapped_column(default=31, server_default="31")
    year_from: Mapped[int | None] = mapped_column(default=None)
    year_to: Mapped[int | None] = mapped_column(default=None)
    region: Mapped[str | None] = mapped_column(words(60), default=None)
    in_force: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    basis: Mapped[str | None] = mapped_column(String(300), default=None)


class UnitActivity(Record):
    """A lecture, a psychological activity, a flexible-enforcement case, a contest or a joint training of a unit."""

    term = "单位年度活动"
    searched: ClassVar[tuple[str, ...]] = ("title",)
    __tablename__ = "unit_activity"
    __table_args__ = (Index("ix_unit_activity_agency_id", "agency_id", "held_on"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    kind: Mapped[ActivityKind] = mapped_column(stored(ActivityKind), default=ActivityKind.LECTURE)
    title: Mapped[str] = mapped_column(words(120))
    held_on: Mapped[date] = mapped_column(index=True)
    for_leaders: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    participants: Mapped[int | None] = mapped_column(default=None)
    speaker: Mapped[str | None] = mapped_column(words(50), default=None)
    evidence: Mapped[str | None] = mapped_column(String(200), default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)
