"""What each unit owes of a task, how it goes, and who was given more time."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.plan import UnitRole
from models.types import words


class ObligationState(StrEnum):
    """未开始, 推进中, 已报送待核, 已完成, 退回, 持续, 不适用. 逾期 and 临期 are derived from dates, never stored."""

    TODO = "todo"
    RUNNING = "running"
    REPORTED = "reported"
    DONE = "done"
    RETURNED = "returned"
    ONGOING = "ongoing"
    EXEMPT = "exempt"


class NoteKind(StrEnum):
    """What a dated note on a task says."""

    PROGRESS = "progress"
    REPORT = "report"  # self-assessment that the unit is done
    CHECK = "check"  # the bureau's check: passed
    RETURN = "return"  # the bureau's check: sent back
    PERIODIC = "periodic"  # a long-term task looked at
    MILESTONE = "milestone"
    CLOSED = "closed"
    REOPENED = "reopened"
    EXEMPT = "exempt"


class ExtensionState(StrEnum):
    """An extension is asked for before the date and decided by the approver."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class TaskObligation(Record):
    """One unit's part in one task. A group on paper gives one for each of its members, all under its printed name.

    `agency_id` is empty for a unit that the register does not know; `original_due_on` keeps the first date.
    """

    term = "单位任务"
    searched: ClassVar[tuple[str, ...]] = ("printed", "progress")
    part_of = "task_id"
    __tablename__ = "task_obligation"
    __table_args__ = (
        Index("ix_task_obligation_agency_id", "agency_id", "state"),
        Index("ix_task_obligation_due_on", "due_on", "id"),
    )

    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )
    group_id: Mapped[int | None] = mapped_column(ForeignKey("agency_group.id", ondelete="RESTRICT"), default=None)
    printed: Mapped[str] = mapped_column(words(200))
    role: Mapped[UnitRole] = mapped_column(stored(UnitRole))
    state: Mapped[ObligationState] = mapped_column(stored(ObligationState), default=ObligationState.TODO)
    due_on: Mapped[date | None] = mapped_column(default=None)
    original_due_on: Mapped[date | None] = mapped_column(default=None)
    percent: Mapped[int] = mapped_column(default=0, server_default="0")
    progress: Mapped[str | None] = mapped_column(Text, default=None)  # the last note, for the table
    reported_on: Mapped[date | None] = mapped_column(default=None)
    self_assessment: Mapped[str | None] = mapped_column(Text, default=None)
    checked_on: Mapped[date | None] = mapped_column(default=None)
    checked_by: Mapped[str | None] = mapped_column(words(50), default=None)
    check_note: Mapped[str | None] = mapped_column(Text, default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)
    returns: Mapped[int] = mapped_column(default=0, server_default="0")


class TaskNote(Record):
    """A dated note on a task or on one unit's part of it; evidence files are attached to it."""

    term = "任务进展"
    searched: ClassVar[tuple[str, ...]] = ("text",)
    part_of = "task_id"
    __tablename__ = "task_note"

    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id", ondelete="CASCADE"), index=True)
    obligation_id: Mapped[int | None] = mapped_column(
        ForeignKey("task_obligation.id", ondelete="CASCADE"), default=None, index=True
    )
    kind: Mapped[NoteKind] = mapped_column(stored(NoteKind), default=NoteKind.PROGRESS)
    noted_on: Mapped[date] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text)
    percent: Mapped[int | None] = mapped_column(default=None)
    noted_by: Mapped[str | None] = mapped_column(words(50), default=None)


class DueExtension(Record):
    """More time for a task or one unit's part: asked for before the date, decided by an approver, both dates kept."""

    term = "延期申请"
    searched: ClassVar[tuple[str, ...]] = ("reason",)
    part_of = "task_id"
    __tablename__ = "due_extension"

    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id", ondelete="CASCADE"), index=True)
    obligation_id: Mapped[int | None] = mapped_column(
        ForeignKey("task_obligation.id", ondelete="CASCADE"), default=None, index=True
    )
    asked_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    percent: Mapped[int | None] = mapped_column(default=None)
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    state: Mapped[ExtensionState] = mapped_column(stored(ExtensionState), default=ExtensionState.ASKED)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    approver: Mapped[str | None] = mapped_column(words(50), default=None)
    decision: Mapped[str | None] = mapped_column(Text, default=None)
