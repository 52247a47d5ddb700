"""Completes the last of several names in a line, found by characters, by other names or by pinyin initials."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from ui.kit.initials import Named, best_matches

SEPARATORS = re.compile(r"[、，,；;]")


class NamesCompleter(QCompleter):
    """Belongs to one line; the names before the last 、 stay as they are."""

    def __init__(self, line: QLineEdit, names: Sequence[Named]) -> None:
        self._found = QStringListModel()
        super().__init__(self._found, line)
        self._line, self._names = line, names
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.popup().setAccessibleName("单位")
        line.setCompleter(self)
        line.textEdited.connect(self._offer)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The whole line with the chosen name in the place of what was typed of it."""
        return self._head() + str(index.data(Qt.ItemDataRole.DisplayRole))

    def offered(self) -> list[str]:
        """What the list shows now."""
        return self._found.stringList()

    def _offer(self, typed: str) -> None:
        last = SEPARATORS.split(typed)[-1].strip()
        self._found.setStringList([name.name for name in best_matches(self._names, last)] if last else [])

    def _head(self) -> str:
        text = self._line.text()
        ends = [found.end() for found in SEPARATORS.finditer(text)]
        return text[: ends[-1]] if ends else ""
