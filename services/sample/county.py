"""Fills an empty data file with 示例县. Dates lie around the day of loading, so that every page shows something."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyGroup, AgencyKind, EnforcementAgency, GroupCover
from models.base import Record
from models.document import HolidayDay
from models.officer import EnforcementOfficer
from models.problem import Complaint, ComplaintState, Problem, ProblemState
from models.review import CaseFile
from models.training import TrainingCategory, TrainingRecord
from services.access import Right
from services.clock import Clock, utc_from_local
from services.parts import first_user, records
from services.query import Outcome
from services.reviews.office import ScoringOffice
from services.sample import matters
from services.sample.cards import BUREAU, add_cards, add_careers
from services.sample.dealings import add_dealings
from services.sample.papers import PREFIX, add_papers
from services.sample.people import birth_of, identity_number, names
from services.sample.plans import add_plans
from services.sample.register import add_names_and_notices, add_roles
from services.sample.reports import add_reports
from services.sample.year import add_year
from services.settings import Settings
from services.uow import Database

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
COUNTY = "示例县"
DEPARTMENTS = (
    ("县司法局", "司法局", "容知秋"),
    ("县市场监督管理局", "市监局", "岑望舒"),
    ("县水务局", "水务局", "祁临溪"),
    ("县林业局", "林业局", "缪书意"),
    ("县农业农村局", "农业局", "暨安禾"),
    ("县交通运输局", "交通局", "柏一诺"),
    ("县住房和城乡建设局", "住建局", "亓正言"),
    ("县文化旅游局", "文旅局", "蔺云舒"),
    ("县应急管理局", "应急局", "逄嘉言"),
    ("县卫生健康局", "卫健局", "宓景行"),
    ("县自然资源局", "自规局", "邬明川"),
    ("县市场监管综合行政执法大队", "市监执法大队", "郗怀瑾"),
)
TOWNSHIPS = (
    ("示例镇人民政府", "示例镇", "覃文柏"),
    ("样板乡人民政府", "样板乡", "鄢向晨"),
    ("范例街道办事处", "范例街道", "沃若宁"),
)
GROUPS = (
    ("各执法单位", "各行政执法单位、各行政执法机关、县政府各部门、各有关单位", GroupCover.ALL),
    ("各镇人民政府", "各乡镇人民政府、各乡镇（街道）、各镇（街道）", GroupCover.TOWNSHIPS),
)
OFFICERS_PER_UNIT = 8


def load_holidays(session: Session) -> None:
    """The arrangements of the years that the program ships; further years are entered by the clerk."""
    known = set(session.scalars(select(HolidayDay.day)))
    with (RESOURCES / "data" / "holidays.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
            for offset in range((last - first).days + 1):
                day = first + timedelta(days=offset)
                if day not in known:
                    session.add(
                        HolidayDay(
                            day=day,
                            working=row["working"] == "1",
                            name=row["name"],
                            source=f"国务院办公厅{first.year}年部分节假日安排",
                        )
                    )


class SampleCounty:
    """Loads the sample and clears it again."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now
        self._settings = Settings(database)

    def present(self) -> bool:
        """Whether sample data is in the file."""
        with self._db.read() as session:
            return session.scalar(select(EnforcementAgency.id).where(EnforcementAgency.sample).limit(1)) is not None

    def load(self) -> None:
        """Units, officers, problems, complaints, case files, numbers, and a plan with its tasks."""
        today = self._now().date()
        with self._db.write("载入示例县", Right.SETTINGS) as session:
            units = _units(session)
            officers = _officers(session, units)
            add_names_and_notices(session, units, today)
            add_careers(session, officers, today)
            add_cards(session, officers, today)
            _training(session, officers, today)
            add_roles(session, units, officers, today)
            add_year(session, units, officers, today)
            _problems(session, units, officers, today)
            _complaints(session, units, today)
            _cases(session, units, officers, today)
            add_papers(session, units, today)
            add_reports(session, units, today)
        self._settings.set_many(
            {
                "document_prefix": PREFIX,
                "contact_name": "容知秋",
                "contact_phone": "0000-0000000",
                "county_name": COUNTY,
            }
        )
        add_plans(self._db, self._settings, self._now)
        with self._db.write("载入示例县的报送和会商", Right.SETTINGS) as session:
            add_dealings(session, _sample_units(session), today)
        ScoringOffice(self._db, self._now).take_shipped()

    def clear(self) -> Outcome:
        """Every sample row into the 回收站, in one act; the bureau's own rows stay, and what they use becomes theirs.

        The window asks before.
        """
        moment = utc_from_local(self._now())
        with self._db.write("清除示例县", Right.SETTINGS) as session:
            found = [item for kind in records() for item in session.scalars(select(kind).where(kind.sample)).all()]
            present = [item for item in found if item.deleted_at is None]
            for item in found:
                item.sample = False
            for item in present:
                item.deleted_at = moment
            session.flush()
            kept = _needed(session, present)
            group = session.info.get("group")
        left = f"本单位的记录在用的{kept}条留下了。" if kept else ""
        return Outcome(f"已将示例数据移入回收站，共{len(present) - kept}条。{left}", group)


def _needed(session: Session, cleared: Sequence[Record]) -> int:
    """Take back out what a live row points to, until nothing more is needed; how many rows that were."""
    waiting, kept = list(cleared), 0
    while needed := [item for item in waiting if first_user(session, type(item), item.id, parts=True)]:
        for item in needed:
            item.deleted_at = None
        session.flush()
        kept += len(needed)
        waiting = [item for item in waiting if item.deleted_at is not None]
    return kept


def _sample_units(session: Session) -> Sequence[EnforcementAgency]:
    found = select(EnforcementAgency).where(EnforcementAgency.sample).order_by(EnforcementAgency.id)
    return session.scalars(found).all()


def _units(session: Session) -> list[EnforcementAgency]:
    made = [
        EnforcementAgency(
            name=name,
            short_name=short,
            kind=kind,
            contact=contact,
            phone=f"0000-{place:07d}",
            address=f"示例县政务路{place}号",
            sample=True,
            aliases="县工商行政管理局、县食品药品监督管理局" if short == "市监局" else None,
        )
        for place, (name, short, contact, kind) in enumerate(
            [(*unit, AgencyKind.DEPARTMENT) for unit in DEPARTMENTS]
            + [(*unit, AgencyKind.TOWNSHIP) for unit in TOWNSHIPS],
            start=1,
        )
    ]
    session.add_all(made)
    session.add_all(
        AgencyGroup(name=name, aliases=aliases, covers=covers, sample=True) for name, aliases, covers in GROUPS
    )
    session.flush()
    return made


def _officers(session: Session, units: Sequence[EnforcementAgency]) -> list[EnforcementOfficer]:
    fresh = names()
    made: list[EnforcementOfficer] = []
    for unit in units[1:]:
        for _ in range(OFFICERS_PER_UNIT):
            serial = len(made) + 1
            birth, male = birth_of(serial), serial % 3 != 0
            made.append(
                EnforcementOfficer(
                    name=next(fresh),
                    gender="男" if male else "女",
                    id_no=identity_number(birth, serial, male=male),
                    birth=birth,
                    nation="汉族",
                    politics="中共党员" if serial % 2 else "群众",
                    education="大学本科" if serial % 4 else "大学专科",
                    agency_id=unit.id,
                    dept="执法大队" if serial % 3 else "法规股",
                    post="股长" if serial % 8 == 1 else "科员",
                    staffing="行政编制" if serial % 2 else "事业编制",
                    domain="综合执法",
                    region=COUNTY,
                    phone=f"000{serial:08d}",
                    sample=True,
                )
            )
    session.add_all(made)
    session.flush()
    return made


def _training(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    courses = (
        ("行政处罚法专题培训", TrainingCategory.PUBLIC_LAW, 16),
        ("执法文书制作实训", TrainingCategory.SKILL, 12),
        ("本系统业务轮训", TrainingCategory.PROFESSIONAL, 24),
        ("网络学习平台必修课", TrainingCategory.PUBLIC_LAW, 10),
    )
    for place, officer in enumerate(officers):
        for number, (title, category, hours) in enumerate(courses):
            if (place + number) % 5 == 0:
                continue
            held = max(min(date(today.year, 1, 8), today), today - timedelta(days=40 + number * 45 + place % 7))
            session.add(
                TrainingRecord(
                    officer_id=officer.id,
                    title=title,
                    category=category,
                    held_on=held,
                    minutes=hours * 45,
                    organiser=BUREAU,
                    sample=True,
                )
            )


def _problems(
    session: Session, units: Sequence[EnforcementAgency], officers: Sequence[EnforcementOfficer], today: date
) -> None:
    year = today.year
    for serial, (title, kind, unit, found, due, state) in enumerate(matters.PROBLEMS, start=1):
        found_on, due_on = today + timedelta(days=found), today + timedelta(days=due)
        closed = state == "closed"
        session.add(
            Problem(
                number=f"问题〔{year}〕{serial}号",
                agency_id=units[unit].id,
                title=title,
                kind=kind,
                source="check",
                found_on=found_on,
                measure=None if state == "registered" else matters.MEASURE,
                person=None if state == "registered" else officers[unit * 3].name,
                due_on=None if state == "registered" else due_on,
                original_due_on=None if state == "registered" else due_on,
                state=ProblemState(state),
                result=matters.RESULT if state in ("submitted", "closed") else None,
                closed_on=due_on if closed else None,
                reviewer="容知秋" if closed else None,
                sample=True,
            )
        )


def _complaints(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
    year = today.year
    for serial, (content, channel, unit, received, limit, answered) in enumerate(matters.COMPLAINTS, start=1):
        received_on = today + timedelta(days=received)
        session.add(
            Complaint(
                number=f"投诉〔{year}〕{serial}号",
                received_on=received_on,
                channel=channel,
                complainant="某商行" if serial % 2 else "某群众",
                private_enterprise=serial % 2 == 1,
                agency_id=units[unit].id,
                content=content,
                due_on=received_on + timedelta(days=limit),
                state=ComplaintState.ANSWERED if answered else ComplaintState.HANDLING,
                result=matters.ANSWER if answered else None,
                answered_on=received_on + timedelta(days=answered) if answered else None,
                sample=True,
            )
        )


def _cases(
    session: Session, units: Sequence[EnforcementAgency], officers: Sequence[EnforcementOfficer], today: date
) -> None:
    year = today.year
    for serial, (name, case_type, unit, party, fine) in enumerate(matters.CASES, start=1):
        opened = today - timedelta(days=90 + serial * 11)
        session.add(
            CaseFile(
                agency_id=units[unit].id,
                case_type=case_type,
                decision_no=f"示{units[unit].short_name}罚决字〔{year}〕{serial}号",
                name=name,
                party=party,
                officers="、".join(o.name for o in officers[unit * 4 : unit * 4 + 2]),
                opened_on=opened,
                decided_on=opened + timedelta(days=35),
                closed_on=opened + timedelta(days=60),
                fine=fine,
                sample=True,
            )
        )
