"""A printed name that the register does not know: take it as an alias of a registered unit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from services.errors import ServiceError, ValidationError
from services.query import LedgerQuery, LedgerService, Outcome
from services.unit_match import split_names
from ui.kit.dialog import Dialog
from ui.kit.initials import Named, with_initials
from ui.kit.parts import button, labelled, text
from ui.kit.reference_box import ReferenceBox

MOST_UNITS = 5_000


def read_units(units: LedgerService) -> list[Named]:
    """Every registered unit with its further names; runs in a job."""
    rows = units.search(LedgerQuery(limit=MOST_UNITS)).rows
    found = []
    for unit in rows:
        further = (unit.values.get("short_name"), *split_names(unit.values.get("aliases")))
        found.append((unit.id, unit.values["name"], *filter(None, further)))
    return with_initials(found)


def add_alias(units: LedgerService, unit_id: int, printed: str) -> Outcome:
    """Store the name as an alias; ValidationError where the unit's aliases have no room left."""
    found = units.load(unit_id)
    names = split_names(found.values.get("aliases"))
    values = {**found.values, "aliases": "、".join((*names, printed))}
    if problems := units.spec.check(values):
        raise ValidationError(problems)
    done = units.set_values([unit_id], {"aliases": values["aliases"]})
    return Outcome(f"“{printed}”已记为{found.values['name']}的别名。", done.group)


class AliasDialog(Dialog):
    """Asks for the unit; emits its id."""

    unit_chosen = Signal(int)

    def __init__(self, parent: QWidget, printed: str, options: Sequence[Named]) -> None:
        super().__init__(parent, "作为别名", 110)
        self.box = ReferenceBox(options)
        self._problem = text("", "error", wrap=True)
        self._problem.hide()
        cancel, self.save = button("取消", key="Esc"), button("记为别名", "ok", "main")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._take)
        words = f"计划里的“{printed}”是哪个单位？以后导入的计划也按它对应。"
        self.box.target.setAccessibleName("单位")
        field = labelled("单位", self.box, must=True, hint="输入名称、简称或拼音首字母，从列表中选。")
        self.fill([text(words, wrap=True), field, self._problem, None], [], [cancel, self.save])

    def refused(self, error: ServiceError) -> None:
        """It was not stored; the sentence stays until another unit is taken."""
        self._problem.setText(str(error))
        self._problem.show()

    def _take(self) -> None:
        value = self.box.value()
        if value is None:
            self.refused(ValidationError({"unit": self.box.problem() or "先选一个单位。"}))
        else:
            self.unit_chosen.emit(value)
