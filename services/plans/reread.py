"""An accepted plan read again from its own text, after the reader has learned: what it finds otherwise, and taking
over what the clerk chooses of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry, AuditGroup
from models.obligation import ObligationState, TaskNote
from models.plan import Plan, PlanDeadline, PlanTask, TaskState
from services.clock import Clock, local_now, utc_from_local
from services.errors import ConflictError, NotFoundError, ValidationError
from services.parts import put_away
from services.plans.compare import (
    Difference,
    FieldChange,
    TaskPair,
    TaskWords,
    compared,
    words_of_reading,
    words_of_stored,
)
from services.plans.limit_words import limit_words
from services.plans.obligations import make_obligations, obligations_of
from services.plans.progress import Writer, why_over
from services.plans.reading.limit import Deadline, DeadlineKind
from services.plans.reading.reader import read_plan
from services.plans.reading.tasks import PlanTaskReading
from services.plans.rounds import schedule_checks
from services.plans.source import GONE, PlanSource, StoredPlan, StoredTask
from services.plans.store import first_day
from services.plans.task_change import TaskChange
from services.plans.task_rows import Placed, add_task
from services.plans.versions import BY_HAND
from services.query import Outcome
from services.settings import Settings
from services.unit_match import UnitMatcher
from services.uow import Database

DATES = "时限的含义"
CHANGED_BY_HAND = "修改任务"  # the reason under which the history keeps what was put right in the ledger
NO_TEXT = "这份计划没有原文，不能重新识别。"
NOTHING_CHOSEN = "没有勾选，没有改动。"
CHANGED_SINCE = "任务刚被改过，没有改动。重新识别一次再选。"
HAS_PROGRESS = "已有进展，不能移除。要去掉时到任务台账作废。"
MEANINGLESS = "没有换算出日期"


@dataclass(frozen=True, slots=True)
class RereadItem:
    """One difference. `by_hand` warns that a clerk has put the stored task right; `refusal` says why it cannot be
    taken over, `old` and `new` are missing where a task is on one side only."""

    key: int
    difference: Difference
    task_id: int | None
    old: TaskWords | None
    new: TaskWords | None
    changes: tuple[FieldChange, ...] = ()
    by_hand: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class RereadPlan:
    """What a new reading finds otherwise, in the order of the text. `readings` belong to `items` by their key."""

    plan_id: int
    title: str
    items: tuple[RereadItem, ...]
    readings: tuple[PlanTaskReading | None, ...]
    versions: tuple[tuple[int, int], ...]  # id and version of every stored task when it was read
    start: date


class Rereader:
    """Reads in jobs; stores what was chosen in one act."""

    def __init__(self, database: Database, settings: Settings, now: Clock = local_now) -> None:
        self._db, self._settings, self._now = database, settings, now

    def differences(self, plan_id: int) -> RereadPlan:
        """What is otherwise now. Raises NotFoundError where the plan is gone, ValidationError where it has no text,
        UnreadableError where no task is found in it any more."""
        stored = _from_text(PlanSource(self._db).plan(plan_id))
        if not stored.text.strip():
            raise ValidationError({"plan": NO_TEXT})
        reading = read_plan(stored.text)
        start = first_day(reading, self._now().date())
        old = [words_of_stored(task) for task in stored.tasks]
        new = [words_of_reading(task) for task in reading.tasks]
        with self._db.read() as session:
            look = _Look(session, stored)
            items: list[RereadItem] = []
            readings: list[PlanTaskReading | None] = []
            for pair in compared(old, new):
                read = reading.tasks[pair.new] if pair.new is not None else None
                item = look.item(len(items), pair, read, old, new)
                if item is not None:
                    items.append(item)
                    readings.append(read)
            return RereadPlan(plan_id, stored.title, tuple(items), tuple(readings), look.versions, start)

    def take_over(self, found: RereadPlan, chosen: Collection[int]) -> Outcome:
        """Store the chosen differences (their keys) and nothing else: progress, states, dates that were extended and
        what was noted stay.

        Raises ValidationError where nothing is chosen, ConflictError where the plan is closed or a task was changed
        meanwhile.
        """
        items = [item for item in found.items if item.key in chosen and not item.refusal]
        if not items:
            raise ValidationError({"chosen": NOTHING_CHOSEN})
        with self._db.write(f"按新规则重新识别：{found.title}"[:100]) as session:
            plan = session.get(Plan, found.plan_id)
            if plan is None or plan.deleted_at is not None:
                raise NotFoundError(GONE)
            writer = Writer(self._db.actor().name, self._now().date())
            place = Placed(plan, UnitMatcher(session, self._settings.get("county_name")), found.start)
            _Take(session, place, writer, dict(found.versions), self._now).all(items, found)
            session.flush()
            group = session.info.get("group")
        return Outcome(_said(items), group)


class _Look:
    """What is known of the stored tasks besides their words."""

    def __init__(self, session: Session, stored: StoredPlan) -> None:
        ids = [task.row_id for task in stored.tasks]
        self._stored = stored.tasks
        tasks = session.scalars(select(PlanTask).where(PlanTask.plan_id == stored.plan_id)).all()
        self._tasks = {task.id: task for task in tasks}
        self.versions = tuple((task.id, task.row_version) for task in tasks if task.id in set(ids))
        self._session = session
        changed = (
            select(AuditEntry.entity_id)
            .join(AuditGroup, AuditGroup.id == AuditEntry.group_id)
            .where(AuditEntry.entity == PlanTask.__tablename__, AuditGroup.reason == CHANGED_BY_HAND)
        )
        self._by_hand = set(session.scalars(changed)) & set(ids)
        self._plan = session.get_one(Plan, stored.plan_id)
        self._dates = _meanings(session, stored.plan_id)

    def item(
        self,
        key: int,
        pair: TaskPair,
        read: PlanTaskReading | None,
        old: Sequence[TaskWords],
        new: Sequence[TaskWords],
    ) -> RereadItem | None:
        stored = self._stored[pair.old] if pair.old is not None else None
        changes, difference = pair.changes, pair.difference
        if stored is not None and read is not None:
            before, after = self._dates.get(stored.row_id, ""), _meaning(read)
            if before != after and stored.deadline_text == (read.deadline_text or ""):
                changes = (*changes, FieldChange(DATES, before or MEANINGLESS, after or MEANINGLESS))
                difference = Difference.CHANGED
        if difference is Difference.SAME:
            return None
        return RereadItem(
            key,
            difference,
            stored.row_id if stored else None,
            old[pair.old] if pair.old is not None else None,
            new[pair.new] if pair.new is not None else None,
            changes,
            stored is not None and (stored.row_id in self._by_hand or BY_HAND in stored.warnings),
            self._refusal(stored, difference),
        )

    def _refusal(self, stored: StoredTask | None, difference: Difference) -> str:
        if stored is None:
            return "计划已经结束。要改先重新打开计划。" if self._plan.closed_on is not None else ""
        task = self._tasks[stored.row_id]
        if why := why_over(task, self._plan):
            return why
        return HAS_PROGRESS if difference is Difference.GONE and has_progress(self._session, task) else ""


class _Take:
    """One act inside an open transaction."""

    def __init__(self, session: Session, place: Placed, writer: Writer, versions: dict[int, int], now: Clock) -> None:
        self._session, self._place, self._writer, self._versions = session, place, writer, versions
        self._moment = utc_from_local(now())

    def all(self, items: Sequence[RereadItem], found: RereadPlan) -> None:
        added: list[PlanTask] = []
        for item in items:
            read = found.readings[item.key]
            task = self._task(item.task_id) if item.task_id is not None else None
            if task is None and read is not None:
                added.append(add_task(self._session, self._place, 0, read))
            elif task is not None and read is not None:
                self._change(task, read, item)
            elif task is not None:
                put_away(self._session, task, self._moment)
        schedule_checks(self._session, added, self._writer.today)
        make_obligations(self._session, added)
        if added:
            self._number()

    def _task(self, task_id: int) -> PlanTask:
        task = self._session.get(PlanTask, task_id)
        if task is None or task.deleted_at is not None or task.row_version != self._versions.get(task_id):
            raise ConflictError(CHANGED_SINCE)
        if why := why_over(task, self._place.plan):
            raise ConflictError(why)
        return task

    def _change(self, task: PlanTask, read: PlanTaskReading, item: RereadItem) -> None:
        reparsed = any(change.label == DATES for change in item.changes)
        change = TaskChange(self._session, task, self._place.matcher, self._writer, self._moment)
        change.to(read, self._place.start, reparsed=reparsed)
        task.source_line, task.source_start, task.source_end = read.source.line, read.source.start, read.source.end
        task.warnings = "\n".join(read.warnings) or None

    def _number(self) -> None:
        """Places in the order of the text; what was written by hand has none in it and stays behind."""
        live = select(PlanTask).where(PlanTask.plan_id == self._place.plan.id, PlanTask.deleted_at.is_(None))
        tasks = self._session.scalars(live).all()
        in_text = sorted((task for task in tasks if task.source_end), key=lambda task: task.source_start)
        by_hand = sorted((task for task in tasks if not task.source_end), key=lambda task: task.position)
        for position, task in enumerate((*in_text, *by_hand), start=1):
            if task.position != position:
                task.position = position


def has_progress(session: Session, task: PlanTask) -> bool:
    """Whether anything was noted or done about a task or one unit's part of it."""
    if task.state is not TaskState.TODO or task.progress:
        return True
    noted = select(TaskNote.id).where(TaskNote.task_id == task.id, TaskNote.deleted_at.is_(None)).limit(1)
    first = (ObligationState.TODO, ObligationState.ONGOING)
    return session.scalar(noted) is not None or any(o.state not in first for o in obligations_of(session, task.id))


def _from_text(plan: StoredPlan) -> StoredPlan:
    """Without the tasks that were written by hand: a reading cannot tell anything about them."""
    return replace(plan, tasks=tuple(task for task in plan.tasks if task.end))


def _meanings(session: Session, plan_id: int) -> dict[int, str]:
    """What the stored time limits of each task of the plan mean."""
    rows = session.scalars(
        select(PlanDeadline)
        .join(PlanTask, PlanTask.id == PlanDeadline.task_id)
        .where(PlanTask.plan_id == plan_id, PlanDeadline.deleted_at.is_(None), PlanDeadline.inline.is_(False))
        .order_by(PlanDeadline.id)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(_row_words(row))
    return {task_id: "，".join(filter(None, words)) for task_id, words in found.items()}


def _row_words(row: PlanDeadline) -> str:
    return limit_words(
        Deadline(
            DeadlineKind(row.kind),
            row.due_on,
            row.month,
            row.day,
            row.rule,
            trigger=row.trigger,
            offset_days=row.offset_days,
            workdays=row.workdays,
        )
    )


def _meaning(task: PlanTaskReading) -> str:
    return "，".join(filter(None, (limit_words(limit) for limit in task.deadlines)))


def _said(items: Sequence[RereadItem]) -> str:
    words = {Difference.NEW: "新增{n}项", Difference.CHANGED: "改动{n}项", Difference.GONE: "移除{n}项"}
    counts = {kind: sum(1 for item in items if item.difference is kind) for kind in words}
    parts: Iterator[str] = (words[kind].format(n=count) for kind, count in counts.items() if count)
    return f"已按新识别的结果{'，'.join(parts)}，进展和状态没有动。"
