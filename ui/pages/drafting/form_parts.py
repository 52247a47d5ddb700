"""Lines of the form: a name and its field, the title that wraps, the text as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from ui.kit.controls import Growing, text
from ui.kit.layout import Item, col, holder, row
from ui.kit.theme import u

LABEL = 17
Input = QLineEdit | Growing


class Title(Growing):
    """The title wraps; Enter goes on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        super().keyPressEvent(event)


def body_items(items: Sequence[Any]) -> list[dict[str, Any]]:
    """The text as rows: a line feed inside a text begins a paragraph of its own, as on paper."""
    found: list[dict[str, Any]] = []
    for each in items:
        item = dict(each) if isinstance(each, Mapping) else {"text": str(each)}
        if "table" in item or "picture" in item:
            found.append(item)
            continue
        level = int(item.get("level") or 0)
        lines = [line for line in str(item.get("text") or "").split("\n") if line.strip()] or [""]
        found += [{"level": level if n == 0 else 0, "text": line} for n, line in enumerate(lines)]
    return found


def put_words(shown: Input, words: str) -> None:
    """Other words for a field; what stands there already stays, with its cursor."""
    if isinstance(shown, Growing):
        if shown.toPlainText() != words:
            shown.setPlainText(words)
    elif shown.text() != words:
        shown.setText(words)
        shown.setCursorPosition(0)


def label(words: str) -> QLabel:
    """The name of a field; all are equally wide."""
    made = text(words, "field")
    made.setFixedWidth(u(LABEL))
    return made


def line(words: str, widget: QWidget) -> Item:
    """A field behind its name, which stands at the first line of higher fields."""
    name = label(words)
    if isinstance(widget, QLineEdit | QComboBox):
        return row(name, (widget, 1), gap=0)
    return row(holder(col(name, None, pad=(0, 1.75, 0, 0))), (widget, 1), gap=0)
