"""Forms of accounts: name, role and passwords that are typed twice; and the recovery code, shown once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from services.access import ROLE_LABELS, Role
from services.errors import ServiceError, ValidationError
from ui.kit.banner import banner
from ui.kit.controls import button, refuse, text
from ui.kit.dialog import Dialog
from ui.kit.layout import col, row
from ui.kit.notes import LabelledField, secret
from ui.start.print_code import print_recovery_code

DIFFERENT = "两次输入的密码不一样。请再输一次。"
PASSWORD_HINT = "至少8位，不能和用户名相同。"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: `kind` is line, role, old (a password that is known) or new (one that is typed twice)."""

    key: str
    label: str
    kind: str = "line"
    value: str = ""
    hint: str = ""
    off: str = ""  # why it cannot be changed


class AccountDialog(Dialog):
    """Emits `wanted` with the values by key; its owner answers with `saved` or `refused`. Nothing typed is lost."""

    wanted = Signal(dict)

    def __init__(self, parent: QWidget | None, title: str, lead: str, fields: Sequence[Asked], act: str) -> None:
        super().__init__(parent, title, 110)
        self.inputs: dict[str, QLineEdit | QComboBox] = {}
        self.fields: dict[str, LabelledField] = {}
        for asked in fields:
            self._add(asked)
        self._place = col(gap=0)
        self.act = button(act, kind="main", key="Ctrl+S")
        self.act.setShortcut("Ctrl+S")
        cancel = button("取消", key="Esc")
        cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self.submit)
        self.fill([self._place, text(lead, wrap=True), *self.fields.values()], [], [cancel, self.act])
        self.finished.connect(self.deleteLater)

    def values(self) -> dict[str, str]:
        """What was typed or chosen, without the second password."""
        return {
            key: str(found.currentData()) if isinstance(found, QComboBox) else found.text()
            for key, found in self.inputs.items()
            if key != "second"
        }

    def submit(self) -> None:
        """Compare the two passwords, then ask the owner."""
        self._mark({})
        if "second" in self.inputs and self.values()["password"] != self._line("second").text():
            self._mark({"second": DIFFERENT})
            return
        self.act.setEnabled(False)
        self.wanted.emit(self.values())

    def saved(self) -> None:
        """Stored: close."""
        self.accept()

    def refused(self, error: ServiceError) -> None:
        """Beside the fields, or above them where it belongs to none."""
        self.act.setEnabled(True)
        problems = dict(error.problems) if isinstance(error, ValidationError) else {}
        self._mark({key: words for key, words in problems.items() if key in self.fields})
        loose = [words for key, words in problems.items() if key not in self.fields]
        if not problems or loose:
            self._place.addWidget(banner("late", "".join(loose) or str(error)))
        self.grow()

    def _mark(self, problems: Mapping[str, str]) -> None:
        while (item := self._place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for key, found in self.fields.items():
            found.say(problems.get(key, ""))
        first = next((key for key in self.fields if key in problems), "")
        if first:
            self.inputs[first].setFocus()
        self.grow()

    def _add(self, asked: Asked) -> None:
        widget: QLineEdit | QComboBox
        if asked.kind == "role":
            widget = QComboBox()
            for role, label in ROLE_LABELS.items():
                widget.addItem(label, role.value)
            widget.setCurrentIndex(widget.findData(asked.value or Role.CLERK.value))
        else:
            widget = QLineEdit(asked.value) if asked.kind == "line" else secret()
        if asked.off:
            refuse(widget, asked.off)
        hint = asked.hint or asked.off or (PASSWORD_HINT if asked.kind == "new" else "")
        self.inputs[asked.key] = widget
        self.fields[asked.key] = LabelledField(asked.label, widget, must=asked.kind == "line", hint=hint)
        if asked.kind == "new":
            self.inputs["second"] = secret()
            self.fields["second"] = LabelledField("再输一次", self.inputs["second"])

    def _line(self, key: str) -> QLineEdit:
        found = self.inputs[key]
        assert isinstance(found, QLineEdit)
        return found


class CodeDialog(Dialog):
    """The new recovery code, once: closing waits until the clerk says that it is kept."""

    def __init__(self, parent: QWidget | None, code: str, bureau: str) -> None:
        super().__init__(parent, "新的恢复码", 120)
        self._code = code
        groups = code.split("-")
        half = len(groups) // 2
        lines = "\n".join("　".join(part) for part in (groups[:half], groups[half:]))
        self.shown = text(lines, "title")
        self.shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.shown.setAccessibleName("恢复码")
        copying, printing = button("复制", "copy"), button("打印", "print")
        copying.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._code))
        printing.clicked.connect(lambda: print_recovery_code(self, self._code, bureau))
        self.kept = QCheckBox("已打印或抄好，和公章一样保管")
        self.leave = button("关闭", kind="main")
        refuse(self.leave, "先打印或抄好，再打勾")
        self.kept.toggled.connect(lambda on: refuse(self.leave, "" if on else "先打印或抄好，再打勾"))
        self.leave.clicked.connect(self.accept)
        lead = "原来的恢复码从现在起打不开数据了。新的只显示这一次，程序里不留。"
        self.fill(
            [text(lead, wrap=True), row(None, self.shown, None), row(copying, printing, None), self.kept],
            [],
            [self.leave],
        )
        self.finished.connect(self.deleteLater)

    def reject(self) -> None:
        """Esc closes only once it is kept: the code cannot be shown a second time."""
        if self.kept.isChecked():
            super().reject()
