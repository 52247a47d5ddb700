"""Parts that pages are made of; the smaller ones are offered here as well, so a page needs one import."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.banner import banner
from ui.kit.chips import Chip, FilterChip, Tile, chip_width, only_one, paint_chip
from ui.kit.controls import (
    Glyph,
    Growing,
    Segments,
    button,
    choice,
    field,
    glyph,
    keycap,
    mark,
    refuse,
    segments,
    text,
    tool,
)
from ui.kit.empty import empty, nothing_found
from ui.kit.layout import Item, bar, col, holder, page, panel, rolling, row, rule
from ui.kit.theme import u
from ui.kit.toast import toast

TOP = Qt.AlignmentFlag.AlignTop


def heading(title: str, purpose: str, *actions: QWidget) -> QFrame:
    """Title, one sentence of what the page is for, its own actions (outlined: the filled button is the next act)."""
    words = row(text(title, "title"), text(purpose, "hint"), None, gap=3)
    return holder(row((words, 1), *actions, gap=2), name="heading")


def pairs(rows: Sequence[tuple[str, str | QWidget]], label_chars: int = 5) -> QVBoxLayout:
    """Field names in one column, `label_chars` Chinese characters wide, values in the next."""
    lines = []
    width = QFontMetrics(theme.font()).horizontalAdvance("中" * label_chars) + u(1)
    for name, value in rows:
        left = text(name, "field")
        left.setFixedWidth(width)
        left.setAlignment(TOP)
        shown = value if isinstance(value, QWidget) else text(value, wrap=True)
        chip = isinstance(shown, Chip)
        if isinstance(shown, QLabel):
            shown.setAlignment(TOP)
        else:  # the name stands on the first line of the field
            left.setContentsMargins(0, u(0.25) if chip else u(1.75), 0, 0)
        lines.append(row(left, shown, None, gap=2) if chip else row(left, (shown, 1), gap=2))
    return col(*lines, gap=1.5)


def story(entries: Sequence[tuple[str, str, str]]) -> QVBoxLayout:
    """History: when and who in small grey, what in plain words."""
    lines = []
    for when, who, what in entries:
        head = row(text(when, "caption"), text(who, "caption"), None, gap=2)
        lines.append(col(head, text(what, wrap=True), gap=0.25))
    return col(*lines, gap=2)


def part(title: str, *items: Item, aside: QWidget | None = None) -> QVBoxLayout:
    """A titled part of a page or pane."""
    return col(row(text(title, "section"), None, *([aside] if aside else [])), *items, gap=2)


def detail(head: Sequence[Item], body: Sequence[Item], foot: Sequence[Item], width: float = 76) -> QFrame:
    """Right pane of every page: head stays, body scrolls, the next acts stay in sight."""
    roll = rolling(*body, None, gap=2.5, pad=(4, 1, 4, 3))
    made = holder(
        col(
            col(*head, gap=2, pad=(4, 3, 4, 2)),
            (roll, 1),
            rule(),
            col(*foot, gap=2, pad=(4, 3)),
            gap=0,
        ),
        box="panel",
    )
    made.setFixedWidth(u(width))
    return made


def labelled(name: str, widget: QWidget, must: bool = False, error: str = "", hint: str = "") -> QFrame:
    """A field of a dialog: label above, then the field, then what is wrong with it or what it is for."""
    star = [text("*", "error")] if must else []
    parts: list[Item] = [row(text(name, "field"), *star, None, gap=1), widget]
    if error:
        sign = col(glyph("st-error", "late", 3.5), None, pad=(0, 0.75, 0, 0))
        parts.append(row(sign, (text(error, "error", wrap=True), 1), gap=1))
    elif hint:
        parts.append(text(hint, "caption", wrap=True))
    widget.setAccessibleName(name + ("，必填" if must else ""))
    widget.setAccessibleDescription(error)
    return holder(col(*parts, None, gap=0.75))


__all__ = [
    "Chip",
    "FilterChip",
    "Glyph",
    "Growing",
    "Item",
    "Segments",
    "Tile",
    "banner",
    "bar",
    "button",
    "chip_width",
    "choice",
    "col",
    "detail",
    "empty",
    "field",
    "glyph",
    "heading",
    "holder",
    "keycap",
    "labelled",
    "mark",
    "nothing_found",
    "only_one",
    "page",
    "paint_chip",
    "pairs",
    "panel",
    "part",
    "refuse",
    "rolling",
    "row",
    "rule",
    "segments",
    "story",
    "text",
    "toast",
    "tool",
]
