"""A plan that arrives beside those that are stored: the same one again, an amended version, the next year's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.obligation import NoteKind, TaskObligation
from models.plan import Plan, PlanTask, TaskState
from services.clock import Clock, local_now
from services.errors import UnreadableError
from services.plans.compare import Difference, TaskPair, TaskWords, compared, words_of_reading, words_of_stored
from services.plans.obligations import Owed, obligations_of
from services.plans.progress import Entry, Writer, note
from services.plans.reading.reader import read_plan
from services.plans.source import PlanSource, StoredPlan
from services.plans.store import LoadedPlan, PlanStore
from services.query import Outcome
from services.uow import Database

BY_HAND = "核对时手工改过。"
LEAST_TITLE = 0.8
YEARS = re.compile(r"[\d〇○一二三四五六七八九十〔〕\[\]（）()年度—－-]+|《|》|修订|调整|补充|稿")


@dataclass(frozen=True, slots=True)
class StoredTitle:
    """A stored plan to choose; `same` where its text is the very same."""

    plan_id: int
    title: str
    issued: str
    same: bool = False

    @property
    def words(self) -> str:
        """Title and day."""
        return f"{self.title}（{self.issued}）" if self.issued else self.title


@dataclass(frozen=True, slots=True)
class Comparison:
    """A stored plan beside the one that is being checked."""

    plan: StoredPlan
    old: tuple[TaskWords, ...]
    new: tuple[TaskWords, ...]
    pairs: tuple[TaskPair, ...]

    def count(self, difference: Difference) -> int:
        """How many tasks are new, gone, changed or the same."""
        return sum(1 for pair in self.pairs if pair.difference is difference)


@dataclass(frozen=True, slots=True)
class Follows:
    """The plan that the new one takes the place of; `carry` takes the progress of unchanged tasks along."""

    plan_id: int
    carry: bool = False


class PlanVersions:
    """Finds, compares and stores versions."""

    def __init__(self, database: Database, plans: PlanStore, now: Clock = local_now) -> None:
        self._db, self._plans, self._now = database, plans, now

    def stored(self) -> list[StoredTitle]:
        """All stored plans with a text or tasks, the newest first."""
        with self._db.read() as session:
            plans = session.scalars(select(Plan).where(Plan.deleted_at.is_(None)).order_by(Plan.id.desc())).all()
        return [StoredTitle(plan.id, plan.title, plan.issued.isoformat() if plan.issued else "") for plan in plans]

    def alike(self, loaded: LoadedPlan) -> list[StoredTitle]:
        """The very same plan, if it is stored; else the plans whose title is the same but for year and number, the
        most alike first."""
        with self._db.read() as session:
            same = session.scalar(
                select(Plan.id).where(Plan.sha256 == loaded.sha256, Plan.deleted_at.is_(None)).limit(1)
            )
        plans = self.stored()
        if same is not None:
            return [replace(plan, same=True) for plan in plans if plan.plan_id == same]
        title = _core(loaded.reading.title)
        scored = [(SequenceMatcher(None, title, _core(plan.title), autojunk=False).ratio(), plan) for plan in plans]
        near = sorted((pair for pair in scored if title and pair[0] >= LEAST_TITLE), key=lambda pair: -pair[0])
        return [plan for _score, plan in near]

    def compare(self, loaded: LoadedPlan, plan_id: int) -> Comparison:
        """The stored plan's tasks beside the new ones; NotFoundError where it is gone."""
        stored = PlanSource(self._db).plan(plan_id)
        old = tuple(words_of_stored(task) for task in stored.tasks)
        new = tuple(words_of_reading(task) for task in loaded.reading.tasks)
        return Comparison(stored, old, new, tuple(compared(old, new)))

    def accept(self, loaded: LoadedPlan, follows: Follows | None = None) -> Outcome:
        """Store the plan, tied to the one that it follows; errors of `PlanStore.accept` and `compare`."""
        marked = with_hand_marks(loaded)
        if follows is None:
            return self._plans.accept(marked)
        comparison = self.compare(loaded, follows.plan_id)

        def tie(session: Session, plan: Plan, tasks: Sequence[PlanTask]) -> None:
            plan.follows_id = follows.plan_id
            if follows.carry:
                writer = Writer(self._db.actor().name, self._now().date())
                for pair in comparison.pairs:
                    if pair.difference is Difference.SAME and pair.old is not None and pair.new is not None:
                        old = session.get_one(PlanTask, comparison.plan.tasks[pair.old].row_id)
                        _carry(session, old, tasks[pair.new], comparison.plan.title, writer)

        return self._plans.accept(marked, then=tie)


def with_hand_marks(loaded: LoadedPlan) -> LoadedPlan:
    """The plan with a sentence on each task that differs from what the reader read by itself, so that nobody takes
    the reader's word for the clerk's later."""
    try:
        read = {words_of_reading(task) for task in read_plan(loaded.text).tasks}
    except UnreadableError:  # kept as a draft since a reader that took the text for a plan
        return loaded
    tasks = tuple(
        task if words_of_reading(task) in read else replace(task, warnings=(*task.warnings, BY_HAND))
        for task in loaded.reading.tasks
    )
    return replace(loaded, reading=replace(loaded.reading, tasks=tasks))


def _core(title: str) -> str:
    return YEARS.sub("", title)


def _carry(session: Session, old: PlanTask, new: PlanTask, title: str, writer: Writer) -> None:
    """State, share and words of the task and of each of its units; the old plan keeps its own."""
    if old.state is TaskState.TODO and not old.progress and not old.percent:
        states = {item.state for item in obligations_of(session, old.id)}
        if len(states) < 2:
            return
    new.state, new.percent, new.progress, new.done_on = old.state, old.percent, old.progress, old.done_on
    before = {_key(item): item for item in obligations_of(session, old.id)}
    for item in obligations_of(session, new.id):
        was = before.get(_key(item))
        if was is not None:
            item.state, item.percent, item.done_on = was.state, was.percent, was.done_on
    words = f"沿用《{title}》的进展" + (f"：{old.progress}" if old.progress else "。")
    note(session, new.id, NoteKind.PROGRESS, Entry(writer.today, words, old.percent or None), writer)


def _key(item: TaskObligation) -> tuple[int | None, str]:
    return Owed(item.agency_id, item.group_id, item.printed, item.role).key
