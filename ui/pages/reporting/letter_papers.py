"""催报函 for several units: one letter each about all that it owes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from services.query import Outcome
from services.reporting.letters import LetterDraft
from ui.context import UiContext
from ui.jobs import JobContext
from ui.kit.parts import button, refuse
from ui.kit.table import RIGHT, Column
from ui.pages.drafting.begin import PAGE, why_not_write
from ui.pages.reporting.papers_dialog import PapersDialog

Keys = Collection[tuple[str, int, int]]


class LettersDialog(PapersDialog):
    """One letter can be taken to the drafting desk instead of being signed as it is."""

    columns = (Column("主送单位", 11, stretch=True), Column("逾期", 3, RIGHT), Column("共几项", 3.5, RIGHT))

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None,
        agency_ids: Sequence[int],
        keys: Keys | None,
        shown: Callable[[Path], None],
    ) -> None:
        super().__init__(context, parent, f"催报函　{len(agency_ids)}个单位", shown)
        self.setObjectName("letters")
        self._letters = context.desk.reporting.letters
        self.begin(partial(self._letters.draft_letters, agency_ids, keys))

    def acts(self) -> Sequence[Any]:
        """修改后再发."""
        self.change = button("修改后再发", "edit", tip="把选中的一份转到拟稿编辑，改好以后送审或者签发")
        self.change.clicked.connect(self._take)
        refuse(self.change, why_not_write(self.context))
        return (self.change,)

    def cells(self, draft: LetterDraft) -> Sequence[Any]:
        """Unit and figures."""
        return (draft.unit, sum(each.late for each in draft.matters), len(draft.matters))

    def lay_out(self, draft: LetterDraft) -> Path:
        """As it will be printed, without its number."""
        file: Path = self._letters.preview([draft], self.context.desk.scratch())
        return file

    def sign_all(self, drafts: Sequence[LetterDraft], job: JobContext) -> tuple[Outcome, tuple[Path, ...]]:
        """Each with a number of its own."""
        made: tuple[Outcome, tuple[Path, ...]] = self._letters.issue(drafts, job.progress)
        return made

    def _take(self) -> None:
        draft = self.draft
        if draft is None:
            return
        refuse(self.change, "正在转到拟稿。")
        drafting, words = self.context.desk.drafting, f"催报{draft.unit}"
        self.context.jobs.write(self, lambda _job: drafting.take(draft.paper, words), self._taken, self._refused)

    def _taken(self, draft_id: int) -> None:
        self.accept()
        self.context.go(PAGE, draft_id)
