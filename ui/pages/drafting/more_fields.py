"""更多: what only some papers carry, folded away until it is asked for or filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QWidget

from services.documents.draft_text import DraftText
from ui.kit.controls import button, choice, field, text
from ui.kit.date_edit import DateEditor
from ui.kit.layout import col, holder, row
from ui.kit.theme import u
from ui.pages.drafting.names_field import split_names

FORMATS = ("文件", "信函", "命令", "纪要", "文书")
URGENCIES = ("", "特急", "加急")
LABEL = 17
FOLDED, OPEN = "更多　格式、标志、份号、密级、紧急程度、签发人、回复期限", "收起"


class MoreFields(QFrame):
    """`open_field` unfolds it where a finding points to one of its fields."""

    changed = Signal(bool)
    format_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.toggle = button(FOLDED, kind="link")
        self.format = choice(*FORMATS, name="格式")
        self.urgency = choice(*URGENCIES, name="紧急程度")
        self.urgency.setEditable(True)
        self.mark, self.issuer = field(name="标志"), field(name="发文机关")
        self.copy_no, self.secrecy = field("如000001", name="份号"), field("如机密★1年", name="密级")
        self.signers = field("上行文填写", name="签发人")
        self.reply = DateEditor()
        self._fields: dict[str, QWidget] = {
            "format": self.format,
            "mark": self.mark,
            "issuer": self.issuer,
            "copy_no": self.copy_no,
            "secrecy": self.secrecy,
            "urgency": self.urgency,
            "signers": self.signers,
        }
        labels = ("格式", "标志", "发文机关", "份号", "密级", "紧急程度", "签发人")
        pairs = [*zip(labels, self._fields.values(), strict=True), ("回复期限", self.reply)]
        self.inner = holder(col(*(_line(words, widget) for words, widget in pairs), gap=2))
        self.inner.hide()
        self.reply.target.setAccessibleName("回复期限")
        self.setLayout(col(row(self.toggle, None), self.inner, gap=1.5))
        self._connect()

    def words(self) -> dict[str, Any]:
        """As they are filled in now."""
        return {
            "format": self.format.currentText(),
            "mark": self.mark.text().strip(),
            "issuer": self.issuer.text().strip(),
            "copy_no": self.copy_no.text().strip(),
            "secrecy": self.secrecy.text().strip(),
            "urgency": self.urgency.currentText().strip(),
            "signers": split_names(self.signers.text()),
        }

    def reply_due_on(self) -> date | None:
        """The day by which a reply is asked for."""
        found: date | None = self.reply.value()
        return found

    def show_text(self, shown: DraftText, fixed: str) -> None:
        """Another text."""
        content = shown.content
        for key, widget in self._fields.items():
            value = content.get(key)
            words = "、".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value or "")
            if isinstance(widget, QLineEdit):
                if widget.text() != words:
                    widget.setText(words)
                widget.setReadOnly(bool(fixed))
            elif isinstance(widget, QComboBox):
                widget.setCurrentText(words or ("文件" if key == "format" else ""))
                widget.setEnabled(not fixed)
                widget.setToolTip(fixed)
        if self.reply.value() != shown.reply_due_on:
            self.reply.set_value(shown.reply_due_on)
        self.reply.target.setEnabled(not fixed)
        self.reply.target.setToolTip(fixed)

    def open_field(self, key: str) -> QWidget | None:
        """The field of the element `key`, unfolded; None where there is none."""
        found = self._fields.get(key)
        if found is not None:
            self._fold(False)
        return found

    def _connect(self) -> None:
        self.toggle.clicked.connect(lambda: self._fold(self.inner.isVisible()))
        for line in (self.mark, self.issuer, self.copy_no, self.secrecy, self.signers):
            line.textChanged.connect(lambda _words: self.changed.emit(False))
        self.format.currentTextChanged.connect(self.format_chosen)
        self.format.currentTextChanged.connect(lambda _words: self.changed.emit(False))
        self.urgency.currentTextChanged.connect(lambda _words: self.changed.emit(False))
        self.reply.changed.connect(lambda *_args: self.changed.emit(False))

    def _fold(self, fold: bool) -> None:
        self.inner.setVisible(not fold)
        self.toggle.setText(FOLDED if fold else OPEN)


def _line(words: str, widget: QWidget) -> Any:
    label = text(words, "field")
    label.setFixedWidth(u(LABEL))
    return row(label, (widget, 1), gap=0)
