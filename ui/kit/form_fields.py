"""The fields of a form: label above, editor, and one line below for the error or for what was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from services.spec import FieldSpec, Kind, LedgerSpec
from ui.kit.editors import FieldEditor, Today, clock_today, make_editor
from ui.kit.initials import Named
from ui.kit.parts import col, glyph, holder, row, text
from ui.kit.theme import u

TWO_COLUMNS_FROM = 7  # fields
Options = Mapping[str, Sequence[Named]]


class FieldRow(QWidget):
    """One labelled editor."""

    changed = Signal(str)

    def __init__(self, spec: FieldSpec, options: Sequence[Named], today: Today) -> None:
        super().__init__()
        self.spec = spec
        self.error, self._said = "", ""
        self.editor: FieldEditor = make_editor(spec, options, today)
        label = text(spec.label, "field")
        label.setBuddy(self.editor)
        star = [text("*", "error")] if spec.required else []
        self._hint = text("", "caption", wrap=True)
        self._hint.setObjectName(f"hint.{spec.key}")
        self._sentence = text("", "error", wrap=True)
        self._sentence.setObjectName(f"error.{spec.key}")
        sign = glyph("st-error", "late", 3.5)
        self._error = holder(row(col(sign, None, pad=(0, 0.75, 0, 0)), (self._sentence, 1), gap=1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(u(0.75))
        layout.addLayout(row(label, *star, None, gap=1))
        for part in (self.editor, self._error, self._hint):
            layout.addWidget(part)
        layout.addStretch(1)
        self.editor.changed.connect(self._edited)
        self.show_error("")

    def show_error(self, sentence: str) -> None:
        """Put the sentence under the field, or take it away."""
        self.error = sentence
        self._sentence.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.editor.mark(sentence)
        self._show_hint()

    def say(self, words: str) -> None:
        """What the program understood of it, in place of the standing hint; empty brings that back."""
        self._said = words
        self._show_hint()

    def _edited(self) -> None:
        if self.error:
            self.show_error("")  # it is being corrected; the next save checks again
        self._show_hint()
        self.changed.emit(self.spec.key)

    def _show_hint(self) -> None:
        words = self.editor.hint() or self._said or self.spec.help
        self._hint.setText(words)
        self._hint.setVisible(bool(words) and not self.error)


class FieldGrid(QWidget):
    """All fields of a form, in the order of the paper form, under the headings of their sections."""

    changed = Signal(str)

    def __init__(self, fields: Sequence[FieldSpec], options: Options, today: Today = clock_today) -> None:
        super().__init__()
        self.rows = {f.key: FieldRow(f, options.get(f.key, ()), today) for f in fields}
        self.wide = len(fields) >= TWO_COLUMNS_FROM
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(u(4))
        grid.setVerticalSpacing(u(2))
        columns = 2 if self.wide else 1
        for column in range(columns):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, u(40))
        line, column, section = 0, 0, ""
        for spec in fields:
            if spec.section and spec.section != section:
                section = spec.section
                line, column = (line + 1 if column else line), 0
                grid.addWidget(_section_title(section, first=line == 0), line, 0, 1, columns)
                line += 1
            span = columns if spec.kind is Kind.LONG_TEXT else 1
            if column + span > columns:
                line, column = line + 1, 0
            grid.addWidget(self.rows[spec.key], line, column, 1, span, Qt.AlignmentFlag.AlignTop)
            self.rows[spec.key].changed.connect(self.changed)
            column += span
            if column >= columns:
                line, column = line + 1, 0

    def values(self) -> dict[str, Any]:
        """What would be stored, by field key."""
        return {key: found.editor.value() for key, found in self.rows.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show stored values."""
        for key, found in self.rows.items():
            found.editor.set_value(values.get(key))

    def raw(self) -> dict[str, Any]:
        """What was typed, by field key."""
        return {key: found.editor.raw() for key, found in self.rows.items()}

    def fill_raw(self, raw: Mapping[str, Any]) -> None:
        """Put typed text back."""
        for key, found in self.rows.items():
            if key in raw:
                found.editor.set_raw(raw[key])

    def unreadable(self) -> dict[str, str]:
        """Fields whose text cannot be understood at all."""
        return {key: sentence for key, found in self.rows.items() if (sentence := found.editor.problem())}

    def mark(self, problems: Mapping[str, str]) -> int:
        """Put every sentence beside its field; how many there are."""
        for key, found in self.rows.items():
            found.show_error(problems.get(key, ""))
        return len(self.wrong())

    def wrong(self) -> list[FieldRow]:
        """Fields with an error, from the top."""
        return [found for found in self.rows.values() if found.error]


def check_fields(fields: Sequence[FieldSpec], values: Mapping[str, Any]) -> dict[str, str]:
    """The first-line checks of a ledger's form, for any set of fields."""
    if not fields:
        return {}
    name = fields[0].key
    return LedgerSpec("form", "", "", tuple(fields), default_sort=name, title_field=name).check(values)


def _section_title(words: str, first: bool) -> QLabel:
    made = text(words, "section")
    made.setContentsMargins(0, 0 if first else u(2), 0, 0)
    return made
