"""Names in a plan that the register does not know, one after another, with the two ways to settle them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from services.query import Outcome
from ui.context import UiContext
from ui.kit.initials import Named
from ui.kit.parts import button
from ui.pages.plan_check.alias import AliasDialog, add_alias, read_units
from ui.pages.plan_check.banner_place import BannerPlace
from ui.pages.plan_check.sheet import Sheet, SheetTask


class UnknownUnits(BannerPlace):
    """The name of the current task goes first. `settled` tells that a name was taken as an alias."""

    settled = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.dialog: AliasDialog | None = None

    def show_for(self, sheet: Sheet, task: SheetTask) -> None:
        """What concerns this task, else the first name of the plan; nothing where all are known."""
        if not sheet.unknown:
            self.clear()
            return
        name = (*task.unknown, *sheet.unknown)[0]
        of = task if name in task.unknown else next((t for t in sheet.tasks if name in t.unknown), task)
        where = f"第{of.no}项的" if of.no else ""
        more = f"这样的名称共{len(sheet.unknown)}个。" if len(sheet.unknown) > 1 else ""
        words = f"{where}“{name}”不在单位名册中。{more}"
        if words == self.words:
            return
        alias, new = button("作为别名", kind="link"), button("登记为新单位", kind="link")
        alias.clicked.connect(lambda: self.ask(name))
        new.clicked.connect(lambda: self._context.go("units"))
        self.show_banner("due", words, alias, new)

    def ask(self, printed: str) -> None:
        """Which registered unit the name means."""
        units = self._context.desk.ledgers["units"]
        self._context.jobs.read(self, partial(read_units, units), partial(self._ask, printed))

    def _ask(self, printed: str, options: list[Named]) -> None:
        parent: QWidget = self.window()
        dialog = self.dialog = AliasDialog(parent, printed, options)
        units, jobs = self._context.desk.ledgers["units"], self._context.jobs

        def store(unit_id: int) -> None:
            jobs.write(dialog, lambda _job: add_alias(units, unit_id, printed), taken, dialog.refused)

        def taken(outcome: Outcome) -> None:
            dialog.accept()
            self._context.tell(outcome)
            self.settled.emit()

        dialog.unit_chosen.connect(store)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
