"""A field that points to a row of another ledger: type its name, an alias or its pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget

from ui.kit.controls import tip_of
from ui.kit.editors import FieldEditor
from ui.kit.icons import icon
from ui.kit.initials import Named, best_matches
from ui.kit.theme import u

NOT_FOUND = "名册中没有这个名称。从列表中选择，或先登记。"
SHOWN = 8


class ReferenceBox(FieldEditor):
    """Text is kept as typed; the value is set only when it names exactly one row."""

    add_requested = Signal(str)  # the clerk chose to register what is not there yet

    def __init__(self, options: Sequence[Named], add_label: str = "") -> None:
        self._line = QLineEdit()
        self._options = list(options)
        self._add_label = add_label
        self._chosen: Named | None = None
        super().__init__(self._line)
        self._list = MatchList(self)
        opener = self._line.addAction(icon("arrow-down", "text2", u(4)), QLineEdit.ActionPosition.TrailingPosition)
        opener.setToolTip(tip_of("列表", "F4"))
        opener.triggered.connect(self.open_list)
        self._line.textEdited.connect(self._typed)
        self._line.textChanged.connect(self.changed)
        self._line.installEventFilter(self)

    def value(self) -> Any:
        """Id of the named row; None while nothing is named."""
        if self._chosen is not None and self._chosen.name == self._line.text().strip():
            return self._chosen.value
        exact = [o for o in self._options if self._line.text().strip() in (o.name, *o.aliases)]
        return exact[0].value if len(exact) == 1 and self._line.text().strip() else None

    def set_value(self, value: Any) -> None:
        """Show the row with this id."""
        self._chosen = next((o for o in self._options if o.value == value), None) if value is not None else None
        self._line.setText(self._chosen.name if self._chosen else "")

    def raw(self) -> Any:
        """The id, if any, and the text."""
        return [self.value(), self._line.text()]

    def set_raw(self, raw: Any) -> None:
        """Both again; a row that is gone leaves its text."""
        value, text = raw if isinstance(raw, list) and len(raw) == 2 else (None, "")
        self.set_value(value)
        if self._chosen is None:
            self._line.setText(text)

    def problem(self) -> str:
        """Text that names no row."""
        return NOT_FOUND if self._line.text().strip() and self.value() is None else ""

    def hint(self) -> str:
        """The official name when an alias was typed."""
        found = next((o for o in self._options if o.value == self.value()), None) if self.value() is not None else None
        return found.name if found and found.name != self._line.text().strip() else ""

    def open_list(self) -> None:
        """All that fits, or everything for an empty field (F4)."""
        self._fill("" if self.value() is not None else self._line.text())

    def _typed(self, words: str) -> None:
        self._chosen = None
        self._fill(words)

    def _fill(self, words: str) -> None:
        found = best_matches(self._options, words, SHOWN if words.strip() else len(self._options))
        self._list.show_matches(found, self._line, self._add_label if words.strip() else "")

    def choose(self, option: Named | None) -> None:
        """A line of the list was taken; None is the line for registering."""
        self._list.hide()
        if option is None:
            self.add_requested.emit(self._line.text().strip())
            return
        self._chosen = option
        self._line.setText(option.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc belong to the open list; leaving the field takes a single match."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and not self._list.isActiveWindow():
            self._list.hide()
            self._complete_single()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        alt_down = key == Qt.Key.Key_Down and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or alt_down or (key == Qt.Key.Key_Down and not self._list.isVisible()):
            self.open_list()
            return True
        if not self._list.isVisible():
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.choose(self._list.current())
            return key != Qt.Key.Key_Tab
        elif key == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            return False
        return True

    def _complete_single(self) -> None:
        words = self._line.text().strip()
        if words and self.value() is None and len(found := best_matches(self._options, words, 2)) == 1:
            self.choose(found[0])


class MatchList(QListWidget):
    """The open list under the field; the field keeps the keyboard."""

    def __init__(self, box: ReferenceBox) -> None:
        super().__init__(box)
        self._box = box
        self._shown: list[Named | None] = []
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName("匹配的名称")
        self.itemClicked.connect(lambda _item: self._box.choose(self.current()))

    def show_matches(self, found: Sequence[Named], under: QLineEdit, add_label: str) -> None:
        """Fill and place the list; hide it when there is nothing to choose."""
        self._shown = [*found, *([None] if add_label else [])]
        self.clear()
        self.addItems([option.name if option else add_label for option in self._shown])
        if not self._shown:
            self.hide()
            return
        self.setCurrentRow(0)
        height = self.sizeHintForRow(0) * min(SHOWN + 1, len(self._shown)) + 2 * self.frameWidth() + u(0.5)
        self.setFixedSize(max(under.width(), u(40)), height)
        self.move(under.mapToGlobal(QPoint(0, under.height() + 1)))
        self.show()

    def current(self) -> Named | None:
        """The marked option; None for the line that registers."""
        return self._shown[self.currentRow()] if self._shown else None

    def step(self, by: int) -> None:
        """Move the mark, round the ends."""
        self.setCurrentRow((self.currentRow() + by) % len(self._shown))
