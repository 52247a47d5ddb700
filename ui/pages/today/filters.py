"""只看: the unit and the kind of duty that a clerk looks at, remembered from one sitting to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame

from services.due.items import KIND_LABELS, DueItem
from ui.kit.parts import choice, row
from ui.kit.theme import u

ANY_UNIT, ANY_KIND = "全部单位", "全部事项"
MARK = "today.only"
WIDTHS = (38, 34)  # units; a long name of a unit does not push the heading out
Units = Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Only:
    """Empty words mean all of them."""

    unit: str = ""
    kind: str = ""

    @classmethod
    def of(cls, stored: object) -> Only:
        """What `to_json` gave; anything else means all."""
        if not isinstance(stored, dict):
            return cls()
        return cls(str(stored.get("unit") or ""), str(stored.get("kind") or ""))

    def to_json(self) -> dict[str, str]:
        """For the memory of the page."""
        return {"unit": self.unit, "kind": self.kind}

    def fits(self, item: DueItem, units: Units) -> bool:
        """A task fits every unit that has a part in it, also by way of its group."""
        if self.kind and item.kind != self.kind:
            return False
        return not self.unit or self.unit in units_of(item, units)


def units_of(item: DueItem, units: Units) -> frozenset[str]:
    """The units that a row concerns: those with a part in the task, else those that it names."""
    known = units.get(item.row_id) if item.ledger == "tasks" else None
    return known or frozenset(filter(None, item.unit.split("、")))


class OnlyBar(QFrame):
    """Two short lists; `changed` brings what is wanted now."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.unit, self.kind = choice(ANY_UNIT, name="只看单位"), choice(ANY_KIND, name="只看种类")
        for box, width in zip((self.unit, self.kind), WIDTHS, strict=True):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setFixedWidth(u(width))
            box.setMaxVisibleItems(20)
            box.activated.connect(lambda _place: self.changed.emit(self.wanted))
        self.setLayout(row(self.unit, self.kind, gap=2))

    @property
    def wanted(self) -> Only:
        """What is chosen."""
        return Only(str(self.unit.currentData() or ""), str(self.kind.currentData() or ""))

    def show_choices(self, items: Sequence[DueItem], units: Units, wanted: Only) -> None:
        """What the list holds now; what is wanted stays on offer even where nothing is due of it."""
        names = {name for item in items for name in units_of(item, units)} | {wanted.unit}
        kinds = {item.kind.value for item in items} | {wanted.kind}
        labels = [(KIND_LABELS[kind], kind.value) for kind in KIND_LABELS if kind.value in kinds]
        _fill(self.unit, ANY_UNIT, [(name, name) for name in sorted(filter(None, names))], wanted.unit)
        _fill(self.kind, ANY_KIND, labels, wanted.kind)


def _fill(box: QComboBox, every: str, choices: Sequence[tuple[str, str]], wanted: str) -> None:
    with QSignalBlocker(box):
        box.clear()
        box.addItem(every, "")
        for words, value in choices:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(wanted)))
        box.setToolTip(box.currentText())
