"""The right side of the calendar: the chosen day and the next days with something due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from services.due.items import DueItem
from ui.kit import theme
from ui.kit.icons import pixmap
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR, STATE
from ui.pages.calendar.words import kind_of, rest_words, spoken, state_of
from ui.pages.today.words import day_title, matter

ITEM = Qt.ItemDataRole.UserRole
MOST = 60
ELIDE = Qt.TextElideMode.ElideRight


class Agenda(QListWidget):
    """Days as titles, due things under them; Enter or a double click opens one."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("议程")
        self.setProperty("box", "plain")
        self.setStyleSheet("QListWidget { border: none; }")
        self.setItemDelegate(_Entry(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.itemActivated.connect(self._open)

    def show_days(self, days: Iterable[tuple[date, Sequence[DueItem]]], chosen: date, today: date) -> None:
        """The chosen day first, even when nothing is due on it; then later days with entries."""
        self.clear()
        room = MOST
        for day, items in days:
            if day < chosen or (day != chosen and not items):
                continue
            if not room:
                break
            self._title(day_title(day, today))
            for item in items[:room]:
                self._entry(item)
            if len(items) > room:
                self._title(f"还有{len(items) - room:,}项，换成列表查看", plain=True)
            if not items:
                self._title("没有到期的事项", plain=True)
            room -= min(room, len(items))

    def first_entry(self) -> None:
        """Put the keys on the first thing of the chosen day."""
        for n in range(self.count()):
            if self.item(n).data(ITEM) is not None:
                self.setCurrentRow(n)
                break
        self.setFocus()

    def current(self) -> DueItem | None:
        """The entry that the keys act on."""
        found: DueItem | None = self.currentItem().data(ITEM) if self.currentItem() else None
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self._open(self.currentItem())
        elif event.text().strip() or event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()  # keys of the page
        else:
            super().keyPressEvent(event)

    def _open(self, entry: QListWidgetItem) -> None:
        if entry.data(ITEM) is not None:
            self.opened.emit(entry.data(ITEM))

    def _title(self, words: str, *, plain: bool = False) -> None:
        made = QListWidgetItem(words, self)
        made.setFlags(Qt.ItemFlag.NoItemFlags)
        made.setData(Qt.ItemDataRole.FontRole, theme.font("caption" if plain else "body", bold=not plain))

    def _entry(self, item: DueItem) -> None:
        made = QListWidgetItem(matter(item), self)
        made.setData(ITEM, item)
        made.setToolTip(spoken(item))
        made.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(item))


class _Entry(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, u(12) if index.data(ITEM) is not None else u(8))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        view = self.parent()
        assert isinstance(view, Agenda)
        look: Any = option
        area: QRect = look.rect
        item: DueItem | None = index.data(ITEM)
        p.save()
        if item is None:
            p.setFont(index.data(Qt.ItemDataRole.FontRole))
            p.setPen(colour("text" if p.font().bold() else "text2"))
            if index.row():
                p.fillRect(QRect(area.left() + u(4), area.top(), area.width() - u(8), 1), colour("line"))
            p.drawText(area.adjusted(u(4), 0, -u(2), 0), Qt.AlignmentFlag.AlignVCenter, index.data())
        else:
            self._item(p, area, item, view, here=view.hasFocus() and view.currentIndex() == index)
        p.restore()

    def _item(self, p: QPainter, area: QRect, item: DueItem, view: Agenda, *, here: bool) -> None:
        if here:
            p.fillRect(area, colour("select_soft"))
            p.setPen(QPen(colour("focus"), 2))
            p.drawRect(area.adjusted(1, 1, -1, -1))
        ink, _ground, picture = STATE[kind_of(item)]
        side = u(4)
        p.drawPixmap(
            area.left() + u(4), area.top() + u(1.75), pixmap(picture, COLOUR[ink], side, view.devicePixelRatioF())
        )
        inner = area.adjusted(u(4) + side + u(2), u(1), -u(3), -u(1))
        p.setFont(theme.font())
        p.setPen(colour("text"))
        p.drawText(inner, Qt.AlignmentFlag.AlignTop, p.fontMetrics().elidedText(matter(item), ELIDE, inner.width()))
        p.setFont(theme.font("caption"))
        p.setPen(colour("text2"))
        words = "　".join(filter(None, (state_of(item), rest_words(item), item.unit)))
        p.drawText(inner, Qt.AlignmentFlag.AlignBottom, p.fontMetrics().elidedText(words, ELIDE, inner.width()))
