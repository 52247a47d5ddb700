"""What a file leaves open, above its rows: notes about it, questions, what holds for all rows, its other sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from services.imports.reading import Question
from services.spec import FieldSpec
from ui.kit.controls import Segments
from ui.kit.layout import Item
from ui.kit.parts import button, col, glyph, holder, panel, row, segments, text

SHOWN_NOTES = 3


class ImportAsks(QFrame):
    """One strip; hidden while there is nothing to say. `answered` names the question and the answer."""

    answered = Signal(str, str)
    values_wanted = Signal()
    all_sheets_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._body: QWidget | None = None
        self._box = panel(gap=1.5, pad=(4, 2))
        self.values_button: QPushButton | None = None
        self.sheets_button: QPushButton | None = None
        self.questions: dict[str, Segments] = {}
        self.setLayout(col(self._box, gap=0))
        self.hide()

    def show_file(
        self,
        reading: Any,
        fields: Sequence[FieldSpec],
        values: Mapping[str, Any],
        *,
        sheets: bool,
        stored: bool,
    ) -> None:
        """`fields` hold for all rows with these `values`; `sheets` where the others can be read with this one."""
        self.values_button = self.sheets_button = None
        self.questions = {}
        lines: list[Item] = [self._question(one, reading.options.get(one.key, "")) for one in reading.questions]
        lines += [self._common(fields, values)] if fields else []
        lines += self._notes(reading, sheets)
        self._replace(lines)
        if stored:
            self.close_questions()
        self.setVisible(bool(lines))

    def close_questions(self) -> None:
        """The file is stored: nothing more is asked of it."""
        for made in (self.values_button, self.sheets_button, *self.questions.values()):
            if made is not None:
                made.setEnabled(False)

    def begin(self) -> None:
        """F4: the first thing that is asked."""
        if self.values_button is not None and self.values_button.isEnabled():
            self.values_button.click()
        elif self.questions:
            next(iter(self.questions.values())).choices.button(0).setFocus()

    def _question(self, question: Question, answer: str) -> QWidget:
        keys = list(question.choices)
        choices = segments(list(question.choices.values()), keys.index(answer) if answer in keys else -1)
        choices.setAccessibleName(question.words)
        self.questions[question.key] = choices
        choices.chosen.connect(partial(self._answer, question.key, keys))
        picture = glyph("st-done", "done", 4) if answer else glyph("st-warn", "due", 4)
        words = f"{question.words}{'' if answer else '选定后记住，同样的表不再问。'}"
        return holder(row(picture, (text(words, wrap=True), 1), choices, gap=2))

    def _answer(self, key: str, answers: Sequence[str], place: int) -> None:
        self.answered.emit(key, answers[place])

    def _common(self, fields: Sequence[FieldSpec], values: Mapping[str, Any]) -> QWidget:
        unknown = [f.label for f in fields if values.get(f.key) in (None, "")]
        known = [f"{f.label}{_shown(f, values[f.key])}" for f in fields if values.get(f.key) not in (None, "")]
        words = [f"表里没有{'、'.join(unknown)}，填一次，每一行都用。"] if unknown else []
        words += [f"每一行都用：{'，'.join(known)}。"] if known else []
        self.values_button = button("填写" if unknown else "修改", "edit", key="F4")
        self.values_button.clicked.connect(self.values_wanted)
        picture = glyph("st-warn", "due", 4) if unknown else glyph("st-done", "done", 4)
        return holder(row(picture, (text("".join(words), wrap=True), 1), self.values_button, gap=2))

    def _notes(self, reading: Any, sheets: bool) -> list[Item]:
        notes = list(reading.notes)
        if not notes and not sheets:
            return []
        words = [note.message for note in notes[:SHOWN_NOTES]]
        words += [f"还有{len(notes) - SHOWN_NOTES}处说明。"] if len(notes) > SHOWN_NOTES else []
        said = text("\n".join(words), "hint", wrap=True)
        said.setToolTip("\n".join(note.message for note in notes))
        offered: list[Item] = []
        if sheets:
            self.sheets_button = button("全部工作表一起读", "columns")
            self.sheets_button.clicked.connect(self.all_sheets_wanted)
            offered = [self.sheets_button]
        return [holder(row(glyph("info", "text2", 4), (said, 1), *offered, gap=2))]

    def _replace(self, lines: Sequence[Item]) -> None:
        layout = self._box.layout()
        if layout is None:
            return
        if self._body is not None:
            layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = holder(col(*lines, gap=1.5)) if lines else None
        if self._body is not None:
            layout.addWidget(self._body)


def _shown(spec: FieldSpec, value: Any) -> str:
    return f"“{spec.show(value)}”"
