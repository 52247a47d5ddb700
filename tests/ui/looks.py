"""What every screen must keep to, checked on its widgets: names, cut-off words, foreign words, spaces, size."""

import re

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.kit.tokens import COLOUR, STATE, contrast

SMALLEST = (1280, 640)
NAMED = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTextEdit, QPlainTextEdit)
INSIDE = (QTabBar, QAbstractItemView, QLineEdit, QMenuBar, QComboBox)
ALLOWED = re.compile(
    r"Ctrl\+\S+|Shift\+\S+|Alt\+\S+|F\d+|PgUp|PgDn|Esc|Del|Ins|[\w（）]*\.(docx|xlsx|xls|csv|pdf|txt|wps|et|desk|log)"
    r"|ER\d\d|[A-Z]列|\(&?[A-Z]\)|[A-Z]$|GB/T|Windows|Excel|Word|WPS",
    re.ASCII,
)
SPACED = re.compile(r"[一-鿿，。；：、] \d|\d [一-鿿]")
TEXT, PART = 4.5, 3.0
PAIRS = [
    *(
        ("text", s, TEXT)
        for s in ("window", "panel", "sunken", "header", "zebra", "hover", "select_soft", "accent_soft")
    ),
    *(("text2", s, TEXT) for s in ("window", "panel", "sunken", "header", "hover", "select_soft")),
    *(("link", s, TEXT) for s in ("window", "panel", "select_soft")),
    *(("accent", s, TEXT) for s in ("panel", "window", "sunken", "accent_soft")),
    *(("on_dark", s, TEXT) for s in ("accent", "accent_hover", "accent_down", "select", "late", "tooltip")),
    ("select_text", "select_soft", TEXT),
    *((ink, ground, TEXT) for ink, ground, _icon in dict.fromkeys(STATE.values())),
    *((i, s, TEXT) for i in ("late", "due", "wait", "run", "done", "back", "long") for s in ("panel", "select_soft")),
    *(("control", s, PART) for s in ("panel", "window", "header")),
    *(("focus", s, PART) for s in ("panel", "window", "sunken", "select_soft")),
    ("data", "panel", PART),
    ("text_off", "panel", PART),
]


def faults(window: QWidget, smallest=SMALLEST) -> list[str]:
    """Sentences about what is wrong with a shown window or page; empty when nothing is."""
    for _n in range(4):  # a layout inside a layout asks again
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    found = []
    need = window.minimumSizeHint().expandedTo(window.minimumSize())
    if smallest and (need.width() > smallest[0] or need.height() > smallest[1]):
        found.append(f"smallest size {need.width()}x{need.height()} is above {smallest[0]}x{smallest[1]}")
    for widget in window.findChildren(QWidget):
        found += _unnamed(widget)
        if isinstance(widget, QLabel | QAbstractButton):
            found += _words(widget)
        if isinstance(widget, QLabel) and widget.isVisible() and widget.text():
            found += _cut(widget)
    return found


def too_faint(pairs=PAIRS) -> list[str]:
    """Pairs of tokens below their figure (WCAG 2.1 AA: 4.5 for words, 3 for edges)."""
    ratios = [(ink, ground, contrast(COLOUR[ink], COLOUR[ground]), need) for ink, ground, need in dict.fromkeys(pairs)]
    return [f"{ink} on {ground}: {ratio:.2f} of {need}" for ink, ground, ratio, need in ratios if ratio < need]


def _unnamed(widget):
    if not isinstance(widget, NAMED) or widget.objectName().startswith("qt_"):
        return []
    parent = widget.parent()
    inner = parent is not None and parent.metaObject().className() == "QComboBoxPrivateContainer"
    if inner or isinstance(parent, INSIDE) or widget.metaObject().className() == "QHeaderView":
        return []
    named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
    return [] if named else [f"{type(widget).__name__} has no name for a screen reader"]


def _words(widget):
    words, found = widget.text(), []
    if SPACED.search(words):
        found.append(f"space between digit and character: {words}")
    if latin := re.search(r"[A-Za-z]{2,}", ALLOWED.sub("", words)):
        found.append(f"Latin word {latin.group()!r} in {words!r}")
    return found


def _cut(label):
    words = label.text()
    longest = max(words.split("\n"), key=label.fontMetrics().horizontalAdvance)
    if not label.wordWrap() and label.width() + 1 < label.fontMetrics().horizontalAdvance(longest):
        return [f"cut off: {words}"]
    if label.wordWrap() and label.height() + 2 < label.heightForWidth(label.width()):
        return [f"cut off in height: {words}"]
    return []
