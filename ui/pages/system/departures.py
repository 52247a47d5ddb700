"""What of an organ's layout departs from the standard, in sentences, 规定 first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from services.printing.measures import Strength
from services.printing.profile import Deviation
from ui.kit.controls import glyph, text
from ui.kit.layout import col, holder, rolling, row
from ui.kit.theme import u

HEIGHT = 26  # units
NOTHING = "没有偏离标准的地方"


class DepartureList(QFrame):
    """A sheet of a fixed height that rolls, so that the table above never moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self._title = text(NOTHING, "strong")
        self._sentences: QVBoxLayout = col(gap=1)
        self._labels: list[QLabel] = []
        roll = rolling(self._title, self._sentences, None, gap=1, name="偏离标准的地方")
        self.setLayout(col(roll, gap=0, pad=(4, 2, 1, 2)))
        self.setFixedHeight(u(HEIGHT))

    def show_departures(self, found: Sequence[Deviation]) -> None:
        """In the order in which they are given."""
        while (item := self._sentences.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._title.setText(f"偏离标准的地方，{len(found)}处" if found else NOTHING)
        self._labels = [text(f"{each.sentence}。", wrap=True) for each in found]
        for each, label in zip(found, self._labels, strict=True):
            self._sentences.addWidget(_line(each, label))

    def sentences(self) -> list[str]:
        """What stands there."""
        return [label.text() for label in self._labels]


def _line(deviation: Deviation, label: QLabel) -> QFrame:
    """With the shape of how grave it is."""
    binding = deviation.strength is Strength.MANDATORY
    sign = glyph("st-late", "late", 3.5) if binding else glyph("st-warn", "due", 3.5)
    return holder(row(col(sign, None, pad=(0, 0.75, 0, 0)), (label, 1), gap=1.5))
