"""粘贴文字: words from a message, a web page or a scan's text become a plan."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.kit.dialog import Dialog
from ui.kit.parts import button, text
from ui.kit.theme import u

MOST = 5_000_000  # characters
EMPTY = "还没有文字。先粘贴计划的文字，再识别。"


class PasteDialog(Dialog):
    """Shows the words before they are read; `words_given` brings them."""

    words_given = Signal(str)

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent, "粘贴文字", 150)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName("计划的文字")
        self.words.setMinimumHeight(u(70))
        self.words.setTabChangesFocus(True)
        self.words.setPlainText(words[:MOST])
        self._problem = text("", "error")
        self._problem.hide()
        leave, self.read = button("取消", key="Esc"), button("识别", "ok", "main", "Ctrl+Return")
        leave.clicked.connect(self.reject)
        self.read.clicked.connect(self._take)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._take, context=Qt.ShortcutContext.WindowShortcut)
        hint = text("把计划的文字粘贴在这里，识别后逐项核对。存为计划前不改动台账。", wrap=True)
        self.fill([hint, self.words, self._problem], [], [leave, self.read])
        self.words.setFocus()

    def _take(self) -> None:
        words = self.words.toPlainText()
        if not words.strip():
            self._problem.setText(EMPTY)
            self._problem.show()
            self.grow()
            return
        self.words_given.emit(words)
        self.accept()
