"""The desk of 会商: a meeting is begun with the members that are in office, written, made into minutes and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.drafting import DocumentDraft
from models.meeting import Meeting, MeetingAttendance, MeetingDecision, MeetingMatter, MeetingMember
from models.plan import Plan, PlanKind, PlanTaskUnit
from services.access import Right
from services.clock import Clock, utc_from_local
from services.documents.signing import Paper
from services.errors import ConflictError, NotFoundError, ValidationError
from services.meetings.minutes import minutes_paper
from services.meetings.sheet import AttendanceLine, DecisionLine, MatterLine, MeetingSheet
from services.meetings.task_words import task_words
from services.plans.manual import TaskEditor
from services.query import Outcome
from services.settings import Settings
from services.unit_match import UnitMatcher
from services.uow import CONFLICT, Database
from services.words import chinese_date, storable

if TYPE_CHECKING:
    from services.documents.drafting import Drafting

TITLE, MINUTES = "行政执法监督会商会议", "minutes"
GONE = "这次会议已不在台账里，可能被移入了回收站。刷新后再看。"
HEAD_KEYS = ("title", "serial", "place", "convener", "host", "recorder")
TASK_FIXED = "第{place}项已经转为任务，内容、单位和时限在任务台账里改，没有保存。"
PartT = TypeVar("PartT", MeetingAttendance, MeetingMatter, MeetingDecision)


class MeetingOffice:
    """Reads and writes open their own sessions."""

    def __init__(
        self, database: Database, settings: Settings, drafting: Drafting, tasks: TaskEditor, now: Clock
    ) -> None:
        self._db, self._settings, self._drafting, self._tasks, self._now = database, settings, drafting, tasks, now

    # --- the sheet ---------------------------------------------------------------------------
    def blank(self) -> MeetingSheet:
        """A meeting of today with everybody who is a member today, and one empty matter and decision."""
        today = self._now().date()
        with self._db.read() as session:
            begun = date(today.year, 1, 1)
            held = select(func.count(Meeting.id)).where(Meeting.deleted_at.is_(None), Meeting.held_on >= begun)
            number = (session.scalar(held) or 0) + 1
            members = _members(session, today)
            convener = next((m.name for m, _unit in members if m.role == "convener"), "")
            lines = tuple(
                AttendanceLine(m.name, unit or "", m.duty or "", agency_id=m.agency_id) for m, unit in members
            )
        head = {"title": TITLE, "serial": f"{today.year}年第{number}次", "convener": convener, "host": convener}
        head |= {"place": "", "recorder": self._db.actor().name}
        return MeetingSheet(head, today, attendance=lines, matters=(MatterLine(""),), decisions=(DecisionLine(""),))

    def open(self, meeting_id: int) -> MeetingSheet:
        """The meeting as it is stored; NotFoundError where it is gone."""
        with self._db.read() as session:
            return self._sheet(session, self._live(session, meeting_id))

    def save(self, sheet: MeetingSheet) -> tuple[int, Outcome]:
        """Store the whole sheet in one act; the meeting's id. Empty lines are left out.

        ValidationError names every wrong field, ConflictError where somebody was faster or a decision that is a task
        already was changed.
        """
        if problems := sheet.faults():
            raise ValidationError(problems)
        with self._db.write(f"会商会议：{sheet.head['title']}"[:100]) as session:
            meeting = Meeting() if sheet.id is None else self._current(session, sheet)
            for key in HEAD_KEYS:
                setattr(meeting, key, storable(sheet.head.get(key, "")) or None)
            meeting.held_on, meeting.next_on = sheet.held_on or self._now().date(), sheet.next_on
            meeting.open_matters = storable(sheet.open_matters) or None
            session.add(meeting)
            session.flush()
            self._put_attendance(session, meeting, sheet.attendance)
            self._put_matters(session, meeting, sheet.matters)
            self._put_decisions(session, meeting, sheet.decisions)
            session.flush()
            group = session.info.get("group")
        return meeting.id, Outcome(f"已保存会议：{sheet.head['title']}，{chinese_date(meeting.held_on)}。", group)

    # --- what is made of it ------------------------------------------------------------------
    def minutes(self, meeting_id: int) -> int:
        """The minutes as a draft: the one that was made already where it is still there, else a new one; its id."""
        with self._db.read() as session:
            meeting = self._live(session, meeting_id)
            if (draft_id := session.scalar(minutes_of(meeting_id))) is not None:
                return draft_id
            sheet = self._sheet(session, meeting)
        self._db.actor().require(Right.EDIT)
        content = minutes_paper(sheet, str(self._settings.get("bureau_name")), self._now().date())
        paper = Paper(MINUTES, content, None, None, Meeting.__tablename__, meeting_id)
        return self._drafting.take(paper, sheet.head["title"])

    def to_tasks(self, meeting_id: int) -> Outcome:
        """Decisions that are no tasks yet become tasks of the year's plan of meetings, all in one act.

        Raises ConflictError where all of them are tasks already, or the plan is closed.
        """
        with self._db.write("会商议定事项转为任务") as session:
            meeting = self._live(session, meeting_id)
            waiting = [found for found in _parts(session, MeetingDecision, meeting.id) if found.task_id is None]
            if not waiting:
                raise ConflictError("这次会议没有还没转为任务的议定事项，没有改动。")
            plan = self._plan(session, meeting.held_on.year)
            place = "，".join(filter(None, (meeting.title, meeting.serial, chinese_date(meeting.held_on))))
            for decision in waiting:
                values = {
                    "text": decision.text,
                    "lead": decision.lead or "",
                    "cooperate": decision.cooperate or "",
                    "deadline": f"{chinese_date(decision.due_on)}前" if decision.due_on else "",
                    "section": place[:200],
                }
                decision.task_id = self._tasks.add_in(session, plan, values).id
            meeting.plan_id = plan.id
            session.flush()
            group = session.info.get("group")
            unknown = self._unknown(session, waiting)
        more = f"名册里没有：{'、'.join(unknown)}。" if unknown else ""
        return Outcome(f"{len(waiting)}项议定事项已转为《{plan.title}》的任务。{more}", group)

    # --- helpers -----------------------------------------------------------------------------
    def _sheet(self, session: Session, meeting: Meeting) -> MeetingSheet:
        named = session.execute(select(EnforcementAgency.id, EnforcementAgency.name))
        units = {row.id: row.name for row in named}
        decisions = _parts(session, MeetingDecision, meeting.id)
        said = task_words(session, [d.task_id for d in decisions if d.task_id is not None], self._now().date())
        return MeetingSheet(
            {key: getattr(meeting, key) or "" for key in HEAD_KEYS},
            meeting.held_on,
            meeting.next_on,
            meeting.open_matters or "",
            tuple(
                AttendanceLine(a.name, units.get(a.agency_id or 0, ""), a.duty or "", a.presence, a.id, a.agency_id)
                for a in _parts(session, MeetingAttendance, meeting.id)
            ),
            tuple(MatterLine(m.title, m.opinions or "", m.id) for m in _parts(session, MeetingMatter, meeting.id)),
            tuple(
                DecisionLine(
                    d.text, d.lead or "", d.cooperate or "", d.due_on, d.id, d.task_id, said.get(d.task_id or 0, "")
                )
                for d in decisions
            ),
            meeting.id,
            meeting.row_version,
        )

    def _put_attendance(self, session: Session, meeting: Meeting, lines: Sequence[AttendanceLine]) -> None:
        matcher = UnitMatcher(session, self._settings.get("county_name"))
        for part, line in self._matched(session, MeetingAttendance, meeting, lines):
            part.name, part.duty, part.presence = storable(line.name), storable(line.duty) or None, line.presence
            match = matcher.find(line.unit, meeting.held_on) if line.unit.strip() else None
            if line.unit.strip() and (match is None or match.agency_id is None):
                raise ValidationError({"attendance": f"名册里没有“{line.unit}”，从列表里选单位，或先登记单位。"})
            part.agency_id = match.agency_id if match is not None else None

    def _put_matters(self, session: Session, meeting: Meeting, lines: Sequence[MatterLine]) -> None:
        for place, (part, line) in enumerate(self._matched(session, MeetingMatter, meeting, lines), start=1):
            part.position, part.title, part.opinions = place, storable(line.title), storable(line.opinions) or None

    def _put_decisions(self, session: Session, meeting: Meeting, lines: Sequence[DecisionLine]) -> None:
        for place, (part, line) in enumerate(self._matched(session, MeetingDecision, meeting, lines), start=1):
            wanted = (storable(line.text), storable(line.lead) or None, storable(line.cooperate) or None, line.due_on)
            if part.task_id is not None and wanted != (part.text, part.lead, part.cooperate, part.due_on):
                raise ConflictError(TASK_FIXED.format(place=place))
            part.position = place
            part.text, part.lead, part.cooperate, part.due_on = wanted

    def _matched(
        self, session: Session, kind: type[PartT], meeting: Meeting, lines: Sequence[Any]
    ) -> list[tuple[PartT, Any]]:
        """Stored parts beside their lines, new ones where a line is new; parts without a line are put away."""
        held = {part.id: part for part in _parts(session, kind, meeting.id)}
        kept = [line for line in lines if not line.empty]
        for row_id in set(held) - {line.id for line in kept}:
            if getattr(held[row_id], "task_id", None) is not None:
                raise ConflictError("已经转为任务的议定事项不能删去，没有保存。要取消先在任务台账里作废。")
            held[row_id].deleted_at = utc_from_local(self._now())
        found: list[tuple[PartT, Any]] = []
        for line in kept:
            part = held.get(line.id) if line.id is not None else None
            if part is None:
                part = kind(meeting_id=meeting.id)
                session.add(part)
            found.append((part, line))
        return found

    def _plan(self, session: Session, year: int) -> Plan:
        """The year's plan of meetings; made at the first decision of the year."""
        title = f"会商议定事项（{year}年）"
        wanted = select(Plan).where(Plan.kind == PlanKind.MEETING, Plan.title == title, Plan.deleted_at.is_(None))
        plan = session.scalars(wanted).first()
        if plan is None:
            plan = Plan(title=title, kind=PlanKind.MEETING, source_text="", sha256="")
            plan.issuer = str(self._settings.get("bureau_name"))
            plan.starts_on, plan.ends_on = date(year, 1, 1), date(year, 12, 31)
            session.add(plan)
            session.flush()
        return plan

    def _unknown(self, session: Session, decisions: Sequence[MeetingDecision]) -> list[str]:
        unit = PlanTaskUnit
        ids = [decision.task_id for decision in decisions]
        wanted = select(unit.printed).where(
            unit.task_id.in_(ids), unit.deleted_at.is_(None), unit.agency_id.is_(None), unit.group_id.is_(None)
        )
        return list(dict.fromkeys(session.scalars(wanted)))

    def _current(self, session: Session, sheet: MeetingSheet) -> Meeting:
        meeting = self._live(session, sheet.id or 0)
        if meeting.row_version != sheet.row_version:
            raise ConflictError(CONFLICT)
        return meeting

    @staticmethod
    def _live(session: Session, meeting_id: int) -> Meeting:
        meeting = session.get(Meeting, meeting_id)
        if meeting is None or meeting.deleted_at is not None:
            raise NotFoundError(GONE)
        return meeting


def minutes_of(meeting_id: Any) -> Select[int]:
    """The draft of the minutes, found by its origin: a draft can so be thrown away without asking the meeting."""
    draft = DocumentDraft
    return (
        select(draft.id)
        .where(
            draft.kind == MINUTES,
            draft.origin_entity == Meeting.__tablename__,
            draft.origin_id == meeting_id,
            draft.deleted_at.is_(None),
        )
        .order_by(draft.id.desc())
        .limit(1)
    )


def _members(session: Session, day: date) -> list[tuple[MeetingMember, str | None]]:
    """Who is a member on `day`, the convener first, then by unit."""
    member = MeetingMember
    wanted = (
        select(member, EnforcementAgency.name)
        .outerjoin(EnforcementAgency, EnforcementAgency.id == member.agency_id)
        .where(member.deleted_at.is_(None))
        .order_by(EnforcementAgency.name.collate("PINYIN"), member.id)
    )
    found = [
        (each, unit)
        for each, unit in session.execute(wanted)
        if (each.joined_on is None or each.joined_on <= day) and (each.left_on is None or each.left_on > day)
    ]
    return sorted(found, key=lambda pair: pair[0].role != "convener")


def _parts(session: Session, kind: type[PartT], meeting_id: int) -> Sequence[PartT]:
    order: Any = kind.id if kind is MeetingAttendance else kind.__table__.c["position"]
    wanted = select(kind).where(kind.meeting_id == meeting_id, kind.deleted_at.is_(None)).order_by(order, kind.id)
    return session.scalars(wanted).all()
