"""Keys and words as a clerk types them."""

from PySide6.QtCore import Qt


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.ControlModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def write(line, words):
    """As an input method does: QTest types ASCII only."""
    line.setText(words)
    line.textEdited.emit(words)
