"""A sentence under a field: what is wrong with it, or nothing; and the field with its label and sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from ui.kit.controls import glyph, mark, text
from ui.kit.layout import Item, col, row


class ErrorLine(QFrame):
    """Octagon and sentence; takes no room while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._label = text("", "error", wrap=True)
        self.setLayout(row(col(glyph("st-error", "late", 3.5), None, pad=(0, 0.75, 0, 0)), (self._label, 1), gap=1))
        self.hide()

    def say(self, words: str) -> None:
        """Show the sentence; an empty one hides the line."""
        self._label.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def words(self) -> str:
        """What is shown now."""
        return self._label.text()


class LabelledField(QFrame):
    """Label above, then the field, a hint, and what is wrong with it."""

    def __init__(self, name: str, widget: QWidget, must: bool = False, hint: str = "") -> None:
        super().__init__()
        self.widget = widget
        self.error = ErrorLine()
        widget.setAccessibleName(name + ("，必填" if must else ""))
        star = [text("*", "error")] if must else []
        items: list[Item] = [row(text(name, "field"), *star, None, gap=1), widget]
        if hint:
            items.append(text(hint, "caption", wrap=True))
        self.setLayout(col(*items, self.error, None, gap=0.75))
        if isinstance(widget, QLineEdit):
            widget.textEdited.connect(lambda _words: self.say(""))

    def say(self, words: str) -> None:
        """What is wrong, in a sentence; empty when nothing is."""
        self.error.say(words)
        mark(self.widget, "error" if words else "")
        self.widget.setAccessibleDescription(words)


def secret() -> QLineEdit:
    """A field for a password."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
