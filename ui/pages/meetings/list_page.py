"""会商会议: Enter opens the sheet of a meeting; its minutes and its tasks are made from here as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from services.access import Right
from services.query import Action, LedgerRow
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.pages.meetings.sheet_page import ALL_TASKS, NEW
from ui.pages.tools import ledger_tools

SHEET = "meeting_sheet"
OPEN = Action("open_sheet", "打开会议记录", "open")
WATCHED = ("meeting_attendance", "meeting_matter", "meeting_decision", "plan_task", "document_draft")


class MeetingPage(LedgerPage):
    """The ledger of meetings."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        tools = replace(ledger_tools(context, "meetings"), new_label="新建会议", acts=self.offered)
        super().__init__(context.desk.ledgers["meetings"], tools, opener=self._open, watches=WATCHED)

    def offered(self, row: LedgerRow) -> Sequence[Action]:
        """打开, 纪要, 转为任务; the filled one is what comes next."""
        waiting = row.values["decided"] > row.values["tasked"]
        label = "打开会议纪要" if row.values["minuted"] else "生成会议纪要"
        return (
            OPEN,
            Action("minutes", label, "edit", main=not row.values["minuted"]),
            Action(
                "to_tasks",
                "转为任务",
                "nav-task",
                main=bool(row.values["minuted"] and waiting),
                why_not="" if waiting else ALL_TASKS,
            ),
        )

    def new_row(self) -> None:
        """An empty sheet with the members of today."""
        if not self.tools.why_not(Right.EDIT):
            self._context.go(SHEET, NEW)

    def edit_current(self) -> None:
        """F2: a meeting is written on its sheet."""
        if row := self.current_row():
            self._open(row)

    def do(self, action: Action) -> None:
        """Looking needs no right; the others are acts of the office."""
        if self.pane.content is None or not action.enabled:
            return
        row, office, jobs = self.pane.content.row, self._context.desk.meetings, self._context.jobs
        if action.name == OPEN.name:
            self._open(row)
        elif self.pane.edit_reason:
            return
        elif action.name == "minutes":
            work = partial(office.minutes, row.id)
            jobs.write(self, lambda _job: work(), lambda draft: self._context.go("drafting", draft))
        elif action.name == "to_tasks":
            work_of_tasks = partial(office.to_tasks, row.id)
            jobs.write(self, lambda _job: work_of_tasks(), self._context.tell)
        else:
            super().do(action)

    def _open(self, row: LedgerRow) -> None:
        self._context.go(SHEET, row.id)
