"""Shows one topic: markdown in the sizes and colours of the theme; links lead to other topics only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from ui.kit import theme
from ui.kit.theme import colour, u
from ui.pages.help.topics import Topic

SCHEME = "topic"
LINE_PERCENT = 140
ROLES = {1: "title", 2: "section"}
HEIGHT = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class TopicView(QTextBrowser):
    """`topic_wanted` carries the key of a topic that the text leads to."""

    topic_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("plain", "true")
        self.setAccessibleName("帮助正文")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(self._follow)

    def show_topic(self, topic: Topic, found: Sequence[str] = ()) -> None:
        """From its first line; `found` are words to mark."""
        document = self.document()
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(u(4))
        document.setIndentWidth(u(6))
        self.setMarkdown(topic.text)
        for block in _blocks(document):
            _style(block)
        self.setExtraSelections([mark for word in found for mark in self._marks(word)])
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def _marks(self, word: str) -> Iterator[QTextEdit.ExtraSelection]:
        cursor = self.document().find(word)
        while not cursor.isNull():
            mark, look = QTextEdit.ExtraSelection(), QTextCharFormat()
            look.setBackground(colour("due_soft"))
            mark.cursor, mark.format = cursor, look  # type: ignore[attr-defined]
            yield mark
            cursor = self.document().find(word, cursor)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == SCHEME:
            self.topic_wanted.emit(link.path())


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _style(block: QTextBlock) -> None:
    """Markdown brings sizes of its own; the theme's are put over them. Links and bold words keep theirs."""
    level = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    shape = QTextBlockFormat()
    shape.setLineHeight(LINE_PERCENT, HEIGHT)
    shape.setTopMargin(u(4) if level == 2 else 0)
    shape.setBottomMargin(u(0.5) if block.textList() else u(2))
    cursor.mergeBlockFormat(shape)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    if level:
        look = QTextCharFormat()
        look.setFont(theme.font(ROLES.get(level, "section"), bold=True))
        cursor.setCharFormat(look)
        return
    for start, end in _keys(block):
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_keycap())


def _keys(block: QTextBlock) -> list[tuple[int, int]]:
    """Where the block names keys: markdown gives code a face of equal widths, which Chinese words would not share."""
    found, parts = [], block.begin()
    while not parts.atEnd():
        part = parts.fragment()
        if part.charFormat().fontFixedPitch():
            found.append((part.position(), part.position() + part.length()))
        parts += 1
    return found


def _keycap() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(theme.font("body", bold=True))
    look.setBackground(colour("header"))
    return look
