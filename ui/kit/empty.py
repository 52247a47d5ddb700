"""What a page shows instead of an empty table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton

from ui.kit.controls import button, glyph, text
from ui.kit.layout import panel, row


def empty(picture: str, title: str, advice: str, *actions: QPushButton) -> QFrame:
    """Nothing here yet: what is missing, how to fill it, at most two buttons."""
    centre = Qt.AlignmentFlag.AlignHCenter
    return panel(
        None,
        row(None, glyph(picture, "text_off", 12), None),
        text(title, "section", align=centre),
        text(advice, "hint", align=centre),
        row(None, *actions, None, gap=2),
        None,
        gap=2.5,
    )


def nothing_found() -> tuple[QFrame, QPushButton]:
    """After a filter: the panel and its button 清除筛选, for the page to connect."""
    clear = button("清除筛选", "filter-off")
    return empty("search", "没有符合条件的记录", "换一个条件，或者清除筛选。", clear), clear
