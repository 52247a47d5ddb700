"""One editor per kind of field, all with the same few methods; none of them ever holds a float."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from services.clock import local_now
from services.spec import NUMBER_KINDS, FieldSpec, Kind
from ui.kit.initials import Named
from ui.kit.number_words import read_number, say_number, type_number
from ui.kit.parts import Growing

Today = Callable[[], date]


def clock_today() -> date:
    """The computer's date, where nobody hands in another."""
    return local_now().date()


class FieldEditor(QWidget):
    """Base of all editors. `raw` is exactly what was typed, for drafts; `value` is what would be stored."""

    changed = Signal()

    def __init__(self, target: QWidget) -> None:
        super().__init__()
        self.target = target
        self.setFocusProxy(target)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(target, 1)

    def value(self) -> Any:
        """The stored value; None for nothing."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a stored value."""
        raise NotImplementedError

    def raw(self) -> Any:
        """What stands in the field, as plain JSON."""
        return self.value()

    def set_raw(self, raw: Any) -> None:
        """Put back what `raw` gave."""
        self.set_value(raw)

    def problem(self) -> str:
        """Why what was typed cannot be understood; empty when it can."""
        return ""

    def hint(self) -> str:
        """What the program understood, for the line under the field."""
        return ""

    def mark(self, error: str) -> None:
        """Show or clear the red edge, and tell a screen reader why."""
        self.target.setAccessibleDescription(error)
        if bool(self.target.property("state") == "error") != bool(error):
            self.target.setProperty("state", "error" if error else "")
            self.target.style().unpolish(self.target)
            self.target.style().polish(self.target)


class LineEditor(FieldEditor):
    """Short text and codes, kept exactly as typed; an identity number without blanks and full-width digits."""

    def __init__(self, kind: Kind = Kind.TEXT) -> None:
        self._line = QLineEdit()
        self._identity = kind is Kind.IDENTITY
        super().__init__(self._line)
        self._line.textChanged.connect(self.changed)

    def value(self) -> str | None:
        """Without the blanks around it."""
        words = self._line.text().strip()
        if self._identity:
            words = "".join(unicodedata.normalize("NFKC", words).split()).upper()
        return words or None

    def set_value(self, value: Any) -> None:
        """Show text."""
        self._line.setText("" if value is None else str(value))

    def raw(self) -> str:
        """With its blanks."""
        return self._line.text()


class LongEditor(FieldEditor):
    """Text of several lines that grows with its words."""

    def __init__(self) -> None:
        self._edit = Growing("", "")
        super().__init__(self._edit)
        self._edit.textChanged.connect(self.changed)

    def value(self) -> str | None:
        """Without the blanks around it."""
        return self._edit.toPlainText().strip() or None

    def set_value(self, value: Any) -> None:
        """Show text."""
        self._edit.setPlainText(value or "")

    def raw(self) -> str:
        """As typed."""
        return self._edit.toPlainText()


class NumberEditor(FieldEditor):
    """Whole numbers, 学时, 元 and points; stored as integers."""

    def __init__(self, kind: Kind) -> None:
        self._line = QLineEdit()
        self._kind = kind
        super().__init__(self._line)
        self._line.textChanged.connect(self.changed)

    def value(self) -> int | None:
        """The stored whole number."""
        return read_number(self._kind, self._line.text()).value

    def set_value(self, value: Any) -> None:
        """Show a stored whole number."""
        self._line.setText(type_number(self._kind, value))

    def raw(self) -> str:
        """As typed."""
        return self._line.text()

    def set_raw(self, raw: Any) -> None:
        """Text again."""
        self._line.setText(str(raw or ""))

    def problem(self) -> str:
        """Not a number, too many decimals."""
        return read_number(self._kind, self._line.text()).problem

    def hint(self) -> str:
        """学时 in minutes, money in 元."""
        return say_number(self._kind, self.value())


class BooleanEditor(FieldEditor):
    """A tick."""

    def __init__(self) -> None:
        self._box = QCheckBox("是")
        super().__init__(self._box)
        self._box.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        """Ticked or not."""
        return self._box.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick or not."""
        self._box.setChecked(bool(value))


class StillComboBox(QComboBox):
    """A choice that a turn of the mouse wheel over the form does not change by accident; F4 opens it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form."""
        event.ignore()


class ChoiceEditor(FieldEditor):
    """One of the words of a code table."""

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        self._box = StillComboBox()
        super().__init__(self._box)
        self._box.addItem("", None)
        for value, label in choices:
            self._box.addItem(label, value)
        self._box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def value(self) -> Any:
        """The stored value of the chosen word."""
        return self._box.currentData()

    def set_value(self, value: Any) -> None:
        """Choose; a value that is no longer in the code table is kept and shown as it is."""
        place = 0 if value in (None, "") else self._box.findData(value)
        if place < 0:
            self._box.addItem(str(value), value)
            place = self._box.count() - 1
        self._box.setCurrentIndex(place)


def make_editor(spec: FieldSpec, options: Sequence[Named], today: Today = clock_today) -> FieldEditor:
    """The editor for a field; `options` are the rows that a reference may point to."""
    from ui.kit.date_edit import DateEditor
    from ui.kit.reference_box import ReferenceBox

    made: FieldEditor
    if spec.reference or spec.kind is Kind.REFERENCE:
        made = ReferenceBox(options)
    elif spec.kind is Kind.DATE:
        made = DateEditor(today)
    elif spec.kind is Kind.LONG_TEXT:
        made = LongEditor()
    elif spec.kind is Kind.BOOLEAN:
        made = BooleanEditor()
    elif spec.kind is Kind.CHOICE:
        made = ChoiceEditor(tuple(spec.choices.items()))
    elif spec.kind in NUMBER_KINDS:
        made = NumberEditor(spec.kind)
    else:
        made = LineEditor(spec.kind)
    made.target.setAccessibleName(spec.label + ("，必填" if spec.required else ""))
    made.target.setObjectName(f"field.{spec.key}")
    if spec.example and isinstance(made.target, QLineEdit | QPlainTextEdit):
        made.target.setPlaceholderText(spec.example)
    return made


class KeyOpens(QObject):
    """Lets F4 and Alt+↓ open the list or calendar of a field."""

    def __init__(self, field: QWidget, opens: Callable[[], None]) -> None:
        super().__init__(field)
        self._opens = opens
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take F4 and Alt+↓."""
        if event.type() == QEvent.Type.KeyPress:
            key, down = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier  # type: ignore[attr-defined]
            if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and down):
                self._opens()
                return True
        return super().eventFilter(watched, event)
