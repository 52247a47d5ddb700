"""What a plan has to do with those that are stored: the same one again, or another version."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from services.plans.store import LoadedPlan
from services.query import Outcome
from ui.context import UiContext
from ui.jobs import JobContext
from ui.pages.plan_check.sheet import Sheet

if TYPE_CHECKING:
    from ui.pages.plan_check.page import PlanCheckPage


class Versions(QObject):
    """Lives and ends with the page."""

    def __init__(self, context: UiContext, page: PlanCheckPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page

    def forget(self) -> None:
        """Another plan is on the page."""

    def look_for(self, sheet: Sheet) -> None:
        """Whether the plan is stored already, and which stored ones look like another version of it."""

    def storing(self, plan: LoadedPlan) -> Callable[[JobContext], Outcome]:
        """The work that stores the plan."""
        plans = self._context.desk.plans
        return lambda _job: plans.accept(plan)
