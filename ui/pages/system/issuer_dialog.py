"""添加发文机关: whose papers get measures of their own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.kit.controls import button, text
from ui.kit.dialog import Dialog
from ui.kit.notes import LabelledField

LEAD = "落款是这个机关的文书，用它自己的版式；先照现在用的值，添加后再改。"


class IssuerDialog(Dialog):
    """Emits `wanted` with the name; its owner answers with `accept` or `say`."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None, proposed: str) -> None:
        super().__init__(parent, "添加发文机关", 110)
        self.name = QLineEdit(proposed)
        self.field = LabelledField("发文机关", self.name, must=True, hint="与文书落款一字不差，如示例县司法局。")
        self.act = button("添加", kind="main", key="Ctrl+S")
        self.act.setShortcut("Ctrl+S")
        self.act.clicked.connect(lambda: self.wanted.emit(self.name.text()))
        cancel = button("取消", key="Esc")
        cancel.clicked.connect(self.reject)
        self.fill([text(LEAD, wrap=True), self.field], [], [cancel, self.act])
        self.finished.connect(self.deleteLater)

    def say(self, problem: str) -> None:
        """What is wrong with the name; it stays as it was typed."""
        self.field.say(problem)
        self.grow()
