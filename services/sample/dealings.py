"""What units of 示例县 report and owe, who was chased for it, and a meeting that was held about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.meeting import Meeting, MeetingAttendance, MeetingDecision, MeetingMatter, MeetingMember, Presence
from models.reporting import ChaseWay, DayShift, DutyScope, ReportDuty, ReportState, UnitReport
from services.reporting.chase import Call, chase_row
from services.reporting.owed import matters
from services.reporting.raising import raise_reports

BASIS = "示例县行政执法质量提升年度方案"
QUARTERS = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
CALLS = (
    (ChaseWay.PHONE, 9, "请尽快报送，差两份附件。", "经办人外出，本周补。"),
    (ChaseWay.WECHAT, 6, "发了所缺附件的名称。", "收到。"),
    (ChaseWay.PHONE, 3, "再次提醒，今天是约定的日子。", "还在盖章。"),
)
MEMBERS = ("convener", "member", "member", "member", "member", "liaison")
MATTERS = (
    ("事项目录更新的进度", "县水务局：法规修改较多，建议推迟十天。县林业局：已经完成初稿。"),
    ("年底案卷评查怎样组织", "县市场监督管理局：建议每个单位抽五本。"),
)
DECISIONS = (
    ("各单位在月底前把核对后的事项目录报县司法局", "县司法局", "县水务局、县林业局", 20),
    ("每个单位抽五本办结案卷参加评查", "县司法局", "县市场监督管理局", 35),
)


def add_dealings(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
    """After the plans: what is owed is read from them."""
    _reports(session, today)
    _calls(session, today)
    _meeting(session, units, today)


def _reports(session: Session, today: date) -> None:
    """A report of every quarter, beside those that are asked for once."""
    quarterly = ReportDuty(
        title="季度执法情况报表",
        basis=BASIS,
        scope=DutyScope.ALL,
        rule=QUARTERS,
        shift=DayShift.EARLIER,
        active=True,
        sample=True,
    )
    session.add(quarterly)
    session.flush()
    raise_reports(session, quarterly, today)
    _receive(session, quarterly, today)


def _receive(session: Session, duty: ReportDuty, today: date) -> None:
    rows = session.scalars(select(UnitReport).where(UnitReport.duty_id == duty.id).order_by(UnitReport.id)).all()
    for place, row in enumerate(rows):
        row.sample = True
        if row.due_on < today and place % 5 == 3:
            continue
        if row.due_on < today or place % 4 == 0:
            row.state = ReportState.RECEIVED
            row.received_on = min(row.due_on - timedelta(days=place % 6), today - timedelta(days=1))
        elif place % 7 == 5:
            row.state, row.returned_on, row.note = (
                ReportState.RETURNED,
                today - timedelta(days=1),
                "表内合计与明细不符。",
            )


def _calls(session: Session, today: date) -> None:
    """Three calls about one late matter: enough for a 督办 slip; one about another."""
    late = [matter for matter in matters(session, today, 0) if matter.late]
    for matter, calls in zip(late, (CALLS, CALLS[:1]), strict=False):
        for way, days, said, answer in calls:
            call = Call(way.value, contact="", said=said, answer=answer)
            row = chase_row(matter, way, today - timedelta(days=days), call)
            row.sample = True
            session.add(row)


def _meeting(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
    """The members of the mechanism and its last meeting; the next one is set."""
    held = today - timedelta(days=25)
    meeting = Meeting(
        title="示例县行政执法质量提升会商会议",
        serial="第二次",
        held_on=held,
        place="县司法局三楼会议室",
        convener="县司法局",
        host="容知秋",
        recorder="宓景行",
        open_matters="基层执法力量不足，下次再议。",
        next_on=today + timedelta(days=20),
        sample=True,
    )
    session.add(meeting)
    session.flush()
    for place, (unit, role) in enumerate(zip(units, MEMBERS, strict=False)):
        name = unit.contact or unit.name
        joined = date(today.year - 1, 3, 1)
        member = MeetingMember(agency_id=unit.id, name=name, duty="股长", role=role, joined_on=joined, sample=True)
        presence = Presence.EXCUSED if place == 4 else Presence.PRESENT
        came = MeetingAttendance(
            meeting_id=meeting.id, agency_id=unit.id, name=name, duty="股长", presence=presence, sample=True
        )
        session.add_all((member, came))
    for place, (title, opinions) in enumerate(MATTERS, start=1):
        session.add(MeetingMatter(meeting_id=meeting.id, position=place, title=title, opinions=opinions, sample=True))
    for place, (text, lead, cooperate, days) in enumerate(DECISIONS, start=1):
        session.add(
            MeetingDecision(
                meeting_id=meeting.id,
                position=place,
                text=text,
                lead=lead,
                cooperate=cooperate,
                due_on=held + timedelta(days=days),
                sample=True,
            )
        )
