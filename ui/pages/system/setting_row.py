"""One setting: its name, a field by its type, where the default comes from, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QFrame, QLineEdit, QWidget

from services.settings import Setting, SettingType
from ui.kit.controls import button, mark, text
from ui.kit.editors import StillComboBox
from ui.kit.layout import Item, col, row
from ui.kit.notes import ErrorLine
from ui.kit.theme import u


class SettingRow(QFrame):
    """`typed` is exactly what stands in the field; the services turn it into the setting's type."""

    edited = Signal()

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self._stored: Any = None
        self.error = ErrorLine()
        self.box: QCheckBox | None = None
        self.line: QLineEdit | None = None
        self.list: QComboBox | None = None
        self.choose = button("选文件夹", "folder")
        items: list[Item] = [self._head(), self._editor()]
        if words := self._help():
            items.append(text(words, "caption", wrap=True))
        self.setLayout(col(*items, self.error, gap=0.75))

    @property
    def target(self) -> QWidget:
        """What takes the keyboard."""
        return self.line or self.list or self.box or self

    def show_value(self, value: Any) -> None:
        """A stored value; it counts as not typed."""
        self.say("")
        if self.box is not None:
            self.box.setChecked(bool(value))
        elif self.list is not None:
            self.list.setCurrentText(str(value))
        elif self.line is not None:
            self.line.setText(self.setting.show(value))
        self._stored = self.typed()

    def typed(self) -> Any:
        """A tick as a bool, everything else as text."""
        if self.box is not None:
            return self.box.isChecked()
        if self.list is not None:
            return self.list.currentText()
        return self.line.text() if self.line is not None else ""

    @property
    def changed(self) -> bool:
        """Whether something else stands in the field than is stored."""
        return bool(self.typed() != self._stored)

    def say(self, sentence: str) -> None:
        """What is wrong; empty when nothing is."""
        self.error.say(sentence)
        self.target.setAccessibleDescription(sentence)
        mark(self.target, "error" if sentence else "")

    def lock(self, reason: str) -> None:
        """Show, but do not let change; the reason is the tool tip."""
        self.choose.setEnabled(not reason)
        for widget in (self.choose, self.target):
            widget.setToolTip(reason)
        if self.line is not None:
            self.line.setReadOnly(bool(reason))
        else:
            self.target.setEnabled(not reason)

    def _head(self) -> Any:
        star = [text("*", "error")] if self.setting.required else []
        return row(text(self.setting.label, "field"), *star, None, gap=1)

    def _editor(self) -> Item:
        name = self.setting.label + ("，必填" if self.setting.required else "")
        if self.setting.type is SettingType.BOOLEAN:
            self.box = QCheckBox("是")
            self.box.setAccessibleName(name)
            self.box.toggled.connect(self._edited)
            return self.box
        if self.setting.type is SettingType.CHOICE:
            self.list = StillComboBox()
            self.list.addItems(self.setting.choices)
            self.list.setAccessibleName(name)
            self.list.setMaximumWidth(u(48))
            self.list.currentIndexChanged.connect(self._edited)
            return self.list
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.textEdited.connect(self._edited)
        if self.setting.type is SettingType.FOLDER:
            self.choose.setAccessibleName(f"选{self.setting.label}")
            self.choose.clicked.connect(self._choose)
            return row((self.line, 1), self.choose, gap=1.5)
        if self.setting.type is SettingType.INTEGER:
            self.line.setMaximumWidth(u(24))
        return self.line

    def _help(self) -> str:
        setting = self.setting
        if setting.type is not SettingType.INTEGER:
            return setting.basis
        default = setting.show(setting.default)
        own = setting.basis.endswith("的默认")
        usual = f"{setting.basis}是{default}" if own else "　".join(filter(None, (setting.basis, f"默认{default}")))
        return f"{usual}　可填{setting.low}到{setting.high:,}"

    def _choose(self) -> None:
        choose_folder(self, self.setting.label, self._take)

    def _take(self, path: str) -> None:
        if self.line is not None:
            self.line.setText(path)
            self._edited()

    def _edited(self, *_value: object) -> None:
        self.say("")
        self.edited.emit()


def choose_folder(parent: QWidget, title: str, then: Callable[[str], None]) -> QFileDialog:
    """The system's own dialog, for one folder."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
