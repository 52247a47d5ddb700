"""Officers, the posts they held, and what was judged of them: discipline, assessments, exits."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class PostStatus(StrEnum):
    """Whether the officer still does the work that a certificate is for (certificates note §2.6)."""

    ON_POST = "on_post"
    OFF_EDUCATION = "off_education"
    SECONDED_OUT = "seconded_out"
    MOVED = "moved"
    RETIRED = "retired"
    RESIGNED = "resigned"
    DISMISSED = "dismissed"
    EXPELLED = "expelled"
    DECEASED = "deceased"
    LEFT = "left"


class AssessmentScheme(StrEnum):
    """Whose grades an annual assessment uses: 公务员法 art. 38, public institutions, or enforcement's own."""

    CIVIL = "civil"
    INSTITUTION = "institution"
    ENFORCEMENT = "enforcement"


class ExitState(StrEnum):
    """How far an exit is: measures decided, education under way, applied for return, ended either way."""

    OPEN = "open"
    EDUCATION = "education"
    APPLIED = "applied"
    RETURNED = "returned"
    LEFT = "left"


class EnforcementOfficer(Record):
    """行政执法人员. Unit, section and post are those of today; officer_post has them over time."""

    term = "执法人员"
    searched: ClassVar[tuple[str, ...]] = ("name", "id_no", "dept", "phone")
    __tablename__ = "enforcement_officer"
    __table_args__ = (
        Index("ix_enforcement_officer_name", "name", "id"),
        Index("ix_enforcement_officer_agency_id", "agency_id", "id"),
        Index("ix_enforcement_officer_id_no", "id_no", "id"),
    )

    name: Mapped[str] = mapped_column(words(50))
    gender: Mapped[str | None] = mapped_column(String(2), default=None)
    id_no: Mapped[str | None] = mapped_column(String(18), default=None)
    birth: Mapped[date | None] = mapped_column(default=None)
    nation: Mapped[str | None] = mapped_column(String(20), default=None)
    politics: Mapped[str | None] = mapped_column(String(20), default=None)
    education: Mapped[str | None] = mapped_column(String(20), default=None)
    degree: Mapped[str | None] = mapped_column(String(20), default=None)
    major: Mapped[str | None] = mapped_column(String(60), default=None)
    school: Mapped[str | None] = mapped_column(String(80), default=None)
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    dept: Mapped[str | None] = mapped_column(words(60), default=None)
    post: Mapped[str | None] = mapped_column(words(60), default=None)
    rank: Mapped[str | None] = mapped_column(String(40), default=None)
    staffing: Mapped[str | None] = mapped_column(String(40), default=None)
    domain: Mapped[str | None] = mapped_column(String(100), default=None)
    region: Mapped[str | None] = mapped_column(String(60), default=None)
    exam_public: Mapped[str | None] = mapped_column(String(20), default=None)
    exam_special: Mapped[str | None] = mapped_column(String(20), default=None)
    exam_score: Mapped[str | None] = mapped_column(String(20), default=None)
    exam_date: Mapped[date | None] = mapped_column(default=None)
    exam_certificate: Mapped[str | None] = mapped_column(String(40), default=None)
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
    photo: Mapped[str | None] = mapped_column(String(120), default=None)
    post_status: Mapped[PostStatus] = mapped_column(stored(PostStatus), default=PostStatus.ON_POST)
    enforcing: Mapped[bool] = mapped_column(default=True, server_default="1")  # in an enforcement post
    left_on: Mapped[date | None] = mapped_column(default=None)  # first day off the post, while it lasts
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class OfficerPost(Record):
    """Where an officer worked from a day to a day; the open one is today's. Intervals do not overlap."""

    term = "任职经历"
    searched: ClassVar[tuple[str, ...]] = ("dept", "post")
    part_of = "officer_id"
    __tablename__ = "officer_post"
    __table_args__ = (
        Index("ix_officer_post_officer_id", "officer_id", "starts_on"),
        Index("ix_officer_post_agency_id", "agency_id", "ends_on"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="term_order"),
    )

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    dept: Mapped[str | None] = mapped_column(words(60), default=None)
    post: Mapped[str | None] = mapped_column(words(60), default=None)
    staffing: Mapped[str | None] = mapped_column(String(40), default=None)
    starts_on: Mapped[date | None] = mapped_column(default=None)  # unknown where the desk began with the officer
    ends_on: Mapped[date | None] = mapped_column(default=None)  # the last day in it
    end_reason: Mapped[str | None] = mapped_column(String(80), default=None)
    status: Mapped[PostStatus] = mapped_column(stored(PostStatus), default=PostStatus.ON_POST)


class Discipline(Record):
    """A penalty that bars a certificate until its period is over (公务员法 art. 64 for the months)."""

    term = "处分"
    searched: ClassVar[tuple[str, ...]] = ("kind", "doc_no")
    part_of = "officer_id"
    __tablename__ = "discipline"

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # a code of reason_code, group discipline
    decided_on: Mapped[date]
    months: Mapped[int | None] = mapped_column(default=None)
    blocked_until: Mapped[date | None] = mapped_column(default=None, index=True)  # inclusive
    doc_no: Mapped[str | None] = mapped_column(String(60), default=None)
    decided_by: Mapped[str | None] = mapped_column(words(100), default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class AnnualAssessment(Record):
    """年度考核 of one officer in one scheme, and what follows from it."""

    term = "年度考核"
    searched: ClassVar[tuple[str, ...]] = ("grade", "consequence")
    part_of = "officer_id"
    __tablename__ = "annual_assessment"
    __table_args__ = (Index("ix_annual_assessment_officer_id", "officer_id", "year"),)

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    year: Mapped[int]
    scheme: Mapped[AssessmentScheme] = mapped_column(stored(AssessmentScheme), default=AssessmentScheme.ENFORCEMENT)
    grade: Mapped[str] = mapped_column(String(20))
    score: Mapped[int | None] = mapped_column(default=None)  # hundredths of a point
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(words(100), default=None)
    consequence: Mapped[str | None] = mapped_column(String(200), default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)


class ExitCase(Record):
    """退出与返岗: why an officer should leave the post, what was decided, and how it ended (LC task on 离岗教育)."""

    term = "退出事项"
    searched: ClassVar[tuple[str, ...]] = ("facts", "measure", "decider")
    __tablename__ = "exit_case"
    __table_args__ = (Index("ix_exit_case_officer_id", "officer_id", "state"),)

    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    trigger: Mapped[str] = mapped_column(String(10))  # a code of reason_code, group exit
    facts: Mapped[str | None] = mapped_column(String(300), default=None)
    measure: Mapped[str | None] = mapped_column(String(100), default=None)
    decider: Mapped[str | None] = mapped_column(words(100), default=None)
    doc_no: Mapped[str | None] = mapped_column(String(60), default=None)
    opened_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(default=None, index=True)
    required_minutes: Mapped[int] = mapped_column(default=0)
    education_from: Mapped[date | None] = mapped_column(
        default=None
    )  # minutes count from here on; anew after a failure
    failed_tests: Mapped[int] = mapped_column(default=0, server_default="0")
    test_passed: Mapped[bool | None] = mapped_column(default=None)
    tested_on: Mapped[date | None] = mapped_column(default=None)
    applied_on: Mapped[date | None] = mapped_column(default=None)
    approved_by: Mapped[str | None] = mapped_column(words(50), default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    result: Mapped[str | None] = mapped_column(String(200), default=None)
    state: Mapped[ExitState] = mapped_column(stored(ExitState), default=ExitState.OPEN, index=True)

    @property
    def settled(self) -> bool:
        """Ended either way."""
        return self.closed_on is not None
