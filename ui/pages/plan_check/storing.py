"""存为计划: one write, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from services.errors import ServiceError
from services.query import Outcome
from ui.context import UiContext
from ui.kit.parts import refuse

if TYPE_CHECKING:
    from ui.pages.plan_check.page import PlanCheckPage


class Storing(QObject):
    """`busy` while the plan is being stored; meanwhile nothing on the page changes it."""

    def __init__(self, context: UiContext, page: PlanCheckPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.busy = False

    def accept(self) -> None:
        """Store the plan that is on the page, and go to its tasks."""
        plan = self._page.sheet.loaded if self._page.sheet else None
        if plan is None or self.busy:
            return
        self.busy = True
        refuse(self._page.parts.accept, "正在存入")
        work = self._page.versions.storing(plan)
        self._context.jobs.write(self, work, self._accepted, self._refused, title="正在存为计划")

    def _accepted(self, outcome: Outcome) -> None:
        self._ready()
        self._page.close_plan()
        self._context.tell(outcome)
        self._context.go("tasks")

    def _refused(self, error: ServiceError) -> None:
        self._ready()
        self._page.parts.trouble.show_banner("late", str(error))
        self._page.failed.emit(str(error))

    def _ready(self) -> None:
        self.busy = False
        refuse(self._page.parts.accept, self._page.import_reason())
