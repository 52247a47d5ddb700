"""Plans, their tasks, the units that each task names, its deadlines and its targets."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class TaskState(StrEnum):
    """What the bureau has noted about a task; lateness is computed from due_on."""

    TODO = "todo"
    RUNNING = "running"
    DONE = "done"
    VOID = "void"


class PlanKind(StrEnum):
    """Where a plan's tasks come from: a paper that arrived, the bureau's own yearly plan, meetings, typing by hand."""

    RECEIVED = "received"
    YEARLY = "yearly"
    MEETING = "meeting"
    MANUAL = "manual"


class UnitRole(StrEnum):
    """How a plan ties a unit to a task: 牵头, 责任, 配合."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATE = "cooperate"


class Plan(Record):
    """A plan as it came in; its text is kept so that every task can show its paragraph."""

    term = "工作计划"
    searched: ClassVar[tuple[str, ...]] = ("title", "doc_number", "issuer")
    __tablename__ = "plan"

    title: Mapped[str] = mapped_column(words(200))
    issuer: Mapped[str | None] = mapped_column(words(100), default=None)
    doc_number: Mapped[str | None] = mapped_column(String(60), default=None)
    issued: Mapped[date | None] = mapped_column(default=None)
    source_name: Mapped[str | None] = mapped_column(String(200), default=None)
    source_text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[PlanKind] = mapped_column(stored(PlanKind), default=PlanKind.RECEIVED, server_default="received")
    starts_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)  # end of the period the plan is made for
    closed_on: Mapped[date | None] = mapped_column(default=None)  # finished: readable, nothing in it falls due
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("plan.id", ondelete="RESTRICT"), default=None
    )  # the version or the year's plan that this one takes the place of
    reader_version: Mapped[str | None] = mapped_column(String(20), default=None)  # which reader made the tasks


class PlanTask(Record):
    """One task of a plan. `due_on` is the date that has to be met now; recurring tasks move it on when done.

    `original_due_on` keeps the plan's own date where an extension was granted. `check_rule` is the RRULE by which a
    long-term task is looked at, `next_check_on` its next day.
    """

    term = "计划任务"
    searched: ClassVar[tuple[str, ...]] = ("no", "summary", "text", "unit_words")
    part_of = "plan_id"
    __tablename__ = "plan_task"
    __table_args__ = (
        Index("ix_plan_task_plan_id", "plan_id", "position"),
        Index("ix_plan_task_due_on", "due_on", "id"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    position: Mapped[int]
    no: Mapped[str] = mapped_column(String(20))
    section: Mapped[str | None] = mapped_column(String(200), default=None)
    summary: Mapped[str] = mapped_column(words(120))
    text: Mapped[str] = mapped_column(Text)
    unit_words: Mapped[str | None] = mapped_column(Text, default=None)  # units as printed, for search and the table
    deadline_text: Mapped[str | None] = mapped_column(String(200), default=None)
    deadline_kind: Mapped[str] = mapped_column(String(20), default="other")
    due_on: Mapped[date | None] = mapped_column(default=None)
    ongoing: Mapped[bool] = mapped_column(default=False)
    source_line: Mapped[int]
    source_start: Mapped[int]
    source_end: Mapped[int]
    warnings: Mapped[str | None] = mapped_column(Text, default=None)
    state: Mapped[TaskState] = mapped_column(stored(TaskState), default=TaskState.TODO)
    progress: Mapped[str | None] = mapped_column(Text, default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)
    percent: Mapped[int] = mapped_column(default=0, server_default="0")
    leader: Mapped[str | None] = mapped_column(words(100), default=None)  # 牵头领导
    measures: Mapped[str | None] = mapped_column(Text, default=None)  # 工作措施
    original_due_on: Mapped[date | None] = mapped_column(default=None)
    soft: Mapped[bool] = mapped_column(default=False, server_default="0")  # 原则上: a reason replaces approval
    strict_on: Mapped[date | None] = mapped_column(default=None)  # strict reading of an ambiguous month
    check_rule: Mapped[str | None] = mapped_column(String(120), default=None)
    next_check_on: Mapped[date | None] = mapped_column(default=None, index=True)


class PlanTaskUnit(Record):
    """A unit named by a task, in the plan's words, matched to the register where it is known."""

    term = "任务单位"
    searched: ClassVar[tuple[str, ...]] = ("printed",)
    part_of = "task_id"
    __tablename__ = "plan_task_unit"

    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id", ondelete="CASCADE"), index=True)
    role: Mapped[UnitRole] = mapped_column(stored(UnitRole))
    printed: Mapped[str] = mapped_column(String(200))
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None, index=True
    )
    group_id: Mapped[int | None] = mapped_column(ForeignKey("agency_group.id", ondelete="RESTRICT"), default=None)


class PlanDeadline(Record):
    """A deadline of a task: from its note, or a milestone in its running text (`inline`)."""

    term = "任务时限"
    searched: ClassVar[tuple[str, ...]] = ("source_text",)
    part_of = "task_id"
    __tablename__ = "plan_deadline"

    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date | None] = mapped_column(default=None, index=True)
    month: Mapped[int | None] = mapped_column(default=None)
    day: Mapped[int | None] = mapped_column(default=None)
    inline: Mapped[bool] = mapped_column(default=False)
    source_text: Mapped[str | None] = mapped_column(Text, default=None)
    rule: Mapped[str | None] = mapped_column(String(120), default=None)  # RRULE without DTSTART where it recurs
    soft: Mapped[bool] = mapped_column(default=False, server_default="0")
    strict_on: Mapped[date | None] = mapped_column(default=None)
    trigger: Mapped[str | None] = mapped_column(String(200), default=None)  # the event from which days are counted
    offset_days: Mapped[int | None] = mapped_column(default=None)
    workdays: Mapped[bool] = mapped_column(default=False, server_default="0")
    met_on: Mapped[date | None] = mapped_column(default=None)  # a milestone closes by itself, its task stays open


class PlanTarget(Record):
    """A figure that a task asks for: 每人每年不少于60学时. `amount_hundredths` is in hundredths of `unit`."""

    term = "任务指标"
    searched: ClassVar[tuple[str, ...]] = ("source_text",)
    part_of = "task_id"
    __tablename__ = "plan_target"

    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id", ondelete="CASCADE"), index=True)
    source_text: Mapped[str] = mapped_column(Text)
    amount_hundredths: Mapped[int]
    unit: Mapped[str] = mapped_column(String(10))
    at_least: Mapped[bool] = mapped_column(default=True, server_default="1")
    period: Mapped[str] = mapped_column(String(10), default="once", server_default="once")
    per: Mapped[str] = mapped_column(String(10), default="", server_default="")
    within_id: Mapped[int | None] = mapped_column(ForeignKey("plan_target.id", ondelete="CASCADE"), default=None)
