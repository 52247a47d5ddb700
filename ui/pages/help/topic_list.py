"""The left side of the manual: topics under the names of their groups, narrowed by a search."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ui.kit import theme
from ui.kit.theme import colour, u
from ui.pages.help.topics import Topic

KEY = Qt.ItemDataRole.UserRole


class TopicList(QListWidget):
    """`chosen` carries the key of the topic under the cursor."""

    chosen = Signal(str)

    def __init__(self, topics: Sequence[Topic]) -> None:
        super().__init__()
        self.setAccessibleName("帮助主题")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._places: dict[str, QListWidgetItem] = {}
        for group, members in groupby(topics, key=lambda topic: topic.group):
            self._head(group)
            for topic in members:
                item = QListWidgetItem(topic.title, self)
                item.setData(KEY, topic.key)
                self._places[topic.key] = item
        self.currentItemChanged.connect(self._told)

    def select(self, key: str) -> None:
        """Put the cursor on a topic without telling."""
        self.blockSignals(True)
        self.setCurrentItem(self._places[key])
        self.blockSignals(False)
        self.scrollToItem(self._places[key])

    def narrow(self, keys: Collection[str] | None) -> None:
        """Only these; None shows all. A group without topics goes with them."""
        head: QListWidgetItem | None = None
        for n in range(self.count()):
            item = self.item(n)
            key = item.data(KEY)
            if not key:
                head = item
                head.setHidden(True)
                continue
            item.setHidden(keys is not None and key not in keys)
            if head is not None and not item.isHidden():
                head.setHidden(False)

    def shown(self) -> list[str]:
        """Keys of the topics that are listed."""
        return [key for key, item in self._places.items() if not item.isHidden()]

    def _head(self, group: str) -> None:
        item = QListWidgetItem(group, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(colour("text2"))
        item.setFont(theme.font("caption", bold=True))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        item.setSizeHint(QSize(0, u(8.5)))

    def _told(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and item.data(KEY):
            self.chosen.emit(item.data(KEY))
