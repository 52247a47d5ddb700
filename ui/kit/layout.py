"""Rows, columns and frames on the 4-px grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit.theme import u

Item = QWidget | QLayout | float | None | tuple[QWidget | QLayout, int]
"""None stretches, a number is a gap in units, (widget, n) takes n shares of the free room."""

_Box = TypeVar("_Box", bound=QBoxLayout)


def _box(layout: _Box, items: Iterable[Item], gap: float, pad: Sequence[float]) -> _Box:
    layout.setSpacing(u(gap))
    left, top, right, bottom = pad if len(pad) == 4 else (*pad, *pad) if len(pad) == 2 else (pad[0],) * 4
    layout.setContentsMargins(u(left), u(top), u(right), u(bottom))
    for item in items:
        match item:
            case None:
                layout.addStretch(1)
            case QWidget():
                layout.addWidget(item)
            case QLayout():
                layout.addLayout(item)
            case (QWidget() as part, weight):
                layout.addWidget(part, weight)
            case (QLayout() as part, weight):
                layout.addLayout(part, weight)
            case int() | float():
                layout.addSpacing(u(item))
    return layout


def row(*items: Item, gap: float = 2, pad: Sequence[float] = (0,)) -> QHBoxLayout:
    """Side by side; see Item. `pad` takes 1, 2 (across, down) or 4 numbers of units."""
    return _box(QHBoxLayout(), items, gap, pad)


def col(*items: Item, gap: float = 2, pad: Sequence[float] = (0,)) -> QVBoxLayout:
    """One above the other; see row."""
    return _box(QVBoxLayout(), items, gap, pad)


def holder(layout: QLayout, **props: str) -> QFrame:
    """A frame around a layout; `name` becomes the object name, the rest are properties for the style sheet."""
    made = QFrame()
    for key, value in props.items():
        if key == "name":
            made.setObjectName(value)
        else:
            made.setProperty(key, value)
    made.setLayout(layout)
    return made


def bar(*items: Item, gap: float = 2) -> QFrame:
    """A row above a table; all have one height so that neighbouring tables start on one line."""
    made = holder(row(*items, gap=gap))
    made.setMinimumHeight(u(8.5))
    return made


def panel(*items: Item, gap: float = 2, pad: Sequence[float] = (4, 3), box: str = "panel") -> QFrame:
    """A white sheet; `box` is panel, plain or note."""
    return holder(col(*items, gap=gap, pad=pad), box=box)


def page(*items: Item, gap: float = 3) -> QFrame:
    """A page: 4 units of air left and right, 3 above and below."""
    return holder(col(*items, gap=gap, pad=(4, 3)), ground="window")


def rule(kind: str = "h") -> QFrame:
    """A hairline, lying (h) or upright (v)."""
    made = QFrame()
    made.setProperty("rule", kind)
    return made


def rolling(
    *items: Item, gap: float = 2, pad: Sequence[float] = (0,), name: str = "详情", ground: str = "panel"
) -> QScrollArea:
    """Scrolls downwards only, and only when the window is low; `ground` is panel (a white sheet) or window."""
    made = QScrollArea()
    made.setAccessibleName(name)
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner = holder(col(*items, gap=gap, pad=pad), ground=ground)
    made.setProperty("ground", ground)  # the strip of the scroll bar as well
    made.setWidget(inner)
    # without a horizontal bar a scroll area would cut its content
    made.setMinimumWidth(inner.minimumSizeHint().width() + u(3))
    return made
