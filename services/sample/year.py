"""What the sample's officers and units did in a year: training plans, the round, activities, assessments, an exit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.officer import (
    AnnualAssessment,
    AssessmentScheme,
    Discipline,
    EnforcementOfficer,
    ExitCase,
    ExitState,
)
from models.training import (
    ActivityKind,
    TrainingCategory,
    TrainingExemption,
    TrainingMode,
    TrainingPlan,
    TrainingPlanItem,
    TrainingRecord,
    TrainingSession,
    UnitActivity,
)
from services.sample.cards import BUREAU
from services.spec import MINUTES_PER_HOUR


def add_year(
    session: Session, units: Sequence[EnforcementAgency], officers: Sequence[EnforcementOfficer], today: date
) -> None:
    """The year of the units and of their officers."""
    _plans(session, units, today)
    _round(session, officers, today)
    _activities(session, units, today)
    _assessments(session, officers, today)
    _disciplines(session, officers, today)
    _exemptions(session, officers, today)
    _education(session, today)


def _plans(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
    year = today.year
    for serial, unit in enumerate(units):
        filed = (date(year, 3, 20) + timedelta(days=serial * 2)) if serial not in (5, 13) else None
        plan = TrainingPlan(
            agency_id=unit.id,
            year=year,
            title=f"{unit.short_name or unit.name}{year}年执法人员培训计划",
            due_on=date(year, 4, 15),
            filed_on=filed if filed and filed <= today else None,
            responsible=unit.contact,
            sample=True,
        )
        session.add(plan)
        session.flush()
        for title, category, hours in (
            ("公共法律知识轮训", TrainingCategory.PUBLIC_LAW, 30),
            ("本系统业务培训", TrainingCategory.PROFESSIONAL, 16),
            ("执法技能实训", TrainingCategory.SKILL, 16),
        ):
            session.add(
                TrainingPlanItem(
                    plan_id=plan.id,
                    title=title,
                    category=category,
                    minutes=hours * 45,
                    audience="全体持证人员",
                    headcount=8,
                    held_from=date(year, 5, 6),
                    held_to=date(year, 6, 28),
                    sample=True,
                )
            )


def _round(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    held = min(date(today.year, 5, 20), today)
    round_ = TrainingSession(
        title="全县行政执法人员轮训",
        organiser=BUREAU,
        category=TrainingCategory.PUBLIC_LAW,
        mode=TrainingMode.CLASSROOM,
        held_on=held,
        minutes=6 * 45,
        place="县委党校",
        rotation=True,
        sample=True,
    )
    session.add(round_)
    session.flush()
    for place, officer in enumerate(officers):
        if place % 7 != 5:
            session.add(
                TrainingRecord(
                    officer_id=officer.id,
                    session_id=round_.id,
                    title=round_.title,
                    category=round_.category,
                    held_on=held,
                    start_time="09:00",
                    end_time="16:30",
                    minutes=round_.minutes,
                    organiser=BUREAU,
                    rotation=True,
                    sample=True,
                )
            )


def _activities(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
    for serial, unit in enumerate(units):
        for number in range(1 + serial % 4):
            held = date(today.year, 1 + number * 2, 8)
            if held <= today:
                session.add(
                    UnitActivity(
                        agency_id=unit.id,
                        kind=ActivityKind.LECTURE,
                        title=("行政处罚法专题讲座", "行政复议法解读", "领导干部学法讲座", "典型案例讲评")[number],
                        held_on=held,
                        for_leaders=number == 2,
                        participants=20 + serial,
                        sample=True,
                    )
                )
        if serial % 3 == 0:
            session.add(
                UnitActivity(
                    agency_id=unit.id,
                    kind=ActivityKind.FLEXIBLE_CASE,
                    title="轻微违法首次不予处罚案例",
                    held_on=max(date(today.year, 1, 1), today - timedelta(days=70)),
                    sample=True,
                )
            )


def _assessments(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    for serial, officer in enumerate(officers):
        for back in (1, 2):
            grade = "不合格" if serial == 20 else "优秀" if serial % 9 == 0 else "合格"
            session.add(
                AnnualAssessment(
                    officer_id=officer.id,
                    year=today.year - back,
                    scheme=AssessmentScheme.ENFORCEMENT,
                    grade=grade,
                    decided_on=min(date(today.year - back + 1, 1, 20), today),
                    sample=True,
                )
            )


def _disciplines(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    """Both over by now, so that nobody of the sample is kept from applying."""
    for serial, (place, kind, months) in enumerate(((10, "C01", 6), (45, "C02", 12)), start=1):
        session.add(
            Discipline(
                officer_id=officers[place].id,
                kind=kind,
                decided_on=date(today.year - 3, 4, 10),
                months=months,
                blocked_until=date(today.year - 2, 4, 9) if months == 12 else date(today.year - 3, 10, 9),
                doc_no=f"示纪处〔{today.year - 3}〕{serial}号",
                decided_by="示例县纪委监委",
                sample=True,
            )
        )


def _exemptions(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    for place, basis in ((13, "产假"), (52, "驻村工作队")):
        session.add(
            TrainingExemption(
                officer_id=officers[place].id,
                year=today.year - 1,
                category=TrainingCategory.PROFESSIONAL,
                minutes=8 * 45,
                basis=basis,
                approver="容知秋",
                approved_on=date(today.year - 1, 11, 5),
                sample=True,
            )
        )


def _education(session: Session, today: date) -> None:
    """Who was sent off the post has all but one lesson of what the return needs."""
    for case in session.scalars(select(ExitCase).where(ExitCase.sample, ExitCase.state == ExitState.EDUCATION)).all():
        begun = case.education_from or today
        studied = TrainingRecord(
            officer_id=case.officer_id,
            title="离岗教育集中学习",
            category=TrainingCategory.OFF_DUTY,
            held_on=begun + timedelta(days=5),
            ends_on=begun + timedelta(days=11),
            minutes=max(0, case.required_minutes - MINUTES_PER_HOUR),
            organiser=BUREAU,
            sample=True,
        )
        session.add(studied)
