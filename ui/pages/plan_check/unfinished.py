"""A plan that is being checked outlives the program: it is kept after every act and offered at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from services.plans.draft import UnfinishedPlan, from_values, to_values
from ui.context import UiContext
from ui.kit.parts import button
from ui.pages.plan_check.history import Moment
from ui.pages.plan_check.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from ui.pages.plan_check.page import PlanCheckPage

KEY = "plan_check"


class Unfinished(QObject):
    """Writes behind the page's back; only 存为计划, 放弃 and 不要了 end a kept plan."""

    def __init__(self, context: UiContext, page: PlanCheckPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._kept: Moment | None = None
        self.offered: Moment | None = None

    def offer(self) -> None:
        """What was being checked when the program ended, if anything."""
        store, plans = self._context.desk.sealed, self._context.desk.plans

        def read() -> tuple[UnfinishedPlan, Sheet] | None:
            found = from_values(store.read(KEY))
            return (found, sheet_of(plans, found.plan)) if found is not None else None

        self._context.jobs.read(self, read, self._offer)

    def keep(self) -> None:
        """What stands on the page now; a stored plan that is only looked at changes nothing."""
        now = self._page.moment()
        plan = now.sheet.loaded if now.sheet is not None else None
        if plan is None or now == self._kept:
            return
        self._kept = now
        store, draft = self._context.desk.sealed, UnfinishedPlan(plan, now.checked, now.seen, max(0, now.row))
        # with the writes, one after another: an older state must not come after a newer one
        self._context.jobs.write(self, lambda _job: store.write(KEY, to_values(draft)), lambda _none: None)

    def drop(self) -> None:
        """It was stored or given up."""
        self._kept = None
        store = self._context.desk.sealed
        self._context.jobs.write(self, lambda _job: store.drop(KEY), lambda _none: None)

    def _offer(self, found: tuple[UnfinishedPlan, Sheet] | None) -> None:
        page = self._page
        if found is None or page.sheet is not None:
            return
        draft, sheet = found
        moment = self.offered = Moment(sheet, draft.checked, draft.seen, draft.row)
        take, leave = button("接着核对", kind="link"), button("不要了", kind="link")

        def go_on() -> None:
            self.offered = None
            page.show_moment(moment)

        def refuse() -> None:
            self.offered = None
            page.parts.trouble.clear()
            self.drop()

        take.clicked.connect(go_on)
        leave.clicked.connect(refuse)
        ticked = f"已核对{len(draft.checked)}项，" if draft.checked else ""
        words = f"上次没有存完的计划还在：{sheet.title}，{ticked}共{len(sheet.tasks)}项。"
        page.parts.trouble.show_banner("info", words, take, leave)
