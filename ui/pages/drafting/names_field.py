"""Several names in one line, such as 主送 and 抄送, with the units of the register at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QMenu

from ui.kit.controls import button, field
from ui.kit.layout import row

TOWN = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)?$")
BRACKETS = {"（": 1, "(": 1, "）": -1, ")": -1}
Units = Callable[[], Sequence[tuple[int, str]]]


def split_names(words: str) -> list[str]:
    """The names of a line; a 、 within brackets belongs to its name."""
    found, depth, name = [], 0, ""
    for char in words:
        depth = max(0, depth + BRACKETS.get(char, 0))
        if char in "、，,；;" and not depth:
            found.append(name)
            name = ""
        else:
            name += char
    return [clean for each in (*found, name) if (clean := each.strip("：: \u3000"))]


class NamesField(QFrame):
    """A line of names apart by 、 and the button that offers units."""

    changed = Signal()

    def __init__(self, name: str, units: Units) -> None:
        super().__init__()
        self._units = units
        self._shown: list[str] = []
        self.line = field(name=name)
        self.pick = button("选单位", kind="quiet")
        self.pick.setAccessibleName(f"{name}选单位")
        self.pick.clicked.connect(self.offer)
        self.line.textChanged.connect(self.changed)
        self.setLayout(row((self.line, 1), self.pick, gap=1))

    def names(self) -> list[str]:
        """The names; those that came stored as one stay one until something is typed."""
        if self.line.text() == "、".join(self._shown):
            return list(self._shown)
        return split_names(self.line.text())

    def show_names(self, names: Sequence[str]) -> None:
        """Show other names."""
        self._shown = [str(name) for name in names]
        words = "、".join(self._shown)
        if self.line.text() != words:
            self.line.setText(words)
            self.line.setCursorPosition(0)

    def set_fixed(self, reason: str) -> None:
        """Whether it can only be read, and why."""
        self.line.setReadOnly(bool(reason))
        self.pick.setEnabled(not reason)
        self.pick.setToolTip(reason)

    def offer(self) -> QMenu:
        """全选, 全部乡镇, then unit by unit."""
        names = [name for _id, name in self._units()]
        towns = [name for name in names if TOWN.search(name)]
        menu = QMenu(self)
        for words, several in (
            ("全选", names),
            ("全部乡镇街道", towns),
            ("县级单位", [n for n in names if n not in towns]),
        ):
            act = menu.addAction(f"{words}（{len(several)}）")
            act.setEnabled(bool(several))
            act.triggered.connect(lambda _on=False, several=several: self.add(several))
        menu.addSeparator()
        for name in names:
            menu.addAction(name).triggered.connect(lambda _on=False, name=name: self.add([name]))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.pick.mapToGlobal(QPoint(0, self.pick.height())))
        return menu

    def add(self, names: Sequence[str]) -> None:
        """These names as well, each once; a field such as {单位} gives way to a real name."""
        here = [name for name in self.names() if not name.startswith("{")]
        self.line.setText("、".join(dict.fromkeys([*here, *names])))
