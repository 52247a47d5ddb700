"""Ctrl+K: search over everything, hits grouped by ledger in a list under the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.context import DeskServices, Hit
from ui.jobs import Jobs
from ui.kit import theme
from ui.kit.icons import icon
from ui.kit.theme import colour, u

WAIT_MS = 150
MOST = 60
HIT, SUBTITLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class SearchBox(QLineEdit):
    """Asks after a short pause in typing; an answer that comes late never overwrites a newer one."""

    chosen = Signal(str, int)
    answered = Signal()

    def __init__(self, desk: DeskServices, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName("查找全部台账")
        self.setPlaceholderText("名称、文号、单位、拼音首字母")
        self.addAction(icon("search", "text2", u(4)), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(u(44))
        self.setMaximumWidth(u(96))
        self._desk, self._jobs = desk, jobs
        self._generation = 0
        self.hits = HitList()
        self.hits.itemClicked.connect(self._take)
        self._pause = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._pause.timeout.connect(self.ask)
        self.textEdited.connect(lambda _words: self._pause.start())

    def ask(self) -> None:
        """Ask now."""
        self._pause.stop()
        self._generation += 1
        words, generation = self.text().strip(), self._generation
        if not words:
            self.hits.hide()
            return
        search = self._desk.search_everywhere
        self._jobs.read(self, lambda: search(words), lambda found: self._show(generation, words, found))

    def close_hits(self) -> None:
        """Hide the list and drop answers that are still under way."""
        self._generation += 1
        self._pause.stop()
        self.hits.hide()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape)
            if event.key() in keys and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.hits.isVisible():
                self.hits.step(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.hits.isVisible() and self.hits.currentItem():
                    self._take(self.hits.currentItem())
                else:
                    self.ask()
            case Qt.Key.Key_Escape if self.hits.isVisible():
                self.close_hits()
            case Qt.Key.Key_Escape:
                self.clear()
                self.clearFocus()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.close_hits()

    def _show(self, generation: int, words: str, found: Sequence[Hit]) -> None:
        if generation == self._generation:
            self.hits.fill(words, found)
            self.hits.show_under(self)
        self.answered.emit()

    def _take(self, item: QListWidgetItem) -> None:
        hit = item.data(HIT)
        if hit is not None:
            self.close_hits()
            self.clear()
            self.chosen.emit(hit.page_key, hit.row_id)


class HitList(QListWidget):
    """Hits under the field; it never takes the focus, so typing goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("查找结果")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(_HitItem(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def fill(self, words: str, found: Sequence[Hit]) -> None:
        """A title for each ledger, its hits under it; at most MOST, and a line that says so."""
        self.clear()
        ledger = ""
        for hit in found[:MOST]:
            if hit.ledger != ledger:
                ledger = hit.ledger
                self._line(ledger)
            item = QListWidgetItem(hit.title, self)
            item.setData(HIT, hit)
            item.setData(SUBTITLE, hit.subtitle)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, "，".join(filter(None, (hit.title, hit.subtitle, ledger))))
        if not found:
            self._line(f"没有找到“{words}”。可以换用单位、文号或拼音首字母。")
        elif len(found) > MOST:
            self._line(f"只列出前{MOST}条，再多输入几个字。")
        self.step(1)

    def step(self, by: int) -> None:
        """To the next line that is a hit."""
        row = self.currentRow() + by
        while 0 <= row < self.count():
            if self.item(row).data(HIT) is not None:
                self.setCurrentRow(row)
                return
            row += by

    def show_under(self, box: QWidget) -> None:
        """At least as wide as the field, as high as its lines, inside the window."""
        window = box.window()
        self.setParent(window)
        place = box.mapTo(window, QPoint(0, box.height() + 2))
        lines = sum(self.sizeHintForRow(n) for n in range(self.count())) + 2 * self.frameWidth() + 2
        width = max(box.width(), min(u(130), window.width() - place.x() - u(4)))
        self.setGeometry(QRect(place, QSize(width, min(lines, window.height() - place.y() - u(9)))))
        self.show()
        self.raise_()

    def _line(self, words: str) -> None:
        item = QListWidgetItem(words, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)


class _HitItem(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(0, u(8) if index.data(HIT) is not None else u(7))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        look: Any = option
        area: QRect = look.rect
        inner = area.adjusted(u(3), 0, -u(3), 0)
        p.save()
        if index.data(HIT) is None:
            p.fillRect(area, colour("header"))
            p.setFont(theme.font("caption", bold=True))
            p.setPen(colour("text2"))
            p.drawText(inner, MIDDLE, index.data())
        else:
            selected = look.state & QStyle.StateFlag.State_Selected
            if selected or look.state & QStyle.StateFlag.State_MouseOver:
                p.fillRect(area, colour("select_soft" if selected else "hover"))
            p.setFont(theme.font())
            metrics = QFontMetrics(theme.font())
            note = metrics.elidedText(index.data(SUBTITLE), Qt.TextElideMode.ElideRight, inner.width() // 2)
            room = inner.width() - metrics.horizontalAdvance(note) - u(3)
            p.setPen(colour("select_text" if selected else "text"))
            p.drawText(inner, MIDDLE, metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, room))
            p.setPen(colour("text2"))
            p.drawText(inner, MIDDLE | Qt.AlignmentFlag.AlignRight, note)
        p.restore()
