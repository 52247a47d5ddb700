"""The banner under the top row: one at a time, the gravest, with its remedy as a button."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from ui.kit.controls import glyph, text
from ui.kit.layout import holder, row

GRAVITY = {"info": 0, "due": 1, "late": 2}
"""late: cannot go on; due: the clerk's word is needed; info: good to know."""


def banner(kind: str, words: str, *actions: QWidget) -> QFrame:
    """A banner that never closes by itself."""
    picture = {"late": "st-late", "due": "st-warn", "info": "info"}[kind]
    ink = {"info": "select"}.get(kind, kind)
    made = holder(row(glyph(picture, ink), (text(words, wrap=True), 1), *actions, gap=2, pad=(3, 1.5)), banner=kind)
    made.setAccessibleName(words)
    return made
