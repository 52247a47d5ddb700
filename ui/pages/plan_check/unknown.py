"""Names in a plan that the register does not know: the one at hand in a line, all of them in one dialog."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from services.plans.remembered import NameDecision, RememberedNames
from services.query import Outcome
from ui.context import UiContext
from ui.kit.initials import Named
from ui.kit.parts import button
from ui.pages.plan_check.alias import AliasDialog, add_alias, read_units
from ui.pages.plan_check.banner_place import BannerPlace
from ui.pages.plan_check.names_dialog import AskedName, NamesDialog
from ui.pages.plan_check.sheet import Sheet, SheetTask


class UnknownUnits(BannerPlace):
    """The name of the current task goes first. `settled` tells that names were decided."""

    settled = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.dialog: AliasDialog | None = None
        self.names: NamesDialog | None = None

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
        every, alias, new = (button(words, kind="link") for words in ("逐个确定", "作为别名", "登记为新单位"))
        every.clicked.connect(partial(self.ask_all, sheet))
        alias.clicked.connect(lambda: self.ask(name))
        new.clicked.connect(lambda: self._context.go("units"))
        self.show_banner("due", words, every, alias, new)

    def ask_all(self, sheet: Sheet, _checked: bool = False) -> None:
        """Every unknown name of the plan with what it may mean."""
        names = RememberedNames(self._context.desk.database)
        units = self._context.desk.ledgers["units"]

        def read() -> tuple[list[AskedName], list[Named]]:
            found = names.suggestions(sheet.unknown)
            asked = [
                AskedName(name, tuple(task.no for task in sheet.tasks if name in task.unknown), found[name])
                for name in sheet.unknown
            ]
            return asked, read_units(units)

        self._context.jobs.read(self, read, partial(self._ask_all, names))

    def _ask_all(self, names: RememberedNames, found: tuple[list[AskedName], list[Named]]) -> None:
        dialog = self.names = NamesDialog(self.window(), *found)
        jobs = self._context.jobs

        def store(decisions: dict[str, NameDecision]) -> None:
            jobs.write(dialog, lambda _job: names.settle(decisions), taken, dialog.refused)

        def taken(outcome: Outcome) -> None:
            dialog.accept()
            self._context.tell(outcome)
            self.settled.emit()

        dialog.settled.connect(store)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

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
