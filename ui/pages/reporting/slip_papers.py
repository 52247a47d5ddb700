"""三色督办单: the grade that the rules propose, changed by a click, with what is demanded and until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from services.query import Outcome
from services.reporting.labels import COLOUR_CHIPS, COLOUR_LABELS
from services.reporting.slips import Colour, SlipDraft
from ui.context import UiContext
from ui.jobs import JobContext
from ui.kit.date_edit import DateEditor
from ui.kit.layout import Item
from ui.kit.notes import LabelledField
from ui.kit.parts import Segments, row, segments, text
from ui.kit.table import Column, State
from ui.kit.theme import u
from ui.pages.reporting.papers_dialog import PapersDialog

COLOURS = tuple(Colour)
LONGEST_DEMAND = 200


class SlipsDialog(PapersDialog):
    """One slip for each matter."""

    columns = (Column("等级", 4), Column("事项", 9, stretch=True), Column("承办单位", 8))

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None,
        keys: Sequence[tuple[str, int, int]],
        shown: Callable[[Path], None],
    ) -> None:
        self._filling = False
        super().__init__(context, parent, f"督办单　{len(keys)}件", shown)
        self.setObjectName("slips")
        self._slips = context.desk.reporting.slips
        self.begin(partial(self._slips.draft_slips, keys))

    def fields(self) -> Sequence[Item]:
        """Grade, day, demand; why the grade is proposed."""
        self.colours: Segments = segments(tuple(COLOUR_LABELS[each.value] for each in COLOURS))
        self.colours.chosen.connect(self._recolour)
        self.grounds = text("", "hint", wrap=True)
        self.due = DateEditor(lambda: self.context.desk.now().date())
        self.due.changed.connect(self._edited)
        self.demand = QPlainTextEdit()
        self.demand.setTabChangesFocus(True)
        self.demand.setFixedHeight(u(16))
        self.demand.textChanged.connect(self._edited)
        self.due_field = LabelledField("要求时限", self.due)
        self.demand_field = LabelledField("办理要求", self.demand)
        return (
            row(text("督办等级", "field"), self.colours, None, gap=2),
            self.grounds,
            self.due_field,
            self.demand_field,
        )

    def cells(self, draft: SlipDraft) -> Sequence[Any]:
        """Grade, matter, unit."""
        grade = draft.colour.value
        return (State(COLOUR_CHIPS[grade], COLOUR_LABELS[grade]), draft.matter.title, draft.matter.unit)

    def lay_out(self, draft: SlipDraft) -> Path:
        """As it will be printed, the number still open."""
        file: Path = self._slips.preview([draft], self.context.desk.scratch() / "督办单草稿.pdf")
        return file

    def sign_all(self, drafts: Sequence[SlipDraft], job: JobContext) -> tuple[Outcome, tuple[Path, ...]]:
        """Each with a number of its own."""
        made: tuple[Outcome, tuple[Path, ...]] = self._slips.issue(drafts, job.progress)
        return made

    def show_fields(self, draft: SlipDraft) -> None:
        """The chosen draft's own."""
        self._filling = True
        self.colours.choices.buttons()[COLOURS.index(draft.colour)].setChecked(True)
        self.grounds.setText(f"理由：{draft.grounds}")
        if self.due.value() != draft.due_on:
            self.due.set_value(draft.due_on)
        if self.demand.toPlainText() != draft.demand:
            self.demand.setPlainText(draft.demand)
        self._filling = False

    def _recolour(self, place: int) -> None:
        if self.draft is not None and not self._filling:
            self.replace_draft(self._slips.recoloured(self.draft, COLOURS[place]))

    def _edited(self, *_words: object) -> None:
        draft, day, words = self.draft, self.due.value(), self.demand.toPlainText().strip()
        if draft is None or self._filling:
            return
        wrong = self.due.problem() or ("" if day else "请填写要求时限。")
        if day is not None and day < self.context.desk.now().date():
            wrong = "要求时限早于今天，请改日期。"
        self.due_field.say(wrong)
        self.demand_field.say("" if 0 < len(words) <= LONGEST_DEMAND else f"办理要求要填写，最多{LONGEST_DEMAND}字。")
        if day is not None and not wrong and 0 < len(words) <= LONGEST_DEMAND:
            self.replace_draft(replace(draft, due_on=day, demand=words))
