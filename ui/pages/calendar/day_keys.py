"""What month, week and year have in common: a chosen day, moved by the keys of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from services.calendar_view import shift_month
from services.due.items import DueItem


class DayKeys(QWidget):
    """`chosen` asks for a day, `opened` for its agenda, `item_opened` for a thing that was clicked twice; `dragged`
    tells once that somebody tried to move a thing to another day, which the calendar never does."""

    chosen = Signal(object)
    opened = Signal(object)
    item_opened = Signal(object)
    dragged = Signal(object)

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day, self.today = day, day
        self._pressed: tuple[QPoint, DueItem] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def day_at(self, _point: QPoint) -> date | None:
        """The day under the pointer."""
        return None

    def item_at(self, _point: QPoint) -> DueItem | None:
        """The due thing under the pointer."""
        return None

    def words_at(self, _point: QPoint) -> str:
        """What the tool tip says there."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows day, Home and End week, Enter the day's agenda; the rest belongs to the page."""
        before, after = self.day.weekday(), 6 - self.day.weekday()
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
            Qt.Key.Key_Home: -before,
            Qt.Key.Key_End: after,
        }
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.day)
        elif key in steps:
            self.chosen.emit(self.day + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.chosen.emit(shift_month(self.day, -1 if key is Qt.Key.Key_PageUp else 1))
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the day."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        point = event.position().toPoint()
        item = self.item_at(point)
        self._pressed = (point, item) if item is not None else None
        if day := self.day_at(point):
            self.chosen.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A thing that is drawn to another day stays where it is, and the page says why."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        start, item = self._pressed
        point = event.position().toPoint()
        if (point - start).manhattanLength() < QApplication.startDragDistance():
            return
        if self.day_at(point) not in (None, item.due_on):
            self._pressed = None
            self.dragged.emit(item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is over."""
        self._pressed = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the thing, or the day's agenda beside it."""
        point = event.position().toPoint()
        if (item := self.item_at(point)) is not None:
            self.item_opened.emit(item)
        elif day := self.day_at(point):
            self.opened.emit(day)

    def event(self, event: QEvent) -> bool:
        """Tool tips by place."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if words := self.words_at(event.pos()):
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
