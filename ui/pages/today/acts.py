"""Does what a row of the due list offers: the ledger's own acts with their forms, letters, calls, other pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from services.access import RIGHT_LABELS, Right
from services.due.items import DueItem
from ui.context import UiContext
from ui.kit.action_runner import ActionRunner
from ui.pages.plan_life.obligation_page import UnitsOfTask
from ui.pages.reporting.letter_papers import LettersDialog
from ui.pages.today.chase_dialog import ChaseDialog
from ui.pages.today.facts import ItemFacts
from ui.pages.today.offers import Does, Offer, Offers, offers_of
from ui.pages.tools import ledger_tools


class DueActs(QObject):
    """One per page. Guards, forms and 撤销 are those of the row's ledger."""

    def __init__(self, context: UiContext, page: QWidget, show_pdf: Callable[[Path], None] | None) -> None:
        super().__init__(page)
        self._context, self._page, self._show_pdf = context, page, show_pdf or (lambda _file: None)
        self._runners: dict[str, ActionRunner] = {}

    def offers(self, facts: ItemFacts) -> Offers:
        """What the signed-in person can do about the row."""
        return offers_of(facts, self.lacks)

    def lacks(self, right: Right) -> str:
        """Why the account may not, for a tool tip; empty where it may."""
        if self._context.desk.actor.may(right):
            return ""
        return f"当前账户没有“{RIGHT_LABELS[right]}”的权限。需要时由管理员调整账户。"

    def run(self, facts: ItemFacts, offer: Offer) -> None:
        """Do it, after asking where it has to be asked."""
        if offer.why_not:
            self._context.notify.warn(offer.why_not)
            return
        match offer.does:
            case Does.ACT if offer.action is not None and facts.ledger_row is not None:
                self._runner(facts.item.ledger).run(offer.action, facts.ledger_row)
            case Does.LETTER:
                self._letters(facts)
            case Does.CHASE:
                ChaseDialog(self._context, self._page, facts, self._show_pdf).open()
            case Does.UNITS:
                self._context.go("obligations", UnitsOfTask(facts.item.row_id))
            case _:
                self.open(facts.item)

    def open(self, item: DueItem) -> None:
        """The row in its ledger."""
        self._context.go(item.ledger, item.row_id)

    def put_off(self, item: DueItem, day: date) -> None:
        """The row stays: it is what is due; only its reminder comes on that day."""
        reminders, bridge = self._context.desk.reminders, self._context.bridge

        def stored(_result: object) -> None:
            self._context.notify.toast(f"{day.month}月{day.day}日再提醒，期限不变。")
            bridge.reminders_marked.emit()

        self._context.jobs.write(self._page, lambda _job: reminders.remind_on(item, day), stored)

    def _letters(self, facts: ItemFacts) -> None:
        """One letter for each unit whose day has come, about this matter alone."""
        owing = [each for each in facts.background.owing if each.days <= 0] or list(facts.background.owing)
        agencies, keys = [each.agency_id for each in owing], [each.key for each in owing]
        LettersDialog(self._context, self._page, agencies, keys, self._show_pdf).open()

    def _runner(self, name: str) -> ActionRunner:
        if name not in self._runners:
            service = self._context.desk.ledgers[name]
            self._runners[name] = ActionRunner(service, ledger_tools(self._context, name), self._page)
        return self._runners[name]
