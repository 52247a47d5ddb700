"""计划评估: how far a plan is on a day, by section and unit, every number with the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLayout

from services.evaluation.office import PlanChoice
from services.evaluation.report import EVALUATIONS, KIND_LABELS, Report, ReportKind
from ui.context import UiContext
from ui.kit.controls import choice, text
from ui.kit.date_edit import DateEditor
from ui.kit.layout import row
from ui.kit.theme import u
from ui.pages.evaluation.report_page import ReportPage

WATCHED = frozenset(
    {"plan", "plan_task", "plan_task_unit", "task_obligation", "task_note", "due_extension", "enforcement_agency"}
)


class EvaluationPage(ReportPage):
    """The figures of one plan."""

    title, purpose = "计划评估", "计划到某一天完成了多少，按章节、按单位，每个数都能看到是哪些任务。"
    freeze_label, draft_label = "冻结本次评估", "生成评估报告"
    kinds, watched = EVALUATIONS, WATCHED | {"frozen_report"}

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        self._known: tuple[PlanChoice, ...] = ()
        super().__init__(context, show_pdf)

    def choices(self) -> QLayout:
        """Plan, kind, day."""
        self.plans = choice(name="计划")
        self.plans.setMinimumContentsLength(18)
        self.plans.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.plans.currentIndexChanged.connect(lambda _n: self._plan_chosen())
        self.kind = choice(name="评估类别")
        for kind in EVALUATIONS:
            self.kind.addItem(KIND_LABELS[kind], kind.value)
        self.kind.currentIndexChanged.connect(lambda _n: self.reload())
        self.day = DateEditor(lambda: self.office.today)
        self.day.target.setAccessibleName("截至日期")
        self.day.setMaximumWidth(u(36))
        self.day.set_value(self.office.today)
        self.day.changed.connect(self._day_typed)
        return row(
            text("计划", "field"), (self.plans, 1), text("类别", "field"), self.kind, text("截至", "field"), self.day
        )

    def plan_id(self) -> int | None:
        """The chosen plan."""
        found = self.plans.currentData()
        return found if isinstance(found, int) else None

    def counting(self) -> Callable[[], Report | None]:
        """The chosen plan on the day that is typed; before the plans are known, the first of them."""
        day, kind = self.day.value() or self.office.today, ReportKind(self.kind.currentData())
        return partial(self._count, self.plan_id(), day, kind)

    def reload(self) -> None:
        """The plans first, where they are not known yet."""
        self._stale = False
        self._context.jobs.read(self, self.office.plans, self._plans_read)

    def _plans_read(self, plans: Sequence[PlanChoice]) -> None:
        if tuple(plans) != self._known:
            held = self.plan_id()
            self._known = tuple(plans)
            self.plans.blockSignals(True)
            self.plans.clear()
            for plan in plans:
                self.plans.addItem(plan.title, plan.id)
            self.plans.setCurrentIndex(max(0, self.plans.findData(held)) if plans else -1)
            self.plans.blockSignals(False)
        super().reload()

    def _count(self, plan_id: int | None, day: date, kind: ReportKind) -> Report | None:
        return None if plan_id is None else self.office.evaluate(plan_id, day, kind)

    def _plan_chosen(self) -> None:
        """Another plan: its own frozen evaluations; one that is over is evaluated as of its end."""
        plan = next((p for p in self._known if p.id == self.plan_id()), None)
        for box in (self.source, self.against):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        if plan is not None:
            self.day.set_value(plan.last_day or self.office.today)
        self.reload()

    def _day_typed(self) -> None:
        if self.day.value() is not None:
            self.reload()
