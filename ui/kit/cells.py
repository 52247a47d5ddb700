"""What can stand in a table cell beside plain words, and how it is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit import theme
from ui.kit.chips import paint_chip
from ui.kit.icons import pixmap
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR

VALUE = Qt.ItemDataRole.UserRole + 1
"""The cell's value: a State, Changed, Wrong or Act is painted as such."""
BAND = Qt.ItemDataRole.UserRole + 2
"""True for a row that is the title of a group; a model without groups answers nothing."""
MIDDLE = Qt.AlignmentFlag.AlignVCenter
ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class State:
    """A state chip: `kind` gives shape and colour, `word` is what the ledger calls it."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Old value struck through, arrow, new value."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that cannot stay as it is; the reason stands in the panel below the table."""

    value: str


@dataclass(frozen=True, slots=True)
class Act:
    """The row's next act, as a link with an icon."""

    word: str
    picture: str


def plain(value: Any) -> str:
    """The words of a cell, for copying and for a screen reader."""
    match value:
        case State(word=word) | Act(word=word):
            return word
        case Changed(old=old, new=new):
            return f"{old} → {new}"
        case Wrong(value=words):
            return words
        case None | bool():
            return ""
        case int():
            return f"{value:,}".replace("-", "−")
    return str(value)


class CellDelegate(QStyledItemDelegate):
    """Fusion would tint icons and draw a dotted focus; this paints what the tokens say."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        look: Any = option  # the type stubs leave out the fields of style options
        look.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        look: Any = option
        if index.data(BAND):
            _band(p, look.rect, view.viewport().width(), index.data())
            return
        value = index.data(VALUE)
        if not isinstance(value, State | Changed | Wrong | Act):
            super().paint(p, option, index)
            return
        blank: Any = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        blank.text = ""
        if isinstance(value, Wrong) and not look.state & QStyle.StateFlag.State_Selected:
            p.fillRect(look.rect, colour("late_soft"))
        else:
            view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, p, view)
        p.save()
        _special(p, look.rect.adjusted(u(2), 0, -u(2), 0), value, view.devicePixelRatioF())
        p.restore()


def _band(p: QPainter, area: QRect, width: int, words: str) -> None:
    p.fillRect(area, colour("header"))
    if words:
        p.save()
        p.setClipping(False)
        p.setFont(theme.font("caption", bold=True))
        p.setPen(colour("text2"))
        p.drawText(QRect(area.left() + u(2), area.top(), width, area.height()), MIDDLE, words)
        p.restore()


def _special(p: QPainter, area: QRect, value: State | Changed | Wrong | Act, ratio: float) -> None:
    side = u(4)
    middle = area.top() + (area.height() - side) // 2
    match value:
        case State(kind, word):
            paint_chip(p, area, kind, word, ratio)
        case Act(word, picture):
            p.drawPixmap(area.left(), middle, pixmap(picture, COLOUR["link"], side, ratio))
            p.setPen(colour("link"))
            p.drawText(area.adjusted(side + u(1), 0, u(2), 0), MIDDLE, word)
        case Wrong(words):
            p.drawPixmap(area.right() - side + 1, middle, pixmap("st-error", COLOUR["late"], side, ratio))
            p.setPen(colour("text"))
            inner = area.adjusted(0, 0, -side - u(1), 0)
            p.drawText(inner, MIDDLE, p.fontMetrics().elidedText(words, ELIDE, inner.width()))
        case Changed(old, new):
            _changed(p, area, old, new, ratio)


def _changed(p: QPainter, area: QRect, old: str, new: str, ratio: float) -> None:
    side = u(4)
    face = p.font()
    face.setStrikeOut(True)
    p.setFont(face)
    p.setPen(colour("text2"))
    p.drawText(area, MIDDLE, old)
    x = area.left() + p.fontMetrics().horizontalAdvance(old) + u(1)
    p.drawPixmap(x, area.top() + (area.height() - side) // 2, pixmap("to-new", COLOUR["run"], side, ratio))
    face.setStrikeOut(False)
    face.setWeight(face.Weight.DemiBold)
    p.setFont(face)
    p.setPen(colour("text"))
    p.drawText(area.adjusted(x + side + u(1) - area.left(), 0, u(2), 0), MIDDLE, new)
