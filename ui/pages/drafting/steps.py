"""Undo and redo of the whole draft: what was written, step by step."""

from __future__ import annotations

from services.documents.draft_text import DraftText

MOST = 200


class Steps:
    """Texts as they were; typing counts as one step until it rests."""

    def __init__(self) -> None:
        self._texts: list[DraftText] = []
        self._place = -1

    def start(self, text: DraftText) -> None:
        """Another draft: nothing to take back."""
        self._texts, self._place = [text], 0

    def note(self, text: DraftText) -> None:
        """The text as it is now; nothing happens where it is the same as before."""
        if self._place >= 0 and text == self._texts[self._place]:
            return
        self._texts[self._place + 1 :] = [text]
        del self._texts[:-MOST]
        self._place = len(self._texts) - 1

    def back(self, now: DraftText) -> DraftText | None:
        """The text before the last step; None where there is none."""
        self.note(now)
        return self._go(-1)

    def forward(self, now: DraftText) -> DraftText | None:
        """The text after the step that was taken back; None where something else was written since."""
        self.note(now)
        return self._go(1)

    def _go(self, by: int) -> DraftText | None:
        if not 0 <= self._place + by < len(self._texts):
            return None
        self._place += by
        return self._texts[self._place]
