"""What a unit owes at present: reports, tasks of plans, replies to papers, each with how often it was chased for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from models.agency import AgencyGroup, EnforcementAgency
from models.document import DocumentState, IssuedDocument
from models.obligation import ObligationState, TaskObligation
from models.plan import Plan, PlanTask, PlanTaskUnit
from models.reporting import ChaseRecord, ReportDuty, ReportState, UnitReport
from services.due.plans import open_task
from services.plans.labels import OPEN_OBLIGATIONS
from services.reporting.labels import BY_HAND
from services.reporting.overview import OWING
from services.reporting.periods import ONCE
from services.reporting.raising import bureau_id
from services.units.groups import units_of_group

CHASING_KINDS = ("reminder", "slip")
"""Papers that chase: what they ask for is in the list by itself, so that nothing is asked for twice."""
CHASEABLE = tuple(state for state in OPEN_OBLIGATIONS if state is not ObligationState.REPORTED)
"""What a unit has reported waits for the bureau, not for the unit."""

UNREAD = (defer(Plan.source_text), defer(PlanTask.text))
"""A plan's whole text would come with each of the thousands of parts of its units."""


class OwedKind(StrEnum):
    """What is owed."""

    TASK = "task"
    REPORT = "report"
    REPLY = "reply"


KIND_WORDS = {OwedKind.TASK: "计划任务", OwedKind.REPORT: "报送材料", OwedKind.REPLY: "待回复文书"}


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that one unit owes. `entity` and `entity_id` name its row; `source` is where it was asked for.

    `calls` are telephone calls, messages and visits about it, `chases` letters and slips as well. `since` is the day
    from which the unit has had to do it; `percent` how far a task is; `plan` the title of the plan that a task is of.
    """

    kind: OwedKind
    entity: str
    entity_id: int
    agency_id: int
    unit: str
    title: str
    source: str
    due_on: date
    days: int
    percent: int | None = None
    returned: bool = False
    since: date | None = None
    plan: str = ""
    calls: int = 0
    chases: int = 0

    @property
    def key(self) -> tuple[str, int, int]:
        """A task without a part of its own for each unit is one row for several units."""
        return self.entity, self.entity_id, self.agency_id

    @property
    def late(self) -> bool:
        """Whether the day has passed; the day itself is not late."""
        return self.days < 0

    @property
    def state_words(self) -> str:
        """逾期9天, 今天到期, 还有3天."""
        if self.late:
            return f"逾期{-self.days}天"
        return "今天到期" if self.days == 0 else f"还有{self.days}天"

    @property
    def words(self) -> str:
        """The matter with where it comes from, as letters and slips name it."""
        if not self.source:
            return self.title
        return f"{self.source}：{self.title}" if self.kind is OwedKind.TASK else f"{self.title}（{self.source}）"

    def named_in(self, plan: str) -> str:
        """`words` in a text that has named the one plan already, as 计划."""
        return self.words.replace(f"《{plan}》", "计划", 1) if plan and plan == self.plan else self.words


def matters(session: Session, today: date, within: int, agency_ids: Collection[int] | None = None) -> Sequence[Matter]:
    """Everything late or due within `within` days, by unit and then by day; of these units or of all."""
    last = today + timedelta(days=within)
    own = bureau_id(session)
    found = [
        each
        for each in (*_reports(session, today, last), *_tasks(session, today, last), *_replies(session, today, last))
        if each.agency_id != own and (agency_ids is None or each.agency_id in agency_ids)
    ]
    calls, chases = _counts(session)
    counted = (replace(each, calls=calls[each.key], chases=chases[each.key]) for each in found)
    return sorted(counted, key=lambda each: (each.agency_id, each.due_on, each.kind, each.entity_id))


def only_plan(found: Sequence[Matter]) -> str:
    """The plan that all their tasks are of; empty where there are several or none."""
    plans = {each.plan for each in found if each.plan}
    return plans.pop() if len(plans) == 1 else ""


def by_pinyin(session: Session, agency_ids: Collection[int]) -> Mapping[int, int]:
    """The place of each unit when they are listed by name."""
    unit = EnforcementAgency
    ordered = select(unit.id).where(unit.id.in_(agency_ids)).order_by(unit.name.collate("PINYIN"), unit.id)
    return {agency_id: place for place, agency_id in enumerate(session.scalars(ordered))}


def by_unit(found: Sequence[Matter]) -> Mapping[int, list[Matter]]:
    """The matters of each unit, by its id."""
    units: defaultdict[int, list[Matter]] = defaultdict(list)
    for matter in found:
        units[matter.agency_id].append(matter)
    return units


def _reports(session: Session, today: date, last: date) -> Iterator[Matter]:
    report, unit = UnitReport, EnforcementAgency
    rows = session.execute(
        select(report, unit.name, ReportDuty.title)
        .join(unit, unit.id == report.agency_id)
        .join(ReportDuty, ReportDuty.id == report.duty_id)
        .where(report.deleted_at.is_(None), report.state.in_(OWING), report.due_on <= last)
        .where(ReportDuty.deleted_at.is_(None), ReportDuty.active)
    )
    for item, name, title in rows:
        yield Matter(
            OwedKind.REPORT,
            UnitReport.__tablename__,
            item.id,
            item.agency_id,
            name,
            title,
            "" if item.period == ONCE else item.period,
            item.due_on,
            (item.due_on - today).days,
            returned=item.state is ReportState.RETURNED,
        )


def _tasks(session: Session, today: date, last: date) -> Iterator[Matter]:
    """Units' own parts where a plan was broken down to them; otherwise the task, for each of its units."""
    owed = TaskObligation
    rows = session.execute(
        select(owed, PlanTask, Plan, EnforcementAgency.name)
        .join(PlanTask, PlanTask.id == owed.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(EnforcementAgency, EnforcementAgency.id == owed.agency_id)
        .where(open_task(), owed.deleted_at.is_(None), owed.state.in_(CHASEABLE))
        .where(func.coalesce(owed.due_on, PlanTask.due_on) <= last)
        .options(*UNREAD)
    )
    for part, task, plan, name in rows:
        if part.agency_id is not None:
            yield _task_matter(task, plan, (part.agency_id, name), today, part)
    yield from _undivided(session, today, last)


def _undivided(session: Session, today: date, last: date) -> Iterator[Matter]:
    divided = (
        select(TaskObligation.id)
        .where(TaskObligation.task_id == PlanTask.id, TaskObligation.deleted_at.is_(None))
        .exists()
    )
    rows = session.execute(
        select(PlanTask, Plan)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(open_task(), ~divided, PlanTask.due_on <= last)
        .options(*UNREAD)
    ).all()
    units = _named_units(session, [task.id for task, _plan in rows])
    for task, plan in rows:
        for agency_id, name in units[task.id].items():
            yield _task_matter(task, plan, (agency_id, name), today, None)


def _named_units(session: Session, task_ids: Sequence[int]) -> Mapping[int, dict[int, str]]:
    """By task the units that it names, groups as their members."""
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    named, members = PlanTaskUnit, {}
    rows = session.execute(
        select(named.task_id, named.agency_id, named.group_id, EnforcementAgency.name)
        .outerjoin(EnforcementAgency, EnforcementAgency.id == named.agency_id)
        .where(named.task_id.in_(task_ids), named.deleted_at.is_(None))
    )
    for task_id, agency_id, group_id, name in rows:
        if agency_id is not None:
            found[task_id][agency_id] = name
        elif group_id is not None:
            if group_id not in members:
                members[group_id] = units_of_group(session, session.get_one(AgencyGroup, group_id))
            for unit in members[group_id]:
                found[task_id].setdefault(unit.id, unit.name)
    return found


def _task_matter(task: PlanTask, plan: Plan, unit: tuple[int, str], today: date, part: TaskObligation | None) -> Matter:
    """`part` is the unit's own part, with its own day where an extension gave it one."""
    day = (part.due_on if part else None) or task.due_on
    if day is None:
        raise ValueError("what has no day is not chased")
    return Matter(
        OwedKind.TASK,
        part.__tablename__ if part else task.__tablename__,
        part.id if part else task.id,
        *unit,
        task.summary.rstrip("。…"),
        f"《{plan.title}》第{task.no.strip('.．、 ')}项",
        day,
        (day - today).days,
        _percent(part) if part else task.percent or None,
        part is not None and part.state is ObligationState.RETURNED,
        plan.issued or task.created_at.date(),
        plan.title,
    )


def _percent(part: TaskObligation) -> int | None:
    """Of what nobody has reported on nothing is known."""
    return part.percent if part.percent or part.state is not ObligationState.TODO else None


def _replies(session: Session, today: date, last: date) -> Iterator[Matter]:
    paper = IssuedDocument
    rows = session.execute(
        select(paper, EnforcementAgency.name)
        .join(EnforcementAgency, EnforcementAgency.id == paper.agency_id)
        .where(paper.deleted_at.is_(None), paper.state == DocumentState.ISSUED, paper.replied_on.is_(None))
        .where(paper.reply_due_on <= last, paper.kind.not_in(CHASING_KINDS))
    )
    for item, name in rows:
        if item.agency_id is None or item.reply_due_on is None:
            continue
        yield Matter(
            OwedKind.REPLY,
            IssuedDocument.__tablename__,
            item.id,
            item.agency_id,
            name,
            f"回复《{item.title}》",
            item.number or "",
            item.reply_due_on,
            (item.reply_due_on - today).days,
            since=item.issued_on,
        )


def _counts(session: Session) -> tuple[Counter[tuple[str, int, int]], Counter[tuple[str, int, int]]]:
    """How often each matter was called about, and chased for in any way."""
    chase = ChaseRecord
    rows = session.execute(
        select(chase.entity, chase.entity_id, chase.agency_id, chase.way, func.count(chase.id))
        .where(chase.deleted_at.is_(None))
        .group_by(chase.entity, chase.entity_id, chase.agency_id, chase.way)
    )
    calls: Counter[tuple[str, int, int]] = Counter()
    chases: Counter[tuple[str, int, int]] = Counter()
    for entity, entity_id, agency_id, way, count in rows:
        if agency_id is None:
            continue
        chases[entity, entity_id, agency_id] += count
        calls[entity, entity_id, agency_id] += count if way in BY_HAND else 0
    return calls, chases
