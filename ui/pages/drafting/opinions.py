"""审批意见: what was said about the draft; what belongs to a paragraph is marked there as well."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from services.documents.draft_life import VERDICT_LABELS
from services.documents.draft_text import Opinion
from services.documents.places import place_words, steps
from ui.kit.controls import text
from ui.kit.layout import col, holder, rolling, row
from ui.kit.theme import u
from ui.pages.drafting.body_list import BodyList

NARROWEST = 46


class OpinionPanel(QFrame):
    """Newest first; hidden while nobody has said anything."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self.setAccessibleName("审批意见")
        self.count = text("", "caption")
        self._lines = col(gap=1)
        self._roll = rolling(self._lines, None, pad=(4, 0, 3, 2), name="审批意见")
        head = holder(row(text("审批意见", "section"), self.count, None, gap=2, pad=(4, 2.5, 4, 1)))
        self.setLayout(col(head, (self._roll, 1), gap=0, pad=(0.25,)))
        self.setMinimumWidth(u(NARROWEST))
        self.hide()

    def show_opinions(self, opinions: Sequence[Opinion]) -> None:
        """Show what was said; without words it is the bare course of the draft."""
        while self._lines.count():
            widget = self._lines.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in reversed(opinions):
            label = VERDICT_LABELS.get(each.verdict, each.verdict)
            where = place_words(each.place)
            head = text(f"{each.person}　{label}　{each.at:%m-%d %H:%M}", "caption", wrap=True)
            words = "：".join(filter(None, (where, each.words)))
            body = [text(words, wrap=True)] if words else []
            self._lines.addWidget(holder(col(head, *body, gap=0.25)))
        self.count.setText(f"{len(opinions)}条")
        self.setVisible(bool(opinions))


def mark_paragraphs(body: BodyList, opinions: Sequence[Opinion]) -> None:
    """A small mark at every paragraph that somebody said something about."""
    for place, shown in enumerate(body.rows):
        said = [f"{each.person}：{each.words}" for each in opinions if each.words and _paragraph(each.place) == place]
        shown.show_note("\n".join(said))


def _paragraph(place: str) -> int:
    path = steps(place)
    return int(path[1]) if len(path) > 1 and path[0] == "body" else -1
