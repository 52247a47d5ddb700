"""The evaluation desk: figures of a plan on a day, freezing them, and what is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.plan import Plan
from models.reporting import FrozenReport
from services.clock import Clock, local_from_utc
from services.documents.signing import Paper
from services.errors import NotFoundError, ValidationError
from services.evaluation.narrative import evaluation_paper
from services.evaluation.periodic import periodic_tables
from services.evaluation.periods import ReportPeriod
from services.evaluation.plan_facts import task_facts
from services.evaluation.plan_tables import plan_tables
from services.evaluation.present import present_figures
from services.evaluation.report import EVALUATIONS, KIND_LABELS, Report, ReportKind
from services.query import Outcome
from services.settings import Settings
from services.uow import Database

if TYPE_CHECKING:
    from services.documents.drafting import Drafting

LONGEST_TITLE = 200
GONE = "这份评估或报表已不在存档里，可能被移入了回收站。刷新后再看。"
NO_PLAN = "这份计划已不在台账里，可能被移入了回收站。刷新后再看。"


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan that can be evaluated; `last_day` is the end of its period, or of its life, where it is over."""

    id: int
    title: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class FrozenChoice:
    """A frozen report as lists name it."""

    id: int
    kind: ReportKind
    title: str
    last_day: date
    words: str


class EvaluationOffice:
    """Reads open their own sessions; slow ones belong into jobs."""

    def __init__(self, database: Database, settings: Settings, drafting: Drafting, now: Clock) -> None:
        self._db, self._settings, self._drafting, self._now = database, settings, drafting, now

    @property
    def today(self) -> date:
        """The day by the desk's clock."""
        return self._now().date()

    # --- figures -----------------------------------------------------------------------------
    def plans(self) -> Sequence[PlanChoice]:
        """The plans, the newest first."""
        found = select(Plan).where(Plan.deleted_at.is_(None)).order_by(Plan.issued.desc(), Plan.id.desc())
        with self._db.read() as session:
            return [PlanChoice(p.id, p.title, _end(p, self.today)) for p in session.scalars(found)]

    def evaluate(self, plan_id: int, day: date, kind: ReportKind = ReportKind.STAGE) -> Report:
        """The figures of a plan at the end of `day`; ValidationError for a day that has not come yet."""
        self._refuse_future(day)
        with self._db.read() as session:
            plan = session.get(Plan, plan_id)
            if plan is None or plan.deleted_at is not None:
                raise NotFoundError(NO_PLAN)
            tasks = task_facts(session, plan_id)
            present = present_figures(session, (target for task in tasks for target in task.targets), day)
            title = f"《{plan.title}》{KIND_LABELS[kind]}"
            tables = plan_tables(tasks, day, present)
            return Report(kind, title, plan.title, day, self._bureau, tables, plan.starts_on, plan.id)

    def periodic(self, period: ReportPeriod, head: Mapping[str, str] | None = None) -> Report:
        """The tables of a month, quarter, half-year or year; of one that still runs up to today."""
        last = min(period.last, self.today)
        if last < period.first:
            raise ValidationError({"period": f"{period.name}还没有开始，没有数可统计。选已经开始的一期。"})
        with self._db.read() as session:
            tables, missing = periodic_tables(session, period.first, last)
        title = f"行政执法监督工作{KIND_LABELS[period.kind]}（{period.name}）"
        words = {"unit": self._bureau, "period": period.name, "filled_by": self._db.actor().name}
        words |= {"phone": str(self._settings.get("contact_phone")), "filled_on": f"{self.today:%Y-%m-%d}"}
        return Report(
            period.kind,
            title,
            period.name,
            last,
            self._bureau,
            tables,
            period.first,
            head={**words, **(head or {})},
            missing=missing,
        )

    # --- frozen ------------------------------------------------------------------------------
    def freeze(self, report: Report) -> Outcome:
        """Keep the figures for good. ValidationError where they were frozen already."""
        if report.frozen_id is not None:
            raise ValidationError({"report": "这份已经冻结，数不会再变。要新的一份，先回到现在的数。"})
        self._refuse_future(report.last_day)
        with self._db.write(f"冻结：{report.title}"[:100]) as session:
            row = FrozenReport(
                kind=report.kind.value,
                title=report.title[:LONGEST_TITLE],
                plan_id=report.plan_id,
                first_day=report.first_day,
                last_day=report.last_day,
                figures=report.to_json(),
            )
            session.add(row)
            session.flush()
        return Outcome(f"已冻结{report.title}，截至{report.last_day:%Y-%m-%d}的数此后不再变。")

    def frozen(self, kinds: Sequence[ReportKind], plan_id: int | None = None) -> Sequence[FrozenChoice]:
        """What was frozen of these kinds (and of this plan), the latest first."""
        row = FrozenReport
        wanted = select(row.id, row.kind, row.title, row.last_day, row.created_at).where(
            row.deleted_at.is_(None), row.kind.in_([kind.value for kind in kinds])
        )
        if plan_id is not None:
            wanted = wanted.where(row.plan_id == plan_id)
        with self._db.read() as session:
            return [
                FrozenChoice(row_id, ReportKind(kind), title, last_day, _frozen_words(kind, last_day, made))
                for row_id, kind, title, last_day, made in session.execute(
                    wanted.order_by(row.last_day.desc(), row.id.desc())
                )
            ]

    def load(self, frozen_id: int) -> Report:
        """A frozen report, exactly as it was; nothing in it is counted again."""
        with self._db.read() as session:
            row = session.get(FrozenReport, frozen_id)
            if row is None or row.deleted_at is not None:
                raise NotFoundError(GONE)
            words = _frozen_words(row.kind, row.last_day, row.created_at)
            return replace(Report.from_json(row.figures), frozen_id=row.id, frozen_words=words)

    # --- papers ------------------------------------------------------------------------------
    def draft(self, report: Report) -> int:
        """The report as a paper in 拟稿, every fact from the figures, places for the clerk's own words in braces."""
        content = evaluation_paper(report, self._bureau, self.today)
        origin = ("plan", report.plan_id) if report.plan_id else (None, None)
        return self._drafting.take(Paper("report", content, None, None, *origin), report.title)

    def print(self, report: Report, target: Path) -> int:
        """Charts and tables on A4 lying; how many pages. StorageError where it cannot be written."""
        from services.evaluation.printing import print_report  # brings the print kit

        return print_report(report, self.today, target)

    def export(self, report: Report, target: Path) -> int:
        """A workbook: one sheet for each table, one with the list behind the numbers; how many rows the list has."""
        from services.evaluation.workbook import export_report

        return export_report(report, target)

    # --- helpers -----------------------------------------------------------------------------
    @property
    def _bureau(self) -> str:
        return str(self._settings.get("bureau_name"))

    def _refuse_future(self, day: date) -> None:
        if day > self.today:
            raise ValidationError({"day": "截至日期晚于今天，还没有到那一天的数。改成今天或以前的日期。"})


def _end(plan: Plan, today: date) -> date | None:
    days = [day for day in (plan.closed_on, plan.ends_on) if day is not None and day <= today]
    return min(days) if days else None


def _frozen_words(kind: str, last_day: date, made: datetime) -> str:
    return f"{KIND_LABELS[ReportKind(kind)]}　截至{last_day:%Y-%m-%d}，{local_from_utc(made):%Y-%m-%d %H:%M}冻结"


__all__ = ["EVALUATIONS", "EvaluationOffice", "FrozenChoice", "PlanChoice"]
