"""会商: the members of the mechanism, its meetings, and what was decided."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class Presence(StrEnum):
    """出席, 请假, 列席, 缺席."""

    PRESENT = "present"
    EXCUSED = "excused"
    OBSERVER = "observer"
    ABSENT = "absent"


class MeetingMember(Record):
    """A member of the consultation mechanism, by unit."""

    term = "会商成员"
    searched: ClassVar[tuple[str, ...]] = ("name", "duty")
    __tablename__ = "meeting_member"

    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None, index=True
    )
    name: Mapped[str] = mapped_column(words(50))
    duty: Mapped[str | None] = mapped_column(words(50), default=None)
    role: Mapped[str | None] = mapped_column(String(20), default=None)  # 召集人, 成员, 联络员
    phone: Mapped[str | None] = mapped_column(String(30), default=None)
    joined_on: Mapped[date | None] = mapped_column(default=None)
    left_on: Mapped[date | None] = mapped_column(default=None)


class Meeting(Record):
    """One meeting. Its decisions become tasks of `plan_id`; its minutes are a drafted document."""

    term = "会商会议"
    searched: ClassVar[tuple[str, ...]] = ("title", "serial", "place")
    __tablename__ = "meeting"

    title: Mapped[str] = mapped_column(words(200))
    serial: Mapped[str | None] = mapped_column(String(40), default=None)  # 届次/期号
    held_on: Mapped[date] = mapped_column(index=True)
    place: Mapped[str | None] = mapped_column(words(100), default=None)
    convener: Mapped[str | None] = mapped_column(words(50), default=None)
    host: Mapped[str | None] = mapped_column(words(50), default=None)
    recorder: Mapped[str | None] = mapped_column(words(50), default=None)
    open_matters: Mapped[str | None] = mapped_column(Text, default=None)  # 遗留问题
    next_on: Mapped[date | None] = mapped_column(default=None, index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"), default=None)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("document_draft.id", ondelete="SET NULL"), default=None)


class MeetingAttendance(Record):
    """Who came from which unit."""

    term = "参会人员"
    part_of = "meeting_id"
    __tablename__ = "meeting_attendance"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("enforcement_agency.id", ondelete="RESTRICT"), default=None
    )
    name: Mapped[str] = mapped_column(words(50))
    duty: Mapped[str | None] = mapped_column(words(50), default=None)
    presence: Mapped[Presence] = mapped_column(stored(Presence), default=Presence.PRESENT)


class MeetingMatter(Record):
    """One matter of a meeting and what units said about it."""

    term = "会议议题"
    searched: ClassVar[tuple[str, ...]] = ("title", "opinions")
    part_of = "meeting_id"
    __tablename__ = "meeting_matter"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(words(200))
    opinions: Mapped[str | None] = mapped_column(Text, default=None)


class MeetingDecision(Record):
    """What was decided, who does it by when; `task_id` is the task it became."""

    term = "议定事项"
    searched: ClassVar[tuple[str, ...]] = ("text",)
    part_of = "meeting_id"
    __tablename__ = "meeting_decision"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    lead: Mapped[str | None] = mapped_column(String(200), default=None)
    cooperate: Mapped[str | None] = mapped_column(String(300), default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("plan_task.id", ondelete="RESTRICT"), default=None)
