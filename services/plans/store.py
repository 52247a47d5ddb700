"""Stores a plan that was read: its text, its tasks, their units matched to the register, their deadlines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.plan import Plan, PlanTask
from services.access import Right
from services.clock import Clock, local_now
from services.errors import ConflictError, UnreadableError
from services.plans.obligations import make_obligations, members_of
from services.plans.periods import plan_period
from services.plans.reading.document import MAX_TEXT, Tell, load_document, without_marks
from services.plans.reading.reader import PlanReading, read_loaded, read_plan
from services.plans.remembered import kept_names
from services.plans.rounds import schedule_checks
from services.plans.task_rows import Placed, add_task, summary_of
from services.query import Outcome
from services.settings import Settings
from services.unit_match import UnitMatcher, unit_key
from services.uow import Database

__all__ = ["LoadedPlan", "PlanStore", "first_day", "load_pasted", "load_plan", "summary_of"]
Then = Callable[[Session, Plan, Sequence[PlanTask]], None]
TOO_LONG = "粘贴的文字太长，不像工作计划。请分几次粘贴。"


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A plan document and what was read from it; nothing is stored yet."""

    name: str
    text: str
    reading: PlanReading
    warnings: tuple[str, ...] = ()  # what of the file was not read

    @property
    def sha256(self) -> str:
        """Tells whether the same text was taken in before."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def load_plan(file: Path, tell: Tell | None = None) -> LoadedPlan:
    """Read a plan document; UnreadableError where it is none. `tell` as in `load_document`."""
    loaded = load_document(file, tell)
    return LoadedPlan(file.name, loaded.text, read_loaded(loaded), loaded.warnings)


def load_pasted(text: str) -> LoadedPlan:
    """Read a plan from pasted text, also one with the marks of a web page; UnreadableError where it is none."""
    words = without_marks(text)
    if len(words) > MAX_TEXT:
        raise UnreadableError(TOO_LONG, code="PL02")
    reading = read_plan(words)
    return LoadedPlan(f"粘贴的文字：{reading.title or summary_of(reading.tasks[0].text)}", words, reading)


class PlanStore:
    """Takes plans into the database."""

    def __init__(self, database: Database, settings: Settings, now: Clock = local_now) -> None:
        self._db, self._settings, self._now = database, settings, now

    def accept(self, loaded: LoadedPlan, *, sample: bool = False, then: Then | None = None) -> Outcome:
        """Store the plan and its tasks in one transaction; ConflictError where the same text is already there.

        `then` does what else belongs to the same act, once the tasks and what is owed of them are there.
        """
        with self._db.write(f"导入计划：{loaded.reading.title or loaded.name}"[:100], Right.IMPORT) as session:
            double = select(Plan.title).where(Plan.sha256 == loaded.sha256, Plan.deleted_at.is_(None))
            if known := session.scalar(double):
                raise ConflictError(f"这份计划已经导入过：{known}。没有重复存入。")
            title = loaded.reading.title or loaded.name
            starts_on, ends_on = plan_period(title, loaded.reading.issued, loaded.text, _last_day(loaded.reading))
            plan = Plan(
                title=title,
                issuer=loaded.reading.issuer or None,
                doc_number=loaded.reading.doc_number or None,
                issued=loaded.reading.issued,
                source_name=loaded.name,
                source_text=loaded.text,
                sha256=loaded.sha256,
                starts_on=starts_on,
                ends_on=ends_on,
                sample=sample,
            )
            session.add(plan)
            session.flush()
            today = self._now().date()
            place = Placed(plan, self._matcher(session), first_day(loaded.reading, today))
            read = loaded.reading.tasks
            tasks = [add_task(session, place, position, task) for position, task in enumerate(read, start=1)]
            schedule_checks(session, tasks, today)
            owed = make_obligations(session, tasks)
            if then is not None:
                then(session, plan, tasks)
                session.flush()
            group = session.info.get("group")
        units = f"分到单位{owed:,}项。" if owed else "没有写明单位。"
        return Outcome(f"已导入计划《{plan.title}》，共{len(tasks)}项任务，{units}", group)

    def unknown_units(self, loaded: LoadedPlan) -> list[str]:
        """Printed unit names that the register does not know, in the plan's order; those that are to stay as they are
        printed are left out."""
        with self._db.read() as session:
            matcher = self._matcher(session)
            printed = dict.fromkeys(name for task in loaded.reading.tasks for name in task.units)
            kept = kept_names(session)
            names = (name for name in printed if matcher.find(name) is None)
            return [name for name in names if unit_key(name) not in kept]

    def meanings(self, loaded: LoadedPlan) -> dict[str, str]:
        """What the printed names stand for in the register, where that is not the name itself: 县市场监督管理局 for
        县市监局, 单位组，32个单位 for 各执法单位."""
        with self._db.read() as session:
            matcher, members = self._matcher(session), members_of(session)
            found = {}
            for name in dict.fromkeys(name for task in loaded.reading.tasks for name in task.units):
                match = matcher.find(name)
                if match is not None and match.group_id is not None:
                    found[name] = f"单位组，{len(members(match.group_id))}个单位"
                elif match is not None and match.name != name:
                    found[name] = match.name
            return found

    def _matcher(self, session: Session) -> UnitMatcher:
        return UnitMatcher(session, self._settings.get("county_name"))


def first_day(reading: PlanReading, today: date) -> date:
    """From when yearly deadlines count: the plan's date, else its earliest dated deadline, else today."""
    dated = [d.date for task in reading.tasks for d in task.deadlines]
    dated += [d.date for task in reading.tasks for d in task.inline_deadlines]
    return reading.issued or min((day for day in dated if day), default=today)


def _last_day(reading: PlanReading) -> date | None:
    return max((d.date for task in reading.tasks for d in task.deadlines if d.date), default=None)
